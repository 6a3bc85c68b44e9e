"""What has changed since a plan was worked out."""

from dataclasses import dataclass

from klimamosaik.evidence.models import Assessment
from klimamosaik.evidence.queries.data_status import named
from klimamosaik.measures.models import CostLine, Measure
from klimamosaik.observations.queries.data_status import SHOWN
from klimamosaik.observations.queries.readings import data_version
from klimamosaik.pathway.models import ExpectedEffect
from klimamosaik.planning.models import Selection
from klimamosaik.planning.outcome import Outcome
from klimamosaik.terms.text import Text


@dataclass(frozen=True)
class Newer:
    """What a plan does not know yet."""

    texts: tuple[Text, ...]  # nothing: it stands on what there is now
    plan: Selection | None  # the newest plan that works it out anew


def newer_than(selection: Selection, outcome: Outcome) -> Newer:
    """Data and entries that came after a plan was worked out, with what they changed."""
    texts = (*newer_data(selection, outcome), *newer_entries(selection))
    return Newer(texts, selection.replaced_by.order_by("-at", "-pk").first())


def newer_data(selection: Selection, outcome: Outcome) -> tuple[Text, ...]:
    """Deliveries since, and why measured effects are others now."""
    version = data_version()
    if version <= outcome.data_version:
        return ()
    moved = Assessment.objects.filter(
        measure__municipality=selection.municipality, at__gt=selection.at
    ).exclude(because={})
    rows = moved.select_related("measure").order_by("-at", "-pk")[:SHOWN]
    reasons = tuple(named(row) for row in rows)
    data = NEW_DATA.format(now=version, then=outcome.data_version)
    return (data, *(reasons or (SAME_EFFECTS,)))


def newer_entries(selection: Selection) -> tuple[Text, ...]:
    """That measures, their money or what is expected of them were changed since."""
    town, since = selection.municipality_id, selection.at
    histories = (
        Measure.history.filter(municipality=town),
        CostLine.history.filter(measure__municipality=town),
        ExpectedEffect.history.filter(measure__municipality=town),
    )
    changed = any(rows.filter(history_date__gt=since).exists() for rows in histories)
    return (NEW_ENTRIES,) if changed else ()


NEW_DATA = Text(
    "Es gibt neuere Daten: Datenversion {now}, der Plan kennt {then}.",
    "There are newer data: data version {now}, the plan knows {then}.",
)
SAME_EFFECTS = Text(
    "Gemessene Wirkungen haben sich dadurch bisher nicht geändert.",
    "Measured effects have not changed by them so far.",
)
NEW_ENTRIES = Text(
    "Seitdem wurden Maßnahmen, Kosten oder Erwartungen geändert.",
    "Since then measures, costs or expectations were changed.",
)

"""What an export of another municipality brings: its measures as ideas, its experience as its own.

Nothing of it counts as done, measured or decided here.
"""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from klimamosaik.measures.lists.changes import RegisterRow, row
from klimamosaik.measures.lists.draft import Draft
from klimamosaik.measures.lists.fields import fields_of
from klimamosaik.measures.lists.money import CENT
from klimamosaik.measures.models import Experience
from klimamosaik.measures.models.phase import Phase
from klimamosaik.places.models import BuildingKind, Municipality
from klimamosaik.records.language import translate
from klimamosaik.records.values import figure
from klimamosaik.sources.measure_lists import ListedCost, ListedExperience, ListedMeasure
from klimamosaik.terms.estimate import Estimate
from klimamosaik.terms.field import Field
from klimamosaik.terms.text import Text

DONE_THERE = (
    "decision", "decision_day", "next_decision", "start", "responsible", "partners", "contact",
    "contact_confirmed", "organiser", "organiser_confirmed", "operator", "payer", "registers",
    "phase", "phase_since", "funding_end", "after_funding", "handed_to",
)  # fmt: skip


COST_THERE = Text("Kosten in {town}", "cost in {town}")
PLANNED_THERE = Text("wie geplant in {town}", "as planned in {town}")


def is_elsewhere(town: str | None, municipality: Municipality) -> bool:
    """True where an export names another municipality than the one it is taken into."""
    return bool(town) and bool(municipality.ags) and key_of(town or "") != municipality.ags


def key_of(town: str) -> str:
    """The official key of "03404000 Osnabrück"."""
    return town.split(" ", 1)[0]


def as_idea(listed: ListedMeasure) -> ListedMeasure:
    """Another municipality's measure as one could take it up: what, not who, when or how far.

    What it was to cost there says that it was there, not whose budget pays it; a sum without a
    year is no plan of ours and is kept as a note.
    """
    told: dict[str, object] = dict.fromkeys(DONE_THERE)
    planned_there = translate(PLANNED_THERE.format(town=town_of(listed)))
    return replace(
        listed,
        **{**told, "phase": Phase.IDEA.value},  # type: ignore[arg-type]
        reports=(),
        tasks=(),
        costs=tuple(
            replace(each, actual=None, funding=planned_there)
            for each in listed.costs
            if each.planned is not None and not is_lone_sum(each)
        ),
        indicators=tuple(replace(each, values=(), start_value=None) for each in listed.indicators),
    )


def town_of(listed: ListedMeasure) -> str:
    """The name in "03404000 Osnabrück"."""
    return (listed.town or "").partition(" ")[2]


def is_lone_sum(cost: ListedCost) -> bool:
    """True for what the work was to cost there, without a year."""
    return cost.kind == "investment" and cost.year is None


def costs_there(listed: ListedMeasure) -> Iterator[tuple[str, str]]:
    """Heading and words of what another municipality's work was to cost."""
    for each in listed.costs:
        if is_lone_sum(each) and each.planned is not None:
            heading = translate(COST_THERE.format(town=town_of(listed)))
            yield heading, f"{figure(each.planned)} €"


def experiences(draft: Draft) -> Iterator[RegisterRow | None]:
    """What was learnt or measured elsewhere; what is our own stands with our measures already."""
    town = draft.stored.municipality
    for listed in draft.listed.experiences:
        if not is_elsewhere(listed.town, town):
            continue
        name = (draft.listed.name or draft.listed.known_as or "")[:160]
        yield _experience(draft, listed, town, name)


def _experience(
    draft: Draft, listed: ListedExperience, town: Municipality, name: str
) -> RegisterRow | None:
    key, _, called = listed.town.partition(" ")
    slot = {"kind": listed.kind, "town_key": key[:8], "measure": name, "day": listed.day}
    known = None
    if town.pk and not town._state.adding:
        known = Experience.objects.filter(municipality=town, **slot).first()
    instance = known or Experience(municipality=town, **slot)
    instance.source = draft.source
    spent = None if listed.spent is None else Decimal(str(listed.spent)).quantize(CENT)
    kinds = [kind for kind in listed.building_kinds if kind in set(BuildingKind)]
    values = {
        "town": called or key, "stopped": listed.stopped, "hypothesis": listed.hypothesis,
        "evidence": listed.evidence, "cause": listed.cause, "cost": spent,
        "advice": listed.advice, **_ends(listed.saving), "saved_percent": listed.saved_percent,
        "days": listed.days, "verdict": listed.verdict[:40],
        "method_version": listed.method_version[:40], "data_version": listed.data_version,
        "fields_of_action": _fields(draft.listed), "building_kinds": kinds,
    }  # fmt: skip
    what = EFFECT if listed.kind == Experience.Kind.EFFECT else LESSON
    return row(instance, what.format(town=called or key), **values)


def _ends(saving: Estimate | None) -> dict[str, float | None]:
    """The columns a saving is kept in; all empty where none was measured."""
    if saving is None:
        return dict.fromkeys(("saved_kwh", "low_kwh", "high_kwh", "confidence"))
    return {
        "saved_kwh": saving.mean,
        "low_kwh": saving.low,
        "high_kwh": saving.high,
        "confidence": saving.confidence,
    }


def _fields(listed: ListedMeasure) -> list[str]:
    found: list[Field] = [field for word in listed.fields or () for field in fields_of(word)]
    return [field.value for field in dict.fromkeys(found)]


LESSON = Text("Erfahrung aus {town}", "experience of {town}")
EFFECT = Text("gemessene Wirkung aus {town}", "measured effect of {town}")

"""What worked and what did not: all published measures on one scale."""

from collections.abc import Iterable

from klimamosaik.publication.models import PublishedKind
from klimamosaik.publication.queries.figures.kind import (
    FigureKind,
    changed_at,
    datum,
    own_source,
)
from klimamosaik.publication.queries.known import Known
from klimamosaik.publication.queries.measures import public_measures, ranked
from klimamosaik.publication.queries.paths import page_path
from klimamosaik.publication.queries.published import NotPublic
from klimamosaik.publication.queries.results import FigureShape, PublicFigure, PublicMeasure
from klimamosaik.terms.figure import Verdict
from klimamosaik.terms.quality import Quality
from klimamosaik.terms.text import Text

KEY = "wirkung"
SAVED = Text("gespart", "saved")
HEADLINE = Text(
    "{worked} von {all} gemessenen Maßnahmen haben nachweislich gespart",
    "{worked} of {all} measured measures have demonstrably saved",
)
ONE_WORKED = Text(
    "1 von {all} gemessenen Maßnahmen hat nachweislich gespart",
    "1 of {all} measured measures has demonstrably saved",
)
NONE_MEASURED = Text("Noch ist keine Maßnahme gemessen", "No measure has been measured yet")
NOTHING_TO_TELL = Text(
    "Was eine Maßnahme gebracht hat, steht hier, sobald Zähler es zeigen.",
    "What a measure has brought stands here as soon as meters show it.",
)
SENTENCE = Text(
    "Bei {unsure:Maßnahme|Maßnahmen} ist kein Unterschied zu erkennen, bei "
    "{worse:Maßnahme|Maßnahmen} wurde mehr verbraucht.",
    "At {unsure:measure|measures} no difference can be seen, at {worse:measure|measures} more was "
    "used.",
)
DEFINITION = Text(
    "Einsparung als Anteil dessen, was bei gleichem Wetter ohne die Maßnahme verbraucht worden "
    "wäre, mit Spanne; unter null: es wurde mehr verbraucht.",
    "Saving as a share of what would have been used in the same weather without the measure, with "
    "its range; below zero: more was used.",
)


def keys(known: Known) -> Iterable[str]:
    """There is one where measures are published."""
    return [KEY] if known.published.subjects(PublishedKind.MEASURE) else []


def make(known: Known, key: str) -> PublicFigure:
    """All measured measures with their ranges, the largest saving first."""
    if not known.published.subjects(PublishedKind.MEASURE):
        raise NotPublic
    seen = [one for one in ranked(public_measures(known)) if one.share is not None]
    return PublicFigure(
        key=KEY,
        town=known.town,
        title=title(known, key),
        headline=headline(seen),
        sentence=sentence(seen),
        definition=DEFINITION,
        shape=FigureShape.RANGES,
        digits=1,
        data=tuple(
            datum(
                "saved",
                SAVED,
                "",
                one.share.mean if one.share else None,
                "%",
                digits=1,
                quality=one.share.quality if one.share else Quality.UNKNOWN,
                estimate=one.share,
                place=Text(one.name, one.name),
                note=one.short,
            )
            for one in seen
        ),
        source=own_source(known),
        method=max((one.method for one in seen), default=""),
        data_version=max((one.data_version for one in seen), default=known.data_version),
        changed_at=changed_at(
            known, known.data_version, *(one.since for one in seen), known.published.newest
        ),
        theme="ENVI",
        page=page_path(known.town.ags, "massnahmen/"),
    )


def title(known: Known, key: str) -> Text:
    """The question it answers."""
    return Text("Was hat gewirkt, was nicht?", "What worked, what did not?")


def headline(seen: list[PublicMeasure]) -> Text:
    """How many of those that are measured have saved."""
    if not seen:
        return NONE_MEASURED
    worked = counted(seen, Verdict.SAVED)
    return (ONE_WORKED if worked == 1 else HEADLINE).format(worked=worked, all=len(seen))


def sentence(seen: list[PublicMeasure]) -> Text:
    """How many have not."""
    if not seen:
        return NOTHING_TO_TELL
    return SENTENCE.format(
        unsure=counted(seen, Verdict.NOT_DISTINGUISHABLE, Verdict.NOT_DECIDABLE),
        worse=counted(seen, Verdict.USED_MORE),
    )


def counted(seen: list[PublicMeasure], *verdicts: Verdict) -> int:
    """How many have one of these verdicts."""
    return sum(one.verdict in verdicts for one in seen)


EFFECTS = FigureKind(keys, lambda key: key == KEY, make, title, PublishedKind.MEASURE)

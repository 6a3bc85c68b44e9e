"""Measures without stones in a wall, each with the reason."""

from collections.abc import Sequence
from dataclasses import dataclass

from klimamosaik.mosaic.kernel.moment import WallMoment
from klimamosaik.mosaic.summary import MeasureSummary, begins_text
from klimamosaik.pathway.kernel.contribution import YearContribution
from klimamosaik.pathway.queries.grade import EvidenceClass
from klimamosaik.pathway.queries.measure_outlook import MeasureOutlook
from klimamosaik.pathway.queries.pathways import Pathway
from klimamosaik.terms.text import Text


@dataclass(frozen=True)
class Unlaid:
    """A measure without stones in this wall, and why."""

    name: str
    href: str
    because: Text


def unlaid(
    pathway: Pathway, stones: Sequence[YearContribution], seen: WallMoment, lines: MeasureSummary
) -> tuple[Unlaid, ...]:
    """Measures that are not in this wall, with the reason in a few words."""
    there = {int(stone.code) for stone in stones if stone.tonnes.mean != 0}
    return tuple(
        Unlaid(one.measure.name, lines.pages[one.measure.pk], why_not(one, seen))
        for one in pathway.known
        if one.measure.pk not in there
    )


def why_not(one: MeasureOutlook, seen: WallMoment) -> Text:
    """Why a measure lays no stone in a year."""
    if one.stopped:
        return Text("gestoppt", "stopped")
    if not one.field.has_tonnes:
        return Text("zählt nicht in Tonnen", "does not count in tonnes")
    if one.belief is not None:
        return when_not(one, year=seen.year)
    if one.measured is not None:
        return EvidenceClass.ABOUT_ZERO.text
    return Text("noch nichts gemessen, nichts erwartet", "nothing measured or expected yet")


def when_not(one: MeasureOutlook, *, year: int) -> Text:
    """Why a measure with an effect lays no stone in a year."""
    end = one.measure.end
    if one.begins is None or one.begins >= year:
        begins = begins_text(one)
        return (
            Text("wirkt {begins}", "works {begins}").format(begins=begins) if one.begins else begins
        )
    if end is not None and end.year <= year:
        return Text("wirkte bis {end:mm}", "worked until {end:mm}").format(end=end)
    return Text("schon in der Bilanz enthalten", "in the balance already")

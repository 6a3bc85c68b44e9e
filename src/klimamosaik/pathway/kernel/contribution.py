"""What a measure contributes in a year, overlaps with other measures taken off."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from klimamosaik.pathway.kernel.attribution import parts
from klimamosaik.pathway.kernel.simulation import Projection
from klimamosaik.terms.field import Field
from klimamosaik.terms.text import Text


class ContributionState(StrEnum):
    """How sure a measure's stones are."""

    MEASURED = "measured"  # a meter has seen the effect
    EXPECTED = "expected"  # decided, the effect is expected
    STOPPED = "stopped"  # given up: its stones stay pale

    @property
    def text(self) -> Text:
        """The state as a person would say it."""
        return STATE_NAMES[self]


STATE_NAMES = {
    ContributionState.MEASURED: Text("gemessen", "measured"),
    ContributionState.EXPECTED: Text("erwartet", "expected"),
    ContributionState.STOPPED: Text("gestoppt", "stopped"),
}


@dataclass(frozen=True)
class YearContribution:
    """A measure as the wall sees it; overlaps with other measures are already taken off."""

    code: str  # stable and unique; decides the order among equals
    name: str
    field: Field
    state: ContributionState
    mean_t: float  # [t CO2e/a] reduction; negative: emits more than before
    low_t: float  # [t CO2e/a] low end of its range
    high_t: float  # [t CO2e/a] high end of its range
    href: str | None = None  # path of the measure's page
    why: str | None = None  # path of the page that walks back to its readings
    headline_t: float | None = None  # [t CO2e/a] the measure's one figure, before any year


@dataclass(frozen=True)
class StoneLabel:
    """How a measure of the pathway looks in the wall."""

    code: str
    name: str
    field: Field
    href: str | None = None


def measures_at(
    outlook: Projection, year: int, faces: Sequence[StoneLabel]
) -> tuple[YearContribution, ...]:
    """The measures in force in `year`, overlaps taken off.

    Today, a milestone year or the target year: a measure that starts later has no stones yet.
    One is measured where evidence stands behind it, else expected. Stopped measures are not part
    of a pathway; the caller adds them.
    """
    found = parts(outlook, year)
    known = {face.code: face for face in faces}
    measures = []
    for place, measure in enumerate(outlook.measures):
        face = known[measure.code]
        if outlook.force[place, year - int(outlook.years[0])] == 0:
            continue
        measured = measure.belief.evidence is not None
        measures.append(
            YearContribution(
                code=face.code,
                name=face.name,
                field=face.field,
                state=ContributionState.MEASURED if measured else ContributionState.EXPECTED,
                mean_t=float(found.mean[place]),
                low_t=float(found.low[place]),
                high_t=float(found.high[place]),
                href=face.href,
            )
        )
    return tuple(measures)

"""What a measure contributes in a year, overlaps with other measures taken off."""

from dataclasses import dataclass

from klimamosaik.terms.estimate import Estimate
from klimamosaik.terms.field import Field
from klimamosaik.terms.text import Text
from klimamosaik.terms.text_enum import TextEnum
from klimamosaik.terms.tonnes import A_YEAR


class ContributionState(TextEnum):
    """How sure a measure's stones are."""

    MEASURED = "measured", Text("gemessen", "measured")  # a meter has seen the effect
    EXPECTED = "expected", Text("erwartet", "expected")  # decided, the effect is expected
    UNDECIDED = (  # nobody decided it or knows from when on it works: counted nowhere
        "undecided",
        Text("möglich, nicht beschlossen", "possible, not decided"),
    )
    STOPPED = "stopped", Text("gestoppt", "stopped")  # given up: its stones stay pale


NOTHING = Estimate(0.0, 0.0, 0.0, A_YEAR)


@dataclass(frozen=True)
class YearContribution:
    """A measure as the wall sees it; overlaps with other measures are already taken off."""

    code: str  # stable and unique; decides the order among equals
    name: str
    field: Field
    state: ContributionState
    tonnes: Estimate  # [t CO2e/a] reduction; negative: emits more than before
    href: str | None = None  # path of the measure's page
    why: str | None = None  # path of the page that walks back to its readings
    anonymous: bool = False  # its name stands for several: none is written beside its stones
    headline_t: float | None = None  # [t CO2e/a] the measure's one figure, before any year

"""The one figure a measure is told by: t CO2e a year, the same wherever it stands.

Every other tonne of a measure is a step away from this one and says why (pathway.steps).
"""

from dataclasses import dataclass
from functools import lru_cache

from klimamosaik.pathway.queries.measure_outlook import MeasureOutlook
from klimamosaik.terms.estimate import Estimate
from klimamosaik.terms.text import Text
from klimamosaik.terms.text_enum import TextEnum
from klimamosaik.terms.tonnes import tonnes
from klimamosaik.terms.tonnes_range import tonnes_range


class HeadlineBasis(TextEnum):
    """What a measure's tonnes stand on."""

    MEASURED = "measured", Text("nachgewiesen", "shown by meters")
    CORRECTED = (
        "expected, corrected by measurement",
        Text("erwartet, durch die Messung berichtigt", "expected, corrected by the measurement"),
    )
    EXPECTED = "expected", Text("erwartet, noch nicht gemessen", "expected, not measured yet")


@dataclass(frozen=True)
class Headline:
    """What a measure brings at full strength; negative: it emits more."""

    basis: HeadlineBasis
    tonnes: Estimate  # [t CO2e/a]

    @property
    def figure(self) -> Text:
        """Figure and range, below zero where more is emitted."""
        return tonnes_range(self.tonnes)

    @property
    def said(self) -> Text:
        """Figure, range, direction and ground in one phrase."""
        return phrase_of(self)


@lru_cache(maxsize=4096)
def phrase_of(headline: Headline) -> Text:
    """The same, written once as long as it says the same: every page of a town tells it."""
    saves = headline.tonnes.mean >= 0
    less = Text("weniger", "less") if saves else Text("mehr", "more")
    size = headline.tonnes if saves else headline.tonnes.scaled(-1.0)
    mean, basis = tonnes(size.mean), headline.basis.text
    low, high = (tonnes(end, beside=size.mean) for end in (size.low, size.high))
    return Text(
        "{mean} t CO₂e {less} im Jahr ({low} bis {high}), {basis}",
        "{mean} t CO₂e {less} a year ({low} to {high}), {basis}",
    ).format(mean=mean, less=less, low=low, high=high, basis=basis)


def by_itself(counted: float, headline: float | None) -> Text | None:
    """A measure's one figure beside tonnes that are counted with others; None where alike.

    counted: [t CO2e/a] with overlaps taken off; headline: [t CO2e/a] of the measure alone.
    """
    if headline is None or tonnes(counted) == tonnes(headline):
        return None
    return BY_ITSELF.format(tonnes=tonnes(headline))


BY_ITSELF = Text("für sich allein {tonnes}", "{tonnes} by itself")


def headline_of(one: MeasureOutlook) -> Headline | None:
    """The measurement where a meter has seen an effect, else what is expected.

    Expected is the mean of what was entered, with its ends, as sums count it. None where neither
    is known, and for what does not count in tonnes.
    """
    if one.measured is not None and one.laid:
        return Headline(HeadlineBasis.MEASURED, one.measured)
    belief = one.belief
    if belief is None or not one.field.has_tonnes:
        return None
    if belief.evidence is not None:
        return Headline(HeadlineBasis.CORRECTED, belief.estimate())
    return Headline(HeadlineBasis.EXPECTED, belief.expected.estimate)

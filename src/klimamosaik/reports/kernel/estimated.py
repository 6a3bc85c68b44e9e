"""How the use of a year is known, and which part of it stands on estimated readings.

One reading that is not said to be measured makes its day estimated, one estimated day its month
and its year; the share tells how much of the sum lies on such days.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from klimamosaik.terms.quality import Quality, weakest, worked_out
from klimamosaik.terms.text import Text


@dataclass(frozen=True, slots=True)
class EstimatedPart:
    """What of a sum lies on days with estimated readings; days of several meters are added up."""

    days: float  # [d]
    amount: float  # [kWh], water [m³] of these days, what is measured on them included

    @property
    def any(self) -> bool:
        """True where there is such a day, if only of nothing used."""
        return self.days > 0


NOTHING_ESTIMATED = EstimatedPart(0.0, 0.0)  # one for all: most years are measured


def share_text(estimated: float, whole: float) -> Text:
    """Which part of a sum lies on days with estimated readings; a little is not told as nothing.

    estimated, whole: in the same unit.
    """
    percent = min(100 * abs(estimated / whole), 100.0) if whole else 100.0
    if percent < LEAST_TOLD:
        return LITTLE
    return SHARE.format(percent=percent)


LEAST_TOLD = 0.05  # [%]
LITTLE = Text("unter 0,1 %", "less than 0.1 %")
SHARE = Text("{percent:.1n} %", "{percent:.1n} %")


def estimated_of(parts: Iterable[EstimatedPart]) -> EstimatedPart:
    """The parts of several sums together."""
    found = [part for part in parts if part.any]
    if not found:
        return NOTHING_ESTIMATED
    return EstimatedPart(sum(part.days for part in found), sum(part.amount for part in found))


@dataclass(frozen=True, slots=True)
class UseQuality:
    """How the use of a year came to be known, and what makes emissions and cost of it."""

    quality: Quality
    estimated: float = 0.0  # [kWh], water [m³] on days with estimated readings
    factor: Quality = Quality.STATED  # of the emission factor, as its table says it
    cost: Quality = Quality.STATED  # of what was paid, as bills say it

    @property
    def emitted(self) -> Quality:
        """How the CO2 is known: use times factor."""
        return worked_out(self.quality, self.factor)

    @property
    def worked_out(self) -> Quality:
        """How what a model or a count makes of the use is known: corrected, per head, per area."""
        return worked_out(self.quality)


@cache
def known_use(
    quality: Quality, factor: Quality = Quality.STATED, cost: Quality = Quality.STATED
) -> UseQuality:
    """A use without estimated readings; one for all that are known alike: a report has many."""
    return UseQuality(quality, 0.0, factor, cost)


MEASURED_USE = known_use(Quality.MEASURED)


def weakest_use(qualities: Iterable[UseQuality]) -> UseQuality:
    """Of a sum of several uses: as weak as its weakest part, what is estimated added up."""
    found = list(qualities)
    if not found:
        return MEASURED_USE  # nothing is due, so nothing is less than measured
    if not found[0].estimated and all(each is found[0] for each in found):
        return found[0]
    parts = (
        weakest(each.quality for each in found),
        weakest(each.factor for each in found),
        weakest(each.cost for each in found),
    )
    estimated = sum(each.estimated for each in found)
    return UseQuality(parts[0], estimated, *parts[1:]) if estimated else known_use(*parts)

"""A figure with its range: the one form in which anything uncertain is stored, shown or compared.

Kernels work on arrays; whatever leaves one is an `Estimate`. What is not known at all is None, at
whoever holds it, never an estimate of zero.

In a sentence an estimate writes itself: {saved} with the decimals it carries, {saved:.1n} or
{saved:rough} as numbers are asked for (terms.writing), {saved.low:n} one of its ends.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace

from klimamosaik.terms.figure import Because, GateVerdict, Verdict
from klimamosaik.terms.quality import Quality, weakest, worked_out
from klimamosaik.terms.rounding import nearest, percent_digits, step_for
from klimamosaik.terms.text import Text, both
from klimamosaik.terms.tonnes import digits_of
from klimamosaik.terms.writing import written_number

CONFIDENCE = 0.9  # 0..1, where nobody asked for another one
ALL_OF_IT = 1.0  # confidence of a range from the least to the most somebody holds possible
PERCENT = "%"

RANGE = Text("{mean} ({low} bis {high})", "{mean} ({low} to {high})")
RANGE_WITH_UNIT = Text(
    "{mean} ({low} bis {high})\u00a0{unit}", "{mean} ({low} to {high})\u00a0{unit}"
)
WITH_UNIT = Text("{value} {unit}", "{value} {unit}")
PERCENT_ALONE = Text("{value} %", "{value} %")
RANGE_IN_PERCENT = Text("{mean} % ({low} bis {high} %)", "{mean} % ({low} to {high} %)")


@dataclass(frozen=True)
class Estimate:
    """From `low` to `high`, with `mean` as the one figure to tell, all in `unit`.

    The range covers the truth with probability `confidence`. Its half width is made of noise, this
    estimate's own, and of drift, which others share: their squares add up to its square. Raises
    ValueError for a range that does not run from low to high, and for numbers that are none.
    """

    mean: float  # [unit]
    low: float  # [unit]
    high: float  # [unit]
    unit: str = ""
    confidence: float = CONFIDENCE  # 0..1
    quality: Quality = Quality.ESTIMATED
    drift: float = 0.0  # [unit] the part of the half width that other estimates share
    because: tuple[Because, ...] = ()
    scatter: float | None = None  # [unit] half width of its own; None: what drift leaves of it

    def __post_init__(self) -> None:
        if not all(map(math.isfinite, (self.mean, self.low, self.high, self.drift))):
            raise ValueError(f"not a number: {self.mean} ({self.low} .. {self.high})")
        if not self.low <= self.high:
            raise ValueError(f"a range runs from low to high: {self.low} .. {self.high}")

    @property
    def half_width(self) -> float:
        """Half the distance from low to high [unit]."""
        return (self.high - self.low) / 2

    @property
    def noise(self) -> float:
        """The part of the half width that is this estimate's own [unit]."""
        return self._own(self.half_width)

    @property
    def own_sides(self) -> tuple[float, float]:
        """What is this estimate's own below and above its mean [unit]; ranges may be lopsided."""
        return self._own(self.mean - self.low), self._own(self.high - self.mean)

    def _own(self, side: float) -> float:
        if self.scatter is not None:
            return self.scatter
        return math.sqrt(max(side**2 - self.drift**2, 0.0)) if self.drift else max(side, 0.0)

    @property
    def verdict(self) -> Verdict:
        """What the range of a saving says: above zero, below it, or neither."""
        return verdict_of(self.low, self.high)

    def scaled(self, factor: float, unit: str | None = None) -> "Estimate":
        """In another unit, or a part of it; a negative factor turns the range round."""
        ends = sorted((self.low * factor, self.high * factor))
        return replace(
            self,
            mean=self.mean * factor,
            low=ends[0],
            high=ends[1],
            drift=self.drift * abs(factor),
            scatter=None if self.scatter is None else self.scatter * abs(factor),
            unit=self.unit if unit is None else unit,
        )

    def times(self, factor: float, unit: str, *, known_by: Quality) -> "Estimate":
        """What a factor or a price makes of it, itself known by measuring, a table or a guess.

        Calculated at best. The factor is taken as certain: the range is this one's, scaled.
        """
        quality = worked_out(self.quality, known_by)
        return replace(self.scaled(factor, unit), quality=quality)

    def per(self, count: float, unit: str | None = None) -> "Estimate":
        """Shared out over `count` years, places, heads: above zero, else ValueError."""
        if not count > 0:
            raise ValueError(f"nothing can be shared out over {count}")
        return replace(
            self,
            mean=self.mean / count,
            low=self.low / count,
            high=self.high / count,
            drift=self.drift / count,
            scatter=None if self.scatter is None else self.scatter / count,
            unit=self.unit if unit is None else unit,
        )

    def share_of(self, expected: float) -> "Estimate | None":
        """A saving as a share of the use that was expected, itself in the unit of both [%].

        What was measured is certain: a saving that is smaller is one of a use that would have been
        smaller, so where little is left the share is known better than the amount. None where that
        use is not above zero at one of the ends. Noise and drift are not told apart in it.
        """
        shares = [self._share_at(end, expected) for end in (self.low, self.high)]
        ends = sorted(share for share in shares if share is not None)
        if len(ends) < 2 or not expected:
            return None
        low, high = ends  # the other way round where less than nothing is left
        mean = 100 * self.mean / expected
        return replace(self, mean=mean, low=low, high=high, unit=PERCENT, drift=0.0, scatter=None)

    def _share_at(self, end: float, expected: float) -> float | None:
        used = expected - self.mean + end
        return 100 * end / used if used > 0 else None

    @property
    def digits(self) -> int:
        """Decimals it is written with where nobody asks for others."""
        if self.unit == PERCENT:
            return percent_digits(self.low, self.high)
        return digits_of(self.mean, self.low, self.high)

    def written(self, spec: str, language: str) -> str:
        """The figure with its range: 22,2 (8,6 bis 35,9) t; `spec` says how numbers are written.

        Without one a share carries the decimals its range does, everything else one below 100.
        """
        if spec.endswith("%"):  # of 1
            digits = spec.removesuffix("%")
            return self.scaled(100, PERCENT).written(digits and f"{digits}n", language)
        numbers = {
            name: written_number(value + 0.0, spec or f".{self.digits}n", language)
            for name, value in (("mean", self.mean), ("low", self.low), ("high", self.high))
        }
        if self.unit == PERCENT:
            return RANGE_IN_PERCENT.format(**numbers).in_(language)
        form = RANGE_WITH_UNIT if self.unit else RANGE
        return form.format(**numbers, unit=self.unit).in_(language)

    @property
    def step(self) -> float:
        """What figures beside it are rounded to: a hundredth to a tenth of what it may be off by.

        A power of ten, in its unit; rounding never lets a sure range touch zero.
        """
        width = self.high - self.low
        nearer = min(abs(self.low), abs(self.high)) or width
        return step_for(min(width, 20 * nearer) / 2)

    @property
    def stepped(self) -> "Estimate":
        """The same with all three figures rounded to its step."""
        low, mean, high = (nearest(each, self.step) for each in (self.low, self.mean, self.high))
        return replace(self, low=low, mean=mean, high=high)

    def carried(self, value: float) -> Text:
        """A number in the same unit with the figures this range carries, so that they add up."""
        if self.unit == PERCENT:
            return PERCENT_ALONE.format(value=both(value + 0.0, self.digits))
        step = self.step
        digits = min(max(0, -math.floor(math.log10(step))), max(self.digits, 1))
        return WITH_UNIT.format(value=both(nearest(value, step) + 0.0, digits), unit=self.unit)

    def text(self, spec: str = "") -> Text:
        """The figure with its range as a sentence's part, in both languages."""
        form = f"{{figure:{spec}}}"
        return Text(form, form).format(figure=self)


def around(
    mean: float,
    half_width: float,
    unit: str = "",
    *,
    confidence: float = CONFIDENCE,
    quality: Quality = Quality.ESTIMATED,
    drift: float = 0.0,
) -> Estimate:
    """An estimate as far to either side of its mean; `drift` is a part of the half width."""
    low, high = mean - half_width, mean + half_width
    return Estimate(mean, low, high, unit, confidence, quality, drift)


def verdict_of(low: float | None, high: float | None) -> Verdict:
    """What the range of a saving says, in any unit: above zero, below it, or neither."""
    if low is None or high is None or not (math.isfinite(low) and math.isfinite(high)):
        return Verdict.NOT_DECIDABLE
    if low > 0:
        return Verdict.SAVED
    return Verdict.USED_MORE if high < 0 else Verdict.NOT_DISTINGUISHABLE


def criterion_of(saving: Estimate | None, *, asked: float) -> GateVerdict:
    """What the range of a saving says of what was asked of it, all in one unit.

    Reached: the whole range lies at or above it; missed: all of it lies below; where what was
    asked lies inside the range it cannot be shown yet; without a range nothing was measured.
    """
    if saving is None:
        return GateVerdict.OPEN
    if saving.low >= asked:
        return GateVerdict.REACHED
    return GateVerdict.MISSED if saving.high < asked else GateVerdict.NOT_SHOWN


def together(estimates: Iterable[Estimate]) -> Estimate:
    """The sum of several: noise of each is its own and adds in quadrature, drift adds up in full.

    What changes in a building changes several of its meters, so their drift is not independent.
    The sum is as sure as its least sure part, and of the weakest quality among them. Raises
    ValueError for none, and for different units.
    """
    parts = list(estimates)
    if len({part.unit for part in parts}) != 1:
        raise ValueError(f"only like can be added: {sorted({part.unit for part in parts})}")
    mean = math.fsum(part.mean for part in parts)
    drift = math.fsum(part.drift for part in parts)
    below, above = (
        math.hypot(*sides) for sides in zip(*(part.own_sides for part in parts), strict=True)
    )
    return Estimate(
        mean=mean,
        low=mean - math.hypot(below, drift),
        high=mean + math.hypot(above, drift),
        unit=parts[0].unit,
        confidence=min(part.confidence for part in parts),
        quality=weakest(part.quality for part in parts),
        drift=drift,
        because=tuple(dict.fromkeys(step for part in parts for step in part.because)),
        scatter=below if all(part.scatter is not None for part in parts) else None,
    )

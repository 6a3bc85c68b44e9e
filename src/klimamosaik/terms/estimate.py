"""A figure with its range: the one form in which anything uncertain is stored, shown or compared.

Kernels work on arrays; whatever leaves one is an `Estimate`. What is not known at all is None, at
whoever holds it, never an estimate of zero.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace

from klimamosaik.terms.figure import Because, Quality, Verdict
from klimamosaik.terms.text import Text
from klimamosaik.terms.writing import written_number

CONFIDENCE = 0.9  # 0..1, where nobody asked for another one


@dataclass(frozen=True)
class Estimate:
    """From `low` to `high`, with `mean` as the one figure to tell, all in `unit`.

    The range covers the truth with probability `confidence`. Raises ValueError for a range that
    does not run from low to high, and for numbers that are none.
    """

    mean: float  # [unit]
    low: float  # [unit]
    high: float  # [unit]
    unit: str = ""
    confidence: float = CONFIDENCE  # 0..1
    quality: Quality = Quality.ESTIMATED
    drift: float = 0.0  # [unit] the part of the half width that other estimates share
    because: tuple[Because, ...] = ()

    def __post_init__(self) -> None:
        if not all(map(math.isfinite, (self.mean, self.low, self.high))):
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
        return math.sqrt(max(self.half_width**2 - self.drift**2, 0.0))

    @property
    def verdict(self) -> Verdict:
        """What the range of a saving says: above zero, below it, or neither."""
        return verdict_of(self.low, self.high)

    def scaled(self, factor: float, unit: str | None = None) -> "Estimate":
        """In another unit, or a share of it; a negative factor turns the range round."""
        ends = sorted((self.low * factor, self.high * factor))
        return replace(
            self,
            mean=self.mean * factor,
            low=ends[0],
            high=ends[1],
            drift=self.drift * abs(factor),
            unit=self.unit if unit is None else unit,
        )

    def written(self, spec: str, language: str) -> str:
        """The figure with its range: 22,2 (8,6 bis 35,9) t; `spec` says how numbers are written."""
        mean, low, high = (
            written_number(value + 0.0, spec or ".0n", language)
            for value in (self.mean, self.low, self.high)
        )
        to = "to" if language.startswith("en") else "bis"
        return f"{mean} ({low} {to} {high})" + (f"\u00a0{self.unit}" if self.unit else "")

    def text(self, spec: str = "") -> Text:
        """The figure with its range as a sentence's part, in both languages."""
        return Text(self.written(spec, "de"), self.written(spec, "en"))


def around(mean: float, half_width: float, unit: str = "", **more: object) -> Estimate:
    """An estimate as far to either side of its mean."""
    return replace(Estimate(mean, mean - half_width, mean + half_width, unit), **more)  # type: ignore[arg-type]


def verdict_of(low: float | None, high: float | None) -> Verdict:
    """What the range of a saving says, in any unit: above zero, below it, or neither."""
    if low is None or high is None or not (math.isfinite(low) and math.isfinite(high)):
        return Verdict.NOT_DECIDABLE
    if low > 0:
        return Verdict.SAVED
    return Verdict.USED_MORE if high < 0 else Verdict.NOT_DISTINGUISHABLE


def together(estimates: Iterable[Estimate]) -> Estimate:
    """The sum of several: noise of each is its own and adds in quadrature, drift adds up in full.

    What changes in a building changes several of its meters, so their drift is not independent.
    Raises ValueError for none, and for different units.
    """
    parts = list(estimates)
    if len({part.unit for part in parts}) != 1:
        raise ValueError(f"only like can be added: {sorted({part.unit for part in parts})}")
    mean = math.fsum(part.mean for part in parts)
    drift = math.fsum(part.drift for part in parts)
    half = math.hypot(drift, *(part.noise for part in parts))
    return replace(parts[0], mean=mean, low=mean - half, high=mean + half, drift=drift, because=())

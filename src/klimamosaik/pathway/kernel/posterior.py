"""What a measure is believed to bring: the expectation, corrected by evidence, both kept.

Expected effects are PERT distributions: people give the least, the likely and the most. Measured
effects are normal: their range comes from statistics with a stated confidence. Where both exist
they are combined by precision weighting (equations 1 to 3 of docs/methods/pathway.md).
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm

from klimamosaik.terms.complaint import rejected

Draws = NDArray[np.float32]

PEAK = 4.0  # weight of the likely value in a PERT distribution; its usual shape
STEPS = 512  # of the quantile table draws are read from
SHARES = np.linspace(0.0, 1.0, STEPS + 1)
GRID = np.linspace(0.0, 1.0, 2049)  # on which the density is summed


@dataclass(frozen=True)
class Prior:
    """An effect as people expect it, at full strength."""

    low: float  # [t CO2e/a] at least
    likely: float  # [t CO2e/a]
    high: float  # [t CO2e/a] at most

    def __post_init__(self) -> None:
        if not (
            all(map(math.isfinite, (self.low, self.likely, self.high)))
            and self.low <= self.likely <= self.high
        ):
            raise rejected(
                "range_out_of_order",
                "Erwartete Wirkung {low} – {likely} – {high} t: bitte drei Zahlen in der "
                "Reihenfolge mindestens, wahrscheinlich, höchstens angeben.",
                "Expected effect {low} – {likely} – {high} t: please give three numbers in the "
                "order least, likely, most.",
                low=self.low,
                likely=self.likely,
                high=self.high,
            )

    @property
    def mean(self) -> float:
        """Mean [t CO2e/a] of the PERT distribution."""
        return (self.low + PEAK * self.likely + self.high) / (PEAK + 2)

    @property
    def deviation(self) -> float:
        """Standard deviation [t CO2e/a] of the PERT distribution."""
        return math.sqrt((self.mean - self.low) * (self.high - self.mean) / (PEAK + 3))


@dataclass(frozen=True)
class Evidence:
    """A measured effect, brought to a year [t CO2e/a]."""

    mean: float  # [t CO2e/a] negative: emitted more
    low: float  # [t CO2e/a]
    high: float  # [t CO2e/a]
    confidence: float  # 0..1, that of the range

    def __post_init__(self) -> None:
        if not (self.low <= self.mean <= self.high and 0 < self.confidence < 1):
            raise rejected(
                "range_out_of_order",
                "Gemessene Wirkung {low} bis {high}, Mittel {mean} t, Vertrauen {confidence}: das "
                "Mittel muss in der Spanne liegen, das Vertrauen zwischen 0 und 1.",
                "Measured effect {low} to {high}, mean {mean} t, confidence {confidence}: the "
                "mean must lie in the range, the confidence between 0 and 1.",
                low=self.low,
                high=self.high,
                mean=self.mean,
                confidence=self.confidence,
            )

    @property
    def deviation(self) -> float:
        """Standard deviation [t CO2e/a]."""
        return (self.high - self.low) / 2 / float(norm.ppf((1 + self.confidence) / 2))


@dataclass(frozen=True)
class Posterior:
    """What is believed after evidence, beside what it was made of."""

    mean: float  # [t CO2e/a]
    deviation: float  # [t CO2e/a]
    expected: Prior
    evidence: Evidence | None
    weight: float  # 0..1, of the evidence; 0 where there is none

    def ends(self, confidence: float) -> tuple[float, float]:
        """Range of what is believed [t CO2e/a], as draws have it: PERT alone, else normal."""
        tail = (1 - confidence) / 2
        low, high = self.expected.low, self.expected.high
        if self.evidence is None and high > low:
            table = pert_quantiles((self.expected.likely - low) / (high - low))
            ends = np.interp([tail, 1 - tail], SHARES, table)
            return low + (high - low) * float(ends[0]), low + (high - low) * float(ends[1])
        half = float(norm.ppf(1 - tail)) * self.deviation
        return self.mean - half, self.mean + half


def updated(expected: Prior, evidence: Evidence | None = None) -> Posterior:
    """Correct an expectation by evidence, each weighted by one over its variance.

    A certain side (no range) outweighs an uncertain one; where both are certain, evidence counts.
    """
    if evidence is None:
        return Posterior(expected.mean, expected.deviation, expected, None, 0.0)
    before, after = expected.deviation**2, evidence.deviation**2
    weight = before / (before + after) if before + after > 0 else 1.0  # (1)
    mean = weight * evidence.mean + (1 - weight) * expected.mean  # (2)
    deviation = math.sqrt(weight**2 * after + (1 - weight) ** 2 * before)  # (3)
    return Posterior(mean, deviation, expected, evidence, weight)


def draw(belief: Posterior, count: int, rng: np.random.Generator) -> Draws:
    """`count` draws [t CO2e/a]: PERT without evidence, normal with it.

    Mean and deviation of the draws are those of the belief, so that no page shows the noise of
    drawing as a difference: normal draws are scaled, PERT ones taken from equal shares.
    """
    if belief.evidence is not None:
        normal = rng.standard_normal(count, dtype=np.float32)
        if count > 1:
            normal = (normal - normal.mean()) / normal.std()
        return np.asarray(belief.mean + belief.deviation * normal, dtype=np.float32)
    low, likely, high = belief.expected.low, belief.expected.likely, belief.expected.high
    if high == low:
        return np.full(count, low, dtype=np.float32)
    table = pert_quantiles((likely - low) / (high - low))
    shares = (rng.permutation(count) + rng.random(count)) / count
    place = (shares * STEPS).astype(np.float32)
    step = np.minimum(place.astype(np.int32), STEPS - 1)
    unit = table[step] + (place - step) * (table[step + 1] - table[step])
    return np.asarray(low + (high - low) * unit, dtype=np.float32)


def pert_quantiles(likely: float) -> Draws:
    """Quantiles of the PERT distribution on 0..1 with its peak at `likely`, shape (STEPS + 1,)."""
    density = GRID ** (PEAK * likely) * (1 - GRID) ** (PEAK * (1 - likely))
    below = np.concatenate([[0.0], np.cumsum(density[1:] + density[:-1])])
    table: Draws = np.interp(SHARES, below / below[-1], GRID).astype(np.float32)
    return table

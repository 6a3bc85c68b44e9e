"""What a measure is believed to bring: the expectation, corrected by evidence, both kept.

Expected effects are PERT distributions: people give the least, the likely and the most. Measured
effects are normal: their range comes from statistics with a stated confidence. Where both exist
they are combined by precision weighting (equations 1 to 3 of docs/methods/pathway.md), after an
expectation that contradicts the measurement was taken for less certain (1a).
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from klimamosaik.pathway.kernel.draw_ranges import tails
from klimamosaik.terms.complaint import rejected
from klimamosaik.terms.estimate import ALL_OF_IT, CONFIDENCE, Estimate, around
from klimamosaik.terms.quantiles import normal_quantile
from klimamosaik.terms.tonnes import A_YEAR

Draws = NDArray[np.float32]

PEAK = 4.0  # weight of the likely value in a PERT distribution; its usual shape
STEPS = 512  # of the quantile table draws are read from
SHARES = np.linspace(0.0, 1.0, STEPS + 1)
GRID = np.linspace(0.0, 1.0, 2049)  # on which the density is summed
CONTRADICTED = 0.9  # share of pairs that both are right of which lie no further apart


@dataclass(frozen=True)
class Prior:
    """An effect as people expect it, at full strength: a PERT distribution."""

    likely: float  # [t CO2e/a]
    estimate: Estimate  # [t CO2e/a] its mean, from what it is at least to what it is at most

    @classmethod
    def of(cls, low: float, likely: float, high: float) -> "Prior":
        """What people say: at least, likely, at most [t CO2e/a].

        Raises InputRejected for what is no number, and for another order.
        """
        if not (all(map(math.isfinite, (low, likely, high))) and low <= likely <= high):
            raise rejected(
                "range_out_of_order",
                "Erwartete Wirkung {low} – {likely} – {high} t: bitte drei Zahlen in der "
                "Reihenfolge mindestens, wahrscheinlich, höchstens angeben.",
                "Expected effect {low} – {likely} – {high} t: please give three numbers in the "
                "order least, likely, most.",
                low=low,
                likely=likely,
                high=high,
            )
        mean = (low + PEAK * likely + high) / (PEAK + 2)
        return cls(likely, Estimate(mean, low, high, A_YEAR, ALL_OF_IT))

    @property
    def mean(self) -> float:
        """Mean [t CO2e/a] of the distribution."""
        return self.estimate.mean

    @property
    def deviation(self) -> float:
        """Standard deviation [t CO2e/a] of the distribution."""
        mean, low, high = self.estimate.mean, self.estimate.low, self.estimate.high
        return math.sqrt((mean - low) * (high - mean) / (PEAK + 3))


def deviation_of(measured: Estimate) -> float:
    """Standard deviation of a normal figure, in its unit.

    Raises InputRejected for a mean outside the range, and for a range that is to hold everything.
    """
    if not (measured.low <= measured.mean <= measured.high and 0 < measured.confidence < 1):
        low, mean, high = measured.low, measured.mean, measured.high
        raise rejected(
            "range_out_of_order",
            "Gemessene Wirkung {low} bis {high}, Mittel {mean} {unit}, Sicherheit {confidence}: "
            "das Mittel muss in der Spanne liegen, die Sicherheit zwischen 0 und 1.",
            "Measured effect {low} to {high}, mean {mean} {unit}, confidence {confidence}: the "
            "mean must lie in the range, the confidence between 0 and 1.",
            low=low,
            high=high,
            mean=mean,
            unit=measured.unit,
            confidence=measured.confidence,
        )
    return (measured.high - measured.low) / 2 / normal_quantile((1 + measured.confidence) / 2)


@dataclass(frozen=True)
class Posterior:
    """What is believed after evidence, beside what it was made of."""

    mean: float  # [t CO2e/a]
    deviation: float  # [t CO2e/a]
    expected: Prior
    evidence: Estimate | None  # [t CO2e/a] measured
    weight: float  # 0..1, of the evidence; 0 where there is none

    def estimate(self, confidence: float = CONFIDENCE) -> Estimate:
        """What is believed [t CO2e/a], as draws have it: PERT alone, else normal."""
        below, above = tails(confidence)
        low, high = self.expected.estimate.low, self.expected.estimate.high
        if self.evidence is None and high > low:
            table = pert_quantiles((self.expected.likely - low) / (high - low))
            first, last = map(float, np.interp([below, above], SHARES, table))
            width = high - low
            ends = low + width * first, low + width * last
            return Estimate(self.mean, *ends, A_YEAR, confidence)
        half = normal_quantile(above) * self.deviation
        return around(self.mean, half, A_YEAR, confidence=confidence)


def updated(expected: Prior, evidence: Estimate | None = None) -> Posterior:
    """Correct an expectation by evidence, each weighted by one over its variance.

    Where the two contradict each other the expectation is taken for less certain, until they no
    longer do; where both are certain (no range), evidence counts. Raises InputRejected for evidence
    that is no normal figure.
    """
    if evidence is None:
        return Posterior(expected.mean, expected.deviation, expected, None, 0.0)
    after = deviation_of(evidence) ** 2
    apart = (evidence.mean - expected.mean) / normal_quantile((1 + CONTRADICTED) / 2)
    before = max(expected.deviation**2, apart**2 - after)  # (1a)
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
    low, high = belief.expected.estimate.low, belief.expected.estimate.high
    if high == low:
        return np.full(count, low, dtype=np.float32)
    table = pert_quantiles((belief.expected.likely - low) / (high - low))
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

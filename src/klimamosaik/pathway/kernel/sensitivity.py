"""Which uncertainty matters most: what share of the result's variance each input explains."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from klimamosaik.pathway.kernel.posterior import Draws
from klimamosaik.pathway.kernel.simulation import (
    Projection,
    emissions,
    shared_trends,
    year_column,
)

TENTH = 10
START = "start"  # the code of the emissions of the balance's year
BINS = 32  # of equal size, for the conditional means

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Influence:
    """How much one uncertain input moves the emissions of a year."""

    code: str  # of the measure, or of the use whose trend it is; START
    trend: bool  # True: the trend of a use; False: the effect of a measure
    share: float  # 0..1 of the variance, first-order Sobol index
    rank_correlation: float  # -1..1 (Spearman); negative: more of it, fewer emissions
    at_lowest: float  # [t CO2e/a] mean emissions where the input is in its lowest tenth
    at_highest: float  # [t CO2e/a] mean emissions where it is in its highest tenth

    @property
    def swing_t(self) -> float:
        """How far the input moves the emissions [t CO2e/a]."""
        return abs(self.at_highest - self.at_lowest)


def influences(
    outlook: Projection, year: int, uses: frozenset[str] | None = None
) -> tuple[Influence, ...]:
    """All inputs that can move the result, the strongest first. Equation 7.

    A trend several uses share is one input; one without a deviation is none.
    """
    shared = shared_trends(outlook.uses)
    result = emissions(outlook, uses)[:, year_column(outlook, year)]
    tonnes = -np.where([each.use is None for each in outlook.measures], -1, 1)
    inputs = [
        (measure.code, False, outlook.logs[:, place] * tonnes[place])
        for place, measure in enumerate(outlook.measures)
    ] + [
        (use.trend or use.code, True, outlook.trends[:, place])
        for place, use in enumerate(outlook.uses)
        if place == shared[place] and use.change_deviation > 0
    ]
    inputs += [(START, True, first_year(outlook, uses))] if np.ptp(outlook.starts) else []
    ranked = ranks(result)
    found = [influence(code, trend, drawn, result, ranked) for code, trend, drawn in inputs]
    return tuple(sorted(found, key=lambda each: (-each.share, each.code)))


def first_year(outlook: Projection, uses: frozenset[str] | None) -> Draws:
    """Emissions of the balance's year, shape (D,) [t CO2e/a]."""
    emitted = np.array(
        [use.emissions_t if uses is None or use.code in uses else 0.0 for use in outlook.uses]
    )
    return np.asarray(outlook.starts @ emitted, dtype=np.float32)


def influence(code: str, trend: bool, drawn: Draws, result: Draws, ranked: Floats) -> Influence:
    """One input against the result, both of shape (D,)."""
    if drawn.min() == drawn.max() or result.min() == result.max():
        mean = float(result.mean(dtype=np.float64))
        return Influence(code, trend, 0.0, 0.0, mean, mean)
    order = np.argsort(drawn)
    correlation = float(np.corrcoef(np.arange(len(order)), ranked[order])[0, 1])
    tenth = max(len(order) // TENTH, 1)
    low, high = result[order[:tenth]], result[order[-tenth:]]
    return Influence(
        code,
        trend,
        first_order(result[order]),
        correlation,
        float(low.mean(dtype=np.float64)),
        float(high.mean(dtype=np.float64)),
    )


def first_order(sorted_result: Draws) -> float:
    """Variance of conditional means over variance, the result sorted by the input. Equation 7.

    The scatter of the means themselves is taken off, so that an input without influence gets 0.
    """
    size = len(sorted_result) // BINS
    binned = sorted_result[: size * BINS].reshape(BINS, size).astype(np.float64)
    whole = float(binned.var())
    scatter = float(binned.var(axis=1, ddof=1).mean()) / size
    between = float(binned.mean(axis=1).var(ddof=1)) - scatter
    return min(max(between * (BINS - 1) / BINS / whole, 0.0), 1.0)


def ranks(values: Draws) -> Floats:
    """Rank of each value, shape (D,)."""
    order = np.argsort(values)
    found = np.empty(len(values))
    found[order] = np.arange(len(values))
    return found

"""Learning what trends usually are: how the figures that ship were found."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from klimamosaik.pathway.kernel.trend import UsualTrend, line

Floats = NDArray[np.float64]
QUARTILES = 1.349  # distance of the quartiles of a normal distribution in standard deviations


@dataclass(frozen=True)
class PastSeries:
    """Emissions of one use in one town over the years."""

    years: NDArray[np.int64]  # (n,)
    emissions_t: Floats  # (n,) in any unit that stays the same


def usual_trend(series: Sequence[PastSeries], time: float) -> UsualTrend:
    """Learn what is usual from the series of several towns, each of three years or more."""
    fits = [line(one.years, list(one.emissions_t)) for one in series]
    rates = np.array([slope for slope, _, _ in fits])
    low, high = np.quantile(rates, [0.25, 0.75])
    scatter = [
        math.sqrt(around / (len(one.years) - 2))
        for one, (_, around, _) in zip(series, fits, strict=True)
    ]
    return UsualTrend(
        float(np.median(rates)), float(high - low) / QUARTILES, time, float(np.median(scatter))
    )


def change_over_time(series: Iterable[PastSeries]) -> float:
    """By how much rates differ between the halves of a series, the lines' own errors taken off.

    Root of the mean square over all series with halves of three years or more, never below zero.
    """
    squares = []
    for one in series:
        middle = len(one.years) // 2
        halves = [(one.years[:middle], one.emissions_t[:middle])]
        halves.append((one.years[middle:], one.emissions_t[middle:]))
        if all(len(years) >= 3 and years[-1] - years[0] >= 3 for years, _ in halves):
            slopes, errors = zip(*(slope_and_error(*half) for half in halves), strict=True)
            squares.append((slopes[1] - slopes[0]) ** 2 - sum(error**2 for error in errors))
    return math.sqrt(max(float(np.mean(squares)), 0.0))


def slope_and_error(years: NDArray[np.int64], emissions_t: Floats) -> tuple[float, float]:
    """Rate and its standard error [1/a] of three years or more."""
    slope, around, spread = line(years, list(emissions_t))
    return slope, math.sqrt(around / (len(years) - 2) / spread)

"""The remaining budget: all that is emitted until the target year, not only in it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from klimamosaik.pathway.kernel.draw_ranges import estimate_of
from klimamosaik.pathway.kernel.simulation import Projection, emissions, year_column
from klimamosaik.terms.estimate import CONFIDENCE, Estimate


@dataclass(frozen=True)
class Spending:
    """Emissions summed from the year after the balance to a year."""

    until: int
    spent: Estimate  # [t CO2e]
    allowed: float  # [t CO2e]
    probability: float  # 0..1 of staying within what is allowed


def straight_path(start_t: float, limit_t: float, years: int) -> float:
    """Sum [t CO2e] of a straight line from `start_t` today to `limit_t` after `years` years.

    The usual budget where a council has set none; today's year is not part of the sum.
    """
    return float(straight_line(start_t, limit_t, years).sum())


def straight_line(start_t: float, limit_t: float, years: int) -> NDArray[np.float64]:
    """The years of a straight line from `start_t` to `limit_t` [t CO2e/a], today's left out."""
    return np.linspace(start_t, limit_t, years + 1)[1:]


def spending(
    outlook: Projection,
    *,
    until: int,
    allowed_t: float,
    uses: frozenset[str] | None = None,
    confidence: float = CONFIDENCE,
) -> Spending:
    """Sum the yearly emissions of a scope up to and with `until`."""
    column = year_column(outlook, until)
    total = emissions(outlook, uses)[:, : column + 1].sum(axis=1, dtype=np.float64)
    return Spending(
        until=until,
        spent=estimate_of(total, confidence, unit="t CO₂e"),
        allowed=allowed_t,
        probability=float(np.mean(total <= allowed_t)),
    )

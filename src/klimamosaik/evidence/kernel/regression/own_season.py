"""Seasons that are a meter's own: months in which a pool is open, a roof full of sun.

The daily model trusts a smooth season little, since what looks like one is often drift. Two signs
tell a season that comes back: use goes from one level to another and back within the baseline, or
the careful fit leaves much of a season over.
"""

import numpy as np
from numpy.typing import NDArray

from klimamosaik.evidence.kernel.regression.least_squares import SharedColumns
from klimamosaik.evidence.kernel.series import Flags, Numbers, days_known, filled

WEEK = 7  # [d] over which use is averaged, so that rest days are no level
LEVELS = (5.0, 95.0)  # [%] percentiles of the weekly means that stand for low and high
APART = 2.0  # 1, high over low from which they are two levels
BETWEEN, FEW = 0.2, 0.06  # 1, about the middle: part of the step, and of the days in it
SHORTEST = 28  # [d] neither level lasts less
LONGEST_YEAR = 366  # [d]
TINY = 1e-9  # keeps the normal equations of unknown meters solvable


def open_days(use: Numbers, day_of_year: NDArray[np.int64]) -> Numbers:
    """Days of the year on which a meter with a season of its own is on its high level, as 0 or 1.

    use: [kWh/d] of days without gaps in time, nan where missing, shape (m, d); day_of_year: 0..365,
    shape (d,). Returns shape (m, 366); all 0 where a meter goes from level to level otherwise than
    once there and once back. A level that stays is no season.
    """
    table = np.zeros((len(use), LONGEST_YEAR))
    level = _weekly(use)
    with np.errstate(invalid="ignore"):
        for row in np.flatnonzero(_two_levels(level)):
            high = _high(level[row])
            if high is not None:
                table[row, day_of_year] = high
                table[row, -1] = table[row, -2]  # most baselines have no 366th day
    return table


def _weekly(use: Numbers) -> Numbers:
    """Mean of the week around each day, nan where nothing of it is known, shape (m, d)."""
    known = days_known(use)
    count = _sums_of_weeks(known.astype(np.float64))
    mean = _sums_of_weeks(filled(use))
    mean /= np.where(count > 0, count, np.nan)
    return mean


def _sums_of_weeks(values: Numbers) -> Numbers:
    """Sum of the week around each day, nothing beyond the ends, shape (m, d)."""
    days, beside = values.shape[1], WEEK // 2
    padded = np.zeros((len(values), days + 2 * beside))
    padded[:, beside : beside + days] = values
    sums: Numbers = padded[:, :days] + padded[:, 1 : 1 + days]
    for at in range(2, WEEK):
        sums += padded[:, at : at + days]
    return sums


def _two_levels(level: Numbers) -> Flags:
    """Meters that are high or low and hardly ever between, shape (m,)."""
    use = filled(level)
    low, high = _levels(use)
    apart = (low >= 0) & (high > APART * low) & (high > 0)
    off = use - (low + high)[:, None] / 2
    np.abs(off, out=off)
    between: Flags = (off < BETWEEN * (high - low)[:, None]).mean(axis=1) <= FEW
    both: Flags = apart & between
    return both


def _levels(use: Numbers) -> tuple[Numbers, Numbers]:
    """What stands for low and high, shape (m,) each: percentiles, which sorting yields sooner."""
    ordered, last = np.sort(use, axis=1), use.shape[1] - 1
    low, high = (_between(ordered, last * level / 100) for level in LEVELS)
    return low, high


def _between(ordered: Numbers, place: float) -> Numbers:
    """Value of each row at a place that may lie between two, shape (m, d) -> (m,)."""
    below = int(place)
    above = min(below + 1, ordered.shape[1] - 1)
    found: Numbers = ordered[:, below] + (place - below) * (ordered[:, above] - ordered[:, below])
    return found


def _high(level: Numbers) -> Numbers | None:
    """1 on days of the high level, else 0; None unless it comes and goes once, shape (d,)."""
    use = filled(level)
    ((low,), (high,)) = _levels(use[None])
    above = use > (low + high) / 2
    steps = np.flatnonzero(np.diff(above.astype(np.int8)))
    if len(steps) != 2 or steps[1] - steps[0] < SHORTEST:
        return None
    if len(level) - (steps[1] - steps[0]) < SHORTEST or min(steps[0], len(level) - steps[1]) < WEEK:
        return None
    return np.where(above, 1.0, 0.0)


def season_left(residuals: Numbers, use: Numbers, waves: Numbers) -> Numbers:
    """How much of a season a fit left over: root mean square over mean size of use [1], (m,).

    residuals, use: [kWh/d], nan where missing, shape (m, d); waves: the columns a season is made
    of, shape (d, k).
    """
    columns = SharedColumns(np.column_stack([np.ones(len(waves)), waves]))
    known = days_known(residuals)
    ridge = np.full(columns.table.shape[1], TINY)
    found = columns.solved(np.where(known, residuals, 0), known.astype(np.float64), ridge)
    season = columns.fit(found)
    count = np.maximum(known.sum(axis=1), 1)
    size = np.where(known, np.abs(use), 0).sum(axis=1) / count
    swing = np.sqrt(np.where(known, season**2, 0).sum(axis=1) / count)
    left: Numbers = np.divide(swing, size, out=np.zeros(len(swing)), where=size > 0)
    return left

"""Which zeros of electricity are values: those that the meter's own low days lead to.

A building always draws some; a zero is then a gap that was written as a number. A roof with a
battery draws nothing on sunny days, and little on the days about them.
"""

import numpy as np
import numpy.typing as npt

Values = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Days = npt.NDArray[np.int64]

LOW = 0.4  # 1, of the mean of all days with use, below which neighbouring days are low
NEIGHBOURS = 5  # [d] nearest days with use on either side; broken days beside a gap are one or two
NEAR = 45  # [d] how far away they may be
WEEK = 7  # [d] meters that stop for longer often did so after a broken spell of low values
FEWEST = 2  # days with use that must be there
HABIT = 0.1  # 1, part of the days from which hours at zero are usual


def among_low_days(days: Days, values: Values) -> Flags:
    """Values at or below zero that lie among low days, shape (n,).

    days: number of each day, ascending; values: use of whole days, nan where missing, shape (n,).
    Of a run of zeros the days before it or those after it must be low; of more than a week both.
    """
    used = np.isfinite(values) & (values > 0)
    found = np.zeros(values.shape, np.bool_)
    if not used.any():
        return found
    limit = LOW * float(values[used].mean())
    idle = np.isfinite(values) & ~used
    edges = np.flatnonzero(np.diff(np.concatenate([[0], idle.astype(np.int8), [0]])))
    for first, after in zip(edges[::2], edges[1::2], strict=True):
        before = np.flatnonzero(used[:first])[-NEIGHBOURS:]
        behind = after + np.flatnonzero(used[after:])[:NEIGHBOURS]
        before = before[days[first] - days[before] <= NEAR]
        behind = behind[days[behind] - days[after - 1] <= NEAR]
        low = [
            float(values[side].mean()) < limit for side in (before, behind) if len(side) >= FEWEST
        ]
        long = days[after - 1] - days[first] >= WEEK
        found[first:after] = bool(low) and (all(low) if long else any(low))
    return found


def hours_at_zero_are_usual(days: Days, values: Values) -> bool:
    """True where hours without use are a habit: a roof at noon, lamps by day, coarse counting.

    days: number of the day of each reading; values: finer than days, nan where missing.
    """
    numbers, at = np.unique(days, return_inverse=True)
    use = np.bincount(at, np.nan_to_num(values), len(numbers))
    idle = np.bincount(at, (values == 0).astype(np.float64), len(numbers)) > 0
    with_use = use > 0
    return bool(with_use.any() and (idle & with_use).sum() > HABIT * with_use.sum())

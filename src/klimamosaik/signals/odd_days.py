"""Single days far above the days around them: a slip of a digit, a burst pipe, a test run."""

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]

TIMES = 5.0  # 1, so many times the day before and the day after
AROUND = 14  # [d] on either side that the day is compared with
ENOUGH = 10  # days that must be known of these
HIGH = 0.9  # 1, quantile of the days around that the day must exceed as often


def odd_days(values: Numbers) -> Flags:
    """True on days that are five times as much as both neighbours and as the days around.

    values: use of consecutive days, nan where unknown, shape (n,). A weekend's pattern, a season
    that begins and a level that stays are none: the day after must be as low as the day before.
    """
    found = np.zeros(values.shape, dtype=np.bool_)
    for day in np.flatnonzero(far_above(values)).tolist():
        around = np.concatenate(
            [values[max(0, day - AROUND) : day], values[day + 1 : day + 1 + AROUND]]
        )
        known = around[np.isfinite(around)]
        found[day] = known.size >= ENOUGH and values[day] > TIMES * np.quantile(known, HIGH)
    return found


def far_above(values: Numbers) -> Flags:
    """True on days that are five times as much as both neighbours, days last in the shape."""
    before, after = np.roll(values, 1, axis=-1), np.roll(values, -1, axis=-1)
    with np.errstate(invalid="ignore"):
        far = (values > TIMES * before) & (values > TIMES * after) & (before > 0) & (after > 0)
    if far.size:
        far[..., [0, -1]] = False
    return far

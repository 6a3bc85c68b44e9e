"""Days that hold what days without readings before them used: a radio link that came back."""

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]

AROUND = 14  # [d] on either side of gap and day that tell what is usual
ENOUGH = 5  # days with use that must be known of these
SURELY = (0.75, 1.5)  # 1, of usual use through the whole gap that the day holds
LIKELY = (0.4, 2.5)  # 1, the same of a meter that makes up for its gaps by habit
BESIDE = 1.3  # 1, so many times the nearest days with use: a cold spell lasts longer than a day
HIGH = 0.8  # 1, quantile of the days around that the day exceeds as often
HABIT = (3, 1 / 3)  # gaps and part of all gaps that surely were made up for: a habit
LONGEST_GAP = 60  # [d] beyond, what is usual around the gap is not what was usual in it


def caught_up(values: Numbers, gaps: Flags) -> Flags:
    """True on days that make up for the gap right before them, and on the days of that gap.

    values: use of consecutive days, nan where missing, shape (n,); gaps: days whose value may
    stand for none, shape (n,). Such a day holds about as much as all days of the gap and itself
    usually need, and much more than the days about it.
    """
    missing = gaps | ~np.isfinite(values)
    edges = np.flatnonzero(np.diff(np.concatenate([[0], missing.astype(np.int8), [0]]))).tolist()
    every = [
        (first, day)
        for first, day in zip(edges[::2], edges[1::2], strict=True)
        if first and day < len(values) and day - first <= LONGEST_GAP
    ]
    held = [_held(values, missing, first, day) for first, day in every]
    surely = sum(SURELY[0] <= each <= SURELY[1] for each in held)
    least, most = LIKELY if surely >= max(HABIT[0], HABIT[1] * len(every)) else SURELY
    found = np.zeros(values.shape, np.bool_)
    for (first, day), each in zip(every, held, strict=True):
        found[first : day + 1] = least <= each <= most
    return found


def _held(values: Numbers, missing: Flags, first: int, day: int) -> float:
    """What `day` holds over the usual use since `first`, 0 where it does not stand out."""
    sides = (max(0, first - AROUND), first), (day + 1, day + 1 + AROUND)
    before, behind = (_with_use(values[a:b], missing[a:b]) for a, b in sides)
    around = np.concatenate([before, behind])
    if not (before.size and behind.size and around.size >= ENOUGH):
        return 0.0
    nearest = max(float(before[-1]), float(behind[0]), float(np.quantile(around, HIGH)))
    if values[day] <= BESIDE * nearest:
        return 0.0
    return float(values[day]) / ((day - first + 1) * float(np.median(around)))


def _with_use(values: Numbers, missing: Flags) -> Numbers:
    known: Numbers = values[~missing & (np.nan_to_num(values) > 0)]
    return known

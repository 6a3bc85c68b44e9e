"""Months whose unit is in doubt: they must not enter a sum until a person has looked."""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from klimamosaik.evidence.kernel.checks.unit_jump import UnitJump, find_unit_jumps
from klimamosaik.evidence.kernel.series import Times
from klimamosaik.reports.kernel.months import Floats, MonthSums
from klimamosaik.terms.carrier import Carrier

Flags = NDArray[np.bool_]
WHOLE_MONTH = 0.95  # share of a month's days from which its sum is compared
LEAP = 2.5  # 1, a smaller ratio of two years is never a change of unit


def doubted_months(
    read: MonthSums, billed: MonthSums, carriers: Sequence[Carrier], edges: Floats
) -> Flags:
    """True where use lies on the wrong side of a change of unit, shape (series, month).

    Bills tell which side is wrong: the one farther from what was billed. Without bills on both
    sides it is the newer one. A fall that a measure may bring about is no doubt.
    """
    doubted = np.zeros(read.amount.shape, dtype=np.bool_)
    months = edges[:-1].astype("datetime64[D]").astype("datetime64[M]")
    for row, jump in jumps_of(read, carriers, months, edges).items():
        after = months >= jump.month
        wrong = after if newer_is_wrong(read, billed, row, after) else ~after
        doubted[row] = wrong & (read.days[row] > 0)
    return doubted


def jumps_of(
    read: MonthSums, carriers: Sequence[Carrier], months: Times, edges: Floats
) -> dict[int, UnitJump]:
    """The changes of unit that no measure brings about, by row; those of a carrier at once."""
    rows: dict[Carrier, list[int]] = defaultdict(list)
    for row in np.flatnonzero(leaps(read, edges)).tolist():
        rows[carriers[row]].append(row)
    lengths = np.diff(edges)
    found = {}
    for carrier, own in rows.items():
        whole = read.days[own] >= WHOLE_MONTH * lengths
        use = np.where(whole, read.amount[own], np.nan) / lengths
        for row, jump in zip(own, find_unit_jumps(use, months, carrier), strict=True):
            if jump is not None and not jump.may_be_saved:
                found[row] = jump
    return found


def leaps(read: MonthSums, edges: Floats) -> Flags:
    """True for series with a month far from the same month a year before, shape (series,)."""
    whole = (read.days >= WHOLE_MONTH * np.diff(edges)) & (read.amount > 0)
    level = np.where(whole, np.log(np.where(whole, read.amount, 1.0)), np.nan)
    far = np.abs(level[:, 12:] - level[:, :-12]) > np.log(LEAP)
    return np.asarray(far.sum(axis=1) >= 2)


def newer_is_wrong(read: MonthSums, billed: MonthSums, row: int, after: Flags) -> bool:
    """True unless bills say that the older side is farther from what was paid for."""
    known = (read.days[row] > 0) & (billed.days[row] > 0) & (billed.amount[row] > 0)
    known &= read.amount[row] > 0
    if not (known & after).any() or not (known & ~after).any():
        return True
    with np.errstate(divide="ignore", invalid="ignore"):
        far = np.abs(np.log(read.amount[row] / billed.amount[row]))
    return float(np.median(far[known & after])) >= float(np.median(far[known & ~after]))


def without(read: MonthSums, doubted: Flags) -> MonthSums:
    """The same with the doubted months as gaps."""
    amount, days, estimated, marked = (
        np.where(doubted, 0.0, each)
        for each in (read.amount, read.days, read.estimated, read.estimated_days)
    )
    return MonthSums(amount, days, read.split, estimated, marked)

"""Months whose unit is in doubt: they must not enter a sum until a person has looked."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from klimamosaik.evidence.kernel.series import DAY, Series
from klimamosaik.evidence.kernel.unit_jump import find_unit_jump
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
    for row in np.flatnonzero(leaps(read, edges)).tolist():
        carrier = carriers[row]
        series = months_as_series(read.amount[row], read.days[row], edges)
        jump = find_unit_jump(series, carrier)
        if jump is None or jump.may_be_saved:
            continue
        after = series.days.astype("datetime64[M]") >= jump.month
        wrong = after if newer_is_wrong(read, billed, row, after) else ~after
        doubted[row] = wrong & (read.days[row] > 0)
    return doubted


def leaps(read: MonthSums, edges: Floats) -> Flags:
    """True for series with a month far from the same month a year before, shape (series,)."""
    whole = (read.days >= WHOLE_MONTH * np.diff(edges)) & (read.amount > 0)
    level = np.where(whole, np.log(np.where(whole, read.amount, 1.0)), np.nan)
    far = np.abs(level[:, 12:] - level[:, :-12]) > np.log(LEAP)
    return np.asarray(far.sum(axis=1) >= 2)


def months_as_series(amount: Floats, days: Floats, edges: Floats) -> Series:
    """Whole months as readings, nan elsewhere."""
    lengths = np.diff(edges)
    values = np.where(days >= WHOLE_MONTH * lengths, amount, np.nan)
    starts = edges[:-1].astype("datetime64[D]").astype("datetime64[s]")
    return Series(starts, starts, lengths * DAY, values)


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
    return MonthSums(
        np.where(doubted, 0.0, read.amount), np.where(doubted, 0.0, read.days), read.split
    )

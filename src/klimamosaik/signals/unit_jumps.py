"""Changes of unit: lasting jumps of use by a factor that units explain, in many series at once.

Where there is a year before, each month is compared with the same month of that year, so that
seasons drop out. Otherwise the months before are compared with up to twelve after, and nearly all
of these must stay on the new level: a season that goes again (a pool, cooling) is no unit.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from klimamosaik.signals.unit_factors import UnitFactor

Rates = npt.NDArray[np.float64]
Truths = npt.NDArray[np.bool_]
Places = npt.NDArray[np.int64]
YEAR = 12  # months
MONTHS_BEFORE_AND_AFTER = 3
GAP = 12  # months that may be missing before a jump
PALTRY = 0.1  # 1, months below this part of the largest about them are too small to compare
ALIKE = 0.5  # 1, most a month's change may differ from the others', as natural logarithm; half
# of the change where that is more, since summers of heating meters are small and vary most
NEARLY_ALL = 0.9  # 1, part of the months that must agree
ON_THEIR_SIDE = 0.95  # 1, part of the months that must lie on their side of the step
STEEP = 0.7  # 1, part of the change that must come from one month to the next
COLD_MONTHS = (0, 1, 2, 10, 11)  # January is 0: in these every heating runs


@dataclass(frozen=True)
class Jumps:
    """The best jump of each series."""

    at: Places  # first month on the new level, shape (n,); -1: there is none
    ratio: Rates  # new level over old, shape (n,); nan where there is none
    known: Places  # index of the factor it is near to, shape (n,); -1 where there is none


def unit_jumps(
    rates: Rates, factors: Sequence[UnitFactor], *, first: Places | None = None
) -> Jumps:
    """Find of each series the jump nearest to one of `factors`.

    rates: positive mean rates of consecutive months, shape (n, months); each row begins with its
    own first month; nan where unknown and behind its last month. first: calendar month of each
    row's first one, January as 0, shape (n,), for series that heat: without a year before, only
    their cold months are compared.
    """
    count, months = rates.shape
    logs = np.log(np.where(np.isfinite(rates) & (rates > 0), rates, np.nan))
    worth = np.where(_worth_comparing(rates), logs, np.nan)
    steady = logs if first is None else np.where(_cold(first, months), logs, np.nan)
    restless = _may_jump(worth, steady, min(np.log(f.size) - f.tolerance for f in factors))
    lengths = months - np.argmax(np.isfinite(logs[:, ::-1]), axis=1)
    named, tolerances = (
        np.array([getattr(factor, name) for factor in factors]) for name in ("size", "tolerance")
    )
    best = np.full(count, np.inf)
    at, ratio, known = np.full(count, -1), np.full(count, np.nan), np.full(count, -1)
    for month in range(MONTHS_BEFORE_AND_AFTER, months - MONTHS_BEFORE_AND_AFTER + 1):
        rows = np.flatnonzero(restless & (month <= lengths - MONTHS_BEFORE_AND_AFTER))
        if not rows.size:
            continue
        change = _change(worth[rows], steady[rows], month)
        apart = np.abs(np.abs(change)[:, None] - np.log(named))
        nearest = np.argmin(apart, axis=1)
        off = apart[np.arange(len(rows)), nearest]
        better = (off <= tolerances[nearest]) & (off < best[rows])
        chosen = rows[better]
        best[chosen], at[chosen] = off[better], month
        ratio[chosen], known[chosen] = np.exp(change[better]), nearest[better]
    return Jumps(at, ratio, known)


def _may_jump(worth: Rates, steady: Rates, least: float) -> Truths:
    """Series whose months differ by the smallest factor at all: most need no closer look, (n,)."""
    yearly = np.abs(worth[:, YEAR:] - worth[:, :-YEAR]) > least
    known = np.isfinite(steady)
    top = np.where(known, steady, -np.inf).max(axis=1, initial=-np.inf)
    bottom = np.where(known, steady, np.inf).min(axis=1, initial=np.inf)
    restless: Truths = yearly.any(axis=1) | (top - bottom > least)
    return restless


def _change(worth: Rates, steady: Rates, at: int) -> Rates:
    """Change at a month: against the year before, where there is one, else against before."""
    if at < YEAR:
        return _against_before(steady, at)
    yearly = _against_last_year(worth, at)
    none_before = ~np.isfinite(worth[:, at - YEAR : at]).any(axis=1)
    if not none_before.any():
        return yearly
    return np.where(none_before, _against_before(steady, at), yearly)


def _worth_comparing(rates: Rates) -> Truths:
    """Months that are not paltry beside the year before and the year after, shape (n, months).

    The smaller of both counts, since on one side the unit may have been another.
    """
    filled = np.where(np.isfinite(rates), rates, 0.0)
    padded = np.pad(filled, ((0, 0), (YEAR - 1, YEAR - 1)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, YEAR, axis=1).max(axis=2)
    before, after = windows[:, : rates.shape[1]], windows[:, YEAR - 1 :]
    worth: Truths = (filled > 0) & (filled > PALTRY * np.minimum(before, after))
    return worth


def _cold(first: Places, months: int) -> Truths:
    """Cold months of rows that begin with the calendar month `first`, shape (n, months)."""
    cold: Truths = np.isin((first[:, None] + np.arange(months)) % YEAR, COLD_MONTHS)
    return cold


def _against_last_year(logs: Rates, at: int) -> Rates:
    """Median change against the same months a year before, where all of them agree; else nan."""
    after = logs[:, at : at + YEAR]
    steps = after - logs[:, at - YEAR : at - YEAR + after.shape[1]]
    change = _medians(steps)
    start = max(YEAR, at - YEAR)
    earlier = logs[:, start:at] - logs[:, start - YEAR : at - YEAR]
    untold, half = ~np.isfinite(earlier).any(axis=1), 0.5 * np.abs(change)
    quiet = untold | (_share(np.abs(earlier) < half[:, None], earlier) >= NEARLY_ALL)
    last_quiet = untold | (np.abs(_last(earlier)) < half)
    off = np.abs(steps - change[:, None])
    agree = _share(off < np.maximum(ALIKE, half)[:, None], steps) >= NEARLY_ALL
    agree &= _medians(off) < ALIKE
    begins = np.abs(_last(steps[:, ::-1]) - change) < np.maximum(ALIKE, half)
    enough = np.isfinite(steps).sum(axis=1) >= MONTHS_BEFORE_AND_AFTER
    fits = enough & np.isfinite(logs[:, at]) & agree & quiet & last_quiet & begins
    return np.where(fits, change, np.nan)


def _against_before(logs: Rates, at: int) -> Rates:
    """Change from the nearest months before, where nearly all lie on their side; else nan."""
    before, after = logs[:, max(at - GAP - YEAR, 0) : at], logs[:, at : at + YEAR]
    change = _medians(_first_few(after)) - _medians(_first_few(before[:, ::-1]))
    middle = ((_medians(before) + _medians(after)) / 2)[:, None]
    sides = np.concatenate([before < middle, after > middle], axis=1)
    both = np.concatenate([before, after], axis=1)
    right = np.where(change > 0, _share(sides, both), _share(~sides, both))
    steep = np.abs(_last(after[:, ::-1]) - _last(before)) > STEEP * np.abs(change)
    known = np.minimum(np.isfinite(before).sum(axis=1), np.isfinite(after).sum(axis=1))
    enough = known >= MONTHS_BEFORE_AND_AFTER
    fits = enough & np.isfinite(logs[:, at]) & (right >= ON_THEIR_SIDE) & steep
    return np.where(fits, change, np.nan)


def _first_few(values: Rates) -> Rates:
    """The first known values of each row, the others unknown."""
    nearest = np.cumsum(np.isfinite(values), axis=1) <= MONTHS_BEFORE_AND_AFTER
    return np.where(nearest, values, np.nan)


def _medians(values: Rates) -> Rates:
    """The median of what is known in each row; nan where nothing is."""
    ordered = np.sort(values, axis=1)  # unknown ones last
    number = np.isfinite(values).sum(axis=1)
    rows = np.arange(len(values))
    low, high = np.maximum(number - 1, 0) // 2, np.minimum(number // 2, values.shape[1] - 1)
    return np.where(number > 0, (ordered[rows, low] + ordered[rows, high]) / 2, np.nan)


def _share(true: Truths, values: Rates) -> Rates:
    """Of what is known in each row, the share that is `true`; 0 where nothing is."""
    known = np.isfinite(values)
    return np.asarray((true & known).sum(axis=1) / np.maximum(known.sum(axis=1), 1))


def _last(values: Rates) -> Rates:
    """The last known value of each row; nan where none is."""
    backwards = np.pad(values[:, ::-1], ((0, 0), (0, 1)), constant_values=np.nan)
    known = np.isfinite(backwards)
    known[:, -1] = True
    found: Rates = backwards[np.arange(len(values)), np.argmax(known, axis=1)]
    return found

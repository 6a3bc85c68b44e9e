"""Lasting changes of level by a factor that units explain, in many monthly series at once."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Rates = npt.NDArray[np.float64]
Truths = npt.NDArray[np.bool_]
NEAR = 0.30  # most a jump's natural logarithm may differ from that of one of these factors
YEAR = 12  # months
MONTHS_BEFORE_AND_AFTER = 3


@dataclass(frozen=True)
class Jumps:
    """The best jump of each series."""

    at: npt.NDArray[np.int64]  # first month after it, shape (n,); -1: there is none
    ratio: Rates  # after / before, shape (n,); nan where there is none
    known: Rates  # the factor it is near to, shape (n,); nan where there is none


def unit_jumps(rates: Rates, factors: Rates) -> Jumps:
    """Find of each series the jump nearest to one of `factors`.

    rates: positive mean rates of consecutive months, shape (n, months); each row begins with its
    own first month; nan where unknown and behind its last month. Where there is a year before,
    each month is compared with the same month of that year; otherwise the medians of both sides.
    """
    count, months = rates.shape
    logs, named = np.log(np.where(np.isfinite(rates), rates, np.nan)), np.log(factors)
    lengths = months - np.argmax(np.isfinite(logs[:, ::-1]), axis=1)
    best = np.full(count, np.inf)
    at, ratio, known = np.full(count, -1), np.full(count, np.nan), np.full(count, np.nan)
    for month in range(MONTHS_BEFORE_AND_AFTER, months - MONTHS_BEFORE_AND_AFTER + 1):
        rows = np.flatnonzero(month <= lengths - MONTHS_BEFORE_AND_AFTER)
        compare = _against_last_year if month >= YEAR else _against_before
        change = compare(logs[rows], month)
        nearest = np.argmin(np.abs(np.abs(change)[:, None] - named), axis=1)
        off = np.abs(np.abs(change) - named[nearest])
        better = (off <= NEAR) & (off < best[rows])
        chosen = rows[better]
        best[chosen], at[chosen] = off[better], month
        ratio[chosen], known[chosen] = np.exp(change[better]), factors[nearest[better]]
    return Jumps(at, ratio, known)


def _against_last_year(logs: Rates, at: int) -> Rates:
    """Median change against the same months a year before, where all of them agree; else nan."""
    after = logs[:, at : at + YEAR]
    steps = after - logs[:, at - YEAR : at - YEAR + after.shape[1]]
    change = _medians(steps)
    start = max(YEAR, at - YEAR)
    earlier = logs[:, start:at] - logs[:, start - YEAR : at - YEAR]
    untold, half = ~np.isfinite(earlier).any(axis=1), 0.5 * np.abs(change)
    quiet = untold | (_share(np.abs(earlier) < half[:, None], earlier) >= 0.9)
    last_quiet = untold | (np.abs(_last(earlier)) < half)
    agree = _share(np.abs(steps - change[:, None]) < 0.5, steps) >= 0.9
    first = np.abs(_last(steps[:, ::-1]) - change) < 0.5
    enough = np.isfinite(steps).sum(axis=1) >= MONTHS_BEFORE_AND_AFTER
    fits = enough & np.isfinite(logs[:, at]) & agree & quiet & last_quiet & first
    return np.where(fits, change, np.nan)


def _against_before(logs: Rates, at: int) -> Rates:
    """Change of the medians, where nearly all months lie on their side of the step; else nan."""
    before, after = logs[:, :at], logs[:, at : at + YEAR]
    low, high = _medians(before), _medians(after)
    change, middle = high - low, ((low + high) / 2)[:, None]
    sides = np.concatenate([before < middle, after > middle], axis=1)
    both = logs[:, : at + YEAR]
    right = np.where(change > 0, _share(sides, both), _share(~sides, both))
    steep = np.abs(_last(after[:, ::-1]) - _last(before)) > 0.7 * np.abs(change)
    known = np.minimum(np.isfinite(before).sum(axis=1), np.isfinite(after).sum(axis=1))
    fits = (known >= MONTHS_BEFORE_AND_AFTER) & (right >= 0.95) & steep
    return np.where(fits, change, np.nan)


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

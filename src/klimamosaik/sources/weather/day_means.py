"""From temperatures of any fineness to the means of local days: the one place that knows how.

A day of which hours are missing is no day: without its nights it looks 2 K too warm. Such a day is
worked out from the usual course of the hours in its month, or it stays unknown.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Places = NDArray[np.int64]
Flags = NDArray[np.bool_]
Times = NDArray[np.datetime64]
HOUR = 3_600  # [s]
DAY = 24 * HOUR  # [s]
HALF_DAY = 12 * HOUR  # [s] longer intervals are days already and tell no hours
LONGEST = 1.5 * DAY  # [s] longer intervals tell no days
WHOLE = 0.99  # 1, known part from which on nothing of a day is missing
KNOWN_HOUR = 0.5  # 1, part of an hour that readings must cover to speak for it
NEARLY = 21 / 24  # 1, known part whose plain mean stands for the day (DWD: 21 hourly values)
FEWEST_HOURS = 6  # of a day that is worked out: about 1 K of doubt, a single hour leaves 1.4 K
FEWEST_DAYS = 5  # complete days of a calendar month that show its usual course


@dataclass(frozen=True)
class DayMeans:
    """Means of local days."""

    means: Numbers  # [degC] nan where unknown, shape (d,)
    corrected: Flags  # worked out from the usual course of the hours, shape (d,)


def day_means(
    *, starts: Times, local: Times, seconds: Numbers, values: Numbers, days: Times
) -> DayMeans:
    """Mean temperature of each of `days`.

    starts: UTC instants [datetime64[s]]; local: wall clock of the same; seconds: length of each
    interval [s]; values: mean of each interval [degC], nan where missing; all of shape (n,).
    days: local days [datetime64[D]], ascending without gaps, shape (d,).

    A complete day is the mean of its time. One with gaps is
    `mean(usual) + mean(value - usual at that hour)` over the hours that are known, `usual` being
    the mean course of the hours of complete days in the same calendar month of any year. Without
    such days a day of at least 21 hours is its plain mean; any other is unknown (nan).
    """
    known = np.isfinite(values) & (seconds <= LONGEST)
    nothing = DayMeans(np.full(days.shape, np.nan), np.zeros(days.shape, np.bool_))
    if not known.any() or not days.size:
        return nothing
    whole = known & (seconds > HALF_DAY)
    told = _of_whole_days(local[whole], seconds[whole], values[whole], days)
    fine = known & ~whole
    if not fine.any():
        return DayMeans(told, nothing.corrected)
    grid = _grid(starts[fine], local[fine], seconds[fine], values[fine])
    means, corrected = _of_hours(grid)
    at = (days - grid.first).astype(np.int64)
    inside = (at >= 0) & (at < len(means)) & np.isnan(told)
    told[inside] = means[at[inside]]
    nothing.corrected[inside] = corrected[at[inside]]
    return DayMeans(told, nothing.corrected)


def _of_whole_days(local: Times, seconds: Numbers, values: Numbers, days: Times) -> Numbers:
    """Means of days that were read as days; they count for the day on which they start."""
    at = (local.astype("datetime64[D]") - days[0]).astype(np.int64)
    inside = (at >= 0) & (at < len(days))
    weight = np.bincount(at[inside], seconds[inside], minlength=len(days))
    total = np.bincount(at[inside], (values * seconds)[inside], minlength=len(days))
    means: Numbers = np.divide(total, weight, out=np.full(days.shape, np.nan), where=weight > 0)
    return means


@dataclass(frozen=True)
class _Grid:
    """Temperatures by local day and hour of the clock."""

    first: np.datetime64  # day of the first row
    covered: Numbers  # [s] known of each cell, shape (d, 24)
    total: Numbers  # [degC s] sum over what is known, shape (d, 24)
    length: Numbers  # [s] 23, 24 or 25 hours, shape (d,)

    @property
    def hours(self) -> Numbers:
        """Mean of each hour of the clock [degC], nan where unknown, shape (d, 24)."""
        known = self.covered >= KNOWN_HOUR * HOUR
        blank = np.full(self.covered.shape, np.nan)
        mean: Numbers = np.divide(self.total, self.covered, out=blank, where=known)
        return mean


def _grid(starts: Times, local: Times, seconds: Numbers, values: Numbers) -> _Grid:
    """Lay readings out by day and hour; an interval of several hours is cut into them."""
    pieces = np.maximum(np.ceil(seconds / HOUR - 1e-6), 1).astype(np.int64)
    row = np.repeat(np.arange(len(pieces)), pieces)
    into = np.arange(len(row)) - np.repeat(np.cumsum(pieces) - pieces, pieces)
    at = local.astype("datetime64[s]")[row] + into * np.timedelta64(HOUR, "s")
    length = (seconds / pieces)[row]
    day = at.astype("datetime64[D]")
    first = day.min()
    count = int((day.max() - first).astype(np.int64)) + 1
    place = (day - first).astype(np.int64)
    cell = place * 24 + (at - day).astype("timedelta64[h]").astype(np.int64)
    covered: Numbers = np.bincount(cell, length, count * 24).astype(np.float64)
    total: Numbers = np.bincount(cell, length * values[row], count * 24).astype(np.float64)
    offset = (local - starts).astype("timedelta64[s]").astype(np.float64)[row]
    return _Grid(
        first, covered.reshape(-1, 24), total.reshape(-1, 24), _lengths(place, offset, count)
    )


def _lengths(place: Places, offset: Numbers, count: int) -> Numbers:
    """Length of each day [s]: shorter by as much as its clock is put forward, shape (d,)."""
    last, first = np.zeros(count), np.zeros(count)
    last[place] = offset  # of readings in their order the last one stays
    first[place[::-1]] = offset[::-1]
    lengths: Numbers = DAY - (last - first)
    return lengths


def _of_hours(grid: _Grid) -> tuple[Numbers, Flags]:
    """Means of all days of the grid, and which were worked out; shape (d,) each."""
    known = grid.covered.sum(axis=1)
    means = np.divide(
        grid.total.sum(axis=1), known, out=np.full(len(known), np.nan), where=known > 0
    )
    complete = known >= WHOLE * grid.length
    hours = grid.hours
    usual = _usual_courses(hours, complete, _months(grid))
    apart = hours - usual
    seen = np.isfinite(apart).sum(axis=1)
    with np.errstate(invalid="ignore"):
        level = np.nansum(apart, axis=1) / np.maximum(seen, 1) + usual.mean(axis=1)
    corrected = ~complete & (seen >= FEWEST_HOURS) & np.isfinite(level)
    plain = complete | (~corrected & (known >= NEARLY * grid.length))
    return np.where(corrected, level, np.where(plain, means, np.nan)), corrected


def _months(grid: _Grid) -> Places:
    """Calendar month 0..11 of each day, shape (d,)."""
    days = grid.first + np.arange(len(grid.covered))
    return days.astype("datetime64[M]").astype(np.int64) % 12


def _usual_courses(hours: Numbers, complete: Flags, months: Places) -> Numbers:
    """The usual course of each day's calendar month [degC], nan where not known, shape (d, 24)."""
    usual = np.full((12, 24), np.nan)
    whole = complete & np.isfinite(hours).all(axis=1)  # the day that loses an hour shows no course
    for month in np.unique(months):
        shown = whole & (months == month)
        if shown.sum() >= FEWEST_DAYS:
            usual[month] = hours[shown].mean(axis=0)
    return usual[months]

"""From readings of any fineness to local days."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from klimamosaik.evidence.kernel.series import DAY, Flags, Numbers, Series, Times
from klimamosaik.sources.weather.day_means import DayMeans, day_means

LEAST_PRESENT = 0.9  # 1, part of a day that must be metered for the day to count
COMPLETE = 22.9 / 24  # 1, from here on a day is whole: the day that loses an hour has 23
COLD = 8.0  # [degC] days below: a meter that heats at all then counts
RARELY = 0.1  # 1, zeros on at most this part of cold days are gaps, more are a habit


def all_days(start: np.datetime64 | int, end: np.datetime64 | int) -> Times:
    """Every local day from `start` up to, not including, `end`; numbers are days since 1970."""
    ends = np.array([start, end]).astype("datetime64[D]")
    days: Times = np.arange(ends[0], ends[1])
    return days


def daily_sums(series: Series, days: Times) -> Numbers:
    """Use of each of `days` [kWh], nan where less than 90 % of the day is metered, shape (d,).

    Days with some missing readings are scaled up to their full length. Readings longer than a
    day and a half do not tell days apart and give nan.
    """
    return _picked(series.once(_sums_of), series.every_day, days, np.nan)


def sums_of_days(meters: Sequence[Series], days: Times) -> Numbers:
    """The same of many meters, shape (m, d)."""
    use = np.full((len(meters), len(days)), np.nan)
    if not use.size:
        return use
    begin = int(days[0].astype(np.int64))
    for row, meter in zip(use, meters, strict=True):
        if not meter.values.size or not meter.whole_days:
            row[:] = daily_sums(meter, days)
            continue
        at = begin - meter.ends[0]
        held = meter.values[max(at, 0) : max(at + len(days), 0)]
        row[max(-at, 0) :][: len(held)] = held
    use[np.isinf(use)] = np.nan
    return use


def seconds_covered(series: Series, days: Times) -> Numbers:
    """Seconds of each of `days` that finite readings cover, shape (d,)."""
    held = series.covered
    own = series.days[:1] + np.arange(len(held))
    return _picked(held, own, days, 0.0)


def _picked(held: NDArray[Any], own: Times, days: Times, unknown: object) -> NDArray[Any]:
    """What is held of the days `own`, for the days asked about; both without gaps in time."""
    found = np.full(days.shape, unknown, held.dtype)
    if own.size and days.size:
        at = int((days[0] - own[0]).astype(np.int64))
        first, last = max(at, 0), min(at + len(days), len(own))
        if first < last:
            found[first - at : last - at] = held[first:last]
    return found


def _sums_of(series: Series) -> Numbers:
    values, days = series.values, series.every_day
    if series.whole_days:
        return np.where(np.isfinite(values), values + 0.0, np.nan)
    known = np.isfinite(values) & (series.seconds <= 1.5 * DAY)
    at, inside = _places(series, days, known)
    use = np.bincount(at[inside], values[inside], minlength=len(days))
    present = np.bincount(at[inside], series.seconds[inside], minlength=len(days)) / DAY
    scale = np.where(present >= COMPLETE, 1, 1 / np.maximum(present, LEAST_PRESENT))
    return np.where(present >= LEAST_PRESENT, use * scale, np.nan)


def daily_means(series: Series, days: Times) -> Numbers:
    """Mean of each of `days` [degC], nan where too little of the day is known, shape (d,)."""
    return means_of_days(series, days).means


def means_of_days(series: Series, days: Times) -> DayMeans:
    """Means of `days` [degC], with those that were worked out from a part of their hours.

    A station's days are worked out once, however many meters and spans ask for them.
    """
    own, held = series.every_day, series.once(_means_of)
    return DayMeans(
        _picked(held.means, own, days, np.nan), _picked(held.corrected, own, days, False)
    )


def _means_of(series: Series) -> DayMeans:
    return day_means(
        starts=series.starts,
        local=series.local,
        seconds=series.seconds,
        values=series.values,
        days=series.every_day,
    )


def without_cold_zeros(use: Numbers, temperature: Numbers) -> tuple[Numbers, Flags]:
    """Drop rare zeros of cold days from heating use [kWh/d]: gaps stored as zero.

    A meter that is at zero on more than a tenth of its cold days does so by habit: its zeros
    stay. use: shape (d,) or (m, d); temperature [degC]: shape (d,). Returns the use and the flags
    of the days dropped, each of the shape of `use`.
    """
    cold = (temperature < COLD) & ~np.isnan(use)
    zero = cold & (use == 0)
    count, of = (np.count_nonzero(each, axis=-1, keepdims=True) for each in (zero, cold))
    zero &= count <= RARELY * of
    return np.where(zero, np.nan, use), zero


def _places(
    series: Series, days: Times, known: Flags
) -> tuple[np.ndarray[tuple[int], np.dtype[np.int64]], Flags]:
    """Index into `days` of each reading, and whether it is known and falls on one of them."""
    if len(days) == 0:
        return np.zeros(len(known), np.int64), np.zeros(len(known), np.bool_)
    at = (series.days - days[0]).astype(np.int64)
    inside = known & (at >= 0) & (at < len(days))
    return at, inside

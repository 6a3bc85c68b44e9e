"""Readings of an hour and finer laid out as local days times 24 hours."""

from dataclasses import dataclass

import numpy as np

from klimamosaik.evidence.kernel.series import Numbers, Series, Times

HOUR = 3_600  # [s]
COVERED = 0.99  # 1, part of an hour that readings must cover to speak for it


@dataclass(frozen=True)
class HourGrid:
    """Use by local day and hour; the 25-hour day holds two hours in one cell, the 23-hour none."""

    days: Times  # [datetime64[D]] every local day from first to last, shape (d,)
    rate: Numbers  # [kWh/h] mean rate of the hour, nan where missing, shape (d, 24)
    hours: Numbers  # [h] length of the cell: 0, 1 or 2, shape (d, 24)


def hour_grid(series: Series) -> HourGrid:
    """Lay `series` [kWh] out by local day and hour.

    Quarter hours are added up; an interval longer than an hour is spread evenly over its hours.
    A cell of which any part is missing is missing. Raises ValueError on an empty series.
    """
    if not series.values.size:
        raise ValueError("a grid of hours needs readings")
    pieces = np.maximum(np.rint(series.seconds / HOUR), 1).astype(np.int64)
    first_piece = np.repeat(np.cumsum(pieces) - pieces, pieces)
    into = np.arange(pieces.sum()) - first_piece  # hour within its interval
    starts = np.repeat(series.local.astype("datetime64[s]"), pieces) + into * np.timedelta64(1, "h")
    seconds = np.repeat(series.seconds / pieces, pieces)
    values = np.repeat(series.values / pieces, pieces)
    days = starts.astype("datetime64[D]")
    first = days.min()
    length = int((days.max() - first).astype(np.int64)) + 1
    hour = (starts - days).astype("timedelta64[h]").astype(np.int64)
    cell = (days - first).astype(np.int64) * 24 + hour
    covered = np.bincount(cell, seconds, length * 24)
    use = np.bincount(cell, values, length * 24)  # one nan makes the cell nan
    hours = np.rint(covered / HOUR)
    full = covered >= COVERED * HOUR
    rate = np.divide(use, covered / HOUR, out=np.full(use.shape, np.nan), where=full)
    rate[~np.isfinite(rate)] = np.nan
    return HourGrid(
        days=first + np.arange(length),
        rate=rate.reshape(length, 24),
        hours=np.where(full, hours, 0.0).reshape(length, 24),
    )

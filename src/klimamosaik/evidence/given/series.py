"""Intervals of a file as the series the kernel reads."""

from collections.abc import Sequence

import numpy as np
import polars as pl

from klimamosaik.evidence.kernel.series import Series, Times
from klimamosaik.terms.complaint import rejected
from klimamosaik.terms.period import LOCAL

ZONES = (str(LOCAL), "UTC")  # whose midnights days of a file begin at, unless another is told
DAY = 86_400  # [s]


def series_of(intervals: pl.DataFrame, *, told: str | None, local: str) -> Series:
    """Lay out `intervals` with the wall clock of `local`.

    intervals: start, end: Datetime(us, UTC), value: Float64; told: zone of the file's times where
    a person named it. Intervals from midnight to midnight are days by their name: they stay the
    days the file calls them, and one of 23 hours is a day. Raises InputRejected where several begin
    at the same time.
    """
    ordered = intervals.select("start", "end", "value").drop_nulls().sort("start")
    _once_each(ordered)
    values = ordered["value"].to_numpy().astype(np.float64)
    for zone in dict.fromkeys((told or local, local, *ZONES)):
        starts, ends = wall_clock(ordered["start"], zone), wall_clock(ordered["end"], zone)
        if begins_a_day(starts) and begins_a_day(ends):
            return Series(starts, starts, (ends - starts).astype(np.float64), values)
    starts = wall_clock(ordered["start"], "UTC")
    ends = wall_clock(ordered["end"], "UTC")
    walls = wall_clock(ordered["start"], local)
    return Series(starts, walls, (ends - starts).astype(np.float64), values)


def added_up(parts: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """The sum of several series, where each of them knows its value.

    parts: start, end, value each. Registers of one meter that take turns by the clock, so that
    no interval stands in two of them, follow each other.
    """
    if len(parts) == 1:
        return parts[0]
    every = pl.concat(parts).group_by("start", "end").agg(pl.col("value").sum(), known=pl.len())
    turns = every["known"].max() == 1
    return every if turns else every.filter(pl.col("known") == len(parts))


def wall_clock(instants: pl.Series, zone: str) -> Times:
    """What a clock of `zone` showed at UTC `instants` [datetime64[s]], shape (n,)."""
    shown = instants.dt.convert_time_zone(zone).dt.replace_time_zone(None)
    return shown.to_numpy().astype("datetime64[s]")


def begins_a_day(walls: Times) -> bool:
    """True where every one of `walls` is a midnight."""
    return bool((walls.astype(np.int64) % DAY == 0).all())


def has_clock_times(intervals: pl.DataFrame) -> bool:
    """True where intervals are finer than days, so that a time zone matters."""
    length = (intervals["end"] - intervals["start"]).dt.total_seconds().median()
    return isinstance(length, float) and length < DAY / 2


def _once_each(ordered: pl.DataFrame) -> None:
    again = ordered["start"].is_duplicated()
    if not again.any():
        return
    first = ordered.filter(again)["start"][0].astimezone(LOCAL)
    raise rejected(
        "overlapping_periods",
        "{count} Zeiträume beginnen zur selben Zeit, die ersten am {first:time}; die Zeit zählte "
        "doppelt. Bitte jede Zeit nur einmal angeben.",
        "{count} periods begin at the same time, the first on {first:time}; the time would count "
        "twice. Please give each time only once.",
        count=int(again.sum()),
        first=first,
    )

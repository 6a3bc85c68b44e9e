"""The doors that read what is stored."""

from collections.abc import Sequence
from datetime import date, datetime

import polars as pl

from klimamosaik.observations import days, store, version
from klimamosaik.observations.days import DailyMatrix


def data_version() -> int:
    """The newest seq; 0 before the first delivery."""
    return version.current().newest


def readings(
    *,
    datastreams: Sequence[int],
    start: datetime | None = None,
    end: datetime | None = None,
    as_of: int | None = None,
) -> pl.DataFrame:
    """The readings that start in [start, end), as they stood at version `as_of` or stand now.

    Returns datastream, start, end (UTC), value, quality, seq; sorted by datastream and start.
    """
    upto = data_version() if as_of is None else as_of
    return store.state(datastreams=list(datastreams), start=start, end=end, upto=upto)


def daily_matrix(
    *, datastreams: Sequence[int], first: date, last: date, as_of: int | None = None
) -> DailyMatrix:
    """Local days from `first` up to, not including, `last` of many datastreams as arrays."""
    return days.read(datastreams=list(datastreams), first=first, last=last)


def daily(
    *, datastreams: Sequence[int], first: date, last: date, as_of: int | None = None
) -> pl.DataFrame:
    """Local days from `first` up to, not including, `last`: datastream, day, value, covered.

    value is the sum of a use and the mean of a temperature over the share `covered` (0..1) of
    the day's 23, 24 or 25 hours that has readings. Days without readings are absent; readings
    longer than a day (months, bills) never become days.
    """
    matrix = daily_matrix(datastreams=datastreams, first=first, last=last, as_of=as_of)
    return matrix.frame()

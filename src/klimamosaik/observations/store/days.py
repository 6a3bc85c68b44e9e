"""The daily roll-up in the database: one row per datastream and local year.

A row holds the days of its year as packed arrays (packing.py), so that ten thousand meters over
three years are thirty thousand rows, not eleven million.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import polars as pl
from django.db import connection
from numpy.typing import NDArray

from klimamosaik.observations.models import YearOfDays
from klimamosaik.observations.store.packing import (
    LENGTH,
    Flags,
    Numbers,
    Shares,
    opened_flags,
    opened_shares,
    opened_values,
    packed_flags,
    packed_shares,
    packed_values,
)
from klimamosaik.records.batched_ids import at_once

READ_AT_ONCE = 250  # datastreams a query: their years are opened within a core's own memory
WRITE = (
    f"INSERT INTO {YearOfDays._meta.db_table} (datastream_id, year, value, covered, estimated) "
    "VALUES (%s, %s, %s, %s, %s) ON CONFLICT (datastream_id, year) DO UPDATE "
    "SET value = excluded.value, covered = excluded.covered, estimated = excluded.estimated"
)
Days = NDArray[np.datetime64]
Bytes = bytes | memoryview
PackedYear = tuple[int, Bytes, Bytes, Bytes | None]  # datastream, value, covered, estimated


@dataclass(frozen=True)
class DailySum:
    """Many datastreams added up, day by day."""

    values: Numbers  # [unit of the datastreams] of those that know the day, shape (d,)
    known: NDArray[np.int64]  # how many do, shape (d,)

    def __add__(self, more: "DailySum") -> "DailySum":
        """Both together."""
        return DailySum(self.values + more.values, self.known + more.known)


@dataclass(frozen=True)
class DailyMatrix:
    """Local days of many datastreams as arrays."""

    datastreams: NDArray[np.int64]  # ids, shape (n,), in the order asked for
    days: Days  # [datetime64[D]] local days, shape (d,)
    values: Numbers  # sum of a use [kWh, m³], mean of a temperature [°C]; nan unknown; (n, d)
    covered: Numbers  # share of the day with readings 0..1, shape (n, d)
    estimated: Flags  # True where a reading on the day is not said to be measured, shape (n, d)

    def summed(self, counted: Flags) -> DailySum:
        """All datastreams added up on the days where they are to count, shape (n, d)."""
        return DailySum(self.values.sum(axis=0, where=counted), np.count_nonzero(counted, axis=0))

    def frame(self) -> pl.DataFrame:
        """The known days as a table: datastream, day, value, covered, estimated."""
        rows, columns = np.nonzero(self.covered > 0)
        return pl.DataFrame(
            {
                "datastream": pl.Series(self.datastreams[rows], dtype=pl.Int64),
                "day": pl.Series(self.days[columns], dtype=pl.Date),
                "value": self.values[rows, columns],
                "covered": self.covered[rows, columns],
                "estimated": self.estimated[rows, columns],
            }
        )

    def replace(
        self,
        rolled: pl.DataFrame,
        *,
        datastreams: Sequence[int],
        since: date | None = None,
        until: date | None = None,
    ) -> None:
        """Put rolled-up days (DAYS) in place of all that is known of `datastreams` on some days.

        since: the first of these; None: of all. until: the day after the last one; None: of all.
        """
        if not self.days.size:
            return
        opened, closed = self.days[0].item(), self.days[-1].item()
        since = since or opened
        closed = closed if until is None else min(closed, until - timedelta(days=1))
        place = {int(datastream): row for row, datastream in enumerate(self.datastreams)}
        rows = [place[datastream] for datastream in datastreams]
        begin, end = (since - opened).days, (closed - opened).days + 1
        self.values[rows, begin:end], self.covered[rows, begin:end] = np.nan, 0.0
        self.estimated[rows, begin:end] = False
        asked = rolled.filter(pl.col("day").is_between(since, closed))
        row = asked["datastream"].replace_strict(place, return_dtype=pl.Int64).to_numpy()
        column = (asked["day"].to_numpy() - self.days[0]).astype(np.int64)
        self.values[row, column] = asked["value"].to_numpy()
        self.covered[row, column] = asked["covered"].cast(pl.Float32).to_numpy()  # as written
        self.estimated[row, column] = asked["estimated"].to_numpy()


def blank(datastreams: Sequence[int], first: date, last: date) -> DailyMatrix:
    """Nothing known of the days from `first` up to, not including, `last`."""
    days = np.arange(np.datetime64(first), np.datetime64(last))
    shape = (len(datastreams), days.size)
    return DailyMatrix(
        np.asarray(datastreams, np.int64),
        days,
        np.full(shape, np.nan),
        np.zeros(shape),
        np.zeros(shape, np.bool_),
    )


def written(*, datastreams: Sequence[int], first: date, last: date) -> DailyMatrix:
    """The roll-up of the days from `first` up to, not including, `last`, as far as it is written.

    What arrived by itself may not be: see `pending.read`.
    """
    matrix = blank(datastreams, first, last)
    place = {datastream: row for row, datastream in enumerate(datastreams)}
    final = last - timedelta(days=1)
    for group in at_once(datastreams, READ_AT_ONCE):
        for year, found in held(group, first=first.year, last=final.year).items():
            rows = np.array([place[datastream] for datastream, *_ in found])
            values = opened_values([value for _, value, _, _ in found])
            shares = opened_shares([share for _, _, share, _ in found])
            copied(matrix.values, rows, year, values, first)
            copied(matrix.covered, rows, year, shares, first)
            some = [(place[datastream], days) for datastream, _, _, days in found if days]
            if some:
                marked = opened_flags([days for _, days in some])
                copied(matrix.estimated, np.array([row for row, _ in some]), year, marked, first)
    return matrix


def summed(*, datastreams: Sequence[int], first: date, last: date) -> DailySum:
    """The sum of the days from `first` up to, not including, `last`, as far as they are written.

    A few datastreams at a time: the days of all of them are never in memory together.
    """
    length, final = max((last - first).days, 0), last - timedelta(days=1)
    values, known = np.zeros(length), np.zeros(length, np.int64)
    for group in at_once(datastreams, READ_AT_ONCE):
        for year, found in held(group, first=first.year, last=final.year).items():
            opened = (date(year, 1, 1) - first).days
            closed = (date(year + 1, 1, 1) - first).days
            begin, end = max(opened, 0), min(closed, length)
            some = slice(begin - opened, end - opened)
            told = opened_shares([share for _, _, share, _ in found])[:, some] > 0
            amounts = opened_values([value for _, value, _, _ in found])[:, some]
            values[begin:end] += amounts.sum(axis=0, where=told)
            known[begin:end] += np.count_nonzero(told, axis=0)
    return DailySum(values, known)


def held(datastreams: Sequence[int], *, first: int, last: int) -> dict[int, list[PackedYear]]:
    """The packed years from `first` to `last`, by year.

    The ids stand in the statement itself: as parameters they take longer than the reading.
    """
    ids = ",".join(str(int(datastream)) for datastream in datastreams)
    found: dict[int, list[PackedYear]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT year, datastream_id, value, covered, estimated "
            f"FROM {YearOfDays._meta.db_table} WHERE datastream_id IN ({ids}) "
            "AND year BETWEEN %s AND %s",
            [first, last],
        )
        for year, *packed in cursor.fetchall():
            found[year].append(tuple(packed))
    return found


def copied(
    target: Numbers | Flags,
    rows: NDArray[np.int64],
    year: int,
    whole: Numbers | Shares | Flags,
    first: date,
) -> None:
    """Copy the days of one year that `target` has room for.

    target: shape (n, d), its first column the day `first`; rows: where each year goes; whole: the
    years, shape (m, LENGTH).
    """
    opened = (date(year, 1, 1) - first).days
    closed = (date(year + 1, 1, 1) - first).days
    begin, end = max(opened, 0), min(closed, target.shape[1])
    target[rows, begin:end] = whole[:, begin - opened : end - opened]


def write(days: pl.DataFrame, *, touched: pl.DataFrame) -> None:
    """Store `days` (DAYS) and clear those of `touched` (datastream, day) that are not in it."""
    rows = touched.join(days, on=["datastream", "day"], how="left").sort("datastream", "day")
    rows = rows.with_columns(year=pl.col("day").dt.year().cast(pl.Int64))
    names = sorted(set(rows["datastream"].to_list()))
    for group in at_once(names):
        write_group(rows.filter(pl.col("datastream").is_in(group)), group)


def write_group(rows: pl.DataFrame, datastreams: Sequence[int]) -> None:
    """Store rolled-up days of a few datastreams. rows: sorted by datastream and day."""
    years = rows["year"].unique().to_list()
    held = {
        (datastream, year): (value, covered, estimated)
        for datastream, year, value, covered, estimated in YearOfDays.objects.filter(
            datastream__in=datastreams, year__in=years
        ).values_list("datastream_id", "year", "value", "covered", "estimated")
    }
    keys = list(rows.select("datastream", "year").unique(maintain_order=True).iter_rows())
    values, shares, marked = opened_or_blank([held.get(key) for key in keys])
    fill(values, shares, marked, rows)
    packed = zip(packed_values(values), packed_shares(shares), packed_flags(marked), strict=True)
    with connection.cursor() as cursor:
        cursor.executemany(WRITE, [(*key, *each) for key, each in zip(keys, packed, strict=True)])


def opened_or_blank(
    years: Sequence[tuple[Bytes, Bytes, Bytes | None] | None],
) -> tuple[Numbers, Shares, Flags]:
    """Values, shares and days estimated of years as they are written; of those that are not,
    nothing is known."""
    values = np.full((len(years), LENGTH), np.nan)
    shares = np.zeros((len(years), LENGTH), np.float32)
    marked = np.zeros((len(years), LENGTH), np.bool_)
    known = [place for place, year in enumerate(years) if year is not None]
    if known:
        values[known] = opened_values([year[0] for year in years if year is not None])
        shares[known] = opened_shares([year[1] for year in years if year is not None])
    some = {place: year[2] for place, year in enumerate(years) if year is not None and year[2]}
    if some:
        marked[list(some)] = opened_flags(list(some.values()))
    return values, shares, marked


def fill(values: Numbers, shares: Shares, marked: Flags, rows: pl.DataFrame) -> None:
    """Put rolled-up days into their years; a day without readings is cleared.

    rows: sorted by datastream and day; values, shares, marked (days estimated): a row for each
    datastream and year in them, as sorted.
    """
    row = rows.select(pl.struct("datastream", "year").rle_id()).to_series().to_numpy()
    place = row, rows["day"].dt.ordinal_day().to_numpy() - 1
    values[place] = rows["value"].fill_null(float("nan")).to_numpy()
    shares[place] = rows["covered"].fill_null(0.0).to_numpy()
    marked[place] = rows["estimated"].fill_null(value=False).to_numpy()

"""Reading rows of files of settled readings, with polars; DuckDB tells which file is damaged."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from itertools import accumulate

import numpy as np
import polars as pl
from numpy.typing import NDArray

from klimamosaik.observations.store.frames import DETAILS, KEY, at, empty
from klimamosaik.records.damage import damaged_file
from klimamosaik.terms.reading import QUALITY

RowPlace = tuple[str, int, int]  # a file, its first row that is meant from 0 on, how many follow
CONFIGURATION: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}


def read(
    files: Sequence[str],
    *,
    datastreams: Sequence[int] | None = None,
    start: datetime | None = None,
    end: datetime | None = None,
    since: int | None = None,
    upto: int | None = None,
) -> pl.DataFrame:
    """The rows of these files that fit; STORED, unsorted."""
    if not files:
        return empty()
    given = pl.scan_parquet(list(files), hive_partitioning=False, glob=False)
    asked_for = given.filter(*conditions(datastreams, start, end, since, upto))
    with damage_named(files):
        return asked_for.select(stored_columns()).collect()


def starts(
    files: Sequence[str], *, datastreams: Sequence[int] | None = None, since: int, upto: int | None
) -> dict[int, tuple[int, int]]:
    """Earliest and latest start [µs since 1970, UTC] of the rows that fit, by datastream."""
    if not files:
        return {}
    given = pl.scan_parquet(list(files), hive_partitioning=False, glob=False)
    fitting = given.filter(*conditions(datastreams, None, None, since, upto))
    start = pl.col("start").to_physical()
    edges = fitting.group_by("datastream").agg(
        start.min().alias("first"), start.max().alias("last")
    )
    with damage_named(files):
        return {
            datastream: (first, last) for datastream, first, last in edges.collect().iter_rows()
        }


def stored_columns() -> list[pl.Expr]:
    """The columns of a file as STORED."""
    return [
        pl.col("datastream", "start", "end"),
        pl.col("value").fill_nan(None),
        pl.col("quality").cast(QUALITY),
        pl.col(DETAILS, "seq"),
    ]


def read_rows(places: Sequence[RowPlace]) -> list[pl.DataFrame]:
    """The rows at each of these places, of one or many files; STORED, as they lie there.

    Asked for together a further file takes a sixth of what it takes by itself.
    """
    given = [rows_of(*each).select(stored_columns()) for each in places]
    with damage_named([file for file, _, _ in places]):
        found = pl.concat(given).collect()
    ends = accumulate((count for _, _, count in places), initial=0)
    return [found.slice(end, count) for end, (_, _, count) in zip(ends, places, strict=False)]


def keys_of_rows(file: str, first: int, count: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Datastream and start [µs since 1970, UTC] of the same rows."""
    with damage_named([file]):
        found = rows_of(file, first, count).select(KEY).collect()
    datastream, start = (found[name].to_physical().to_numpy() for name in KEY)
    return datastream, start


def rows_of(file: str, first: int, count: int) -> pl.LazyFrame:
    """Rows of a file by their place; nothing is asked of what they hold."""
    given = pl.scan_parquet(file, hive_partitioning=False, glob=False, use_statistics=False)
    return given.slice(first, count)


@contextmanager
def damage_named(files: Sequence[str], *also: type[Exception]) -> Iterator[None]:
    """Raise StoreDamaged where what fails inside does so because a file cannot be read.

    also: how others who read it say that it failed.
    """
    failures: tuple[type[Exception], ...] = (pl.exceptions.PolarsError, OSError, *also)
    try:
        yield
    except failures as error:
        bad = [file for file in files if not readable(file)]
        if bad:
            raise damaged_file(bad[0], more=len(bad) - 1) from error
        raise


def readable(file: str) -> bool:
    """True where every value of a file can be read."""
    import duckdb  # large, and hardly ever is a file damaged

    query = "SELECT sum(hash(COLUMNS(*))) FROM read_parquet($file, hive_partitioning = false)"
    try:
        duckdb.connect(config=CONFIGURATION).execute(query, {"file": file}).fetchall()
    except duckdb.Error:
        return False
    return True


def conditions(
    datastreams: Sequence[int] | None,
    start: datetime | None,
    end: datetime | None,
    since: int | None,
    upto: int | None,
) -> Iterator[pl.Expr]:
    """What rows must fulfil; bounds first, which pass over parts of files by their statistics."""
    if datastreams is not None:
        first, last = min(datastreams), max(datastreams)
        yield pl.col("datastream").is_between(first, last)
        if last - first >= len(set(datastreams)):  # others lie between them
            yield pl.col("datastream").is_in(list(datastreams))
    if start is not None:
        yield pl.col("start") >= at(start)
    if end is not None:
        yield pl.col("start") < at(end)
    if since is not None:
        yield pl.col("seq") >= since
    if upto is not None:
        yield pl.col("seq") <= upto

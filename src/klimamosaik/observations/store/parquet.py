"""Reading files of settled readings: rows with polars, sums and damage with DuckDB, in memory."""

import os
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import duckdb
import polars as pl

from klimamosaik.observations.store.frames import DETAILS, at, empty
from klimamosaik.records.damage import damaged_file
from klimamosaik.terms.reading import QUALITY

CONFIGURATION: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}
ENGINES: dict[int, duckdb.DuckDBPyConnection] = {}  # by process: a fork must not share one
ENGINES_LOCK = threading.Lock()


def engine() -> duckdb.DuckDBPyConnection:
    """A connection of its own to this process's database in memory."""
    with ENGINES_LOCK:
        process = os.getpid()
        if process not in ENGINES:
            ENGINES[process] = duckdb.connect(config=CONFIGURATION)
            ENGINES[process].execute("SET GLOBAL parquet_metadata_cache = true")
        return ENGINES[process].cursor()


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
        return asked_for.select(
            pl.col("datastream", "start", "end"),
            pl.col("value").fill_nan(None),
            pl.col("quality").cast(QUALITY),
            pl.col(DETAILS, "seq"),
        ).collect()


@contextmanager
def damage_named(files: Sequence[str]) -> Iterator[None]:
    """Raise StoreDamaged where what fails inside does so because a file cannot be read."""
    try:
        yield
    except (pl.exceptions.PolarsError, OSError, duckdb.Error) as error:
        bad = [file for file in files if not readable(file)]
        if bad:
            raise damaged_file(bad[0], more=len(bad) - 1) from error
        raise


def asked(query: str, given: dict[str, Any]) -> duckdb.DuckDBPyConnection:
    """Ask about `given["files"]`. Raises StoreDamaged where one of them cannot be read."""
    with damage_named(given["files"]):
        return engine().execute(query, given)


def readable(file: str) -> bool:
    """True where every value of a file can be read."""
    query = "SELECT sum(hash(COLUMNS(*))) FROM read_parquet($file, hive_partitioning = false)"
    try:
        duckdb.connect(config=CONFIGURATION).execute(query, {"file": file}).fetchall()
    except duckdb.Error:
        return False
    return True


def spans(
    files: Sequence[str], *, since: int, upto: int, beyond: int, most: int
) -> dict[int, tuple[int, int]]:
    """First and last start [µs since 1970, UTC] of the rows of these versions, by datastream.

    Of the first `most` datastreams whose id is larger than `beyond`.
    """
    if not files:
        return {}
    query = """
        SELECT datastream, epoch_us(min(start)), epoch_us(max(start))
        FROM read_parquet($files, hive_partitioning = false)
        WHERE seq BETWEEN $since AND $upto AND datastream > $beyond
        GROUP BY datastream ORDER BY datastream LIMIT $most
    """
    given = {"files": list(files), "since": since, "upto": upto, "beyond": beyond, "most": most}
    rows = asked(query, given).fetchall()
    return {int(datastream): (int(first), int(last)) for datastream, first, last in rows}


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

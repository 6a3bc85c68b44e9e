"""Reading files of settled readings with DuckDB, in memory."""

import os
import threading
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

import duckdb
import polars as pl

from klimamosaik.observations.store.frames import DETAILS, KEY, as_frame, empty, microseconds
from klimamosaik.records.damage import damaged_file
from klimamosaik.terms.reading import QUALITIES

FEW = 200  # datastreams named in the query; of more, those that are not wanted are dropped later
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
    words = ", ".join(f"'{quality}'" for quality in QUALITIES)
    fitting = " AND ".join(conditions(datastreams, start, end, since, upto))
    query = f"""
        SELECT datastream, epoch_us(start) AS start, epoch_us("end") AS "end",
               coalesce(value, 'nan'::DOUBLE) AS value,
               (list_position([{words}], quality) - 1)::UTINYINT AS quality, seq
        FROM read_parquet($files, hive_partitioning = false)
        WHERE {fitting}
    """
    columns: dict[str, Any] = asked(query, {"files": list(files)}).fetchnumpy()
    found = as_frame(**columns)
    found = with_details(found, files, fitting)
    if datastreams is None or len(datastreams) <= FEW:
        return found
    return found.filter(pl.col("datastream").is_in(datastreams))


def asked(query: str, given: dict[str, Any]) -> duckdb.DuckDBPyConnection:
    """Ask about `given["files"]`. Raises StoreDamaged where one of them cannot be read."""
    try:
        return engine().execute(query, given)
    except duckdb.Error as error:
        bad = [file for file in given["files"] if not readable(file)]
        if bad:
            raise damaged_file(bad[0], more=len(bad) - 1) from error
        raise


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


def with_details(found: pl.DataFrame, files: Sequence[str], fitting: str) -> pl.DataFrame:
    """Readings (STORED) with what they say beside their value, where any does.

    Asked by itself: files without a word of it are passed over by their statistics.
    """
    query = f"""
        SELECT datastream, epoch_us(start) AS start, seq, {DETAILS}
        FROM read_parquet($files, hive_partitioning = false)
        WHERE {DETAILS} IS NOT NULL AND {fitting}
    """
    said = asked(query, {"files": list(files)}).fetchnumpy()
    if not len(said["seq"]):
        return found
    table = pl.DataFrame(
        {
            "datastream": said["datastream"],
            "start": said["start"],
            "seq": said["seq"],
            DETAILS: pl.Series(said[DETAILS].tolist(), dtype=pl.String),
        }
    ).with_columns(pl.col("start").cast(found.schema["start"]))
    return (
        found.drop(DETAILS)
        .join(table.unique([*KEY, "seq"]), on=[*KEY, "seq"], how="left")
        .select(found.columns)
    )


def conditions(
    datastreams: Sequence[int] | None,
    start: datetime | None,
    end: datetime | None,
    since: int | None,
    upto: int | None,
) -> Iterator[str]:
    """What rows must fulfil, in SQL; only whole numbers are written into it."""
    yield "true"
    if datastreams is not None:
        yield f"datastream BETWEEN {min(datastreams):d} AND {max(datastreams):d}"
        if 1 < len(datastreams) <= FEW:
            yield f"datastream IN ({', '.join(f'{datastream:d}' for datastream in datastreams)})"
    if start is not None:
        yield f"start >= make_timestamptz({microseconds(start):d})"
    if end is not None:
        yield f"start < make_timestamptz({microseconds(end):d})"
    if since is not None:
        yield f"seq >= {since:d}"
    if upto is not None:
        yield f"seq <= {upto:d}"

"""Sums over files of settled readings, with DuckDB in memory."""

import os
import threading
from collections.abc import Sequence
from typing import Any

import duckdb

from klimamosaik.observations.store.parquet import CONFIGURATION, damage_named

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


def asked(query: str, given: dict[str, Any]) -> duckdb.DuckDBPyConnection:
    """Ask about `given["files"]`. Raises StoreDamaged where one of them cannot be read."""
    with damage_named(given["files"], duckdb.Error):
        return engine().execute(query, given)


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

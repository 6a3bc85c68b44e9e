"""Settled readings: a Delta table, one partition a month, read with polars.

Every version of a reading is kept. `cold_writing` adds to it.
"""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import polars as pl
from django.conf import settings

from klimamosaik.observations.store import checksums, delta_log, parquet
from klimamosaik.observations.store.delta_log import TableVersion
from klimamosaik.observations.store.frames import empty, microseconds


def folder() -> Path:
    """Where the table lies."""
    return Path(settings.READINGS_DIR)


def opened() -> TableVersion | None:
    """The table as it is now; None before anything settled."""
    return delta_log.opened(folder())


def settled_upto(table: TableVersion | None) -> int:
    """The newest version that settled; 0 before the first."""
    return table.settled if table else 0


def read(
    table: TableVersion | None,
    *,
    datastreams: Sequence[int],
    start: datetime | None,
    end: datetime | None,
    upto: int,
) -> pl.DataFrame:
    """All versions with seq <= upto of readings that start in [start, end); STORED, unsorted."""
    if table is None or not datastreams:
        return empty()
    places = table.places(datastreams=datastreams, start=start, end=end)
    files = table.at(places)
    checksums.refuse_damaged(table.folder, files)
    if not files:
        return empty()
    # what is true of all their rows is not asked of each: these columns are not looked through
    all_of_them = table.spanned(places)
    return parquet.read(
        files,
        datastreams=datastreams,
        start=None if start and microseconds(start) <= all_of_them.start else start,
        end=None if end and microseconds(end) >= all_of_them.end else end,
        upto=None if all_of_them.seq <= upto else upto,
    )


def of_version(seq: int) -> pl.DataFrame:
    """The settled readings that version `seq` wrote; STORED, unsorted."""
    table = opened()
    files = table.at(table.places(seq=seq)) if table else []
    checksums.refuse_damaged(folder(), files)
    return parquet.read(files, since=seq, upto=seq)


def starts(
    *, since: int, upto: int | None = None, datastreams: Sequence[int] | None = None
) -> dict[int, tuple[int, int]]:
    """Earliest and latest start of the settled readings that versions from `since` on wrote.

    In µs since 1970 (UTC), by datastream. upto: the last of the versions; None: there is no last.
    """
    table = opened()
    if table is None or datastreams == []:
        return {}
    files = table.at(table.places(since=since, datastreams=datastreams))
    checksums.refuse_damaged(table.folder, files)
    return parquet.starts(files, datastreams=datastreams, since=since, upto=upto)


def files_since(table: TableVersion, seq: int) -> list[str]:
    """The files that may hold readings of version `seq` or newer ones."""
    paths = table.files.filter(pl.col("max.seq") >= seq)["path"].to_list()
    files = [str(table.folder / path) for path in sorted(paths)]
    checksums.refuse_damaged(table.folder, files)
    return files


def refuse_damaged(table: TableVersion | None) -> None:
    """Refuse settled readings of which any file is missing or altered. Raises StoreDamaged."""
    if table is not None:
        files = [str(table.folder / path) for path in table.files["path"].sort()]
        checksums.refuse_damaged(table.folder, files)

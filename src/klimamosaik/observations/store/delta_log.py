"""The table of settled readings as its log says it is, read again only when it has changed."""

import os
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import polars as pl
from deltalake import DeltaTable

SETTLING = "klimamosaik.settle"  # names our commits in the table's log
TRUSTED = 3600.0  # s; the log forgets old commits, so nobody may count on an old view for ever


@dataclass(frozen=True)
class TableVersion:
    """One version of the table."""

    folder: Path
    version: int  # of the table, as Delta Lake counts
    files: pl.DataFrame  # a row a file: path, partition.month, min and max of its columns
    settled: int  # newest data version that has settled

    def to_change(self) -> DeltaTable:
        """The table at exactly this version; a change fails where it has moved on.

        Always a new object, because writing takes the object it is given to a newer version.
        """
        return DeltaTable(str(self.folder), version=self.version)


@dataclass(frozen=True)
class SeenVersion:
    """A version as it was read."""

    table: TableVersion
    mark: tuple[int, int, int]  # of its commit's file: the same numbers are the same file
    at: float  # s, monotonic


SEEN: dict[
    tuple[int, Path], SeenVersion
] = {}  # by process, as a fork must not share one, and folder
SEEN_LOCK = threading.Lock()


def opened(folder: Path) -> TableVersion | None:
    """The table in `folder` as it is now; None where there is none yet."""
    key = (os.getpid(), folder)
    with SEEN_LOCK:
        seen = SEEN.get(key)
    if seen and is_newest(seen, folder):
        return seen.table
    if not DeltaTable.is_deltatable(str(folder)):
        return None
    table = view(folder)
    with SEEN_LOCK:
        SEEN[key] = SeenVersion(table, mark(commit(folder, table.version)), time.monotonic())
    return table


def view(folder: Path) -> TableVersion:
    """What the log says of the newest version of the table."""
    delta = DeltaTable(str(folder))
    files = pl.DataFrame(delta.get_add_actions(flatten=True))
    settled = delta.transaction_version(SETTLING) or 0
    return TableVersion(folder, delta.version(), files, settled)


def is_newest(seen: SeenVersion, folder: Path) -> bool:
    """True where nothing was committed after what was seen."""
    version = seen.table.version
    return (
        time.monotonic() - seen.at < TRUSTED
        and mark(commit(folder, version)) == seen.mark
        and not commit(folder, version + 1).exists()
    )


def commit(folder: Path, version: int) -> Path:
    """The file in which a version of the table is committed."""
    return folder / "_delta_log" / f"{version:020}.json"


def mark(path: Path) -> tuple[int, int, int]:
    """What tells this file from another of the same name; zeros where there is none."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return (0, 0, 0)
    return (found.st_ino, found.st_mtime_ns, found.st_size)

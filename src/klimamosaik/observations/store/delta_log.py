"""The table of settled readings as its log says it is, read again only when it has changed."""

import os
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import polars as pl
import polars.selectors as cs
from numpy.typing import NDArray

from klimamosaik.observations.kernel.instants import microseconds
from klimamosaik.observations.store.log_entries import (
    LogSinceCheckpoint,
    entries_since_checkpoint,
    is_table,
    replayed,
)
from klimamosaik.records.damage import damaged_log

if TYPE_CHECKING:
    from deltalake import DeltaTable

SETTLING = "klimamosaik.settle"  # names our commits in the table's log
LOG = "_delta_log"
BOUNDS = r"^(min|max)\.(datastream|start|seq)$"
EDGES = ("min.start", "max.start", "max.seq")
CUT_OFF = 1_000  # [µs] the log cuts times off behind the milliseconds
TRUSTED = 3600.0  # s; the log forgets old commits, so nobody may count on an old view for ever


class SpannedRows(NamedTuple):
    """What is true of all rows of some files."""

    start: int  # they start in [start, end) [µs since 1970, UTC]
    end: int
    seq: int  # of none of them a later one


@dataclass(frozen=True)
class TableVersion:
    """One version of the table."""

    folder: Path
    version: int  # of the table, as Delta Lake counts
    files: pl.DataFrame  # a row a file: path, partition.month, min and max of its columns
    settled: int  # newest data version that has settled

    @cached_property
    def paths(self) -> list[str]:
        """Where the files lie, below the folder."""
        return self.files["path"].to_list()

    @cached_property
    def places_on_disk(self) -> list[str]:
        """The same with the folder."""
        return [str(self.folder / path) for path in self.paths]

    @cached_property
    def bounds(self) -> Mapping[str, NDArray[np.number[Any]]]:
        """Smallest and largest of what files are looked for by ("min.start"), of each file.

        Times in µs since 1970 UTC. To ask a table of polars each time takes a millisecond.
        """
        told = self.files.select(cs.matches(BOUNDS).to_physical())
        return {column.name: column.to_numpy() for column in told}

    def places(
        self,
        *,
        seq: int | None = None,
        since: int | None = None,
        datastreams: Sequence[int] | None = None,
        start: datetime | None = None,
        end: datetime | None = None,
    ) -> NDArray[np.intp]:
        """Places in `files` of those that may hold such readings, by what the log says."""
        bounds = self.bounds
        fitting = np.ones(len(self.paths), np.bool_)
        if datastreams is not None:
            fitting &= bounds["max.datastream"] >= min(datastreams)
            fitting &= bounds["min.datastream"] <= max(datastreams)
        if seq is not None:
            fitting &= (bounds["min.seq"] <= seq) & (bounds["max.seq"] >= seq)
        if since is not None:
            fitting &= bounds["max.seq"] >= since
        if start is not None:
            fitting &= bounds["max.start"] + CUT_OFF > microseconds(start)
        if end is not None:
            fitting &= bounds["min.start"] < microseconds(end)
        return np.flatnonzero(fitting)

    def at(self, places: NDArray[np.intp]) -> list[str]:
        """Where these files lie."""
        return sorted(self.places_on_disk[place] for place in places)

    def spanned(self, places: NDArray[np.intp]) -> SpannedRows:
        """What is true of all rows of these files; there is at least one."""
        first, last, seq = (self.bounds[name][places] for name in EDGES)
        return SpannedRows(int(first.min()), int(last.max()) + CUT_OFF, int(seq.max()))

    def to_change(self) -> "DeltaTable":
        """The table at exactly this version; a change fails where it has moved on.

        Always a new object, because writing takes the object it is given to a newer version.
        """
        from deltalake import DeltaTable

        return DeltaTable(str(self.folder), version=self.version)


@dataclass(frozen=True)
class ReadVersion:
    """A version as it was read."""

    table: TableVersion
    own: Path  # the file of its commit
    following: Path  # that of the commit after it
    mark: tuple[int, int, int]  # of its commit's file: the same numbers are the same file
    at: float  # s, monotonic


SEEN: dict[
    tuple[int, Path], ReadVersion
] = {}  # by process, as a fork must not share one, and folder
SEEN_LOCK = threading.Lock()


def opened(folder: Path) -> TableVersion | None:
    """The table in `folder` as it is now; None where there is none yet."""
    key = (os.getpid(), folder)
    with SEEN_LOCK:
        seen = SEEN.get(key)
    if seen and is_newest(seen):
        return seen.table
    if not is_table(folder / LOG):
        return None
    table = view(folder)
    with SEEN_LOCK:
        SEEN[key] = seen_now(table)
    return table


def view(folder: Path) -> TableVersion:
    """What the log says of the newest version of the table."""
    log = entries_since_checkpoint(folder / LOG)
    return plainly_read(folder, log) or read_by_library(folder)


def plainly_read(folder: Path, log: LogSinceCheckpoint) -> TableVersion | None:
    """What a log says that holds nothing we do not write ourselves; None for any other.

    The library that writes the table takes 40 MB, which a process that only reads need not have.
    """
    told = replayed(log, SETTLING)
    if told is None:
        return None
    return TableVersion(folder, log.version, told.files, told.settled)


def read_by_library(folder: Path) -> TableVersion:
    """The same of whatever Delta Lake can read."""
    from deltalake import DeltaTable
    from deltalake.exceptions import DeltaError

    try:
        delta = DeltaTable(str(folder))
        files = pl.DataFrame(delta.get_add_actions(flatten=True))
        settled = delta.transaction_version(SETTLING) or 0
    except DeltaError as error:
        raise damaged_log(folder / LOG) from error
    return TableVersion(folder, delta.version(), files, settled)


def seen_now(table: TableVersion) -> ReadVersion:
    """A version that was read just now."""
    own, following = (commit(table.folder, table.version + each) for each in (0, 1))
    return ReadVersion(table, own, following, mark(own), time.monotonic())


def is_newest(seen: ReadVersion) -> bool:
    """True where nothing was committed after what was seen."""
    return (
        time.monotonic() - seen.at < TRUSTED
        and mark(seen.own) == seen.mark
        and not seen.following.exists()
    )


def commit(folder: Path, version: int) -> Path:
    """The file in which a version of the table is committed."""
    return folder / LOG / f"{version:020}.json"


def mark(path: Path) -> tuple[int, int, int]:
    """What tells this file from another of the same name; zeros where there is none."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return (0, 0, 0)
    return (found.st_ino, found.st_mtime_ns, found.st_size)

"""The log of the table of settled readings, entry by entry, without the library that writes it.

What it may hold is Delta Lake's transaction log protocol (github.com/delta-io/delta, PROTOCOL.md),
reader version 1: since the last checkpoint each entry adds files and removes some.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import polars as pl

from klimamosaik.records.damage import damaged_log

MONTH = "month"  # the column files are parted by: of the UTC start, "2024-03"
CHECKPOINTS = "*.checkpoint*.parquet"
READER = 1  # version of the protocol
Record = Mapping[str, Any]
BOUNDED: dict[str, pl.DataType] = {  # columns whose least and most in each file the log tells
    "datastream": pl.Int64(),
    "start": pl.Datetime("us", "UTC"),
    "seq": pl.Int64(),
}
COLUMNS: dict[str, pl.DataType] = {
    "path": pl.String(),
    "num_records": pl.Int64(),
    f"partition.{MONTH}": pl.String(),
    **{f"min.{name}": kind for name, kind in BOUNDED.items()},
    **{f"max.{name}": kind for name, kind in BOUNDED.items()},
}


@dataclass(frozen=True)
class LogSinceCheckpoint:
    """The newest checkpoint, and what came after it."""

    checkpoint: Path | None  # None: there is none
    records: tuple[Record, ...]
    version: int  # of the newest entry
    whole: bool = True  # False: an entry was tidied away meanwhile


@dataclass
class TableLog:
    """What the log tells of the table, as far as it was read."""

    adds: dict[str, Record] = field(default_factory=dict)  # by path
    transactions: dict[str, int] = field(default_factory=dict)  # newest of each application
    reader: int = 0  # version of the protocol that is needed to read it
    parted_by: Sequence[str] = ()

    @property
    def plain(self) -> bool:
        """True where it is told to be as ours are."""
        return self.reader == READER and list(self.parted_by) == [MONTH]

    def hear(self, record: Record) -> None:
        """Take in one record."""
        if add := record.get("add"):
            self.adds[add["path"]] = add
        elif remove := record.get("remove"):
            self.adds.pop(remove["path"], None)
        elif told := record.get("txn"):
            self.transactions[told["appId"]] = int(told["version"])
        elif told := record.get("protocol"):
            self.reader = told["minReaderVersion"]
        elif told := record.get("metaData"):
            self.parted_by = told["partitionColumns"]


@dataclass(frozen=True)
class ReplayedLog:
    """The table as its log says it is."""

    files: pl.DataFrame  # COLUMNS
    settled: int  # newest version of the readings that a commit carried


def is_table(log: Path) -> bool:
    """True where there is a log."""
    return any(log.glob("*.json")) or any(log.glob(CHECKPOINTS))


def entries_since_checkpoint(log: Path) -> LogSinceCheckpoint:
    """The entries since the last checkpoint. Refuses one that is cut, empty or left out.

    Delta Lake passes over an empty entry: what it brought would be missing without a word.
    """
    names = [path for path in log.glob("*.json") if path.stem.isdecimal()]
    checkpoints = sorted(log.glob(CHECKPOINTS))
    since = max((int(path.name[:20]) for path in checkpoints), default=-1)
    entries = sorted(path for path in names if int(path.stem) > since)
    records: list[Record] = []
    whole = True
    for number, path in enumerate(entries, since + 1):
        if int(path.stem) != number:
            raise damaged_log(path)
        found = records_of(path)
        whole &= found is not None
        records += found or ()
    newest = checkpoints[-1] if checkpoints else None
    return LogSinceCheckpoint(newest, tuple(records), since + len(entries), whole)


def records_of(path: Path) -> list[Record] | None:
    """The records of an entry; None where it was tidied away meanwhile. Refuses one that is cut."""
    try:
        records = [json.loads(line) for line in path.read_bytes().splitlines()]
    except FileNotFoundError:
        return None
    except ValueError:
        records = []
    if not records or not all(isinstance(each, dict) for each in records):
        raise damaged_log(path)
    return records


def replayed(log: LogSinceCheckpoint, application: str) -> ReplayedLog | None:
    """The table as the log says, its records one after the other; None where it is not plain.

    application: whose transactions carry how far the readings have settled.
    """
    table = TableLog()
    try:
        for record in (*of_checkpoint(log.checkpoint), *log.records):
            table.hear(record)
        files = frame(table.adds.values())
    except (KeyError, TypeError, ValueError, OSError, pl.exceptions.PolarsError):
        return None
    plain = table.plain and log.whole
    return ReplayedLog(files, table.transactions.get(application, 0)) if plain else None


def of_checkpoint(file: Path | None) -> Iterable[Record]:
    """The records of a checkpoint in one file. Raises ValueError for one of another kind."""
    if file is None:
        return []
    if file.name != f"{file.name[:20]}.checkpoint.parquet":
        raise ValueError(file.name)
    kinds = ["protocol", "metaData", "txn", "add"]
    return pl.read_parquet(file, columns=kinds, hive_partitioning=False).iter_rows(named=True)


def frame(adds: Iterable[Record]) -> pl.DataFrame:
    """The files that were added (COLUMNS). Raises KeyError where their bounds are not told."""
    return pl.DataFrame([row(add) for add in adds], schema=COLUMNS, orient="row")


def row(add: Record) -> tuple[object, ...]:
    """One file that was added."""
    stats = json.loads(add["stats"])
    bounds = [
        datetime.fromisoformat(stats[side][name]) if name == "start" else stats[side][name]
        for side in ("minValues", "maxValues")
        for name in BOUNDED
    ]
    month = dict(add["partitionValues"])[MONTH]
    return unquote(add["path"]), stats["numRecords"], month, *bounds

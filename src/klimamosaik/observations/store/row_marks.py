"""At which rows of a file of settled readings those of a datastream begin.

Files are in order of datastream and start. Who looks for a hundred readings by a condition has two
columns of a whole group of rows decoded, and each row compared; told their place, hardly more than
the rows themselves. A file never changes, so each is looked through once a process: every 2,048th
row is kept, 80 kB for a month of ten million readings. The rows read last are held, too: the next
page of a list mostly lies among them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from klimamosaik.observations.store import parquet
from klimamosaik.observations.store.parquet import RowPlace
from klimamosaik.records.memory_cache import HeldResults

EVERY = 2_048  # rows from one that is kept to the next
AT_ONCE = EVERY * 512  # rows in memory while a file is looked through
FILES = 500  # whose marks are kept
Numbers = NDArray[np.int64]
NOTHING = np.empty(0, np.int64)
FEW_BYTES = 1_000_000  # [bytes] of rows that are held
HELD = HeldResults[pl.DataFrame](most=32, seconds=3_600)  # by file as it is, and place
FileMark = tuple[int, int, int]


@dataclass(frozen=True)
class RowMarks:
    """Every 2,048th row of a file, by its datastream and start [µs since 1970, UTC]."""

    rows: int  # of the file
    datastream: Numbers
    start: Numbers

    def around(self, datastream: int, begin: int, finish: int) -> tuple[int, int]:
        """Rows [first, stop), outside of which no reading of it starts in [begin, finish)."""
        of_it, after = np.searchsorted(self.datastream, (datastream, datastream + 1))
        first, stop = of_it + np.searchsorted(self.start[of_it:after], (begin, finish))
        return max(0, int(first) - 1) * EVERY, min(int(stop) * EVERY, self.rows)


def mark_of(file: str) -> FileMark:
    """What tells a file from another of its name."""
    found = Path(file).stat()
    return found.st_ino, found.st_mtime_ns, found.st_size


@lru_cache(FILES)
def marks_of(file: str, mark: FileMark) -> RowMarks | None:
    """The marks of a file; None where it is not in order. mark: as `mark_of` tells it."""
    streams: list[Numbers] = []
    starts: list[Numbers] = []
    last = (NOTHING, NOTHING)
    rows = 0
    while True:
        datastream, start = parquet.keys_of_rows(file, rows, AT_ONCE)
        rows += datastream.size
        if not in_order(np.append(last[0], datastream), np.append(last[1], start)):
            return None
        streams.append(datastream[::EVERY].copy())
        starts.append(start[::EVERY].copy())
        last = datastream[-1:], start[-1:]
        if datastream.size < AT_ONCE:
            return RowMarks(rows, np.concatenate(streams), np.concatenate(starts))


def rows_at(places: Sequence[RowPlace]) -> list[pl.DataFrame]:
    """The rows at each of these places; STORED, in order."""
    names = [f"{place} {mark_of(place[0])}" for place in places]
    found = [HELD.find(name) for name in names]
    missing = [place for place, each in zip(places, found, strict=True) if each is None]
    read = iter(parquet.read_rows(missing) if missing else ())
    return [
        hold(name, next(read)) if each is None else each
        for name, each in zip(names, found, strict=True)
    ]


def hold(name: str, rows: pl.DataFrame) -> pl.DataFrame:
    """Hold rows where they are few; returns them."""
    few = rows.height <= 2 * EVERY and rows.estimated_size() <= FEW_BYTES
    return HELD.keep(name, rows.rechunk()) if few else rows


def in_order(datastream: Numbers, start: Numbers) -> bool:
    """True where rows are in order of datastream and start."""
    same = datastream[1:] == datastream[:-1]
    ordered = (datastream[1:] > datastream[:-1]) | (same & (start[1:] >= start[:-1]))
    return bool(ordered.all())

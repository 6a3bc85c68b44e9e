"""Readings as arrays: what a few cost as a table is more than storing them does."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from klimamosaik.observations.kernel.said_quality import quality_in
from klimamosaik.observations.store.frames import (
    BEGIN,
    DETAILS,
    END,
    LARGEST,
    as_frame,
    checked,
    microseconds,
)
from klimamosaik.terms.quality import Quality
from klimamosaik.terms.reading import INSTANT, QUALITIES, QUALITY, WITHDRAWN

PACKED = np.dtype([("start", "<i8"), ("end", "<i8"), ("value", "<f8"), ("quality", "u1")])
FEW = 64  # readings that are looked at one by one
EARLIEST, LATEST = microseconds(BEGIN), microseconds(END)
PLACES = {quality: place for place, quality in enumerate(QUALITIES) if quality != WITHDRAWN}
NOTHING = float("nan")
PLAIN = {"datastream": pl.Int64(), "start": INSTANT, "end": INSTANT, "value": pl.Float64()}
PlainRow = tuple[int, int, int, float | None, str | None]
Flags = NDArray[np.bool_]
Order = NDArray[np.int64] | Flags


@dataclass(frozen=True)
class ReadingBatch:
    """Readings sorted by datastream and start, each key once."""

    datastream: NDArray[np.int64]  # shape (n,)
    rows: NDArray[np.void]  # PACKED, times in µs since 1970 UTC, value nan where there is none
    details: Sequence[str | None] | None  # one a reading; None where none says any

    def __len__(self) -> int:
        return int(self.datastream.size)

    def chosen(self, which: Order) -> "ReadingBatch":
        """Those at these places, or where the flags are set."""
        details = self.details
        if details is not None:
            places = np.flatnonzero(which) if which.dtype == np.bool_ else which
            details = [details[place] for place in places.tolist()]
        return ReadingBatch(self.datastream[which], self.rows[which], details)

    def keys(self) -> set[tuple[int, int]]:
        """Datastream and start of each."""
        return set(zip(self.datastream.tolist(), self.rows["start"].tolist(), strict=True))

    def frame(self, seq: int) -> pl.DataFrame:
        """The readings as a table, STORED."""
        packed = {name: self.rows[name] for name in ("start", "end", "value", "quality")}
        seqs = np.full(len(self), seq, np.int64)
        return as_frame(datastream=self.datastream, seq=seqs, details=self.details, **packed)


def together(batches: Sequence[ReadingBatch]) -> ReadingBatch:
    """Several batches as one; no key may be in two of them."""
    if len(batches) == 1:
        return batches[0]
    details = None
    if any(each.details is not None for each in batches):
        details = [said for each in batches for said in each.details or [None] * len(each)]
    whole = ReadingBatch(
        np.concatenate([each.datastream for each in batches]),
        np.concatenate([each.rows for each in batches]),
        details,
    )
    return whole.chosen(np.lexsort((whole.rows["start"], whole.datastream)))


def batch_of(readings: pl.DataFrame) -> ReadingBatch:
    """Readings as they arrive, checked. Raises InputRejected as `frames.checked` does."""
    few = few_plain(readings) if readings.height <= FEW else None
    return few or packed(checked(readings))


def batch_of_rows(rows: Sequence[PlainRow]) -> ReadingBatch | None:
    """Few readings of sensors, checked; None where one of them is not plainly right.

    rows: datastream, start and end [µs since 1970, UTC], value, details; None where it has none.
    """
    if not all(is_plain(row) for row in rows):
        return None
    packed = [(start, end, NOTHING if value is None else value, PLACES[quality_in(said).value])
              for _, start, end, value, said in rows]  # fmt: skip
    array, streams = np.array(packed, PACKED), np.array([row[0] for row in rows], np.int64)
    details = [row[4] for row in rows] if any(row[4] is not None for row in rows) else None
    found = ReadingBatch(streams, array, details)
    if len(rows) == 1:
        return found
    found = found.chosen(np.lexsort((array["start"], streams)))
    return found if len(found.keys()) == len(found) else None


def batch_of_instants(
    datastream: NDArray[np.int64], start: NDArray[np.int64], value: NDArray[np.float64]
) -> ReadingBatch:
    """Measured moments, plainly right and each key once, in any order: all of shape (n,)."""
    array = np.empty(start.size, PACKED)
    array["start"] = array["end"] = start
    array["value"], array["quality"] = value, PLACES[Quality.MEASURED.value]
    return ReadingBatch(datastream, array, None).chosen(np.lexsort((start, datastream)))


def is_plain(row: PlainRow) -> bool:
    """True for a possible value over a possible time, or where something else is said."""
    _, start, end, value, details = row
    said = details is not None if value is None else abs(value) <= LARGEST  # nan is not
    return said and EARLIEST <= start <= end <= LATEST


def packed(readings: pl.DataFrame) -> ReadingBatch:
    """Readings (DELIVERED, sorted by KEY) as arrays."""
    array = np.empty(readings.height, PACKED)
    array["start"] = readings["start"].to_physical().to_numpy()
    array["end"] = readings["end"].to_physical().to_numpy()
    array["value"] = readings["value"].fill_null(float("nan")).to_numpy()
    array["quality"] = readings["quality"].to_physical().to_numpy()
    beside = readings[DETAILS]
    details = None if beside.null_count() == len(beside) else beside.to_list()
    return ReadingBatch(readings["datastream"].to_numpy(), array, details)


def few_plain(readings: pl.DataFrame) -> ReadingBatch | None:
    """Few readings about which there is plainly nothing to complain; None where that is not so.

    Only a short cut: `frames.checked` decides whatever is not plain, and says why.
    """
    if any(readings.schema.get(name) != kind for name, kind in PLAIN.items()):
        return None
    columns = {name: readings[name] for name in (*PLAIN, "quality") if name in readings.columns}
    if any(each.null_count() for name, each in columns.items() if name != "value"):
        return None
    array = np.empty(readings.height, PACKED)
    for name in ("start", "end"):
        array[name] = columns[name].to_physical().to_numpy()
    array["value"] = columns["value"].to_numpy()
    places = places_of(columns.get("quality"))
    details = readings[DETAILS].to_list() if DETAILS in readings.columns else [None] * len(array)
    if places is None or not all_plain(array, columns["value"].is_null().to_numpy(), details):
        return None
    array["quality"] = places
    beside = details if any(said is not None for said in details) else None
    found = ReadingBatch(columns["datastream"].to_numpy(), array, beside)
    found = found.chosen(np.lexsort((array["start"], found.datastream)))
    return found if len(found.keys()) == len(found) else None


def places_of(quality: pl.Series | None) -> list[int] | None:
    """Qualities as they are stored; None where one of them is not for who delivers."""
    if quality is None or quality.dtype not in (pl.String, QUALITY):
        return None
    places = [PLACES.get(each) for each in quality.to_list()]
    return None if None in places else places  # type: ignore[return-value]


def all_plain(array: NDArray[np.void], missing: Flags, details: Sequence[str | None]) -> bool:
    """True where each reading is a possible value over a possible time, or says something else."""
    start, end, value = (array[name] for name in ("start", "end", "value"))
    possible = np.abs(value) <= LARGEST  # nan is not
    if missing.any():
        possible |= missing & np.array([said is not None for said in details])
    times = (end >= start) & (start >= EARLIEST) & (end <= LATEST)
    return bool((possible & times).all())

"""The one table form of readings inside the store, checked at its door."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from klimamosaik.observations.kernel.details import DETAILS as DETAILS
from klimamosaik.observations.kernel.instants import BEGIN as BEGIN
from klimamosaik.observations.kernel.instants import END as END
from klimamosaik.observations.kernel.instants import EPOCH as EPOCH
from klimamosaik.observations.kernel.instants import microseconds as microseconds
from klimamosaik.observations.kernel.instants import moment as moment
from klimamosaik.terms.complaint import InputRejected, Problem, problem, rejected
from klimamosaik.terms.reading import INSTANT, QUALITIES, QUALITY, READING, WITHDRAWN
from klimamosaik.terms.text import Text

# What a delivery brings. details: what a reading says beside its value, see details.py; null in
# most cases, and then it takes no room.
DELIVERED = {"datastream": pl.Int64(), **READING, DETAILS: pl.String()}
STORED = {**DELIVERED, "seq": pl.Int64()}  # what the store answers
KEY = ["datastream", "start"]
# In one reading. All the world uses 1.7e14 kWh of energy in a year (Energy Institute, Statistical
# Review of World Energy 2024: 620 EJ); whatever is larger was misread, as kWh or as m³.
LARGEST = 1e15
LONGEST_ON_A_DAY = timedelta(hours=25)  # the longest local day; longer ones stay intervals
MANY, ROWS_A_RUN = 10_000, 8  # rows from which runs are looked for; fewer in each are none


def at(moment: datetime) -> pl.Expr:
    """A moment to compare INSTANTs with.

    As a literal of its own it takes 50 times as long (0.2 ms), and starts the threads of polars,
    of which none may be there before a fork.
    """
    return pl.lit(microseconds(moment)).cast(INSTANT)


EARLIEST, LATEST = at(BEGIN), at(END)


def checked(readings: pl.DataFrame) -> pl.DataFrame:
    """Bring readings into DELIVERED, sorted by KEY, exact doubles once.

    A reading without a value says something else in its details; one that ends where it starts
    is an instant. Raises InputRejected, with every complaint, for a missing column, a value that is
    not a finite number or larger than any there can be, an interval that ends before it starts, an
    unknown quality, or two different readings with the same start in one datastream.
    """
    if DETAILS not in readings.columns:
        readings = readings.with_columns(pl.lit(None, pl.String).alias(DETAILS))
    missing = [name for name in DELIVERED if name not in readings.columns]
    if missing:
        raise rejected(
            "missing_column",
            "Spalten fehlen: {listed}.",
            "missing: {listed}.",
            listed=", ".join(missing),
        )
    columns = (cast(name, kind, readings.schema[name]) for name, kind in DELIVERED.items())
    frame = in_order(readings.select(columns), KEY)
    if repeated(frame, KEY).any():
        frame = in_order(frame.unique(subset=list(DELIVERED)), KEY)
    complaints = complaints_about(frame)
    if complaints:
        raise InputRejected(complaints)
    return frame


def cast(name: str, kind: pl.DataType, given: pl.DataType) -> pl.Expr:
    """A column in its own type; a quality nobody knows becomes null."""
    column = pl.col(name)
    if kind != QUALITY or given == QUALITY:
        return column.cast(kind)
    return column.cast(pl.String).cast(kind, strict=False)


def in_order(frame: pl.DataFrame, columns: Sequence[str]) -> pl.DataFrame:
    """Sort by whole numbers and times; much faster than polars where runs are sorted already."""
    keys = [whole_numbers(frame[name]) for name in columns]
    order = merged(keys[0], keys[1]) if frame.height >= MANY else None
    if order is None:
        order = np.lexsort(keys[::-1])
    return frame if np.all(order[1:] > order[:-1]) else frame[order]


def merged(first: NDArray[Any], second: NDArray[Any]) -> NDArray[np.int64] | None:
    """Places that put rows in order by both, where they are few runs in order already, (n,).

    Months of settled readings are: each holds a stretch of each datastream, and none reaches into
    another. None where they do, or where no two rows are known to differ.
    """
    stops = (first[1:] != first[:-1]) | (second[1:] <= second[:-1])
    begins = np.append(0, np.flatnonzero(stops) + 1)
    if begins.size * ROWS_A_RUN > first.size:
        return None
    lengths = np.diff(begins, append=first.size)
    order = np.lexsort((second[begins], first[begins]))
    begins, lengths = begins[order], lengths[order]
    last = second[begins + lengths - 1]
    if not ((first[begins[1:]] > first[begins[:-1]]) | (second[begins[1:]] > last[:-1])).all():
        return None
    moved = begins - np.cumsum(lengths) + lengths  # how far each run moves to the front
    return np.repeat(moved, lengths) + np.arange(first.size)


def whole_numbers(column: pl.Series) -> NDArray[Any]:
    """A column of whole numbers or times, none missing, as an array to sort and compare by.

    Each method of a column plans and runs a query of its own; numbers need none.
    """
    plain = column.dtype.is_integer() or column.dtype.is_temporal()
    return (column if plain else column.to_physical()).to_numpy()


def repeated(frame: pl.DataFrame, columns: Sequence[str]) -> NDArray[np.bool_]:
    """Of sorted rows, those that equal the row before in `columns`, shape (n,)."""
    same = np.ones(max(frame.height - 1, 0), np.bool_)
    for name in columns:
        same &= alike_as_before(frame[name])
    return np.concatenate([np.zeros(min(frame.height, 1), np.bool_), same])


def alike_as_before(column: pl.Series) -> NDArray[np.bool_]:
    """Where a row equals the one before, missing as missing, shape (n - 1,)."""
    if column.null_count() == len(column):
        return np.ones(max(len(column) - 1, 0), np.bool_)
    if column.null_count() == 0 and column.dtype != pl.String:
        values = whole_numbers(column)
        return np.asarray(values[1:] == values[:-1])
    return column[1:].eq_missing(column[:-1]).to_numpy()


def complaints_about(frame: pl.DataFrame) -> list[Problem]:
    """Everything wrong with readings in the form DELIVERED, one complaint a kind."""
    unsaid = pl.col("value").is_null() & pl.col(DETAILS).is_null()
    unsaid |= pl.col("value").is_nan() | pl.col("value").is_infinite()
    spans = (pl.col("end") >= pl.col("start")) & (pl.col("start") >= EARLIEST)
    spans &= pl.col("end") <= LATEST
    rules = (
        (unsaid.fill_null(False), NOT_A_NUMBER),
        (pl.col("value").is_finite() & (pl.col("value").abs() > LARGEST), TOO_LARGE),
        (spans.fill_null(False).not_(), NOT_A_SPAN),
        (pl.col("quality").is_null() | (pl.col("quality") == WITHDRAWN), NOT_A_QUALITY),
        (pl.Series(repeated(frame, KEY)), CONTRADICTION),
    )
    found = ((frame.filter(rule), complaint) for rule, complaint in rules)
    return [located(complaint, bad) for bad, complaint in found if not bad.is_empty()]


def located(complaint: Problem, bad: pl.DataFrame) -> Problem:
    """Say how many readings are meant and which is the first."""
    first = bad.row(0, named=True)
    where = WHERE.format(datastream=first["datastream"], start=first["start"])
    text = complaint.text.format(count=bad.height, where=where, value=first["value"])
    return Problem(complaint.code, text)


WHERE = Text(
    "(zuerst Messreihe {datastream}, {start})", "(first in datastream {datastream}, {start})"
)
NOT_A_NUMBER = problem(
    "not_a_number",
    "{count} Messwerte sind keine endliche Zahl {where}: Lücken bitte weglassen.",
    "{count} readings are not a finite number {where}: leave gaps out instead.",
)
TOO_LARGE = problem(
    "too_large_to_be_true",
    "{count} Messwerte sind größer, als es sein kann {where}: {value:.4g}. In einem Jahr "
    "verbraucht die ganze Welt 170.000.000.000.000 kWh; bitte Einheit, Dezimalzeichen und "
    "Spalte prüfen.",
    "{count} readings are larger than there can be {where}: {value:.4g}. In a year the "
    "whole world uses 170,000,000,000,000 kWh; please check unit, decimal mark and column.",
)
NOT_A_SPAN = problem(
    "not_a_span",
    "{count} Messwerte enden vor ihrem Beginn oder liegen vor 1900 oder nach 2199 {where}.",
    "{count} readings end before they start, or lie before 1900 or after 2199 {where}.",
)
NOT_A_QUALITY = problem(
    "not_a_quality",
    "{count} Messwerte haben eine unbekannte Qualität {where}: "
    "erlaubt sind measured, estimated, default, unknown.",
    "{count} readings have an unknown quality {where}: "
    "allowed are measured, estimated, default, unknown.",
)
CONTRADICTION = problem(
    "contradicting_readings",
    "{count} Messwerte widersprechen einander: gleicher Beginn, anderer Inhalt {where}.",
    "{count} readings contradict each other: same start, other content {where}.",
)


def empty() -> pl.DataFrame:
    """No readings, in the form STORED."""
    return no_rows().clone()


@cache
def no_rows() -> pl.DataFrame:
    """The same, made once: it takes longer than to ask the database."""
    return pl.DataFrame(schema=STORED)


def as_frame(
    *,
    datastream: NDArray[np.int64],
    start: NDArray[np.int64],
    end: NDArray[np.int64],
    value: NDArray[np.float64],
    quality: NDArray[np.uint8],
    seq: NDArray[np.int64],
    details: Sequence[str | None] | None = None,
) -> pl.DataFrame:
    """Readings as a table, STORED. Times in µs since 1970 UTC; quality as place in QUALITIES.

    details: one a reading; None where none says anything beside its value.
    """
    columns = {
        "datastream": numbers(datastream, pl.Int64),
        "start": numbers(start, pl.Int64).cast(INSTANT),
        "end": numbers(end, pl.Int64).cast(INSTANT),
        "value": pl.Series(np.ascontiguousarray(value), dtype=pl.Float64, nan_to_null=True),
        "quality": qualities(quality),
        DETAILS: said_beside(details, len(datastream)),
        "seq": numbers(seq, pl.Int64),
    }
    return pl.DataFrame(columns)  # in the order and the types of STORED


def qualities(places: NDArray[np.uint8]) -> pl.Series:
    """Qualities as a column, told by their places in QUALITIES; mostly all are the same."""
    if places.size and (places == places[0]).all():
        return every_quality().new_from_index(int(places[0]), places.size)
    return every_quality().gather(numbers(places, pl.UInt8).cast(pl.UInt32))


@cache
def every_quality() -> pl.Series:
    """QUALITIES as a column, made once: see `no_rows`."""
    return pl.Series(QUALITIES, dtype=QUALITY)


def said_beside(details: Sequence[str | None] | None, count: int) -> pl.Series:
    """Details as a column."""
    if details is None:
        return pl.Series([None], dtype=pl.String).new_from_index(0, count)
    return pl.Series(details, dtype=pl.String)


def numbers(column: NDArray[Any], kind: type[pl.DataType]) -> pl.Series:
    """An array, be it a strided view, as a column."""
    return pl.Series(np.ascontiguousarray(column), dtype=kind)

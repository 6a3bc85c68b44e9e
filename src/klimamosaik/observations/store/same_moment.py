"""Readings that a sensor reports at a moment that is taken: each stands, none is overwritten.

A meter has one value at a time, and a newer one corrects it. A sensor may report twice in one
millisecond; the later reading is stored in the next free one and says what it was sent with.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import UTC
from typing import NamedTuple

import polars as pl

from klimamosaik.observations.kernel import details
from klimamosaik.observations.kernel.said_quality import quality_in
from klimamosaik.observations.store.frames import DELIVERED, DETAILS, moment
from klimamosaik.terms.complaint import rejected
from klimamosaik.terms.reading import INSTANT

MILLISECOND = 1_000  # [µs]
MOST = 100  # readings of one datastream that are pushed on from one moment


class ReportedReading(NamedTuple):
    """A reading as a sensor reports it."""

    datastream: int
    start: int  # [µs since 1970, UTC]
    end: int  # [µs since 1970, UTC]; of an instant the start
    value: float | None
    details: str | None  # see kernel.details

    @property
    def key(self) -> tuple[int, int]:
        """What its number stands for: datastream and millisecond."""
        return self.datastream, self.start // MILLISECOND


Standing = dict[tuple[int, int], ReportedReading]  # by key


def apart(
    rows: Iterable[ReportedReading], *, corrects: Collection[int], standing: Standing
) -> list[ReportedReading]:
    """The same readings, in their order, none at a moment at which another one stands.

    corrects: datastreams where a newer reading replaces the one at its time. standing: readings
    there are; new ones are added. Raises InputRejected where too many fall on one moment.
    """
    found = []
    for row in rows:
        placed = row
        if row.datastream not in corrects:
            for steps in range(MOST + 1):
                placed = pushed_on(row, steps)
                if standing.setdefault(placed.key, placed) == placed:
                    break
            else:
                raise too_many(row)
        found.append(placed)
    return found


def pushed_on(row: ReportedReading, steps: int) -> ReportedReading:
    """The reading some milliseconds later, saying what it was sent with."""
    if not steps:
        return row
    start = row.start + steps * MILLISECOND
    beside = details.read(row.details)
    beside.setdefault("phenomenonTime", sent_as(row))
    end = start if row.end == row.start else max(row.end, start)
    return row._replace(start=start, end=end, details=details.written(beside))


def sent_as(row: ReportedReading) -> str:
    """The time of a reading, as the standard writes it."""
    begin, end = (
        moment(each).astimezone(UTC).isoformat().replace("+00:00", "Z")
        for each in (row.start, row.end)
    )
    return begin if row.start == row.end else "/".join((begin, end))


def too_many(row: ReportedReading) -> Exception:
    """More readings at one moment than are told apart."""
    return rejected(
        "too_many_at_once",
        "Messreihe {datastream}: mehr als {most} verschiedene Messwerte zur selben Zeit {time}.",
        "Datastream {datastream}: more than {most} different readings at the same moment {time}.",
        datastream=row.datastream,
        most=MOST,
        time=sent_as(row),
    )


def as_delivered(rows: Sequence[ReportedReading]) -> pl.DataFrame:
    """Readings as a delivery brings them (DELIVERED)."""
    columns = list(zip(*rows, strict=True)) or [()] * len(ReportedReading._fields)
    datastream, start, end, value, said = columns
    return pl.DataFrame(
        {
            "datastream": pl.Series(datastream, dtype=pl.Int64),
            "start": pl.Series(start, dtype=pl.Int64).cast(INSTANT),
            "end": pl.Series(end, dtype=pl.Int64).cast(INSTANT),
            "value": pl.Series(value, dtype=pl.Float64),
            "quality": pl.Series(
                [quality_in(each).value for each in said], dtype=DELIVERED["quality"]
            ),
            DETAILS: pl.Series(said, dtype=pl.String),
        }
    )


def as_reported(readings: pl.DataFrame) -> Standing:
    """Readings of the store (STORED) by their key."""
    columns = ("datastream", "start", "end", "value", DETAILS)
    plain = readings.select(columns).with_columns(pl.col("start", "end").to_physical())
    rows = map(ReportedReading._make, plain.iter_rows())
    return {row.key: row for row in rows}

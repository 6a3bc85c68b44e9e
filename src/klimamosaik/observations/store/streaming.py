"""The steps of one delivery of readings that arrived by themselves, inside its transaction.

Most of them are later than all there is: nothing has to be looked at for these. Days are not
written, see pending.py.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cache

import numpy as np
import polars as pl

from klimamosaik.observations.store import days, hot, latest, writing
from klimamosaik.observations.store import hot_and_cold as store
from klimamosaik.observations.store.batch import FEW, Flags, ReadingBatch, packed, together
from klimamosaik.observations.store.frames import DELIVERED, KEY, STORED, empty
from klimamosaik.observations.store.merging import ReadingDifference, difference, newest
from klimamosaik.observations.store.roll_up import roll_up
from klimamosaik.observations.store.stream_summary import LastReading

RECENT = timedelta(days=3) // timedelta(microseconds=1)  # new readings so late still wait


@dataclass(frozen=True)
class Streamed:
    """What readings that arrived say that was not known."""

    ahead: ReadingBatch  # later than all there was
    late: ReadingDifference  # of the others

    @property
    def nothing(self) -> bool:
        """True where all was known."""
        return not len(self.ahead) and self.late.fresh.is_empty()

    @property
    def new(self) -> int:
        """How many readings were not there before."""
        return len(self.ahead) + self.late.fresh.height - self.late.changed


def compared(readings: ReadingBatch, held: Mapping[int, LastReading], *, upto: int) -> Streamed:
    """Compare what arrived with what there is at version `upto`."""
    ahead = is_ahead(readings, held)
    if ahead.all():
        return Streamed(readings, nothing_late())
    given = readings.chosen(~ahead).frame(0).select(list(DELIVERED))
    microsecond = timedelta(microseconds=1)
    known = [
        store.versions(datastreams=asked, start=first, end=last + microsecond, upto=upto)
        for asked, first, last in writing.alike(given)
    ]
    return Streamed(readings.chosen(ahead), difference(given, newest(pl.concat(known))))


@cache
def nothing_late() -> ReadingDifference:
    """No reading that is not ahead; made once, and not before it is needed: see EARLIEST."""
    return ReadingDifference(pl.DataFrame(schema=DELIVERED), empty(), same=0)


def is_ahead(readings: ReadingBatch, held: Mapping[int, LastReading], *, step: int = 1) -> Flags:
    """Which readings start after all that their datastreams have, told in steps of so many µs."""
    if len(readings) <= FEW:
        return np.array([later(*each, held, step) for each in starts_of(readings)], np.bool_)
    streams, place = np.unique(readings.datastream, return_inverse=True)
    nothing = np.iinfo(np.int64).min // 2
    starts = [row.taken if (row := held.get(each)) else None for each in streams.tolist()]
    last = np.array([nothing if start is None else start for start in starts])
    found: Flags = readings.rows["start"] // step > last[place] // step
    return found


def starts_of(readings: ReadingBatch) -> Iterator[tuple[int, int]]:
    """Datastream and start of each."""
    return zip(readings.datastream.tolist(), readings.rows["start"].tolist(), strict=True)


def later(datastream: int, start: int, held: Mapping[int, LastReading], step: int) -> bool:
    """True where a reading starts after all that its datastream has."""
    row = held.get(datastream)
    taken = row.taken if row else None
    return taken is None or start // step > taken // step


def write(streamed: Streamed, held: Mapping[int, LastReading], *, seq: int) -> None:
    """Write what is new, note the last readings and from when on days are out of date."""
    late = streamed.late
    if late.fresh.is_empty():
        hot.write(streamed.ahead, seq=seq)
        latest.extend(streamed.ahead, held, seq=seq)
        return
    hot.write(together([streamed.ahead, packed(late.fresh)]), seq=seq)
    waits = may_wait(late, held)
    latest.extend(together([streamed.ahead, packed(late.fresh.filter(waits))]), held, seq=seq)
    mended = late.fresh.filter(~waits)
    if not mended.is_empty():
        mend(mended, replaced=late.replaced, seq=seq)


def may_wait(late: ReadingDifference, held: Mapping[int, LastReading]) -> pl.Series:
    """Which late readings are new, and of days that may be out of date for a while."""
    since = {each: waits_since(row) for each, row in held.items()}
    bound = late.fresh["datastream"].replace_strict(since, return_dtype=pl.Int64)
    recent = late.fresh["start"].to_physical() >= bound
    corrected = late.replaced.select(*KEY, corrected=pl.lit(True))
    told = late.fresh.join(corrected, on=KEY, how="left", maintain_order="left")["corrected"]
    return recent & told.is_null()


def mend(mended: pl.DataFrame, *, replaced: pl.DataFrame, seq: int) -> None:
    """Bring written days and last readings up to corrections and to what is long past.

    mended: DELIVERED, stored already; replaced: STORED, what some of them say otherwise.
    """
    means = writing.averaged(mended["datastream"].unique().to_list())
    around = newest(writing.surroundings(mended, upto=seq))
    written = mended.with_columns(seq=pl.lit(seq, pl.Int64)).select(list(STORED))
    touched = writing.touched_days(pl.concat([written, replaced]))
    rolled = roll_up(around, averaged=means)
    days.write(rolled.join(touched, on=["datastream", "day"], how="semi"), touched=touched)
    latest.note(mended, before=replaced, after=around, seq=seq)


def waits_since(row: LastReading) -> int:
    """From when on readings of a datastream may wait [µs since 1970, UTC]."""
    recent = (row.start or 0) - RECENT
    return recent if row.pending is None else min(row.pending, recent)

"""The last reading of each datastream, kept with every delivery."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

import numpy as np
import polars as pl
from django.db import connection
from django.db.models import Max
from numpy.typing import NDArray

from klimamosaik.observations.kernel.details import DETAILS, MOVED
from klimamosaik.observations.models import Latest
from klimamosaik.observations.store import hot_and_cold as store
from klimamosaik.observations.store.batch import ReadingBatch
from klimamosaik.observations.store.frames import KEY, LONGEST_ON_A_DAY
from klimamosaik.observations.store.result_times import NEVER, of_batch, of_frame
from klimamosaik.observations.store.stream_summary import (
    NOTED,
    LastReading,
    held_of,
    known_of_both,
)
from klimamosaik.records.batched_ids import wanted
from klimamosaik.terms.reading import WITHDRAWN

DAY_AT_MOST = LONGEST_ON_A_DAY // timedelta(microseconds=1)


def note(fresh: pl.DataFrame, *, before: pl.DataFrame, after: pl.DataFrame, seq: int) -> None:
    """Bring the last readings up to version `seq`.

    fresh: what this version writes (DELIVERED); before, after: the state around it (STORED, by
    KEY), while earlier and later readings may lie outside.
    """
    datastreams = fresh["datastream"].unique().to_list()
    held = held_of(datastreams)
    found = spans_of(after)
    lost = shortened(fresh, before=before, held=held)
    if lost:
        found |= spans_of(store.state(datastreams=lost, start=None, end=None, upto=seq))
    more, moved = gained(fresh, before), moved_from(fresh)
    rows = {}
    for each in datastreams:
        known = held.get(each, LastReading())
        row = wider(found.get(each), None if each in lost else known) or LastReading()
        row.count = known.count + more.get(each, 0)
        row.kept = max(known_of_both(known.kept, moved.get(each)), default=None)
        rows[each] = row
    put(rows, seq=seq)


def extend(added: ReadingBatch, held: Mapping[int, LastReading], *, seq: int) -> None:
    """Note readings that were not there before, and that no day holds them yet.

    held: of all their datastreams that have readings, as `held_of` gives them.
    """
    if not len(added):
        return
    streams, begin = np.unique(added.datastream, return_index=True)
    last = np.append(begin[1:], len(added)) - 1
    until = np.maximum.reduceat(added.rows["end"], begin)
    pending = np.minimum.reduceat(on_days(added), begin)
    result_first, result_until = result_spans(of_batch(added), begin)
    count = last - begin + 1
    rows = {}
    for place, each in enumerate(streams.tolist()):
        start, end, value, _ = added.rows[last[place]].tolist()
        found = LastReading(
            start=start,
            end=end,
            value=None if value != value else value,
            first=int(added.rows["start"][begin[place]]),
            until=int(until[place]),
            result_first=result_first[place],
            result_until=result_until[place],
        )
        known = held.get(each)
        row = wider(found, known) or found
        row.count = (known.count if known else 0) + int(count[place])
        row.kept = known.kept if known else None
        row.pending = earlier(known.pending if known else None, int(pending[place]))
        rows[each] = row
    put(rows, seq=seq, fields=(*NOTED, "pending"))


def result_spans(
    times: NDArray[np.int64], begin: NDArray[np.int64]
) -> tuple[list[int | None], list[int | None]]:
    """The earliest and the latest of runs of result times, each beginning at a place of `begin`."""
    earliest = np.minimum.reduceat(times, begin).tolist()
    latest = np.maximum.reduceat(np.where(times == NEVER, -NEVER, times), begin).tolist()
    first = [None if each == NEVER else each for each in earliest]
    return first, [None if each == -NEVER else each for each in latest]


def on_days(readings: ReadingBatch) -> NDArray[np.int64]:
    """Starts of the readings [µs]; NEVER where one never becomes part of a day."""
    rows = readings.rows
    part = (rows["end"] - rows["start"] <= DAY_AT_MOST) & ~np.isnan(rows["value"])
    return np.where(part, rows["start"], NEVER)


def earlier(held: int | None, start: int) -> int | None:
    """From when on days are out of date: since before, or by these readings."""
    if start == NEVER:
        return held
    return start if held is None else min(held, start)


def shortened(
    fresh: pl.DataFrame, *, before: pl.DataFrame, held: Mapping[int, LastReading]
) -> list[int]:
    """Datastreams of which an edge is no more: first or last reading, latest end, result times."""
    edges = ("start", "first", "until", "result_first", "result_until")
    table = pl.DataFrame(
        [(each, *(getattr(row, name) for name in edges)) for each, row in held.items()],
        schema=["datastream", "last", *edges[1:]],
        orient="row",
        schema_overrides=dict.fromkeys(("datastream", "last", *edges[1:]), pl.Int64),
    )
    ended = before.select(*KEY, ended="end").with_columns(resulted=of_frame(before))
    start, end = (pl.col(name).to_physical() for name in ("start", "end"))
    gone = pl.col("quality") == WITHDRAWN
    edge = (start == pl.col("last")) | (start == pl.col("first"))
    shorter = (pl.col("ended").to_physical() == pl.col("until")) & (gone | (end < pl.col("until")))
    known = pl.col("resulted")
    at_edge = (known == pl.col("result_first")) | (known == pl.col("result_until"))
    otherwise = at_edge & (gone | known.ne_missing(pl.col("result")))
    told = fresh.with_columns(result=of_frame(fresh)).join(ended, on=KEY, how="left")
    told = told.join(table, on="datastream")
    touched = told.filter((gone & edge) | shorter.fill_null(False) | otherwise.fill_null(False))
    return touched["datastream"].unique().sort().to_list()


def gained(fresh: pl.DataFrame, before: pl.DataFrame) -> dict[int, int]:
    """How many readings more each datastream has by these."""
    known = fresh.join(before.select(KEY), on=KEY, how="semi").select(*KEY, known=pl.lit(True))
    marked = fresh.join(known, on=KEY, how="left")
    there = pl.col("known").fill_null(False)
    gone = pl.col("quality") == WITHDRAWN
    change = pl.when(gone & there).then(-1).when(~gone & ~there).then(1).otherwise(0)
    return dict(marked.group_by("datastream").agg(change.sum()).iter_rows())


def moved_from(readings: pl.DataFrame) -> dict[int, int]:
    """The latest place of each datastream that a reading left and whose number it still has."""
    left = readings.filter(
        (pl.col("quality") == WITHDRAWN)
        & pl.col(DETAILS).str.contains(MOVED, literal=True).fill_null(False)
    )
    table = left.group_by("datastream").agg(pl.col("start").to_physical().max())
    return dict(table.iter_rows())


def spans_of(readings: pl.DataFrame) -> dict[int, LastReading]:
    """The reading that starts last of each datastream, and the span of all of them.

    readings: STORED, sorted by KEY.
    """
    start, end = (pl.col(name).to_physical() for name in ("start", "end"))
    timed = readings.with_columns(result=of_frame(readings))
    table = timed.group_by("datastream", maintain_order=True).agg(
        start.last(), end.last(), pl.col("value").last(), start.first().alias("first"),
        end.max().alias("until"), pl.len().alias("count"),
        pl.col("result").min().alias("result_first"), pl.col("result").max().alias("result_until"),
    )  # fmt: skip
    return {datastream: LastReading(*told) for datastream, *told in table.iter_rows()}


def wider(found: LastReading | None, held: LastReading | None) -> LastReading | None:
    """The last reading of both, of two with the same start the one found now, and their span."""
    if found is None or held is None or held.start is None:
        return found or held
    last = held if held.start > (found.start or 0) else found
    return LastReading(
        start=last.start,
        end=last.end,
        value=last.value,
        first=min(found.first or 0, held.first or 0),
        until=max(found.until or 0, held.until or 0),
        result_first=min(known_of_both(found.result_first, held.result_first), default=None),
        result_until=max(known_of_both(found.result_until, held.result_until), default=None),
    )


def put(rows: Mapping[int, LastReading], *, seq: int, fields: Sequence[str] = NOTED) -> None:
    """Note these as the last readings of their datastreams at version `seq`."""
    names = ["datastream_id", "seq", *fields]
    columns = ", ".join(f'"{name}"' for name in names)
    values = ", ".join(["%s"] * len(names))
    updates = ", ".join(f'"{name}" = excluded."{name}"' for name in names[1:])
    with connection.cursor() as cursor:  # objects take three times as long as the database does
        cursor.executemany(
            f"INSERT INTO {Latest._meta.db_table} ({columns}) VALUES ({values}) "
            f"ON CONFLICT (datastream_id) DO UPDATE SET {updates}",
            [
                (datastream, seq, *(getattr(row, name) for name in fields))
                for datastream, row in rows.items()
            ],
        )


def changed_since(datastreams: Sequence[int], seq: int) -> list[int]:
    """Those datastreams that a version newer than `seq` changed."""
    asked = f"SELECT datastream_id FROM {Latest._meta.db_table} WHERE seq > %s AND datastream_id "
    changed: set[int] = set()
    with connection.cursor() as cursor:
        for some, condition, values in wanted(datastreams):
            cursor.execute(f"{asked}{condition}", [seq, *values])
            changed.update(pk for (pk,) in cursor.fetchall() if pk in some)
    return [pk for pk in datastreams if pk in changed]


def newest_change(datastreams: Sequence[int]) -> int:
    """The newest version that changed any of a few datastreams; 0 where none has readings."""
    found = Latest.objects.filter(datastream__in=datastreams).aggregate(newest=Max("seq"))
    return found["newest"] or 0

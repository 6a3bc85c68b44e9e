"""Fresh readings in the relational database: one row per delivery, datastream and month.

A row holds its readings as one packed array. A row per reading was measured too: writing a
million took 20 times as long, reading them back 30 times.
"""

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import pairwise

import numpy as np
import polars as pl
from django.db import connection
from django.db.models import Max, Min, QuerySet, Sum
from numpy.typing import NDArray

from klimamosaik.observations.models import Chunk, Latest
from klimamosaik.observations.store.batch import PACKED, ReadingBatch
from klimamosaik.observations.store.frames import (
    LONGEST_ON_A_DAY,
    as_frame,
    empty,
    microseconds,
)
from klimamosaik.records.batched_ids import at_once, wanted

Details = list[str | None]
MICROSECOND = timedelta(microseconds=1)
NEVER_SETTLES = np.iinfo(np.int64).min  # in place of a month
ChunkRow = tuple[int, int, str, int, int, int, bytes, bytes | None]  # as INSERT names them
PackedRow = tuple[int, int, int, bytes, bytes | None]
LyingRow = tuple[int, int, int, int]  # as FOUND names them
UNPACKED = ("datastream_id", "seq", "count", "data", "details")
FIRST, LAST = np.iinfo(np.int64).min, np.iinfo(np.int64).max  # [µs since 1970, UTC] of any start
READ = (
    f"SELECT {', '.join(UNPACKED)} FROM {Chunk._meta.db_table} "
    "WHERE seq <= %s AND last >= %s AND first < %s AND datastream_id IN "
)
FOUND = (
    f"SELECT id, count, first, last FROM {Chunk._meta.db_table} "
    "WHERE seq <= %s AND last >= %s AND first < %s AND datastream_id = %s"
)
PICKED = f"SELECT {', '.join(UNPACKED)} FROM {Chunk._meta.db_table} WHERE id IN "
IN_TURN = {False: "first", True: "last DESC"}
READ_LAST = (
    f"SELECT {', '.join(f'held.{name}' for name in UNPACKED)} FROM {Chunk._meta.db_table} held "
    f"JOIN {Latest._meta.db_table} known ON known.datastream_id = held.datastream_id "
    "WHERE held.seq <= %s AND known.start BETWEEN held.first AND held.last "
    "AND held.datastream_id "
)
INSERT = (
    f"INSERT INTO {Chunk._meta.db_table} "
    "(seq, datastream_id, month, first, last, count, data, details) "
    "VALUES (%s, %s, %s, %s, %s, %s, %s, %s)"
)


def write(readings: ReadingBatch, *, seq: int) -> None:
    """Write readings under the version `seq`."""
    with connection.cursor() as cursor:  # objects take three times as long as the database does
        cursor.executemany(INSERT, list(parted(readings, seq)))


def parted(readings: ReadingBatch, seq: int) -> Iterator[ChunkRow]:
    """Pack readings into the rows they are stored as, one a datastream and month."""
    rows = readings.rows
    months = rows["start"].astype("datetime64[us]").astype("datetime64[M]").astype(np.int64)
    months[rows["end"] - rows["start"] > LONGEST_ON_A_DAY // MICROSECOND] = NEVER_SETTLES
    order = np.lexsort((months, readings.datastream))
    readings, months = readings.chosen(order), months[order]
    datastreams, rows, details = readings.datastream, readings.rows, readings.details
    apart = (datastreams[1:] != datastreams[:-1]) | (months[1:] != months[:-1])
    edges = [0, *(np.flatnonzero(apart) + 1).tolist(), rows.size]
    for begin, end in pairwise(edges):
        part = rows[begin:end]
        yield (
            seq,
            int(datastreams[begin]),
            named_month(int(months[begin])),
            int(part["start"][0]),
            int(part["start"][-1]),
            part.size,
            part.tobytes(),
            packed_details(details[begin:end]) if details is not None else None,
        )


def packed_details(details: Sequence[str | None]) -> bytes | None:
    """Details of the readings of one row; None where none says anything beside its value."""
    if all(said is None for said in details):
        return None
    return json.dumps(list(details), ensure_ascii=False).encode()


def named_month(month: int) -> str:
    """The month, counted from January 1970, as Chunk writes it."""
    return "" if month == NEVER_SETTLES else str(np.datetime64(month, "M"))


def read(
    *, datastreams: Sequence[int], start: datetime | None, end: datetime | None, upto: int
) -> pl.DataFrame:
    """All versions with seq <= upto of readings that start in [start, end); STORED, unsorted."""
    first = FIRST if start is None else microseconds(start)
    stop = LAST if end is None else microseconds(end)
    found: list[pl.DataFrame] = []
    with connection.cursor() as cursor:  # as in `write`
        for asked in at_once(datastreams):
            marks = ", ".join(["%s"] * len(asked))
            cursor.execute(f"{READ}({marks})", [upto, first, stop, *asked])
            found.append(unpacked_rows(cursor.fetchall(), first=first, stop=stop))
    return pl.concat(found) if found else empty()


def starts(
    *, since: int, upto: int | None = None, datastreams: Sequence[int] | None = None
) -> dict[int, tuple[int, int]]:
    """Earliest and latest start of the readings of rows that versions from `since` on wrote.

    In µs since 1970 (UTC), by datastream. upto: the last of the versions; None: there is no last.
    """
    rows = Chunk.objects.filter(seq__gte=since).order_by()
    rows = rows if upto is None else rows.filter(seq__lte=upto)
    asked = None if datastreams is None else frozenset(datastreams)
    found = rows.values_list("datastream").annotate(Min("first"), Max("last"))
    return {pk: (first, last) for pk, first, last in found if asked is None or pk in asked}


def rows_in_turn(
    datastream: int, *, first: int, stop: int, upto: int, most: int, last: bool
) -> tuple[list[PackedRow], int | None]:
    """Rows of versions <= upto that may hold starts in [first, stop), as UNPACKED names them.

    By their first start, or the other way round by their last one where `last` is set: about as
    many as hold `most` readings; and that start of the one they end with, where more may follow.
    """
    told = f"{FOUND} ORDER BY {IN_TURN[last]} LIMIT %s"
    with connection.cursor() as cursor:
        cursor.execute(told, [upto, first, stop, datastream, most])
        lying = cursor.fetchall()
        places, edge = enough(lying, most, last=last)
        if not places:
            return [], None
        # what settled since is gone here and will be found there
        cursor.execute(f"{PICKED}({', '.join(['%s'] * len(places))})", places)
        return cursor.fetchall(), edge


def enough(lying: Sequence[LyingRow], most: int, *, last: bool) -> tuple[list[int], int | None]:
    """Ids of as many rows as hold so many readings before the last of them starts; see above."""
    held = 0
    for place, (_, count, begin, end) in enumerate(lying):
        if held >= most or place == most - 1:
            return [row[0] for row in lying[: place + 1]], end if last else begin
        held += count
    return [row[0] for row in lying], None


def starts_in(rows: Sequence[PackedRow], *, first: int, stop: int) -> NDArray[np.int64]:
    """The starts in [first, stop) that rows hold [µs since 1970, UTC], in no order."""
    starts = np.frombuffer(b"".join(bytes(row[3]) for row in rows), PACKED)["start"]
    return starts[(starts >= first) & (starts < stop)]


def with_last(datastreams: Sequence[int], *, upto: int) -> pl.DataFrame:
    """Readings of rows that hold the start of a datastream's last one; STORED, unsorted."""
    found: list[pl.DataFrame] = []
    with connection.cursor() as cursor:
        for some, condition, values in wanted(datastreams):
            cursor.execute(f"{READ_LAST}{condition}", [upto, *values])
            found.append(unpacked_rows([row for row in cursor.fetchall() if row[0] in some]))
    return pl.concat(found) if found else empty()


def long(*, datastreams: Sequence[int], upto: int) -> pl.DataFrame:
    """All versions with seq <= upto of readings longer than a day, which never settle; STORED."""
    chunks = Chunk.objects.filter(seq__lte=upto, month="")
    found = [unpacked(chunks.filter(datastream__in=asked)) for asked in at_once(datastreams)]
    return pl.concat(found) if found else empty()


def of_version(seq: int) -> pl.DataFrame:
    """The readings that version `seq` wrote, as far as they have not settled; STORED."""
    return unpacked(Chunk.objects.filter(seq=seq))


def unpacked(chunks: "QuerySet[Chunk]") -> pl.DataFrame:
    """The readings of the chunks, STORED, unsorted."""
    return unpacked_rows(packed_rows(chunks))


def packed_rows(chunks: "QuerySet[Chunk]") -> list[PackedRow]:
    """The chunks as UNPACKED names them."""
    return list(chunks.order_by().values_list(*UNPACKED))


def unpacked_rows(
    rows: Sequence[PackedRow], *, first: int = FIRST, stop: int = LAST
) -> pl.DataFrame:
    """The readings of rows as UNPACKED names them that start in [first, stop); STORED, unsorted."""
    if not rows:
        return empty()
    array = np.frombuffer(b"".join(bytes(row[3]) for row in rows), PACKED)
    counts = [each[2] for each in rows]
    row = np.repeat(np.arange(len(rows)), counts)
    details = unpacked_details(rows)
    kept = (array["start"] >= first) & (array["start"] < stop)
    if not kept.all():
        array, row = array[kept], row[kept]
        details = details and [details[place] for place in np.flatnonzero(kept).tolist()]
    return as_frame(
        datastream=np.array([each[0] for each in rows], np.int64)[row],
        start=array["start"],
        end=array["end"],
        value=array["value"],
        quality=array["quality"],
        seq=np.array([each[1] for each in rows], np.int64)[row],
        details=details,
    )


def unpacked_details(rows: Sequence[PackedRow]) -> Details | None:
    """Details of all readings of these rows, in order."""
    if all(row[4] is None for row in rows):
        return None
    found: Details = []
    for _, _, count, _, said in rows:
        found += [None] * count if said is None else json.loads(bytes(said))
    return found


def settling(*, upto: int) -> "QuerySet[Chunk]":
    """Rows with seq <= upto whose readings settle; those longer than a day never do."""
    return Chunk.objects.filter(seq__lte=upto).exclude(month="")


def portions(*, newest: int, readings: int) -> Iterator[int]:
    """Versions up to which to settle one after the other, with about so many readings between.

    A delivery is never parted; the last one is `newest`, and there is none where nothing settles.
    """
    sizes = settling(upto=newest).order_by("seq").values_list("seq").annotate(size=Sum("count"))
    waiting = 0
    for seq, size in list(sizes):
        if waiting and waiting + size > readings:
            yield seq - 1
            waiting = 0
        waiting += size
    if waiting:
        yield newest


def take(*, upto: int) -> Iterator[pl.DataFrame]:
    """The readings that settle, a month at a time: STORED, unsorted.

    Packed they take a quarter of the memory; they are asked for at once, before the first month
    is unpacked, and so by the thread that asks.
    """
    months: dict[str, list[PackedRow]] = defaultdict(list)
    for month, *row in settling(upto=upto).order_by().values_list("month", *UNPACKED):
        months[month].append(tuple(row))
    return (unpacked_rows(months.pop(month)) for month in sorted(months))


def drop(*, upto: int) -> None:
    """Delete what has settled; only after it has been committed to the cold."""
    settling(upto=upto).order_by().delete()

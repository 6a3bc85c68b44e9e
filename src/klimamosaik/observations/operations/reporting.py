"""Readings reported by sensors, each of which stands beside the others."""

import threading
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager

import numpy as np
import polars as pl
from django.db import connection, transaction
from numpy.typing import NDArray

from klimamosaik.observations.kernel.details import MOVED
from klimamosaik.observations.kernel.numbers import key_of
from klimamosaik.observations.operations.arriving import (
    DOOR,
    Arrived,
    NotAhead,
    take_in,
    take_in_ahead,
)
from klimamosaik.observations.operations.group_commit import WaitingSender
from klimamosaik.observations.store import hot_and_cold as store
from klimamosaik.observations.store import stream_summary, version
from klimamosaik.observations.store.batch import (
    FEW,
    batch_of_instants,
    batch_of_rows,
    is_plain,
)
from klimamosaik.observations.store.frames import DETAILS, KEY, in_order, moment
from klimamosaik.observations.store.same_moment import (
    MILLISECOND,
    MOST,
    ReportedReading,
    Standing,
    apart,
    as_delivered,
    as_reported,
)
from klimamosaik.terms.reading import WITHDRAWN

__all__ = [
    "NotAhead",
    "ReportedReading",
    "as_delivered",
    "kept_apart",
    "report",
    "report_instants",
    "report_together",
]
Keys = frozenset[tuple[int, int]]


def report(rows: Sequence[ReportedReading], *, corrects: Collection[int], name: str) -> list[int]:
    """Store reported readings; returns where each starts [µs since 1970, UTC] once committed.

    A different reading at a moment that is taken is stored a millisecond later, the same one is
    the same. corrects: datastreams (of meters) where it replaces the one at its time instead.
    name: of the source, for the history. Raises InputRejected; then nothing is stored.
    """
    own = [row for row in rows if row.datastream not in corrects] if corrects else rows
    keys = frozenset((row.datastream, row.start // MILLISECOND) for row in own)
    if connection.in_atomic_block:
        return placed(rows, corrects=corrects, name=name)
    with claimed(keys):
        if len(keys) == len(own) and stored_ahead(rows, keys, name=name):
            return [row.start for row in rows]
        with transaction.atomic():
            return placed(rows, corrects=corrects, name=name)


def stored_ahead(rows: Sequence[ReportedReading], keys: Keys, *, name: str) -> bool:
    """Store readings where none can stand in another's place; False where one may.

    keys: of those that replace nothing, each another one.
    """
    batch = batch_of_rows(rows) if len(keys) == len(rows) <= FEW else None
    if batch is None:
        if not are_ahead(keys):
            return False
        take_in(as_delivered(rows), name=name)
        return True
    try:
        take_in_ahead(batch, name=name)  # looks itself, together with others
    except NotAhead:
        return False
    return True


def report_instants(
    datastream: NDArray[np.int64],
    start: NDArray[np.int64],
    value: NDArray[np.float64],
    *,
    name: str,
) -> bool:
    """Store measured moments where each is of a later millisecond than all its datastream has.

    datastream, start [µs since 1970, UTC] and value: of each, shape (n,), plainly right. False
    where one may stand in another's place, or in its way: nothing is stored then, `report` finds
    their places. Raises InputRejected.
    """
    milliseconds = (start // MILLISECOND).tolist()
    keys = frozenset(zip(datastream.tolist(), milliseconds, strict=True))
    if len(keys) < start.size or connection.in_atomic_block:
        return False
    with claimed(keys):
        try:
            take_in_ahead(batch_of_instants(datastream, start, value), name=name)
        except NotAhead:
            return False
    return True


def report_together(
    rows: Sequence[ReportedReading], names: Sequence[str]
) -> list[BaseException | None]:
    """Store readings of several senders in one act; returns what kept each of them out of it.

    names: of each source, for the history. NotAhead is said of a reading that is not plainly later
    than all there is and than the others: `report` finds its place.
    """
    ahead: dict[tuple[int, int], int] = {}  # place of the first with a key
    for place, row in enumerate(rows):
        if is_plain(row):
            ahead.setdefault(row.key, place)
    batch = batch_of_rows([rows[place] for place in ahead.values()]) if ahead else None
    if batch is None:
        return [NotAhead() for _ in rows]
    apart = {rows[place][:2]: names[place] for place in ahead.values()}
    sender = WaitingSender[Arrived](batch, set(apart.values()), ahead=True, apart=apart)
    with claimed(frozenset(ahead)):
        DOOR.all_stored([sender])
    stored = {each for each in ahead.values() if rows[each][:2] not in sender.left_out}
    return [sender.fault if place in stored else NotAhead() for place in range(len(rows))]


def placed(rows: Sequence[ReportedReading], *, corrects: Collection[int], name: str) -> list[int]:
    """Store readings apart from those that stand, inside a transaction: nobody else delivers."""
    version.hold()
    standing = {} if set(corrects) >= {row.datastream for row in rows} else standing_about(rows)
    found = apart(rows, corrects=corrects, standing=standing)
    take_in(as_delivered(found), name=name)
    return [row.start for row in found]


def kept_apart(row: ReportedReading, *, number: int) -> ReportedReading:
    """A reading that moves, where it will stand: pushed on where another one stands already.

    number: its own, which an empty place may still say. Inside a transaction; nobody delivers.
    """
    version.hold()
    standing = standing_about([row])
    standing = {key: one for key, one in standing.items() if key != own_place(number)}
    return apart([row], corrects=(), standing=standing)[0]


def own_place(number: int) -> tuple[int, int]:
    """The datastream and millisecond that a number stands for."""
    datastream, start = key_of(number)
    return datastream, start // MILLISECOND


def standing_about(rows: Sequence[ReportedReading]) -> Standing:
    """The readings there are between the first and the last of these, and a little after."""
    first = min(row.start for row in rows) // MILLISECOND * MILLISECOND
    last = max(row.start for row in rows)
    versions = store.versions(
        datastreams=sorted({row.datastream for row in rows}),
        start=moment(first),
        end=moment(last + (MOST + 2) * MILLISECOND),
        upto=version.current().newest,
    )
    # What moved away keeps the number of its old place: nothing else may stand there.
    known = in_order(versions, [*KEY, "seq"]).unique(KEY, keep="last", maintain_order=True)
    moved = pl.col(DETAILS).str.contains(MOVED, literal=True).fill_null(False)
    return as_reported(known.filter((pl.col("quality") != WITHDRAWN) | moved))


def are_ahead(keys: Keys) -> bool:
    """True where each is later than all that its datastream has: then nothing is in its place."""
    asked = sorted({datastream for datastream, _ in keys})
    held = stream_summary.held_of(asked)
    taken = {pk: held[pk].taken if pk in held else None for pk in asked}
    last = {pk: (start or -(2**62)) // MILLISECOND for pk, start in taken.items()}
    return all(millisecond > last[datastream] for datastream, millisecond in keys)


_storing: set[tuple[int, int]] = set()
_freed = threading.Condition()


@contextmanager
def claimed(keys: Keys) -> Iterator[None]:
    """Meanwhile no other thread of this process stores readings of these milliseconds."""
    with _freed:
        while not keys.isdisjoint(_storing):
            _freed.wait()
        _storing.update(keys)
    try:
        yield
    finally:
        with _freed:
            _storing.difference_update(keys)
            _freed.notify_all()

"""Readings that arrive by themselves, one or a thousand at a time.

They are stored before anybody is answered.
Whoever brings some waits here until they are committed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import polars as pl
from django.db import connection, transaction
from django.utils import timezone

from klimamosaik.observations.models import Delivery
from klimamosaik.observations.operations.features import note_features
from klimamosaik.observations.operations.group_commit import GroupCommit, Key, WaitingSender
from klimamosaik.observations.queries.revisions import note_revisions
from klimamosaik.observations.store import cold, stream_summary, streaming, version
from klimamosaik.observations.store import hot_and_cold as store
from klimamosaik.observations.store.batch import ReadingBatch, batch_of, together
from klimamosaik.observations.store.stream_summary import LastReading
from klimamosaik.records.same_database import renew_connections
from klimamosaik.terms.complaint import rejected

NAME = 200  # letters of a delivery's name
MILLISECOND = 1_000  # [µs]; no finer are the numbers of readings, see kernel.numbers
NOTE = (
    f"INSERT INTO {Delivery._meta.db_table} "
    '("seq", "at", "name", "new", "changed", "same", "streamed", "by_name", "sha256") '
    "VALUES (%s, %s, %s, %s, %s, %s, true, '', '')"
)


@dataclass(frozen=True)
class Arrived:
    """What became of readings that arrived."""

    version: int  # of the data: the delivery they are in, or the newest where all was known
    at: datetime


class NotAhead(Exception):
    """Readings of which one is not later than all there is; nothing of them is stored."""


def take_in(readings: pl.DataFrame, *, name: str) -> Arrived:
    """Store readings that arrived and return once they are committed.

    readings: DELIVERED without order (see store.frames); name: of the source, for the history.
    What arrives from several threads at the same time becomes one delivery; with nobody else
    there it is stored at once. Inside a transaction of the caller it is stored with that.
    Raises InputRejected as `deliver` does; then none of them is stored, and nobody else is
    concerned.
    """
    return stored(WaitingSender(batch_of(readings), [name]))


def take_in_ahead(readings: ReadingBatch, *, name: str) -> Arrived:
    """Store readings as `take_in` does, but only where each is of a later millisecond than all.

    Raises NotAhead where one is not.
    """
    return stored(WaitingSender(readings, [name], ahead=True))


def stored(arriving: WaitingSender[Arrived]) -> Arrived:
    """Wait until readings are committed. Raises what storing them raised."""
    return DOOR.alone(arriving) if connection.in_atomic_block else DOOR.stored(arriving)


def commit(group: Sequence[WaitingSender[Arrived]]) -> None:
    """Store what several have brought, in one act.

    What is all known already makes no version. Who writes to a datastream that was deleted, be it
    a moment ago, is refused; others in the group are not. Raises InputRejected for a datastream
    that never was.
    """
    if not connection.in_atomic_block:  # who brings one reading comes without Django's opening
        renew_connections()
    at = timezone.now()
    with transaction.atomic():
        newest = version.hold()
        store.refuse_behind(cold.opened(), newest=newest)
        readings = together([each.readings for each in group])
        held = stream_summary.known_of(np.unique(readings.datastream).tolist())
        taken = [one for one in group if may_be_stored(one, held)]
        if taken and sum(len(one.readings) for one in taken) < len(readings):
            readings = together([each.readings for each in taken])
        streamed = streaming.compared(readings, held, upto=newest) if taken else None
        if streamed is not None and not streamed.nothing:
            newest += 1
            version.note(newest)
            streaming.write(streamed, held, seq=newest)
            note(streamed, seq=newest, name=named(taken), at=at)
            if readings.details is not None:
                note_features(readings.frame(newest))
    for one in group:
        one.answer = None if one.fault else Arrived(newest, at)


def may_be_stored(one: WaitingSender[Arrived], held: Mapping[int, LastReading]) -> bool:
    """True but for who writes to what was deleted, or asks to store only what is ahead.

    Of readings that stand apart, those for which this is true are left.
    """
    if one.apart is not None:
        return leave_out(one, one.apart, held)
    lost = [pk for pk in set(one.readings.datastream.tolist()) if held[pk].gone]
    if lost:
        one.fault = rejected(
            "deleted_datastream",
            "Die Messreihe {deleted} wurde gelöscht: sie nimmt keine Messwerte mehr.",
            "The datastream {deleted} was deleted: it takes no more readings.",
            deleted=min(lost),
        )
    elif one.ahead and not streaming.is_ahead(one.readings, held, step=MILLISECOND).all():
        one.fault = NotAhead()
    return one.fault is None


def leave_out(
    one: WaitingSender[Arrived], names: Mapping[Key, str], held: Mapping[int, LastReading]
) -> bool:
    """Leave out what was deleted or is not ahead, and who brought it; is something left?"""
    kept = streaming.is_ahead(one.readings, held, step=MILLISECOND)
    gone = [pk for pk in set(one.readings.datastream.tolist()) if held[pk].gone]
    if gone:
        kept &= ~np.isin(one.readings.datastream, gone)
    if not kept.all():
        one.left_out = frozenset(one.readings.chosen(~kept).keys())
        one.readings = one.readings.chosen(kept)
        one.names = {name for key, name in names.items() if key not in one.left_out}
    return bool(kept.any())


def note(streamed: streaming.Streamed, *, seq: int, name: str, at: datetime) -> None:
    """Keep that this came, and what it changed of what was known."""
    late = streamed.late
    row = (seq, connection.ops.adapt_datetimefield_value(at), name, streamed.new, late.changed)
    with connection.cursor() as cursor:  # objects take five times as long as the database does
        cursor.execute(NOTE, [*row, late.same])
    note_revisions(Delivery(seq=seq, at=at), late)


def named(group: Sequence[WaitingSender[Arrived]]) -> str:
    """Who brought something, each once."""
    return shortened(", ".join(sorted({name for each in group for name in each.names})))


def shortened(name: str) -> str:
    """A name as long as there is room for."""
    return name if len(name) <= NAME else f"{name[: NAME - 1]}…"


DOOR: GroupCommit[Arrived] = GroupCommit(commit)

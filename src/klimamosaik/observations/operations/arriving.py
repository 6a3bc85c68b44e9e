"""Readings that arrive by themselves, one or a thousand at a time.

They are stored before anybody is answered.
Whoever brings some waits here until they are committed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import polars as pl
from django.db import connection, transaction
from django.utils import timezone

from klimamosaik.observations.models import Delivery
from klimamosaik.observations.operations.features import note_features
from klimamosaik.observations.operations.group_commit import GroupCommit, WaitingSender
from klimamosaik.observations.queries.revisions import note_revisions
from klimamosaik.observations.store import cold, latest, streaming, version
from klimamosaik.observations.store import hot_and_cold as store
from klimamosaik.observations.store.batch import batch_of, together

NAME = 200  # letters of a delivery's name


@dataclass(frozen=True)
class Arrived:
    """What became of readings that arrived."""

    version: int  # of the data: the delivery they are in, or the newest where all was known
    at: datetime


def take_in(readings: pl.DataFrame, *, name: str) -> Arrived:
    """Store readings that arrived and return once they are committed.

    readings: DELIVERED without order (see store.frames); name: of the source, for the history.
    What arrives from several threads at the same time becomes one delivery; with nobody else
    there it is stored at once. Inside a transaction of the caller it is stored with that.
    Raises InputRejected as `deliver` does; then none of them is stored, and nobody else is
    concerned.
    """
    arriving: WaitingSender[Arrived] = WaitingSender(batch_of(readings), name)
    if connection.in_atomic_block:
        return commit([arriving])[0]
    return GROUPS.stored(arriving)


def commit(group: Sequence[WaitingSender[Arrived]]) -> list[Arrived]:
    """Store what several have brought, in one act.

    What is all known already makes no version. Raises InputRejected for a datastream that does
    not exist.
    """
    at = timezone.now()
    readings = together([each.readings for each in group])
    with transaction.atomic():
        newest = version.hold()
        store.refuse_behind(cold.opened(), newest=newest)
        held = latest.known_of(np.unique(readings.datastream).tolist())
        streamed = streaming.compared(readings, held, upto=newest)
        if not streamed.nothing:
            newest += 1
            version.note(newest)
            streaming.write(streamed, held, seq=newest)
            note(streamed, seq=newest, name=named(group), at=at)
            if readings.details is not None:
                note_features(readings.frame(newest))
    return [Arrived(newest, at) for _ in group]


def note(streamed: streaming.Streamed, *, seq: int, name: str, at: datetime) -> None:
    """Keep that this came, and what it changed of what was known."""
    delivery = Delivery(
        seq=seq,
        at=at,
        name=name,
        streamed=True,
        new=streamed.new,
        changed=streamed.late.changed,
        same=streamed.late.same,
    )
    delivery.save(force_insert=True)
    note_revisions(delivery, streamed.late)


def named(group: Sequence[WaitingSender[Arrived]]) -> str:
    """Who brought something, each once."""
    return shortened(", ".join(sorted({each.name for each in group})))


def shortened(name: str) -> str:
    """A name as long as there is room for."""
    return name if len(name) <= NAME else f"{name[: NAME - 1]}…"


GROUPS: GroupCommit[Arrived] = GroupCommit(commit)

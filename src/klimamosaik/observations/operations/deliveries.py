"""The doors that change what is stored."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

import polars as pl
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from klimamosaik.observations.models import Delivery
from klimamosaik.observations.operations.features import note_features
from klimamosaik.observations.operations.gathering import gather
from klimamosaik.observations.queries.revisions import note_revisions
from klimamosaik.observations.queries.withdrawn_deliveries import withdrawn_deliveries
from klimamosaik.observations.store import cold, pending, version, writing
from klimamosaik.observations.store import hot_and_cold as store
from klimamosaik.observations.store.merging import (
    difference,
    newest,
    restored,
    without_idle_tombstones,
)
from klimamosaik.observations.store.portions import parted, portions
from klimamosaik.places.models import Municipality
from klimamosaik.records.exclusive_work import SETTLING, alone


def deliver(
    *,
    readings: pl.DataFrame,
    name: str,
    sha256: str = "",
    municipality: Municipality | None,
    by: AbstractBaseUser | None,
    by_name: str = "",
    at: datetime,
) -> Delivery:
    """Store readings in one act; either all of it is there afterwards, or nothing.

    readings: datastream, start and end (UTC), value (kWh, m³ or °C), quality ("measured",
    "estimated", "default", "unknown"). What is known already, with the same end, value and
    quality, is counted as same and not written again; what differs becomes the newest version.
    by_name: who it was, where nobody is logged in.
    Raises InputRejected for readings that cannot be taken (see frames.checked) and for datastreams
    that do not exist, StoreDamaged where what is known already cannot be read.
    """
    with transaction.atomic():
        seq = version.advance()
        table = cold.opened()
        store.refuse_behind(table, newest=seq - 1)
        cold.refuse_damaged(table)
        delivery = Delivery(
            seq=seq,
            municipality=municipality,
            at=at,
            by_id=by.pk if by else None,
            by_name=by_name,
            name=name,
            sha256=sha256,
        )
        for given in portions(readings):
            take_portion(given, delivery)
        delivery.save(force_insert=True)
    return delivery


def take_portion(given: pl.DataFrame, delivery: Delivery) -> None:
    """Store readings (DELIVERED, checked) of some datastreams, and count them in their delivery."""
    means = writing.averaged(given["datastream"].unique().to_list())
    before = newest(writing.surroundings(given, upto=delivery.seq))
    change = difference(given, before)
    writing.write(change, before=before, means=means, seq=delivery.seq)
    delivery.new += change.fresh.height - change.changed
    delivery.changed += change.changed
    delivery.same += change.same
    note_revisions(delivery, change)
    note_features(change.fresh)


def withdraw(
    *, delivery: Delivery, by: AbstractBaseUser | None, at: datetime, again: bool = False
) -> Delivery:
    """Undo a delivery by a new one: of its readings stands what other deliveries said last.

    What a delivery says that was itself taken back does not come back with it. again: the delivery
    is itself a withdrawal, and what it withdrew counts once more, as a delivery like the first.
    """
    withdrawn = delivery.withdraws if again else None
    first = (withdrawn or delivery).brings_again or withdrawn or delivery
    with transaction.atomic():
        seq = version.advance()
        undoing = Delivery.objects.create(
            seq=seq,
            municipality=delivery.municipality,
            at=at,
            by_id=by.pk if by else None,
            name=delivery.name,
            withdraws=None if withdrawn else delivery,
            brings_again=first if withdrawn else None,
            sha256=first.sha256 if withdrawn else "",
        )
        void = withdrawn_deliveries()
        for brought in parted(store.brought(first.seq)):
            take_back(brought, undoing, void=void)
        undoing.save(update_fields=["changed", "same"])
    return undoing


def take_back(brought: pl.DataFrame, undoing: Delivery, *, void: Collection[int]) -> None:
    """Have of readings (STORED) of some datastreams stand what counts of them.

    brought: all that a delivery wrote there; void: the deliveries that count no more.
    """
    around = writing.surroundings(brought, upto=undoing.seq)
    before = newest(around)
    left = without_idle_tombstones(restored(brought, around, void=void), before)
    change = difference(left, before)
    means = writing.averaged(brought["datastream"].unique().to_list())
    writing.write(change, before=before, means=means, seq=undoing.seq)
    undoing.changed += change.fresh.height
    undoing.same += brought.height - change.fresh.height
    note_revisions(undoing, change)


@dataclass(frozen=True)
class Settled:
    """What a run of settling did."""

    at: datetime
    readings: int  # moved from hot to cold
    months: int  # of many files, rewritten as one
    busy: bool = False  # another process was at it; nothing was done


KEPT = timedelta(days=7)  # files nobody needs any more stay for readers that began before


def settle(*, at: datetime, keep: timedelta = KEPT) -> Settled:
    """Move fresh readings to the settled ones and keep those in order; can be killed any time.

    Days of what arrived by itself are written down first.

    Raises InputRejected where the folder of readings and the database do not belong together.
    """
    # large: who answers pages never settles
    from klimamosaik.observations.store import cold_writing
    from klimamosaik.observations.store import compacting as settling

    with alone(SETTLING) as free:
        if not free:
            return Settled(at=at, readings=0, months=0, busy=True)
        known = version.current()
        table = cold.opened()
        store.refuse_missing(table, settled=known.settled)
        store.refuse_behind(table, newest=known.newest)
        pending.write_down()
        gather(at=at, settled=known.settled)
        moved = settling.settle_upto(known.newest)
        months = cold_writing.tidy()
        cold_writing.sweep(keep=keep)
        return Settled(at=at, readings=moved, months=months)

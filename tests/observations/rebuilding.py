"""The roll-up made anew from all readings: what is kept up by increments must equal it."""

from collections.abc import Sequence

import polars as pl
from django.db import transaction

from klimamosaik.observations.models import Datastream, Latest, YearOfDays
from klimamosaik.observations.store import days, latest, stream_summary, version, writing
from klimamosaik.observations.store import hot_and_cold as store
from klimamosaik.observations.store.merging import newest
from klimamosaik.observations.store.roll_up import roll_up


def rebuild_days() -> None:
    """Make the roll-up and the latest readings of all datastreams anew."""
    with transaction.atomic():
        rebuild(list(Datastream.objects.order_by("pk").values_list("pk", flat=True)))


def rebuild(group: Sequence[int]) -> None:
    """The same of some, inside a transaction."""
    versions = store.versions(datastreams=group, start=None, end=None, upto=version.hold())
    readings = newest(versions)
    rolled = roll_up(readings, averaged=writing.averaged(group))
    YearOfDays.objects.filter(datastream__in=group).delete()
    days.write(rolled, touched=rolled.select("datastream", "day"))
    Latest.objects.filter(pk__in=group).update(pending=None)
    found, moved = latest.spans_of(readings), latest.moved_from(versions)
    for datastream, seq in versions.group_by("datastream").agg(pl.col("seq").max()).iter_rows():
        row = found.get(datastream) or stream_summary.LastReading()
        row.kept = moved.get(datastream)
        latest.put({datastream: row}, seq=seq)

"""The roll-up made anew from the readings: for earlier versions, and to check or repair it."""

from collections.abc import Sequence
from datetime import date

import polars as pl
from django.db import transaction

from klimamosaik.observations.models import Latest, YearOfDays
from klimamosaik.observations.store import days, glance, latest, pending, version, writing
from klimamosaik.observations.store import hot_and_cold as store
from klimamosaik.observations.store.days import DailyMatrix
from klimamosaik.observations.store.frames import LONGEST_ON_A_DAY, moment
from klimamosaik.observations.store.merging import newest
from klimamosaik.observations.store.roll_up import midnights, roll_up
from klimamosaik.records.at_once import at_once

AT_ONCE = 20  # datastreams whose readings are held in memory together


def days_at(
    datastreams: Sequence[int], *, first: date, last: date, as_of: int | None
) -> DailyMatrix:
    """Local days from `first` up to, not including, `last`, now or as of a version.

    The roll-up stands for now. It is read first, and what a version newer than `as_of` has
    changed by then is computed from the readings.
    """
    matrix = pending.read(datastreams=datastreams, first=first, last=last)
    if as_of is not None and (newer := latest.changed_since(datastreams, as_of)):
        days_as_of(matrix, datastreams=newer, first=first, last=last, upto=as_of)
    return matrix


def days_as_of(
    matrix: DailyMatrix, *, datastreams: Sequence[int], first: date, last: date, upto: int
) -> None:
    """Replace the rows of `datastreams` in `matrix` by their days as they stood at `upto`."""
    begin, end = (moment(bound) for bound in midnights(first, last)[[0, -1]])
    for group in at_once(datastreams, AT_ONCE):
        readings = store.state(
            datastreams=group, start=begin - LONGEST_ON_A_DAY, end=end, upto=upto
        )
        rolled = roll_up(readings, averaged=writing.averaged(group))
        matrix.replace(rolled, datastreams=group)


def rebuild(datastreams: Sequence[int]) -> None:
    """Make the roll-up and the latest readings of these datastreams anew."""
    for group in at_once(datastreams, AT_ONCE):
        with transaction.atomic():
            rebuild_group(group, upto=version.hold())


def rebuild_group(group: Sequence[int], *, upto: int) -> None:
    """Make the roll-up of a few datastreams anew, inside a transaction that holds the version."""
    versions = store.versions(datastreams=group, start=None, end=None, upto=upto)
    readings = newest(versions)
    rolled = roll_up(readings, averaged=writing.averaged(group))
    YearOfDays.objects.filter(datastream__in=group).delete()
    days.write(rolled, touched=rolled.select("datastream", "day"))
    Latest.objects.filter(pk__in=group).update(pending=None)
    found, moved = latest.spans_of(readings), latest.moved_from(versions)
    for datastream, seq in versions.group_by("datastream").agg(pl.col("seq").max()).iter_rows():
        row = found.get(datastream) or glance.LastReading()
        row.kept = moved.get(datastream)
        latest.put({datastream: row}, seq=seq)

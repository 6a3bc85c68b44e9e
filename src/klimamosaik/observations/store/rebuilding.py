"""The roll-up of earlier versions, made anew from the readings where these have changed since."""

from collections.abc import Sequence
from datetime import date

from klimamosaik.observations.store import hot_and_cold as store
from klimamosaik.observations.store import latest, pending, writing
from klimamosaik.observations.store.days import DailyMatrix
from klimamosaik.observations.store.frames import LONGEST_ON_A_DAY, moment
from klimamosaik.observations.store.roll_up import midnights, roll_up
from klimamosaik.records.batched_ids import at_once

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

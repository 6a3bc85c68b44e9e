"""A reading by its number, also where it was moved to another time and kept its number."""

from datetime import timedelta

import polars as pl

from klimamosaik.observations.kernel import details
from klimamosaik.observations.kernel.numbers import key_of
from klimamosaik.observations.queries.readings import data_version
from klimamosaik.observations.store import hot_and_cold as store
from klimamosaik.observations.store.frames import DETAILS, KEY, empty, in_order, moment
from klimamosaik.terms.reading import WITHDRAWN

MILLISECOND = timedelta(milliseconds=1)
MOVES = 100  # of one reading; more is a circle


def reading_numbered(number: int) -> pl.DataFrame:
    """The reading with this number as it stands: one row in the form STORED, or none."""
    try:
        datastream, start = key_of(number)
        moment(start)
    except (OverflowError, ValueError):
        return empty()
    for _ in range(MOVES):
        found = newest_around(datastream, start)
        standing = found.filter(pl.col("quality") != WITHDRAWN)
        mine = [each for each in standing.iter_slices(1) if number_in(each, number) == number]
        if mine:
            return mine[0]
        moved = next(filter(None, map(moved_to, found.iter_slices(1))), None)
        if moved is None:
            return empty()
        datastream, start = moved
    return empty()


def newest_around(datastream: int, start: int) -> pl.DataFrame:
    """The newest versions in the millisecond that begins at `start` [µs since 1970, UTC]."""
    begin = moment(start)
    versions = store.versions(
        datastreams=[datastream], start=begin, end=begin + MILLISECOND, upto=data_version()
    )
    return in_order(versions, [*KEY, "seq"]).unique(subset=KEY, keep="last", maintain_order=True)


def number_in(row: pl.DataFrame, asked: int) -> int:
    """The number a reading goes by: the one it kept, or that of its place, which is asked for."""
    kept = details.read(row[DETAILS][0]).get("number")
    return asked if kept is None else int(kept)


def moved_to(row: pl.DataFrame) -> tuple[int, int] | None:
    """Where a reading that was taken away went; None where it is gone or stands."""
    if row["quality"][0] != WITHDRAWN:
        return None
    told = details.read(row[DETAILS][0]).get("moved")
    return (int(told[0]), int(told[1])) if told else None

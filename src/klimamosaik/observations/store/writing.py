"""The steps of one delivery, inside its transaction."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

import polars as pl

from klimamosaik.observations.models import SUMMED
from klimamosaik.observations.store import days, hot, latest, stream_summary
from klimamosaik.observations.store import hot_and_cold as store
from klimamosaik.observations.store.batch import packed
from klimamosaik.observations.store.frames import LONGEST_ON_A_DAY, STORED, empty
from klimamosaik.observations.store.merging import ReadingDifference, newest
from klimamosaik.observations.store.roll_up import pieces, roll_up

AROUND = timedelta(hours=51)  # a reading a day away may share a day with one that changes
MANY_SPANS = 20  # queries at most


def averaged(datastreams: Sequence[int]) -> frozenset[int]:
    """Those datastreams whose value is a mean over its interval.

    Raises InputRejected where a datastream does not exist.
    """
    found = stream_summary.quantities(datastreams)
    return frozenset(pk for pk, observed in found.items() if observed not in SUMMED)


def surroundings(keys: pl.DataFrame, *, upto: int) -> pl.DataFrame:
    """All versions up to `upto` of what may share a key or a day with `keys`; STORED."""
    found = [
        store.versions(datastreams=asked, start=first - AROUND, end=last + AROUND, upto=upto)
        for asked, first, last in alike(keys)
    ]
    return pl.concat(found) if found else empty()


def alike(keys: pl.DataFrame) -> Iterator[tuple[list[int], datetime, datetime]]:
    """Datastreams with the first and last start in `keys`, those of similar spans together.

    So one late correction does not make every other datastream be read over years.
    """
    spans = keys.group_by("datastream").agg(first=pl.col("start").min(), last=pl.col("start").max())
    months = [pl.col(name).dt.truncate("1mo").alias(f"{name}_month") for name in ("first", "last")]
    groups = spans.sort("datastream").with_columns(months).partition_by("first_month", "last_month")
    for group in groups if len(groups) <= MANY_SPANS else [spans]:
        yield group["datastream"].to_list(), min(group["first"]), max(group["last"])


def write(
    change: ReadingDifference, *, before: pl.DataFrame, means: frozenset[int], seq: int
) -> None:
    """Write what is new and bring roll-up and latest readings up to it.

    change: the difference to `before`, which is the state around it (STORED).
    """
    if change.fresh.is_empty():
        return
    hot.write(packed(change.fresh), seq=seq)
    added = change.fresh.with_columns(seq=pl.lit(seq, pl.Int64)).select(list(STORED))
    after = newest(pl.concat([before, added]))
    rolled = roll_up(after, averaged=means)
    if before.is_empty():
        touched = rolled.select("datastream", "day")
    else:
        touched = touched_days(pl.concat([added, change.replaced]))
        rolled = rolled.join(touched, on=["datastream", "day"], how="semi")
    days.write(rolled, touched=touched)
    latest.note(change.fresh, before=before, after=after, seq=seq)


def touched_days(readings: pl.DataFrame) -> pl.DataFrame:
    """The local days these readings lie on, as datastream and day, each once."""
    short = readings.filter(pl.col("end") - pl.col("start") <= pl.lit(LONGEST_ON_A_DAY))
    if short.is_empty():
        return pl.DataFrame(schema={"datastream": pl.Int64, "day": pl.Date})
    return pieces(short.select("datastream", "start", "end")).select("datastream", "day").unique()

"""The steps of one delivery, inside its transaction."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import polars as pl

from klimamosaik.observations import days, hot, latest, store
from klimamosaik.observations.frames import KEY, LONGEST_ON_A_DAY, STORED, newest
from klimamosaik.observations.models import Datastream, ObservedProperty
from klimamosaik.observations.roll_up import pieces, roll_up
from klimamosaik.terms.complaint import refuse

AROUND = timedelta(hours=51)  # a reading a day away may share a day with one that changes
AVERAGED = frozenset(
    {
        ObservedProperty.AIR_TEMPERATURE,
        ObservedProperty.TEMPERATURE_HEATING_DAYS_15,
        ObservedProperty.TEMPERATURE_HEATING_DAYS_12,
        ObservedProperty.CLIMATE_FACTOR,
    }
)


def averaged(datastreams: Sequence[int]) -> frozenset[int]:
    """Those datastreams whose value is a mean over its interval.

    Raises Refused where a datastream does not exist.
    """
    found: dict[int, str] = {}
    for begin in range(0, len(datastreams), hot.ASKED_AT_ONCE):
        asked = Datastream.objects.filter(pk__in=datastreams[begin : begin + hot.ASKED_AT_ONCE])
        found.update(asked.values_list("pk", "observed_property"))
    unknown = sorted(set(datastreams) - found.keys())
    if unknown:
        raise refuse(
            "unknown_datastream",
            f"Es gibt keine Datenreihe {unknown[0]}: bitte zuerst anlegen.",
            f"There is no datastream {unknown[0]}: create it first.",
        )
    return frozenset(pk for pk, observed in found.items() if observed in AVERAGED)


def surroundings(keys: pl.DataFrame, *, upto: int) -> pl.DataFrame:
    """The state at `upto` of everything that may share a key or a day with `keys`; STORED."""
    if keys.is_empty():
        return pl.DataFrame(schema=STORED)
    start, end = span(keys)
    asked = keys["datastream"].unique().sort().to_list()
    return store.state(datastreams=asked, start=start - AROUND, end=end + AROUND, upto=upto)


def span(keys: pl.DataFrame) -> tuple[datetime, datetime]:
    """Earliest and latest start."""
    starts = keys["start"]
    return starts.min(), starts.max()  # type: ignore[return-value]


def write(fresh: pl.DataFrame, *, before: pl.DataFrame, means: frozenset[int], seq: int) -> None:
    """Write what is new and bring roll-up and latest readings up to it.

    fresh: DELIVERED, nothing in it equal to `before`; before: as surroundings() gave it.
    """
    if fresh.is_empty():
        return
    hot.write(fresh, seq=seq)
    added = fresh.with_columns(seq=pl.lit(seq, pl.Int64)).select(list(STORED))
    after = newest(pl.concat([before, added]))
    replaced = before.join(fresh, on=KEY, how="semi")
    touched = touched_days(pl.concat([added, replaced]))
    rolled = roll_up(after, averaged=means).join(touched, on=["datastream", "day"], how="semi")
    days.write(rolled, touched=touched)
    latest.note(after, datastreams=fresh["datastream"].unique().to_list(), seq=seq)


def touched_days(readings: pl.DataFrame) -> pl.DataFrame:
    """The local days these readings lie on, as datastream and day, each once."""
    short = readings.filter(pl.col("end") - pl.col("start") <= pl.lit(LONGEST_ON_A_DAY))
    if short.is_empty():
        return pl.DataFrame(schema={"datastream": pl.Int64, "day": pl.Date})
    return pieces(short.select("datastream", "start", "end")).select("datastream", "day").unique()

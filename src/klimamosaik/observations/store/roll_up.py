"""From readings to local days: pure functions on tables."""

from datetime import date, timedelta

import numpy as np
import polars as pl
from numpy.typing import NDArray

from klimamosaik.observations.store.frames import LONGEST_ON_A_DAY
from klimamosaik.terms.period import LOCAL
from klimamosaik.terms.reading import GUESSED, INSTANT

DAYS = {
    "datastream": pl.Int64(),
    "day": pl.Date(),
    "value": pl.Float64(),
    "covered": pl.Float64(),
    "estimated": pl.Boolean(),
}
Instants = NDArray[np.int64]
HOUR = 3_600_000_000  # [µs]
MOMENT = 1_000_000  # [µs] weight of an instant beside others


def midnights(first: date, last: date) -> Instants:
    """Local midnights of the days from `first` to `last`, both included [µs since 1970, UTC]."""
    days = pl.date_range(first, last, "1d", eager=True).cast(pl.Datetime("us"))
    return days.dt.replace_time_zone(LOCAL.key).to_physical().to_numpy()


def roll_up(readings: pl.DataFrame, *, averaged: frozenset[int]) -> pl.DataFrame:
    """Sum readings into local days; those longer than a day are left out.

    readings: at least datastream, start, end, value, quality, one row per (datastream, start). A
    reading over midnight is shared out by time; an instant counts whole, and covers the hour it
    lies in. Readings without a value (texts, lists) are left out. averaged: datastreams whose
    value is a mean over its interval (temperatures): their day is the mean over the time covered.
    A day is estimated where any reading on it is not said to be measured.
    Returns DAYS, sorted by datastream and day; days without readings are absent.
    """
    short = readings.select("datastream", "start", "end", "value", "quality").filter(
        (pl.col("end") - pl.col("start") <= pl.lit(LONGEST_ON_A_DAY))
        & pl.col("value").is_not_null()
    )
    if short.is_empty():
        return pl.DataFrame(schema=DAYS)
    instants = bool((short["end"] == short["start"]).any())
    any_guessed = bool(short.select(GUESSED.any()).item())
    whole = (pl.col("end") - pl.col("start")).dt.total_microseconds()
    averages = pl.col("datastream").is_in(list(averaged))
    weight, share = pl.col("piece"), pl.col("piece") / whole
    seconds = pl.col("piece").sum()
    if instants:
        weight = pl.when(whole == 0).then(MOMENT).otherwise(weight)
        share = pl.when(whole == 0).then(1.0).otherwise(share)
        hours = pl.col("start").filter(whole == 0).dt.truncate("1h").n_unique()
        seconds = seconds + hours.cast(pl.Int64) * HOUR
    mean = (pl.col("value") * weight).sum() / weight.sum()
    total = (pl.col("value") * share).sum()
    days = (
        pieces(short)
        .group_by("datastream", "day")
        .agg(
            value=pl.when(averages.first()).then(mean).otherwise(total),
            covered=(seconds / pl.col("length").first()).clip(0.0, 1.0),
            estimated=GUESSED.any() if any_guessed else pl.lit(value=False),
        )
    )
    return days.select(list(DAYS)).sort("datastream", "day")


def pieces(readings: pl.DataFrame) -> pl.DataFrame:
    """Cut readings at local midnights: adds day, length of the day and of the piece [µs]."""
    first, last = days_of(readings)
    bounds = midnights(first, last + timedelta(days=1))
    starts = readings["start"].cast(INSTANT).to_physical().to_numpy()
    ends = readings["end"].cast(INSTANT).to_physical().to_numpy()
    on = np.searchsorted(bounds, starts, side="right") - 1
    upto = np.maximum(np.searchsorted(bounds, ends, side="left") - 1, on)  # an instant at midnight
    found: list[pl.DataFrame] = []
    for ahead in range(int((upto - on).max()) + 1):
        rows = np.flatnonzero(on + ahead <= upto)
        day = on[rows] + ahead
        piece = np.minimum(ends[rows], bounds[day + 1]) - np.maximum(starts[rows], bounds[day])
        found.append(
            readings[rows].with_columns(
                day=pl.Series(np.datetime64(first) + day, dtype=pl.Date),
                length=pl.Series(bounds[day + 1] - bounds[day]),
                piece=pl.Series(piece),
            )
        )
    return pl.concat(found)


def days_of(readings: pl.DataFrame) -> tuple[date, date]:
    """First and last local day the readings touch."""
    earliest = readings["start"].dt.convert_time_zone(LOCAL.key).min()
    latest = readings["end"].dt.convert_time_zone(LOCAL.key).max()
    return earliest.date(), latest.date()  # type: ignore[union-attr]

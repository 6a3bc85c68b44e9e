"""The course of a datastream at a glance: its use per month."""

from collections.abc import Mapping, Sequence
from datetime import date

import polars as pl

from klimamosaik.observations.models import Datastream
from klimamosaik.observations.queries import readings as queries
from klimamosaik.observations.queries.cache import cached
from klimamosaik.observations.store import pending

MONTHS = 36  # the newest three years
FINE = ("PT10M", "PT15M", "PT30M", "PT1H", "P1D")
EARLIEST = 1990  # where nothing is known
WHOLE = 0.9  # share of a month's days from which its sum is drawn
Curve = tuple[float | None, ...]


def curves(*, datastreams: Sequence[int], months: int = MONTHS) -> Mapping[int, Curve]:
    """Use per local month up to each datastream's newest one; None where a month is missing.

    Yearly and uneven readings are drawn as they are.
    """
    fine, whole, _ = split(datastreams)

    def again(held: Mapping[int, Curve], changed: Sequence[int]) -> Mapping[int, Curve]:
        gone = frozenset(changed)
        left = {pk: curve for pk, curve in held.items() if pk not in gone}
        return left | drawn(changed, months)

    return cached(
        "curves",
        datastreams=datastreams,
        more=(fine, whole, months),
        work=lambda: drawn(datastreams, months),
        again=again,
    )


def drawn(datastreams: Sequence[int], months: int) -> dict[int, Curve]:
    """The same, worked out."""
    uneven = split(datastreams)[-1]
    return by_month(summed(datastreams), months) | as_they_are(of_intervals(uneven), months)


def monthly(*, datastreams: Sequence[int]) -> pl.DataFrame:
    """Use per local month that is known as a whole: datastream, month (first day), value."""
    fine, whole, _ = split(datastreams)

    def again(held: pl.DataFrame, changed: Sequence[int]) -> pl.DataFrame:
        left = held.filter(~pl.col("datastream").is_in(list(changed)))
        return pl.concat([left, summed(changed)])

    return cached(
        "monthly",
        datastreams=datastreams,
        more=(fine, whole),
        work=lambda: summed(datastreams),
        again=again,
    )


def summed(datastreams: Sequence[int]) -> pl.DataFrame:
    """The same, worked out."""
    fine, whole, _ = split(datastreams)
    return pl.concat([of_days(fine), of_intervals(whole)])


def split(datastreams: Sequence[int]) -> tuple[list[int], list[int], list[int]]:
    """Datastreams that have days, those that have months, and the others."""
    told = dict(Datastream.objects.filter(pk__in=datastreams).values_list("pk", "spacing"))
    fine = [pk for pk in datastreams if told.get(pk) in FINE]
    whole = [pk for pk in datastreams if told.get(pk) == "P1M"]
    return fine, whole, [pk for pk in datastreams if told.get(pk) not in (*FINE, "P1M")]


def of_days(datastreams: Sequence[int]) -> pl.DataFrame:
    """Sums of months from days: datastream, month (first day), value."""
    first, last = pending.years(datastreams) or (EARLIEST, EARLIEST)
    days = queries.daily(
        datastreams=datastreams, first=date(first, 1, 1), last=date(last + 1, 1, 1)
    )
    return (
        days.with_columns(pl.col("day").dt.truncate("1mo").alias("month"))
        .group_by("datastream", "month")
        .agg(pl.col("value").sum(), pl.col("covered").sum(), pl.len())
        .filter(pl.col("covered") >= WHOLE * pl.col("month").dt.month_end().dt.day())
        .select("datastream", "month", "value")
    )


def of_intervals(datastreams: Sequence[int]) -> pl.DataFrame:
    """Readings as they are: datastream, month (first local day), value."""
    readings = queries.readings(datastreams=datastreams)
    local = pl.col("start").dt.convert_time_zone("Europe/Berlin").dt.date()
    return readings.select("datastream", local.alias("month"), "value")


def by_month(frame: pl.DataFrame, months: int) -> dict[int, Curve]:
    """Month after month up to the newest, with None for the missing ones."""
    found = {}
    for key, group in frame.group_by("datastream"):
        newest = group["month"].max()
        assert isinstance(newest, date)
        values = dict(zip(group["month"].to_list(), group["value"].to_list(), strict=True))
        row = [values.get(month) for month in months_before(newest, months)]
        start = next((i for i, value in enumerate(row) if value is not None), 0)
        found[int(str(key[0]))] = tuple(row[start:])
    return found


def months_before(newest: date, months: int) -> list[date]:
    """First days of the `months` months that end with the newest."""
    last = newest.year * 12 + newest.month - 1
    return [date(n // 12, n % 12 + 1, 1) for n in range(last - months + 1, last + 1)]


def as_they_are(frame: pl.DataFrame, most: int) -> dict[int, Curve]:
    """The newest readings in a row."""
    return {
        int(str(key[0])): tuple(group.sort("month")["value"].to_list()[-most:])
        for key, group in frame.group_by("datastream")
    }

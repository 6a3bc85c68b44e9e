"""Degree days and climate factors of stations, as they are stored."""

from collections.abc import Sequence
from datetime import date

import numpy as np
import polars as pl

from klimamosaik.observations.models import Datastream, Quantity
from klimamosaik.observations.queries.cache import cached
from klimamosaik.observations.store import hot_and_cold as store
from klimamosaik.observations.store import version
from klimamosaik.observations.weather.queries.temperature_days import temperature_days
from klimamosaik.observations.weather.queries.temperatures import FINE, MONTHLY
from klimamosaik.places.models import WeatherStation
from klimamosaik.sources.weather.degree_days import month_table, whole_years
from klimamosaik.terms.period import LOCAL, local_day

EARLIEST = date(1990, 1, 1)  # first day asked for


def yearly_degree_days(*, station: WeatherStation, as_of: int | None = None) -> dict[int, float]:
    """G20/15 [K d] of all whole calendar years a station knows; a month it has a table of is
    told by the table, any other by its days."""
    streams = list(Datastream.objects.filter(station=station).order_by("pk"))
    if as_of is not None:
        return worked_out(streams, as_of)
    return cached(
        "degree-days",
        datastreams=[stream.pk for stream in streams],
        work=lambda: worked_out(streams, None),
    )


def worked_out(streams: Sequence[Datastream], as_of: int | None) -> dict[int, float]:
    """The same without looking whether it is known already."""
    months = of_days(streams, as_of) | of_table(streams, as_of)
    found = sorted(months.items())
    return whole_years(
        np.array([month for month, _ in found], dtype="datetime64[M]"),
        np.array([value for _, value in found], dtype=np.float64),
    )


def of_table(streams: Sequence[Datastream], as_of: int | None) -> dict[date, float]:
    """Months as the publisher of the station's table worked them out, by their first day."""
    wanted = Quantity.DEGREE_DAYS_G20_15
    ids = [s.pk for s in streams if s.quantity == wanted and s.spacing == MONTHLY]
    if not ids:
        return {}
    month = pl.col("start").dt.convert_time_zone(str(LOCAL)).dt.date()
    rows = readings(ids[:1], as_of).select(month, "value").drop_nulls()
    return dict(rows.iter_rows())


def readings(datastreams: Sequence[int], as_of: int | None) -> pl.DataFrame:
    """All readings as they stood at `as_of`, or stand now."""
    upto = version.current().newest if as_of is None else as_of
    return store.state(datastreams=list(datastreams), start=None, end=None, upto=upto)


def of_days(streams: Sequence[Datastream], as_of: int | None) -> dict[date, float]:
    """Months out of daily means, by their first day."""
    wanted = Quantity.AIR_TEMPERATURE
    ids = [s.pk for s in streams if s.quantity == wanted and s.spacing in FINE]
    if not ids:
        return {}
    last = date.today().replace(month=1, day=1)  # noqa: DTZ011 - only an upper bound
    last = last.replace(year=last.year + 1)
    days = temperature_days(datastreams=ids, first=EARLIEST, last=last, as_of=as_of)
    values = days.matrix.values[days.fullest()]
    table = month_table(days.matrix.days.astype("datetime64[D]"), values)
    sums = table.degree_days
    seen = np.isfinite(sums)
    starts = table.months[seen].astype("datetime64[D]").astype(object)
    return dict(zip(starts.tolist(), sums[seen].tolist(), strict=True))


def climate_factors(
    *, station: WeatherStation | None, as_of: int | None = None
) -> tuple[dict[date, float], str]:
    """Published climate factors [1] by the first day of their twelve months, and their name.

    Those of the station in use; where it has none and just one series is held, that one.
    """
    known = Datastream.objects.filter(quantity=Quantity.CLIMATE_FACTOR)
    own = list(known.filter(station=station).order_by("pk")) if station else []
    streams = own or list(known.order_by("pk")[:2])
    if len(streams) != 1:
        return {}, ""
    rows = readings([streams[0].pk], as_of).select("start", "end", "value").drop_nulls()
    spans = [(local_day(start), local_day(end), float(value)) for start, end, value in rows.rows()]
    found = {first: value for first, end, value in spans if value and a_year(first, end)}
    return found, streams[0].name


def a_year(first: date, end: date) -> bool:
    """True for twelve whole months."""
    return (end.year - first.year, end.month, end.day) == (1, first.month, first.day)

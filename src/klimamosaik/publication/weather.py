"""Degree days and climate factors of the municipality's station, by calendar year."""

from collections.abc import Sequence
from datetime import date

import numpy as np
import polars as pl

from klimamosaik.observations import queries as observations
from klimamosaik.observations.kept import kept
from klimamosaik.observations.models import Datastream, ObservedProperty
from klimamosaik.observations.temperature_days import temperature_days
from klimamosaik.observations.weather import FINE, weather_for
from klimamosaik.places.models import Municipality, WeatherStation
from klimamosaik.publication.kernel.amount import WHOLE
from klimamosaik.publication.kernel.given import WeatherGiven
from klimamosaik.terms.period import LOCAL, Period

HEATING_LIMIT = 15.0  # [°C] VDI 3807: days below it are heating days
INSIDE = 20.0  # [°C] VDI 3807: mean temperature inside
EARLIEST = 1990  # first year asked for
MONTHS = 12


def weather_of(municipality: Municipality, years: Sequence[int], as_of: int | None) -> WeatherGiven:
    """The weather the report's heat is corrected with; empty where nothing is held."""
    needed = Period(date(years[0], 1, 1), date(years[-1] + 1, 1, 1))
    found = weather_for(municipality=municipality, needed=needed, spacing="P1M", as_of=as_of)
    factors, source = climate_factors(found.station if found else None, as_of)
    if found is None:
        return WeatherGiven(climate_factors=factors, climate_source=source)
    streams = list(Datastream.objects.filter(station=found.station).order_by("pk"))
    return WeatherGiven(
        station=station_name(found.station),
        degree_days=degree_days(streams, as_of),
        climate_factors=factors,
        climate_source=source,
        fallback=found.said,
    )


def station_name(station: WeatherStation) -> str:
    """Name and number."""
    return f"{station.name} ({station.number})" if station.name else station.number


def degree_days(streams: Sequence[Datastream], as_of: int | None) -> dict[int, float]:
    """G20/15 [K d] of the whole calendar years: the station's own table, else from its days.

    A year known both ways is told by the table.
    """
    if as_of is not None:
        return from_days(streams, as_of) | from_table(streams, as_of)
    return kept(
        "degree-days",
        datastreams=[s.pk for s in streams],
        work=lambda: from_days(streams, None) | from_table(streams, None),
    )


def from_table(streams: Sequence[Datastream], as_of: int | None) -> dict[int, float]:
    """Yearly sums of monthly G20/15; years with twelve months only."""
    ids = [s.pk for s in streams if s.observed_property == ObservedProperty.DEGREE_DAYS_G20_15]
    if not ids:
        return {}
    months = observations.readings(datastreams=ids[:1], as_of=as_of)
    yearly = (
        months.with_columns(year=pl.col("start").dt.convert_time_zone(str(LOCAL)).dt.year())
        .filter(pl.col("value").is_not_null())
        .group_by("year")
        .agg(pl.col("value").sum(), pl.len().alias("months"))
        .filter(pl.col("months") == MONTHS)
    )
    return {int(row["year"]): float(row["value"]) for row in yearly.to_dicts()}


def from_days(streams: Sequence[Datastream], as_of: int | None) -> dict[int, float]:
    """Yearly sums over heating days, sum(20 - T) for T < 15 °C (VDI 3807); whole years only."""
    ids = [
        s.pk
        for s in streams
        if s.observed_property == ObservedProperty.AIR_TEMPERATURE and s.spacing in FINE
    ]
    if not ids:
        return {}
    last = date.today().year + 1  # noqa: DTZ011 - only an upper bound
    days = temperature_days(
        datastreams=ids, first=date(EARLIEST, 1, 1), last=date(last, 1, 1), as_of=as_of
    )
    matrix = days.matrix
    temperature = matrix.values[days.fullest()]
    known = np.isfinite(temperature)
    heating = np.where(known & (temperature < HEATING_LIMIT), INSIDE - temperature, 0.0)
    years = matrix.days.astype("datetime64[Y]").astype(int) + 1970
    found = {}
    for year in np.unique(years[known]).tolist():
        own = years == year
        if known[own].mean() >= WHOLE:
            found[int(year)] = float(heating[own].sum() / known[own].mean())
    return found


def climate_factors(
    station: WeatherStation | None, as_of: int | None
) -> tuple[dict[int, float], str]:
    """Climate factors [1] of whole calendar years, and where they are from.

    Those of the station in use; where it has none and just one series is held, that one.
    """
    held = Datastream.objects.filter(observed_property=ObservedProperty.CLIMATE_FACTOR)
    own = list(held.filter(station=station).order_by("pk")) if station else []
    streams = own or list(held.order_by("pk")[:2])
    if len(streams) != 1:
        return {}, ""
    rows = observations.readings(datastreams=[streams[0].pk], as_of=as_of)
    local = [
        (start.astimezone(LOCAL).date(), end.astimezone(LOCAL).date(), value)
        for start, end, value in rows.select("start", "end", "value").rows()
    ]
    factors = {
        start.year: float(value)
        for start, end, value in local
        if value and start == date(start.year, 1, 1) and end == date(start.year + 1, 1, 1)
    }
    return factors, streams[0].name

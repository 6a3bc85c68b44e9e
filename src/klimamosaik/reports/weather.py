"""The weather of the municipality's station, as the report corrects heat with it."""

from collections.abc import Sequence
from datetime import date

from klimamosaik.observations.weather.queries.degree_days import climate_factors, yearly_degree_days
from klimamosaik.observations.weather.queries.stations import asked_about
from klimamosaik.observations.weather.queries.temperatures import (
    MONTHLY,
    station_named,
    weather_for,
)
from klimamosaik.places.models import Municipality, WeatherStation
from klimamosaik.reports.kernel.inputs import WeatherGiven
from klimamosaik.terms.period import Period


def weather_of(municipality: Municipality, years: Sequence[int], as_of: int | None) -> WeatherGiven:
    """The weather the report's heat is corrected with; where there is none, what is to be done."""
    needed = Period(date(years[0], 1, 1), date(years[-1] + 1, 1, 1))
    found = weather_for(municipality=municipality, needed=needed, spacing=MONTHLY, as_of=as_of)
    factors, source = climate_factors(station=found.station if found else None, as_of=as_of)
    by_year = {day.year: each for day, each in factors.items() if (day.month, day.day) == (1, 1)}
    if found is None:
        asked = asked_about(municipality=municipality)
        return WeatherGiven(climate_factors=by_year, climate_source=source, fallback=asked)
    return WeatherGiven(
        station=station_name(found.station),
        degree_days=yearly_degree_days(station=found.station, as_of=as_of),
        climate_factors=by_year,
        climate_source=source,
        fallback=found.said,
        where=station_named(found),
    )


def station_name(station: WeatherStation) -> str:
    """Name and number."""
    return f"{station.name} ({station.number})" if station.name else station.number

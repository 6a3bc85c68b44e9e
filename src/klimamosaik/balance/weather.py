"""How cold a municipality's years were: degree days of its weather station."""

from collections.abc import Sequence
from datetime import date

from klimamosaik.observations.weather.queries.degree_days import yearly_degree_days
from klimamosaik.observations.weather.queries.temperatures import MONTHLY, weather_for
from klimamosaik.places.models import Municipality
from klimamosaik.sources.weather.degree_days import year_factor
from klimamosaik.terms.period import Period


def degree_days(ags: str, years: Sequence[int]) -> tuple[float | None, float | None]:
    """G20/15 [K d] of two years at one station; None and None unless it knows both wholly.

    Only their ratio counts: it is what the weather did between the years.
    """
    town = Municipality.objects.filter(ags=ags).first()
    found = yearly(town, min(years), max(years)) if town else {}
    first, second = (found.get(year) for year in years)
    return (first, second) if first and second else (None, None)


def climate_factor_of(*, town: Municipality, year: int) -> float | None:
    """Degree days of the station's mean year over those of `year`; None without five whole years.

    The same figure as the factor of the energy report.
    """
    return year_factor(yearly(town, year, year), year)


def yearly(town: Municipality, first: int, last: int) -> dict[int, float]:
    """G20/15 [K d] of all whole calendar years of the station that stands for these years."""
    needed = Period(date(first, 1, 1), date(last + 1, 1, 1))
    found = weather_for(municipality=town, needed=needed, spacing=MONTHLY)
    return yearly_degree_days(station=found.station) if found else {}

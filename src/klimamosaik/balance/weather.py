"""How cold a municipality's years were: degree days of its weather station."""

from collections.abc import Sequence
from datetime import date
from statistics import mean

import numpy as np
import polars as pl

from klimamosaik.evidence.kernel.series import Series
from klimamosaik.evidence.normal import station_months
from klimamosaik.observations.models import ObservedProperty
from klimamosaik.observations.weather import DAILY, MONTHLY, Weather, weather_for
from klimamosaik.places.models import Municipality
from klimamosaik.terms.period import LOCAL, Period

MONTHS = 12
EARLIER = 10  # years before that make the mean
ENOUGH = 5  # whole years a mean needs
POSSIBLE = (0.5, 2.0)  # no German year was further from the mean


def degree_days(ags: str, years: Sequence[int]) -> tuple[float | None, float | None]:
    """G20/15 [K d] of two years at one station; None and None unless it knows both wholly.

    Only their ratio counts: it is what the weather did between the years.
    """
    town = Municipality.objects.filter(ags=ags).first()
    found = yearly(town, min(years), max(years)) if town else {}
    first, second = (found.get(year) for year in years)
    return (first, second) if first and second else (None, None)


def climate_factor_of(*, town: Municipality, year: int) -> float | None:
    """Degree days of the mean year over those of `year`; None without five whole years."""
    found = yearly(town, year - EARLIER, year)
    own = found.get(year)
    if not own or len(found) < ENOUGH:
        return None
    factor = mean(found.values()) / own
    return factor if POSSIBLE[0] <= factor <= POSSIBLE[1] else None


def yearly(town: Municipality, first: int, last: int) -> dict[int, float]:
    """G20/15 [K d] of the whole calendar years, from a station's months, else from its days."""
    needed = Period(date(first, 1, 1), date(last + 1, 1, 1))
    monthly = weather_for(municipality=town, needed=needed, spacing=MONTHLY)
    found = of_months(monthly) if monthly else {}
    if found:
        return found
    daily = weather_for(municipality=town, needed=needed, spacing=DAILY)
    return of_days(daily) if daily else {}


def of_months(weather: Weather) -> dict[int, float]:
    """Sums of a station's monthly degree days; years with all twelve months."""
    wanted = pl.col("observed_property") == ObservedProperty.DEGREE_DAYS_G20_15
    sums = (
        weather.months.filter(wanted & pl.col("value").is_not_null())
        .with_columns(year=pl.col("start").dt.convert_time_zone(str(LOCAL)).dt.year())
        .group_by("year")
        .agg(pl.col("value").sum(), pl.len().alias("months"))
        .filter(pl.col("months") == MONTHS)
    )
    return {int(year): float(value) for year, value, _ in sums.rows()}


def of_days(weather: Weather) -> dict[int, float]:
    """Sums of degree days out of daily means; years with every month whole."""
    if weather.days.is_empty():
        return {}
    days = weather.days["day"].to_numpy().astype("datetime64[D]")
    values = weather.days["value"].to_numpy().astype(np.float64)
    months = station_months(Series.of_days(days, values))
    sums = months.gradtagzahl()
    years = months.months.astype("datetime64[Y]").astype(int) + 1970
    whole = [y for y in np.unique(years).tolist() if np.isfinite(sums[years == y]).sum() == MONTHS]
    return {int(year): float(sums[years == year].sum()) for year in whole}

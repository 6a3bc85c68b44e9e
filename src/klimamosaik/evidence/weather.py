"""The weather an effect is measured against."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np
import polars as pl

from klimamosaik.evidence.kernel.degrees import StationMonths
from klimamosaik.evidence.kernel.series import Numbers, Series, Times
from klimamosaik.observations.models import Datastream, Quantity
from klimamosaik.observations.queries import readings as queries
from klimamosaik.observations.weather.queries.degree_days import climate_factors
from klimamosaik.observations.weather.queries.temperature_days import temperature_days
from klimamosaik.places.models import Municipality
from klimamosaik.terms.complaint import rejected
from klimamosaik.terms.period import LOCAL, Period
from klimamosaik.terms.text import Text

HISTORY = 6  # years before the baseline in which the meter's own restlessness may show
MONTH_TABLE = (
    Quantity.AIR_TEMPERATURE,
    Quantity.HEATING_DAYS_15,
    Quantity.TEMPERATURE_HEATING_DAYS_15,
)


@dataclass(frozen=True)
class EffectWeather:
    """Temperatures as the models read them, and where they are from."""

    temperatures: Series  # [degC] local days or months
    months: StationMonths | None  # monthly tables, where only these are held
    said: Text  # which station, and why this one
    climate_factors: Mapping[date, float] = field(default_factory=dict)  # [1] by first day

    def climate_factor(self, start: np.datetime64) -> float | None:
        """The climate factor of the twelve months from that month on; None where not held."""
        return self.climate_factors.get(start.astype("datetime64[M]").astype(object))


def read_weather(*, municipality: Municipality, needed: Period, as_of: int) -> EffectWeather:
    """The station that is complete over `needed`, with all it holds of the years before.

    Raises InputRejected where no station that may stand for the municipality holds anything of it.
    """
    found = queries.weather_for(municipality=municipality, needed=needed, as_of=as_of)
    asked = queries.asked_about(municipality=municipality) if found is None else None
    if asked is not None:
        raise rejected("weather_place", asked.de, asked.en)
    if found is None:
        raise rejected(
            "no_weather",
            "Für {start:short} bis {end:short} gibt es kein Wetter: bitte eine Datei mit "
            "Tagestemperaturen oder die Monatstabelle einer Station einlesen.",
            "There is no weather for {start:short} to {end:short}: please import daily "
            "temperatures or the monthly table of a station.",
            start=needed.start,
            end=needed.end,
        )
    first = date(needed.start.year - HISTORY, 1, 1)
    last = date(needed.end.year + 1, 1, 1)
    if found.days.height:
        temperatures = daily_temperatures(found.datastreams, first=first, last=last, as_of=as_of)
        weather = EffectWeather(temperatures, None, found.said)
    else:
        table = month_table(found.datastreams, as_of=as_of)
        weather = EffectWeather(month_series(table), table, found.said)
    factors, _ = climate_factors(station=found.station, as_of=as_of)
    return replace(weather, climate_factors=factors)


def daily_temperatures(streams: tuple[int, ...], *, first: date, last: date, as_of: int) -> Series:
    """Means [degC] from the first known local day to the last, nan where unknown."""
    matrix = temperature_days(datastreams=streams, first=first, last=last, as_of=as_of).matrix
    values = matrix.values[0]
    known = np.flatnonzero(np.isfinite(values))
    span = slice(known[0], known[-1] + 1) if known.size else slice(0, 0)
    return Series.of_days(matrix.days[span], values[span])


def month_table(streams: tuple[int, ...], *, as_of: int) -> StationMonths:
    """All months of a station's monthly datastreams."""
    kinds = dict(Datastream.objects.filter(pk__in=streams).values_list("pk", "quantity"))
    frame = queries.readings(datastreams=list(kinds), as_of=as_of).with_columns(
        kind=pl.col("datastream").replace_strict(kinds, return_dtype=pl.String),
        month=pl.col("start").dt.convert_time_zone(str(LOCAL)).dt.date(),
    )
    months = np.unique(frame["month"].to_numpy().astype("datetime64[M]"))
    mean, days, cold = (row_of(frame, kind, months) for kind in MONTH_TABLE)
    return StationMonths(months, mean, days, cold)


def row_of(frame: pl.DataFrame, kind: Quantity, months: Times) -> Numbers:
    """One property over the months, nan where unknown."""
    values = np.full(months.size, np.nan)
    rows = frame.filter(pl.col("kind") == kind.value)
    places = np.searchsorted(months, rows["month"].to_numpy().astype("datetime64[M]"))
    values[places] = rows["value"].to_numpy()
    return values


def month_series(table: StationMonths) -> Series:
    """The months' mean temperatures as a series."""
    starts = table.months.astype("datetime64[D]").astype("datetime64[s]")
    ends = (table.months + 1).astype("datetime64[D]").astype("datetime64[s]")
    seconds = (ends - starts).astype(np.float64)
    return Series(starts, starts, seconds, table.mean)

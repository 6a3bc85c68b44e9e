"""Weather stations and what they measured."""

from dataclasses import dataclass
from datetime import date

import polars as pl

from klimamosaik.terms.complaint import Problem
from klimamosaik.terms.question import Question
from klimamosaik.terms.reading import INSTANT
from klimamosaik.terms.text import Text

WEATHER_SCHEMA = {
    "station": pl.String(),
    "start": INSTANT,
    "end": INSTANT,
    "property": pl.String(),
    "value": pl.Float64(),
}
TEMPERATURE = "temperature"  # mean air temperature of the interval, 2 m above ground [degC]
HEATING_DEGREE_DAYS = "g20_15"  # Gradtagzahl G20/15 (VDI 3807) [K d]
COMPLETENESS = "completeness"  # share of the interval's days that were measured [0..1]
TABLE = "table"  # a file of no weather service
PROPERTIES = {
    TEMPERATURE: Text("Lufttemperatur [°C]", "air temperature [degC]"),
    HEATING_DEGREE_DAYS: Text("Gradtagzahl G20/15 [K d]", "degree days G20/15 [K d]"),
    "heating_days_15": Text("Heiztage unter 15 °C [d]", "days below 15 degC [d]"),
    "heating_days_12": Text("Heiztage unter 12 °C [d]", "days below 12 degC [d]"),
    "temperature_mean_on_heating_days_15": Text(
        "Mitteltemperatur der Heiztage unter 15 °C [°C]", "mean of the days below 15 degC [degC]"
    ),
    "temperature_mean_on_heating_days_12": Text(
        "Mitteltemperatur der Heiztage unter 12 °C [°C]", "mean of the days below 12 degC [degC]"
    ),
    COMPLETENESS: Text("Vollständigkeit [0..1]", "completeness [0..1]"),
}


@dataclass(frozen=True)
class Station:
    """Where weather is measured."""

    id: str  # as its owner numbers it, without leading zeros
    name: str
    latitude: float  # degrees north
    longitude: float  # degrees east
    altitude: float | None = None  # m
    state: str | None = None
    first: date | None = None  # first day with data
    last: date | None = None  # last day with data


@dataclass(frozen=True)
class WeatherFile:
    """What a weather file holds."""

    name: str  # of the file
    readings: pl.DataFrame  # WEATHER_SCHEMA, sorted by station, property, start
    stations: tuple[Station, ...]  # where the file describes stations
    source: Text  # what the file was taken for, and why
    warnings: tuple[Problem, ...] = ()
    questions: tuple[Question, ...] = ()  # nothing is stored while one is open
    kind: str = TABLE  # code of the format
    named_here: bool = False  # its stations are called as the file is, or as it calls its places

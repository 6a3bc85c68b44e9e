"""What a format of a weather service is: how it is recognised, and what reading it gives."""

from collections.abc import Callable
from dataclasses import dataclass, field

import polars as pl

from klimamosaik.sources.weather.hints import WeatherHints
from klimamosaik.sources.weather.opening import Head, OpenedWeather
from klimamosaik.sources.weather.station import WEATHER_SCHEMA, Station
from klimamosaik.terms.complaint import Problem
from klimamosaik.terms.question import Question
from klimamosaik.terms.text import Text


@dataclass(frozen=True)
class Read:
    """What a file of a format holds."""

    source: Text  # what the file was taken for
    readings: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=WEATHER_SCHEMA))
    stations: tuple[Station, ...] = ()  # whose place the file tells
    warnings: tuple[Problem, ...] = ()
    questions: tuple[Question, ...] = ()
    named_here: bool = False  # stations are called as the file is, not by a number of their own
    unit_named: bool = False  # the file itself says in which unit its temperatures are


@dataclass(frozen=True)
class WeatherFormat:
    """One kind of weather file."""

    code: str  # stable, English
    recognises: Callable[[Head], bool]
    read: Callable[[OpenedWeather, WeatherHints], Read]
    endings: tuple[str, ...] = (".csv", ".txt")  # of its files' names; what it holds counts

"""A file of temperatures, from a weather service or a logger, as one series in °C."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from klimamosaik.evidence.given.doubts import (
    ANSWERED_HERE,
    LEFT_TO_OTHERS,
    WHICH_ZONE,
    unit_is_absent,
    zone_is_open,
)
from klimamosaik.evidence.given.file import (
    LARGEST,
    GivenFile,
    left_out,
    of_file,
    values_left_out,
)
from klimamosaik.evidence.given.series import series_of
from klimamosaik.evidence.kernel.series import Series
from klimamosaik.sources import tables, weather
from klimamosaik.sources.weather import reading
from klimamosaik.sources.weather.dwd_register import dwd_station
from klimamosaik.terms.complaint import InputRejected, Problem, problem
from klimamosaik.terms.question import Answer, Question
from klimamosaik.terms.text import Text, first_few

OF_USE_ALONE = ANSWERED_HERE | {"direction_unknown", "total_unclear", "same_name"}
SHOWN = 12  # names of places in a sentence


@dataclass(frozen=True)
class WeatherSeries:
    """Temperatures of one place and what had to be said about them."""

    series: Series  # [degC]
    warnings: tuple[Problem, ...]


@dataclass(frozen=True)
class _Found:
    """Temperatures of a file, whichever reader knew it."""

    frame: pl.DataFrame  # place, start, end, value
    warnings: tuple[Problem, ...]
    open: tuple[Problem, ...]
    stations: tuple[weather.Station, ...] = ()  # those the file describes


def read_weather(file: GivenFile, *, local: str) -> WeatherSeries:
    """Read the temperatures of the one place that is meant.

    Files of weather services are known by themselves, any other is read as tables of readings
    are. Raises InputRejected with every open question.
    """
    known = reading.format_of(file.data, name=file.name) is not None
    found = _of_service(file) if known else _of_table(file)
    place = _place(found.frame["place"], file.series)
    asked = [*found.open, *([place] if isinstance(place, Problem) else [])]
    if asked or isinstance(place, Problem):
        raise InputRejected(asked)
    frame = found.frame.filter(pl.col("place") == place)
    series = series_of(frame.select("start", "end", "value"), told=file.hints.timezone, local=local)
    said = _station(place, found.stations) if known else ()
    return WeatherSeries(series, tuple(of_file(file, (*said, *found.warnings))))


def _station(number: str, stations: tuple[weather.Station, ...]) -> tuple[Problem, ...]:
    """Name the station: here nobody knows how far from the meter it stands."""
    own = next((each for each in stations if each.id == number), None)
    told = own or dwd_station(number)
    if told is None or not told.name:
        return ()
    return (Problem("weather_station", STATION.format(name=told.name, number=told.id)),)


def _of_service(file: GivenFile) -> _Found:
    said = file.hints
    told = weather.WeatherHints(
        timezone=said.timezone, stamp=said.stamp, unit=said.unit, accepted=said.accepted
    )
    read = reading.read(file.data, name=file.name, told=told, largest=LARGEST)
    rows = read.readings.filter(pl.col("property") == weather.TEMPERATURE)
    frame = rows.select(pl.col("station").alias("place"), "start", "end", "value")
    if frame.is_empty():
        raise InputRejected([NO_TEMPERATURES])
    return _Found(frame, read.warnings, read.questions, read.stations)


def _of_table(file: GivenFile) -> _Found:
    preview = tables.read(file.data, name=file.name, hints=file.hints, largest=LARGEST)
    frame = temperatures(preview)
    asked = [each for each in preview.questions if each.code not in OF_USE_ALONE]
    if frame.is_empty():
        raise InputRejected([*asked, *preview.refused[:3], _which_column(preview)])
    zone = [WHICH_ZONE] if zone_is_open(file, preview, frame) else []
    warned = [each for each in preview.warnings if each.code not in LEFT_TO_OTHERS]
    return _Found(
        frame,
        (*warned, *values_left_out(preview)),
        (*asked, *zone, *left_out(file, preview, values=len(frame))),
    )


def temperatures(preview: tables.Preview) -> pl.DataFrame:
    """Temperatures of a table; the only values of one without units are °C, as they are weather."""
    alone = preview.series[0] if len(preview.series) == 1 else None
    plain = alone is not None and unit_is_absent(preview, alone) and not alone.counter
    if preview.temperatures.is_empty() and plain:
        return preview.readings.select(pl.lit("").alias("place"), "start", "end", "value")
    return preview.temperatures


STATION = Text(
    "Wetter von {name} ({number}). Wie weit sie vom Zähler entfernt steht, ist hier nicht "
    "bekannt: bis 60 km und 300 m Höhe ist es dasselbe Wetter.",
    "Weather of {name} ({number}). How far from the meter it stands is not known here: "
    "up to 60 km and 300 m of height it is the same weather.",
)


def _which_column(preview: tables.Preview) -> Problem:
    """Ask which column is the temperature, where there are any values."""
    headers = [each.header for each in preview.columns if each.role is tables.ColumnRole.VALUE]
    if not headers:
        return NO_TEMPERATURES
    answers = [
        Answer(
            Text("„{header}“", "“{header}”").format(header=header),
            json.dumps(
                {"columns": [{"header": header, "role": "temperature"}]}, ensure_ascii=False
            ),
        )
        for header in headers[:SHOWN]
    ]
    return Question("which_temperature", WHICH_COLUMN, answers=tuple(answers))


def _place(places: pl.Series, wanted: Sequence[str]) -> str | Problem:
    """The place that is meant, or what has to be asked."""
    names = places.unique(maintain_order=True).to_list()
    for one in wanted if len(names) > 1 else ():
        whole = [name for name in names if name.casefold() == one.casefold()]
        names = whole or [name for name in names if one.casefold() in name.casefold()] or names
    return str(names[0]) if len(names) == 1 else _which(names)


def _which(names: Sequence[str]) -> Question:
    listed = first_few(names, SHOWN)
    return Question(
        "which_place",
        Text(
            "Die Datei enthält {count} Orte: {listed}. Bitte mit --station NAME sagen, welcher "
            "gemeint ist.",
            "The file holds {count} places: {listed}. Please say with --station NAME which one is "
            "meant.",
        ).format(count=len(names), listed=listed),
    )


WHICH_COLUMN = Text(
    "In der Datei heißt keine Spalte nach einer Temperatur. Welche ist die Lufttemperatur in °C?",
    "No column of the file is called a temperature. Which one is the air temperature in °C?",
)
NO_TEMPERATURES = problem(
    "no_temperatures",
    "Die Datei enthält keine Temperaturen; gebraucht werden Zeit und Lufttemperatur in °C.",
    "The file holds no temperatures; time and air temperature in °C are needed.",
)

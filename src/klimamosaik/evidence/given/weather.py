"""A file of temperatures, from a weather service or a logger, as one series in °C."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import polars as pl

from klimamosaik.evidence.given.doubts import (
    LEFT_TO_OTHERS,
    WHICH_ZONE,
    asked_by_the_reader,
    zone_is_open,
)
from klimamosaik.evidence.given.file import (
    LARGEST,
    GivenFile,
    left_out,
    of_file,
    told_left_out,
)
from klimamosaik.evidence.given.series import has_clock_times, series_of
from klimamosaik.evidence.kernel.series import Series
from klimamosaik.sources import tables, weather
from klimamosaik.terms.complaint import Complaint, Refused
from klimamosaik.terms.question import Question
from klimamosaik.terms.text import Text

SHOWN = 12  # names of places in a sentence


@dataclass(frozen=True)
class WeatherSeries:
    """Temperatures of one place and what had to be said about them."""

    series: Series  # [degC]
    warnings: tuple[Complaint, ...]


@dataclass(frozen=True)
class _Found:
    """Temperatures of a file, whichever reader knew it."""

    frame: pl.DataFrame  # place, start, end, value
    warnings: tuple[Complaint, ...]
    open: tuple[Complaint, ...]


def read_weather(file: GivenFile, *, local: str) -> WeatherSeries:
    """Read the temperatures of the one place that is meant.

    Files of weather services are known by themselves; a table that was corrected, or that nobody
    knows, is read as tables of readings are. Raises Refused with every open question.
    """
    of_tables = replace(file.hints, timezone=None, stamp=None, unit=None, accepted=())
    found = _of_service(file) if of_tables == tables.Hints() else _of_table(file)
    place = _place(found.frame["place"], file.series)
    asked = [*found.open, *([place] if isinstance(place, Complaint) else [])]
    if asked or isinstance(place, Complaint):
        raise Refused(asked)
    frame = found.frame.filter(pl.col("place") == place)
    series = series_of(frame.select("start", "end", "value"), told=file.hints.timezone, local=local)
    return WeatherSeries(series, tuple(of_file(file, found.warnings)))


def _of_service(file: GivenFile) -> _Found:
    try:
        read = _read(file, file.hints.timezone)
    except Refused as unknown:
        return _of_table_instead(file, unknown)
    frame = _temperatures(read)
    if frame.is_empty():
        raise Refused([NO_TEMPERATURES])
    zone = (WHICH_ZONE,) if read.kind == weather.TABLE and _zone_is_open(file, frame) else ()
    return _Found(frame, read.warnings, (*read.questions, *zone))


def _read(file: GivenFile, timezone: str | None) -> weather.WeatherFile:
    said = file.hints
    told = weather.Told(timezone=timezone, stamp=said.stamp, unit=said.unit, accepted=said.accepted)
    return weather.read(file.data, name=file.name, told=told, largest=LARGEST)


def _temperatures(read: weather.WeatherFile) -> pl.DataFrame:
    rows = read.readings.filter(pl.col("property") == weather.TEMPERATURE)
    return rows.select(pl.col("station").alias("place"), "start", "end", "value")


def _zone_is_open(file: GivenFile, frame: pl.DataFrame) -> bool:
    """True where another zone would give other times."""
    if file.hints.timezone is not None or not has_clock_times(frame):
        return False
    return not _temperatures(_read(file, "UTC"))["start"].equals(frame["start"])


def _of_table_instead(file: GivenFile, unknown: Refused) -> _Found:
    """A file no service writes; where it is no table either, what the service's reader said."""
    try:
        return _of_table(file)
    except Refused as refusal:
        asks = any(isinstance(each, Question) for each in refusal.complaints)
        raise refusal if asks else unknown from refusal


def _of_table(file: GivenFile) -> _Found:
    preview = tables.read(file.data, name=file.name, hints=file.hints, largest=LARGEST)
    frame = preview.temperatures
    if frame.is_empty():
        raise Refused([*preview.questions, *preview.refused[:3], NO_TEMPERATURES])
    asked = (
        *asked_by_the_reader(preview),
        *left_out(file, preview, values=len(frame)),
        *((WHICH_ZONE,) if zone_is_open(file, preview, frame) else ()),
    )
    warned = [each for each in preview.warnings if each.code not in LEFT_TO_OTHERS]
    said = (*warned, *told_left_out(preview))
    return _Found(frame, said, asked)


def _place(places: pl.Series, wanted: Sequence[str]) -> str | Complaint:
    """The place that is meant, or what has to be asked."""
    names = places.unique(maintain_order=True).to_list()
    for one in wanted if len(names) > 1 else ():
        whole = [name for name in names if name.casefold() == one.casefold()]
        names = whole or [name for name in names if one.casefold() in name.casefold()] or names
    return str(names[0]) if len(names) == 1 else _which(names)


def _which(names: Sequence[str]) -> Question:
    more = "" if len(names) <= SHOWN else " …"
    listed = ", ".join(names[:SHOWN]) + more
    return Question(
        "which_place",
        Text(
            f"Die Datei enthält {len(names)} Orte: {listed}. Bitte mit --station NAME sagen,"
            " welcher gemeint ist.",
            f"The file holds {len(names)} places: {listed}. Please say with --station NAME"
            " which one is meant.",
        ),
    )


NO_TEMPERATURES = Complaint(
    "no_temperatures",
    Text(
        "Die Datei enthält keine Temperaturen; gebraucht werden Zeit und Lufttemperatur in °C.",
        "The file holds no temperatures; time and air temperature in °C are needed.",
    ),
)

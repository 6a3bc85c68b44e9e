"""Open-Meteo as JSON: one location, or a list of them, with hours and days as arrays."""

import json
from collections.abc import Iterator
from typing import Any

import polars as pl

from klimamosaik.sources.weather.formats.format import Read, WeatherFormat
from klimamosaik.sources.weather.formats.open_meteo import HEAD, LocationPart, joined, place_from
from klimamosaik.sources.weather.hints import WeatherHints
from klimamosaik.sources.weather.opening import Head, OpenedWeather
from klimamosaik.terms.complaint import InputRejected, rejected

SECTIONS = ("minutely_15", "hourly", "daily")


def recognises(head: Head) -> bool:
    """True where JSON begins with place and offset."""
    begun = head.text.lstrip()[:1] in ("{", "[")
    return begun and all(f'"{word}"' in head.text for word in HEAD)


def read(opened: OpenedWeather, told: WeatherHints) -> Read:
    """Read every section of every location."""
    try:
        found = json.loads(opened.text)
    except (ValueError, RecursionError) as error:
        raise broken() from error
    locations = found if isinstance(found, list) else [found]
    if not all(isinstance(each, dict) for each in locations):
        raise broken()
    return joined([part for each in locations for part in parts_of(each)], told)


def parts_of(location: dict[str, Any]) -> Iterator[LocationPart]:
    """The sections of one location; headers carry their units as in the tables."""
    place = place_from(location)
    for section in SECTIONS:
        columns = location.get(section)
        if not isinstance(columns, dict) or not isinstance(columns.get("time"), list):
            continue
        length = len(columns["time"])
        units = location.get(f"{section}_units") or {}
        cells = {
            f"{name} ({units.get(name, '')})": as_cells(values)
            for name, values in columns.items()
            if name != "time" and isinstance(values, list) and len(values) == length
        }
        yield LocationPart(place, as_cells(columns["time"]), cells)


def as_cells(values: list[Any]) -> pl.Series:
    """A JSON array as cells of text."""
    return pl.Series([None if each is None else str(each) for each in values], dtype=pl.String)


def broken() -> InputRejected:
    """The sentence for JSON that is cut off or of another shape."""
    return rejected(
        "broken_json",
        "Die JSON-Datei von Open-Meteo ist unvollständig. Bitte noch einmal herunterladen.",
        "The JSON file of Open-Meteo is incomplete. Please download it again.",
    )


OPEN_METEO_JSON = WeatherFormat("open_meteo_json", recognises, read)

"""Open-Meteo: what its tables (CSV, Excel) and its JSON have in common.

Stamps are on one clock for the whole file, `utc_offset_seconds` from UTC, also across a change of
summer time (open-meteo issues 488 and 1255). Days are the service's days and taken for local ones.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from klimamosaik.sources.grid.numbers import parse_numbers
from klimamosaik.sources.weather.degrees import celsius, unit_in
from klimamosaik.sources.weather.formats.format import Read
from klimamosaik.sources.weather.hints import WeatherHints
from klimamosaik.sources.weather.readings import NAIVE, naive, of_days, of_moments, one_station
from klimamosaik.sources.weather.station import WEATHER_SCHEMA, Station
from klimamosaik.terms.complaint import rejected
from klimamosaik.terms.text import Text, first_few

HEAD = ("latitude", "longitude", "utc_offset_seconds")
OF_A_MOMENT = "temperature_2m"
OF_A_DAY = "temperature_2m_mean"
MODEL = r"(_(?!max$|min$|mean$|previous)\w+)?"  # of which of several models it is
SOURCE = Text("Open-Meteo", "Open-Meteo")


@dataclass(frozen=True)
class OpenMeteoLocation:
    """One location of a file's head."""

    latitude: float
    longitude: float
    elevation: float | None  # m
    offset: int  # s, of the clock to UTC

    @property
    def station(self) -> Station:
        """The location as a station; its id is the same in every file."""
        where = f"{self.latitude:.2f} {self.longitude:.2f}"
        return Station(
            f"open-meteo {where}",
            f"Open-Meteo {where}",
            self.latitude,
            self.longitude,
            self.elevation,
        )


@dataclass(frozen=True)
class LocationPart:
    """Stamps and values of one location."""

    place: OpenMeteoLocation
    stamps: pl.Series  # as written
    headers: dict[str, pl.Series]  # cells by header as written, without that of the stamps


def place_from(record: dict[str, object]) -> OpenMeteoLocation:
    """A location from its fields; raise InputRejected where one is no number."""
    try:
        height = float(str(record.get("elevation", "nan")))
        return OpenMeteoLocation(
            float(str(record["latitude"])),
            float(str(record["longitude"])),
            height if math.isfinite(height) else None,
            int(float(str(record["utc_offset_seconds"]))),
        )
    except (KeyError, ValueError, OverflowError) as error:
        raise rejected(
            "open_meteo_head",
            "Im Kopf der Open-Meteo-Datei fehlen Breite, Länge oder utc_offset_seconds. Bitte die "
            "Datei unverändert hochladen.",
            "The head of the Open-Meteo file lacks latitude, longitude or utc_offset_seconds. "
            "Please upload the file unchanged.",
        ) from error


def joined(parts: Sequence[LocationPart], told: WeatherHints) -> Read:
    """All parts of a file; a location's days are left out where it has hours, too."""
    found = [(part.place.station, of_part(part, told)) for part in parts]
    timed = {station.id for station, (frame, fine) in found if fine and frame.height}
    kept = [frame for station, (frame, fine) in found if fine or station.id not in timed]
    stations = tuple({station.id: station for station, _ in found}.values())
    whole = pl.concat([pl.DataFrame(schema=WEATHER_SCHEMA), *kept])
    if whole.is_empty():
        raise without_temperature([name for part in parts for name in part.headers])
    unique = whole.unique(["station", "property", "start"], keep="last")
    return Read(SOURCE, unique.sort("station", "property", "start"), stations, unit_named=True)


def of_part(part: LocationPart, told: WeatherHints) -> tuple[pl.DataFrame, bool]:
    """The temperatures of one part, and whether they are of hours; none where it holds none."""
    fine = chosen(part, OF_A_MOMENT)
    header = fine or chosen(part, OF_A_DAY)
    if header is None:
        return pl.DataFrame(schema=WEATHER_SCHEMA), False
    value = parse_numbers(part.headers[header], ".")
    value = celsius(value, told.unit or unit_in(header))
    station = one_station(part.place.station.id, len(value))
    epoch = bool(part.stamps.str.contains(r"^\d{9,11}$").any())
    offset = part.place.offset
    if fine is None:
        return of_days(station, walls(part.stamps, offset if epoch else 0), value), False
    zone: str | int = 0 if epoch else told.timezone or offset
    wall = walls(part.stamps, 0)
    return of_moments(station, wall, value, zone=zone, stamp=told.stamp), True


def chosen(part: LocationPart, wanted: str) -> str | None:
    """The header of the temperature; raise InputRejected where several models give one each."""
    names = {re.split(r"\s*[(\[]", header)[0].strip(): header for header in part.headers}
    if wanted in names:
        return names[wanted]
    models = [name for name in names if re.fullmatch(wanted + MODEL, name)]
    if len(models) > 1:
        listed = first_few(models)
        raise rejected(
            "several_models",
            "Die Open-Meteo-Datei enthält die Temperatur mehrerer Modelle ({listed}). Bitte mit "
            "einem einzigen Modell herunterladen.",
            "The Open-Meteo file holds the temperature of several models ({listed}). Please "
            "download it with a single model.",
            listed=listed,
        )
    return names[models[0]] if models else None


def walls(stamps: pl.Series, offset: int) -> pl.Series:
    """Naive stamps; of epochs [s] the clock `offset` seconds from UTC."""
    epoch = stamps.str.strip_chars().str.extract(r"^(\d{9,11})(?:\.0)?$")
    counted = ((epoch.cast(pl.Int64, strict=False) + offset) * 1_000_000).cast(NAIVE)
    return pl.select(pl.coalesce(counted, naive(stamps))).to_series()


def without_temperature(headers: Sequence[str]) -> Exception:
    """The sentence for a file of other variables."""
    found = ", ".join(dict.fromkeys(headers)) or "–"
    return rejected(
        "no_air_temperature",
        "Die Open-Meteo-Datei enthält weder temperature_2m (Stunden) noch temperature_2m_mean "
        "(Tage); gefunden: {found}. Bitte mit dieser Größe herunterladen.",
        "The Open-Meteo file holds neither temperature_2m (hours) nor temperature_2m_mean (days); "
        "found: {found}. Please download it with that variable.",
        found=found[:200],
    )

"""The door: bytes of a weather file in, temperatures out."""

import re

import polars as pl

from klimamosaik.sources.grid.cells import Grid, from_text, to_grid
from klimamosaik.sources.grid.content import Container, gunzip, open_zip, unpack
from klimamosaik.sources.grid.encoding import decode
from klimamosaik.sources.grid.refusals import too_large
from klimamosaik.sources.grid.zones import is_zone
from klimamosaik.sources.weather.formats import (
    Read,
    read_dwd_product,
    read_monthly_stations,
    read_plain,
    with_headers,
)
from klimamosaik.sources.weather.station import WEATHER_SCHEMA, Station, WeatherFile
from klimamosaik.sources.weather.stations import (
    NearbyStations,
    read_description,
    read_postcodes,
    read_station_table,
)
from klimamosaik.terms.complaint import Refused, refuse
from klimamosaik.terms.text import Text

LARGEST = 50_000_000  # bytes; thirty years of hours of one DWD station are about 15 MB
PRODUCT = re.compile(r"(^|/)produkt_\w+\.txt$")


def read(
    data: bytes,
    *,
    name: str,
    timezone: str | None = None,
    station: str | None = None,
    largest: int = LARGEST,
) -> WeatherFile:
    """Read a weather file of any known form.

    data: bytes, also gzip or DWD's zip; timezone: IANA name of naive stamps (default local);
    station: id where the file names none. Raises Refused, and nothing else.
    """
    if timezone is not None and not is_zone(timezone):
        raise refuse(
            "unknown_timezone",
            f"Die Zeitzone „{timezone}“ gibt es nicht; erlaubt ist z. B. Europe/Berlin oder UTC.",
            f"There is no time zone “{timezone}”; allowed is for example Europe/Berlin or UTC.",
        )
    try:
        return _read(data, name, timezone, station, largest)
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OverflowError) as error:
        raise refuse(
            "weather_not_understood",
            "Die Wetterdatei ist nicht lesbar. Bitte Zeit und Temperatur als CSV angeben.",
            "The weather file cannot be read. Please give time and temperature as CSV.",
        ) from error


def _read(
    data: bytes, name: str, zone: str | None, station: str | None, largest: int
) -> WeatherFile:
    if data.startswith(b"PK") and (product := _product_of_zip(data, largest)) is not None:
        data = product
    content = unpack(data, name=name, largest=largest)
    if content.container is Container.TEXT:
        text, encoding = decode(content.data)
        if described := read_description(text):
            return _stations_only(name, described)
        return _from_grid(from_text(text, encoding), content.name, zone, station)
    return _from_grid(to_grid(content), content.name, zone, station)


def _product_of_zip(data: bytes, largest: int) -> bytes | None:
    """The product file of a DWD archive; None where the zip is something else."""
    archive = open_zip(data, largest=largest * 10)
    members = [member for member in archive.infolist() if PRODUCT.search(member.filename)]
    if not members:
        return None
    if members[0].file_size > largest:
        raise too_large(members[0].file_size, largest)
    try:
        with archive.open(members[0]) as stream:
            return stream.read(largest)
    except (OSError, ValueError, RuntimeError, EOFError, NotImplementedError) as error:
        raise _broken_zip() from error
    except Exception as error:  # zipfile and zlib raise their own kinds for damaged members
        raise _broken_zip() from error


def _broken_zip() -> Refused:
    return refuse(
        "broken_zip",
        "Das ZIP-Archiv ist beschädigt. Bitte noch einmal herunterladen.",
        "The zip archive is damaged. Please download it again.",
    )


def _from_grid(grid: Grid, name: str, zone: str | None, station: str | None) -> WeatherFile:
    names, body = with_headers(grid)
    if {"station_id", "year", "month", "temperature_mean"} <= set(names):
        return _weather(name, read_monthly_stations(names, body))
    if {"stations_id", "mess_datum"} <= set(names) and {"tmk", "tt_tu"} & set(names):
        return _weather(name, read_dwd_product(names, body))
    own = station or re.sub(r"(\.\w{2,4})+$", "", re.split(r"[\\/]", name)[-1]) or "station"
    listed = _listed(grid)
    if listed:
        return _stations_only(name, listed)
    return _weather(name, read_plain(grid, names, body, station=own, zone=zone))


def _listed(grid: Grid) -> tuple[Station, ...]:
    heads = [(cell or "").strip().lower() for cell in grid.frame.drop("row").row(0)]
    names = {head: f"c{index}" for index, head in enumerate(heads) if head}
    if {"station_id", "latitude", "longitude"} <= set(names):
        return read_station_table(names, grid.frame[1:])
    return ()


def _weather(name: str, found: Read) -> WeatherFile:
    if not len(found.readings):
        raise refuse(
            "no_temperatures",
            "Die Wetterdatei enthält keine lesbaren Temperaturen mit regelmäßiger Zeit.",
            "The weather file holds no readable temperatures at regular times.",
        )
    return WeatherFile(name, found.readings, (), found.source, found.warnings)


def _stations_only(name: str, stations: tuple[Station, ...]) -> WeatherFile:
    source = Text(f"Liste von {len(stations)} Stationen", f"list of {len(stations)} stations")
    return WeatherFile(name, pl.DataFrame(schema=WEATHER_SCHEMA), stations, source)


def read_postcode_table(
    data: bytes, *, name: str, largest: int = LARGEST
) -> tuple[NearbyStations, ...]:
    """Read the table of the stations nearest to each postcode; raise Refused for others."""
    plain = gunzip(data, largest=largest) if data.startswith(b"\x1f\x8b") else data
    grid = to_grid(unpack(plain, name=name, largest=largest))
    heads = [(cell or "").strip().lower() for cell in grid.frame.drop("row").row(0)]
    names = {head: f"c{index}" for index, head in enumerate(heads) if head}
    if not {"postcode", "latitude", "longitude", "station_1", "km_1"} <= set(names):
        raise refuse(
            "no_postcodes",
            "Die Tabelle braucht die Spalten postcode, latitude, longitude, station_1 und km_1.",
            "The table needs the columns postcode, latitude, longitude, station_1 and km_1.",
        )
    return read_postcodes(names, grid.frame[1:])

"""Open-Meteo as CSV or Excel: a head of locations, then tables, each below its own header."""

from collections.abc import Iterator

from klimamosaik.sources.grid.cells import ROW, Grid
from klimamosaik.sources.weather.formats.format import Read, WeatherFormat
from klimamosaik.sources.weather.formats.open_meteo import (
    HEAD,
    LocationPart,
    OpenMeteoLocation,
    joined,
    place_from,
)
from klimamosaik.sources.weather.hints import WeatherHints
from klimamosaik.sources.weather.opening import Head, Headed, OpenedWeather, headed, plain

LOCATION = "location_id"


def recognises(head: Head) -> bool:
    """True where the head names place and offset, in cells."""
    return all(word in head.text for word in HEAD) and not head.text.lstrip().startswith(("{", "["))


def read(opened: OpenedWeather, told: WeatherHints) -> Read:
    """Read every table of the file."""
    tables = list(tables_of(opened.grid))
    places = {
        location: place
        for table in tables
        if set(HEAD) <= set(table.columns)
        for location, place in places_of(table)
    }
    parts = [
        part for table in tables if "time" in table.columns for part in parts_of(table, places)
    ]
    return joined(parts, told)


def tables_of(grid: Grid) -> Iterator[Headed]:
    """The tables of the file; a row that names latitude or time begins one."""
    begins = [
        at
        for at, row in enumerate(grid.frame.drop(ROW).select("^c[0-9]$").iter_rows())
        if any(cell and plain(cell) in ("time", "latitude") for cell in row[:3])
    ]
    for at, upto in zip(begins, [*begins[1:], len(grid.frame)], strict=True):
        yield headed(grid, at, upto)


def places_of(table: Headed) -> Iterator[tuple[str, OpenMeteoLocation]]:
    """The locations of the head by their number; "" where there is only one."""
    rows = table.body.select(**table.columns)
    for record in rows.to_dicts():
        if record["latitude"]:
            yield str(record.get(LOCATION) or ""), place_from(record)


def parts_of(table: Headed, places: dict[str, OpenMeteoLocation]) -> Iterator[LocationPart]:
    """The rows of a table by their location."""
    for location, place in places.items():
        body = table.body
        if LOCATION in table.columns:
            body = body.filter(table.cells(LOCATION) == location)
        cells = {
            table.written[name]: body[column].str.strip_chars()
            for name, column in table.columns.items()
            if name not in (LOCATION, "time")
        }
        yield LocationPart(place, body[table.columns["time"]], cells)


OPEN_METEO_TABLE = WeatherFormat("open_meteo_table", recognises, read)

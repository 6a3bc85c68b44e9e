"""Tables of months per station: station_id, year, month, temperature_mean, g20_15, completeness."""

import polars as pl

from klimamosaik.sources.grid.numbers import parse_numbers
from klimamosaik.sources.weather.formats.format import Read, WeatherFormat
from klimamosaik.sources.weather.hints import WeatherHints
from klimamosaik.sources.weather.opening import Head, OpenedWeather
from klimamosaik.sources.weather.readings import finished, local, station_ids
from klimamosaik.sources.weather.station import PROPERTIES, TEMPERATURE
from klimamosaik.terms.text import Text

NEEDED = ("station_id", "year", "month", "temperature_mean")
SOURCE = Text("Monatswerte je Wetterstation", "monthly values per weather station")


def recognises(head: Head) -> bool:
    """True for the header of such a table."""
    return set(NEEDED) <= set(head.headers)


def read(opened: OpenedWeather, told: WeatherHints) -> Read:
    """Read all properties the table holds."""
    del told
    table = opened.headed_by(*NEEDED)
    year, month = (whole(table.cells(key)) for key in ("year", "month"))
    frame = pl.DataFrame({"station": station_ids(table.cells("station_id")), "y": year, "m": month})
    start = pl.date("y", "m", 1).cast(pl.Datetime("us"))
    spans = local(frame.select(start=start, end=start.dt.offset_by("1mo")))
    named = {name: name for name in PROPERTIES if name in table.columns}
    named["temperature_mean"] = TEMPERATURE
    values = {kind: parse_numbers(table.cells(name), ".") for name, kind in named.items()}
    wide = pl.concat([frame.select("station"), spans, pl.DataFrame(values)], how="horizontal")
    long = wide.unpivot(index=["station", "start", "end"], variable_name="property")
    return Read(SOURCE, finished(long))


def whole(cells: pl.Series) -> pl.Series:
    """Whole numbers, also of "2024.0"."""
    return cells.cast(pl.Float64, strict=False).cast(pl.Int32, strict=False)


STATION_MONTHS = WeatherFormat("station_months", recognises, read)

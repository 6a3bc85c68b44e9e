"""Meteostat: exports with a header, and bulk files, of which the older ones have none.

Hours are UTC, days and months local (dev.meteostat.net); temperatures are °C unless the header
says otherwise. Which station it is tells only a bulk file's name, its place none of them.
"""

import re
from dataclasses import dataclass, replace

import polars as pl

from klimamosaik.sources.grid.numbers import parse_numbers
from klimamosaik.sources.weather.degrees import celsius, unit_in
from klimamosaik.sources.weather.formats.format import Read, WeatherFormat
from klimamosaik.sources.weather.hints import WeatherHints
from klimamosaik.sources.weather.opening import Head, Headed, OpenedWeather
from klimamosaik.sources.weather.readings import naive, of_days, of_moments, of_months, one_station
from klimamosaik.terms.complaint import Problem, problem
from klimamosaik.terms.text import Text

MEANS = ("temp", "tavg")
BESIDE = {"tmin", "tmax", "prcp", "dwpt", "rhum", "wspd", "wpgt", "pres", "tsun", "coco"}
BULK_DAYS = ("date", "tavg", "tmin", "tmax", "prcp", "snow", "wdir", "wspd", "wpgt", "pres", "tsun")
BULK_HOURS = (
    *("date", "hour", "temp", "dwpt", "rhum", "prcp", "snow"),
    *("wdir", "wspd", "wpgt", "pres", "tsun", "coco"),
)
BULK_NAME = re.compile(r"^(?:\d{4}[-_ ])?(?P<id>[A-Z0-9]{5})(?:[-_ ]\d{4})?$")
FORECASTS = r"(?i)forecast|mosmix"  # sources of values nobody measured
RANGES = {  # what bulk files without a header must hold to be told from others
    "hour": (0, 23),
    "rhum": (0, 100),
    "wdir": (0, 360),
    "pres": (850, 1090),
    "temp": (-80, 130),
    "tavg": (-80, 130),
}
LOOKED_AT = 40  # rows
HOURS = Text("Meteostat, Stundenwerte", "Meteostat, hourly values")
DAYS = Text("Meteostat, Tageswerte", "Meteostat, daily values")
MONTHS = Text("Meteostat, Monatswerte", "Meteostat, monthly values")


def recognises(head: Head) -> bool:
    """True for the header of an export."""
    names = {each for each in head.headers if not each.endswith("_source")}
    timed = bool(names & {"date", "time"}) or {"year", "month"} <= names
    return timed and bool(names & set(MEANS)) and len(names & BESIDE) >= 1 and names <= KNOWN


KNOWN = {*MEANS, *BESIDE, "date", "time", "year", "month", "day", "hour"} | {
    *("snow", "snwd", "wdir", "cldc", "station", "flags"),
    *("vsby", "dewp", "feels", "visi"),
}


def read(opened: OpenedWeather, told: WeatherHints) -> Read:
    """Read an export."""
    mean = next(name for name in MEANS if name in head_names(opened))
    return from_table(opened, opened.headed_by(mean), mean, told)


def head_names(opened: OpenedWeather) -> list[str]:
    """The headers of an export."""
    return Head(opened.name, opened.text).headers if opened.text else first_row(opened)


def first_row(opened: OpenedWeather) -> list[str]:
    """The headers of a workbook."""
    return [str(cell or "").strip().lower() for cell in opened.grid.frame.drop("row").row(0)]


def recognises_bulk(head: Head) -> bool:
    """True for rows that can only be those of a bulk file without a header."""
    return bulk_columns(head.lines[:-1][:LOOKED_AT] or head.lines) is not None


def bulk_columns(lines: list[str]) -> tuple[str, ...] | None:
    """The columns of a bulk file without a header; None where the rows hold something else."""
    rows = [line.split(",") for line in lines]
    for names in (BULK_HOURS, BULK_DAYS):
        if rows and all(fits(row, names) for row in rows) and tells(rows, names):
            return names
    return None


def fits(row: list[str], names: tuple[str, ...]) -> bool:
    """True where a row has the right number of cells and each is what its name says."""
    if len(row) != len(names) or not re.fullmatch(r"\d{4}-\d\d-\d\d", row[0]):
        return False
    cells = dict(zip(names, row, strict=True))
    try:
        values = {name: float(cells[name]) for name in names[1:] if cells[name].strip()}
    except ValueError:
        return False
    inside = all(
        low <= values[name] <= high for name, (low, high) in RANGES.items() if name in values
    )
    return inside and values.get("tmin", -1e9) <= values.get("tmax", 1e9)


def tells(rows: list[list[str]], names: tuple[str, ...]) -> bool:
    """True where pressure or highest and lowest temperature are there, which only weather has."""
    table = {name: [row[at].strip() for row in rows] for at, name in enumerate(names)}
    extremes = any(table.get("tmin", [])) and any(table.get("tmax", []))
    return any(table["pres"]) or extremes or any(table.get("dwpt", []))


def read_bulk(opened: OpenedWeather, told: WeatherHints) -> Read:
    """Read a bulk file without a header."""
    lines = [line for line in opened.text[:8_000].split("\n") if line.strip()]
    names = bulk_columns(lines[:LOOKED_AT]) or BULK_DAYS
    columns = {name: f"c{index}" for index, name in enumerate(names)}
    table = Headed(columns, columns, opened.grid.frame)
    return from_table(opened, table, "temp" if "temp" in columns else "tavg", told)


@dataclass(frozen=True)
class MeteostatRows:
    """What a table gives, row by row."""

    station: pl.Series
    wall: pl.Series  # naive stamps
    value: pl.Series  # [°C]


def from_table(opened: OpenedWeather, table: Headed, mean: str, told: WeatherHints) -> Read:
    """Read a table with its columns named."""
    table, left_out = without_forecasts(table, mean)
    value = celsius(
        parse_numbers(table.cells(mean), "."), told.unit or unit_in(table.written[mean])
    )
    rows = MeteostatRows(stations(opened, table, told), stamps(table), value)
    found = of_rows(rows, table, told)
    here = "station" not in table.columns and BULK_NAME.match(opened.stem) is None
    return replace(found, warnings=(*found.warnings, *left_out), named_here=here)


def of_rows(rows: MeteostatRows, table: Headed, told: WeatherHints) -> Read:
    """As hours, days or months, as the columns tell."""
    names = set(table.columns)
    if "hour" in names or ("tavg" not in names and not at_midnight(rows.wall)):
        zone = told.timezone or "UTC"
        return Read(
            HOURS, of_moments(rows.station, rows.wall, rows.value, zone=zone, stamp=told.stamp)
        )
    if {"year", "month"} <= names and "day" not in names:
        return Read(MONTHS, of_months(rows.station, rows.wall, rows.value))
    return Read(DAYS, of_days(rows.station, rows.wall, rows.value))


def at_midnight(wall: pl.Series) -> bool:
    """True where no stamp tells a time of day."""
    known = wall.drop_nulls()
    return bool((known.dt.truncate("1d") == known).all())


def stamps(table: Headed) -> pl.Series:
    """The naive stamp of each row."""
    if {"year", "month"} <= set(table.columns):
        names = [name for name in ("year", "month", "day") if name in table.columns]
        parts = [table.cells(name).str.zfill(2) for name in names]
        ending = [] if "day" in names else [pl.lit("01")]
        written = pl.select(pl.concat_str(*parts, *ending, separator="-")).to_series()
    else:
        written = table.cells(table.first_of("date", "time") or "date")
    if "hour" in table.columns:
        written = written.str.slice(0, 10) + " " + table.cells("hour").str.zfill(2)
    return naive(written)


def stations(opened: OpenedWeather, table: Headed, told: WeatherHints) -> pl.Series:
    """The station of each row: a column's, a person's word, or the file's name."""
    if "station" in table.columns and told.station is None:
        return "meteostat " + table.cells("station")
    named = BULK_NAME.match(opened.stem)
    own = f"meteostat {named['id']}" if named else opened.stem
    return one_station(told.station or own, len(table.body))


def without_forecasts(table: Headed, mean: str) -> tuple[Headed, tuple[Problem, ...]]:
    """Without rows whose temperature was forecast, which are named."""
    source = f"{mean}_source"
    if source not in table.columns:
        return table, ()
    forecast = table.cells(source).str.contains(FORECASTS).fill_null(False)
    count = int(forecast.sum())
    if not count:
        return table, ()
    said = problem(
        "forecasts_left_out",
        "{count} Temperaturen sind Vorhersagen, keine Messungen; sie bleiben weg.",
        "{count} temperatures are forecasts, not measurements; they are left out.",
        count=count,
    )
    return replace(table, body=table.body.filter(~forecast)), (said,)


METEOSTAT = WeatherFormat("meteostat", recognises, read)
METEOSTAT_BULK = WeatherFormat("meteostat_bulk", recognises_bulk, read_bulk)

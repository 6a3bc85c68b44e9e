"""Tables of weather services whose columns have codes, as `data/services.yaml` tells them."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

import polars as pl

from klimamosaik.sources.grid.numbers import parse_numbers
from klimamosaik.sources.weather.degrees import CELSIUS, celsius
from klimamosaik.sources.weather.formats.format import Read, WeatherFormat
from klimamosaik.sources.weather.formats.reference_year import no_real_year
from klimamosaik.sources.weather.hints import WeatherHints
from klimamosaik.sources.weather.opening import Head, OpenedWeather, plain
from klimamosaik.sources.weather.readings import (
    of_days,
    of_moments,
    of_months,
    one_station,
    station_ids,
)
from klimamosaik.sources.weather.station import Station
from klimamosaik.terms.text import Text
from klimamosaik.terms.yaml_text import read_yaml

FILE = Path(__file__).parents[1] / "data" / "services.yaml"
SEPARATORS = ";\t,"
HOUR = 3_600_000_000  # µs
HEAD_LINES = 120  # above the header of an export of many stations each has a line
Spacing = Literal["hours", "days", "months"]


@dataclass(frozen=True)
class Stamp:
    """How the rows of a service tell their time."""

    column: str
    formats: list[str]
    hour: tuple[str, ...] = ()  # column of the hour, by any of these names


@dataclass(frozen=True)
class Service:
    """One table of a weather service."""

    code: str
    source: Text
    columns: frozenset[str]  # its header row holds all of them
    temperatures: dict[str, Spacing]  # by column, the likelier ones first
    stamp: Stamp
    station: tuple[str, ...] = ()  # column of the station, by any of these names
    marks: Literal["start", "end"] | None = None  # of an hour
    unit: str = CELSIUS
    scale: float = 1.0
    missing: tuple[float, ...] = ()  # values that stand for none
    place: dict[str, str] | None = None  # columns, or one pattern of the lines above


@dataclass(frozen=True)
class ServiceTable:
    """The cells of a file of a service."""

    service: Service
    above: str  # the lines before the header
    cells: pl.DataFrame  # texts, by header as `named` writes it

    def first_of(self, names: tuple[str, ...]) -> str | None:
        """The first of `names` that is a column."""
        return next((each for each in names if each in self.cells.columns), None)


@cache
def services() -> tuple[Service, ...]:
    """All services of the file; the first whose columns are there reads a table."""
    return tuple(_service(code, facts) for code, facts in read_yaml(FILE.read_text()).items())


def _service(code: str, facts: dict) -> Service:  # type: ignore[type-arg]
    station = facts.get("station", [])
    stamp = dict(facts["stamp"])
    stamp["hour"] = tuple(stamp.get("hour", ()))
    return Service(
        code,
        Text(facts["source"]["de"], facts["source"]["en"]),
        frozenset(facts["columns"]),
        facts["temperatures"],
        Stamp(**stamp),
        (station,) if isinstance(station, str) else tuple(station),
        facts.get("marks"),
        facts.get("unit", CELSIUS),
        facts.get("scale", 1.0),
        tuple(float(each) for each in facts.get("missing", ())),
        facts.get("place"),
    )


def recognises(head: Head) -> bool:
    """True where a line holds the columns of a service and one of its temperatures."""
    return _header(head.lines) is not None


@dataclass(frozen=True)
class HeaderLine:
    """The line that names the columns."""

    service: Service
    at: int  # number of lines before it
    separator: str
    names: list[str]


def _header(lines: list[str]) -> HeaderLine | None:
    for at, line in enumerate(lines[:HEAD_LINES]):
        separator = max(SEPARATORS, key=line.count)
        names = [named(cell) for cell in next(csv.reader([line], delimiter=separator), [])]
        for service in services():
            if service.columns <= set(names) and set(service.temperatures) & set(names):
                return HeaderLine(service, at, separator, names)
    return None


def named(cell: str) -> str:
    """A header in lower case, without the sign of a comment, units and quotes."""
    return plain(cell.strip().lstrip("#"))


def read(opened: OpenedWeather, told: WeatherHints) -> Read:
    """Read the temperatures of a service's table; raises InputRejected for a typical year."""
    table = table_of(opened.text)
    service = table.service
    wall = stamps(table)
    if not service.station and not wall.drop_nulls().is_sorted():
        raise no_real_year(opened.name, NOT_IN_ORDER)
    station = stations(table, told.station or opened.stem)
    column = _temperature(table)
    value = _values(table.cells[column], service)
    spacing = service.temperatures[column]
    if spacing == "hours":
        readings = of_moments(station, wall, value, zone="UTC", stamp=told.stamp or service.marks)
    else:
        readings = (of_days if spacing == "days" else of_months)(station, wall, value)
    return Read(
        service.source,
        readings,
        tuple(places(table, station)),
        named_here=not service.station,
        unit_named=True,
    )


NOT_IN_ORDER = Text("die Zeilen springen zwischen Jahren", "its rows jump between years")


def table_of(text: str) -> ServiceTable:
    """The table below the header line, and what stands above."""
    lines = [line for line in text.split("\n") if line.strip()]
    header = _header(lines)
    assert header is not None  # recognised by it
    names = [name or f"blank_{at}" for at, name in enumerate(header.names)]
    return ServiceTable(
        header.service,
        "\n".join(lines[: header.at]),
        _cells(lines[header.at + 1 :], names, header.separator),
    )


def _cells(rows: list[str], names: list[str], separator: str) -> pl.DataFrame:
    if not rows:
        return pl.DataFrame(schema=dict.fromkeys(names, pl.String))
    cells = pl.read_csv(
        io.StringIO("\n".join(rows)),
        separator=separator,
        has_header=False,
        new_columns=names,
        infer_schema=False,
        truncate_ragged_lines=True,
    )
    return cells.select(pl.all().str.strip_chars())


def stamps(table: ServiceTable) -> pl.Series:
    """The naive UTC stamp of each row; null where it is none."""
    stamp = table.service.stamp
    written = table.cells[stamp.column].to_frame("written")
    at = written.select(pl.coalesce(*(_parsed(form) for form in stamp.formats))).to_series()
    hour = table.first_of(stamp.hour)
    if hour is None:
        return at
    hours = table.cells[hour].cast(pl.Int64, strict=False) * HOUR
    return at + hours.cast(pl.Duration("us"))


def _parsed(form: str) -> pl.Expr:
    """Stamps written so; an hour without minutes and a month without a day are completed."""
    code, digits = COMPLETED.get(form[-2:], ("", ""))
    text = pl.col("written") + digits
    found = text.str.to_datetime(form + code, strict=False, time_unit="us")
    return found.dt.replace_time_zone(None)


COMPLETED = {"%H": ("%M", "00"), "%m": ("%d", "01")}  # polars reads whole stamps only


def stations(table: ServiceTable, else_named: str) -> pl.Series:
    """The station of each row, with the service's name before its number."""
    column = table.first_of(table.service.station)
    if column is None:
        return one_station(else_named, table.cells.height)
    return table.service.code.split("_")[0] + " " + station_ids(table.cells[column])


def _temperature(table: ServiceTable) -> str:
    """The first of the service's columns that holds values."""
    there = [each for each in table.service.temperatures if each in table.cells.columns]
    filled = (each for each in there if (table.cells[each].fill_null("") != "").any())
    return next(filled, there[0])


def _values(cells: pl.Series, service: Service) -> pl.Series:
    numbers = parse_numbers(cells.replace("-", None), ".")
    known = numbers.set(numbers.is_in(list(service.missing)), None)
    return celsius(known * service.scale, service.unit)


def places(table: ServiceTable, station: pl.Series) -> Iterator[Station]:
    """Where the stations stand, as columns or the lines above tell."""
    place = table.service.place or {}
    if "pattern" in place:
        prefix = table.service.code.split("_")[0]
        for found in re.finditer(place["pattern"], table.above):
            told = found.groupdict()
            number = f"{prefix} {told['id'].lstrip('0')}" if "id" in told else station[0]
            yield from _standing(number, told)
    elif set(place.values()) & set(table.cells.columns):
        firsts = table.cells.with_columns(number=station).unique("number", keep="first")
        for row in firsts.sort("number").iter_rows(named=True):
            yield from _standing(row["number"], {key: row.get(at) for key, at in place.items()})


def _standing(number: str, told: dict[str, str | None]) -> Iterator[Station]:
    try:
        yield Station(
            number,
            told.get("name") or number,
            float(told["latitude"] or ""),
            float(told["longitude"] or ""),
            float(told["altitude"]) if told.get("altitude") else None,  # type: ignore[arg-type]
        )
    except (KeyError, ValueError):
        return


SERVICES = WeatherFormat("services", recognises, read)

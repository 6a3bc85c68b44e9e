"""Tables found in JSON -> grids: one table, series beside each other, or below each other."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import Any

import polars as pl

from klimamosaik.sources.grid.detected import Detected
from klimamosaik.sources.grid.json_tables.around import FoundTable, is_meter, is_place
from klimamosaik.sources.grid.json_tables.cells import (
    as_text,
    is_clock_time,
    is_number_column,
    is_time_column,
)
from klimamosaik.sources.grid.limits import check_cells
from klimamosaik.sources.grid.numbers import (
    is_missing,
    looks_numeric,
    number_form,
    parse_numbers,
)
from klimamosaik.sources.grid.part import Grid, made_grid

VALUE_KEY = re.compile(r"(?i)^(value|values|wert|y|v|data|amount|quantity)$")
NO_NAME = re.compile(
    r"(?i)^(values?|data|results?|items|records|rows|nodes|series|list|entries|response|payload|"
    r"readings|measurements|points|datapoints|messwerte|werte|daten|\d+)$"
)
COUNTED = re.compile(r"(?i)(^|_)(id|count|index|nr|no|number|year|month|day|hour|quality)$")
NO_UNITS = ("iso8601", "unixtime")  # how times are written
WIDE = 60  # named series beside each other; more go below each other


@dataclass(frozen=True)
class JsonTableKind:
    """Tables with the same columns: one table, or several series."""

    tables: tuple[FoundTable, ...]

    @property
    def headers(self) -> tuple[str, ...]:
        """Names of the columns."""
        return tuple(self.tables[0].columns)


def kinds_of(found: Sequence[FoundTable]) -> list[JsonTableKind]:
    """Tables with the same columns together; none where no table has two columns."""
    grouped: dict[tuple[str, ...], list[FoundTable]] = {}
    for each in found:
        grouped.setdefault(tuple(each.columns), []).append(each)
    if not any(len(each.columns) > 1 for each in found):
        return []
    return [JsonTableKind(tuple(each)) for header, each in grouped.items() if len(header) > 1]


def title_of(kind: JsonTableKind, kinds: Sequence[JsonTableKind]) -> str:
    """The name of a grid, where there are several."""
    around = kind.tables[0].around
    told = around.name or ".".join(around.path) or f"{kinds.index(kind) + 1}"
    return told if len(kinds) > 1 else ""


def grid_of(kind: JsonTableKind, *, written: Detected, encoding: Detected) -> Grid:
    """All tables of a kind as one grid."""
    tables = [_with_offset(each) for each in kind.tables]
    if len(tables) == 1:
        header, columns = _single(tables[0])
        preface = "; ".join(tables[0].around.facts) or None
    else:
        header, columns = _series(tables)
        preface = None
    cells = [[as_text(value) for value in column] for column in columns]
    undecided = False
    for at, column in enumerate(columns):
        if any(isinstance(value, str) for value in column):
            cells[at], open_mark = with_points(cells[at])
            undecided |= open_mark
    grid = made_grid(header, cells, container=written, encoding=encoding, preface=preface)
    return replace(grid, typed=not undecided)


def _with_offset(table: FoundTable) -> FoundTable:
    """Local times with the offset the file names beside them."""
    offset = table.around.offset
    if offset is None:
        return table
    sign, minutes = "-" if offset < 0 else "+", abs(offset) // 60
    mark = f"{sign}{minutes // 60:02}:{minutes % 60:02}"
    columns = {
        key: [f"{cell}{mark}" if is_clock_time(cell) else cell for cell in column]
        for key, column in table.columns.items()
    }
    return replace(table, columns=columns)


def _single(table: FoundTable) -> tuple[list[str], list[list[Any]]]:
    measured = _measured(table)
    header = [_heading(table, key, measured) for key in table.columns]
    columns = list(table.columns.values())
    place = table.around.place
    if place and not any(name.startswith(place) for name in header) and not _placed(table):
        return ["Bezeichnung", *header], [[place] * len(columns[0]), *columns]
    return header, columns


def _placed(table: FoundTable) -> bool:
    """True where the rows themselves tell whose they are."""
    return any(is_place(key.rpartition(".")[2]) or is_meter(key) for key in table.columns)


def _measured(table: FoundTable) -> list[str]:
    """The columns a unit said beside the table can belong to."""
    numbers = [
        key
        for key, column in table.columns.items()
        if is_number_column(column) and not is_time_column(column) and not COUNTED.search(key)
    ]
    values = [key for key in numbers if VALUE_KEY.match(key)]
    return values or numbers


def _heading(table: FoundTable, key: str, measured: Sequence[str]) -> str:
    """The key, or the series' name where it says only "value", with its unit in brackets."""
    around = table.around
    own = around.units.get(key)
    if isinstance(own, str):
        return key if own in NO_UNITS else f"{key} ({own})"
    if key not in measured:
        return key
    name = around.name or (_series_name(table) if around.unit else "")
    shown = name if name and len(measured) == 1 and VALUE_KEY.match(key) else key
    return f"{shown} ({around.unit})" if around.unit else shown


def _series(tables: Sequence[FoundTable]) -> tuple[list[str], list[list[Any]]]:
    """Several tables of the same columns: series beside each other, or below each other."""
    names = [_series_name(table) for table in tables]
    times = [key for key, column in tables[0].columns.items() if is_time_column(column)]
    values = _measured(tables[0])
    plain = len(times) == 1 and len(values) == 1 and len(tables[0].columns) == 2
    metered = any(table.around.meter and not table.around.name for table in tables)
    if plain and not metered and len(set(names)) == len(names) <= WIDE:
        return _beside(tables, names, times[0], values[0])
    return _below(tables)


def _series_name(table: FoundTable) -> str:
    around = table.around
    words = [word for word in around.path if not NO_NAME.match(word)]
    return around.name or around.meter or (words[-1] if words else "")


def _beside(
    tables: Sequence[FoundTable], names: Sequence[str], time: str, value: str
) -> tuple[list[str], list[list[Any]]]:
    """One column a series; a time that a series tells twice (change of the clock) stays twice."""
    rows: dict[tuple[Any, int], list[Any]] = {}
    for at, table in enumerate(tables):
        told: dict[Any, int] = {}
        for when, cell in zip(table.columns[time], table.columns[value], strict=True):
            key = (when, told.setdefault(when, 0))
            told[when] += 1
            rows.setdefault(key, [None] * len(tables))[at] = cell
    check_cells(len(rows) * (len(tables) + 1))
    ordered = sorted(rows, key=lambda key: (str(type(key[0])), key))
    units = [table.around.unit for table in tables]
    header = [f"{name} ({unit})" if unit else name for name, unit in zip(names, units, strict=True)]
    columns = [[rows[key][at] for key in ordered] for at in range(len(tables))]
    return [time, *header], [[key[0] for key in ordered], *columns]


def _below(tables: Sequence[FoundTable]) -> tuple[list[str], list[list[Any]]]:
    """All below each other, with what tells them apart in columns of its own."""
    rows = [len(next(iter(table.columns.values()))) for table in tables]
    told: dict[str, list[str]] = {
        "Zähler": [table.around.meter for table in tables],
        "Gebäude": [_place_beside(table) for table in tables],
        "Bezeichnung": [table.around.name for table in tables],
        "Energieträger": [table.around.carrier for table in tables],
        "Einheit": [table.around.unit for table in tables],
        "OBIS": [table.around.obis for table in tables],
    }
    if len({*zip(*told.values(), strict=True)}) < len(tables):
        paths = [table.around.path for table in tables]
        steps = [set(words) for words in zip(*paths, strict=False)]
        shared = len(list(takewhile(lambda words: len(words) == 1, steps)))
        told["Reihe"] = [".".join(path[shared:] or path) for path in paths]
    header, columns = [], []
    for key, values in told.items():
        if any(values):
            header.append(key)
            columns.append([v for v, times in zip(values, rows, strict=True) for _ in range(times)])
    keys = list(tables[0].columns)
    stacked = [[cell for table in tables for cell in table.columns[key]] for key in keys]
    return [*header, *keys], [*columns, *stacked]


def _place_beside(table: FoundTable) -> str:
    """Whose the values are, where that is not their name already."""
    return table.around.place if table.around.place != table.around.name else ""


MARKED = r"^\s*[+-]?[\d.,]*\d[.,]\d+\s*$"


def with_points(cells: list[str | None]) -> tuple[list[str | None], bool]:
    """Numbers written as text ("12,5") as numbers; True where nothing decides their mark."""
    texts = pl.Series(cells, dtype=pl.String)
    filled = texts.filter(~is_missing(texts))
    marked = filled.filter(filled.str.contains(MARKED))
    if marked.is_empty() or not looks_numeric(filled).all():
        return cells, False
    form = number_form(filled, default=".")
    if not form.certain:
        return cells, True
    numbers = parse_numbers(texts, form.decimal)
    written = [None if number is None else repr(number) for number in numbers.to_list()]
    return [new if new is not None else old for new, old in zip(written, cells, strict=True)], False

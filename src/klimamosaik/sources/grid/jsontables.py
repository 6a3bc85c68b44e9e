"""JSON of the usual shapes as tables.

Records, lists of lists, columns side by side, `{"columns": [...], "data": [[...]]}`, dictionaries
of times, and series within series: the innermost list that holds times is the table, and what is
said around it (name, unit) goes into its heading.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from klimamosaik.sources.grid.cim import series_of
from klimamosaik.sources.grid.content import Container
from klimamosaik.sources.grid.detected import Detected
from klimamosaik.sources.grid.jsonnumbers import with_points
from klimamosaik.sources.grid.limits import check_cells
from klimamosaik.sources.grid.part import FilePart, Grid, OpenedFile, made_grid
from klimamosaik.terms.complaint import rejected
from klimamosaik.terms.text import Text

DATE = re.compile(r"^\d{4}-\d{2}(-\d{2}|$)|^\d{4}/\d|^\d{1,2}[./]\d{1,2}[./]\d{2,4}|^\d{8}T")
SECONDS = (9.0e8, 4.2e9)  # 1998 to 2103 since 1970; milliseconds are a thousand times as much
UNIT_KEY = re.compile(r"(?i)^(unit|units|einheit|unit_?of_?measure(ment)?|uom|measure_?unit)$")
UNITS_KEY = re.compile(r"(?i)^(units|einheiten)$")
NAME_KEY = re.compile(r"(?i)^(name|title|label|series|target|type|key|bezeichnung|entity_?id)$")
PLACE_KEY = re.compile(  # in snake case; "type" and "series" name no place
    r"(?i)^((device|sensor|meter|site|building|location|facility|asset|station)_)?(name|label)$"
    r"|^(bezeichnung|building|site|location|facility|gebäude|gebaeude|standort|objekt|liegenschaft)$"
)
METER_KEY = re.compile(
    r"(?i)(^|_)(id|number|serial(_?number)?|meter|zaehler|zähler|malo|melo|mpan)$"
)
TIME_KEY = re.compile(
    r"(?i)time|date|datum|zeit|from|to$|start|end|von|bis|_at$|^ts$|^t$|day|month"
)
NUMBER = re.compile(r"\s*[+-]?\d[\d.,]*\s*")  # written as text
VALUE_KEY = re.compile(r"(?i)^(value|values|wert|y|v|data|amount|quantity)$")
NO_NAME = re.compile(
    r"(?i)^(values?|data|results?|items|records|rows|nodes|series|list|entries|response|payload|"
    r"readings|measurements|points|datapoints|messwerte|werte|daten|\d+)$"
)
COUNTED = re.compile(r"(?i)(^|_)(id|count|index|nr|no|number|year|month|day|hour|quality)$")
NO_UNITS = ("iso8601", "unixtime")  # how times are written
WIDE = 60  # named series beside each other; more go below each other
SHORT = 3  # characters; 1, 2, 3 number something else than meters
MANY = 40  # tables of different kinds in one file
FEW_WORDS = 12  # facts said around a table that go above it
HEADS = ("columns", "fields", "headers", "header", "components", "spalten")
BODIES = ("values", "data", "rows", "dataArray", "body", "daten")


@dataclass(frozen=True)
class Around:
    """What is said on the way to a table."""

    path: tuple[str, ...] = ()
    name: str = ""
    meter: str = ""
    unit: str = ""
    obis: str = ""
    place: str = ""  # whose the values are, where a key says so
    offset: int | None = None  # [s] of local times from UTC
    units: Mapping[str, str] = field(default_factory=dict)  # by column
    facts: tuple[str, ...] = ()


@dataclass(frozen=True)
class FoundTable:
    """One table on its way."""

    around: Around
    columns: dict[str, list[Any]]


def open_json(text: str, encoding: Detected) -> OpenedFile | None:
    """All tables of a JSON text; None where it is no JSON. Raises Refused where it has none."""
    try:
        parsed = json.loads(text)
    except (ValueError, RecursionError):
        return None
    try:
        found = list(tables_in(parsed, Around()))
    except RecursionError:
        found = []
    timed = [each for each in found if any(map(_is_time_column, each.columns.values()))]
    kinds = _kinds(timed or found)
    if not kinds or len(kinds) > MANY:
        raise rejected(
            "json_without_records",
            "In der JSON-Datei steht keine Tabelle: erwartet wird eine Liste von Datensätzen mit "
            "gleichen Feldern, Spalten gleicher Länge oder Reihen aus Zeit und Wert.",
            "The JSON file holds no table: a list of records with the same fields, columns of "
            "equal length, or series of time and value are expected.",
        )
    parts = [FilePart(_title(kind, kinds), _grid(kind, encoding)) for kind in kinds]
    return OpenedFile(tuple(parts))


def tables_in(node: Any, around: Around) -> Iterator[FoundTable]:
    """Every table within a JSON value."""
    columns = _columns_of(node)
    if columns is not None:
        yield FoundTable(_told(node, around) if isinstance(node, dict) else around, columns)
        return
    if isinstance(node, dict):
        inside = _told(node, around)
        for key, child in node.items():
            if isinstance(child, dict | list) and child and not _is_units(key):
                units = node.get(f"{key}_units") or node.get("units")
                known = units if isinstance(units, dict) else inside.units
                path = (*around.path, str(key))
                yield from tables_in(child, replace(inside, path=path, units=known))
    elif isinstance(node, list):
        for child in node:
            yield from tables_in(child, around)


def _is_units(key: str) -> bool:
    return key.endswith("_units") or bool(UNITS_KEY.match(key))


def _told(node: Mapping[str, Any], around: Around) -> Around:
    """What a dictionary says of the tables within it."""
    said = _said_beside(node) | {
        str(key): value for key, value in node.items() if isinstance(value, str | int | float)
    }
    texts = {key: value for key, value in said.items() if isinstance(value, str) and value}
    unit = next((value for key, value in texts.items() if UNIT_KEY.match(key)), around.unit)
    name = next((value for key, value in texts.items() if NAME_KEY.match(key)), around.name)
    place = next((value for key, value in texts.items() if _is_place(key)), around.place)
    obis = next((value for key, value in texts.items() if "obis" in key.lower()), around.obis)
    numbers = (str(value) for key, value in said.items() if _is_meter(key))
    meter = next((number for number in numbers if len(number) > SHORT), around.meter)
    offset = said.get("utc_offset_seconds", around.offset)
    facts = tuple(f"{key}: {value}"[:80] for key, value in said.items() if value not in ("", unit))
    return replace(
        around,
        unit=unit[:20],
        name=name[:80],
        meter=meter[:80],
        place=place[:80],
        obis=obis[:40],
        offset=offset if isinstance(offset, int) else None,
        facts=(*around.facts, *facts)[:FEW_WORDS],
    )


def _said_beside(node: Mapping[str, Any]) -> dict[str, Any]:
    """What dictionaries of nothing but facts say of the tables beside them, where they agree."""
    flat = [
        child for key, child in node.items()
        if isinstance(child, dict) and all(map(_is_cell, child.values()))
        and not _is_units(str(key)) and not any(map(DATE.match, map(str, child)))
    ]  # fmt: skip
    pairs = [(str(key), value) for child in flat for key, value in child.items()]
    alone = {key for key, _ in pairs if len({str(v) for k, v in pairs if k == key}) == 1}
    return {key: v for key, v in pairs if key in alone and isinstance(v, str | int | float)}


def _snake(key: str) -> str:
    return re.sub(r"(?<=[a-zäöü])(?=[A-Z])", "_", key).lower()


def _is_meter(key: str) -> bool:
    return bool(METER_KEY.search(_snake(key)))


def _is_place(key: str) -> bool:
    return bool(PLACE_KEY.match(_snake(key)))


def _columns_of(node: Any) -> dict[str, list[Any]] | None:
    """The columns of a JSON value that is a table itself; None where it is none."""
    if isinstance(node, list):
        if node and all(isinstance(each, dict) and each for each in node):
            return _of_records(node)
        if node and all(isinstance(each, list) and each for each in node):
            return _of_rows(node)
        return None
    if not isinstance(node, dict):
        return None
    return (
        series_of(node) or _of_split(node) or _of_chart(node) or _of_arrays(node) or _of_times(node)
    )


def _of_records(node: Sequence[dict[str, Any]]) -> dict[str, list[Any]] | None:
    if any(series_of(record) for record in node[:50]) or any(
        _holds_times(value) for record in node[:50] for value in record.values()
    ):
        return None  # each record is a series of its own
    flat = [_flattened(record) for record in node]
    for key in [key for key in flat[0] if not any(key in record for record in flat[1:])]:
        if len(flat) > 1 and isinstance(flat[0][key], str):  # said once for all below
            flat[1:] = [{**record, key: flat[0][key]} for record in flat[1:]]
    headers = list(dict.fromkeys(key for record in flat for key in record))
    if not headers:
        return None
    check_cells(len(headers) * len(flat))
    return {header: [record.get(header) for record in flat] for header in headers}


def _flattened(record: Mapping[str, Any]) -> dict[str, Any]:
    """One level of records within a record, as a.b; lists within are no cells."""
    flat: dict[str, Any] = {}
    for key, value in record.items():
        if isinstance(value, dict):
            flat |= {f"{key}.{inner}": each for inner, each in value.items() if _is_cell(each)}
        elif _is_cell(value):
            flat[str(key)] = value
    return flat


def _is_cell(value: Any) -> bool:
    return not isinstance(value, dict | list)


def _of_rows(node: Sequence[list[Any]]) -> dict[str, list[Any]] | None:
    """Lists of cells: with a row of headings, or pairs of time and value."""
    if not all(_is_cell(cell) for row in node for cell in row):
        return None
    width = max(map(len, node))
    check_cells(width * len(node))
    first, rest = node[0], node[1:]
    headed = bool(rest) and all(isinstance(cell, str) and not _is_time(cell) for cell in first)
    if not headed and not (width > 1 and any(_is_time(cell) for cell in first)):
        return None
    names = [str(cell) for cell in first] if headed else _names_of_row(first)
    rows = [[*row, *[None] * (width - len(row))] for row in (rest if headed else node)]
    names += [f"value {at + 1}" for at in range(len(names), width)]
    return _distinct(names, [list(column) for column in zip(*rows, strict=True)])


def _names_of_row(row: Sequence[Any]) -> list[str]:
    times = [at for at, cell in enumerate(row) if _is_time(cell)]
    others = [at for at in range(len(row)) if at != times[0]]
    names = {times[0]: "time"} | {
        at: "value" if len(others) == 1 else f"value {number + 1}"
        for number, at in enumerate(others)
    }
    return [names[at] for at in range(len(row))]


def _of_split(node: Mapping[str, Any]) -> dict[str, list[Any]] | None:
    """Headings in one list, rows in another."""
    heads = next((node[key] for key in HEADS if isinstance(node.get(key), list)), None)
    rows = next((node[key] for key in BODIES if isinstance(node.get(key), list)), None)
    if not heads or not rows or not all(isinstance(row, list) for row in rows):
        return None
    names = [str(each.get("name", "?") if isinstance(each, dict) else each) for each in heads]
    if not all(len(row) == len(names) and all(map(_is_cell, row)) for row in rows):
        return None
    check_cells(len(names) * len(rows))
    columns = _distinct(names, [list(column) for column in zip(*rows, strict=True)])
    index = node.get("index")
    if isinstance(index, list) and len(index) == len(rows) and any(map(_is_time, index)):
        return {"time": index, **columns}
    return columns


def _of_chart(node: Mapping[str, Any]) -> dict[str, list[Any]] | None:
    """Times in one list, values of named series in others, as charts keep them."""
    lists = [each for each in node.values() if isinstance(each, list) and each]
    times = next((each for each in lists if _is_time_column(each)), None)
    for each in lists:
        if times is None or not all(isinstance(series, dict) for series in each):
            continue
        bodies: list[list[Any]] = [
            next((series[key] for key in BODIES if isinstance(series.get(key), list)), [])
            for series in each
        ]
        if all(len(body) == len(times) and all(map(_is_cell, body)) for body in bodies):
            names = [
                str(next((value for key, value in series.items() if NAME_KEY.match(key)), "value"))
                for series in each
            ]
            return {"time": times, **_distinct(names, bodies)}
    return None


def _of_arrays(node: Mapping[str, Any]) -> dict[str, list[Any]] | None:
    """Columns of equal length side by side, also as dictionaries by row."""
    arrays = {
        str(key): list(value.values()) if isinstance(value, dict) else value
        for key, value in node.items()
        if isinstance(value, list | dict) and len(value) > 1
    }
    cells = {key: each for key, each in arrays.items() if all(map(_is_cell, each))}
    if len(cells) < 2 or len(cells) < len(arrays):
        return None
    if len({len(each) for each in cells.values()}) != 1:
        return None
    if not any(map(_is_time_column, cells.values())):
        return None
    check_cells(sum(map(len, cells.values())))
    return cells


def _of_times(node: Mapping[str, Any]) -> dict[str, list[Any]] | None:
    """A dictionary from times to values or records."""
    keys = [str(key) for key in node]
    if len(keys) < 2 or not all(DATE.match(key) for key in keys):
        return None
    values = list(node.values())
    if all(map(_is_cell, values)):
        return {"time": list(keys), "value": values}
    if all(isinstance(each, dict) for each in values):
        inner = _of_records(values)
        return None if inner is None else {"time": list(keys), **inner}
    return None


def _distinct(names: Sequence[str], columns: Sequence[list[Any]]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for name, column in zip(names, columns, strict=False):
        key = name
        while key in found:
            key += "'"
        found[key] = column
    return found


def _holds_times(value: Any) -> bool:
    """True for a list within a record that is a series of its own."""
    if isinstance(value, dict):
        return any(_holds_times(each) for each in value.values()) or _of_times(value) is not None
    if not isinstance(value, list) or not value:
        return False
    first = value[0]
    if isinstance(first, dict):
        return series_of(first) is not None or any(
            _is_time(cell) or _holds_times(cell) for cell in first.values()
        )
    if isinstance(first, list):
        return any(map(_is_time, first))
    return len(value) > 1 and _is_time_column(value)


def _is_time(cell: Any) -> bool:
    if isinstance(cell, str):
        return bool(DATE.match(cell))
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        return False
    return SECONDS[0] < cell < SECONDS[1] or SECONDS[0] < cell / 1000 < SECONDS[1]


def _is_time_column(column: Sequence[Any]) -> bool:
    filled = [cell for cell in column[:20] if cell is not None]
    return bool(filled) and all(map(_is_time, filled))


def _is_number_column(column: Sequence[Any]) -> bool:
    filled = [cell for cell in column[:200] if cell is not None]
    return bool(filled) and all(
        (isinstance(cell, int | float) and not isinstance(cell, bool))
        or (isinstance(cell, str) and NUMBER.fullmatch(cell))
        for cell in filled
    )


@dataclass(frozen=True)
class JsonTableKind:
    """Tables with the same columns: one table, or several series."""

    tables: tuple[FoundTable, ...]

    @property
    def headers(self) -> tuple[str, ...]:
        """Names of the columns."""
        return tuple(self.tables[0].columns)


def _kinds(found: Sequence[FoundTable]) -> list[JsonTableKind]:
    grouped: dict[tuple[str, ...], list[FoundTable]] = {}
    for each in found:
        grouped.setdefault(tuple(each.columns), []).append(each)
    if not any(len(each.columns) > 1 for each in found):
        return []
    return [JsonTableKind(tuple(each)) for header, each in grouped.items() if len(header) > 1]


def _title(kind: JsonTableKind, kinds: Sequence[JsonTableKind]) -> str:
    around = kind.tables[0].around
    told = around.name or ".".join(around.path) or f"{kinds.index(kind) + 1}"
    return told if len(kinds) > 1 else ""


def _grid(kind: JsonTableKind, encoding: Detected) -> Grid:
    tables = [_with_offset(each) for each in kind.tables]
    if len(tables) == 1:
        header, columns = _single(tables[0])
        preface = "; ".join(tables[0].around.facts) or None
    else:
        header, columns = _series(tables)
        preface = None
    container = Detected(
        Container.JSON, Text("JSON, Liste von Datensätzen", "JSON, list of records")
    )
    cells = [[_cell(value) for value in column] for column in columns]
    undecided = False
    for at, column in enumerate(columns):
        if any(isinstance(value, str) for value in column):
            cells[at], open_mark = with_points(cells[at])
            undecided |= open_mark
    grid = made_grid(header, cells, container=container, encoding=encoding, preface=preface)
    return replace(grid, typed=not undecided)


def _with_offset(table: FoundTable) -> FoundTable:
    """Local times with the offset the file names beside them."""
    offset = table.around.offset
    if offset is None:
        return table
    sign, minutes = "-" if offset < 0 else "+", abs(offset) // 60
    mark = f"{sign}{minutes // 60:02}:{minutes % 60:02}"
    columns = {
        key: [f"{cell}{mark}" if _is_clock_time(cell) else cell for cell in column]
        for key, column in table.columns.items()
    }
    return replace(table, columns=columns)


def _is_clock_time(cell: Any) -> bool:
    return isinstance(cell, str) and bool(re.fullmatch(r"\d{4}-\d\d-\d\d[T ][\d:.]+", cell))


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
    return any(_is_place(key.rpartition(".")[2]) or _is_meter(key) for key in table.columns)


def _measured(table: FoundTable) -> list[str]:
    """The columns a unit said beside the table can belong to."""
    numbers = [
        key
        for key, column in table.columns.items()
        if _is_number_column(column) and not _is_time_column(column) and not COUNTED.search(key)
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
    times = [key for key, column in tables[0].columns.items() if _is_time_column(column)]
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
        "Bezeichnung": [table.around.name for table in tables],
        "Einheit": [table.around.unit for table in tables],
        "OBIS": [table.around.obis for table in tables],
    }
    if len({*zip(*told.values(), strict=True)}) == 1:
        told = {"Reihe": [".".join(table.around.path) for table in tables]}
    header, columns = [], []
    for key, values in told.items():
        if any(values):
            header.append(key)
            columns.append([v for v, times in zip(values, rows, strict=True) for _ in range(times)])
    keys = list(tables[0].columns)
    stacked = [[cell for table in tables for cell in table.columns[key]] for key in keys]
    return [*header, *keys], [*columns, *stacked]


def _cell(value: Any) -> str | None:
    if value is None or isinstance(value, list | dict):
        return None
    return str(value).encode("utf-8", errors="replace").decode()

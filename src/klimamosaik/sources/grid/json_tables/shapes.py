"""The shapes a table takes in JSON: each recognises its own and gives its columns."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from klimamosaik.sources.grid.json_tables.around import NAME_KEY
from klimamosaik.sources.grid.json_tables.cells import (
    DATE,
    is_cell,
    is_number_column,
    is_time,
    is_time_column,
)
from klimamosaik.sources.grid.json_tables.market_documents import series_of
from klimamosaik.sources.grid.limits import check_cells

HEADS = ("columns", "fields", "headers", "header", "components", "spalten")
BODIES = ("values", "data", "rows", "dataArray", "body", "daten")
Columns = dict[str, list[Any]]


def columns_of(node: Any) -> dict[str, list[Any]] | None:
    """The columns of a JSON value that is a table itself; None where it is none."""
    if isinstance(node, list):
        if node and all(isinstance(each, dict) and each for each in node):
            return _of_records(node)
        if node and all(isinstance(each, list) and each for each in node):
            return _of_rows(node)
        return None
    if not isinstance(node, dict):
        return None
    return next((columns for shape in SHAPES if (columns := shape(node))), None)


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
            flat |= {f"{key}.{inner}": each for inner, each in value.items() if is_cell(each)}
        elif is_cell(value):
            flat[str(key)] = value
    return flat


def _of_rows(node: Sequence[list[Any]]) -> dict[str, list[Any]] | None:
    """Lists of cells: with a row of headings, or pairs of time and value."""
    if not all(is_cell(cell) for row in node for cell in row):
        return None
    width = max(map(len, node))
    check_cells(width * len(node))
    first, rest = node[0], node[1:]
    headed = bool(rest) and all(isinstance(cell, str) and not is_time(cell) for cell in first)
    if not headed and not (width > 1 and any(is_time(cell) for cell in first)):
        return None
    names = [str(cell) for cell in first] if headed else _names_of_row(first)
    rows = [[*row, *[None] * (width - len(row))] for row in (rest if headed else node)]
    names += [f"value {at + 1}" for at in range(len(names), width)]
    return _distinct(names, [list(column) for column in zip(*rows, strict=True)])


def _names_of_row(row: Sequence[Any]) -> list[str]:
    times = [at for at, cell in enumerate(row) if is_time(cell)]
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
    if not all(len(row) == len(names) and all(map(is_cell, row)) for row in rows):
        return None
    check_cells(len(names) * len(rows))
    columns = _distinct(names, [list(column) for column in zip(*rows, strict=True)])
    index = node.get("index")
    if isinstance(index, list) and len(index) == len(rows) and any(map(is_time, index)):
        return {"time": index, **columns}
    return columns


def _of_chart(node: Mapping[str, Any]) -> dict[str, list[Any]] | None:
    """Times in one list, values of named series in others, as charts keep them."""
    lists = [each for each in node.values() if isinstance(each, list) and each]
    times = next((each for each in lists if is_time_column(each)), None)
    for each in lists:
        if times is None or not all(isinstance(series, dict) for series in each):
            continue
        bodies: list[list[Any]] = [
            next((series[key] for key in BODIES if isinstance(series.get(key), list)), [])
            for series in each
        ]
        if all(len(body) == len(times) and all(map(is_cell, body)) for body in bodies):
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
    cells = {key: each for key, each in arrays.items() if all(map(is_cell, each))}
    if len(cells) < 2 or len(cells) < len(arrays):
        return None
    if len({len(each) for each in cells.values()}) != 1:
        return None
    if not any(map(is_time_column, cells.values())):
        return None
    check_cells(sum(map(len, cells.values())))
    return cells


def _of_times(node: Mapping[str, Any]) -> dict[str, list[Any]] | None:
    """A dictionary from times to values or records."""
    keys = [str(key) for key in node]
    if len(keys) < 2 or not all(DATE.match(key) for key in keys):
        return None
    values = list(node.values())
    if all(map(is_cell, values)):
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
            is_time(cell) or _holds_times(cell) for cell in first.values()
        )
    if isinstance(first, list):
        return any(map(is_time, first))
    return len(value) > 1 and is_time_column(value)


START = re.compile(r"(?i)^(start|begin|from|von|beginn)[-_ ]?(time|date|datetime|zeit)?$")
STEP = re.compile(r"(?i)^(interval|step|resolution|granularity|period|cadence|auflösung|schritt)$")
BODY = re.compile(r"(?i)^(values|data|readings|consumption|usage|werte|verbrauch)$")
LENGTHS = re.compile(r"(?i)PT(\d+)(M|H)|(\d+) ?(min|h|hours?|minutes?)")


def regular(node: Mapping[str, Any]) -> dict[str, list[Any]] | None:
    """Begin, end and value of each step; None where a dictionary is no such series.

    Steps of days and months are left: whether they follow the clock's changes is not told.
    """
    begin = next((value for key, value in node.items() if START.match(key)), None)
    step = next((_length(value) for key, value in node.items() if STEP.match(key)), None)
    values = next((value for key, value in node.items() if BODY.match(key)), None)
    if step is None or not isinstance(begin, str) or not isinstance(values, list):
        return None
    try:
        start = datetime.fromisoformat(begin.upper())
    except ValueError:
        return None
    if start.tzinfo is None or len(values) < 2 or not is_number_column(values):
        return None  # without an offset, nobody knows which hour comes twice in autumn
    moments = [(start + number * step).isoformat() for number in range(len(values) + 1)]
    return {"von": moments[:-1], "bis": moments[1:], "value": values}


def _length(told: Any) -> timedelta | None:
    found = LENGTHS.fullmatch(told.strip()) if isinstance(told, str) else None
    if found is None:
        return None
    number = int(found[1] or found[3])
    hours = (found[2] or found[4]).lower().startswith("h")
    return timedelta(hours=number) if hours else timedelta(minutes=number)


SHAPES: tuple[Callable[[Mapping[str, Any]], Columns | None], ...] = (  # of a dictionary
    series_of,
    regular,
    _of_split,
    _of_chart,
    _of_arrays,
    _of_times,
)

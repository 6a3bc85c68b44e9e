"""JSON of the usual shapes as tables.

Records, lists of lists, columns side by side, `{"columns": [...], "data": [[...]]}`, dictionaries
of times, and series within series: the innermost list that holds times is the table, and what is
said around it (name, unit) goes into its heading. A text of one record a line is a list of records.
"""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from klimamosaik.sources.grid.content import Content, FileHead
from klimamosaik.sources.grid.detected import Detected
from klimamosaik.sources.grid.encoding import decode
from klimamosaik.sources.grid.formats.delimited import DELIMITED
from klimamosaik.sources.grid.formats.format import FileFormat, FormatHints
from klimamosaik.sources.grid.json_tables.around import Around, FoundTable, around_of, is_units
from klimamosaik.sources.grid.json_tables.cells import is_cell, is_time_column
from klimamosaik.sources.grid.json_tables.layout import grid_of, kinds_of, title_of
from klimamosaik.sources.grid.json_tables.shapes import columns_of
from klimamosaik.sources.grid.part import FilePart, OpenedFile
from klimamosaik.terms.complaint import rejected
from klimamosaik.terms.text import Text

WRITTEN = Detected("json", Text("JSON, Liste von Datensätzen", "JSON, list of records"))
MANY = 40  # tables of different kinds in one file


def recognises(head: FileHead) -> bool:
    """True for what begins like JSON; "[kWh]" may begin a table of text, too."""
    return head.text.startswith(("[", "{"))


def read(content: Content, told: FormatHints) -> OpenedFile:
    """All tables of a JSON text; raises InputRejected where it has none.

    What only begins like JSON is delimited text.
    """
    text, encoding = decode(content.data, told.encoding)
    try:
        parsed = json.loads(text)
    except (ValueError, RecursionError):
        parsed = records_of_lines(text)
    if parsed is None:
        return DELIMITED.read(content, told)
    opened = OpenedFile(tuple(_parts(parsed, encoding)))
    return opened if told.sheet is None else opened.only(told.sheet)


def _parts(parsed: Any, encoding: Detected) -> list[FilePart]:
    try:
        found = list(tables_in(parsed, Around()))
    except RecursionError:
        found = []
    timed = [each for each in found if any(map(is_time_column, each.columns.values()))]
    kinds = kinds_of(timed or found)
    if not kinds or len(kinds) > MANY:
        raise rejected(
            "json_without_records",
            "In der JSON-Datei steht keine Tabelle: erwartet wird eine Liste von Datensätzen mit "
            "gleichen Feldern, Spalten gleicher Länge oder Reihen aus Zeit und Wert.",
            "The JSON file holds no table: a list of records with the same fields, columns of "
            "equal length, or series of time and value are expected.",
        )
    return [
        FilePart(title_of(kind, kinds), grid_of(kind, written=WRITTEN, encoding=encoding))
        for kind in kinds
    ]


def tables_in(node: Any, around: Around) -> Iterator[FoundTable]:
    """Every table within a JSON value."""
    columns = columns_of(node)
    if columns is not None:
        yield FoundTable(around_of(node, around) if isinstance(node, dict) else around, columns)
        return
    if isinstance(node, dict):
        inside = around_of(node, around)
        for key, child in node.items():
            if isinstance(child, dict | list) and child and not is_units(key):
                units = node.get(f"{key}_units") or node.get("units")
                known = units if isinstance(units, dict) else inside.units
                path = (*around.path, str(key))
                yield from tables_in(child, replace(inside, path=path, units=known))
    elif isinstance(node, list):
        for child in node:
            yield from tables_in(child, around)


JSON = FileFormat(WRITTEN, recognises, read, (".json",))
LEAST = 2  # lines; one alone is plain JSON


def records_of_lines(text: str) -> list[dict[str, Any]] | None:
    """A record of each line, flat, called by the last words of its keys; None for other texts.

    Lists within a record are left out: they are of gateways and the like.
    """
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) < LEAST or not all(line.lstrip().startswith("{") for line in lines):
        return None
    try:
        parsed = [json.loads(line) for line in lines]
    except ValueError:
        return None
    flat = [dict(cells_of(record, ())) for record in parsed]
    names = short_names({path for record in flat for path in record})
    return [{names[path]: value for path, value in record.items()} for record in flat]


def cells_of(node: dict[str, Any], path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every cell within a record, with the keys that lead to it."""
    for key, value in node.items():
        inner = (*path, str(key))
        if isinstance(value, dict):
            yield from cells_of(value, inner)
        elif is_cell(value):
            yield inner, value


def short_names(paths: set[tuple[str, ...]]) -> dict[tuple[str, ...], str]:
    """Each path by its last key; by all of them where two end alike."""
    ends = Counter(path[-1] for path in paths)
    return {path: path[-1] if ends[path[-1]] == 1 else ".".join(path) for path in paths}

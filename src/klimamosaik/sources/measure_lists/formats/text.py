"""Delimited text, quotes and line breaks inside cells respected."""

import csv
import io

from klimamosaik.sources.grid.delimiter import find_delimiter
from klimamosaik.sources.grid.formats import JSON, NEM, format_of
from klimamosaik.sources.grid.formats.delimited import DELIMITED, unreadable
from klimamosaik.sources.measure_lists.formats.format import ListFile, ListFormat, SheetsRead
from klimamosaik.sources.measure_lists.roles import ListHints
from klimamosaik.sources.measure_lists.sheets import sheet_of


def recognises(file: ListFile) -> bool:
    """True for text, also for what only begins like JSON."""
    return format_of(file.content) in (DELIMITED, JSON, NEM)


def read(file: ListFile, hints: ListHints) -> SheetsRead:
    """The one sheet of a text."""
    del hints
    return SheetsRead((sheet_of("", _split(file.text), typed=False),))


def _split(text: str) -> list[tuple[int, list[str | None]]]:
    """Rows of cells, numbered from 1."""
    delimiter = find_delimiter(text).value
    for quoting in (csv.QUOTE_MINIMAL, csv.QUOTE_NONE):
        reader = csv.reader(io.StringIO(text), delimiter=delimiter, quoting=quoting)
        try:
            return [(at, list(row)) for at, row in enumerate(reader, 1)]
        except csv.Error:
            continue
    raise unreadable()


TEXT = ListFormat("text", recognises, read)

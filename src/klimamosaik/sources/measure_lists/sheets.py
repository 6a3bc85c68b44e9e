"""Bytes -> sheets of text cells."""

import csv
import io
import re
from dataclasses import dataclass

from klimamosaik.sources.grid.content import Container, Content
from klimamosaik.sources.grid.delimiter import find_delimiter
from klimamosaik.sources.grid.detected import Detected
from klimamosaik.sources.grid.encoding import decode
from klimamosaik.sources.grid.opening import open_content
from klimamosaik.sources.grid.part import ROW
from klimamosaik.terms.complaint import InputRejected, rejected
from klimamosaik.terms.question import Question
from klimamosaik.terms.text import Text

MOST_ROWS = 50_000  # a list of measures has hundreds; more is another kind of file
MOST_SHEETS = 60
WIDEST = 300  # columns
MIDNIGHT = " 00:00:00"  # what a day of a workbook is read with
QUOTED = re.compile(r"^'(?=\s*[=+\-@])")


@dataclass(frozen=True)
class SheetLine:
    """One row."""

    number: int  # as the office's own program counts, from 1
    cells: tuple[str, ...]  # stripped; "" where empty

    @property
    def filled(self) -> int:
        """Number of cells that are not empty."""
        return sum(bool(cell) for cell in self.cells)


@dataclass(frozen=True)
class ListSheet:
    """One sheet, or the whole file where it has none."""

    name: str
    lines: tuple[SheetLine, ...]  # without blank ones
    typed: bool  # numbers were stored as numbers: "." is decimal
    width: int
    records: bool = False  # of a program: no cells are merged, no rows are headings
    left_out: tuple[Text, ...] = ()  # what of the file is not among the lines, and why
    questions: tuple[Question, ...] = ()


def restored(line: SheetLine) -> SheetLine:
    """A row of our own workbook without the apostrophes that keep cells from being formulas."""
    return SheetLine(line.number, tuple(QUOTED.sub("", cell) for cell in line.cells))


def sheets_of(content: Content) -> tuple[tuple[ListSheet, ...], tuple[Detected, ...]]:
    """All visible sheets with anything in them, and what was left out.

    Raises Refused for what is no table.
    """
    if content.container not in (Container.TEXT, Container.JSON):
        return _of_workbook(content)
    text, _ = decode(content.data)
    return (_sheet("", _split(text), typed=False),), ()


def _of_workbook(content: Content) -> tuple[tuple[ListSheet, ...], tuple[Detected, ...]]:
    opened = open_content(content)
    if len(opened.parts) > MOST_SHEETS:
        raise rejected(
            "too_many_sheets",
            "Die Arbeitsmappe hat {count} Blätter, erlaubt sind {most_sheets}. Bitte nur die "
            "Blätter mit Maßnahmen speichern.",
            "The workbook has {count} sheets, {most_sheets} are allowed. Please save only the "
            "sheets with measures.",
            count=len(opened.parts),
            most_sheets=MOST_SHEETS,
        )
    found = []
    for part in opened.parts:
        numbers = part.grid.frame[ROW].to_list()
        if len(numbers) > MOST_ROWS:
            raise _too_many_rows(len(numbers))
        rows = part.grid.frame.drop(ROW).iter_rows()
        lines = [
            (int(number), [cell and cell.removesuffix(MIDNIGHT) for cell in row])
            for number, row in zip(numbers, rows, strict=True)
        ]
        found.append(_sheet(part.name, lines, typed=True))
    return tuple(found), opened.left_out


def _split(text: str) -> list[tuple[int, list[str | None]]]:
    """Cells of delimited text, quotes and line breaks inside cells respected."""
    delimiter = find_delimiter(text).value
    for quoting in (csv.QUOTE_MINIMAL, csv.QUOTE_NONE):
        reader = csv.reader(io.StringIO(text), delimiter=delimiter, quoting=quoting)
        try:
            return [(at, list(row)) for at, row in enumerate(reader, 1)]
        except csv.Error:
            continue
    raise rejected(
        "unreadable_text",
        "Die Zeilen der Datei lassen sich nicht in Zellen teilen. "
        "Bitte Anführungszeichen prüfen oder als Excel exportieren.",
        "The lines of the file cannot be cut into cells. "
        "Please check the quotation marks or export it as Excel.",
    )


def _sheet(name: str, rows: list[tuple[int, list[str | None]]], *, typed: bool) -> ListSheet:
    if len(rows) > MOST_ROWS:
        raise _too_many_rows(len(rows))
    cut = [(number, tuple((cell or "").strip() for cell in row)) for number, row in rows]
    filled = [(number, cells) for number, cells in cut if any(cells)]
    width = max((_last_filled(cells) for _, cells in filled), default=0)
    if width > WIDEST:
        raise rejected(
            "too_many_columns",
            "Die Tabelle hat {width} Spalten, erlaubt sind {widest}. Bitte aufteilen.",
            "The table has {width} columns, {widest} are allowed. Please split it.",
            width=width,
            widest=WIDEST,
        )
    lines = tuple(SheetLine(number, (*cells, *[""] * width)[:width]) for number, cells in filled)
    return ListSheet(name, lines, typed, width)


def _too_many_rows(found: int) -> InputRejected:
    return rejected(
        "too_many_rows",
        "Die Tabelle hat {found} Zeilen, erlaubt sind {most_rows}. Das ist wohl keine Liste von "
        "Maßnahmen.",
        "The table has {found} rows, {most_rows} are allowed. This is probably no list of "
        "measures.",
        found=found,
        most_rows=MOST_ROWS,
    )


def _last_filled(cells: tuple[str, ...]) -> int:
    return max((at + 1 for at, cell in enumerate(cells) if cell), default=0)

"""What a table holds beside what is read of it: cells that are no number, columns of no use."""

import re

import polars as pl

from klimamosaik.sources.grid.numbers import is_missing
from klimamosaik.sources.grid.part import ROW
from klimamosaik.sources.sheets.problems import SheetProblems
from klimamosaik.sources.tables.basics.hints import ColumnRole
from klimamosaik.sources.tables.basics.preview import FileColumn
from klimamosaik.sources.tables.basics.table import Table
from klimamosaik.sources.tables.basics.vocabulary import unit_in
from klimamosaik.sources.tables.times.when import is_footer
from klimamosaik.terms.text import Text, first_few, quoted

SHOWN = 5  # rows and texts a sentence names
READ = (ColumnRole.VALUE, ColumnRole.COUNTER)
LEFT = (ColumnRole.IGNORED, ColumnRole.UNKNOWN)


def say_what_is_left_out(table: Table, warned: SheetProblems) -> None:
    """Name marks for missing values, and columns about energy that are not taken."""
    for column in table.having(*READ):
        _say_marks(table, column, warned)
    for column in table.having(*LEFT):
        why = _why_left(table, column) if table.hints.of(column.header).role is None else None
        if why is not None:
            text = NOT_TAKEN.format(header=column.header, why=why)
            warned.add("column_not_taken", text, column=column.header)


def _why_left(table: Table, column: FileColumn) -> Text | None:
    """Why a column about energy is not taken; None for all that is about something else."""
    if BY_AREA.search(column.header):
        return PER_AREA
    if unit_in(column.header) is None:
        return None
    if _all_marks(table, column):
        return NO_NUMBER
    return NO_NUMBER if column.role is ColumnRole.UNKNOWN else None


def _say_marks(table: Table, column: FileColumn, warned: SheetProblems) -> None:
    marks = table.each(column, _marks)
    if not marks.any() or not (marks := marks & ~is_footer(table.body)).any():
        return
    cells = table.cells(column)
    texts = cells.filter(marks).str.strip_chars().unique(maintain_order=True).to_list()
    rows = table.body[ROW].filter(marks).unique(maintain_order=True).to_list()
    warned.add(
        "missing_marks",
        MARKS.format(
            header=column.header,
            count=int(marks.sum()),
            texts=quoted(texts, SHOWN),
            rows=first_few(rows, SHOWN),
        ),
        column=column.header,
    )


def _marks(cells: pl.Series) -> pl.Series:
    """True for "#NV", "k. A.", "-": no number, and not empty."""
    return is_missing(cells) & (cells.str.strip_chars() != "").fill_null(False)


def _all_marks(table: Table, column: FileColumn) -> bool:
    cells = table.cells(column)
    return bool(_marks(cells).any() and is_missing(cells).all())


BY_AREA = re.compile(r"(?i)(?:kWh|MWh|Wh|m³|m3)\s*(?:/|pro|je|per)\s*\(?\s*(?:m²|m2|qm)")


MARKS = Text(
    "Spalte „{header}“: {count:Zelle ist keine Zahl|Zellen sind keine Zahl} ({texts}; Zeilen "
    "{rows}). Der Wert bleibt unbekannt, nicht null.",
    "Column “{header}”: {count:cell is no number|cells are no number} ({texts}; rows {rows}). The "
    "value stays unknown, not zero.",
)
NOT_TAKEN = Text(
    "Spalte „{header}“ wird nicht genommen: {why}.", "Column “{header}” is not taken: {why}."
)
PER_AREA = Text("Verbrauch je Fläche ist kein Verbrauch", "use by area is no use")
NO_NUMBER = Text("keine Zelle ist eine Zahl", "no cell is a number")

"""Decimal marks that nothing in the file decides: asked."""

from datetime import timedelta

import polars as pl

from klimamosaik.sources.sheets.problems import SheetProblems
from klimamosaik.sources.tables.basics.column_questions import decimal_mark
from klimamosaik.sources.tables.basics.preview import FileColumn
from klimamosaik.sources.tables.basics.table import Table
from klimamosaik.sources.tables.series.readings import Converted
from klimamosaik.terms.question import Question
from klimamosaik.terms.text import Text

YEAR = timedelta(days=300)
NOTHING = 200.0  # kWh a year; a single router takes about 90
GROUPED = r"\d[.,]\d{3}(?:\D|$)"  # 12.345


def decimal_questions(table: Table, found: Converted) -> list[Question]:
    """Ask once of all columns read as thousands where decimals are as likely."""
    examples = doubtful(table, found)
    if not examples:
        return []
    return [decimal_mark(list(examples), next(iter(examples.values())))]


def doubtful(table: Table, found: Converted) -> dict[str, str]:
    """Header -> a cell of the columns that are read as thousands though nothing decides it."""
    read = {channel.column.index for channel in found.channels}
    return {
        column.header: example
        for column in undecided(table)
        if column.index in read and (example := grouped(table, column))
        if (column.decimal or "") not in example and not _absurd_as_decimals(found, column)
    }


def _absurd_as_decimals(found: Converted, column: FileColumn) -> bool:
    """True for energy of whole years of which a building would have next to none."""
    series = [each.number for each in found.channels if each.column.index == column.index]
    if any(found.conversions[number].unit != "kWh" for number in series):
        return False
    rows = found.frame.filter(pl.col("series").is_in(series))
    years = rows.select((pl.col("end") - pl.col("start") >= YEAR).all()).item()
    middle = rows["value"].median()
    return bool(years) and isinstance(middle, float) and middle / 1_000 < NOTHING


def say_what_is_assumed(table: Table, found: Converted | None, warned: SheetProblems) -> None:
    """Warn of the decimal marks that are not asked for."""
    asked = doubtful(table, found) if found else {}
    for column in undecided(table):
        if column.header in asked:
            continue
        example = grouped(table, column)
        warned.add(
            "decimal_undecidable",
            Text(
                "Spalte „{header}“: Bei Zahlen wie {example} kann das Zeichen Tausender trennen "
                "oder Dezimalzeichen sein. Gelesen mit „{decimal}“ als Dezimalzeichen; bitte "
                "prüfen.",
                "Column “{header}”: in numbers like {example} the mark may group thousands or be "
                "the decimal mark. Read with “{decimal}” as the decimal mark; please check.",
            ).format(header=column.header, example=example, decimal=column.decimal),
            column=column.header,
        )


def undecided(table: Table) -> list[FileColumn]:
    """Columns of numbers whose decimal mark nothing decides."""
    return [column for column in table.columns if not column.decimal_known]


def grouped(table: Table, column: FileColumn) -> str:
    """The first cell with a mark before three digits, "" where the column was made by reading."""
    cells = table.cells(column)
    marked = cells.filter(cells.str.contains(GROUPED))
    return str(marked[0]) if len(marked) else ""

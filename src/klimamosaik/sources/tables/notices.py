"""Decimal marks that nothing in the file decides: asked where both readings are likely."""

from datetime import timedelta

import polars as pl

from klimamosaik.sources.tables.complaints import Complaints
from klimamosaik.sources.tables.preview import Column
from klimamosaik.sources.tables.questions import decimal_mark
from klimamosaik.sources.tables.readings import Converted
from klimamosaik.sources.tables.table import Table
from klimamosaik.terms.question import Question
from klimamosaik.terms.text import Text

SHORT = timedelta(days=27)  # thousands of kWh are usual in months, not in days or hours
GROUPED = r"\d[.,]\d{3}(?:\D|$)"  # 12.345
LARGE = ("MWh", "GJ", "GWh")  # units of which a building uses few


def decimal_questions(table: Table, found: Converted) -> list[Question]:
    """Ask once of all columns read as thousands where decimals are as likely."""
    examples = doubtful(table, found)
    if not examples:
        return []
    return [decimal_mark(list(examples), next(iter(examples.values())))]


def doubtful(table: Table, found: Converted) -> dict[str, str]:
    """Header -> a cell of the columns read as thousands, of days and hours or in large units."""
    columns = undecided(table)
    if not columns:
        return {}
    length = (pl.col("end") - pl.col("start")).median()
    lengths = dict(found.frame.group_by("series").agg(length).iter_rows())
    short = {
        channel.column.index
        for channel in found.channels
        if (lengths.get(channel.number) or SHORT) < SHORT or channel.column.unit in LARGE
    }
    return {
        column.header: example
        for column in columns
        if column.index in short and (example := grouped(table, column))
        if (column.decimal or "") not in example
    }


def say_what_is_assumed(table: Table, found: Converted | None, warned: Complaints) -> None:
    """Warn of the decimal marks that are not asked for."""
    asked = doubtful(table, found) if found else {}
    for column in undecided(table):
        if column.header in asked:
            continue
        example = grouped(table, column)
        warned.add(
            "decimal_undecidable",
            Text(
                f"Spalte „{column.header}“: Bei Zahlen wie {example} kann das "
                "Zeichen Tausender trennen oder Dezimalzeichen sein. Gelesen mit "
                f"„{column.decimal}“ als Dezimalzeichen; bitte prüfen.",
                f"Column “{column.header}”: in numbers like {example} the mark may group "
                f"thousands or be the decimal mark. Read with “{column.decimal}” as the "
                "decimal mark; please check.",
            ),
            column=column.header,
        )


def undecided(table: Table) -> list[Column]:
    """Columns of numbers whose decimal mark nothing decides."""
    return [column for column in table.columns if not column.decimal_known]


def grouped(table: Table, column: Column) -> str:
    """The first cell with a mark before three digits, "" where the column was made by reading."""
    cells = table.cells(column)
    marked = cells.filter(cells.str.contains(GROUPED))
    return str(marked[0]) if len(marked) else ""

"""Rows as an Excel workbook and as Parquet."""

import io
import json
from collections.abc import Iterable
from datetime import date
from typing import Any

import polars as pl

from klimamosaik.publication.public.figures.figure_request import FigureAsked
from klimamosaik.publication.public.figures.files.metadata import metadata
from klimamosaik.publication.public.figures.picture import shown_digits
from klimamosaik.publication.public.figures.rows import COLUMNS, NAMES, Cell, rows_of
from klimamosaik.publication.public.figures.wording import licence_line
from klimamosaik.terms.neutralise import neutralise
from klimamosaik.terms.text import Text

DATA, ABOUT = Text("Daten", "data"), Text("Angaben", "about")
WIDTHS = {"series_name": 32, "place": 32, "note": 40}  # [letters]
LONGEST = 32_000  # [letters] of a cell; Excel knows no longer ones
TYPES = {str: pl.String, float: pl.Float64, int: pl.Int64, date: pl.Date}


def xlsx_file(asked: FigureAsked) -> bytes:
    """A sheet of rows and one of facts; unknown is an empty cell."""
    import xlsxwriter

    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        book.set_properties(
            {
                "title": asked.said(asked.figure.title),
                "comments": asked.said(licence_line(asked.figure)),
                "created": asked.figure.changed_at.replace(tzinfo=None),
            }
        )
        fill_data(book, asked)
        fill_about(book, asked)
    return buffer.getvalue()


def fill_data(book: Any, asked: FigureAsked) -> None:
    """One row of names, then the rows."""
    page, head = book.add_worksheet(asked.said(DATA)), book.add_format({"bold": True})
    digits = shown_digits(asked.figure)
    shapes = {
        float: book.add_format({"num_format": "#,##0" + ("." + "0" * digits if digits else "")}),
        date: book.add_format({"num_format": "yyyy-mm-dd"}),
    }
    for place, name in enumerate(NAMES):
        page.write_string(0, place, name, head)
        page.set_column(place, place, WIDTHS.get(name, 14))
    page.freeze_panes(1, 0)
    for line, row in enumerate(rows_of(asked.figure, asked.language), 1):
        for place, cell in enumerate(row):
            write_cell(page, line, place, cell, shapes)


def write_cell(page: Any, line: int, place: int, cell: Cell, shapes: dict[type, Any]) -> None:
    """Numbers and days as such, all else as text that cannot run."""
    if cell is None:
        return
    if isinstance(cell, date):
        page.write_datetime(line, place, cell, shapes[date])
    elif isinstance(cell, str):
        page.write_string(line, place, neutralise(cell)[:LONGEST])
    else:
        page.write_number(line, place, cell, shapes.get(type(cell)))


def fill_about(book: Any, asked: FigureAsked) -> None:
    """The facts, a line each."""
    page, head = book.add_worksheet(asked.said(ABOUT)), book.add_format({"bold": True})
    body = book.add_format({"text_wrap": True, "valign": "top"})
    page.set_column(0, 0, 24)
    page.set_column(1, 1, 100)
    for line, (name, value) in enumerate(flat(metadata(asked))):
        page.write_string(line, 0, name, head)
        page.write_string(line, 1, neutralise(value)[:LONGEST], body)


def flat(facts: Any, name: str = "") -> Iterable[tuple[str, str]]:
    """Facts inside facts as lines: "licence.name"."""
    if isinstance(facts, dict):
        for key, value in facts.items():
            yield from flat(value, f"{name}.{key}" if name else key)
    elif isinstance(facts, list):
        yield name, "\n".join(map(str, facts))
    else:
        yield name, "" if facts is None else str(facts)


def parquet_file(asked: FigureAsked) -> bytes:
    """The rows with their types; the facts stand in the file's own metadata."""
    schema = {column.name: TYPES[column.kind] for column in COLUMNS}
    rows = list(rows_of(asked.figure, asked.language))
    buffer = io.BytesIO()
    facts = json.dumps(metadata(asked), ensure_ascii=False)
    pl.DataFrame(rows, schema=schema, orient="row").write_parquet(
        buffer, metadata={"klimamosaik": facts}
    )
    return buffer.getvalue()

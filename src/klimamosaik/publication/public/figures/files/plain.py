"""Rows as CSV, for every program and for a German Excel, and as JSON."""

import csv
import io
from datetime import date

from klimamosaik.publication.public.figures.figure_request import FigureAsked
from klimamosaik.publication.public.figures.files.metadata import as_json, metadata
from klimamosaik.publication.public.figures.picture import shown_digits
from klimamosaik.publication.public.figures.rows import NAMES, Cell, rows_of, written
from klimamosaik.terms.neutralise import neutralise


def csv_file(asked: FigureAsked) -> bytes:
    """UTF-8, comma, point, ISO dates, one row of names, as RFC 4180 has it."""
    return csv_of(asked, delimiter=",").encode()


def excel_csv_file(asked: FigureAsked) -> bytes:
    """What a German Excel opens by double click: semicolon, decimal comma, and a mark of UTF-8."""
    return csv_of(asked, delimiter=";").encode("utf-8-sig")


def csv_of(asked: FigureAsked, *, delimiter: str) -> str:
    """The rows; text a spreadsheet would take for a formula is neutralised."""
    digits = shown_digits(asked.figure)
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerow(NAMES)
    for row in rows_of(asked.figure, asked.language):
        writer.writerow([csv_cell(cell, digits, comma=delimiter == ";") for cell in row])
    return out.getvalue()


def csv_cell(cell: Cell, digits: int, *, comma: bool) -> str:
    """A cell; only numbers carry a decimal comma."""
    text = written(cell, digits)
    if isinstance(cell, str):
        return neutralise(text)
    return text.replace(".", ",") if comma and isinstance(cell, float) else text


def json_file(asked: FigureAsked) -> bytes:
    """The facts and the rows; unknown is null."""
    whole = shown_digits(asked.figure) == 0
    rows = [
        {name: json_cell(cell, whole) for name, cell in zip(NAMES, row, strict=True)}
        for row in rows_of(asked.figure, asked.language)
    ]
    return as_json({**metadata(asked), "data": rows})


def json_cell(cell: Cell, whole: bool) -> str | float | int | None:
    """A cell; numbers without decimals have no point."""
    if isinstance(cell, date):
        return cell.isoformat()
    return int(cell) if whole and isinstance(cell, float) else cell

"""The report as an Excel workbook: numbers as numbers, unknown as a word, no formulas."""

from dataclasses import dataclass
from datetime import datetime, time
from io import BytesIO
from typing import TYPE_CHECKING

from klimamosaik.reports.energy.council_sheets import council_sheets
from klimamosaik.reports.energy.sheet_parts import Cell, Maker
from klimamosaik.reports.energy.written_figures import Pen
from klimamosaik.reports.kernel.figures import (
    EnergyReport,
)
from klimamosaik.terms.neutralise import neutralise
from klimamosaik.terms.text import Language, Text

if TYPE_CHECKING:
    import xlsxwriter
from klimamosaik.reports.energy.explaining_sheets import buildings, changes, gaps, sources
from klimamosaik.reports.energy.sheet_parts import (
    YEAR,
)
from klimamosaik.reports.energy.yearly_sheets import aside, co2, cost, overview, use, weather

WIDEST = 70  # characters a column may take

SHEETS = (
    Text("Übersicht", "Overview"),
    Text("Gebäude", "Buildings"),
    Text("Verbrauch", "Use"),
    Text("Kosten", "Cost"),
    Text("CO₂", "CO₂"),
    Text("Witterung", "Weather"),
    Text("Erklärung der Änderungen", "Explained changes"),
    Text("Lücken", "Gaps"),
    Text("Quellen", "Sources"),
)
ASIDE = Text("Nicht mitgezählt", "Not counted")  # only where there are such meters


@dataclass(frozen=True)
class ReportSheet:
    """One sheet: a line on top, headers, rows."""

    name: str
    note: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def report_workbook(report: EnergyReport, language: Language = "de") -> bytes:
    """All sheets as an .xlsx file."""
    import xlsxwriter

    pen = Pen(language)
    makers = (overview, buildings, use, cost, co2, weather, changes, gaps, sources)
    sheets: list[tuple[Text, Maker]] = list(zip(SHEETS, makers, strict=True))
    sheets[1:1] = council_sheets(report)
    if report.given.aside:
        sheets.append((ASIDE, aside))
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False}) as book:
        town = report.given.town
        book.set_properties(
            {
                "title": pen.say(Text("Energiebericht", "Energy report")),
                "author": town.name,
                # the day of the report, so that its file stays the same to the last byte
                "created": datetime.combine(report.given.written_on, time()),
            }
        )
        for name, make in sheets:
            note, head, rows = make(report, pen)
            write(book, ReportSheet(pen.say(name), note, head, rows), pen)
    return buffer.getvalue()


def write(book: "xlsxwriter.Workbook", sheet: ReportSheet, pen: Pen) -> None:
    """Write one sheet with a frozen header and widths that fit."""
    page = book.add_worksheet(sheet.name)
    bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "bottom"})
    number = book.add_format({"num_format": "#,##0.###"})
    year = book.add_format({"num_format": "0"})
    page.write_string(0, 0, neutralise(sheet.note))
    for column, title in enumerate(sheet.head):
        page.write_string(1, column, title, bold)
    year_column = sheet.head.index(pen.say(YEAR)) if pen.say(YEAR) in sheet.head else -1
    for line, row in enumerate(sheet.rows, start=2):
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                page.write_string(line, column, neutralise(cell))
            elif cell is not None:
                page.write_number(line, column, cell, year if column == year_column else number)
    page.freeze_panes(2, 1)
    for column, title in enumerate(sheet.head):
        cells = [len(written(row[column])) for row in sheet.rows if column < len(row)]
        width = max([*cells, min(len(title), 16), 9])
        page.set_column(column, column, min(width + 2, WIDEST))
    page.set_landscape()
    page.fit_to_pages(1, 0)


def written(cell: Cell) -> str:
    """About as wide as the program will show it."""
    return cell if isinstance(cell, str) else f"{cell or 0:,.1f}"

"""Excel workbooks (.xlsx, .xlsm)."""

from dataclasses import replace

from klimamosaik.sources.grid import xlsx
from klimamosaik.sources.grid.content import Content, FileHead, open_zip
from klimamosaik.sources.grid.detected import Detected
from klimamosaik.sources.grid.formats.format import FileFormat, FormatHints
from klimamosaik.sources.grid.part import OpenedFile
from klimamosaik.sources.grid.workbook import Book, WorkbookSheet, open_book
from klimamosaik.terms.text import Text

WRITTEN = Detected("xlsx", Text("Excel-Arbeitsmappe", "Excel workbook"))


def recognises(head: FileHead) -> bool:
    """True for an archive with Excel's own folder."""
    return any(each.startswith("xl/") for each in head.members)


def read(content: Content, told: FormatHints) -> OpenedFile:
    """Read the visible sheets, or the one that is wanted."""
    return open_book(_book(content, told.sheet), WRITTEN, told.sheet)


def _book(content: Content, wanted: str | None) -> Book:
    archive = open_zip(content.data, largest=content.largest)
    listed = [
        replace(sheet, hidden=sheet.title != wanted if wanted else sheet.hidden)
        for sheet in xlsx.sheets_of(content.data, archive)
    ]
    seen = xlsx.look_at(content.data, archive, listed)
    sheets = tuple(
        WorkbookSheet(
            each.sheet.title,
            each.sheet.hidden,
            each.filled,
            each.without_value,
            each.unseen.fact(each.sheet.title),
            each.errors,
        )
        for each in seen
    )
    if not any(each.has_strays for each in seen):
        return Book(content.data, sheets)
    data, strays = xlsx.cut_out(content.data, archive, seen)
    return Book(data, sheets, strays)


XLSX = FileFormat(WRITTEN, recognises, read, (".xlsx", ".xlsm"))

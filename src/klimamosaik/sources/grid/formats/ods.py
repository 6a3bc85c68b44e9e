"""OpenDocument spreadsheets (.ods)."""

from klimamosaik.sources.grid import ods
from klimamosaik.sources.grid.content import Content, FileHead, open_zip
from klimamosaik.sources.grid.detected import Detected
from klimamosaik.sources.grid.formats.format import FileFormat, FormatHints
from klimamosaik.sources.grid.part import OpenedFile
from klimamosaik.sources.grid.workbook import Book, WorkbookSheet, open_book
from klimamosaik.terms.text import Text

WRITTEN = Detected("ods", Text("OpenDocument-Tabelle", "OpenDocument spreadsheet"))


def recognises(head: FileHead) -> bool:
    """True for an archive with the content of an OpenDocument file."""
    return ods.CONTENT in head.members


def read(content: Content, told: FormatHints) -> OpenedFile:
    """Read the visible tables, or the one that is wanted."""
    return open_book(_book(content, told.sheet), WRITTEN, told.sheet)


def _book(content: Content, wanted: str | None) -> Book:
    archive = open_zip(content.data, largest=content.largest)
    looking = ods.look_at(content.data, archive)
    sheets = tuple(
        WorkbookSheet(
            table.title,
            table.title != wanted if wanted else table.style in looking.hidden_styles,
            table.filled,
            table.formulas_without_value,
            table.unseen.fact(table.title),
        )
        for table in looking.tables
    )
    if all(table.kept == table.full for table in looking.tables):
        return Book(content.data, sheets)
    data, strays = ods.cut_out(content.data, archive, looking.tables)
    return Book(data, sheets, strays)


ODS = FileFormat(WRITTEN, recognises, read, (".ods",))

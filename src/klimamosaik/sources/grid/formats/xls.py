"""Older Excel workbooks (.xls): at most 65,536 x 256 cells a sheet, so nothing to count before."""

import polars as pl

from klimamosaik.sources.grid.content import OLE, Content, FileHead
from klimamosaik.sources.grid.detected import Detected
from klimamosaik.sources.grid.formats.format import FileFormat, FormatHints
from klimamosaik.sources.grid.part import OpenedFile
from klimamosaik.sources.grid.refusals import damaged
from klimamosaik.sources.grid.workbook import Book, WorkbookSheet, open_book
from klimamosaik.terms.text import Text

WRITTEN = Detected("xls", Text("ältere Excel-Arbeitsmappe (.xls)", "older Excel workbook (.xls)"))


def recognises(head: FileHead) -> bool:
    """True for a compound file, in which Excel kept its workbooks until 2003."""
    return head.data.startswith(OLE)


def read(content: Content, told: FormatHints) -> OpenedFile:
    """Read the visible sheets, or the one that is wanted."""
    import fastexcel  # 5 MB, and few files are workbooks

    try:
        titles = fastexcel.read_excel(content.data).sheet_names
    except (Exception, pl.exceptions.PanicException) as error:
        raise damaged() from error
    sheets = tuple(WorkbookSheet(title, hidden=False, filled=1) for title in titles)
    return open_book(Book(content.data, sheets), WRITTEN, told.sheet)


XLS = FileFormat(WRITTEN, recognises, read, (".xls",))

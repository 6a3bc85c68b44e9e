"""Older Excel workbooks (.xls): at most 65,536 x 256 cells a sheet, so nothing to count before."""

import re

import polars as pl

from klimamosaik.sources.grid.content import OLE, Content, FileHead
from klimamosaik.sources.grid.detected import Detected
from klimamosaik.sources.grid.formats.format import FileFormat, FormatHints
from klimamosaik.sources.grid.part import OpenedFile
from klimamosaik.sources.grid.refusals import damaged, password
from klimamosaik.sources.grid.workbook import Book, WorkbookSheet, open_book
from klimamosaik.terms.text import Text

WRITTEN = Detected("xls", Text("ältere Excel-Arbeitsmappe (.xls)", "older Excel workbook (.xls)"))

# records of a workbook: its beginning (BIFF8 or 5), then that all after it is encrypted
UNDER_PASSWORD = re.compile(rb"\x09\x08(?:\x10\x00.{16}|\x08\x00.{8})\x2f\x00", re.DOTALL)


def recognises(head: FileHead) -> bool:
    """True for a compound file, in which Excel kept its workbooks until 2003."""
    return head.data.startswith(OLE)


def read(content: Content, told: FormatHints) -> OpenedFile:
    """Read the visible sheets, or the one that is wanted."""
    import fastexcel  # 5 MB, and few files are workbooks

    try:
        titles = fastexcel.read_excel(content.data).sheet_names
    except (Exception, pl.exceptions.PanicException) as error:
        raise (password() if UNDER_PASSWORD.search(content.data) else damaged()) from error
    sheets = tuple(WorkbookSheet(title, hidden=False, filled=1) for title in titles)
    return open_book(Book(content.data, sheets), WRITTEN, told.sheet)


XLS = FileFormat(WRITTEN, recognises, read, (".xls",))

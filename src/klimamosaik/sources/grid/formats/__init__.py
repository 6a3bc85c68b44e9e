"""Formats of files that hold tables: each one file that recognises and reads, listed here."""

from klimamosaik.sources.grid.content import Content
from klimamosaik.sources.grid.formats.delimited import DELIMITED
from klimamosaik.sources.grid.formats.format import NOTHING_SAID, FileFormat, FormatHints
from klimamosaik.sources.grid.formats.green_button import GREEN_BUTTON
from klimamosaik.sources.grid.formats.html_table import HTML_TABLE
from klimamosaik.sources.grid.formats.influx import INFLUX
from klimamosaik.sources.grid.formats.json_text import JSON
from klimamosaik.sources.grid.formats.mscons import MSCONS
from klimamosaik.sources.grid.formats.nem import NEM
from klimamosaik.sources.grid.formats.ods import ODS
from klimamosaik.sources.grid.formats.xls import XLS
from klimamosaik.sources.grid.formats.xlsx import XLSX
from klimamosaik.sources.grid.formats.zrxp import ZRXP

__all__ = [
    "FORMATS",
    "JSON",
    "NEM",
    "NOTHING_SAID",
    "XLSX",
    "FileFormat",
    "FormatHints",
    "format_of",
]
FORMATS: tuple[FileFormat, ...] = (  # the first that recognises a file reads it
    XLSX,
    XLS,
    ODS,
    HTML_TABLE,
    GREEN_BUTTON,
    MSCONS,
    JSON,
    NEM,
    ZRXP,
    INFLUX,
    DELIMITED,  # whatever else is text
)


def format_of(content: Content) -> FileFormat | None:
    """The format of a file, told by how it begins; None for an archive of several."""
    return next((each for each in FORMATS if each.recognises(content.head)), None)

"""Delimited text: CSV and its relatives."""

import io
from functools import partial

import polars as pl

from klimamosaik.sources.grid.content import Content, FileHead
from klimamosaik.sources.grid.delimiter import count_cells, find_delimiter, sample_lines
from klimamosaik.sources.grid.detected import Detected
from klimamosaik.sources.grid.encoding import decode
from klimamosaik.sources.grid.formats.format import FileFormat, FormatHints
from klimamosaik.sources.grid.limits import check_cells
from klimamosaik.sources.grid.local_file import LARGE
from klimamosaik.sources.grid.long_text import cells_of_long
from klimamosaik.sources.grid.part import ROW, WIDEST, FilePart, Grid, OpenedFile, too_wide
from klimamosaik.terms.complaint import InputRejected, rejected
from klimamosaik.terms.text import Text

WRITTEN = Detected("csv", Text("Text mit Trennzeichen", "text with delimiters"))


def recognises(head: FileHead) -> bool:
    """True for any text; what is none, decoding it says."""
    return head.is_text


def read(content: Content, told: FormatHints) -> OpenedFile:
    """Read the one table of a text."""
    return OpenedFile((FilePart("", _long(content, told) or _whole(content, told)),))


def _whole(content: Content, told: FormatHints) -> Grid:
    text, encoding = decode(content.data, told.encoding)
    return from_text(text, encoding, told.delimiter)


def _long(content: Content, told: FormatHints) -> Grid | None:
    """The table of a long text that is read piece by piece; None for any other."""
    if len(content.held) <= LARGE or told.encoding is not None:
        return None
    _refuse_delimiter(told.delimiter)
    found = cells_of_long(content.held, told.delimiter, partial(_split, quotes=('"',)))
    return found and Grid(found[0], WRITTEN, found[1], found[2])


def _refuse_delimiter(delimiter: str | None) -> None:
    """Raise InputRejected for what can stand between no cells."""
    if delimiter is not None and (len(delimiter.encode()) != 1 or delimiter in '"\n\r'):
        raise rejected(
            "wrong_delimiter",
            "„{delimiter}“ kann kein Trennzeichen sein; üblich sind ; , Tabulator und |.",
            "“{delimiter}” cannot be a delimiter; common are ; , tab and |.",
            delimiter=delimiter,
        )


def from_text(text: str, encoding: Detected, delimiter: str | None = None) -> Grid:
    """Cut delimited text into cells."""
    _refuse_delimiter(delimiter)
    between = find_delimiter(text, delimiter)
    check_cells(text.count(between.value) + text.count("\n"))
    width = max((count_cells(line, between.value) for line in sample_lines(text)), default=1)
    if width > WIDEST:
        raise too_wide(width)
    check_cells(width * text.count("\n"))
    return Grid(_split(text, between.value, width), WRITTEN, encoding, between)


def _split(
    text: str, delimiter: str, width: int, quotes: tuple[str | None, ...] = ('"', None)
) -> pl.DataFrame:
    # own header line: any number of cells per line is then fine for the reader
    header = delimiter.join(f"c{index}" for index in range(width))
    source = (header + "\n" + text).encode("utf-8", errors="replace")
    for quote in quotes if text.count('"') % 2 == 0 else (None,):
        try:
            frame = pl.read_csv(
                io.BytesIO(source),
                separator=delimiter,
                infer_schema=False,
                truncate_ragged_lines=True,
                quote_char=quote,
                row_index_name=ROW,
                row_index_offset=1,
            )
        except (pl.exceptions.PolarsError, pl.exceptions.PanicException):
            continue
        return frame.with_columns(pl.col(ROW).cast(pl.UInt32))
    raise unreadable()


def unreadable() -> InputRejected:
    """The sentence for text that cannot be cut into cells."""
    return rejected(
        "unreadable_text",
        "Die Zeilen der Datei lassen sich nicht in Zellen teilen. "
        "Bitte Anführungszeichen prüfen oder als Excel exportieren.",
        "The lines of the file cannot be cut into cells. "
        "Please check the quotation marks or export it as Excel.",
    )


DELIMITED = FileFormat(WRITTEN, recognises, read, (".csv", ".txt", ".tsv"))

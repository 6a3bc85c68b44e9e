"""Long delimited text, cut into cells piece by piece: neither its bytes nor its text are held."""

from collections.abc import Callable, Iterator

import numpy as np
import polars as pl

from klimamosaik.sources.grid.delimiter import HEAD, MIDDLE, between_cells, count_cells, lines_of
from klimamosaik.sources.grid.detected import Detected
from klimamosaik.sources.grid.encoding import decode
from klimamosaik.sources.grid.limits import PIECE_COST, check_cells
from klimamosaik.sources.grid.local_file import FileData, whole_lines
from klimamosaik.sources.grid.part import ROW, WIDEST
from klimamosaik.sources.grid.repeated import held_once
from klimamosaik.terms.complaint import InputRejected

Split = Callable[[str, str, int], pl.DataFrame]  # text, delimiter, width -> row, c0, c1, ...
QUOTE, LINE_END = ord('"'), ord("\n")
MARKED, UTF8 = "utf-8-sig", decode(b"")[1]  # only the first lines begin with the mark
LONGEST_LINE = 1_000_000  # bytes; text without ends of lines is read as a whole


class _NotPlain(Exception):
    """Something in the text is only understood from the whole of it."""


def cells_of_long(
    data: FileData, hint: str | None, split: Split
) -> tuple[pl.DataFrame, Detected, Detected] | None:
    """Cells, encoding and delimiter; None where the text has to be seen as a whole.

    That is the case where quotes run over several lines or stand oddly, where it is not of one
    plain encoding, or where letters were encoded twice. split: raises InputRejected where quotes
    do not tell the cells. Raises InputRejected for too many cells.
    """
    try:
        lines = _sample(data)
        between = between_cells(lines, hint)
        width = max((count_cells(line, between.value) for line in lines), default=1)
        if width > WIDEST:
            return None  # the reader of the whole says so
        told: list[Detected] = []
        frame = held_once(_parts(data, between.value, width, split, told))
    except _NotPlain:
        return None
    return frame.with_row_index(ROW, offset=1), told[0], between


def _sample(data: FileData) -> list[str]:
    """Lines from the beginning and the middle, as of any text."""
    half = len(data) // 2
    return lines_of(_decoded(data[:HEAD])[0], _decoded(data[half : half + MIDDLE])[0])


def _decoded(part: bytes) -> tuple[str, Detected]:
    try:
        return decode(part)
    except InputRejected as refusal:  # no text: the whole may be one
        raise _NotPlain from refusal


def _parts(
    data: FileData, delimiter: str, width: int, split: Split, told: list[Detected]
) -> Iterator[pl.DataFrame]:
    cells = 0
    for lines in whole_lines(data):
        text = _plain_text(lines, delimiter, told)
        cells += max(text.count(delimiter) + text.count("\n"), width * text.count("\n"))
        check_cells(cells, cost=PIECE_COST)
        try:
            part = split(text, delimiter, width)
        except InputRejected as refusal:
            raise _NotPlain from refusal
        yield part.drop(ROW)


def _oddly_quoted(lines: bytes, delimiter: str) -> bool:
    """True where a line ends within quotes, or quotes stand within a cell."""
    if b'"' not in lines:
        return False
    letters = np.frombuffer(lines, np.uint8)
    quotes = letters == QUOTE
    at = np.flatnonzero(quotes)
    around = letters[at[::2] - 1], letters.take(at[1::2] + 1, mode="clip")
    beside = np.frombuffer(f'{delimiter}"\r\n'.encode(), np.uint8)
    ends = np.logical_xor.accumulate(quotes)[letters == LINE_END]
    return at.size % 2 == 1 or bool(ends.any()) or not np.isin(np.concatenate(around), beside).all()


def _plain_text(lines: bytes, delimiter: str, told: list[Detected]) -> str:
    """The text of some lines; the encoding of the first ones joins `told` and has to stay."""
    if b"\x00" in lines or lines.find(b"\n") > LONGEST_LINE or _oddly_quoted(lines, delimiter):
        raise _NotPlain
    text, fact = _decoded(lines)
    if not told:
        told.append(fact)
    elif not lines.isascii() and fact not in (told[0], UTF8 if told[0].value == MARKED else None):
        raise _NotPlain
    return text

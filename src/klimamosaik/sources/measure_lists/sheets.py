"""Sheets of text cells, as all formats of lists of measures give them."""

import re
from dataclasses import dataclass

from klimamosaik.sources.grid.part import too_wide
from klimamosaik.terms.complaint import InputRejected, rejected
from klimamosaik.terms.question import Question
from klimamosaik.terms.text import Text

MOST_ROWS = 50_000  # a list of measures has hundreds; more is another kind of file
WIDEST = 300  # columns
QUOTED = re.compile(r"^'(?=\s*[=+\-@])")


@dataclass(frozen=True)
class SheetLine:
    """One row."""

    number: int  # as the office's own program counts, from 1
    cells: tuple[str, ...]  # stripped; "" where empty

    @property
    def filled(self) -> int:
        """Number of cells that are not empty."""
        return sum(bool(cell) for cell in self.cells)


@dataclass(frozen=True)
class ListSheet:
    """One sheet, or the whole file where it has none."""

    name: str
    lines: tuple[SheetLine, ...]  # without blank ones
    typed: bool  # numbers were stored as numbers: "." is decimal
    width: int
    records: bool = False  # of a program: no cells are merged, no rows are headings
    left_out: tuple[Text, ...] = ()  # what of the file is not among the lines, and why
    questions: tuple[Question, ...] = ()


def restored(line: SheetLine) -> SheetLine:
    """A row of our own workbook without the apostrophes that keep cells from being formulas."""
    return SheetLine(line.number, tuple(QUOTED.sub("", cell) for cell in line.cells))


def sheet_of(name: str, rows: list[tuple[int, list[str | None]]], *, typed: bool) -> ListSheet:
    """A sheet of numbered rows; raise InputRejected where it is too long or too wide."""
    if len(rows) > MOST_ROWS:
        raise too_many_rows(len(rows))
    cut = [(number, tuple((cell or "").strip() for cell in row)) for number, row in rows]
    filled = [(number, cells) for number, cells in cut if any(cells)]
    width = max((_last_filled(cells) for _, cells in filled), default=0)
    if width > WIDEST:
        raise too_wide(width, WIDEST)
    lines = tuple(SheetLine(number, (*cells, *[""] * width)[:width]) for number, cells in filled)
    return ListSheet(name, lines, typed, width)


def too_many_rows(found: int) -> InputRejected:
    """The sentence for more rows than any list of measures has."""
    return rejected(
        "too_many_rows",
        "Die Tabelle hat {found} Zeilen, erlaubt sind {most_rows}. Das ist wohl keine Liste von "
        "Maßnahmen.",
        "The table has {found} rows, {most_rows} are allowed. This is probably no list of "
        "measures.",
        found=found,
        most_rows=MOST_ROWS,
    )


def _last_filled(cells: tuple[str, ...]) -> int:
    return max((at + 1 for at, cell in enumerate(cells) if cell), default=0)

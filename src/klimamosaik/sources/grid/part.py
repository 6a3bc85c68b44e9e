"""What an opened file is made of: tables of text cells, each with its name."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

import polars as pl
import polars.selectors as cs

from klimamosaik.sources.grid.detected import Detected
from klimamosaik.sources.grid.repeated import as_texts
from klimamosaik.terms.complaint import InputRejected, rejected

WIDEST = 2_000  # columns; a spreadsheet with more is a mistake of its export
LONGEST = 100_000  # bytes of a cell; Excel itself takes 32,767 characters
ROW = "row"  # name of the column with the row number, from 1
Cells = Sequence[str | None]


@dataclass(frozen=True)
class Grid:
    """Cells as text; empty cells are null."""

    frame: pl.DataFrame  # "row" (as a spreadsheet counts, from 1), then "c0", "c1", ...: texts,
    # of long lists held once where they repeat, see `repeated`
    container: Detected
    encoding: Detected | None = None
    delimiter: Detected | None = None
    sheet: Detected | None = None
    header_row: int | None = None  # where the container itself says which row is the header
    title: str = ""  # that stands above it, where it is one of several on its sheet
    typed: bool = False  # the program that wrote it kept numbers as numbers ("." is decimal)

    @property
    def width(self) -> int:
        """Number of columns."""
        return self.frame.width - 1

    @property
    def filled(self) -> int:
        """Number of cells that are not empty."""
        counts = self.frame.drop(ROW).count()
        return int(sum(counts.row(0))) if counts.width else 0


@dataclass(frozen=True)
class FilePart:
    """One table of a file."""

    name: str  # of the sheet or member, a source of guesses; "" where the file is the table
    grid: Grid

    @property
    def names(self) -> set[str]:
        """What a person may call it: whole, by its archive's member, by its sheet."""
        member, _, sheet = self.name.partition(" · ")
        return {self.name, member, sheet or member, PurePosixPath(member).name}


@dataclass(frozen=True)
class OpenedFile:
    """Everything a file holds, and what was left out."""

    parts: tuple[FilePart, ...]
    left_out: tuple[Detected, ...] = ()  # value: what; why: a sentence for a person
    uncalculated: tuple[Detected, ...] = ()  # sheets that are read though not all of their cells
    unseen: tuple[Detected, ...] = ()  # what is filled, but not shown by its program
    cut: tuple[Detected, ...] = ()  # files that end before their end: read as far as they go

    def only(self, wanted: str) -> "OpenedFile":
        """The parts of one member or of one name; raise InputRejected where there are none."""
        chosen = tuple(part for part in self.parts if wanted in part.names)
        if chosen:
            return replace(self, parts=chosen)
        names = ", ".join(part.name for part in self.parts)
        raise rejected(
            "no_such_sheet",
            "Die Tabelle „{wanted}“ gibt es nicht; vorhanden: {names}.",
            "There is no table “{wanted}”; there are: {names}.",
            wanted=wanted,
            names=names,
        )


def made_grid(
    header: Sequence[str],
    columns: Sequence[Cells],
    *,
    container: Detected,
    encoding: Detected | None = None,
    preface: str | None = None,
) -> Grid:
    """A grid of columns that a format with named fields gives; row 1 is the first below the header.

    preface: what the file says of the whole table, set above the header.
    """
    if len(header) > WIDEST:
        raise too_wide(len(header))
    above: list[str | None] = [] if preface is None else [None]
    cells = {
        f"c{index}": [*above, name, *column]
        for index, (name, column) in enumerate(zip(header, columns, strict=True))
    }
    if preface is not None:
        cells["c0"][0] = preface
    frame = pl.DataFrame(cells, schema=dict.fromkeys(cells, pl.String))
    rows = pl.Series(ROW, range(-len(above), len(frame) - len(above))).clip(lower_bound=0)
    frame = frame.select(rows.cast(pl.UInt32), pl.all())
    return Grid(frame, container, encoding, header_row=1 + len(above), typed=True)


def refuse_long_cells(frame: pl.DataFrame) -> None:
    """Raise InputRejected for a cell no person wrote; what looks for words in it would not end."""
    longest = pl.max_horizontal(pl.lit(0), cs.string().str.len_bytes())  # a table may be empty
    lengths = as_texts(frame.drop(_short(frame))).select(longest=longest)["longest"]
    at = lengths.arg_max()
    if at is not None and lengths[at] > LONGEST:
        raise rejected(
            "cell_too_long",
            "In Zeile {row} steht eine Zelle mit {found:n} Zeichen, erlaubt sind {longest:n}. "
            "Meist ist ein Anführungszeichen nicht geschlossen, oder es ist keine Tabelle.",
            "In row {row} there is a cell of {found:n} characters, {longest:n} are allowed. "
            "Mostly a quotation mark is not closed, or it is no table.",
            row=frame[ROW][at] if ROW in frame.columns else at + 1,
            found=lengths[at],
            longest=LONGEST,
        )


def _short(frame: pl.DataFrame) -> list[str]:
    """Columns whose texts are held once, and none of them is too long."""
    kinds = {name: kind for name, kind in frame.schema.items() if isinstance(kind, pl.Enum)}
    long = {name: (kind.categories.str.len_bytes() > LONGEST).any() for name, kind in kinds.items()}
    return [name for name in kinds if not long[name]]


def too_wide(found: int, widest: int = WIDEST) -> InputRejected:
    """The sentence for more columns than any table has; lists have fewer than series."""
    return rejected(
        "too_many_columns",
        "Die Tabelle hat {found} Spalten, erlaubt sind {widest}. Bitte aufteilen.",
        "The table has {found} columns, {widest} are allowed. Please split it.",
        found=found,
        widest=widest,
    )

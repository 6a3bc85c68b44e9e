"""A file with every column understood, before its values are converted."""

from dataclasses import dataclass

import polars as pl

from klimamosaik.sources.grid.repeated import Reads, of_each, texts_of
from klimamosaik.sources.sheets.columns import first_having, having
from klimamosaik.sources.tables.basics.hints import ColumnRole, FileHints
from klimamosaik.sources.tables.basics.preview import FileColumn
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.text import Text


@dataclass(frozen=True)
class Table:
    """Body and meaning of a file."""

    stem: str  # what a series without a name is called: the sheet's place, or as `file`
    body: pl.DataFrame  # "row", "c0", ...
    columns: tuple[FileColumn, ...]
    hints: FileHints
    carrier: Carrier | None  # told, or from title, sheet or file name
    carrier_from: Text | None  # where it was found
    unit: str | None  # likewise
    unit_from: Text | None
    preamble: str = ""  # lines above the header
    sheet: str = ""  # name of its sheet, where it tells a place that other sheets do not
    titles: str = ""  # lines above the header and name of the sheet
    year: str | None = None  # of months without one: told, or in title, sheet or file name
    file: str = ""  # file name without folder and ending

    def having(self, *roles: ColumnRole) -> list[FileColumn]:
        """Columns with one of these roles."""
        return having(self.columns, *roles)

    def one(self, role: ColumnRole) -> FileColumn | None:
        """The first column with this role."""
        return first_having(self.columns, role)

    def cells(self, column: FileColumn) -> pl.Series:
        """Cells of a column."""
        return texts_of(self.held(column))

    def held(self, column: FileColumn) -> pl.Series:
        """Cells of a column as they are held: as texts, or numbers of texts that repeat."""
        return self.body[f"c{column.index}"]

    def each(self, column: FileColumn, read: Reads) -> pl.Series:
        """What is read in each cell of a column; for what looks at one cell alone."""
        return of_each(self.held(column), read)

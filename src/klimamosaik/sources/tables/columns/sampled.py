"""A table whose columns were looked at: what rules about several columns together go by."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

import polars as pl

from klimamosaik.sources.grid.repeated import texts_of
from klimamosaik.sources.tables.basics.hints import ColumnRole, FileHints
from klimamosaik.sources.tables.basics.preview import FileColumn
from klimamosaik.sources.tables.basics.vocabulary import role_of
from klimamosaik.sources.tables.columns.cells import Cells
from klimamosaik.terms.text import Text

Columns = list[FileColumn]


@dataclass(frozen=True)
class SampledTable:
    """What is known of a table beside the roles of its columns."""

    looked: list[Cells]  # a sample of each column
    body: pl.DataFrame
    hints: FileHints

    def cells(self, column: FileColumn) -> pl.Series:
        """All cells of a column."""
        return texts_of(self.held(column))

    def held(self, column: FileColumn) -> pl.Series:
        """The same as they are held: as texts, or numbers of texts that repeat."""
        return self.body[f"c{column.index}"]


Settle = Callable[[Columns, SampledTable], Columns]


def given_role(columns: Columns, column: FileColumn, role: ColumnRole, why: Text) -> Columns:
    """The columns, one of them with another role."""
    return with_column(columns, replace(column, role=role, why=why))


def ignored(columns: Columns, aside: Iterable[FileColumn], why: Text) -> Columns:
    """The columns, some of them not used."""
    numbers = {column.index for column in aside}
    return [
        replace(each, role=ColumnRole.IGNORED, why=why) if each.index in numbers else each
        for each in columns
    ]


def with_column(columns: Columns, changed: FileColumn) -> Columns:
    """The columns, one of them changed."""
    return [changed if each.index == changed.index else each for each in columns]


def without_known_roles(columns: Iterable[FileColumn], hints: FileHints) -> Columns:
    """Without columns whose role was told."""
    return [column for column in columns if hints.of(column.header).role is None]


def says_use(column: FileColumn) -> bool:
    """True where header, unit or carrier say that it holds use."""
    named = role_of(column.header) in (ColumnRole.VALUE, ColumnRole.COUNTER)
    return named or column.unit is not None or column.carrier is not None

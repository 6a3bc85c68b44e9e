"""Decimal mark of each numeric column; the sure columns settle the others."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

import polars as pl

from klimamosaik.sources.grid.numbers import (
    GROUPED,
    LOOKED_AT,
    STORED,
    NumberForm,
    is_missing,
    looks_numeric,
    number_form,
)
from klimamosaik.sources.grid.repeated import cells_of, every
from klimamosaik.sources.tables.basics.hints import ColumnRole, FileHints
from klimamosaik.sources.tables.basics.preview import FileColumn
from klimamosaik.sources.tables.columns.cells import share_of

NUMERIC_ROLES = frozenset(
    {ColumnRole.VALUE, ColumnRole.COUNTER, ColumnRole.COST, ColumnRole.AREA, ColumnRole.TEMPERATURE}
    | {ColumnRole.SENSED, ColumnRole.CALORIFIC_VALUE, ColumnRole.STATE_NUMBER, ColumnRole.FACTOR}
)


def with_decimals(
    columns: tuple[FileColumn, ...],
    body: pl.DataFrame,
    hints: FileHints,
    *,
    default: str,
    typed: bool,
) -> tuple[FileColumn, ...]:
    """Add the decimal mark to numeric columns.

    default: the mark where no column of the file decides it; typed: numbers came as numbers.
    """
    forms = {
        column.index: _form(body[f"c{column.index}"], default, typed)
        for column in columns
        if column.role in NUMERIC_ROLES
    }
    sure = _sure(forms.values()) or _sure(
        _form(body[f"c{column.index}"], default, typed)
        for column in columns
        if column.role is ColumnRole.IGNORED and _are_numbers(cells_of(body, f"c{column.index}"))
    )
    usual = sure.most_common(1)[0][0] if sure else None
    marked = (
        _marked(column, forms[column.index], usual, hints) if column.index in forms else column
        for column in columns
    )
    return tuple(_stored(column, body) if typed else column for column in marked)


def _stored(column: FileColumn, body: pl.DataFrame) -> FileColumn:
    """A column of a workbook whose numbers are stored as such, with the mark they are read by."""
    cells = cells_of(body, f"c{column.index}").drop_nulls()
    if column.decimal is None or not cells.str.contains(GROUPED[","]).any():
        return column
    plain = cells.str.contains(STORED) | cells.str.contains(WHOLE)
    return replace(column, decimal=".", stored=True) if share_of(plain) > HALF else column


WHOLE = r"^-?\d+$"
HALF = 0.5  # share of the cells


def _sure(forms: Iterable[NumberForm]) -> Counter[str]:
    return Counter(form.decimal for form in forms if form.certain and form.marked)


def _are_numbers(cells: pl.Series) -> bool:
    """True for a column that is not used but of numbers, which were written as the others."""
    filled = cells.filter(~is_missing(cells))
    return len(filled) > 0 and bool(looks_numeric(filled).all())


def _form(cells: pl.Series, default: str, typed: bool) -> NumberForm:
    some = every(cells, LOOKED_AT)
    return number_form(some.filter(~is_missing(some)), default=default, typed=typed)


def _marked(
    column: FileColumn, form: NumberForm, usual: str | None, hints: FileHints
) -> FileColumn:
    told = hints.of(column.header).decimal or hints.decimal
    if told:
        return replace(column, decimal=told)
    if form.certain and form.marked:
        return replace(column, decimal=form.decimal)
    known = not form.marked or usual is not None
    return replace(column, decimal=usual or form.decimal, decimal_known=known)

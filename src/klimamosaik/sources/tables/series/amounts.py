"""The numbers of a column of values, and how sure each is."""

import re
from functools import partial

import polars as pl

from klimamosaik.sources.grid.numbers import ABOUT, GROUPED, MARKED, is_missing, parse_numbers
from klimamosaik.sources.grid.part import ROW
from klimamosaik.sources.sheets.problems import SheetProblems
from klimamosaik.sources.tables.basics.complaints import IN_BRACKETS, NOT_A_NUMBER, TYPED_AS_TEXT
from klimamosaik.sources.tables.basics.hints import ColumnRole
from klimamosaik.sources.tables.basics.preview import FileColumn
from klimamosaik.sources.tables.basics.table import Table
from klimamosaik.sources.tables.basics.vocabulary import vocabulary
from klimamosaik.sources.tables.times.when import is_footer
from klimamosaik.terms.quality import Quality
from klimamosaik.terms.reading import QUALITY

MEASURED, ESTIMATED = Quality.MEASURED.value, Quality.ESTIMATED.value


def _numbers(table: Table, index: int, refused: SheetProblems) -> pl.Series:
    column = table.columns[index]
    doubtful = _typed_as_text(table, column)
    values = table.each(column, partial(parse_numbers, decimal=column.decimal or ","))
    if column.stored:
        values = pl.select(pl.when(~doubtful).then(values)).to_series().alias(values.name)
    bracketed = _in_brackets(table, column, values)
    if bracketed.any():
        values = pl.select(pl.when(~bracketed).then(values)).to_series().alias(values.name)
    values = _without_marks(values)
    if values.null_count() == table.held(column).null_count():
        return values
    cells = table.cells(column)
    wrong = values.is_null() & ~is_missing(cells) & ~cells.str.contains(MARK).fill_null(False)
    for rows, code, must in (
        (wrong & ~doubtful & ~bracketed, "unreadable_number", NOT_A_NUMBER),
        (bracketed, "number_in_brackets", IN_BRACKETS),
        (doubtful, "number_as_text", TYPED_AS_TEXT),
    ):
        if rows.any():
            told = rows & ~is_footer(table.body)
            refused.add_cells(
                code, column.header, table.body[ROW].filter(told), cells.filter(told), must
            )
    return values


def _typed_as_text(table: Table, column: FileColumn) -> pl.Series:
    """True for "1,102" among stored numbers: a thousand and more, or three decimals?"""
    if not column.stored:
        return pl.repeat(False, len(table.body), eager=True)
    return table.each(column, lambda cells: cells.str.contains(GROUPED[","]).fill_null(False))


def _in_brackets(table: Table, column: FileColumn, values: pl.Series) -> pl.Series:
    """True for "(1.200)": accountants take it off, statisticians are not sure of it."""
    if not (values < 0).any():
        return pl.repeat(False, len(table.body), eager=True)
    return table.each(column, lambda cells: cells.str.contains(BRACKETED).fill_null(False))


BRACKETED = r"^\s*\(.*\d.*\)"
MARKS = (-99.0, -999.0, -9999.0, -99999.0)  # what loggers write for "no value"
MARK = r"^-9{2,5}([.,]0+)?$"


def _without_marks(values: pl.Series) -> pl.Series:
    """Without the marks of missing values, where nothing else is negative."""
    marked = values.is_in(MARKS)
    if not marked.any() or (values.filter(~marked) < 0).any():
        return values
    return pl.select(pl.when(~marked).then(values)).to_series().alias(values.name)


def forecast(table: Table, value: FileColumn) -> pl.Series:
    """True in rows that are called a plan or forecast, by a mark of all values or of this one."""
    found = pl.Series([False]).new_from_index(0, len(table.body))
    for column in table.having(ColumnRole.QUALITY):
        if column.of in (None, value.index):
            found = found | table.each(column, _says_forecast)
    return found


def _says_forecast(cells: pl.Series) -> pl.Series:
    words = cells.str.strip_chars().str.to_lowercase()
    return words.str.contains(vocabulary().forecasts.pattern).fill_null(False)


def amounts(table: Table, column: FileColumn, refused: SheetProblems) -> pl.Series:
    """The numbers of a column, less those of the reading before where it stands beside them."""
    values = _numbers(table, column.index, refused)
    if column.minus is None:
        return values
    before = table.columns[column.minus]
    return values - parse_numbers(table.cells(before), before.decimal or column.decimal or ",")


def qualities(table: Table, value: FileColumn) -> pl.Series:
    """How sure each value of a column is, as another column says; measured where none does."""
    columns = table.having(ColumnRole.QUALITY)
    own = [column for column in columns if column.of == value.index]
    column = next(iter(own or [each for each in columns if each.of is None]), None)
    if column is None:
        return table.each(value, _by_marks)
    words = table.each(column, lambda cells: cells.str.strip_chars().str.to_lowercase())
    meaning = {word: name for name, known in vocabulary().qualities for word in known}
    meaning |= {
        word: Quality.UNKNOWN.value for word in words.unique().drop_nulls() if word not in meaning
    }
    if re.search(r"(?i)estimat|geschätzt|schätz|estim", column.header):
        meaning |= dict.fromkeys(("true", "yes", "ja", "y", "j", "1", "oui"), ESTIMATED)
        meaning |= dict.fromkeys(("false", "no", "nein", "n", "0", "non"), MEASURED)
    found = words.replace_strict(meaning, default=MEASURED, return_dtype=pl.String)
    return found.cast(QUALITY)


def _by_marks(cells: pl.Series) -> pl.Series:
    """Estimated where a mark stands behind or "ca." before a number: "100*", "120 (E)"."""
    measured = pl.Series([MEASURED], dtype=QUALITY).new_from_index(0, len(cells))
    marked = cells.str.contains(f"{MARKED}|{ABOUT}").fill_null(False)
    if not marked.any():
        return measured
    return (
        measured.to_frame("quality")
        .select(pl.when(marked).then(pl.lit(ESTIMATED, QUALITY)).otherwise("quality"))
        .to_series()
    )

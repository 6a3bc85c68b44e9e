"""Which columns name buildings and meters, and which numbers are names, keys or row numbers."""

import re

import polars as pl

from klimamosaik.sources.sheets.columns import having
from klimamosaik.sources.tables.basics.hints import ColumnRole
from klimamosaik.sources.tables.basics.vocabulary import role_of
from klimamosaik.sources.tables.columns.cells import SURE, Cells, share_of
from klimamosaik.sources.tables.columns.sampled import (
    Columns,
    SampledTable,
    given_role,
    says_use,
    without_known_roles,
)
from klimamosaik.sources.tables.columns.time_columns import DAYS
from klimamosaik.terms.text import Text

UNTITLED = re.compile(r"(?i)spalte [a-z]{1,2}|c\d+|unnamed.*|index|id|nr\.?|lfd.*|#|record ?#?|")
RECORD = re.compile(r"(?i)record(?: ?#)?(?: · rn)?")
PLACES = re.compile(
    r"(?i)schule|gymnasium|kita|kinder|rathaus|halle|bad\b|feuerwehr|bauhof|verwaltung|bücherei|"
    r"bibliothek|museum|theater|turn|sport|haus|zentrum|amt\b|klär|wasserwerk|straßenbeleuchtung|"
    r"school|town ?hall|library|office|pool|gym|building|depot|école|mairie|piscine"
)

NOT_YET_NAMES = (ColumnRole.UNKNOWN, ColumnRole.PLACE, ColumnRole.DISTRICT, ColumnRole.KIND)


def row_numbers(columns: Columns, seen: SampledTable) -> Columns:
    """0, 1, 2 ... under an untitled first column, or a logger's second, count the rows."""
    for column in without_known_roles(columns[:2], seen.hints):
        whole = seen.looked[column.index].whole
        untitled = RECORD if column.index else UNTITLED
        if whole is None or not untitled.fullmatch(column.header) or len(seen.body) < 3:
            continue
        numbers = seen.cells(column).str.strip_chars().cast(pl.Float64, strict=False)
        steps = numbers.diff().drop_nulls()
        if numbers[0] in (0, 1) and len(steps) and float((steps == 1).mean()) > SURE:  # type: ignore[arg-type]
            return given_role(
                columns, column, ColumnRole.IGNORED, Text("zählt die Zeilen", "counts the rows")
            )
    return columns


def names(columns: Columns, seen: SampledTable) -> Columns:
    """A column that speaks of schools and town halls names the buildings; beside meters "Ort"."""
    if having(columns, ColumnRole.BUILDING, ColumnRole.ADDRESS):
        return columns
    beside_meters = having(columns, ColumnRole.METER)
    may = (ColumnRole.PLACE,) if beside_meters else NOT_YET_NAMES
    for column in without_known_roles(having(columns, *may), seen.hints):
        cells = seen.looked[column.index]
        speaks = share_of(cells.sample.str.contains(PLACES.pattern)) >= 0.5
        if speaks and len(cells.words) > 1:
            return given_role(
                columns,
                column,
                ColumnRole.BUILDING,
                Text("die Zellen sind Namen von Gebäuden", "the cells are names of buildings"),
            )
    return columns


def meter_readers(columns: Columns, seen: SampledTable) -> Columns:
    """Under "Name" stand those who read the meter where its readings go on from one to the next."""
    counters = having(columns, ColumnRole.COUNTER)
    if not counters or having(columns, ColumnRole.METER):
        return columns
    for column in without_known_roles(having(columns, ColumnRole.BUILDING), seen.hints):
        who = seen.cells(column)
        turns = (who != who.shift()).sum()
        if not NAME.fullmatch(column.header.strip()) or turns <= who.n_unique():
            continue
        if all(_goes_on(seen.cells(each)) for each in counters):
            return given_role(columns, column, ColumnRole.IGNORED, READER)
    return columns


NAME = re.compile(r"(?i)name")
READER = Text("wer abgelesen hat", "who read the meter")


def _goes_on(cells: pl.Series) -> bool:
    """True where numbers never fall from row to row."""
    digits = cells.str.replace_all(r"[^\d]", "").cast(pl.Float64, strict=False).drop_nulls()
    return len(digits) > 2 and bool((digits.diff().drop_nulls() >= 0).all())


def constant_numbers(columns: Columns, seen: SampledTable) -> Columns:
    """The same long number in every row is a key, no reading."""
    for column in without_known_roles(having(columns, ColumnRole.VALUE), seen.hints):
        words = seen.looked[column.index].words
        constant = len(words) == 1 and re.fullmatch(r"\d{4,}", words[0]) and len(seen.body) > 2
        if _are_keys(seen.looked[column.index]) and len(seen.body) > 2 and not column.unit:
            constant = True
        if seen.looked[column.index].counted >= SURE and DAYS.fullmatch(words[0] if words else ""):
            continue
        named = role_of(column.header) is not None and len(words[0] if words else "") < 9
        if constant and not column.unit and not named:
            columns = given_role(
                columns,
                column,
                ColumnRole.IGNORED,
                Text("in jeder Zeile dieselbe Nummer", "the same number in every row"),
            )
    return columns


def numbered_buildings(columns: Columns, seen: SampledTable) -> Columns:
    """Whole numbers under "Gebäude" are names where another column says that it holds the use."""
    values = having(columns, ColumnRole.VALUE)
    for column in (
        without_known_roles(values, seen.hints) if not having(columns, ColumnRole.BUILDING) else ()
    ):
        named = role_of(column.header) is ColumnRole.BUILDING and not says_use(column)
        others = any(says_use(each) for each in values if each.index != column.index)
        if named and others and seen.looked[column.index].whole is not None:
            return given_role(
                columns,
                column,
                ColumnRole.BUILDING,
                Text("Nummern von Gebäuden", "numbers of buildings"),
            )
    return columns


def _are_keys(cells: Cells) -> bool:
    """Few different whole numbers of nine digits and more: numbers of meters, not readings."""
    long = bool(cells.sample.str.contains(r"^\d{9,}$").all())
    return long and len(cells.words) <= max(1, len(cells.sample) // 4)

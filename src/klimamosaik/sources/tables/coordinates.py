"""Where the places of a table stand: one latitude and longitude beside all of their rows."""

import re

import polars as pl

from klimamosaik.sources.grid.numbers import parse_numbers
from klimamosaik.sources.tables.basics.preview import FileColumn, Spot
from klimamosaik.sources.tables.basics.table import Table

LATITUDE = re.compile(r"(?i)(?:geo(?:gr\w*\.?)?[ _]?)?(?:breite(?:ngrad)?|lat(?:itude)?)\b")
LONGITUDE = re.compile(
    r"(?i)(?:geo(?:gr\w*\.?)?[ _]?)?(?:l(?:ä|ae)nge(?:ngrad)?|long?(?:itude)?|lng)\b"
)


def spots(table: Table, group: pl.Series) -> dict[int, Spot]:
    """Key of rows -> where they stand; of those only that name one spot in all of their rows."""
    columns = [_named(table, pattern) for pattern in (LATITUDE, LONGITUDE)]
    north, east = columns
    if north is None or east is None:
        return {}
    told = pl.DataFrame(
        {"group": group, "north": _degrees(table, north), "east": _degrees(table, east)}
    ).drop_nulls()
    on_earth = pl.col("north").abs() <= 90, pl.col("east").abs() <= 180  # degrees
    found = told.filter(*on_earth).unique()
    once = found.filter(pl.col("group").is_unique())
    return {key: (north, east) for key, north, east in once.iter_rows()}


def _named(table: Table, pattern: re.Pattern[str]) -> FileColumn | None:
    return next((each for each in table.columns if pattern.match(each.header)), None)


def _degrees(table: Table, column: FileColumn) -> pl.Series:
    cells = table.cells(column)
    return parse_numbers(cells, "," if cells.str.contains(",", literal=True).any() else ".")

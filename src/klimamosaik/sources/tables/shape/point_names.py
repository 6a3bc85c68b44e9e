"""Trends of a building's controls: "Point_1" above a column, and further up what it is."""

import re
from dataclasses import replace

import polars as pl

from klimamosaik.sources.grid.part import ROW, Grid
from klimamosaik.sources.grid.repeated import as_texts
from klimamosaik.sources.tables.basics.cell_kinds import kind_of
from klimamosaik.sources.tables.basics.vocabulary import is_unit

HEAD = 60  # rows searched


def with_points_named(grid: Grid) -> Grid:
    """The header with the names that lines above it give to the keys of its columns.

    Untouched unless all columns beside those of the time have such a line.
    """
    rows = [_clean(row) for row in grid.frame.head(HEAD).drop(ROW).iter_rows()]
    named: dict[str, str] = {}
    for at, row in enumerate(rows):
        keys = [cell for cell in row if cell in named]
        if keys and row[0] not in named and len(keys) >= sum(map(bool, row)) - TIMES:
            return _renamed(grid, at, [named.get(cell, cell) for cell in row], set(keys), rows)
        if len(row) > 1 and KEY.fullmatch(row[0]) and kind_of(row[1]) == "s":
            named[row[0].rstrip(":")] = _name(row[1:])
    return grid


KEY = re.compile(r"[A-Za-z]+[ _-]?\d{1,4}:?")  # Point_1
TIMES = 2  # columns of day and clock before the points


def _clean(row: tuple[str | None, ...]) -> list[str]:
    return [(cell or "").strip() for cell in row]


def _name(facts: list[str]) -> str:
    """The name of a point, with its unit."""
    unit = next((fact for fact in facts[1:] if is_unit(fact)), "")
    return f"{facts[0]} [{unit}]" if unit else facts[0]


def _renamed(
    grid: Grid, header: int, names: list[str], keys: set[str], rows: list[list[str]]
) -> Grid:
    """The grid with this header, without the lines that named its columns."""
    above = [at for at in range(header) if rows[at][0].rstrip(":") in keys]
    frame = as_texts(grid.frame).with_row_index("place")
    columns = [name for name in grid.frame.columns if name != ROW]
    here = pl.col("place") == header
    frame = frame.with_columns(
        pl.when(here).then(pl.lit(name or None, pl.String)).otherwise(column).alias(column)
        for column, name in zip(columns, names, strict=True)
    )
    left = frame.filter(~pl.col("place").is_in(above)).drop("place")
    return replace(grid, frame=left)

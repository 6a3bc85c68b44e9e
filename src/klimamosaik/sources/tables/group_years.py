"""Years below a heading that covers several columns: "Strom" over 2022 and 2023."""

from dataclasses import replace

import polars as pl

from klimamosaik.sources.grid.part import ROW, Grid
from klimamosaik.sources.tables.timehead import YEAR

HEAD = 40  # rows searched
LEAST = 4  # columns of years; two groups of two


def with_years_named(grid: Grid) -> Grid:
    """The years of each group with its name before them: "Strom [kWh] 2022"."""
    rows = [[(cell or "").strip() for cell in row] for row in _head(grid).iter_rows()]
    for at in range(1, len(rows)):
        above, years = rows[at - 1], rows[at]
        if not _are_groups(above, years):
            continue
        names = _named(above, years)
        frame = grid.frame.with_row_index("place")
        for column, name in zip(grid.frame.columns[1:], names, strict=True):
            here = pl.when(pl.col("place") == at).then(pl.lit(name or None, pl.String))
            blank = here.when(pl.col("place") == at - 1).then(pl.lit(None, pl.String))
            frame = frame.with_columns(blank.otherwise(pl.col(column)).alias(column))
        return replace(grid, frame=frame.drop("place"))
    return grid


def _head(grid: Grid) -> pl.DataFrame:
    return grid.frame.head(HEAD).drop(ROW)


def _are_groups(above: list[str], years: list[str]) -> bool:
    """True for a row of nothing but years, each of them again and again, below two headings."""
    filled = [cell for cell in years if cell]
    told = [cell for cell in filled if YEAR.match(cell)]
    if len(told) < LEAST or len(told) != len(filled) or len(set(told)) * 2 > len(told):
        return False
    first = next(at for at, cell in enumerate(years) if cell)
    groups = [cell for cell in above[first:] if cell]
    return first > 0 and len(groups) >= 2 and not any(YEAR.match(cell) for cell in groups)


def _named(above: list[str], years: list[str]) -> list[str]:
    names, group = [], ""
    for heading, year in zip(above, years, strict=True):
        group = heading or group
        names.append(f"{group} {year}" if year else heading)
    return names

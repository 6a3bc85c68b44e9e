"""The rows of a header: names, units, headings over several columns."""

import re
from dataclasses import replace

import polars as pl

from klimamosaik.sources.grid.part import ROW, Grid
from klimamosaik.sources.grid.repeated import as_texts
from klimamosaik.sources.sheets.headings import GROUP
from klimamosaik.sources.tables.basics.cell_kinds import kind_of
from klimamosaik.sources.tables.basics.header_scales import amount_of_year
from klimamosaik.sources.tables.basics.vocabulary import is_unit
from klimamosaik.sources.tables.shape.timehead import YEAR, plain_time


def headers_above(
    rows: list[list[str]], index: int, width: int
) -> tuple[list[str], list[str | None], int]:
    """Names, units and the number of rows used, from the row at `index` upwards."""
    none: list[str | None] = [None] * width
    if index < 0:
        return [f"Spalte {letter(column)}" for column in range(width)], none, 0
    units, used = none, 0
    while index > 0 and HOW_MEASURED.match(rows[index][0]) and sum(map(bool, rows[index - 1])) > 1:
        index, used = index - 1, used + 1
    row = _padded(rows[index], width)
    cells = [cell for cell in row if cell]
    named = index > 0 and sum(bool(cell) for cell in rows[index - 1]) >= min(2, len(cells))
    if named and sum(is_unit(amount_of_year(cell)) for cell in cells) >= max(1, 0.5 * len(cells)):
        units, used, index = [cell or None for cell in row], used + 1, index - 1
        row = _padded(rows[index], width)
    names, used = list(row), used + 1
    while index > 0 and used < 4 and _is_group_row(rows[index - 1], width):
        index, used = index - 1, used + 1
        if HOW_MEASURED.match(rows[index][0]):
            continue
        names = _joined(_filled_right(_padded(rows[index], width), names), names)
    names = [name or f"Spalte {letter(column)}" for column, name in enumerate(names)]
    return names, units, used


HOW_MEASURED = re.compile(  # what a row of a header may tell beside names and units
    r"(?i)(?:zeit)?raster|(?:mess|zeit)?intervall?$|werte?(?:art|typ)$|auflösung$|messperiode$|"
    r"aggregation$|resolution$|value type$|interval length$"
)


def _is_group_row(row: list[str], width: int) -> bool:
    """A heading over several columns, not a line of title or of facts about the meter."""
    filled = [cell for cell in row if cell]
    if len(filled) < 2 or width < 3 or any(kind_of(cell) != "s" for cell in filled):
        return False
    if any(re.search(r"\d{4}", cell) for cell in filled):
        return False
    return not row[0] or len(filled) >= max(3, 0.5 * width)


def _padded(row: list[str], width: int) -> list[str]:
    return [*row, *[""] * (width - len(row))][:width]


def _filled_right(row: list[str], below: list[str]) -> list[str]:
    """Merged cells keep their text only in the first column they cover."""
    filled, last = [], ""
    for cell, under in zip(row, below, strict=True):
        last = cell or last
        filled.append(last if under or cell else "")
    return filled


def _joined(upper: list[str], lower: list[str]) -> list[str]:
    return [
        GROUP.join(filter(None, dict.fromkeys((above, below))))
        for above, below in zip(upper, lower, strict=True)
    ]


def letter(column: int) -> str:
    """A, B, ..., Z, AA, ... as spreadsheets name columns."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


HEAD = 40  # rows searched
LEAST = 4  # columns of years; two groups of two


def with_years_named(grid: Grid) -> Grid:
    """The years of each group with its name before them: "Strom [kWh] 2022".

    The names stand above the years, or below them in each year again.
    """
    rows = [[(cell or "").strip() for cell in row] for row in _head(grid).iter_rows()]
    for at in range(1, len(rows)):
        above, below = ([plain_time(cell) for cell in row] for row in rows[at - 1 : at + 1])
        if _are_groups(above, below):
            return _with_row(grid, at, _named(above, below))
        if _are_years_of(above, below):
            return _with_row(grid, at, _named_again(above, below))
    return grid


def _with_row(grid: Grid, at: int, names: list[str]) -> Grid:
    """The grid with these cells in one row, and nothing in the one above."""
    frame = as_texts(grid.frame).with_row_index("place")
    for column, name in zip(grid.frame.columns[1:], names, strict=True):
        here = pl.when(pl.col("place") == at).then(pl.lit(name or None, pl.String))
        blank = here.when(pl.col("place") == at - 1).then(pl.lit(None, pl.String))
        frame = frame.with_columns(blank.otherwise(pl.col(column)).alias(column))
    return replace(grid, frame=frame.drop("place"))


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


def _are_years_of(years: list[str], names: list[str]) -> bool:
    """True for a row of years above names that come again in each of them: Strom, Wärme."""
    first = next((at for at, cell in enumerate(years) if YEAR.match(cell)), 0)
    told = [cell for cell in years[first:] if cell]
    called = [cell for cell in names[first:] if cell]
    if not first or len(set(told)) < 2 or not all(YEAR.match(cell) for cell in told):
        return False
    texts = all(kind_of(cell) == "s" for cell in called)
    return texts and len(called) > 3 and len(set(called)) * 2 <= len(called)


def _named_again(years: list[str], names: list[str]) -> list[str]:
    """The names with the year above them behind; left of the years what either row says."""
    found, year = [], ""
    for above, name in zip(years, names, strict=True):
        year = above if YEAR.match(above) else year
        found.append(f"{name} {year}" if year and name else name or above)
    return found

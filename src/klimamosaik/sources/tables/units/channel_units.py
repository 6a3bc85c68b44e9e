"""In which unit the readings of a channel stand."""

import polars as pl

from klimamosaik.sources.grid.numbers import is_missing
from klimamosaik.sources.tables.basics.channel import USES, RowsSay
from klimamosaik.sources.tables.basics.few_series import texts_by_group
from klimamosaik.sources.tables.basics.hints import ColumnRole
from klimamosaik.sources.tables.basics.preview import FileColumn
from klimamosaik.sources.tables.basics.table import Table
from klimamosaik.sources.tables.basics.vocabulary import unit_of
from klimamosaik.sources.tables.units.channel_signs import given_unit, unit_of_marks
from klimamosaik.sources.tables.units.fuel_units import fuel_unit
from klimamosaik.sources.tables.units.scales import units_in_cells
from klimamosaik.terms.carrier import Carrier


def units_of_rows(table: Table, group: pl.Series) -> dict[int | None, dict[int, set[str]]]:
    """Index of the value column (None: all) -> key of rows -> the units its rows tell."""
    found: dict[int | None, dict[int, set[str]]] = {}
    told = [(column.of, table.held(column)) for column in table.having(ColumnRole.UNIT)]
    told += [
        (value.index, behind) for value in table.having(*USES)
        if (behind := units_in_cells(table, value)) is not None
    ]  # fmt: skip
    for of, cells in told:
        pairs = texts_by_group(group, cells)
        per_key = found.setdefault(of, {})
        for key, unit in pairs.filter(~is_missing(pairs["text"])).iter_rows():
            per_key.setdefault(key, set()).add(unit)
    return found


def known_units(
    said: RowsSay,
    column: FileColumn,
    carrier: Carrier | None,
    of_rows: set[str],
    in_cells: dict[str, str],
) -> set[str]:
    """The units that rows tell in words we know, as their cells hold them."""
    fuel = f"{column.header} {said.combo.get(ColumnRole.CARRIER, '')}"
    known = {in_cells.get(unit, unit) for text in of_rows if (unit := unit_of(text))}
    fuels = {unit for text in of_rows if (unit := fuel_unit(fuel, text, carrier))}
    return known | {in_cells.get(unit, unit) for unit in fuels}


def tells_strange(of_groups: dict[int, set[str]]) -> bool:
    """True where rows beside others tell their values in a unit we do not know."""
    known = [any(map(unit_of, texts)) for texts in of_groups.values()]
    return any(known) and not all(known)


def unit_of_channel(
    table: Table,
    said: RowsSay,
    column: FileColumn,
    of_rows: set[str],
    known: set[str],
    in_cells: dict[str, str],
    *,
    asked: bool,
) -> str | None:
    """The unit a person told, else that of the cells, rows, head, marks and table, in this order.

    A unit we do not know, told by the rows or the head, is never taken for another one. asked:
    rows of the column tell such a unit, so that what a person told is said of them alone.
    """
    told = None if asked and known else table.hints.of(column.header).unit
    if told and said.carrier:
        return given_unit(told, said.carrier)
    everywhere = set(in_cells.values())
    if of_rows and not known & everywhere:
        everywhere = set()  # theirs is unknown, or another
    return (
        told
        or table.hints.unit
        or _only(everywhere)
        or _only(known)
        or column.unit
        or unit_of_marks(said.combo)
        or (None if of_rows or column.unit_text else table.unit)
    )


def _only(units: set[str]) -> str | None:
    """The one unit there is; None where there are several, or none."""
    return next(iter(units)) if len(units) == 1 else None

"""Which meters a table holds: by column, by name in the rows, or both."""

import re
from dataclasses import replace

import polars as pl

from klimamosaik.sources.grid.few_rows import by_few_rows
from klimamosaik.sources.grid.numbers import is_missing
from klimamosaik.sources.tables.basics.channel import (
    KEY_ROLES,
    MEASURED_ROLES,
    SPARE,
    USES,
    Channel,
    Channels,
    Combo,
    RowsSay,
)
from klimamosaik.sources.tables.basics.few_series import distinct
from klimamosaik.sources.tables.basics.hints import ColumnRole
from klimamosaik.sources.tables.basics.obis import obis, obis_within
from klimamosaik.sources.tables.basics.preview import FileColumn
from klimamosaik.sources.tables.basics.table import Table
from klimamosaik.sources.tables.basics.vocabulary import (
    TEMPERATURES,
    carrier_of,
    direction_of,
    is_unit,
    other_unit,
    role_of,
    unit_of,
    vocabulary,
)
from klimamosaik.sources.tables.series.channel_names import (
    building_of,
    kin,
    meter_of,
    name_of,
    number_in,
    told_apart,
    why_so,
)
from klimamosaik.sources.tables.series.kindred_carriers import with_kindred_carriers
from klimamosaik.sources.tables.series.sensed_rows import tells_quantities, with_quantities
from klimamosaik.sources.tables.units.channel_signs import (
    carrier_of_channel,
    direction_of_names,
    remarks_of,
    says_counter,
)
from klimamosaik.sources.tables.units.channel_units import (
    known_units,
    tells_strange,
    unit_of_channel,
    units_of_rows,
)
from klimamosaik.sources.tables.units.scales import units_after
from klimamosaik.terms.direction import Direction

MERGED = 0.3  # share of empty names from which on cells were merged downwards


def find_channels(table: Table) -> Channels:
    """Number the combinations of names, and per value column one series each."""
    keys = _keys(table)
    values = table.having(*MEASURED_ROLES)
    if not keys:
        group = pl.zeros(len(table.body), dtype=pl.UInt32, eager=True)
        combos: list[Combo] = [{}]
    else:
        group, combos = _combinations(table, keys)
    remarks = remarks_of(table, group)
    said = [
        replace(_directions_in_rows(combo, dict(table.hints.words)), remark=remarks.get(number, ""))
        for number, combo in enumerate(combos)
    ]
    in_cells = {column.index: units_after(table, column) for column in values}
    units = units_of_rows(table, group)
    varied = {role for role in KEY_ROLES if len({combo.get(role) for combo in combos}) > 1}
    energies = [value for value in values if value.role in USES]
    channels = [
        _channel(
            table, len(combos) * at + number, number, said[number], column,
            len(energies), varied, units, in_cells[column.index],
        )
        for at, column in enumerate(values)
        for number in range(len(combos))
    ]  # fmt: skip
    channels = with_kindred_carriers(with_quantities(table, group, units, channels))
    return Channels(group, told_apart(channels))


def _keys(table: Table) -> list[FileColumn]:
    """Columns that tell rows apart, the roles in the order of a series' name.

    A further column of a role counts only where it is filled and says more than the first one.
    """
    found: list[FileColumn] = []
    for role in KEY_ROLES:
        for column in sorted(table.having(role), key=lambda each: _is_numeric(table, each)):
            first = next((each for each in found if each.role == role), None)
            if first is None or _says_more(table, first, column):
                found.append(column)
    named = any(
        column.role in (ColumnRole.BUILDING, ColumnRole.METER)
        and not tells_quantities(table, column)
        for column in found
    )
    return [column for column in found if not (named and column.role in SPARE)]


def _is_numeric(table: Table, column: FileColumn) -> bool:
    """True for numbers, which name less well than words."""
    return bool(table.each(column, lambda cells: cells.str.contains(r"^[\d./-]+$")).all())


def _says_more(table: Table, first: FileColumn, other: FileColumn) -> bool:
    """True where rows of one name in the first column have several names in the other."""
    if float(table.each(other, is_missing).mean() or 0) > MERGED:  # type: ignore[arg-type]
        return False
    pair = table.body.select(f"c{first.index}", f"c{other.index}")
    return len(distinct(pair)) > pair[f"c{first.index}"].n_unique()


def _combinations(table: Table, keys: list[FileColumn]) -> tuple[pl.Series, list[Combo]]:
    seen: dict[str, int] = {}
    columns = {}
    for column in keys:
        seen[column.role] = seen.get(column.role, 0) + 1
        name = column.role if seen[column.role] == 1 else f"{column.role} {seen[column.role]}"
        columns[name] = _key(table, column)
    names = pl.DataFrame(columns)
    numbered = distinct(names).with_row_index("group")

    def numbers(some: pl.DataFrame) -> pl.DataFrame:
        joined = some.join(
            numbered, on=names.columns, how="left", nulls_equal=True, maintain_order="left"
        )
        return joined.select("group")

    combos = [
        {role: text for role, text in record.items() if text is not None}
        for record in numbered.drop("group").to_dicts()
    ]
    return by_few_rows(names, numbers)["group"].cast(pl.UInt32), combos


def _key(table: Table, column: FileColumn) -> pl.Series:
    empty = table.each(column, is_missing)
    name = table.each(column, _name)
    if column.role in (ColumnRole.BUILDING, ColumnRole.METER, ColumnRole.CARRIER) and not empty[0]:
        own = len(empty) - int(table.each(column, _are_totals).sum()) if empty.any() else 1
        if empty.sum() > MERGED * own:
            name = pl.select(pl.when(~empty).then(name)).to_series().forward_fill()
    return name


def _are_totals(cells: pl.Series) -> pl.Series:
    """True for "Rathaus Ergebnis", "Gesamtergebnis", "Summe": rows that name no place."""
    return cells.str.to_lowercase().str.contains(vocabulary().totals.pattern).fill_null(False)


def _name(cells: pl.Series) -> pl.Series:
    """Names without what surrounds them; a row's take little room."""
    return cells.str.strip_chars().str.replace(r"^'(\d)", "${1}").cast(pl.Categorical())


def _directions_in_rows(combo: Combo, meanings: dict[str, Direction]) -> RowsSay:
    code = obis(combo.get(ColumnRole.OBIS, ""))
    words = combo.get(ColumnRole.DIRECTION, "")
    direction = meanings.get(words) or (direction_of(words) if words else None)
    if direction is None and code is not None:
        direction = code.direction
    carrier = carrier_of(combo.get(ColumnRole.CARRIER, ""))
    prefixed = "-" in combo.get(ColumnRole.OBIS, "")
    if carrier is None and code is not None and (prefixed or code.direction is not None):
        carrier = code.carrier
    return RowsSay(combo, code, carrier, direction, bool(words) and direction is None)


def _no_use(said: RowsSay, unit: str | None, column: FileColumn, of_rows: set[str]) -> bool:
    """True for rows in degrees among use, and for temperatures of rooms and pipes."""
    if unit not in TEMPERATURES:
        return False
    degrees = column.role in USES and any(unit_of(text) in TEMPERATURES for text in of_rows)
    return degrees or any(role_of(cell) is ColumnRole.IGNORED for cell in said.combo.values())


SHORT_NAME = re.compile(r"[A-Za-z]\d?")  # the meter "M2" is no square metre, "A" no ampere


def _channel(
    table: Table,
    number: int,
    group: int,
    said: RowsSay,
    column: FileColumn,
    width: int,
    varied: set[ColumnRole],
    units: dict[int | None, dict[int, set[str]]],
    in_cells: dict[str, str],
) -> Channel:
    told = table.hints.of(column.header)
    of_groups = units.get(column.index, units.get(None, {}))
    of_rows = of_groups.get(group, set())
    carrier = carrier_of_channel(table, said, column)
    known = known_units(said, column, carrier, of_rows, in_cells)
    asked = told.unit is not None and tells_strange(of_groups)
    unit = unit_of_channel(table, said, column, of_rows, known, in_cells, asked=asked)
    code = said.obis or obis_within(column.header)
    foreign = bool(of_rows) and not known and told.unit is None and table.hints.unit is None
    names = [said.combo.get(role, "") for role in (ColumnRole.METER, ColumnRole.DIRECTION)]
    reactive = any(other_unit(name) for name in names if not SHORT_NAME.fullmatch(name))
    return Channel(
        number,
        group,
        column,
        told.name or name_of(table, said.combo, column, width, varied),
        carrier,
        unit,
        why_so(table, carrier, unit, column, said),
        building_of(table, said.combo, column),
        meter_of(said.combo) or number_in(column.header),
        reactive or (foreign and all(is_unit(text) for text in of_rows))
        or _no_use(said, unit, column, of_rows),
        told.direction or table.hints.direction or said.direction or column.direction
        or direction_of_names(said, table),
        bool(code and code.counter) or any(map(says_counter, said.combo.values())),
        column.unit_text or (next(iter(of_rows)) if of_rows and not known else None),
        kin(column.header),
        said,
    )  # fmt: skip

"""Lists that name in each row what is measured: a column of quantities, or a sensor's name."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

import polars as pl

from klimamosaik.sources.quantities.words import entry_of, words_of
from klimamosaik.sources.tables.basics.channel import USES, Channel
from klimamosaik.sources.tables.basics.few_series import texts_by_group
from klimamosaik.sources.tables.basics.hints import ColumnRole
from klimamosaik.sources.tables.basics.preview import FileColumn
from klimamosaik.sources.tables.basics.sensed_columns import (
    DOMAIN,
    SensedQuantity,
    sensed_as_named,
    sensed_in_rows,
    written_unit,
)
from klimamosaik.sources.tables.basics.table import Table
from klimamosaik.sources.tables.basics.vocabulary import (
    NO_READING,
    TEMPERATURES,
    carrier_of,
    unit_in,
    unit_of,
)
from klimamosaik.terms.text import Text

UnitsOfRows = Mapping[int | None, Mapping[int, set[str]]]  # column (None: all) -> key -> units
OF_QUANTITIES = re.compile(
    r"(?i)messgr|parameter|kanal|channel|quantity|property|phenomenon|phänomen|variable|grandeur|"
    r"grootheid|field|observed|measurement"
)
NAMING = (ColumnRole.METER, ColumnRole.BUILDING, ColumnRole.CARRIER, ColumnRole.KIND)
MANY = 500  # different names, from which on a column tells of rows, not of quantities
READ_BY_ROWS = (*USES, ColumnRole.SENSED)  # a person may call a column "Wert" no use as a whole
TEMPERATURE = "temperature"  # in the conventions of names
BY_ROWS = Text("Zeilen „{cell}“: {quantity}", "rows “{cell}”: {quantity}")


def with_quantities(
    table: Table, group: pl.Series, units: UnitsOfRows, channels: Sequence[Channel]
) -> list[Channel]:
    """The series, those whose rows name no use read as what their rows name.

    group: key of the series of each row of the body; units: what rows tell for units.
    """
    cells = cells_of(table, group)

    def one(channel: Channel) -> Channel:
        of_rows = units.get(channel.column.index, units.get(None, {})).get(channel.group, set())
        if channel.column.role is ColumnRole.SENSED and names_something(channel.column.header):
            return in_unit_of_rows(channel, of_rows)
        if channel.column.role not in READ_BY_ROWS or says_use(channel.column.header):
            return channel
        return read_by_rows(table, channel, cells.get(channel.group, ()), of_rows)

    return list(map(one, channels))


def says_use(header: str) -> bool:
    """True where a column itself speaks of energy or water, whatever its rows say."""
    return unit_in(header) is not None or carrier_of(header) is not None


def cells_of(table: Table, group: pl.Series) -> dict[int, list[str]]:
    """Key of rows -> the cells that are the same in all its rows, those of quantities first."""
    found: dict[int, list[str]] = {}
    columns = table.having(*NAMING)
    for column in sorted(columns, key=lambda each: not OF_QUANTITIES.search(each.header)):
        pairs = texts_by_group(group, table.held(column))
        names = pairs["text"].unique()
        if len(names) > MANY or not any(map(names_something, names)):
            continue
        alone = pairs.filter(pl.col("group").is_unique())
        for key, cell in alone.iter_rows():
            found.setdefault(key, []).append(cell)
    return found


def names_something(cell: str | None) -> bool:
    """True where a cell speaks of a quantity there are words for."""
    return bool(cell) and entry_of(words_of((cell or "").replace("₂", "2"))) is not None


def read_by_rows(
    table: Table, channel: Channel, cells: Sequence[str], of_rows: set[str]
) -> Channel:
    """A series as the first of its cells says that speaks of what is no use."""
    unit_text = f"[{next(iter(of_rows))}]" if len(of_rows) == 1 else ""
    if len(of_rows) > 1:
        return channel
    for cell in cells:
        told = table.hints.of(cell)
        if told.role is ColumnRole.IGNORED:
            return replace(channel, foreign=True)
        if told.role not in (None, ColumnRole.SENSED, ColumnRole.TEMPERATURE):
            continue
        if is_temperature(cell, unit_text) and told.role is not ColumnRole.SENSED:
            return as_temperature(channel, cell)
        quantity = of_cell(cell, unit_text, told_so=told.role is ColumnRole.SENSED)
        if quantity is not None:
            return as_sensed(channel, cell, quantity, told.unit)
    return channel


def of_cell(cell: str, unit_text: str, *, told_so: bool) -> SensedQuantity | None:
    """What a cell says that is measured; told_so: a person says that it is no use."""
    found = sensed_in_rows(cell, unit_text)
    return sensed_as_named(DOMAIN.sub("", cell), unit_text) if found is None and told_so else found


def is_temperature(cell: str, unit_text: str) -> bool:
    """True for rows of a temperature that may be the weather's: not of a room, the soil, a pipe."""
    entry = entry_of(words_of(cell))
    known = not unit_text or unit_of(unit_text) in TEMPERATURES
    plain = entry is not None and entry["en"] == TEMPERATURE
    return plain and known and not NO_READING.search(cell.lower())


def as_temperature(channel: Channel, cell: str) -> Channel:
    """A series of temperatures of the air."""
    why = BY_ROWS.format(cell=cell, quantity=Text("Temperatur", "temperature"))
    column = of_rows_called(channel.column, cell, ColumnRole.TEMPERATURE, why)
    return replace(channel, column=column, foreign=False)


def as_sensed(channel: Channel, cell: str, quantity: SensedQuantity, unit: str | None) -> Channel:
    """A series of such a quantity. unit: as a person told it."""
    why = BY_ROWS.format(cell=cell, quantity=quantity.label)
    column = of_rows_called(channel.column, cell, ColumnRole.SENSED, why)
    column = replace(column, quantity=quantity, unit=unit or quantity.unit)
    return replace(channel, column=column, foreign=False)


def of_rows_called(column: FileColumn, cell: str, role: ColumnRole, why: Text) -> FileColumn:
    """The column as if it were one of its own, called as the rows are; so answers can name it."""
    return replace(column, header=cell, role=role, why=why)


def in_unit_of_rows(channel: Channel, of_rows: set[str]) -> Channel:
    """A column of a quantity, in the unit the rows tell where its header tells none."""
    quantity = channel.column.quantity
    units = {written_unit(f"[{text}]") for text in of_rows}
    if quantity is None or not quantity.assumed or len(units) != 1:
        return channel
    unit = units.pop()
    if unit not in quantity.units:
        return replace(channel, column=replace(channel.column, unit=None))
    said = replace(quantity, unit=unit, assumed=False)
    return replace(channel, column=replace(channel.column, quantity=said, unit=unit))


def tells_quantities(table: Table, column: FileColumn) -> bool:
    """True for a column whose cells are quantities, so that it names nobody's meter."""
    cells = table.held(column).drop_nulls().unique().to_list() if column.role in NAMING else []
    told = sum(sensed_in_rows(cell) is not None for cell in cells[:MANY])
    return bool(OF_QUANTITIES.search(column.header)) and told * 2 >= max(1, len(cells))

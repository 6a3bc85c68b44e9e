"""Bills: EUR per meter and period."""

from datetime import timedelta

import polars as pl

from klimamosaik.sources.grid.numbers import is_missing, parse_numbers
from klimamosaik.sources.grid.part import ROW
from klimamosaik.sources.sheets.problems import SheetProblems
from klimamosaik.sources.tables.basics.channel import USES
from klimamosaik.sources.tables.basics.complaints import NOT_A_NUMBER
from klimamosaik.sources.tables.basics.hints import ColumnRole
from klimamosaik.sources.tables.basics.preview import CostRow, FileColumn
from klimamosaik.sources.tables.basics.table import Table
from klimamosaik.sources.tables.basics.vocabulary import carrier_of
from klimamosaik.sources.tables.series.channels import find_channels
from klimamosaik.sources.tables.series.readings import Converted
from klimamosaik.sources.tables.times.when import When, find_when
from klimamosaik.terms.carrier import Carrier

Quantity = tuple[str, Carrier | None, float, str]  # series, carrier, value, unit


def read_costs(
    table: Table, found: Converted | None, refused: SheetProblems
) -> tuple[CostRow, ...]:
    """One row per cost cell; the quantity is the same row's reading."""
    columns = table.having(ColumnRole.COST)
    when = (found.when if found is not None else _own_when(table)) if columns else None
    if when is None or _short(when):
        return ()
    beside = _values_beside(table, columns)
    read = [
        row
        for column in (columns if beside else columns[:1])
        for row in _of_column(
            table, column, when, _quantities(found, beside.get(column.index)), refused
        )
    ]
    return tuple(sorted(read, key=lambda row: row.row))


def _values_beside(table: Table, columns: list[FileColumn]) -> dict[int, int]:
    """Column of costs -> the use left of it, where each of several has its own."""
    use = {each.index for each in table.having(*USES)}
    beside = {column.index: column.index - 1 for column in columns}
    return beside if len(columns) > 1 and set(beside.values()) <= use else {}


def _of_column(
    table: Table,
    column: FileColumn,
    when: When,
    quantities: dict[int, Quantity],
    refused: SheetProblems,
) -> list[CostRow]:
    cells = table.cells(column)
    values = parse_numbers(cells, column.decimal or ",")
    wrong = values.is_null() & ~is_missing(cells)
    if wrong.any():
        refused.add_cells(
            "unreadable_number", column.header, table.body[ROW].filter(wrong),
            cells.filter(wrong), NOT_A_NUMBER,
        )  # fmt: skip
    frame = when.frame.with_columns(
        table.body[ROW], cost=values, building=_names(table, ColumnRole.BUILDING),
        carrier=_names(table, ColumnRole.CARRIER),
    ).drop_nulls(["start", "end", "cost"])  # fmt: skip
    fallback = column.carrier or table.hints.carrier or table.carrier
    return [_row(record, quantities, fallback) for record in frame.iter_rows(named=True)]


BILL = timedelta(days=20)  # shorter periods are no bills: costs of an hour or a day stay out


def _short(when: When) -> bool:
    lengths = (when.frame["end"] - when.frame["start"]).drop_nulls()
    usual = lengths.median()
    return isinstance(usual, timedelta) and usual < BILL


def _own_when(table: Table) -> When | None:
    zero = pl.zeros(len(table.body), dtype=pl.UInt32, eager=True)
    channels = find_channels(table)
    return find_when(table, channels.group if len(channels.group) else zero, SheetProblems())


def _names(table: Table, role: ColumnRole) -> pl.Series:
    column = table.one(role)
    if column is None:
        return pl.Series([None], dtype=pl.String).new_from_index(0, len(table.body))
    return table.cells(column).str.strip_chars()


def _quantities(found: Converted | None, of: int | None) -> dict[int, Quantity]:
    """Reading per row of the file, where a row holds exactly one. of: of this column only."""
    if found is None:
        return {}
    channels = {
        channel.number: channel for channel in found.channels
        if of is None or channel.column.index == of
    }  # fmt: skip
    own = found.frame.filter(pl.col("series").is_in(list(channels)))
    single = own.filter(pl.col("row").is_unique())
    return {
        row: (
            channels[number].name, found.conversions[number].carrier, value,
            found.conversions[number].unit,
        )
        for row, number, value in single.select("row", "series", "value").iter_rows()
    }  # fmt: skip


def _row(
    record: dict[str, object], quantities: dict[int, Quantity], fallback: Carrier | None
) -> CostRow:
    row = int(record["row"])  # type: ignore[call-overload]
    name, carrier, value, unit = quantities.get(row, (None, None, None, None))
    said = record["carrier"]
    return CostRow(
        row=row,
        series=name,
        building=record["building"],  # type: ignore[arg-type]
        carrier=carrier or (carrier_of(str(said)) if said else None) or fallback,
        start=record["start"],  # type: ignore[arg-type]
        end=record["end"],  # type: ignore[arg-type]
        cost=float(record["cost"]),  # type: ignore[arg-type]
        quantity=value,
        unit=unit or None,
    )

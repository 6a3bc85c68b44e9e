"""Bills: EUR per meter and period."""

from datetime import timedelta

import polars as pl

from klimamosaik.sources.grid.numbers import is_missing, parse_numbers
from klimamosaik.sources.grid.part import ROW
from klimamosaik.sources.sheets.problems import SheetProblems
from klimamosaik.sources.tables.channels import find_channels
from klimamosaik.sources.tables.complaints import NOT_A_NUMBER
from klimamosaik.sources.tables.hints import ColumnRole
from klimamosaik.sources.tables.preview import CostRow
from klimamosaik.sources.tables.readings import Converted
from klimamosaik.sources.tables.table import Table
from klimamosaik.sources.tables.vocabulary import carrier_of
from klimamosaik.sources.tables.when import When, find_when
from klimamosaik.terms.carrier import Carrier


def read_costs(
    table: Table, found: Converted | None, refused: SheetProblems
) -> tuple[CostRow, ...]:
    """One row per cost cell; the quantity is the same row's reading."""
    column = table.one(ColumnRole.COST)
    if column is None:
        return ()
    when = found.when if found is not None else _own_when(table)
    if when is None:
        return ()
    if _short(when):
        return ()
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
    quantities = _quantities(found)
    fallback = column.carrier or table.hints.carrier or table.carrier
    return tuple(_row(record, quantities, fallback) for record in frame.iter_rows(named=True))


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


Quantity = tuple[str, Carrier | None, float, str]  # series, carrier, value, unit


def _quantities(found: Converted | None) -> dict[int, Quantity]:
    """Reading per row of the file, where a row holds exactly one."""
    if found is None:
        return {}
    channels = {channel.number: channel for channel in found.channels}
    single = found.frame.filter(pl.col("row").is_unique())
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

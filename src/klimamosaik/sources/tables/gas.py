"""Gas in m³ becomes energy only with its calorific value and state number."""

import polars as pl

from klimamosaik.sources.grid.numbers import parse_numbers
from klimamosaik.sources.tables.hints import ColumnRole
from klimamosaik.sources.tables.table import Table

CALORIFIC_RANGE = (7.0, 14.0)  # kWh/m³ as DVGW G 260 allows for natural gas of groups L and H
STATE_RANGE = (0.8, 1.2)  # metered at up to about 1000 m height and common pressures


def energy_per_volume(table: Table) -> pl.Series | None:
    """kWh per metered m³ of each row: calorific value x state number (DVGW G 685).

    None where the file and the hints give no calorific value or no state number; null in a row
    whose factors are missing or out of range.
    """
    calorific = _factor(
        table, ColumnRole.CALORIFIC_VALUE, table.hints.calorific_value, CALORIFIC_RANGE
    )
    state = _factor(table, ColumnRole.STATE_NUMBER, table.hints.state_number, STATE_RANGE)
    return None if calorific is None or state is None else calorific * state


def _factor(
    table: Table, role: ColumnRole, told: float | None, allowed: tuple[float, float]
) -> pl.Series | None:
    if told is not None:
        return pl.Series([told]).new_from_index(0, len(table.body))
    column = table.one(role)
    if column is None:
        return None
    numbers = parse_numbers(table.cells(column), column.decimal or ",")
    low, high = allowed
    frame = numbers.alias("number").to_frame()
    fits = pl.col("number").is_between(low, high)
    return frame.select(pl.when(fits).then(pl.col("number"))).to_series()

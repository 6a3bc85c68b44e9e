"""Rows of carriers below each building, or of buildings below each carrier, in one column.

So Excel's pivot tables stand as they are made: "Rathaus", below it "Strom", "Wärme" ...
"""

from dataclasses import replace

import polars as pl

from klimamosaik.sources.grid.numbers import is_missing, number_form, parse_numbers
from klimamosaik.sources.grid.repeated import as_texts
from klimamosaik.sources.tables.basics.carrier_cells import is_carrier
from klimamosaik.sources.tables.basics.hints import ColumnRole
from klimamosaik.sources.tables.basics.vocabulary import role_of, vocabulary
from klimamosaik.sources.tables.shape.layout import Layout

MOST_ROWS = 5_000  # no pivot table that a person reads is longer
NEAR = 0.02  # of a sum: numbers are shown rounded


def with_carriers_apart(layout: Layout) -> Layout:
    """The table with a column of carriers, and without the rows that only add up those below."""
    roles = set(map(role_of, layout.headers))
    if len(layout.body) > MOST_ROWS or ColumnRole.CARRIER in roles:
        return layout
    cells = layout.cells(0)
    carriers = pl.Series(
        [is_carrier(cell or "") for cell in as_texts(cells.to_frame()).to_series()]
    )
    if carriers.sum() < 2 or carriers.all() or is_missing(cells).any():
        return layout
    owner = carriers if carriers[0] else _followed(carriers)
    total = cells.str.to_lowercase().str.contains(vocabulary().totals.pattern)
    if owner.sum() < 2 or not _sums_of_rows_below(layout, owner, total):
        return layout
    owners = pl.select(pl.when(owner).then(cells)).to_series().forward_fill()
    building, carrier = (cells, owners) if carriers[0] else (owners, cells)
    body = as_texts(layout.body).with_columns(
        building.alias("c0"), carrier.alias(f"c{len(layout.headers)}")
    )
    return replace(
        layout, headers=("Gebäude", *layout.headers[1:], "Energieträger"),
        units=(*layout.units, None), body=body.filter(~owner & ~total),
    )  # fmt: skip


def _followed(carriers: pl.Series) -> pl.Series:
    """Rows that are no carrier, right above one."""
    return ~carriers & carriers.shift(-1, fill_value=False)


def _sums_of_rows_below(layout: Layout, owner: pl.Series, total: pl.Series) -> bool:
    """True where each such row is empty or the sum of the rows below it, in every column."""
    part = owner.cast(pl.UInt32).cum_sum()
    for at in range(1, len(layout.headers)):
        cells = layout.cells(at)
        form = number_form(cells.filter(~is_missing(cells)))
        values = parse_numbers(cells, form.decimal).fill_null(0.0)
        frame = pl.DataFrame({"part": part, "owner": owner, "value": values}).filter(~total)
        own, value = pl.col("owner"), pl.col("value")
        sums = frame.group_by("part").agg(
            head=value.filter(own).sum(), rest=value.filter(~own).sum()
        )
        far = (pl.col("head") - pl.col("rest")).abs() > NEAR * pl.col("head").abs()
        if not sums.filter((pl.col("head") != 0) & far).is_empty():
            return False
    return True

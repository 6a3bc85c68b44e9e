"""Rates by the year where each value is that of a year: "MWh/a" in 2023 is MWh."""

from dataclasses import replace

import polars as pl

from klimamosaik.sources.grid.repeated import as_texts
from klimamosaik.sources.tables.basics.header_scales import PER_YEAR, amount_of_year
from klimamosaik.sources.tables.basics.hints import ColumnRole
from klimamosaik.sources.tables.basics.vocabulary import role_of
from klimamosaik.sources.tables.shape.layout import Layout
from klimamosaik.sources.tables.shape.timehead import time_header

FINER = {ColumnRole.MONTH, ColumnRole.TIME, ColumnRole.FROM, ColumnRole.DAY, ColumnRole.CLOCK}


def with_yearly_amounts(layout: Layout) -> Layout:
    """The table with the amount in place of each rate by the year, if its times are years."""
    if not _of_years(layout):
        return layout
    units = [
        f"c{at}" for at, header in enumerate(layout.headers) if role_of(header) is ColumnRole.UNIT
    ]
    body = as_texts(layout.body) if units else layout.body
    return replace(
        layout,
        headers=tuple(map(amount_of_year, layout.headers)),
        units=tuple(unit and amount_of_year(unit) for unit in layout.units),
        body=body.with_columns(pl.col(units).str.replace(PER_YEAR, "${1}")) if units else body,
    )


def _of_years(layout: Layout) -> bool:
    if layout.time_headers:
        return time_header(layout.headers) in ("years", "years within")
    roles = set(map(role_of, layout.headers))
    return ColumnRole.YEAR in roles and not roles & FINER

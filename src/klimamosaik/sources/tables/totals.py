"""Rows that only add up other rows."""

from dataclasses import replace

import polars as pl

from klimamosaik.sources.grid.detected import Detected
from klimamosaik.sources.grid.part import ROW
from klimamosaik.sources.tables.hints import ColumnRole
from klimamosaik.sources.tables.table import Table
from klimamosaik.sources.tables.vocabulary import vocabulary
from klimamosaik.terms.text import Text

NAMING = (
    ColumnRole.BUILDING,
    ColumnRole.METER,
    ColumnRole.PLACE,
    ColumnRole.DISTRICT,
    ColumnRole.ADDRESS,
    ColumnRole.CARRIER,
    ColumnRole.TARIFF,
    ColumnRole.UNKNOWN,
)


def without_totals(table: Table) -> tuple[Table, tuple[Detected, ...]]:
    """Leave out rows whose building or meter is called Summe, Gesamt, total ..."""
    total = pl.Series([False]).new_from_index(0, len(table.body))
    for name in table.having(*NAMING):
        cells = table.cells(name).str.strip_chars().str.to_lowercase()
        total = total | cells.str.contains(vocabulary().totals.pattern).fill_null(False)
    if not total.any() or total.all():
        return table, ()
    rows = table.body[ROW].filter(total).unique(maintain_order=True)
    shown = ", ".join(str(row) for row in rows.head(5)) + (" …" if len(rows) > 5 else "")
    why = Text("Summenzeilen, nicht gelesen", "rows of totals, not read")
    return replace(table, body=table.body.filter(~total)), (Detected(shown, why),)

"""Rows that only add up other rows, and payments on account, which tell of no use."""

from dataclasses import replace

import polars as pl

from klimamosaik.sources.grid.detected import Detected
from klimamosaik.sources.grid.part import ROW
from klimamosaik.sources.grid.repeated import as_texts, where
from klimamosaik.sources.tables.basics.hints import ColumnRole
from klimamosaik.sources.tables.basics.table import Table
from klimamosaik.sources.tables.basics.vocabulary import role_of, vocabulary
from klimamosaik.sources.tables.series.channels import MERGED
from klimamosaik.sources.tables.shape.layout import Layout
from klimamosaik.terms.text import Text, first_few

INSTALMENT = (
    r"(?i)^\s*(?:abschlag|vorauszahlung|teilzahlung|instal+ment|payment on account|acompte)"
)
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
        total = total | table.each(name, _says_total)
    if not total.any() or total.all():
        return table, ()
    why = Text("Summenzeilen, nicht gelesen", "rows of totals, not read")
    left = _left_out(table.body.filter(total), why)
    return replace(table, body=table.body.filter(~total)), (left,)


def _says_total(cells: pl.Series) -> pl.Series:
    words = cells.str.strip_chars().str.to_lowercase()
    return words.str.contains(vocabulary().totals.pattern).fill_null(False)


def with_totals_named(table: Table) -> Table:
    """Rows whose name is blank but "Summe" stands elsewhere carry that as their name.

    Not where names are merged downwards: there the name above is that of the row, too.
    """
    name = table.one(ColumnRole.BUILDING) or table.one(ColumnRole.METER)
    if name is None or not 0 < table.held(name).null_count() <= MERGED * len(table.body):
        return table
    others = [f"c{each.index}" for each in table.columns if each.index != name.index]
    cells = [pl.col(other).str.strip_chars() for other in others]
    total = pl.coalesce(
        pl.when(cell.str.to_lowercase().str.contains(SUM_ALONE)).then(cell) for cell in cells
    )
    own = f"c{name.index}"
    named = as_texts(table.body).with_columns(pl.coalesce(own, total).alias(own))
    return replace(table, body=named)


SUM_ALONE = r"^(?:(?:gesamt|zwischen|end)?summe|gesamt|insgesamt|total|sum|subtotal|σ|∑):?$"


def without_instalments(layout: Layout) -> tuple[Layout, tuple[Detected, ...]]:
    """Leave out payments on account: they tell no use, and the bill of the year holds them."""
    roles = [role_of(header) for header in layout.headers]
    use = [
        f"c{at}" for at, role in enumerate(roles) if role in (ColumnRole.VALUE, ColumnRole.COUNTER)
    ]
    if not use:
        return layout, ()
    blank = layout.body.select(pl.all_horizontal(pl.col(use).is_null())).to_series()
    if not blank.any():
        return layout, ()
    paid = blank & where(layout.body, pl.any_horizontal(pl.exclude(ROW).str.contains(INSTALMENT)))
    rest = layout.body.filter(~paid)
    if len(rest) in (0, len(layout.body)):
        return layout, ()
    why = Text("Abschläge, nicht gelesen", "payments on account, not read")
    return replace(layout, body=rest), (_left_out(layout.body.filter(paid), why),)


def _left_out(rows: pl.DataFrame, why: Text) -> Detected:
    return Detected(first_few(rows[ROW].unique(maintain_order=True)), why)

"""What stands above a table and holds for all its rows, as a column of its own."""

import re
from dataclasses import replace

import polars as pl

from klimamosaik.sources.tables.hints import ColumnRole
from klimamosaik.sources.tables.layout import Layout
from klimamosaik.sources.tables.vocabulary import role_of

FACTOR = re.compile(
    r"(?i)\b(wandler(?:faktor|verhältnis)|(?:zähler|ablese|verrechnungs)faktor|multiplikator|"
    r"multiplier|(?:ct|transformer) ratio)\b[^\d\n]{0,20}"
    r"(\d{1,6}(?:[.,]\d+)?)(?:\s*(?:/|:)\s*(\d{1,4}))?"
)


def with_factor(layout: Layout) -> Layout:
    """The transformer's ratio above meter readings, as the column that multiplies them.

    Use is left as it is: who reckons use has multiplied already.
    """
    roles = {role_of(header) for header in layout.headers}
    found = FACTOR.search(layout.preamble)
    if found is None or ColumnRole.COUNTER not in roles or ColumnRole.FACTOR in roles:
        return layout
    factor = float(found[2].replace(",", ".")) / float(found[3] or 1)  # 200/5 is 40
    if factor in (0.0, 1.0):
        return layout
    column = pl.lit(f"{factor:g}".replace(".", ",")).alias(f"c{len(layout.headers)}")
    return replace(
        layout, headers=(*layout.headers, found[1]), units=(*layout.units, None),
        body=layout.body.with_columns(column),
    )  # fmt: skip

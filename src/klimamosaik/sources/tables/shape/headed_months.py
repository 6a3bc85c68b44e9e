"""Months below rows that hold nothing but a year or a name: "2022", Januar, Februar ..., "2023"."""

import re
from dataclasses import replace

import polars as pl

from klimamosaik.sources.grid.numbers import is_missing
from klimamosaik.sources.grid.repeated import as_texts
from klimamosaik.sources.grid.timetext import month_number
from klimamosaik.sources.tables.basics.hints import ColumnRole
from klimamosaik.sources.tables.basics.vocabulary import role_of, vocabulary
from klimamosaik.sources.tables.shape.layout import Layout

MOST_ROWS = 5_000  # nobody writes longer ones by hand
MONTHS = 0.8  # share of the other rows that are months
YEAR = r"^(?:Jahr )?((?:19|20)\d\d)(?:\.0)?$"
FIRST = re.compile(r" · ([^·]+)$")  # of the header, which took the first such row


def with_headed_months(layout: Layout) -> Layout:
    """The table with a column of what stands above its months: the year, or the building."""
    if len(layout.body) > MOST_ROWS or layout.time_headers or len(layout.headers) < 2:
        return layout
    cells = layout.cells(0).str.strip_chars()
    heading = _alone(layout) & ~_says_total(cells)
    months = month_number(cells.filter(~heading & ~_says_total(cells)))
    told = FIRST.search(layout.headers[0])
    if not heading.any() or float(months.is_not_null().mean() or 0) < MONTHS:  # type: ignore[arg-type]
        return layout
    above = pl.select(pl.when(heading).then(cells)).to_series().forward_fill()
    above = above.fill_null(told[1] if told else "")
    years = above.str.extract(YEAR)
    if (above == "").any() or years.null_count() not in (0, len(years)):
        return layout
    header = "Jahr" if not years.null_count() else "Gebäude"
    if {role_of(each) for each in layout.headers[1:]} & {ColumnRole.BUILDING, ColumnRole.YEAR}:
        return layout
    body = as_texts(layout.body).with_columns(
        (years if header == "Jahr" else above).alias(f"c{len(layout.headers)}")
    )
    return replace(
        layout, headers=(FIRST.sub("", layout.headers[0]), *layout.headers[1:], header),
        units=(*layout.units, None), body=body.filter(~heading),
    )  # fmt: skip


def _alone(layout: Layout) -> pl.Series:
    """Rows of which the first cell alone is filled."""
    others = [is_missing(layout.cells(at)) for at in range(1, len(layout.headers))]
    blank = pl.DataFrame(others).select(pl.all_horizontal(pl.all())).to_series()
    return blank & ~is_missing(layout.cells(0)) & month_number(layout.cells(0)).is_null()


def _says_total(cells: pl.Series) -> pl.Series:
    words = vocabulary()
    pattern = f"(?i){words.totals.pattern}|{words.footers.pattern}"
    return cells.str.contains(pattern).fill_null(False)

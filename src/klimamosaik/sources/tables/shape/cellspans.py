"""Periods in one cell ("01.04.2026 00:00 - 01.04.2026 01:00") -> columns of start and end."""

import re
from dataclasses import replace

import polars as pl

from klimamosaik.sources.grid.numbers import is_missing
from klimamosaik.sources.grid.repeated import as_texts, every, texts_of
from klimamosaik.sources.grid.times import choose_forms
from klimamosaik.sources.tables.basics.hints import ColumnRole
from klimamosaik.sources.tables.basics.vocabulary import role_of
from klimamosaik.sources.tables.calendar.quarters import as_spans
from klimamosaik.sources.tables.shape.layout import Layout

BEGINS = r"(?i)^\s*(?:vom|von|from|du|de|del|dal|van|od|fra)\s+(\d)"
BETWEEN = (  # a slash parts times only where no time has one itself
    r"^\s*(\S.*\d\S*?)(?:\s+(?:-|–|—|bis|to|until|al?|au|t/m|tot|til|do)\s+|\s*(?:–|—)\s*|\s*\.\.\.?\s*)(\S*\d.*?)\s*$"
    r"|^\s*([^/]*\d[^/]*?)\s*/\s*([^/]*\d[^/]*?)\s*$"
)
MOST = 0.8  # share of the cells that are periods
TIMES = (ColumnRole.TIME, ColumnRole.YEAR, ColumnRole.MONTH, ColumnRole.FROM, ColumnRole.TO)
LEAST = 8  # characters of a day
TIGHT = r"(\d{4})-(\d{1,2}\.\d{1,2}\.)"  # 01.01.2024-31.01.2024
SAMPLE = 100
YEAR_ONCE = r"^\s*(\d{1,2})\.(\d{1,2})\.\s*(?:-|–|—|bis)\s*(\d{1,2})\.(\d{1,2})\.(\d{4})\s*$"


def split_spans(layout: Layout) -> Layout:
    """Cut the column of periods in two; the end becomes the last column."""
    roles = [role_of(header) for header in layout.headers]
    dated = any(role in TIMES for role in roles)
    for index, (header, role) in enumerate(zip(layout.headers, roles, strict=True)):
        name, cells = f"c{index}", layout.held(index)
        if role in TIMES or (role is None and not dated):  # "H1.17" is a room where a day is told
            cells = as_spans(cells)
        if not _are_spans(cells):
            continue
        start, end = _ends(texts_of(cells))
        last = len(layout.headers)
        body = as_texts(layout.body).with_columns(
            pl.coalesce(start, pl.col(name)).alias(name), end.alias(f"c{last}")
        )
        headers = (
            *layout.headers[:index], f"{header} von", *layout.headers[index + 1 :], f"{header} bis"
        )  # fmt: skip
        return replace(layout, headers=headers, units=(*layout.units, None), body=body)
    return layout


def _are_spans(cells: pl.Series) -> bool:
    some = every(cells, 5 * SAMPLE)
    some = _with_both_years(some.filter(~is_missing(some)).head(SAMPLE))
    if not len(some) or int(some.str.len_chars().max()) < 2 * LEAST:  # type: ignore[arg-type]
        return False
    parts = _ends(some)
    long = [(part.str.len_chars() >= LEAST).fill_null(False) for part in parts]
    both = long[0] & long[1]
    if float(both.mean() or 0) < MOST:  # type: ignore[arg-type]
        return False
    return all(_timed(part.filter(both)) for part in parts)


def _ends(cells: pl.Series) -> tuple[pl.Series, pl.Series]:
    cells = _with_both_years(cells).str.replace(BEGINS, "${1}").str.replace(TIGHT, "${1} - ${2}")
    start, end = (
        pl.select(
            pl.coalesce(cells.str.extract(BETWEEN, group), cells.str.extract(BETWEEN, group + 2))
        ).to_series()
        for group in (1, 2)
    )
    return start, end


def _with_both_years(cells: pl.Series) -> pl.Series:
    """ "01.12.–31.01.2024" -> "01.12.2023 - 31.01.2024"."""
    day, month, last_day, last_month, year = (
        cells.str.extract(YEAR_ONCE, at) for at in range(1, 6)
    )
    begins, ends = month.cast(pl.Int32), last_month.cast(pl.Int32)
    before = (year.cast(pl.Int32) - (begins > ends).cast(pl.Int32)).cast(pl.String)
    written = day + "." + month + "." + before + " - " + last_day + "." + last_month + "." + year
    return written.fill_null(cells)


def _timed(texts: pl.Series) -> bool:
    if not re.search(r"\d", str(texts[0])):
        return False
    forms = choose_forms(texts, counted=False)
    return bool(forms) and forms[0][1] >= MOST

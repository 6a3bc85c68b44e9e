"""Calendar weeks (2023-W05, KW 5/2023, a year beside a week) -> the Monday they begin with.

Days without a year ("31.12.") -> days of the year that is told once for all.
"""

import re
from dataclasses import replace

import polars as pl

from klimamosaik.sources.grid.numbers import is_missing
from klimamosaik.sources.grid.repeated import cells_of, every
from klimamosaik.sources.tables.basics.time_questions import DAYS, WEEKS, ask_year
from klimamosaik.sources.tables.calendar.saidyear import within_one_year
from klimamosaik.sources.tables.shape.layout import Layout
from klimamosaik.terms.question import Question

MOST = 0.8  # share of the cells that are weeks
YEAR_FIRST = r"(?i)^\s*((?:19|20)\d\d)\s*[-/ ]?\s*(?:KW|W)\s*(\d{1,2})\s*$"
WEEK_FIRST = r"(?i)^\s*(?:KW|W|Woche)\s*(\d{1,2})\s*[-/ .]\s*((?:19|20)\d\d)\s*$"
WEEK = re.compile(
    r"(?i)^(?!(?-i:kW)\W*$)(kw|kalenderwoche|woche|week|calendar week|semaine)\b(?!.*kwh)"
)
YEAR = re.compile(r"(?i)^(jahr|year|année)$")
FINER = re.compile(
    r"(?i)\b(datum|date|zeit\w*|time\w*|tag|day|von|bis|from|to|monat|month|jour|mois)\b"
)
SAMPLE = 100
NUMBER = r"(?i)^\s*(?:KW\s*)?(\d{1,2})(?:\.0|\.?\s*(?:KW|Woche))?\s*$"
YEAR_ALONE = r"^\s*((?:19|20)\d\d)(?:\.0)?\s*$"


def with_mondays(layout: Layout, year: str | None) -> tuple[Layout, Question | None]:
    """Write the first day in place of each week, ISO 8601; a year beside it becomes empty.

    year: that title, sheet, file name or a person tell for weeks without one; else it is asked.
    """
    for index, header in enumerate(layout.headers):
        name = f"c{index}"
        some = every(layout.held(index), SAMPLE)
        if some.str.contains("(?i)w").any() and _are_weeks(some, _of_one_cell(some)):
            cells = layout.cells(index)
            days = _of_one_cell(cells).fill_null(cells)  # a total stays and is named
            return replace(layout, body=layout.body.with_columns(days.alias(name))), None
        for beside in _years_beside(layout) if WEEK.match(header.strip()) else ():
            cells = layout.cells(index)
            years = cells_of(layout.body, beside).str.extract(YEAR_ALONE)
            days = _monday(years, cells.str.extract(NUMBER))
            if _are_weeks(cells, days):
                body = layout.body.with_columns(
                    days.fill_null(cells).alias(name), pl.lit(None, pl.String).alias(beside)
                )
                return replace(layout, body=body), None
        if WEEK.match(header.strip()) and not _finer_beside(layout):
            return _of_year(layout, index, year)
        if some.str.contains(DAY_AND_MONTH).any() and not _years_in(layout):
            return _days_of_year(layout, index, year)
    return layout, None


DAY_AND_MONTH = r"^\s*(\d{1,2})\.\s?(\d{1,2})\.\s*$"  # "31.12." without a year


def _days_of_year(layout: Layout, index: int, year: str | None) -> tuple[Layout, Question | None]:
    """Days and months that stand without a year, where they do not pass its turn."""
    cells = layout.cells(index)
    months = cells.str.extract(DAY_AND_MONTH, 2)
    if not _are_weeks(cells, months):
        return layout, None
    if year is None or not within_one_year(months.cast(pl.Int64)):
        return layout, ask_year(layout.headers[index], DAYS)
    days = cells.str.extract(DAY_AND_MONTH, 1) + "." + months + "." + year
    return replace(
        layout, body=layout.body.with_columns(days.fill_null(cells).alias(f"c{index}"))
    ), None


def _years_in(layout: Layout) -> bool:
    return any(YEAR.match(header.strip()) for header in layout.headers)


def _of_year(layout: Layout, index: int, year: str | None) -> tuple[Layout, Question | None]:
    """Weeks that stand without a year, where they do not pass its turn."""
    cells = layout.cells(index)
    numbers = cells.str.extract(NUMBER)
    if not _are_weeks(cells, numbers) or not within_one_year(numbers.cast(pl.Int64)):
        return layout, None
    if year is None:
        return layout, ask_year(layout.headers[index], WEEKS)
    days = _monday(pl.Series([year]).new_from_index(0, len(cells)), numbers).fill_null(cells)
    return replace(layout, body=layout.body.with_columns(days.alias(f"c{index}"))), None


def _years_beside(layout: Layout) -> list[str]:
    """Columns of years, where no finer time stands in the row."""
    if _finer_beside(layout):
        return []
    headers = enumerate(layout.headers)
    return [f"c{index}" for index, header in headers if YEAR.match(header.strip())]


def _finer_beside(layout: Layout) -> bool:
    return any(FINER.search(header) for header in layout.headers)


def _are_weeks(cells: pl.Series, days: pl.Series) -> bool:
    filled = ~is_missing(cells)
    taken = int((days.is_not_null() & filled).sum())
    return taken > 0 and taken >= MOST * int(filled.sum())


def _of_one_cell(cells: pl.Series) -> pl.Series:
    first = _monday(cells.str.extract(YEAR_FIRST, 1), cells.str.extract(YEAR_FIRST, 2))
    last = _monday(cells.str.extract(WEEK_FIRST, 2), cells.str.extract(WEEK_FIRST, 1))
    return first.fill_null(last)


def _monday(year: pl.Series, week: pl.Series) -> pl.Series:
    written = year + "-W" + week.str.zfill(2) + "-1"
    return written.str.to_date("%G-W%V-%u", strict=False).dt.to_string("%Y-%m-%d")

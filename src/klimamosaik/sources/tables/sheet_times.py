"""The month or year that only the name of a sheet tells: a sheet a month, a sheet a year."""

import re

from klimamosaik.sources.tables.basics.hints import ColumnRole
from klimamosaik.sources.tables.basics.vocabulary import role_of, unit_in, unit_of
from klimamosaik.sources.tables.calendar.saidyear import year_said
from klimamosaik.sources.tables.facts_above import with_column
from klimamosaik.sources.tables.shape.blocks import is_timed
from klimamosaik.sources.tables.shape.layout import Layout
from klimamosaik.sources.tables.shape.timehead import month_named

TIMED = {ColumnRole.TIME, ColumnRole.FROM, ColumnRole.TO, ColumnRole.YEAR}
MONTHLY = {ColumnRole.MONTH, ColumnRole.DAY}
SHORT_YEAR = re.compile(r"(?<!\d)(\d{2})$")  # "Februar 24"


def with_time_of_sheet(layout: Layout, sheet: str, year: str | None) -> Layout:
    """The table with its month and year as columns, where its own columns do not tell them.

    sheet: its name, "" where the file has no others; year: that title, sheet or file name tell.
    """
    roles = {role_of(header) for header in layout.headers}
    measured = any(unit_in(header) or role_of(header) in MEASURED for header in layout.headers)
    measured = measured or any(unit_of(below) for below in layout.units if below)
    timed = any(is_timed(layout.held(at)) for at in range(len(layout.headers)))
    if roles & TIMED or (timed and not roles & MONTHLY) or not measured:
        return layout
    month = next(filter(None, map(month_named, re.findall(r"[^\W\d_]+\.?", sheet))), None)
    short = SHORT_YEAR.search(sheet.strip()) if month else None
    year = f"20{short[1]}" if short else year
    if year and roles >= MONTHLY:
        return with_column(layout, "Jahr", year)
    if year and month and ColumnRole.MONTH not in roles:
        return _in_month(layout, f"{month:02}", year, days=ColumnRole.DAY in roles)
    told = year_said(sheet)
    return with_column(layout, "Jahr", told) if told and not roles & MONTHLY else layout


MEASURED = (ColumnRole.VALUE, ColumnRole.COUNTER)


def _in_month(layout: Layout, month: str, year: str, *, days: bool) -> Layout:
    if days:
        return with_column(with_column(layout, "Monat", month), "Jahr", year)
    return with_column(layout, "Zeit", f"{month}/{year}")

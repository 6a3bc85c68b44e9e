"""Which columns tell the time of a row, and which only tell it again."""

import re

import polars as pl

from klimamosaik.sources.grid.times import parse_times
from klimamosaik.sources.sheets.columns import having
from klimamosaik.sources.tables.basics.hints import ColumnRole
from klimamosaik.sources.tables.calendar.dayparts import ENOUGH, runs_through_days
from klimamosaik.sources.tables.columns.cells import MOST, Cells
from klimamosaik.sources.tables.columns.sampled import (
    Columns,
    SampledTable,
    given_role,
    ignored,
    says_use,
    without_known_roles,
)
from klimamosaik.terms.text import Text

DAYS = re.compile(  # 20240131, also with a time of day behind
    r"(?:19[89]\d|20[0-4]\d)(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:\d{4}(?:\d{2})?)?"
)
HHMM = re.compile(r"^(?:[01]\d|2[0-4])[0-5]\d$")  # 0030 is half past midnight


def unnamed_first_time(columns: Columns, seen: SampledTable) -> Columns:
    """Years, serial or epoch numbers in the first column without a telling header."""
    if (
        having(columns, ColumnRole.TIME, ColumnRole.YEAR, ColumnRole.FROM, ColumnRole.MONTH)
        or not columns
    ):
        return columns
    first, cells = columns[0], seen.looked[0]
    plain = re.fullmatch(r"(?i)spalte a|c0|", first.header)
    if first.role is ColumnRole.VALUE and plain and cells.counted >= 0.95 and len(columns) > 1:
        return given_role(
            columns,
            first,
            ColumnRole.TIME,
            Text("die erste Spalte zählt Jahre oder Tage", "the first column counts years or days"),
        )
    named = first.role in (ColumnRole.METER, ColumnRole.BUILDING)
    if named and not seen.hints.of(first.header).role and _counts_years(seen.cells(first)):
        return given_role(columns, first, ColumnRole.TIME, YEARS)
    return columns


YEARS = Text("Jahre, eines nach dem anderen", "years, one after the other")


def _counts_years(cells: pl.Series) -> bool:
    """True for 2021, 2022, 2023, under whatever the corner of a table is called."""
    years = cells.str.strip_chars().str.extract(r"^((?:19|20)\d\d)$").cast(pl.Int64)
    steps = years.diff().drop_nulls().unique().to_list()
    return len(years) > 2 and not years.null_count() and steps in ([1], [-1])


def untitled_days(columns: Columns, seen: SampledTable) -> Columns:
    """20240131 in a column without a title is a day."""
    if having(columns, ColumnRole.TIME, ColumnRole.YEAR, ColumnRole.FROM, ColumnRole.MONTH):
        return columns
    for column in without_known_roles(having(columns, ColumnRole.VALUE), seen.hints):
        untitled = re.fullmatch(r"(?i)spalte [a-z]{1,2}", column.header)
        if untitled and seen.looked[column.index].sample.str.contains(f"^{DAYS.pattern}$").all():
            return given_role(
                columns, column, ColumnRole.TIME, Text("Tage wie 20240131", "days such as 20240131")
            )
    return columns


def day_numbers(columns: Columns, seen: SampledTable) -> Columns:
    """Numbers 1 to 31 are days only beside a year and a month."""
    for column in having(columns, ColumnRole.DAY):
        if not (having(columns, ColumnRole.YEAR) and having(columns, ColumnRole.MONTH)):
            columns = given_role(
                columns,
                column,
                ColumnRole.UNKNOWN,
                Text(
                    "Zahlen von 1 bis 31 ohne Monat und Jahr",
                    "numbers 1 to 31 without month and year",
                ),
            )
    return columns


def one_time(columns: Columns, seen: SampledTable) -> Columns:
    """Of several columns with the time one counts."""
    times = having(columns, ColumnRole.TIME)
    if (
        not times
        and having(columns, ColumnRole.CLOCK)
        and not having(columns, ColumnRole.FROM, ColumnRole.YEAR)
    ):
        clock = having(columns, ColumnRole.CLOCK)[0]
        if seen.looked[clock.index].counted >= MOST:
            return given_role(
                columns, clock, ColumnRole.TIME, Text("einzige Zeitangabe", "the only time")
            )
    told = [each for each in times if seen.hints.of(each.header).role is ColumnRole.TIME]
    in_utc = [each for each in times if re.search(r"(?i)\butc\b|\bgmt\b", each.header)]
    ranked = told or in_utc or sorted(times, key=lambda each: -seen.looked[each.index].counted)
    if not ranked:
        return columns
    keep, again = ranked[0], having(columns, ColumnRole.YEAR, ColumnRole.MONTH, ColumnRole.DAY)
    others = [each for each in (*times, *again) if each.index != keep.index]
    return ignored(columns, others, ALREADY.format(header=keep.header))


ALREADY = Text("die Zeit steht schon in „{header}“", "“{header}” already gives the time")


def hours(columns: Columns, seen: SampledTable) -> Columns:
    """Whole numbers that run through every day are its hours, whatever they are called."""
    day = next(iter(having(columns, ColumnRole.TIME, ColumnRole.DAY)), None)
    if day is None or having(columns, ColumnRole.CLOCK):
        return columns
    for column in without_known_roles(
        having(columns, ColumnRole.VALUE, ColumnRole.UNKNOWN, ColumnRole.METER), seen.hints
    ):
        if _are_clock_times(seen.looked[column.index]) and not says_use(column):
            return given_role(
                columns, column, ColumnRole.CLOCK, Text("Uhrzeiten ohne Doppelpunkt", "clock times")
            )
        if seen.looked[column.index].whole is None or column.unit is not None:
            continue
        if runs_through_days(seen.held(day), seen.held(column)):
            return given_role(
                columns,
                column,
                ColumnRole.CLOCK,
                Text(
                    "zählt die Stunden oder Viertelstunden jedes Tages",
                    "counts the hours or quarters of each day",
                ),
            )
    return columns


def tariff_of_the_time(columns: Columns, seen: SampledTable) -> Columns:
    """Beside registers of their own a tariff only tells which one holds: no row is told apart."""
    tariffs = without_known_roles(having(columns, ColumnRole.TARIFF), seen.hints)
    if not tariffs or len(having(columns, ColumnRole.VALUE, ColumnRole.COUNTER)) < 2:
        return columns
    keys = [f"c{each.index}" for each in having(columns, *TELLING_APART)]
    if not keys or seen.body.select(keys).is_duplicated().any():
        return columns
    return ignored(columns, tariffs, HOLDS)


HOLDS = Text(
    "sagt nur, welcher Tarif gerade gilt; jede Zeit steht einmal da",
    "only tells which tariff holds; each time stands there once",
)
TELLING_APART = (
    *(ColumnRole.TIME, ColumnRole.CLOCK, ColumnRole.YEAR, ColumnRole.MONTH, ColumnRole.DAY),
    *(ColumnRole.FROM, ColumnRole.TO, ColumnRole.FROM_CLOCK, ColumnRole.TO_CLOCK, ColumnRole.ZONE),
    *(ColumnRole.METER, ColumnRole.BUILDING, ColumnRole.CARRIER, ColumnRole.OBIS),
)


def _are_clock_times(cells: Cells) -> bool:
    """Numbers like 0030 and 2345 that run through a day; 1001 and 1002 are buildings."""
    if cells.empty or not cells.sample.str.contains(HHMM.pattern).all():
        return False
    numbers = cells.sample.cast(pl.Int64).unique().sort()
    minutes = numbers // 100 * 60 + numbers % 100
    whole_day = len(numbers) >= ENOUGH and int(minutes[-1] - minutes[0]) >= 20 * 60
    return whole_day and minutes.diff().drop_nulls().n_unique() == 1


def redundant_clock(columns: Columns, seen: SampledTable) -> Columns:
    """Beside full time stamps a column of hours says nothing new."""
    time = next(iter(having(columns, ColumnRole.TIME)), None)
    if time is None or not having(columns, ColumnRole.CLOCK):
        return columns
    stamps = parse_times(seen.looked[time.index].sample)
    if stamps is None or stamps.form.grain != "time":
        return columns
    if bool((stamps.stamps.cast(pl.Int64) % 86_400_000_000 == 0).all()):
        return columns
    clocks = without_known_roles(having(columns, ColumnRole.CLOCK), seen.hints)
    return ignored(columns, clocks, CLOCK_ALREADY.format(header=time.header))


CLOCK_ALREADY = Text(
    "die Uhrzeit steht schon in „{header}“", "“{header}” already gives the time of day"
)

"""The cells that tell a row's time, joined where several columns tell it, and their zone."""

import re
from dataclasses import dataclass

import polars as pl

from klimamosaik.sources.grid.repeated import Reads
from klimamosaik.sources.grid.timetext import month_number
from klimamosaik.sources.grid.zones import ALWAYS_SUMMER, WITHOUT_SUMMER, is_zone
from klimamosaik.sources.tables.basics.hints import ColumnRole, Stamp
from klimamosaik.sources.tables.basics.preview import FileColumn
from klimamosaik.sources.tables.basics.table import Table
from klimamosaik.sources.tables.basics.time_questions import MONTHS, ask_whole_year, ask_year
from klimamosaik.sources.tables.basics.vocabulary import role_of
from klimamosaik.sources.tables.calendar.dayparts import clock_of
from klimamosaik.sources.tables.calendar.saidyear import within_one_year, years_of
from klimamosaik.terms.question import Question

ZONE_NAME = re.compile(r"\b[A-Z][a-z]+/[A-Z][A-Za-z_]+\b")
IN_UTC = re.compile(r"(?i)(?<![\w])(?:UTC|GMT)(?:\s*([+-])\s*0?(\d{1,2})(?::?00)?)?(?![\w])")
ABOUT_ZONE = re.compile(
    r"(?i)zeit(?:zone|basis|bezug|system|angaben?\b)|(?<!\w)(?:uhr)?zeiten\b|zeitstempel|"
    r"time ?(?:zone|base)|time ?stamps?\b|times? (?:are )?in|zona horaria|fuseau"
)
WINTER = re.compile(r"(?i)winterzeit|normalzeit|(?:ohne|keine) sommerzeit|MEZ\s*\(ganzj")


def said_zone(table: Table) -> str | None:
    """The zone of plain times as header or preamble name it, as an IANA name."""
    timely = table.having(ColumnRole.TIME, ColumnRole.FROM, ColumnRole.TO, ColumnRole.CLOCK)
    for column in timely:
        if found := zone_in(column.header):
            return found
    for line in table.preamble.split("\n"):
        if ABOUT_ZONE.search(line) and (found := zone_in(line)):
            return found
    return None


def zone_in(text: str) -> str | None:
    """UTC, GMT+1, Europe/Vienna, "Winterzeit" in a header or line, as an IANA name."""
    if (named := ZONE_NAME.search(text)) and is_zone(named[0]):
        return named[0]
    text = text.replace("_", " ")
    if WINTER.search(text):
        return WITHOUT_SUMMER
    found = IN_UTC.search(text)
    if found is None:
        return None
    hours = int(found[2] or 0)
    if not hours:
        return "UTC"
    return f"Etc/GMT{'-' if found[1] == '+' else '+'}{hours}"  # the sign is POSIX's


def said_stamp(table: Table) -> Stamp | None:
    """ "end" where the header of the time says so: "Ende", "bis", "hour ending"."""
    for column in table.having(ColumnRole.TIME, ColumnRole.CLOCK):
        late, early = (table.each(column, _midnight(hour)).any() for hour in ("24", "0?0"))
        if late and not early:
            return "end"
        if SPAN.search(column.header):
            return "start"
        if ENDING.search(column.header) or role_of(column.header) is ColumnRole.TO:
            return "end"
        if role_of(column.header) is ColumnRole.FROM:
            return "start"
    return None


def _midnight(hour: str) -> Reads:
    return lambda cells: cells.str.contains(rf"(?:^|[ T]){hour}:00(?::00)?$")


SPAN = re.compile(r"(?i)\b(?:von|from)\b.*\b(?:bis|to)\b")  # a cell tells both, the start first
ENDING = re.compile(
    r"(?i)\b(?:end|ende|ending|endzeit|end[-_ ]?time|fin|fine|eind\w*|bis)\b|intervall?ende"
)
MEZ, MESZ = (re.compile(rf"(?<!\w)(?:{names})(?!\w)") for names in ("MEZ|CET", "MESZ|CEST"))


@dataclass(frozen=True)
class NamedClock:
    """MEZ or MESZ alone: a clock that is never moved, or just the time here."""

    text: str  # of the header or the line above the table
    zone: str  # IANA name of the clock that is never moved


def named_clock(table: Table) -> NamedClock | None:
    """The clock that a header of times or a line above the table calls MEZ, CET, MESZ or CEST."""
    timely = table.having(ColumnRole.TIME, ColumnRole.FROM, ColumnRole.CLOCK)
    lines = (line for line in table.preamble.split("\n") if ABOUT_ZONE.search(line))
    for text in (*(column.header for column in timely), *lines):
        winter, summer = MEZ.search(text), MESZ.search(text)
        if (winter is None) != (summer is None) and not WITH_SUMMER.search(text):
            return NamedClock(text.strip(), WITHOUT_SUMMER if winter else ALWAYS_SUMMER)
    return None


WITH_SUMMER = re.compile(r"(?i)(?:mit|inkl\w*\.?|und|/) ?sommerzeit")


def time_cells(table: Table) -> tuple[FileColumn | None, pl.Series | None]:
    """The column that tells the time, and its cells joined with those that complete them."""
    time, clock = table.one(ColumnRole.TIME), table.one(ColumnRole.CLOCK)
    year, month, day = (
        table.one(role) for role in (ColumnRole.YEAR, ColumnRole.MONTH, ColumnRole.DAY)
    )
    if time is not None and month is not None:
        year, time = time, None
    if time is not None:
        return time, _with_clock_and_zone(table, time, clock)
    if year is None and month is not None and day is None:
        return _months(table, month)
    if year is None and month is None:
        return _whole_year(table)
    if year is None or month is None:
        return None, None
    number = month_number(table.cells(month)).cast(pl.String).str.zfill(2)
    cells = number + "/" + table.cells(year).str.extract(r"((?:19|20)\d{2})")
    if day is not None:
        days = table.cells(day).str.extract(r"^(\d{1,2})").str.zfill(2)
        dates = days + "." + number + "." + table.cells(year).str.extract(r"((?:19|20)\d{2})")
        return day, with_zone(table, with_clock(dates, table.cells(clock)) if clock else dates)
    fallback = table.cells(month)
    return month, pl.select(pl.coalesce(cells, fallback)).to_series()


def _with_clock_and_zone(table: Table, time: FileColumn, clock: FileColumn | None) -> pl.Series:
    if clock is None and table.one(ColumnRole.ZONE) is None:
        return table.held(time)
    cells = table.cells(time)
    return with_zone(table, with_clock(cells, table.cells(clock)) if clock else cells)


def _months(table: Table, month: FileColumn) -> tuple[FileColumn | None, pl.Series | None]:
    """Months of the year that title, sheet or file name tell once for all."""
    numbers = month_number(table.cells(month))
    told = table.hints.year is not None
    if table.year is None or not (told or within_one_year(numbers)):
        return None, None
    year = years_of(numbers, int(table.year)) if told else numbers * 0 + int(table.year)
    cells = numbers.cast(pl.String).str.zfill(2) + "/" + year.cast(pl.String)
    return month, cells.fill_null(table.cells(month))


def _whole_year(table: Table) -> tuple[FileColumn | None, pl.Series | None]:
    """The year a person gave for a table that names no time at all."""
    if table.hints.year is None or table.having(*TIMELY):
        return None, None
    year = pl.Series([str(table.hints.year)]).new_from_index(0, len(table.body))
    return table.columns[0], year


def year_asked(table: Table) -> Question | None:
    """Ask for the year of months that stand without one, or of use that stands without a time."""
    month, values = table.one(ColumnRole.MONTH), table.having(ColumnRole.VALUE, ColumnRole.COUNTER)
    if not values or "year_missing" in table.hints.accepted or table.hints.year is not None:
        return None
    if month is None and not table.having(*TIMELY):
        by_rows = table.one(ColumnRole.UNIT) is not None
        metered = [
            each for each in values if (each.unit or by_rows) and each.role is ColumnRole.VALUE
        ]
        named = table.having(ColumnRole.BUILDING, ColumnRole.METER, ColumnRole.ADDRESS)
        return ask_whole_year(metered[0].header, table.year) if metered and named else None
    if month is None or table.having(*TIMELY):
        return None
    some = month_number(table.cells(month)).drop_nulls().n_unique() > 1
    return ask_year(month.header, MONTHS) if some and _months(table, month)[0] is None else None


TIMELY = (ColumnRole.TIME, ColumnRole.YEAR, ColumnRole.DAY, ColumnRole.FROM, ColumnRole.TO)


def with_zone(table: Table, cells: pl.Series) -> pl.Series:
    """With the zone that stands in a column of its own."""
    zone = table.one(ColumnRole.ZONE)
    if zone is None:
        return cells
    words = table.cells(zone).str.strip_chars().str.to_uppercase()
    words = words.str.replace("^(SOMMERZEIT|S)$", "MESZ").str.replace("^(WINTERZEIT|W)$", "MEZ")
    words = words.str.replace(r"^(?:UTC|GMT) ?([+-]\d)", "${1}")
    words = words.str.replace(r"^([+-])(\d)(:|$)", "${1}0${2}${3}")
    words = words.str.replace(r"^([+-]\d{2})$", "${1}00")
    return cells + " " + words.fill_null("")


def with_clock(day: pl.Series, clock: pl.Series) -> pl.Series:
    """Join the day and the time of day; merged day cells are filled downwards."""
    if day.null_count() > len(day) // 2:
        day = day.forward_fill()
    time = clock_of(day, clock.str.strip_chars().str.replace(r"^1899-12-3\d[T ]", ""))
    time = time.str.replace(r"(?i)^(\d{1,2}) ?(?:-|–|bis) ?\d{1,2}(?: ?uhr| ?h)?$", "${1}:00")
    time = time.str.replace(r"^(\d{1,2})$", "${1}:00").str.replace(
        r"^(\d{1,2})\.(\d{2})$", "${1}:${2}"
    )
    return day.str.strip_chars().str.replace(r"[ T]0?0:00(:00)?(\.0+)?$", "") + " " + time

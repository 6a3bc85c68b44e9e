"""Which columns tell the period of a row: from and to, with or without times of day."""

import re

import polars as pl

from klimamosaik.sources.grid.times import parse_times
from klimamosaik.sources.sheets.columns import having
from klimamosaik.sources.tables.basics.hints import ColumnRole, FileHints
from klimamosaik.sources.tables.columns.cells import MOST, SURE
from klimamosaik.sources.tables.columns.sampled import (
    Columns,
    SampledTable,
    given_role,
    ignored,
    without_known_roles,
)
from klimamosaik.terms.text import Text

DAY = 86_400  # s
CLOCKED = re.compile(r"(?i)\butc\b|\bgmt\b|\blocal|lokal|ortszeit")


def clocks_of_periods(columns: Columns, seen: SampledTable) -> Columns:
    """Times of day right behind a first and a last day are theirs."""
    starts, ends = having(columns, ColumnRole.FROM), having(columns, ColumnRole.TO)
    if not starts or not ends:
        return columns
    for clock in without_known_roles(having(columns, ColumnRole.CLOCK), seen.hints):
        if seen.looked[clock.index].clock < MOST:
            continue
        for day, role in ((starts[0], ColumnRole.FROM_CLOCK), (ends[0], ColumnRole.TO_CLOCK)):
            if clock.index == day.index + 1 and not having(columns, role):
                columns = given_role(
                    columns,
                    clock,
                    role,
                    Text("Uhrzeit zu „{header}“", "time of day of “{header}”").format(
                        header=day.header
                    ),
                )
    return columns


def two_times(columns: Columns, seen: SampledTable) -> Columns:
    """Two columns of times are a period where each row ends when the next one begins."""
    times = having(columns, ColumnRole.TIME, ColumnRole.FROM, ColumnRole.TO)
    free = [each for each in times if seen.hints.of(each.header).role is None]
    if (
        len(times) != 2
        or len(free) != 2
        or {each.role for each in times} == {ColumnRole.FROM, ColumnRole.TO}
    ):
        return columns
    if any(CLOCKED.search(each.header) for each in times):
        return columns
    first, second = (parse_times(seen.cells(each), order=seen.hints.date_order) for each in times)
    if first is None or second is None or first.form.zoned != second.form.zoned:
        return columns
    gap = (second.stamps - first.stamps).dt.total_seconds().drop_nulls()
    follows = (first.stamps.shift(-1) - second.stamps).dt.total_seconds().drop_nulls()
    if not len(gap) or float((gap > 0).mean() or 0) < SURE:  # type: ignore[arg-type]
        return columns
    meets = follows.is_between(0, 60) | (follows == DAY)  # the last day belongs to the period
    named = FIRST.search(times[0].header) and LAST.search(times[1].header)
    if len(follows) and not named and float(meets.mean() or 0) < 0.5:  # type: ignore[arg-type]
        return columns
    columns = given_role(
        columns,
        times[0],
        ColumnRole.FROM,
        Text(
            "Beginn: die zweite Zeit schließt an die nächste Zeile an",
            "start: the second time meets the next row",
        ),
    )
    return given_role(
        columns,
        times[1],
        ColumnRole.TO,
        Text(
            "Ende: schließt an den Beginn der nächsten Zeile an", "end: meets the next row's start"
        ),
    )


FIRST = re.compile(r"(?i)\b(?:alt\w*|vorig\w*|letzte\w*|anfang\w*|old|previous|1)$")
LAST = re.compile(r"(?i)\b(?:neu\w*|aktuell\w*|jetzig\w*|ende?|new|current|2)$")


def periods(columns: Columns, seen: SampledTable) -> Columns:
    """From and to tell the time; where one of them lacks, the other does."""
    columns = _of_the_whole_file(columns, seen.body, seen.hints)
    starts, ends = having(columns, ColumnRole.FROM), having(columns, ColumnRole.TO)
    if starts and ends:
        columns = ignored(columns, having(columns, *OTHER_TIMES), FROM_TO)
        return ignored(columns, [*starts[1:], *ends[1:]], SECOND_PERIOD)
    columns = _clocks_of_a_day(columns)
    for lonely in (*starts, *ends):
        role = ColumnRole.IGNORED if having(columns, ColumnRole.TIME) else ColumnRole.TIME
        columns = given_role(
            columns, lonely, role, Text("nur eine Zeitangabe je Zeile", "one time per row")
        )
    if having(columns, ColumnRole.YEAR) and not having(columns, ColumnRole.MONTH, ColumnRole.TIME):
        columns = given_role(
            columns, having(columns, ColumnRole.YEAR)[0], ColumnRole.TIME, Text("Jahre", "years")
        )
    return columns


OTHER_TIMES = (
    *(ColumnRole.TIME, ColumnRole.YEAR, ColumnRole.MONTH, ColumnRole.CLOCK, ColumnRole.DAY),
)
FROM_TO = Text("der Zeitraum steht in „von“ und „bis“", "the period is given by from and to")
SECOND_PERIOD = Text("ein zweiter Zeitraum, nicht verwendet", "a second period, not used")


def _of_the_whole_file(columns: Columns, body: pl.DataFrame, hints: FileHints) -> Columns:
    """Periods that hardly change while another column tells the time are those of the file."""
    times, starts = having(columns, ColumnRole.TIME), having(columns, ColumnRole.FROM)
    if not times or not starts:
        return columns
    stamps, begins = (body[f"c{each[0].index}"].n_unique() for each in (times, starts))
    if stamps < 3 * begins:
        return columns
    whole = without_known_roles(having(columns, ColumnRole.FROM, ColumnRole.TO), hints)
    return ignored(columns, whole, OF_THE_FILE.format(header=times[0].header))


OF_THE_FILE = Text(
    "Zeitraum der Datei; die Zeit steht in „{header}“",
    "period of the file; the time is in “{header}”",
)


def _clocks_of_a_day(columns: Columns) -> Columns:
    """A day with the times of day from and to: the first tells the interval."""
    begins, finishes = having(columns, ColumnRole.FROM_CLOCK), having(columns, ColumnRole.TO_CLOCK)
    clocks = having(columns, ColumnRole.CLOCK)
    if begins and not clocks:
        columns, clocks = given_role(columns, begins[0], ColumnRole.CLOCK, START), begins[:1]
    if finishes and not clocks:
        columns = given_role(columns, finishes[0], ColumnRole.CLOCK, END)
        finishes = finishes[1:]
    return ignored(columns, finishes, END_FOLLOWS)


START = Text("Beginn des Intervalls", "start of the interval")
END = Text("Ende des Intervalls", "end of the interval")
END_FOLLOWS = Text(
    "Ende des Intervalls, folgt aus dem Beginn", "end of the interval, follows its start"
)

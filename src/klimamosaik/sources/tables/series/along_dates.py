"""Values that grow steadily from date to date: meter readings, even where no header says so."""

import re

import polars as pl

from klimamosaik.sources.grid.few_rows import by_few_groups
from klimamosaik.sources.tables.basics.channel import Channel
from klimamosaik.sources.tables.basics.hints import ColumnRole
from klimamosaik.sources.tables.basics.table import Table
from klimamosaik.sources.tables.series.counters import SMALL_STEP
from klimamosaik.sources.tables.times.when import When

OF_READING = re.compile(  # a header of dates at which somebody read the meter
    r"(?i)\bables(?:e|ung)|\babgelesen|\b(?:meter|date of|last)?[ _-]?reading[ _-]?dates?\b|"
    r"\bread(?:ing)?[ _-]?(?:date|on|at)\b|\bdate of (?:the )?reading|relev[ée]|\blettura|\blectura"
)
SHORT = frozenset({"P1D", "P7D"})  # a load profile by days, not what somebody walks to a meter for
TINY_STEP = 0.05  # the same where something speaks of use, which may well grow by a tenth
STEPS = 2  # steps up from which on small ones show a meter
MONTHS = 6  # the same where times are months or years, as use mostly stands
SELDOM = 0.2  # share of steps down that an exchange of the meter may explain
ALIKE = 0.75  # share of the series of one column that have to grow


def grown_along_dates(
    table: Table,
    long: pl.DataFrame,
    channels: tuple[Channel, ...],
    when: When,
    *,
    titled_use: bool,
) -> tuple[set[int], set[int]]:
    """Series that are meter readings by the dates they stand beside, and series that may be.

    channels: those nothing tells to be use, power or meter readings. Columns are judged as a whole:
    in a long list a meter may have one reading only. titled_use: title, sheet or file speak of use;
    then steady growth is asked about, and all else is use.
    """
    dated = says_reading(table)
    if not channels or when.periods or (when.grain == "time" and not dated):
        return set(), set()
    monthly = when.grain != "day" or _says_month(table)
    small = TINY_STEP if titled_use else SMALL_STEP
    growth = _growth(long, {c.number for c in channels}, least=1 if dated else STEPS, small=small)
    growth = growth.filter(dated | (pl.col("steps") >= (MONTHS if monthly else STEPS)))
    sure: set[int] = set()
    unclear: set[int] = set()
    for index in dict.fromkeys(channel.column.index for channel in channels):
        alike = [channel for channel in channels if channel.column.index == index]
        numbers = {channel.number for channel in alike}
        if not dated and _by_days(when, alike):
            continue
        seen = growth.filter(pl.col("series").is_in(list(numbers)))
        alone = seen.is_empty() and (dated or (_one_year_end(when, alike) and not monthly))
        if alone and not titled_use:
            unclear |= numbers
        elif dated and not titled_use and _is_meter(seen):
            sure |= numbers
        elif _may_be_meter(seen, all_steady=titled_use or not dated):
            unclear |= set(seen.filter("grown")["series"].to_list())
    return sure, unclear


def _is_meter(seen: pl.DataFrame) -> bool:
    """True where all series of a column grow, none ever falls and some grow steadily."""
    return bool(seen["grown"].all() and not seen["fell"].any() and seen["steady"].any())


def _may_be_meter(seen: pl.DataFrame, *, all_steady: bool) -> bool:
    """True where most series of a column grow; all_steady: all have to, and steadily."""
    if seen.is_empty():
        return False
    if all_steady:
        return bool(seen["steady"].all())
    return len(seen.filter("grown")) >= ALIKE * len(seen)


def says_reading(table: Table) -> bool:
    """True where the column of times is called the day of a reading."""
    column = table.one(ColumnRole.TIME)
    return column is not None and bool(OF_READING.search(column.header))


def _says_month(table: Table) -> bool:
    """True where days stand for months or years: workbooks hold January as 1 January."""
    column = table.one(ColumnRole.TIME)
    return column is not None and bool(OF_PERIOD.search(column.header))


OF_PERIOD = re.compile(r"(?i)monat|month|jahr|year|quartal|quarter|zeitraum|period")


def _one_year_end(when: When, channels: list[Channel]) -> bool:
    """True for a single 31 December or 1 January: the use of a year, or the reading of that day."""
    return when.grain == "day" and {when.spacing.get(c.group) for c in channels} == {"P1Y"}


def running_totals(
    table: Table, long: pl.DataFrame, channels: tuple[Channel, ...], known: set[int]
) -> set[int]:
    """Series called a sum that runs on, and that seldom fall: "Strom seit Jahresbeginn"."""
    called = {
        channel.number for channel in channels
        if channel.number not in known and TOTALLED.search(channel.column.header)
        and table.hints.of(channel.column.header).role is None and table.hints.counter is None
    }  # fmt: skip
    if not called:
        return set()
    growth = _growth(long, called, least=STEPS)
    return set(growth.filter(pl.col("falls") <= SELDOM)["series"].to_list())


TOTALLED = re.compile(
    r"(?i)kumul|aufgelaufen|fortlaufend|seit jahres(?:beginn|anfang)|year[ -]to[ -]date|"
    r"\bytd\b|cumul"
)


def _by_days(when: When, channels: list[Channel]) -> bool:
    return all(when.spacing.get(channel.group) in SHORT for channel in channels)


def _growth(
    long: pl.DataFrame, numbers: set[int], *, least: int, small: float = SMALL_STEP
) -> pl.DataFrame:
    """Per series with at least so many steps: series, steps, falls (share), grown, fell, steady.

    small: a usual step against the usual value, below which a meter may have grown.
    """
    order = "start" if "start" in long.columns and long["start"].null_count() == 0 else "at"

    def looked(some: pl.DataFrame) -> pl.DataFrame:
        step = pl.col("value").diff()
        rise = step.filter(step > 0).median()
        return (
            some.sort("series", order, maintain_order=True)
            .group_by("series", maintain_order=True)
            .agg(
                steps=step.count(),
                falls=(step < 0).mean(),
                small=rise < small * pl.col("value").median(),
                more=pl.col("value").last() > pl.col("value").first(),
                moved=(step > 0).mean(),
            )
        )

    values = long.filter(pl.col("series").is_in(list(numbers))).select("series", order, "value")
    found = by_few_groups(values, looked, key="series").filter(pl.col("steps") >= least)
    fell, slight = pl.col("falls") > 0, pl.col("small").fill_null(False)
    often = (pl.col("moved") >= MOVED) & (pl.col("steps") >= STEPS)
    return found.select(
        "series",
        "falls",
        "steps",
        grown=(~fell & pl.col("more")) | ((pl.col("falls") <= SELDOM) & slight),
        fell=fell,
        steady=~fell & slight & often & pl.col("more"),
    )


MOVED = 0.3  # share of steps up; a meter may stand still for a while

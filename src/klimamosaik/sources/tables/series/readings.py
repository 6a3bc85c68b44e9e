"""A table understood -> readings per meter in kWh or m³."""

from dataclasses import dataclass, replace
from datetime import timedelta

import polars as pl

from klimamosaik.sources.grid.few_rows import PORTION, by_few_groups, by_few_rows
from klimamosaik.sources.grid.part import ROW
from klimamosaik.sources.sheets.problems import SheetProblems
from klimamosaik.sources.tables.basics.channel import MEASURED_ROLES, USES, Channel, Channels
from klimamosaik.sources.tables.basics.hints import ColumnRole
from klimamosaik.sources.tables.basics.table import Table
from klimamosaik.sources.tables.series.amounts import MEASURED, amounts, forecast, qualities
from klimamosaik.sources.tables.series.channels import find_channels
from klimamosaik.sources.tables.series.counted import counted, irregular
from klimamosaik.sources.tables.series.doubles import without_doubles
from klimamosaik.sources.tables.series.ownsteps import with_own_steps
from klimamosaik.sources.tables.times.when import When, find_when
from klimamosaik.sources.tables.units.energy import (
    Conversion,
    conversions,
    converted,
    energy_per_volume,
)
from klimamosaik.sources.tables.units.heat_allocators import without_heat_allocators
from klimamosaik.sources.tables.units.motor_fuels import without_motor_fuels
from klimamosaik.sources.tables.units.said_scales import scaled
from klimamosaik.sources.tables.units.scales import scaled_by_rows
from klimamosaik.terms.reading import QUALITY
from klimamosaik.terms.text import Text, first_few


@dataclass(frozen=True)
class Converted:
    """Readings of a table, still keyed by number of the channel."""

    frame: pl.DataFrame  # row, series (channel number), start, end, value, quality
    channels: tuple[Channel, ...]
    conversions: dict[int, Conversion]  # channel number -> unit and what was done
    counters: frozenset[int]
    when: When
    foreign: int  # series left out because their unit is neither energy nor volume
    temperatures: pl.DataFrame  # series (channel number), start, end, value [degC]
    sensed: pl.DataFrame  # series (channel number), start, end, value, quality
    every: tuple[Channel, ...]  # of use, temperatures and whatever else is measured
    rows: int  # of the body
    group: pl.Series  # key of the series each row of the body belongs to
    perhaps_counters: frozenset[int] = frozenset()  # values only grow, but nothing calls them so


def convert(table: Table, refused: SheetProblems, warned: SheetProblems) -> Converted | None:
    """Read all value columns; None where the table has no times or no values."""
    if not table.having(*MEASURED_ROLES):
        return None
    found = find_channels(table)
    when = find_when(table, found.group, refused)
    if when is None:
        return None
    channels = _without_foreign(found.all, warned)
    foreign = len(found.all) - len(channels)
    channels = without_motor_fuels(channels, warned)
    channels = without_heat_allocators(table, channels, warned)
    long = _long(table, found, when, channels, refused)
    long = with_own_steps(long, end=when.stamp == "end")
    long, warm = _apart(long, channels, ColumnRole.TEMPERATURE)
    long, sensed = _apart(long, channels, ColumnRole.SENSED)
    channels = tuple(c for c in channels if c.column.role in USES)
    long, counters, unclear = counted(table, long, channels, when, warned)
    long = irregular(long, channels, when, counters, warned)
    plan = conversions(table, channels, counters)
    plan = {one.number: scaled(table, one, plan[one.number]) for one in channels}
    long = converted(long, plan)
    names = {channel.number: channel.name for channel in channels}
    bills = when.periods and _long_periods(long)
    instants = with_instants(sensed, when)
    when = _without_times(when, table, found.group)
    long = long.drop("at")  # the only one that holds its columns, so that sorting lets go of them
    long = without_doubles(long, names, refused, warned, bills=bills)
    return Converted(
        long, channels, plan, frozenset(counters), when, foreign,
        temperatures(warm, found.all), instants, found.all, len(table.body),
        found.group, frozenset(unclear),
    )  # fmt: skip


def _without_times(when: When, table: Table, group: pl.Series) -> When:
    """Without the times of each row of a long list, where nothing asks for them again.

    They take as much room as the readings themselves. Bills and rows told twice are asked about.
    """
    times = when.frame["start"]
    if len(times) <= PORTION or table.having(ColumnRole.COST) or count_doubles(group, times):
        return when
    nothing = when.frame.clear()
    return replace(when, frame=nothing, instants=lambda: nothing["end"])


FEW_DOUBLES = 3
SHARE_OF_DOUBLES = 0.02  # of all rows; one doubled hour a year is usual


def count_doubles(group: pl.Series, start: pl.Series) -> int:
    """How many rows have the series and time of another one; 0 where they are few or untimed."""
    timed = len(start) - start.null_count()
    if start.null_count() > len(start) // 2:
        return 0
    keys = pl.DataFrame({"group": group, "start": start})
    times = by_few_groups(
        keys,
        lambda some: some.drop_nulls("start").group_by("group").agg(pl.col("start").n_unique()),
    )
    doubled = timed - int(times["start"].sum())
    return doubled if doubled >= max(FEW_DOUBLES, SHARE_OF_DOUBLES * timed) else 0


def _without_foreign(channels: tuple[Channel, ...], warned: SheetProblems) -> tuple[Channel, ...]:
    foreign = [
        each for each in channels if each.foreign and each.column.role is not ColumnRole.SENSED
    ]
    if foreign:
        some = first_few(channel.name for channel in foreign)
        warned.add(
            "foreign_unit",
            Text(
                "Weder Energie noch Volumen, bleibt weg: {some}.",
                "Neither energy nor volume, stays out: {some}.",
            ).format(some=some),
        )
    return tuple(channel for channel in channels if channel not in foreign)


def _apart(
    long: pl.DataFrame, channels: tuple[Channel, ...], role: ColumnRole
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """All other readings, and those of columns with this role."""
    meant = [c.number for c in channels if c.column.role is role]
    mask = pl.col("series").is_in(meant)
    return (long.filter(~mask), long.filter(mask)) if meant else (long, long.clear())


def with_instants(long: pl.DataFrame, when: When) -> pl.DataFrame:
    """Readings whose interval nobody knows are instants: they end where they start."""
    if long.is_empty():
        return long.select("series", "start", "end", "value", "quality")
    moments = when.instants()
    at = moments.gather(long["at"]).alias("moment")
    single = pl.col("start").is_null() | pl.col("end").is_null()
    spanned = long.with_columns(at).with_columns(
        pl.when(single).then("moment").otherwise("start").alias("start"),
        pl.when(single).then("moment").otherwise("end").alias("end"),
    )
    known = spanned.drop_nulls(["start", "end", "value"])
    return known.select("series", "start", "end", "value", "quality")


def temperatures(long: pl.DataFrame, channels: tuple[Channel, ...]) -> pl.DataFrame:
    """In degC, without intervals nobody knows: series, start, end, value."""
    units = {channel.number: channel.unit or channel.column.unit for channel in channels}
    known = long.drop_nulls(["start", "end", "value"])
    unit = pl.col("series").replace_strict(units, default=None, return_dtype=pl.String)
    value = (
        pl.when(unit == "°F").then((pl.col("value") - 32) * 5 / 9)
        .when(unit == "K").then(pl.col("value") - 273.15)
        .otherwise(pl.col("value"))
    )  # fmt: skip
    known = known.with_columns(value=value).filter(pl.col("value") > NO_TEMPERATURE)
    known = known.select("series", "start", "end", "value")
    return known.unique(["series", "start"], keep="last").sort("series", "start")


def _long_periods(long: pl.DataFrame) -> bool:
    """True where rows are bills, not the intervals of a load profile."""
    usual = (long["end"] - long["start"]).median()
    return isinstance(usual, timedelta) and usual >= timedelta(days=20)


NO_TEMPERATURE = -99.0  # degC; services mark missing values with -99.9 or -999


def _long(
    table: Table,
    found: Channels,
    when: When,
    channels: tuple[Channel, ...],
    refused: SheetProblems,
) -> pl.DataFrame:
    """One row per filled cell: row, at (in the body), series, start, end, value, ..."""
    base = when.frame.with_row_index("at").with_columns(
        table.body[ROW], group=found.group, factor=_gas_factor(table)
    )
    base = base.rechunk()  # then all series share their times; columns cut apart unlike would not
    numbers = {(channel.column.index, channel.group): channel.number for channel in channels}
    parts = []
    for column in table.having(*MEASURED_ROLES):
        groups = {
            group: number for (index, group), number in numbers.items() if index == column.index
        }
        if not groups:
            continue
        values = scaled_by_rows(table, column, amounts(table, column, refused), refused)
        part = base.with_columns(value=values, quality=qualities(table, column)).rechunk()
        part = part.filter(~forecast(table, column))
        parts.append(_numbered(part.filter(pl.col("value").is_not_null()), groups))
    return (
        pl.concat(parts)
        if parts
        else base.clear()
        .with_columns(
            series=pl.lit(0, pl.UInt32),
            value=pl.lit(0.0),
            quality=pl.lit(MEASURED, QUALITY),
        )
        .select("series", pl.exclude("series", "group"))
    )


def _numbered(part: pl.DataFrame, groups: dict[int, int]) -> pl.DataFrame:
    """Replace the key of the rows by the key of the series; rows of no series stay out."""
    number = pl.col("group").replace_strict(groups, default=None, return_dtype=pl.UInt32)
    series = by_few_rows(part.select("group"), lambda some: some.select(series=number))
    numbered = part.select(series["series"], pl.exclude("group"))
    return numbered.filter(pl.col("series").is_not_null())  # all of them: nothing is copied


def _gas_factor(table: Table) -> pl.Series:
    factor = energy_per_volume(table)
    if factor is None:
        return pl.Series([None], dtype=pl.Boolean).new_from_index(
            0, len(table.body)
        )  # takes no room
    return factor

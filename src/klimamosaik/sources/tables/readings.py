"""A table understood -> readings per meter in kWh or m³."""

import re
from dataclasses import dataclass
from datetime import timedelta

import polars as pl

from klimamosaik.sources.grid.numbers import is_missing, parse_numbers
from klimamosaik.sources.grid.part import ROW
from klimamosaik.sources.grid.spans import IRREGULAR
from klimamosaik.sources.sheets.problems import SheetProblems
from klimamosaik.sources.tables.channel import Channel, Channels
from klimamosaik.sources.tables.channels import find_channels
from klimamosaik.sources.tables.complaints import NOT_A_NUMBER
from klimamosaik.sources.tables.counters import looks_cumulative, use_of_counters
from klimamosaik.sources.tables.doubles import without_doubles
from klimamosaik.sources.tables.energy import Conversion, conversions, converted
from klimamosaik.sources.tables.gas import energy_per_volume
from klimamosaik.sources.tables.hints import ColumnRole
from klimamosaik.sources.tables.ownsteps import with_own_steps
from klimamosaik.sources.tables.preview import FileColumn
from klimamosaik.sources.tables.scales import scaled_by_rows
from klimamosaik.sources.tables.table import Table
from klimamosaik.sources.tables.vocabulary import role_of, vocabulary
from klimamosaik.sources.tables.when import When, find_when, is_footer
from klimamosaik.terms.figure import Quality
from klimamosaik.terms.reading import QUALITY
from klimamosaik.terms.text import Text, first_few
from klimamosaik.terms.unit import UNITS

MEASURED, ESTIMATED = Quality.MEASURED.value, Quality.ESTIMATED.value


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
    rows: int  # of the body
    group: pl.Series  # key of the series each row of the body belongs to
    perhaps_counters: frozenset[int] = frozenset()  # values only grow, but nothing calls them so


def convert(table: Table, refused: SheetProblems, warned: SheetProblems) -> Converted | None:
    """Read all value columns; None where the table has no times or no values."""
    if not table.having(ColumnRole.VALUE, ColumnRole.COUNTER, ColumnRole.TEMPERATURE):
        return None
    found = find_channels(table)
    when = find_when(table, found.group, refused)
    if when is None:
        return None
    channels = _without_foreign(found.all, warned)
    foreign = len(found.all) - len(channels)
    long = _long(table, found, when, channels, refused)
    long = with_own_steps(long, end=when.stamp == "end")
    long, warm = _apart(long, channels)
    channels = tuple(c for c in channels if c.column.role is not ColumnRole.TEMPERATURE)
    long, counters, unclear = _counted(table, long, channels, when, warned)
    long = _irregular(long, channels, when, counters, warned)
    plan = conversions(table, channels, long, counters)
    long = converted(long, plan)
    names = {channel.number: channel.name for channel in channels}
    bills = when.periods and _long_periods(long)
    long = without_doubles(long.drop("at"), names, refused, warned, bills=bills)
    return Converted(
        long, channels, plan, frozenset(counters), when, foreign,
        temperatures(warm, found.all), len(table.body), found.group, frozenset(unclear),
    )  # fmt: skip


def _without_foreign(channels: tuple[Channel, ...], warned: SheetProblems) -> tuple[Channel, ...]:
    foreign = [channel for channel in channels if channel.foreign]
    if foreign:
        some = first_few(channel.name for channel in foreign)
        warned.add(
            "foreign_unit",
            Text(
                "{count} Reihen sind weder Energie noch Volumen und bleiben weg: {some}.",
                "{count} series are neither energy nor volume and stay out: {some}.",
            ).format(count=len(foreign), some=some),
        )
    return tuple(channel for channel in channels if not channel.foreign)


def _apart(long: pl.DataFrame, channels: tuple[Channel, ...]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Readings of use, and temperatures."""
    warm = [c.number for c in channels if c.column.role is ColumnRole.TEMPERATURE]
    mask = pl.col("series").is_in(warm)
    return (long.filter(~mask), long.filter(mask)) if warm else (long, long.clear())


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
    numbers = {(channel.column.index, channel.group): channel.number for channel in channels}
    parts = []
    for column in table.having(ColumnRole.VALUE, ColumnRole.COUNTER, ColumnRole.TEMPERATURE):
        groups = {
            group: number for (index, group), number in numbers.items() if index == column.index
        }
        if not groups:
            continue
        values = scaled_by_rows(table, column, _amounts(table, column, refused), refused)
        part = base.with_columns(value=values, quality=_qualities(table, column))
        part = part.filter(~_forecast(table))
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
    table = pl.DataFrame(
        {"group": list(groups), "series": list(groups.values())},
        schema={"group": pl.UInt32, "series": pl.UInt32},
    )
    if len(groups) == 1 and part["group"].n_unique() <= 1:
        return part.filter(pl.col("group") == table["group"][0]).select(
            pl.lit(table["series"][0], pl.UInt32).alias("series"), pl.exclude("group")
        )
    joined = part.join(table, on="group", how="inner", maintain_order="left")
    return joined.select("series", pl.exclude("group", "series"))


def _numbers(table: Table, index: int, refused: SheetProblems) -> pl.Series:
    column = table.columns[index]
    cells = table.cells(column)
    values = parse_numbers(cells, column.decimal or ",")
    values = _without_marks(values)
    if values.null_count() == cells.null_count():
        return values
    values = _without_marks(values)
    wrong = values.is_null() & ~is_missing(cells) & ~cells.str.contains(MARK).fill_null(False)
    if wrong.any():
        wrong = wrong & ~is_footer(table.body)
        refused.add_cells(
            "unreadable_number", column.header, table.body[ROW].filter(wrong),
            cells.filter(wrong), NOT_A_NUMBER,
        )  # fmt: skip
    return values


MARKS = (-99.0, -999.0, -9999.0, -99999.0)  # what loggers write for "no value"
MARK = r"^-9{2,5}([.,]0+)?$"


def _without_marks(values: pl.Series) -> pl.Series:
    """Without the marks of missing values, where nothing else is negative."""
    marked = values.is_in(MARKS)
    if not marked.any() or (values.filter(~marked) < 0).any():
        return values
    return pl.select(pl.when(~marked).then(values)).to_series().alias(values.name)


def _forecast(table: Table) -> pl.Series:
    """True in rows that are called a plan or forecast."""
    found = pl.Series([False]).new_from_index(0, len(table.body))
    for column in table.having(ColumnRole.QUALITY):
        words = table.cells(column).str.strip_chars().str.to_lowercase()
        found = found | words.str.contains(vocabulary().forecasts.pattern).fill_null(False)
    return found


def _amounts(table: Table, column: FileColumn, refused: SheetProblems) -> pl.Series:
    """The numbers of a column, less those of the reading before where it stands beside them."""
    values = _numbers(table, column.index, refused)
    if column.minus is None:
        return values
    before = table.columns[column.minus]
    return values - parse_numbers(table.cells(before), before.decimal or column.decimal or ",")


def _qualities(table: Table, value: FileColumn) -> pl.Series:
    columns = table.having(ColumnRole.QUALITY)
    own = [column for column in columns if column.of == value.index]
    column = next(iter(own or [each for each in columns if each.of is None]), None)
    measured = pl.Series([MEASURED], dtype=QUALITY).new_from_index(0, len(table.body))
    if column is None:
        return measured
    words = table.cells(column).str.strip_chars().str.to_lowercase()
    meaning = {word: name for name, known in vocabulary().qualities for word in known}
    meaning |= {
        word: Quality.UNKNOWN.value for word in words.unique().drop_nulls() if word not in meaning
    }
    if re.search(r"(?i)estimat|geschätzt|schätz|estim", column.header):
        meaning |= dict.fromkeys(("true", "yes", "ja", "y", "j", "1", "oui"), ESTIMATED)
        meaning |= dict.fromkeys(("false", "no", "nein", "n", "0", "non"), MEASURED)
    found = words.replace_strict(meaning, default=MEASURED, return_dtype=pl.String)
    return found.cast(QUALITY)


def _gas_factor(table: Table) -> pl.Series:
    factor = energy_per_volume(table)
    if factor is None:
        return pl.Series([None], dtype=pl.Float64).new_from_index(0, len(table.body))
    return factor


def _counted(
    table: Table,
    long: pl.DataFrame,
    channels: tuple[Channel, ...],
    when: When,
    warned: SheetProblems,
) -> tuple[pl.DataFrame, set[int], set[int]]:
    """Turn cumulative series into use."""
    counters, unclear = _counters(table, long, channels, when)
    plain = long.select(PLAIN)
    if not counters:
        return plain, counters, unclear
    mask = pl.col("series").is_in(list(counters))
    names = {channel.number: channel.name for channel in channels}
    cumulative = long.filter(mask)
    cumulative = cumulative.with_columns(instant=when.instants().gather(cumulative["at"]))
    used = use_of_counters(cumulative, names, warned)
    return pl.concat([plain.filter(~mask), used.select(PLAIN)]), counters, unclear


PLAIN = ("row", "at", "series", "start", "end", "value", "quality", "factor")


def _counters(
    table: Table, long: pl.DataFrame, channels: tuple[Channel, ...], when: When
) -> tuple[set[int], set[int]]:
    """Series that are running totals, and series that may be."""
    if table.hints.counter is False:
        return set(), set()
    if table.hints.counter:
        return {channel.number for channel in channels}, set()
    named = {c.number for c in channels if c.column.role is ColumnRole.COUNTER or c.counter}
    told = {c.number for c in channels if table.hints.of(c.column.header).role is ColumnRole.VALUE}
    powers = {c.number for c in channels if c.unit in POWERS}
    values = long.select("series", "start", "value").sort("series", "start", maintain_order=True)
    growing = looks_cumulative(values)
    amounts = {c.number for c in channels if role_of(c.column.header) is ColumnRole.VALUE}
    unclear, sure = set(), set()
    for number in growing.keys() - named - told - powers:
        enough = MANY_AMOUNTS if number in amounts else MANY
        if growing[number] >= enough and number not in amounts:
            sure.add(number)
        elif number not in amounts or growing[number] >= enough:
            unclear.add(number)
    return (named - told) | sure, unclear


MANY = 30  # values from which on use would have fallen once
MANY_AMOUNTS = 25  # the same for values that are called use; more than the hours of a day
POWERS = frozenset(symbol for symbol, unit in UNITS.items() if unit.dimension == "power")


def _irregular(
    long: pl.DataFrame,
    channels: tuple[Channel, ...],
    when: When,
    counters: set[int],
    warned: SheetProblems,
) -> pl.DataFrame:
    """Values at irregular dates cover the time since the date before."""
    if when.periods:
        return long.drop_nulls(["start", "end"])
    loose = [
        channel.number
        for channel in channels
        if channel.number not in counters and when.spacing.get(channel.group) == IRREGULAR
    ]
    if not loose:
        return long.drop_nulls(["start", "end"])
    mask = pl.col("series").is_in(loose)
    part = long.filter(mask)
    # a moment without an interval becomes the end of one
    part = part.with_columns(end=when.instants().gather(part["at"]))
    return pl.concat([long.filter(~mask).drop_nulls(["start", "end"]), _since_before(part, warned)])


def _since_before(part: pl.DataFrame, warned: SheetProblems) -> pl.DataFrame:
    names = part["series"].n_unique()
    warned.add(
        "irregular_dates",
        Text(
            "{names} Reihen haben unregelmäßige Ablesetage ohne „von“ und „bis“: Jeder Wert gilt "
            "seit dem Tag davor, der erste bleibt weg.",
            "{names} series have irregular dates without from and to: each value covers the time "
            "since the date before, the first is left out.",
        ).format(names=names),
    )
    ordered = part.sort("series", "end", maintain_order=True)
    start = pl.col("end").shift().over("series")
    return (
        ordered.with_columns(start=start)
        .drop_nulls("start")
        .filter(pl.col("end") > pl.col("start"))
    )

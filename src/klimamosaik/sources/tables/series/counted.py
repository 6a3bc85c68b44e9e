"""Running totals and irregular dates as use over the time since the value before."""

import re

import polars as pl

from klimamosaik.sources.grid.few_rows import by_few_groups
from klimamosaik.sources.grid.part import ROW
from klimamosaik.sources.grid.repeated import where
from klimamosaik.sources.grid.spans import IRREGULAR
from klimamosaik.sources.sheets.problems import SheetProblems
from klimamosaik.sources.tables.basics.channel import Channel
from klimamosaik.sources.tables.basics.hints import ColumnRole
from klimamosaik.sources.tables.basics.table import Table
from klimamosaik.sources.tables.basics.vocabulary import TEMPERATURES, role_of, vocabulary
from klimamosaik.sources.tables.series.along_dates import (
    grown_along_dates,
    running_totals,
    says_reading,
)
from klimamosaik.sources.tables.series.counters import (
    MANY_AMOUNTS,
    looks_cumulative,
    use_of_counters,
)
from klimamosaik.sources.tables.times.when import When
from klimamosaik.terms.text import Text
from klimamosaik.terms.unit import UNITS


def counted(
    table: Table,
    long: pl.DataFrame,
    channels: tuple[Channel, ...],
    when: When,
    warned: SheetProblems,
) -> tuple[pl.DataFrame, set[int], set[int]]:
    """Turn cumulative series into use."""
    counters, unclear = _counters(table, long, channels)
    unclear |= _uneven_totals(table, long, channels, when) - counters
    unclear |= running_totals(table, long, channels, counters | unclear)
    called_use, silent = _unsaid(table, channels, counters | unclear)
    titled = bool(USES.search(f"{table.titles}\n{table.file}"))
    read, perhaps = grown_along_dates(table, long, silent, when, titled_use=titled)
    if says_reading(table):
        perhaps |= grown_along_dates(table, long, called_use, when, titled_use=True)[1]
    counters, unclear = counters | read, unclear | perhaps
    plain = long.select(PLAIN)
    if not counters:
        return plain, counters, unclear
    counting = pl.col("series").is_in(list(counters))
    names = {channel.number: channel.name for channel in channels}
    moments, exchanged = when.instants(), exchanges(table)

    def used(some: pl.DataFrame) -> pl.DataFrame:
        timed = some.select(pl.exclude("start", "end"), instant=moments.gather(some["at"]))
        return use_of_counters(timed, names, warned, exchanged).select(PLAIN)

    use = by_few_groups(plain.filter(counting), used, key="series", portion=PORTION)
    return pl.concat([plain.filter(~counting), use]), counters, unclear


def _unsaid(
    table: Table, channels: tuple[Channel, ...], known: set[int]
) -> tuple[tuple[Channel, ...], tuple[Channel, ...]]:
    """Series that no person told of: those a header calls use, and those nothing says it of."""
    if table.hints.counter is False:
        return (), ()
    found = [
        c for c in channels
        if c.number not in known and c.column.minus is None and not says_power(c)
        and table.hints.of(c.column.header).role is None
    ]  # fmt: skip
    return (
        tuple(c for c in found if says_use(c.column.header)),
        tuple(c for c in found if not says_use(c.column.header)),
    )


def _uneven_totals(
    table: Table, long: pl.DataFrame, channels: tuple[Channel, ...], when: When
) -> set[int]:
    """Series called total or lifetime that never fall, read at uneven moments: meters, it may be.

    "energy_total" of 100, 102 and 105 is as likely the state of a meter as what was used.
    """
    loose = {
        c.number for c in channels
        if RUNNING.search(c.column.header) and not c.column.minus and not says_power(c)
        and when.spacing.get(c.group) == IRREGULAR
        and table.hints.of(c.column.header).role is None and table.hints.counter is None
    }  # fmt: skip
    if not loose:
        return set()
    rising = _rising(
        long.filter(pl.col("series").is_in(list(loose))).select("series", "at", "value")
    )
    return set(rising.filter("step").filter(pl.col("count") >= 2)["series"].to_list())


PORTION = 100_000  # readings whose use is taken at a time: it takes ten columns beside them
EXCHANGE = (  # what a remark says of a meter that another one follows
    r"(?i)z[äa]e?hler.{0,12}(?:wechsel|tausch|austausch|ersetz|erneuer)|neuer z[äa]e?hler|"
    r"(?:wechsel|tausch|einbau|ausbau).{0,12}z[äa]e?hler|meter.{0,12}(?:exchang|replac|chang|swap)|"
    r"(?:new|replaced|changed) meter|changement.{0,12}compteur|nouveau compteur"
)


def exchanges(table: Table) -> pl.Series:
    """Rows in which a text speaks of the exchange of the meter."""
    columns = [f"c{each.index}" for each in table.columns if each.role not in FIGURES]
    said = [pl.col(name).str.contains(EXCHANGE) for name in columns]
    return table.body[ROW].filter(where(table.body, pl.any_horizontal(said or [pl.lit(False)])))


FIGURES = (ColumnRole.COUNTER, ColumnRole.VALUE)
PLAIN = ("row", "at", "series", "start", "end", "value", "quality", "factor")


def _counters(
    table: Table, long: pl.DataFrame, channels: tuple[Channel, ...]
) -> tuple[set[int], set[int]]:
    """Series that are running totals, and series that may be.

    What is a difference of two readings already is use, whatever the file is called.
    """
    if table.hints.counter is False:
        return set(), set()
    differences = {c.number for c in channels if c.column.minus is not None}
    if differences:
        channels = tuple(c for c in channels if c.number not in differences)
        long = long.filter(~pl.col("series").is_in(list(differences)))
    if table.hints.counter:
        return _counters_of_file(long, channels), set()
    coded = {c.number for c in channels if c.counter and c.column.role is not ColumnRole.COUNTER}
    named = {c.number for c in channels if c.column.role is ColumnRole.COUNTER}
    named |= coded - _falling(long, coded)
    titled, perhaps = _counters_by_title(table, long, channels) if not named else (set(), set())
    named = named or titled
    told = {c.number for c in channels if table.hints.of(c.column.header).role is ColumnRole.VALUE}
    powers = {c.number for c in channels if c.unit in POWERS}
    values = long.select("series", "start", "value")
    found = by_few_groups(values, lambda some: looks_cumulative(_by_start(some)), key="series")
    growing = dict(found.iter_rows())
    amounts = {
        c.number for c in channels
        if role_of(c.column.header) is ColumnRole.VALUE and not RUNNING.search(c.column.header)
    }  # fmt: skip
    unclear, sure = perhaps - told, set()
    for number in growing.keys() - named - told - powers:
        enough = MANY_AMOUNTS if number in amounts else MANY
        if growing[number] >= enough and number not in amounts:
            sure.add(number)
        elif number not in amounts or growing[number] >= enough:
            unclear.add(number)
    if not growing and not named:
        use = {c.number for c in channels if says_use(c.column.header)}
        unclear |= _rising_together(long) - named - told - powers - use
    if sure or unclear:  # where one column holds meter readings, what grows beside it may, too
        unclear |= growing.keys() - named - told - powers - sure
    return (named - told) | sure, unclear


FALLS = 0.2  # share of steps down from which on a series is no meter's
MOSTLY = 0.5  # the same, where a title says that they are meter readings


def _counters_of_file(long: pl.DataFrame, channels: tuple[Channel, ...]) -> set[int]:
    """All series of a file of meter readings, less power and what falls beside others that grow."""
    energies = {c.number for c in channels if not says_power(c)}
    return energies - _falling(long, energies) or energies


def _falling(long: pl.DataFrame, numbers: set[int], most: float = FALLS) -> set[int]:
    """Of these series those that fall too often for a meter: "1.8.0" may stand beside use."""
    if not numbers:
        return set()
    values = long.select("series", "start", "value")
    steps = by_few_groups(
        values.filter(pl.col("series").is_in(list(numbers))),
        lambda some: (
            _by_start(some)
            .group_by("series", maintain_order=True)
            .agg(fell=(pl.col("value").diff() < 0).mean())
        ),
        key="series",
    )
    return set(steps.filter(pl.col("fell") > most)["series"].to_list())


def says_power(channel: Channel) -> bool:
    """True for kilowatts, degrees and what is called power: no running total."""
    if channel.unit in POWERS or channel.unit in TEMPERATURES:
        return True
    if channel.column.unit is not None:
        return False
    combo = channel.said.combo.values() if channel.said else ()
    return any(POWER_WORD.search(text) for text in (channel.column.header, *combo))


POWER_WORD = re.compile(r"(?i)(?<!gesamt)leistung|\bpower\b|puissance|potencia|potenza|vermogen")


READINGS = re.compile(  # what a title, sheet or file of meter readings is called
    r"(?i)z(?:ä|ae?)hler[\W_]?(?:st(?:a|ä|ae)nd|ables)|(?<![^\W\d_])ablese?(?:ung|werte?|liste|"
    r"protokoll|blatt|bogen|karte)|meter[\W_]?readings?|relev[ée]s? de compteur|meterstand"
)


USES = re.compile(r"(?i)verbr(?:auch|äuch)|consumption")


def _counters_by_title(
    table: Table, long: pl.DataFrame, channels: tuple[Channel, ...]
) -> tuple[set[int], set[int]]:
    """Series of a file or table called "Zählerstände": counters where none of them ever falls.

    Where some fall, as after an exchange of the meter, or the title speaks of use as well, those
    that mostly grow may be counters.
    """
    title = f"{table.titles}\n{table.file}"
    if not READINGS.search(title):
        return set(), set()
    numbers = {
        c.number for c in channels
        if c.column.role is ColumnRole.VALUE and not says_use(c.column.header)
        and not says_power(c)
    }  # fmt: skip
    values = long.filter(pl.col("series").is_in(list(numbers))).sort("series", "start", "at")
    falls = values.select((pl.col("value").diff().over("series") < 0).any()).item()
    if falls or USES.search(title):
        return set(), numbers - _falling(long, numbers, most=MOSTLY)
    return numbers, set()


def says_use(header: str) -> bool:
    """True for "Verbrauch", "consumption"; "Wert" and "Strom" leave it open."""
    return bool(vocabulary().consumption.search(header.lower()))


RUNNING = re.compile(r"(?i)total|gesamt|lifetime|cumul|kumul")  # "energy_total" may be a counter
STEPS = 8  # of several series, none of which falls: hardly the use of so many meters


def _by_start(long: pl.DataFrame) -> pl.DataFrame:
    """The readings, each series in order of time, or of their rows where that is not known."""
    order = "start" if "start" in long.columns else "at"
    return long.sort("series", order, maintain_order=True)


def _rising_together(long: pl.DataFrame) -> set[int]:
    """Several short series of which none ever falls: readings of meters, it may be."""
    rising = by_few_groups(long.select("series", "start", "value"), _rising, key="series")
    alike = rising.filter("step").filter(pl.col("count") >= 2)
    every = len(alike) == len(rising) > 1 and rising["count"].sum() >= STEPS
    return set(alike["series"].to_list()) if every else set()


def _rising(long: pl.DataFrame) -> pl.DataFrame:
    """Of each series whether all its steps are up, and how many there are."""
    step = pl.col("value").diff().over("series")
    steps = _by_start(long).with_columns(step=step).drop_nulls("step")
    return steps.group_by("series").agg((pl.col("step") > 0).all(), count=pl.len())


MANY = 30  # values from which on use would have fallen once
POWERS = frozenset(symbol for symbol, unit in UNITS.items() if unit.dimension == "power")


def irregular(
    long: pl.DataFrame,
    channels: tuple[Channel, ...],
    when: When,
    counters: set[int],
    warned: SheetProblems,
) -> pl.DataFrame:
    """Values at irregular dates cover the time since the date before."""
    if when.periods:
        return _timed(long)
    loose = [
        channel.number
        for channel in channels
        if channel.number not in counters and when.spacing.get(channel.group) == IRREGULAR
    ]
    if not loose:
        return _timed(long)
    mask = pl.col("series").is_in(loose)
    part = long.filter(mask)
    # a moment without an interval becomes the end of one
    part = part.with_columns(end=when.instants().gather(part["at"]))
    return pl.concat([_timed(long.filter(~mask)), _since_before(part, warned)])


def _timed(long: pl.DataFrame) -> pl.DataFrame:
    """Values whose interval is known; no second copy where that is all of them."""
    unknown = long["start"].null_count() + long["end"].null_count()
    return long.drop_nulls(["start", "end"]) if unknown else long


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

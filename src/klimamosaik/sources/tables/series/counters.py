"""Cumulative meter readings -> use between them; roll-over and exchange of meters."""

from dataclasses import dataclass

import polars as pl

from klimamosaik.signals.counters import CounterStep, Drop, rolled_over, step_of
from klimamosaik.sources.sheets.problems import SheetProblems
from klimamosaik.sources.tables.series.levels import two_levels
from klimamosaik.terms.text import Text

ENOUGH = 12  # readings from which on growth alone shows a counter
GROWING = 0.98  # share of steps that must not fall
SMALL_STEP = 0.2  # a usual step against the usual reading
TINY_STEP = 0.005  # the same, from which on a few values tell as much as many
MANY_AMOUNTS = 25  # values called use that always rise: more than the hours of a day
OFTEN, TWICE = 3, 0.3  # moments with two readings: at least so many, and this share of all


def looks_cumulative(values: pl.DataFrame) -> pl.DataFrame:
    """Series that only ever grow, with the number of values that show it.

    values: series, order, value, sorted by series and order.
    """
    step = pl.col("value").diff().over("series")
    stats = (
        values.with_columns(step=step)
        .group_by("series")
        .agg(
            count=pl.len(),
            rising=(pl.col("step") >= 0).mean(),
            moving=(pl.col("step") > 0).mean(),
            usual=pl.col("step").filter(pl.col("step") > 0).median(),
            level=pl.col("value").median(),
            grown=pl.col("value").last() > pl.col("value").first(),
        )
    )
    fits = (
        (pl.col("count") >= ENOUGH)
        & (pl.col("rising") >= GROWING)
        & (pl.col("moving") >= 0.3)
        & (pl.col("usual") < SMALL_STEP * pl.col("level"))
        & pl.col("grown")
    )
    tiny = pl.col("usual") < TINY_STEP * pl.col("level")
    shown = pl.when(tiny).then(pl.max_horizontal("count", pl.lit(MANY_AMOUNTS))).otherwise("count")
    return stats.filter(fits).select("series", shown)


def use_of_counters(
    readings: pl.DataFrame,
    names: dict[int, str],
    complaints: SheetProblems,
    exchanged: pl.Series | None = None,
) -> pl.DataFrame:
    """Differences of consecutive readings.

    readings: row, at, series, instant, value, quality, factor; returns the same with start and
    end instead of the instant. exchanged: rows whose remark speaks of another meter. The first
    reading of a series gives no use; neither does the one after an exchange.
    """
    ordered = readings.drop_nulls(["instant", "value"]).unique(
        ["series", "instant", "value"], keep="first", maintain_order=True
    )
    ordered = without_mixed(
        ordered.sort("series", "instant", maintain_order=True), names, complaints
    )
    ordered = without_zeros(ordered, names, complaints)
    said = pl.col("row").is_in(exchanged.implode() if exchanged is not None else [])
    ordered = ordered.with_columns(
        start=pl.col("instant").shift().over("series"),
        before=pl.col("value").shift().over("series"),
        remarked=said | said.shift().over("series").fill_null(False),
    )
    used = ordered.drop_nulls("start").with_columns(use=pl.col("value") - pl.col("before"))
    used = used.filter(pl.col("instant") > pl.col("start"))
    if (used["use"] < 0).any():
        used = _with_drops(used, names, complaints)
    return used.select(
        "row", "at", "series", "start", pl.col("instant").alias("end"),
        pl.col("use").alias("value"), "quality", "factor",
    )  # fmt: skip


def without_mixed(
    ordered: pl.DataFrame, names: dict[int, str], complaints: SheetProblems
) -> pl.DataFrame:
    """Without series in which two counters stand: the difference of two is no use of either.

    ordered: series, instant, value, by series and instant. Two readings at one moment are usual
    where a meter is exchanged, but not again and again.
    """
    mixed = []
    for key, part in ordered.partition_by("series", as_dict=True, maintain_order=True).items():
        twice = len(part) - part["instant"].n_unique()
        often = twice >= max(OFTEN, TWICE * part["instant"].n_unique())
        if often or two_levels(part["value"].to_numpy()) is not None:
            mixed.append(key[0])
            complaints.add("two_meters", two_counters(names[int(key[0])]))
    return ordered.filter(~pl.col("series").is_in(mixed)) if mixed else ordered


def without_zeros(
    ordered: pl.DataFrame, names: dict[int, str], complaints: SheetProblems
) -> pl.DataFrame:
    """Without noughts between readings that go on after them: nobody read the meter that day.

    ordered: row, series, value, by series and instant. A nought stays where the reading after it
    may be that of a new meter.
    """
    if not (ordered["value"] == 0).any():
        return ordered
    zero = pl.col("value") == 0
    seen = pl.when(~zero).then("value")
    before, after = seen.forward_fill().over("series"), seen.backward_fill().over("series")
    step = (after.shift(-1).over("series") - pl.col("value")).over("series")
    usual = pl.when(~zero & (step > 0)).then(step).median().over("series")
    unread = zero & (after >= before) & (before > 0) & (after > MANY_STEPS * usual)
    gone = ordered.select(unread.fill_null(False)).to_series()
    for row, series in ordered.filter(gone).select("row", "series").iter_rows():
        complaints.add("counter_zero", NOT_READ.format(name=names[series], row=row), row=row)
    return ordered.filter(~gone)


MANY_STEPS = 10.0  # times the usual step: more than a new meter counts until it is read
NOT_READ = Text(
    "{name}, Zeile {row}: Der Zählerstand ist 0, danach geht es weiter wie davor; als nicht "
    "abgelesen übergangen.",
    "{name}, row {row}: the meter reading is 0 and goes on afterwards as before; passed over as "
    "not read.",
)


def two_counters(name: str) -> Text:
    """Why no use is taken from a series."""
    return Text(
        "{name}: Die Zählerstände springen zwischen zwei Höhen. Vermutlich stehen zwei Zähler in "
        "einer Spalte; daraus wird kein Verbrauch übernommen. Bitte eine Spalte mit der "
        "Zählernummer ergänzen.",
        "{name}: the meter readings jump between two levels. There are probably two meters in one "
        "column; no use is taken from them. Please add a column with the meter number.",
    ).format(name=name)


def _with_drops(
    used: pl.DataFrame, names: dict[int, str], complaints: SheetProblems
) -> pl.DataFrame:
    days = (pl.col("instant") - pl.col("start")).dt.total_seconds() / 86_400
    used = used.with_columns(days=days)
    rate = (pl.col("use") / pl.col("days")).filter(pl.col("use") > 0).median()
    used = used.with_columns(usual=rate.over("series"))
    fixed: list[float | None] = []
    falling = used.filter(pl.col("use") < 0)
    for record in falling.iter_rows(named=True):
        drop = Drop(record["before"], record["value"], record["days"], record["usual"])
        fixed.append(None if record["remarked"] else rolled_over(drop))
        told = ReadingPlace(names[record["series"]], record["row"], remarked=record["remarked"])
        _say(told, drop, fixed[-1], complaints)
    index = (used["use"] < 0).arg_true()
    use = used["use"].scatter(index, pl.Series(fixed, dtype=pl.Float64))
    return used.with_columns(use=use).drop_nulls("use")


@dataclass(frozen=True)
class ReadingPlace:
    """Where a meter reading falls, and whether a remark there speaks of another meter."""

    name: str
    row: int
    remarked: bool


def _say(told: ReadingPlace, drop: Drop, used: float | None, complaints: SheetProblems) -> None:
    where = Text(
        "{name}, Zeile {row}: Der Zählerstand fällt von {before:n} auf {after:n}",
        "{name}, row {row}: the meter reading falls from {before:n} to {after:n}",
    ).format(name=told.name, row=told.row, before=drop.before, after=drop.after)
    if used is not None:
        found = Text(
            "{where}; als Überlauf gelesen, Verbrauch {used:n}.",
            "{where}; read as a roll-over, use {used:n}.",
        ).format(where=where, used=used)
        complaints.add(CounterStep.ROLLED_OVER, found, row=told.row)
    elif told.remarked or step_of(drop) is CounterStep.EXCHANGED:
        found = Text(
            "{where}; als Zählerwechsel gelesen. Der Verbrauch dazwischen fehlt; bitte End- und "
            "Anfangsstand nachtragen.",
            "{where}; read as an exchange of the meter. The use between is missing; please add "
            "the last and first readings.",
        ).format(where=where)
        complaints.add(CounterStep.EXCHANGED, found, row=told.row)
    else:
        found = Text(
            "{where}. Der Verbrauch davor bleibt offen; bitte beide Stände prüfen.",
            "{where}. The use before it stays open; please check both readings.",
        ).format(where=where)
        complaints.add(CounterStep.FELL, found, row=told.row)

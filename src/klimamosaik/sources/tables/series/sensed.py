"""Readings of what is no use, with place and quantity, and the doubts about their values."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

import polars as pl

from klimamosaik.sources.grid.spans import IRREGULAR
from klimamosaik.sources.quantities.plausible import known_property
from klimamosaik.sources.sheets.problems import SheetProblems
from klimamosaik.sources.tables.basics.channel import Channel
from klimamosaik.sources.tables.basics.hints import ColumnRole
from klimamosaik.sources.tables.basics.preview import SENSED_SCHEMA, SensedSeries
from klimamosaik.sources.tables.basics.sensed_columns import (
    KELVIN,
    SHARE,
    SensedQuantity,
    names_a_place,
    place_within,
)
from klimamosaik.sources.tables.basics.table import Table
from klimamosaik.sources.tables.series.readings import Converted
from klimamosaik.sources.tables.series.sensed_questions import (
    another_unit,
    ask_unit,
    doubled_times,
    indoors,
    share_or_percent,
)
from klimamosaik.terms.question import Question
from klimamosaik.terms.text import Text, joined

SensedFound = tuple[tuple[SensedSeries, ...], pl.DataFrame, list[Question]]
FOUND = Text("{why}, Einheit {unit}", "{why}, unit {unit}")
FALLS = Text(
    "je größer der Wert, desto tiefer steht das Wasser", "the larger the value, the lower the water"
)
USUAL = Text("{why}; üblich ist {unit}", "{why}; usual is {unit}")
FAHRENHEIT = "°F"
DIGITS = 9  # behind the comma: 0.29 is 29 %, not 28.999999999999996
OUTSIDE = Text(
    "{name}: {count:Wert liegt|Werte liegen} außerhalb von {least:n} bis {most:n} {unit}, zum "
    "Beispiel {value:.1n}. Bitte Einheit und Gerät prüfen; gelesen wird, was dasteht.",
    "{name}: {count:value lies|values lie} outside {least:n} to {most:n} {unit}, for example "
    "{value:.1n}. Please check unit and device; what stands there is read.",
)
A_SHARE = Text(
    "{name}: Kein Wert ist größer als {most:.2n} {unit}. Sind es Anteile von 0 bis 1 statt "
    "Prozent?",
    "{name}: no value is larger than {most:.2n} {unit}. Are they shares of 0 to 1, not per cent?",
)
GAPS = (-777.0, -888.0, -999.0, -999.9, -7999.0, -9999.0)  # WISKI, DWD, Campbell and others
FAR = 300.0  # from the middle of all others, in any unit
GAP = Text(
    "„{header}“: {count:Wert heißt|Werte heißen} {value:n}; so schreiben Geräte, dass nichts "
    "gemessen wurde. Sie bleiben weg.",
    "“{header}”: {count:value is|values are} {value:n}, which is how devices write that nothing "
    "was measured. They stay out.",
)
DOUBLED = Text(
    "{name}: {count:Zeit kommt|Zeiten kommen} mehrmals vor; der letzte Wert wird genommen.",
    "{name}: {count:time occurs|times occur} more than once; the last value is taken.",
)


def sensed_series(table: Table, found: Converted, warned: SheetProblems) -> SensedFound:
    """The series, their readings (SENSED_SCHEMA), and what is asked about them."""
    series: list[SensedSeries] = []
    frames: list[pl.DataFrame] = []
    asked: list[Question] = []
    for channel, quantity in of_columns(found.every):
        frame = found.sensed.filter(pl.col("series") == channel.number)
        if frame.is_empty():
            continue
        if channel.column.unit is None:
            asked.append(ask_unit(table, channel, quantity))
            continue
        frame = without_gaps(frame, channel, warned)
        asked += doubled_times(table, channel, frame)
        asked += share_or_percent(table, channel, quantity, frame)
        asked += another_unit(table, channel, quantity, frame)
        one, rows = one_series(table, found, channel, quantity, frame, warned)
        one, rows = apart_from(series, one, rows)
        series.append(one)
        frames.append(rows)
    asked += indoors(table, found.every, series)
    readings = pl.concat(frames) if frames else pl.DataFrame(schema=SENSED_SCHEMA)
    return tuple(series), readings, asked


def without_gaps(frame: pl.DataFrame, channel: Channel, warned: SheetProblems) -> pl.DataFrame:
    """The readings without numbers that loggers write for none, far from all others."""
    marked = pl.col("value").is_in(GAPS)
    middle = frame.filter(~marked)["value"].median()
    if not isinstance(middle, float):
        return frame
    gaps = frame.filter(marked & ((pl.col("value") - middle).abs() > FAR))
    if gaps.is_empty():
        return frame
    warned.add("gap_mark", GAP.format(
        header=channel.column.header, count=len(gaps), value=float(gaps["value"][0]),
    ))  # fmt: skip
    return frame.filter(~marked)


def apart_from(
    others: Sequence[SensedSeries], one: SensedSeries, rows: pl.DataFrame
) -> tuple[SensedSeries, pl.DataFrame]:
    """A series with a place of its own: "Hase (2)" where another one has its name."""
    names = {each.name for each in others}
    places = (f"{one.place} ({number})" for number in range(2, len(names) + 3))
    named = ((place, f"{place}: {one.label.de}") for place in (one.place, *places))
    place, name = next(each for each in named if each[1] not in names)
    return replace(one, place=place, name=name), rows.with_columns(series=pl.lit(name))


def of_columns(channels: Sequence[Channel]) -> Iterator[tuple[Channel, SensedQuantity]]:
    """The channels of columns that hold such a quantity, with it."""
    for channel in channels:
        if channel.column.role is ColumnRole.SENSED:
            assert channel.column.quantity is not None
            yield channel, channel.column.quantity


def one_series(
    table: Table,
    found: Converted,
    channel: Channel,
    quantity: SensedQuantity,
    frame: pl.DataFrame,
    warned: SheetProblems,
) -> tuple[SensedSeries, pl.DataFrame]:
    """One series with its readings, each time once, in a unit of its quantity."""
    frame, unit = in_kept_unit(frame, channel.column.unit or "")
    place = place_of(table, channel, quantity)
    name = f"{place}: {quantity.label.de}"
    once = frame.unique("start", keep="last").sort("start")
    if doubled := len(frame) - len(once):
        warned.add("doubled_time", DOUBLED.format(name=name, count=doubled))
    said = table.hints.of(channel.column.header).unit or not quantity.assumed
    doubt(once["value"], name, quantity.label, unit, warned, said=bool(said))
    first, last = once["start"].min(), once["end"].max()
    assert isinstance(first, datetime)
    assert isinstance(last, datetime)
    why = (FOUND if said else USUAL).format(why=channel.column.why, unit=unit)
    why = joined([why, FALLS], "; ") if quantity.falls else why
    values = once["value"].to_list()
    series = SensedSeries(
        name, place, quantity.label, unit, spacing_of(found, channel, once), first, last,
        len(once), min(values), max(values), why,
    )  # fmt: skip
    named = once.with_columns(series=pl.lit(name)).select(list(SENSED_SCHEMA))
    return series, named.cast(SENSED_SCHEMA)  # type: ignore[arg-type]


def in_kept_unit(frame: pl.DataFrame, unit: str) -> tuple[pl.DataFrame, str]:
    """Temperatures in °C, shares in per cent; all else as it is written."""
    value = pl.col("value")
    if unit == FAHRENHEIT:
        return frame.with_columns(value=(value - 32) * 5 / 9), "°C"
    if unit == KELVIN:
        return frame.with_columns(value=value - 273.15), "°C"
    if unit == SHARE:
        return frame.with_columns(value=(value * 100).round(DIGITS)), "%"
    return frame, unit


def place_of(table: Table, channel: Channel, quantity: SensedQuantity) -> str:
    """Where it is measured: as rows or header say, else as sheet or file are called."""
    combo = channel.said.combo if channel.said else {}
    quantities = (quantity.label.de, channel.column.header)  # rows may name it, too
    rows = [text for text in combo.values() if text not in quantities]
    named = [*rows, *([quantity.rest] if rows or names_a_place(quantity.rest) else [])]
    if named:
        return " ".join(filter(None, named))
    whole = table.hints.series or place_within(table.sheet or table.stem)
    return f"{whole} {quantity.rest}".strip()


def spacing_of(found: Converted, channel: Channel, frame: pl.DataFrame) -> str:
    """How far the readings are apart; "" where they are single instants."""
    if (frame["start"] == frame["end"]).all():
        return ""
    spacing = found.when.spacing.get(channel.group, "")
    return "" if spacing == IRREGULAR else spacing


def doubt(
    values: pl.Series, name: str, label: Text, unit: str, warned: SheetProblems, *, said: bool
) -> None:
    """Name values there cannot be, and shares that are called per cent.

    said: the file or a person tells the unit; where none does, shares are asked about.
    """
    known = known_property(label.de, label.en)
    if known is None or unit not in known["units"]:
        return
    least, most = known["units"][unit]
    outside = values.filter((values < least) | (values > most))
    if len(outside):
        warned.add("implausible_reading", OUTSIDE.format(
            name=name, count=len(outside), least=float(least), most=float(most), unit=unit,
            value=float(outside[0]),
        ))  # fmt: skip
    share = known.get("suspicious", {}).get(unit)
    largest = float(values.max())  # type: ignore[arg-type]
    if said and share is not None and 0 < largest <= share:
        warned.add("a_share", A_SHARE.format(name=name, most=largest, unit=unit))

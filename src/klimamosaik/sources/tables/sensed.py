"""Readings of what is no use, with place and quantity, and the doubts about their values."""

from collections.abc import Iterator, Sequence
from datetime import datetime

import polars as pl

from klimamosaik.sources.grid.spans import IRREGULAR
from klimamosaik.sources.quantities.plausible import known_property
from klimamosaik.sources.sheets.problems import SheetProblems
from klimamosaik.sources.tables.channel import Channel
from klimamosaik.sources.tables.hints import ColumnRole
from klimamosaik.sources.tables.preview import SENSED_SCHEMA, SensedSeries
from klimamosaik.sources.tables.questions import of_column
from klimamosaik.sources.tables.readings import Converted
from klimamosaik.sources.tables.sensed_columns import (
    SensedQuantity,
    may_be_air,
    names_a_place,
    place_within,
)
from klimamosaik.sources.tables.table import Table
from klimamosaik.terms.question import Question
from klimamosaik.terms.text import Text

SensedFound = tuple[tuple[SensedSeries, ...], pl.DataFrame, list[Question]]
FOUND = Text("{why}, Einheit {unit}", "{why}, unit {unit}")
USUAL = Text("{why}; üblich ist {unit}", "{why}; usual is {unit}")
FAHRENHEIT = "°F"
UNIT = Text(
    "Spalte „{header}“ ({quantity}): In welcher Einheit stehen die Werte?",
    "Column “{header}” ({quantity}): in which unit are the values?",
)
INDOORS = Text(
    "Spalte „{header}“: Neben dem CO₂ in der Luft steht eine Temperatur. Ist sie im Raum oder "
    "draußen gemessen?",
    "Column “{header}”: a temperature stands beside the CO₂ in air. Was it measured in the room or "
    "outside?",
)
IN_THE_ROOM = Text("im Raum", "in the room")
OUTSIDE_AIR = Text("draußen: als Wetter lesen", "outside: read it as weather")
IN_ROOMS = "ppm"  # whoever measures CO₂ in the air does so in rooms, most of the time
LEAVE_OUT = Text("nicht lesen", "do not read it")
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
            asked.append(ask_unit(channel, quantity))
            continue
        one, rows = told(table, found, channel, quantity, frame, warned)
        series.append(one)
        frames.append(rows)
    asked += indoors(table, series)
    readings = pl.concat(frames) if frames else pl.DataFrame(schema=SENSED_SCHEMA)
    return tuple(series), readings, asked


def of_columns(channels: Sequence[Channel]) -> Iterator[tuple[Channel, SensedQuantity]]:
    """The channels of columns that hold such a quantity, with it."""
    for channel in channels:
        if channel.column.role is ColumnRole.SENSED:
            assert channel.column.quantity is not None
            yield channel, channel.column.quantity


def ask_unit(channel: Channel, quantity: SensedQuantity) -> Question:
    """In which of the units that fit a column is written."""
    return asked_unit(channel.column.header, quantity)


def asked_unit(header: str, quantity: SensedQuantity) -> Question:
    """In which of the units that fit a header's values are; or that they are not to be read."""
    text = UNIT.format(header=header, quantity=quantity.label)
    sensed = ColumnRole.SENSED.value
    known = (of_column(header, Text(unit, unit), role=sensed, unit=unit) for unit in quantity.units)
    leave = of_column(header, LEAVE_OUT, role=ColumnRole.IGNORED.value)
    return Question("sensed_unit", text, column=header, answers=(*known, leave))


def indoors(table: Table, series: Sequence[SensedSeries]) -> Iterator[Question]:
    """Ask of a temperature beside the CO₂ of a room whether it is the weather's.

    CO₂ without a unit may be air or emissions: beside a temperature it is asked about, too.
    """
    airs = list(unsaid_airs(table))
    if all(each.unit != IN_ROOMS for each in series) and not airs:
        return
    yield from airs
    for column in table.having(ColumnRole.TEMPERATURE):
        header = column.header
        if table.hints.of(header).role is None:
            room = of_column(header, IN_THE_ROOM, role=ColumnRole.SENSED.value)
            air = of_column(header, OUTSIDE_AIR, role=ColumnRole.TEMPERATURE.value)
            text = INDOORS.format(header=header)
            yield Question("indoors_or_not", text, column=header, answers=(room, air))


def unsaid_airs(table: Table) -> Iterator[Question]:
    """Columns that may hold the CO₂ of air, beside a temperature."""
    if not table.having(ColumnRole.TEMPERATURE):
        return
    for column in table.having(ColumnRole.IGNORED):
        air = may_be_air(column.header, column.unit_text or "")
        if air is not None and table.hints.of(column.header).role is None:
            yield asked_unit(column.header, air)


def told(
    table: Table,
    found: Converted,
    channel: Channel,
    quantity: SensedQuantity,
    frame: pl.DataFrame,
    warned: SheetProblems,
) -> tuple[SensedSeries, pl.DataFrame]:
    """One series with its readings, each time once, in a unit of its quantity."""
    frame, unit = in_celsius(frame, channel.column.unit or "")
    place = place_of(table, channel, quantity)
    name = f"{place}: {quantity.label.de}"
    once = frame.unique("start", keep="last").sort("start")
    if doubled := len(frame) - len(once):
        warned.add("doubled_time", DOUBLED.format(name=name, count=doubled))
    doubt(once["value"], name, quantity.label, unit, warned)
    first, last = once["start"].min(), once["end"].max()
    assert isinstance(first, datetime)
    assert isinstance(last, datetime)
    said = table.hints.of(channel.column.header).unit or not quantity.assumed
    why = (FOUND if said else USUAL).format(why=channel.column.why, unit=unit)
    values = once["value"].to_list()
    series = SensedSeries(
        name, place, quantity.label, unit, spacing_of(found, channel, once), first, last,
        len(once), min(values), max(values), why,
    )  # fmt: skip
    named = once.with_columns(series=pl.lit(name)).select(list(SENSED_SCHEMA))
    return series, named.cast(SENSED_SCHEMA)  # type: ignore[arg-type]


def in_celsius(frame: pl.DataFrame, unit: str) -> tuple[pl.DataFrame, str]:
    """Temperatures in °C; all else as it is written."""
    if unit != FAHRENHEIT:
        return frame, unit
    return frame.with_columns(value=(pl.col("value") - 32) * 5 / 9), "°C"


def place_of(table: Table, channel: Channel, quantity: SensedQuantity) -> str:
    """Where it is measured: as rows or header say, else as sheet or file are called."""
    combo = channel.said.combo if channel.said else {}
    rows = [text for text in combo.values() if text != quantity.label.de]
    named = [*rows, *([quantity.rest] if names_a_place(quantity.rest) else [])]
    if named:
        return " ".join(named)
    whole = table.hints.series or place_within(table.sheet or table.stem)
    return f"{whole} {quantity.rest}".strip()


def spacing_of(found: Converted, channel: Channel, frame: pl.DataFrame) -> str:
    """How far the readings are apart; "" where they are single instants."""
    if (frame["start"] == frame["end"]).all():
        return ""
    spacing = found.when.spacing.get(channel.group, "")
    return "" if spacing == IRREGULAR else spacing


def doubt(values: pl.Series, name: str, label: Text, unit: str, warned: SheetProblems) -> None:
    """Name values there cannot be, and shares that are called per cent."""
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
    if share is not None and 0 < largest <= share:
        warned.add("a_share", A_SHARE.format(name=name, most=largest, unit=unit))

"""What is asked about readings of what is no use: units, shares, doubled times, rooms."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

import polars as pl

from klimamosaik.sources.quantities.plausible import known_property
from klimamosaik.sources.tables.basics.channel import USES, Channel
from klimamosaik.sources.tables.basics.hints import ColumnRole
from klimamosaik.sources.tables.basics.preview import SensedSeries
from klimamosaik.sources.tables.basics.questions import of_column, yes
from klimamosaik.sources.tables.basics.sensed_columns import SHARE, SensedQuantity, may_be_air
from klimamosaik.sources.tables.basics.table import Table
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.question import Question
from klimamosaik.terms.text import Text

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
INDOORS_OR_NOT = Text(
    "„{header}“: Ist die Temperatur im Raum oder draußen gemessen?",
    "“{header}”: was the temperature measured in the room or outside?",
)
OUTDOORS = re.compile(
    r"(?i)außen|aussen|draußen|outdoor|outside|\bair|luft|extér|buiten|ambient|umgebung|wetter|weather"
)
IN_THE_ROOM = Text("im Raum", "in the room")
OUTSIDE_AIR = Text("draußen: als Wetter lesen", "outside: read it as weather")
IN_ROOMS = "ppm"  # whoever measures CO₂ in the air does so in rooms, most of the time
LEVEL = "water level"
HALF = 0.5  # of the values
OF_WATER = Text("Zählerstände von Wasser in m³", "readings of a water meter in m³")
LEAVE_OUT = Text("nicht lesen", "do not read it")
SHARES = Text(
    "Spalte „{header}“ ({quantity}): Kein Wert ist größer als {most:.2n}. Sind es Anteile von 0 "
    "bis 1 oder Prozent?",
    "Column “{header}” ({quantity}): no value is larger than {most:.2n}. Are they shares of 0 to "
    "1, or per cent?",
)
A_SHARE_OF_ONE = Text("Anteile: mal 100 in %", "shares: times 100 in %")
PERCENT = Text("Prozent", "per cent")
SEVERAL = Text(
    "„{header}“: Zu {count} von {of} Zeiten gibt es verschiedene Werte. Vermutlich stehen mehrere "
    "Sensoren in einer Spalte, und nichts unterscheidet sie. Was soll gelten?",
    "“{header}”: {count} of {of} times have different values. Probably several sensors stand in "
    "one column, and nothing tells them apart. What shall hold?",
)
LAST = Text("je Zeit den letzten Wert nehmen", "take the last value of each time")
FEW_DOUBLES, SHARE_OF_DOUBLES = 3, 0.02  # as of meters: one doubled hour a year is usual


def ask_unit(table: Table, channel: Channel, quantity: SensedQuantity) -> Question:
    """In which of the units that fit a column is written; beside meters it may be one of water."""
    header = channel.column.header
    question = asked_unit(header, quantity)
    if quantity.label.en != LEVEL or not table.having(ColumnRole.COUNTER):
        return question
    told = {"role": ColumnRole.COUNTER.value, "carrier": Carrier.WATER.value, "unit": "m³"}
    return replace(question, answers=(*question.answers, of_column(header, OF_WATER, **told)))


def another_unit(
    table: Table, channel: Channel, quantity: SensedQuantity, frame: pl.DataFrame
) -> Iterator[Question]:
    """Ask for the unit nobody tells where most values cannot be in the usual one."""
    known = known_property(quantity.label.de, quantity.label.en) or {"units": {}}
    bounds = known["units"].get(quantity.unit)
    told = not quantity.assumed or table.hints.of(channel.column.header).unit is not None
    if bounds is None or told:
        return
    least, most = bounds
    if float((~frame["value"].is_between(least, most)).mean() or 0) > HALF:  # type: ignore[arg-type]
        yield ask_unit(table, channel, quantity)


def asked_unit(header: str, quantity: SensedQuantity) -> Question:
    """In which of the units that fit a header's values are; or that they are not to be read."""
    text = UNIT.format(header=header, quantity=quantity.label)
    sensed = ColumnRole.SENSED.value
    known = (of_column(header, Text(unit, unit), role=sensed, unit=unit) for unit in quantity.units)
    leave = of_column(header, LEAVE_OUT, role=ColumnRole.IGNORED.value)
    return Question("sensed_unit", text, column=header, answers=(*known, leave))


def indoors(
    table: Table, channels: Sequence[Channel], series: Sequence[SensedSeries]
) -> Iterator[Question]:
    """Ask of a temperature beside the CO₂ of a room, or named in rows, whether it is the weather's.

    CO₂ without a unit may be air or emissions: beside a temperature it is asked about, too.
    """
    airs = list(unsaid_airs(table))
    yield from airs
    in_rooms = bool(airs) or any(each.unit == IN_ROOMS for each in series)
    columns = {each.header for each in table.columns}
    warm = [each.column for each in channels if each.column.role is ColumnRole.TEMPERATURE]
    for header in dict.fromkeys(each.header for each in warm):
        by_rows = header not in columns and not OUTDOORS.search(header)
        if (in_rooms or by_rows) and table.hints.of(header).role is None:
            room = of_column(header, IN_THE_ROOM, role=ColumnRole.SENSED.value)
            air = of_column(header, OUTSIDE_AIR, role=ColumnRole.TEMPERATURE.value)
            text = (INDOORS if in_rooms else INDOORS_OR_NOT).format(header=header)
            yield Question("indoors_or_not", text, column=header, answers=(room, air))


def unsaid_airs(table: Table) -> Iterator[Question]:
    """Columns that may hold the CO₂ of air: beside other readings of air, or where no use is."""
    beside = table.having(ColumnRole.TEMPERATURE, ColumnRole.SENSED)
    if not beside and table.having(*USES, ColumnRole.COST):
        return
    for column in table.having(ColumnRole.IGNORED):
        air = may_be_air(column.header, column.unit_text or "") if column.sample else None
        if air is not None and table.hints.of(column.header).role is None:
            yield asked_unit(column.header, air)


def doubled_times(table: Table, channel: Channel, frame: pl.DataFrame) -> Iterator[Question]:
    """Ask where many times have several values: nothing tells apart what was measured."""
    values = frame.group_by("start").agg(pl.col("value").n_unique())["value"]
    several = int((values > 1).sum())
    few = several < max(FEW_DOUBLES, SHARE_OF_DOUBLES * len(values))
    if few or "doubled_times" in table.hints.accepted:
        return
    text = SEVERAL.format(header=channel.column.header, count=several, of=len(values))
    leave = of_column(channel.column.header, LEAVE_OUT, role=ColumnRole.IGNORED.value)
    yield yes("doubled_times", text, LAST, leave)


def share_or_percent(
    table: Table, channel: Channel, quantity: SensedQuantity, frame: pl.DataFrame
) -> Iterator[Question]:
    """Ask of values that never pass 1 whether they are per cent, where no unit says so."""
    header = channel.column.header
    known = known_property(quantity.label.de, quantity.label.en) or {}
    most = known.get("suspicious", {}).get(quantity.unit)
    largest = frame["value"].max()
    if most is None or not quantity.assumed or table.hints.of(header).unit is not None:
        return
    if isinstance(largest, float) and 0 < largest <= most:
        text = SHARES.format(header=header, quantity=quantity.label, most=largest)
        told = ((A_SHARE_OF_ONE, SHARE), (PERCENT, "%"))
        role = ColumnRole.SENSED.value
        answers = tuple(of_column(header, label, role=role, unit=unit) for label, unit in told)
        yield Question("sensed_unit", text, column=header, answers=answers)


def lone_airs(table: Table) -> list[Question]:
    """Whether the only readings of a table are the CO₂ of air: nothing else is there to tell."""
    return list(unsaid_airs(table)) if table.having(ColumnRole.TIME, ColumnRole.FROM) else []

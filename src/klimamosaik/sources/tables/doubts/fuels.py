"""Oil and wood by litre or kilogram: what is left in a tank and what is delivered is no use."""

import re

import polars as pl

from klimamosaik.sources.grid.spans import IRREGULAR
from klimamosaik.sources.tables.basics.channel import Channel
from klimamosaik.sources.tables.basics.questions import of_column
from klimamosaik.sources.tables.basics.table import Table
from klimamosaik.sources.tables.series.readings import Converted
from klimamosaik.sources.tables.units.fuel_units import SPELLINGS
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.question import Question
from klimamosaik.terms.text import Text
from klimamosaik.terms.unit import UNITS

BY_AMOUNT = ("volume", "mass", "bulk")
LEVEL = re.compile(
    r"(?i)tank(?!stelle|ung)|pegel|füllstand|fuellstand|bestand|vorrat|peilung|\blevel|\bstock"
)
USED = re.compile(r"(?i)verbrauch|consum|\buse|verbruik")
DELIVERED = re.compile(r"(?i)liefer|betank|tankung|befüll|deliver|einkauf|bezogen|livrais|livré")
LIQUEFIED = re.compile(r"(?i)fl(?:ü|ue)ssiggas|\blpg\b|\bpropan|\bbutan|autogas")
FALLING = 0.8  # share of steps down from which on values are what is left in a tank
ENOUGH = 8  # steps


def fuel_questions(table: Table, found: Converted) -> list[Question]:
    """Ask whether volumes are what is left in a tank, or deliveries; neither is use of that day."""
    return [
        question
        for channel in found.channels
        if table.hints.of(channel.column.header).role is None
        and (question := fuel_question(table, found, channel)) is not None
    ]


def fuel_question(table: Table, found: Converted, channel: Channel) -> Question | None:
    """What is asked about one series; None where nothing is."""
    plan, header = found.conversions[channel.number], channel.column.header
    if LIQUEFIED.search(f"{header} {channel.name}") and plan.carrier in (None, Carrier.GAS):
        return liquefied_gas(header, plan.unit)
    unit = UNITS.get(plan.source_unit)
    by_amount = unit is not None and unit.dimension in BY_AMOUNT
    if not by_amount or channel.number in found.counters or plan.carrier not in MAY_BE_FUEL:
        return None
    named = LEVEL.search(header) and not USED.search(header)
    if named or (plan.carrier is Carrier.OIL and falls(found.frame, channel)):
        return level_or_use(header)
    loose = found.when.spacing.get(channel.group) == IRREGULAR and not found.when.periods
    told = DELIVERED.search(f"{header} {table.titles}")
    if plan.carrier in SPELLINGS and (loose or told):
        return fuel_delivered(header, loose=loose)
    return None


MAY_BE_FUEL = (None, *SPELLINGS)


def falls(frame: pl.DataFrame, channel: Channel) -> bool:
    """True where values fall nearly always, as what is left in a tank does, and rise again once."""
    rows = frame.filter(pl.col("series") == channel.number).sort("start")
    steps = rows["value"].diff().drop_nulls()
    return len(steps) >= ENOUGH and bool(FALLING <= ((steps < 0).mean() or 0) < 1)  # type: ignore[operator]


def level_or_use(header: str) -> Question:
    """Whether a column tells what is left in a tank."""
    return Question(
        "level_or_use",
        Text(
            "„{header}“: Ist das, was noch im Tank oder Lager ist, oder was verbraucht wurde?",
            "“{header}”: is it what is left in the tank or store, or what was used?"
        ).format(header=header),
        column=header,
        answers=(
            of_column(header, Text("was noch da ist: kein Verbrauch, als Füllstand lesen",
                                   "what is left: no use, read it as a level"), role="sensed"),
            of_column(header, Text("Verbrauch je Zeitraum", "use per period"), role="value"),
            of_column(header, Text("nicht verwenden", "leave it out"), role="ignored"),
        ),
    )  # fmt: skip


def fuel_delivered(header: str, *, loose: bool) -> Question:
    """How deliveries count. loose: at dates of no regular distance."""
    since = Text("als Verbrauch seit der Zeile davor", "as use since the row before")
    within = Text("als Verbrauch im Zeitraum der Zeile", "as use in the period of its row")
    return Question(
        "fuel_delivered",
        Text(
            "„{header}“ sieht nach gelieferten Mengen aus. Was geliefert wird, ist nicht an "
            "diesem Tag verbraucht. Wie soll es zählen?",
            "“{header}” looks like deliveries. What is delivered is not used on that day. How "
            "shall it count?"
        ).format(header=header),
        column=header,
        answers=(
            of_column(header, since if loose else within, role="value"),
            of_column(header, Text("gar nicht: nicht als Verbrauch lesen",
                                   "not at all: do not read it as use"), role="ignored"),
        ),
    )  # fmt: skip


def liquefied_gas(header: str, unit: str) -> Question:
    """Liquefied gas is no natural gas. unit: of what is read."""
    as_gas = Text(
        "als Erdgas zählen; sein CO₂ ist dann etwas zu niedrig",
        "count it as natural gas; its CO₂ is then somewhat too low",
    )
    return Question(
        "liquefied_gas",
        Text(
            "„{header}“ ist Flüssiggas, kein Erdgas; als eigenen Energieträger von Messwerten gibt "
            "es das hier nicht. Wie soll es zählen?",
            "“{header}” is liquefied gas, no natural gas; readings have no carrier of that kind. "
            "How shall it count?"
        ).format(header=header),
        column=header,
        answers=(
            of_column(header, Text("weglassen; die Menge bitte in der Bilanz eintragen",
                                   "leave it out; please enter the amount in the balance"),
                      role="ignored"),
            *([of_column(header, as_gas, role="value", carrier="gas")] if unit == "kWh" else []),
        ),
    )  # fmt: skip

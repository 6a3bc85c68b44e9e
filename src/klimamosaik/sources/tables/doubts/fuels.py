"""Oil and wood by litre or kilogram: what is left in a tank and what is delivered is no use."""

import re

import polars as pl

from klimamosaik.sources.grid.spans import IRREGULAR
from klimamosaik.sources.tables.basics.channel import Channel
from klimamosaik.sources.tables.basics.questions import answer, of_column, some
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
    untold = [each for each in found.channels if table.hints.of(each.column.header).role is None]
    gas = [each for each in untold if is_liquefied(found, each)]
    asked = [
        question
        for channel in untold
        if channel not in gas and (question := fuel_question(table, found, channel)) is not None
    ]
    if not gas:
        return asked
    headers = list(dict.fromkeys(each.column.header for each in gas))
    by_volume = {c.column.header for c in gas if found.conversions[c.number].unit != "kWh"}
    return [liquefied_gas(headers, [each for each in headers if each not in by_volume]), *asked]


def is_liquefied(found: Converted, channel: Channel) -> bool:
    """True for a series of propane, butane or both that would be read as natural gas."""
    named = LIQUEFIED.search(f"{channel.column.header} {channel.name}")
    return bool(named) and found.conversions[channel.number].carrier in (None, Carrier.GAS)


def fuel_question(table: Table, found: Converted, channel: Channel) -> Question | None:
    """What is asked about one series; None where nothing is."""
    plan, header = found.conversions[channel.number], channel.column.header
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


def liquefied_gas(headers: list[str], energy: list[str]) -> Question:
    """Liquefied gas is no natural gas; one question for all its columns.

    energy: those of them in kWh. Where others tell litres, the energy alone counts, so that
    nothing else about the two is open.
    """
    as_gas = [
        {"header": each, "role": "value", "carrier": "gas"} if each in energy
        else {"header": each, "role": "ignored"}
        for each in headers
    ]  # fmt: skip
    told = AS_GAS if energy == headers else ENERGY_AS_GAS.format(named=some(energy))
    return Question(
        "liquefied_gas",
        Text(
            "{named}: Das ist Flüssiggas, kein Erdgas; als eigenen Energieträger von Messwerten "
            "gibt es das hier nicht. Wie soll es zählen?",
            "{named}: this is liquefied gas, no natural gas; no carrier of readings is. "
            "How shall it count?",
        ).format(named=some(headers)),
        column=headers[0] if len(headers) == 1 else None,
        answers=(
            answer(LEFT_OUT, columns=[{"header": each, "role": "ignored"} for each in headers]),
            *([answer(told, columns=as_gas)] if energy else []),
        ),
    )  # fmt: skip


LEFT_OUT = Text(
    "weglassen; die Menge bitte in der Bilanz eintragen",
    "leave it out; please enter the amount in the balance",
)
AS_GAS = Text(
    "als Erdgas zählen; sein CO₂ ist dann etwas zu niedrig",
    "count it as natural gas; its CO₂ is then somewhat too low",
)
ENERGY_AS_GAS = Text(
    "nur {named} zählen, als Erdgas; sein CO₂ ist dann etwas zu niedrig",
    "count {named} alone, as natural gas; its CO₂ is then somewhat too low",
)

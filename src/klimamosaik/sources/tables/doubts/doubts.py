"""What only a person can decide about the series of a table: units, counters, doubles."""

from collections import defaultdict

import polars as pl

from klimamosaik.sources.tables.basics.channel import MEASURED_ROLES
from klimamosaik.sources.tables.basics.column_questions import (
    column_unknown,
    counter_unclear,
)
from klimamosaik.sources.tables.basics.double_questions import (
    doubled_rows,
)
from klimamosaik.sources.tables.basics.hints import ColumnRole
from klimamosaik.sources.tables.basics.questions import answer, some, yes
from klimamosaik.sources.tables.basics.table import Table
from klimamosaik.sources.tables.series.doubles import overlaps
from klimamosaik.sources.tables.series.readings import Converted, count_doubles
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.question import Answer, Question
from klimamosaik.terms.text import Text


def unit_questions(found: Converted) -> list[Question]:
    """Ask for units nothing tells, and for those nobody knows, once for all series alike."""
    absent: dict[Carrier | None, list[int]] = defaultdict(list)
    strange: dict[tuple[str, Carrier | None], list[int]] = defaultdict(list)
    channels = {channel.number: channel for channel in found.channels}
    for number, channel in channels.items():
        plan = found.conversions[number]
        if plan.unit and not plan.assumed:
            continue
        if channel.strange:
            strange[channel.strange, plan.carrier].append(number)
        else:
            absent[plan.carrier].append(number)
    asked = []
    for carrier, numbers in absent.items():
        names = [channels[number].name for number in numbers]
        asked.append(unit_absent(names, _headers(channels[n] for n in numbers), carrier))
    for (text, carrier), numbers in strange.items():
        headers = _headers(channels[n] for n in numbers)
        asked.append(unit_strange(text, headers, carrier))
    return asked


def _headers(channels: object) -> list[str]:
    return list(dict.fromkeys(channel.column.header for channel in channels))  # type: ignore[attr-defined]


def overlap_questions(table: Table, found: Converted) -> list[Question]:
    """Ask where periods of one meter overlap: the time between would count twice."""
    worst = overlaps(found.frame)
    if worst is None or "overlapping_periods" in table.hints.accepted:
        return []
    number, count, row = worst
    name = next(channel.name for channel in found.channels if channel.number == number)
    return [
        yes(
            "overlapping_periods",
            Text(
                "{name}: {count} Zeiträume überschneiden sich, z. B. in Zeile {row}. Zählt die "
                "Energie darin wirklich doppelt?",
                "{name}: {count} periods overlap, for example in row {row}. Does the energy in "
                "them really count twice?",
            ).format(name=name, count=count, row=row),
            Text("ja, beide zählen", "yes, both count"),
        )
    ]


def counter_questions(found: Converted) -> list[Question]:
    """Ask whether values that only grow are meter readings, and with them the sums left out."""
    unclear = [each for each in found.channels if each.number in found.perhaps_counters]
    if not unclear:
        return []
    every = (each for each in found.every if each.number in found.perhaps_counters)
    asked = found.frame.filter(pl.col("series").is_in([each.number for each in unclear]))
    alone = not asked["series"].is_duplicated().any()
    return [counter_unclear([each.name for each in unclear], _headers(every), alone=alone)]


MANY_DOUBLES = 0.3  # share of rows from which on something that tells them apart is missed
EXPLAINS = 0.8  # share of the doubled rows a column must tell apart
EXPLAINABLE = (ColumnRole.UNKNOWN, ColumnRole.IGNORED, ColumnRole.KIND)


def column_questions(table: Table, found: Converted) -> list[Question]:
    """Ask about the column that tells apart rows of the same meter and time."""
    start = found.when.frame["start"]
    if start.is_empty() or not (doubled := count_doubles(found.group, start)):
        return []
    frame = pl.DataFrame({"group": found.group, "start": start})
    keys = frame.with_row_index("at").drop_nulls("start")
    for column in table.having(*EXPLAINABLE):
        if table.hints.of(column.header).role is not None:
            continue
        cells = table.cells(column).str.strip_chars()
        different = int(cells.drop_nulls().n_unique())
        if different < 2 or different > len(keys) // 2:
            continue
        with_it = keys.with_columns(cells.gather(keys["at"]).alias("cell"))
        left = len(keys) - with_it.select(pl.struct("group", "start", "cell").n_unique()).item()
        if doubled - left >= EXPLAINS * doubled:
            shown = cells.drop_nulls().unique(maintain_order=True).head(6).to_list()
            return [column_unknown(column.header, shown)]
    values = [table.cells(each) for each in table.having(*MEASURED_ROLES)[:1]]
    same = keys.with_columns(values[0].gather(keys["at"]).alias("cell")) if values else keys
    doubled = len(keys) - same.select(pl.struct(same.columns[1:]).n_unique()).item()
    many = doubled >= MANY_DOUBLES * len(keys) and "doubled_rows" not in table.hints.accepted
    return [doubled_rows(doubled, len(keys))] if many else []


UNITS_OF = {
    Carrier.WATER: ("m³", "l", "hl", "US gal"),
    Carrier.GAS: ("kWh", "m³", "MWh", "therm", "CCF"),
    Carrier.OIL: ("l", "m³", "kWh", "MWh"),
    Carrier.PELLETS: ("kg", "t", "kWh", "MWh"),
    None: ("kWh", "MWh", "Wh", "kW", "W", "m³"),
}


def unit_choices(carrier: Carrier | None) -> tuple[str, ...]:
    """Symbols one would expect for a carrier, the most usual first."""
    return UNITS_OF.get(carrier, ("kWh", "MWh", "Wh", "kW", "W", "GJ"))


def unit_absent(names: list[str], headers: list[str], carrier: Carrier | None) -> Question:
    """Nothing says in what unit these series are."""
    text = Text(
        "Die Datei nennt keine Einheit für {which}. In welcher Einheit stehen die Werte?",
        "The file gives no unit for {which}. In what unit are the values?",
    ).format(which=some(names))
    return Question(
        "unit_unknown", text, column=_alone(headers), answers=_units(headers, carrier), field="unit"
    )


def unit_strange(found: str, headers: list[str], carrier: Carrier | None) -> Question:
    """A unit is given, but it is none that is known."""
    text = Text(
        "Die Einheit „{found}“ in {some} ist nicht bekannt. Welche ist es?",
        "The unit “{found}” in {some} is not known. Which one is it?",
    ).format(found=found, some=some(headers))
    return Question(
        "unit_strange", text, column=_alone(headers), answers=_units(headers, carrier), field="unit"
    )


def _alone(headers: list[str]) -> str | None:
    return headers[0] if len(headers) == 1 else None


def _units(headers: list[str], carrier: Carrier | None) -> tuple[Answer, ...]:
    out = answer(NO_USE, columns=[{"header": header, "role": "ignored"} for header in headers])
    own = answer(OF_ITS_OWN, columns=[{"header": header, "role": "sensed"} for header in headers])
    ends = (out,) if carrier else (own, out)
    told = [
        answer(Text(u, u), columns=[{"header": header, "unit": u} for header in headers])
        for u in unit_choices(carrier)
    ]
    return (*told, *ends)


OF_ITS_OWN = Text(
    "kein Verbrauch: als Messgröße lesen (Pegel, Lärm, Bodenfeuchte ...)",
    "no use: read it as a quantity of its own (level, noise, soil moisture ...)",
)
NO_USE = Text("kein Verbrauch: nicht verwenden", "no use: leave it out")

"""What only a person can decide about the series of a table: units, counters, doubles."""

from collections import defaultdict

import polars as pl

from klimamosaik.sources.tables.channel import MEASURED_ROLES
from klimamosaik.sources.tables.column_questions import (
    column_unknown,
    counter_unclear,
)
from klimamosaik.sources.tables.double_questions import (
    doubled_rows,
)
from klimamosaik.sources.tables.doubles import overlaps
from klimamosaik.sources.tables.hints import ColumnRole
from klimamosaik.sources.tables.questions import yes
from klimamosaik.sources.tables.readings import Converted
from klimamosaik.sources.tables.table import Table
from klimamosaik.sources.tables.unit_questions import unit_absent, unit_strange
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.question import Question
from klimamosaik.terms.text import Text


def unit_questions(table: Table, found: Converted) -> list[Question]:
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
    return [counter_unclear([each.name for each in unclear], _headers(every))]


FEW_DOUBLES = 3


SHARE_OF_DOUBLES = 0.02  # of all rows; one doubled hour a year is usual


MANY_DOUBLES = 0.3  # share of rows from which on something that tells them apart is missed


EXPLAINS = 0.8  # share of the doubled rows a column must tell apart


EXPLAINABLE = (ColumnRole.UNKNOWN, ColumnRole.IGNORED, ColumnRole.KIND)


def column_questions(table: Table, found: Converted) -> list[Question]:
    """Ask about the column that tells apart rows of the same meter and time."""
    frame = pl.DataFrame({"group": found.group, "start": found.when.frame["start"]})
    if found.when.frame["start"].null_count() > len(frame) // 2:
        return []
    keys = frame.with_row_index("at").drop_nulls("start")
    times = keys.group_by("group").agg(pl.col("start").n_unique())["start"]
    doubled = len(keys) - int(times.sum())
    if doubled < max(FEW_DOUBLES, SHARE_OF_DOUBLES * len(keys)):
        return []
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

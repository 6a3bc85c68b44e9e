"""The electricity of one place as a portal shows it: used, drawn, made, fed in."""

import re
from collections import defaultdict
from dataclasses import dataclass

import polars as pl

from klimamosaik.sources.tables.sums.parts import FROM_GRID, Holds, holding
from klimamosaik.sources.tables.sums.same import CountedSeries
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.direction import Direction

OF_ALL = re.compile(
    r"(?i)verbrauch|consum|hausverbr|\bload\b|\blast\b|\busage|\bused?\b|verbruik|consommation|\bhome\b|\bhaus\b|\bhouse\b|\bmaison\b"
)


def _electric_beside_each_other(series: list[CountedSeries]) -> list[list[CountedSeries]]:
    """Series of the same rows that are electricity or may be."""
    found: dict[int, list[CountedSeries]] = defaultdict(list)
    for each in series:
        if each.plan.carrier in (None, Carrier.ELECTRICITY):
            found[each.channel.group].append(each)
    return list(found.values())


@dataclass(frozen=True)
class Flows:
    """The electricity of one place as a portal shows it."""

    use: CountedSeries  # all that is used
    parts: list[CountedSeries]  # drawn from the grid, made and used on the spot
    proven: bool  # the figures show that the use holds the parts


def flows(frame: pl.DataFrame, series: list[CountedSeries]) -> list[Flows]:
    """Where total use stands beside what is drawn and what is made and used, both are its parts."""
    found = []
    for members in _electric_beside_each_other(series):
        ways = {each.direction for each in members}
        if not ways & ON_THE_SPOT:
            continue
        drawn = [each for each in members if each.direction is Direction.DRAWN]
        grid = [each for each in drawn if FROM_GRID.search(each.channel.column.header)]
        used = [
            each for each in drawn
            if each not in grid and OF_ALL.search(each.channel.column.header)
        ]  # fmt: skip
        own = [each for each in members if each.direction is Direction.OWN_USE]
        if used and (grid or own or len(used) > 1):
            sums = dict(frame.group_by("series").agg(pl.col("value").sum()).iter_rows())
            use, *others = sorted(used, key=lambda one: -sums.get(one.channel.number, 0.0))
            parts = [*grid, *own, *others]
            beside = [*grid, *own] or others
            held = beside != own and holding(frame, use, beside) is not Holds.UNCLEAR
            held = held or _made_up(frame, use, members)
            found.append(Flows(use, parts, held or _balanced(frame, use, members)))
    return found


def _made_up(frame: pl.DataFrame, use: CountedSeries, members: list[CountedSeries]) -> bool:
    """True where use is the sum of what comes from the grid, the roof and the battery."""
    beside = [each for each in members if each is not use]
    out = [each for each in beside if each.direction is not Direction.FED_IN]
    out = [each for each in out if not CHARGING.search(each.channel.column.header)]
    for made in (Direction.GENERATED, Direction.OWN_USE):
        parts = [each for each in out if each.direction not in ON_SITE or each.direction is made]
        if len(parts) > 1 and holding(frame, use, parts) is Holds.SUM:
            return True
    return False


ON_SITE = (Direction.GENERATED, Direction.OWN_USE)  # the same energy, told before and after
ON_THE_SPOT = {*ON_SITE, Direction.FED_IN, Direction.STORED, Direction.SHARED}
CHARGING = re.compile(r"(?i)(?<!ent)lad|(?<!dis)charg|gespeichert|stored|\bin\b")
BALANCE = 0.05  # of the use; losses of a battery are that large


def _balanced(frame: pl.DataFrame, use: CountedSeries, members: list[CountedSeries]) -> bool:
    """True where use = drawn + generated - fed in +- battery over all, as portals work it out."""
    sums = dict(frame.group_by("series").agg(pl.col("value").sum()).iter_rows())
    balance = 0.0
    for each in members:
        if each is use or each.direction is Direction.OWN_USE:
            continue
        charging = each.direction is Direction.STORED and CHARGING.search(
            each.channel.column.header
        )
        minus = each.direction is Direction.FED_IN or bool(charging)
        balance += sums.get(each.channel.number, 0.0) * (-1 if minus else 1)
    used = sums.get(use.channel.number, 0.0)
    return bool(used > 0 and abs(used - balance) <= BALANCE * used)

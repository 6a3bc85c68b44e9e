"""The same energy told twice in a table: one of the two counts, and which one is said."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from functools import cached_property

import polars as pl

from klimamosaik.sources.grid.zones import BERLIN
from klimamosaik.sources.tables.basics.channel import Channel, Combo
from klimamosaik.sources.tables.basics.few_series import by_few_series
from klimamosaik.sources.tables.basics.obis import Obis, obis, obis_within
from klimamosaik.sources.tables.units.channel_signs import says_kind
from klimamosaik.sources.tables.units.energy import Conversion
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.direction import Direction

NEAR = 0.02  # relative difference of two amounts that are the same
TOTAL = 0.005  # of two sums
AGREE = 0.9  # share of intervals that must agree
PER_CUBIC_METRE = (7.0, 14.0)  # kWh; DVGW G 260 for natural gas
COMMON = 0.5  # share of the shorter series' intervals that both must have
Kind = tuple[str, Direction, Carrier | None, int | None]
Slot = tuple[int, str, str]  # column, direction and code of a row: what a series of a family is


@dataclass(frozen=True)
class CountedSeries:
    """One series with what decides whether it may tell the same energy as another."""

    channel: Channel
    plan: Conversion
    counter: bool
    direction: Direction

    @cached_property
    def combo(self) -> Combo:
        """What the rows say that names this series."""
        return self.channel.said.combo if self.channel.said else {}

    @cached_property
    def kinds(self) -> frozenset[str]:
        """Words of its rows that tell what they hold, not whose it is."""
        return frozenset(text for text in self.combo.values() if says_kind(text))

    @cached_property
    def family(self) -> tuple[str | None, ...]:
        """Equal for series of one meter."""
        told = ("direction", "obis")
        named = {key: text for key, text in self.combo.items() if key not in told}
        return tuple(f"{key}={text}" for key, text in named.items() if text not in self.kinds)

    @cached_property
    def slot(self) -> Slot:
        """Which of the family it is; the same for all families of a table."""
        kinds = " ".join(text for text in self.combo.values() if text in self.kinds)
        direction = f"{self.combo.get('direction', '')} {kinds}"
        return self.channel.column.index, direction.strip(), self.combo.get("obis", "")

    @cached_property
    def code(self) -> Obis | None:
        """The OBIS code of its rows or its column."""
        return obis(self.slot[2]) or obis_within(self.channel.column.header)

    @property
    def kind(self) -> Kind:
        """Series of different kinds never tell the same energy."""
        code = self.code
        tariff = code.tariff if code and code.tariff else None
        return self.channel.kin, self.direction, self.plan.carrier, tariff


class Same(Enum):
    """What two series of one name have to do with each other."""

    EQUAL = "equal"
    PEAK = "peak"  # the power of single instants, or never below the mean that the amount gives
    COUNTER = "counter"  # a running total beside an amount, which do not agree
    DIFFERENT = "different"


@dataclass(frozen=True)
class Pair:
    """Two slots of the same kind, the one that counts first."""

    counts: CountedSeries
    other: CountedSeries
    how: Same


def pairs(frame: pl.DataFrame, series: list[CountedSeries]) -> list[Pair]:
    """Pairs of slots that share name, direction and carrier, judged over all families.

    frame: series, start, end, value [kWh or m³]. Of a pair the amount counts before power and
    counter, energy before volume, the finer before the coarser, the left one before the right.
    """
    by_slot: dict[Slot, list[CountedSeries]] = defaultdict(list)
    for each in series:
        by_slot[each.slot].append(each)
    if len(by_slot) < 2:
        return []
    spans = _spans(frame)
    slots = sorted(by_slot, key=lambda slot: _rank(by_slot[slot][0], spans))
    found = []
    gone: set[Slot] = set()
    later = _alike([by_slot[slot] for slot in slots])
    for place, slot in enumerate(slots):
        if slot in gone:
            continue
        for other in (slots[each] for each in later[place] if slots[each] not in gone):
            how = _compared(frame, by_slot[slot], by_slot[other])
            found.append(Pair(by_slot[slot][0], by_slot[other][0], how))
            if how is not Same.DIFFERENT:
                gone.add(other)
    return found


def _alike(slots: list[list[CountedSeries]]) -> list[list[int]]:
    """For each slot the places of later ones that share a kind and a family with it."""
    families = [{each.family for each in slot} for slot in slots]
    kinds = [{each.kind for each in slot} for slot in slots]
    having: dict[object, list[int]] = defaultdict(list)
    for place, told in enumerate(kinds):
        for kind in told:
            having[kind].append(place)
    return [
        sorted(
            later
            for later in {other for kind in told for other in having[kind] if other > place}
            if families[place] & families[later]
        )
        for place, told in enumerate(kinds)
    ]


def _spans(frame: pl.DataFrame) -> dict[int, float]:
    """Series -> usual length of its intervals [s]."""
    length = (pl.col("end") - pl.col("start")).dt.total_seconds()
    usual = by_few_series(frame, lambda part: part.group_by("series").agg(length.median()))
    return dict(usual.iter_rows())


def _rank(each: CountedSeries, spans: dict[int, float]) -> tuple[int, bool, float, int]:
    """The smaller, the rather it counts."""
    how = 3 if _instant(each) else 2 if each.counter else 1 if each.plan.power else 0
    span = spans.get(each.channel.number) or 0.0
    return how, each.plan.unit != "kWh", span, each.channel.column.index


def _instant(each: CountedSeries) -> bool:
    return bool(each.code and each.code.instant)


def _compared(frame: pl.DataFrame, first: list[CountedSeries], second: list[CountedSeries]) -> Same:
    ours, theirs = first[0], second[0]
    a, b = _of_families(frame, first), _of_families(frame, second)
    both = a.join(b, on=("family", "start", "end"), how="inner")
    if len(both) < COMMON * min(len(a), len(b)):
        a, b = _by_day(a), _by_day(b)
        both = a.join(b, on=("family", "start"), how="inner")
    volume = ours.plan.unit == "kWh" and theirs.plan.unit == "m³"
    if len(both) and (_same_gas(both) if volume else _equal(both)):
        return Same.EQUAL
    if theirs.counter and not ours.counter:
        return Same.COUNTER
    if _instant(theirs) and not _instant(ours):
        return Same.PEAK
    if theirs.plan.power and not ours.plan.power and len(both) and _peak(both):
        return Same.PEAK
    return Same.DIFFERENT


def _of_families(frame: pl.DataFrame, series: Iterable[CountedSeries]) -> pl.DataFrame:
    numbers = {each.channel.number: "·".join(map(str, each.family)) for each in series}
    keys = pl.DataFrame(
        {"series": list(numbers), "family": list(numbers.values())},
        schema={"series": pl.UInt32, "family": pl.String},
    )
    return frame.select("series", "start", "end", "value").join(keys, on="series", how="inner")


def _by_day(part: pl.DataFrame) -> pl.DataFrame:
    day = pl.col("start").dt.convert_time_zone(BERLIN).dt.date()
    return part.group_by("family", day).agg(pl.col("value").sum())


def _equal(both: pl.DataFrame) -> bool:
    largest = pl.max_horizontal(pl.col("value").abs(), pl.col("value_right").abs())
    off = (pl.col("value") - pl.col("value_right")).abs()
    # the last digit shown may differ where one of the two was rounded
    scale = largest.median()
    agree = both.select((off <= NEAR * pl.max_horizontal(largest, scale)).mean()).item()
    sums = both.select(pl.col("value").sum(), pl.col("value_right").sum()).row(0)
    near = abs(sums[0] - sums[1]) <= TOTAL * max(abs(sums[0]), abs(sums[1]))
    return float(agree or 0) >= AGREE or (near and len(both) > 3)


def _same_gas(both: pl.DataFrame) -> bool:
    ratio = both.filter(pl.col("value_right") > 0)
    if ratio.is_empty():
        return False
    each = ratio["value"] / ratio["value_right"]
    middle = float(each.median() or 0)  # type: ignore[arg-type]
    near = float(((each / middle - 1).abs() <= 2 * NEAR).mean() or 0) if middle else 0.0  # type: ignore[arg-type]
    return PER_CUBIC_METRE[0] <= middle <= PER_CUBIC_METRE[1] and near >= AGREE - 0.1


def _peak(both: pl.DataFrame) -> bool:
    above = both.select((pl.col("value_right") >= pl.col("value") * (1 - NEAR)).mean()).item()
    return float(above or 0) >= AGREE


def total_of_tariffs(series: list[CountedSeries]) -> set[int]:
    """Series of single tariffs (1.8.1, 1.8.2) whose meter also gives all tariffs (1.8.0)."""
    codes = {each.channel.number: each.code for each in series}
    whole = {
        (each.family, each.direction, code.counter)
        for each in series
        if (code := codes[each.channel.number]) and code.tariff == 0
    }
    return {
        each.channel.number
        for each in series
        if (code := codes[each.channel.number])
        and code.tariff and (each.family, each.direction, code.counter) in whole
    }  # fmt: skip

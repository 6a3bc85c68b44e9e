"""Series that tell the same energy again, by another column, counter or tariff."""

import re
from collections import defaultdict

import polars as pl

from klimamosaik.sources.tables.basics.double_questions import (
    same_name,
    same_values,
)
from klimamosaik.sources.tables.basics.few_series import by_few_series
from klimamosaik.sources.tables.basics.hints import ColumnRole
from klimamosaik.sources.tables.basics.questions import some
from klimamosaik.sources.tables.basics.vocabulary import is_tariff, role_of, unit_in
from klimamosaik.sources.tables.series.channel_names import kin
from klimamosaik.sources.tables.series.counted import says_power
from klimamosaik.sources.tables.series.sensed_rows import OF_QUANTITIES
from klimamosaik.sources.tables.sums.resolution import Resolution
from klimamosaik.sources.tables.sums.same import CountedSeries, Pair, Same, pairs, total_of_tariffs
from klimamosaik.terms.direction import Direction
from klimamosaik.terms.text import Text


def drop_doubles(work: Resolution) -> list[Pair]:
    """Drop what tells the same energy again; returns the pairs that differ."""
    different = []
    for pair in pairs(work.frame, work.series):
        if pair.how is Same.DIFFERENT:
            different.append(pair)
            continue
        gone = {each.channel.number for each in work.series if each.slot == pair.other.slot}
        work.drop(gone, "same_energy", _counted_twice(pair))
    return different


def tariff_counters(work: Resolution) -> None:
    """Counters of single tariffs beside the use of all of them tell that use again."""
    counters: dict[tuple[str | None, ...], list[CountedSeries]] = defaultdict(list)
    for each in work.series:
        if each.counter:
            counters[each.family].append(each)
    for amount in [each for each in work.series if not each.counter and not each.plan.power]:
        beside = [
            each for each in counters.get(amount.family, [])
            if each.kind[1:3] == amount.kind[1:3]
            and each.channel.kin != amount.channel.kin
            and without_tariffs(each.channel.kin) == amount.channel.kin
        ]  # fmt: skip
        if len(beside) < 2:
            continue
        header = amount.channel.column.header
        headers = [each.channel.column.header for each in beside]
        gone = {each.channel.number for each in beside}
        left = (each for each in counters[amount.family] if each.channel.number not in gone)
        counters[amount.family] = list(left)
        work.drop(gone, "same_energy", Text(
            "{some} sind Zählerstände der Tarife, „{header}“ ist der Verbrauch. Gezählt wird "
            "„{header}“.",
            "{some} hold meter readings of the tariffs, “{header}” the use. “{header}” counts."
        ).format(some=some(headers), header=header))  # fmt: skip


def without_tariffs(kin: str) -> str:
    """The name of a column without its tariff."""
    return " ".join(word for word in kin.split() if not is_tariff(word))


def _counted_twice(pair: Pair) -> Text:
    counts, other = pair.counts.channel.column.header, pair.other.channel.column.header
    if counts == other:
        counts, other = pair.counts.channel.name, pair.other.channel.name
    if pair.how is Same.EQUAL:
        return Text(
            "„{other}“ nennt dieselbe Energie wie „{counts}“; gezählt wird „{counts}“.",
            "“{other}” tells the same energy as “{counts}”; “{counts}” counts.",
        ).format(other=other, counts=counts)
    if pair.how is Same.PEAK:
        return Text(
            "„{other}“ ist die Spitzen- oder Augenblicksleistung zu „{counts}“ und zählt nicht.",
            "“{other}” is the peak or momentary power of “{counts}” and does not count.",
        ).format(other=other, counts=counts)
    return Text(
        "„{other}“ sind Zählerstände, „{counts}“ ist der Verbrauch. Beide passen nicht genau "
        "zusammen; gezählt wird „{counts}“.",
        "“{other}” holds meter readings, “{counts}” the use. They do not quite agree; “{counts}” "
        "counts.",
    ).format(other=other, counts=counts)


def tariffs(work: Resolution) -> None:
    """Registers beside the total of them are parts of it."""
    work.turn(total_of_tariffs(work.series), Direction.PART)


def same_names(work: Resolution, left: list[Pair]) -> None:
    """Ask about columns of one name that count, but tell different amounts."""
    numbers = {each.channel.number: each for each in work.series}
    asked = {question.column for question in work.questions}
    for pair in left:
        first, second = pair.counts.channel, pair.other.channel
        still = [numbers.get(one.number) for one in (first, second)]
        if any(one is None or not one.direction.counts for one in still):
            continue
        if first.column.index == second.column.index or asked & {
            first.column.header,
            second.column.header,
        }:
            continue
        work.ask(same_name(first.column.header, second.column.header))


PHASE = re.compile(r"(?i)\b(?:phase[ _-]?|l)[123]\b")
OF_REGISTER = re.compile(r"^ACT_|_[12][78]\d$")  # ACT_VERBR_KW_170 beside VERBR_KWH_181
USE_ROLES = (ColumnRole.VALUE, ColumnRole.COUNTER)
Meter = tuple[object, ...]


def power_of_energy(work: Resolution) -> None:
    """Leave out power, also that of single phases, where its meter tells the energy."""
    powers = [each for each in work.series if each.direction.counts and says_power(each.channel)]
    if not powers:
        return
    energies = {
        key
        for each in work.series
        if not says_power(each.channel) and each.plan.unit != "m³"
        for key in _meters(work, each)
    }
    told = [each for each in powers if energies & _meters(work, each) or _nameless(work, each)]
    names = dict.fromkeys(each.channel.name for each in told)
    work.drop({each.channel.number for each in told}, "same_energy", Text(
        "{some}: die Leistung zur Energie desselben Zählers; gezählt wird die Energie.",
        "{some}: the power to the energy of the same meter; the energy counts."
    ).format(some=some(list(names))))  # fmt: skip


def _nameless(work: Resolution, power: CountedSeries) -> bool:
    """True for "Leistung [kW]" beside the only energy of its rows: of whom else should it be?"""
    beside = [
        each for each in work.series
        if each.channel.group == power.channel.group and each.plan.unit == "kWh"
        and each.plan.carrier is power.plan.carrier and each.direction is power.direction
    ]  # fmt: skip
    energies = [each for each in beside if not says_power(each.channel)]
    return not power.channel.kin and len(energies) == len(beside) - 1 == 1


def _meters(work: Resolution, each: CountedSeries) -> set[Meter]:
    """What is equal for power and energy of one meter: beside each other, or below each other."""
    carrier = each.plan.carrier
    name = kin(OF_REGISTER.sub("", PHASE.sub(" ", each.channel.column.header)))
    found: set[Meter] = {("columns", each.channel.group, carrier, name)}
    quantity = each.combo.get(ColumnRole.METER, "")
    column = work.table.one(ColumnRole.METER)
    told = column is not None and OF_QUANTITIES.search(column.header)
    if told and (unit_in(quantity) or role_of(quantity) in USE_ROLES):
        rest = {key: text for key, text in each.combo.items() if key != ColumnRole.METER}
        found.add(("rows", each.channel.column.index, *sorted(rest.items())))
    return found


DIFFERENT = 8  # values from which on two columns are not equal by chance


def copies(work: Resolution) -> set[int]:
    """Ask about columns that are equal in every row; the numbers of those that tell it again."""
    counted = [each for each in work.series if each.direction.counts]
    if len({each.channel.column.index for each in counted}) < 2:
        return set()
    marks = _marks(work.frame)
    alike: dict[tuple[object, ...], list[CountedSeries]] = defaultdict(list)
    for each in counted:
        mark = marks.get(each.channel.number)
        if mark is not None:
            alike[each.channel.group, each.plan.carrier, each.direction, mark].append(each)
    again: dict[str, dict[str, None]] = defaultdict(dict)
    found: set[int] = set()
    for first, *others in alike.values():
        found |= {each.channel.number for each in others}
        for each in others:
            again[first.channel.column.header][each.channel.column.header] = None
    for header, headers in again.items():
        work.ask(same_values(header, list(headers)))
    return found if "same_values" not in work.table.hints.accepted else set()


def _marks(frame: pl.DataFrame) -> dict[int, tuple[int, int]]:
    """Of each series with enough different values what is equal for equal ones."""
    told = by_few_series(
        frame,
        lambda part: part.group_by("series").agg(
            pl.struct("start", "end", "value").hash().sum().alias("mark"),
            count=pl.len(),
            different=pl.col("value").n_unique(),
        ),
    ).filter(pl.col("different") >= DIFFERENT)
    return {number: (mark, count) for number, mark, count, _ in told.iter_rows()}

"""Series that tell the same energy again, by another column, counter or tariff."""

from collections import defaultdict

from klimamosaik.sources.tables.double_questions import (
    same_name,
)
from klimamosaik.sources.tables.questions import some
from klimamosaik.sources.tables.resolution import Resolution
from klimamosaik.sources.tables.same import CountedSeries, Pair, Same, pairs, total_of_tariffs
from klimamosaik.sources.tables.vocabulary import is_tariff
from klimamosaik.terms.direction import Direction
from klimamosaik.terms.text import Text


def told_twice(work: Resolution) -> list[Pair]:
    """Drop what tells the same energy again; returns the pairs that differ."""
    different = []
    for pair in pairs(work.frame, work.series):
        if pair.how is Same.DIFFERENT:
            different.append(pair)
            continue
        gone = {each.channel.number for each in work.series if each.slot == pair.other.slot}
        work.drop(gone, "same_energy", _told_again(pair))
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
            "{some} hold meter readings of the tariffs, “{header}” the use. “{header}” counts.",
        ).format(some=some(headers), header=header))  # fmt: skip


def without_tariffs(kin: str) -> str:
    """The name of a column without its tariff."""
    return " ".join(word for word in kin.split() if not is_tariff(word))


def _told_again(pair: Pair) -> Text:
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

"""What each series of a table counts for: the same energy once, directions, totals and parts."""

import re
from collections import defaultdict
from dataclasses import replace

import polars as pl

from klimamosaik.sources.sheets.problems import SheetProblems
from klimamosaik.sources.tables import questions as ask
from klimamosaik.sources.tables.channels import Channel
from klimamosaik.sources.tables.doubles import overlaps
from klimamosaik.sources.tables.hints import ColumnRole
from klimamosaik.sources.tables.parts import (
    FROM_GRID,
    Holds,
    flows,
    perhaps_sums,
    said_either_way,
    sum_exactly,
    wholes,
)
from klimamosaik.sources.tables.readings import Converted
from klimamosaik.sources.tables.same import NEAR, CountedSeries, Pair, Same, pairs, total_of_tariffs
from klimamosaik.sources.tables.table import Table
from klimamosaik.sources.tables.vocabulary import is_tariff, vocabulary
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.direction import Direction
from klimamosaik.terms.question import Question
from klimamosaik.terms.text import Text, first_few


class Resolution:
    """Grows while the series of a table are compared with each other."""

    def __init__(self, table: Table, found: Converted, warned: SheetProblems) -> None:
        self.table, self.found, self.warned = table, found, warned
        self.questions: list[Question] = []
        known = set(found.frame["series"].unique().to_list())
        self.series = [
            CountedSeries(
                channel, found.conversions[channel.number], channel.number in found.counters,
                channel.direction or Direction.DRAWN,
            )
            for channel in found.channels
            if channel.number in known
        ]  # fmt: skip

    def drop(self, numbers: set[int], code: str, text: Text) -> None:
        """Leave series out and say why."""
        if numbers:
            self.series = [each for each in self.series if each.channel.number not in numbers]
            self.warned.add(code, text)

    def turn(self, numbers: set[int], direction: Direction) -> None:
        """Give series another direction."""
        self.series = [
            replace(each, direction=direction) if each.channel.number in numbers else each
            for each in self.series
        ]

    def ask(self, question: Question) -> None:
        """Ask, unless a person said that it is so."""
        if question.code not in self.table.hints.accepted:
            self.questions.append(question)

    @property
    def frame(self) -> pl.DataFrame:
        """Readings of the series that are left."""
        return self.found.frame.filter(
            pl.col("series").is_in([each.channel.number for each in self.series])
        )


def resolve(
    table: Table, found: Converted, warned: SheetProblems
) -> tuple[Converted, tuple[Question, ...]]:
    """Leave out what tells the same energy again, and give every series its direction."""
    work = Resolution(table, found, warned)
    _reactive(work)
    _rows_of_totals(work)
    _either_way(work)
    _unknown_words(work)
    left = _told_twice(work)
    _tariff_counters(work)
    _tariffs(work)
    named = _totals(work)
    _flows(work)
    if not named and "total_unclear" not in table.hints.accepted:
        _unnamed_totals(work)
    _same_names(work, left)
    directions = {each.channel.number: each.direction for each in work.series}
    channels = tuple(
        replace(channel, direction=directions[channel.number])
        for channel in found.channels
        if channel.number in directions
    )
    frame = work.frame
    if "negative_is_fed_in" in table.hints.accepted:
        frame = frame.with_columns(pl.col("value").clip(lower_bound=0.0))
    resolved = replace(found, frame=frame, channels=_named_shortly(channels))
    return resolved, tuple(work.questions)


def _named_shortly(channels: tuple[Channel, ...]) -> tuple[Channel, ...]:
    """Without "(2)" behind names whose namesake does not count."""
    taken = {channel.name for channel in channels}
    named = []
    for channel in channels:
        plain = AGAIN.sub("", channel.name)
        free = plain != channel.name and plain not in taken
        taken |= {plain} if free else set()
        named.append(replace(channel, name=plain) if free else channel)
    return tuple(named)


AGAIN = re.compile(r" \(\d\)$")


def _reactive(work: Resolution) -> None:
    """Codes of reactive energy, voltage, current ... are no energy that is used."""
    other = {
        each.channel.number
        for each in work.series
        if each.code is not None and not each.code.active
    }
    work.drop(
        other,
        "reactive_energy",
        Text(
            "{count} Reihen sind laut OBIS-Kennzahl keine Wirkarbeit und bleiben weg.",
            "{count} series are no active energy by their OBIS code and stay out.",
        ).format(count=len(other)),
    )


def _rows_of_totals(work: Resolution) -> None:
    """Leave out rows called total; ask where they hold more than the rows beside them."""
    pattern = vocabulary().totals
    named = {
        each.channel.number: each for each in work.series
        if each.channel.said
        and any(pattern.search(text.lower()) for key, text in each.channel.said.combo.items()
                if key.split(" ")[0] in NAMES_OF_TOTALS)
    }  # fmt: skip
    if not named or len(named) == len(work.series):
        return
    number = pl.col("series").is_in(list(named))
    keys = {each.channel.number: f"{each.channel.column.index} {each.plan.carrier}"
            for each in work.series}  # fmt: skip
    frame = work.frame.with_columns(
        key=pl.col("series").replace_strict(keys, default="", return_dtype=pl.String)
    )
    of = ("key", "start", "end")
    others = frame.filter(~number).group_by(of).agg(pl.col("value").sum().alias("others"))
    both = frame.filter(number).join(others, on=of, how="inner")
    more = both.filter(pl.col("value") > pl.col("others") * (1 + NEAR))
    if len(more) > 0.5 * max(len(both), 1) and "total_unclear" not in work.table.hints.accepted:
        text = next(iter(named.values())).channel.name
        work.ask(ask.total_of_rows(text))
        return
    work.drop(
        set(named), "totals_among_rows",
        Text(
            "Summenzeilen zählen nicht noch einmal: {some_names}.",
            "Rows of totals do not count again: {some_names}.",
        ).format(some_names=some_names(named)),
    )  # fmt: skip


NAMES_OF_TOTALS = ("building", "meter", "place", "address", "carrier", "tariff")


def some_names(named: dict[int, CountedSeries]) -> str:
    """The first few names."""
    return first_few(dict.fromkeys(each.channel.name for each in named.values()), 4)


def _either_way(work: Resolution) -> None:
    """ "Lieferung" beside "Bezug" is fed in; alone it is asked."""
    for each in work.series:
        if not said_either_way(each, work.series):
            continue
        beside = any(
            one.channel.group == each.channel.group and FROM_GRID.search(one.channel.column.header)
            for one in work.series
            if one is not each
        )
        if beside:
            work.turn({each.channel.number}, Direction.FED_IN)
        else:
            work.ask(ask.direction_of_column(each.channel.column.header))


def _unknown_words(work: Resolution) -> None:
    column = work.table.one(ColumnRole.DIRECTION)
    if column is None:
        return
    for each in work.series:
        if each.channel.said and each.channel.said.silent and each.channel.column.direction is None:
            word = each.channel.said.combo[ColumnRole.DIRECTION]
            work.ask(ask.direction_of_word(word, column.header))


def _told_twice(work: Resolution) -> list[Pair]:
    """Drop what tells the same energy again; returns the pairs that differ."""
    different = []
    for pair in pairs(work.frame, work.series):
        if pair.how is Same.DIFFERENT:
            different.append(pair)
            continue
        gone = {each.channel.number for each in work.series if each.slot == pair.other.slot}
        work.drop(gone, "same_energy", _told_again(pair))
    return different


def _tariff_counters(work: Resolution) -> None:
    """Counters of single tariffs beside the use of all of them tell that use again."""
    for amount in [each for each in work.series if not each.counter and not each.plan.power]:
        beside = [
            each for each in work.series
            if each.counter and each.family == amount.family and each.kind[1:3] == amount.kind[1:3]
            and each.channel.kin != amount.channel.kin
            and without_tariffs(each.channel.kin) == amount.channel.kin
        ]  # fmt: skip
        if len(beside) < 2:
            continue
        header = amount.channel.column.header
        headers = [each.channel.column.header for each in beside]
        work.drop({each.channel.number for each in beside}, "same_energy", Text(
            "{some} sind Zählerstände der Tarife, „{header}“ ist der Verbrauch. Gezählt wird "
            "„{header}“.",
            "{some} hold meter readings of the tariffs, “{header}” the use. “{header}” counts.",
        ).format(some=ask.some(headers), header=header))  # fmt: skip


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


def _totals(work: Resolution) -> bool:
    """Totals by their name; True where there are some."""
    per_column: dict[int, list[tuple[Holds, bool, set[int], list[str]]]] = defaultdict(list)
    for each in wholes(work.frame, work.series):
        parts = {one.channel.number for one in each.parts}
        headers = [one.channel.column.header for one in each.parts]
        column = each.whole.channel.column.index
        per_column[column].append((each.holds, each.technical, parts, headers))
    for column, found in per_column.items():
        header = work.table.columns[column].header
        whole = {each.channel.number for each in work.series
                 if each.channel.column.index == column}  # fmt: skip
        parts = {number for _, _, numbers, _ in found for number in numbers}
        if all(holds in (Holds.SUM, Holds.LESS) for holds, *_ in found):
            work.drop(whole, "same_energy", Text(
                "„{header}“ ist die Summe der anderen Spalten und zählt nicht noch einmal.",
                "“{header}” is the sum of the other columns and does not count again.",
            ).format(header=header))  # fmt: skip
        elif all(holds is not Holds.UNCLEAR and technical for holds, technical, *_ in found):
            work.turn(parts, Direction.PART)
        else:
            others = [name for *_, headers in found for name in headers]
            work.ask(ask.total_unclear(header, list(dict.fromkeys(others))))
    return bool(per_column)


ENOUGH_ROWS = 4  # rows from which on a column that is the sum of the others is no coincidence


def _unnamed_totals(work: Resolution) -> None:
    """Ask about a column that is the sum of all others, whatever it is called."""
    beside: dict[tuple[int, Carrier | None], list[CountedSeries]] = defaultdict(list)
    for each in work.series:
        if each.direction.counts:
            beside[each.channel.group, each.plan.carrier].append(each)
    for members in beside.values():
        if len(members) < 3 or len(members) > MOST_COLUMNS:
            continue
        for each in perhaps_sums(work.frame, members):
            others = [one for one in members if one is not each]
            if sum_exactly(work.frame, each, others, least=ENOUGH_ROWS):
                header = each.channel.column.header
                work.ask(ask.is_sum(header, [one.channel.column.header for one in others]))
                return


MOST_COLUMNS = 60  # wider tables are not searched for a sum nobody names


def _flows(work: Resolution) -> None:
    for each in flows(work.frame, work.series):
        parts = {one.channel.number for one in each.parts}
        if each.proven:
            work.turn(parts, Direction.PART)
        else:
            work.ask(ask.total_unclear(
                each.use.channel.column.header,
                [one.channel.column.header for one in each.parts],
            ))  # fmt: skip


def _tariffs(work: Resolution) -> None:
    work.turn(total_of_tariffs(work.series), Direction.PART)


def _same_names(work: Resolution, left: list[Pair]) -> None:
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
        work.ask(ask.same_name(first.column.header, second.column.header))


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
        asked.append(ask.unit_absent(names, _headers(channels[n] for n in numbers), carrier))
    for (text, carrier), numbers in strange.items():
        headers = _headers(channels[n] for n in numbers)
        asked.append(ask.unit_strange(text, headers, carrier))
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
        ask.yes(
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


NEGATIVE = (3, 0.02)  # values, and share of a series, from which on they are no slips


def negative_questions(table: Table, found: Converted) -> list[Question]:
    """Ask what electricity below zero means, where it is more than a slip."""
    if {"negative_values", "negative_is_fed_in"} & set(table.hints.accepted):
        return []
    counts = found.frame.group_by("series").agg(
        below=(pl.col("value") < 0).sum(), share=(pl.col("value") < 0).mean()
    )
    many = counts.filter(pl.col("below") >= NEGATIVE[0], pl.col("share") >= NEGATIVE[1])
    below = dict(many.select("series", "below").iter_rows())
    named = [
        channel for channel in found.channels
        if channel.number in below and (channel.direction or Direction.DRAWN).counts
        and found.conversions[channel.number].carrier is Carrier.ELECTRICITY
    ]  # fmt: skip
    if not named or found.when.periods:
        return []
    total = sum(below[channel.number] for channel in named)
    return [ask.negative_values([channel.name for channel in named], total)]


def counter_questions(found: Converted) -> list[Question]:
    """Ask whether values that only grow are meter readings."""
    unclear = [each for each in found.channels if each.number in found.perhaps_counters]
    if not unclear:
        return []
    headers = _headers(unclear)
    return [ask.counter_unclear([each.name for each in unclear], headers)]


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
    doubled = len(keys) - keys.select(pl.struct("group", "start").n_unique()).item()
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
            return [ask.column_unknown(column.header, shown)]
    values = [table.cells(each) for each in table.having(ColumnRole.VALUE, ColumnRole.COUNTER)[:1]]
    same = keys.with_columns(values[0].gather(keys["at"]).alias("cell")) if values else keys
    doubled = len(keys) - same.select(pl.struct(same.columns[1:]).n_unique()).item()
    many = doubled >= MANY_DOUBLES * len(keys) and "doubled_rows" not in table.hints.accepted
    return [ask.doubled_rows(doubled, len(keys))] if many else []

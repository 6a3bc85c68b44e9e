"""Rows that are the sum of the rows below or above them, whatever they are called."""

from collections import defaultdict
from collections.abc import Sequence

import polars as pl

from klimamosaik.sources.tables.basics.double_questions import ROWS_OF_SUMS, are_sums
from klimamosaik.sources.tables.sums.parts import sum_exactly
from klimamosaik.sources.tables.sums.resolution import Resolution
from klimamosaik.sources.tables.sums.same import CountedSeries
from klimamosaik.sources.tables.sums.total_columns import some_names
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.text import Text

MOST_SERIES, MOST_VALUES = 400, 100_000  # larger lists come from programs, which add up nothing
TIMES = 2  # moments at which a sum must agree: at one it may do so by chance
CLOSE = 1e-6  # of the sum


def unnamed_rows_of_totals(work: Resolution) -> None:
    """Ask about them, or leave them out where a person said that they are sums."""
    if len(work.series) > MOST_SERIES or len(work.found.frame) > MOST_VALUES:
        return
    frame = work.frame
    found = [each for members in _lists(work.series) for each in _sums_within(frame, members)]
    if not any(sum_exactly(frame, whole, parts, least=TIMES) for whole, parts in found):
        return
    sums = {whole.channel.number: whole for whole, _ in found}
    if ROWS_OF_SUMS in work.table.hints.accepted:
        text = Text("Summenzeilen zählen nicht noch einmal: {some_names}.",
                    "Rows of totals do not count again: {some_names}.")  # fmt: skip
        work.drop(set(sums), "totals_among_rows", text.format(some_names=some_names(sums)))
    else:
        work.ask(are_sums([each.channel.name for each in sums.values()]))


def _lists(series: Sequence[CountedSeries]) -> list[list[CountedSeries]]:
    """Series of one column and carrier that their rows name, in the order of the file."""
    lists: dict[tuple[int, Carrier | None], list[CountedSeries]] = defaultdict(list)
    for each in series:
        if each.direction.counts and each.channel.said and each.channel.said.combo:
            lists[each.channel.column.index, each.plan.carrier].append(each)
    return [members for members in lists.values() if len(members) > 2]


def _sums_within(
    frame: pl.DataFrame, members: list[CountedSeries]
) -> list[tuple[CountedSeries, list[CountedSeries]]]:
    """Each series whose total is that of two or more right behind or right before it."""
    totals = dict(frame.group_by("series").agg(pl.col("value").sum()).iter_rows())
    values = [float(totals.get(each.channel.number, 0.0)) for each in members]
    found = []
    for at, whole in enumerate(members):
        behind, before = range(at + 1, len(members)), range(at - 1, -1, -1)
        for order in (behind, before):
            parts = _adding_up(values, at, order)
            if parts:
                found.append((whole, [members[part] for part in parts]))
                break
    return found


def _adding_up(values: list[float], at: int, order: range) -> list[int]:
    """The places from the first of `order` on whose values add up to the one at `at`."""
    taken: list[int] = []
    rest = values[at]
    for place in order:
        rest -= values[place]
        taken.append(place)
        if rest < CLOSE * values[at]:
            break
    return taken if len(taken) > 1 and abs(rest) <= CLOSE * abs(values[at]) else []

"""Columns that hold the very values of another column under another name."""

from collections import defaultdict

import polars as pl

from klimamosaik.sources.tables.double_questions import same_values
from klimamosaik.sources.tables.few_series import by_few_series
from klimamosaik.sources.tables.resolution import Resolution
from klimamosaik.sources.tables.same import CountedSeries

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

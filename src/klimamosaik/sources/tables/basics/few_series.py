"""Long tables looked at a few series at a time, so that what is looked at takes little memory.

What is said of a series follows from its own readings: a few at a time say the same as all at once.
Slices share the memory of the whole; it is what is reckoned beside them that stays small.
"""

from collections.abc import Callable, Iterator

import polars as pl

from klimamosaik.sources.grid.few_rows import PORTION, by_few_rows
from klimamosaik.sources.grid.repeated import as_texts


def few_series(long: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """The readings of a few whole series at a time, in the table's order.

    long: with a column "series"; of one series all are taken together. All at once where they are
    few, or where the readings of a series do not stand together.
    """
    runs = pl.DataFrame() if len(long) <= PORTION else long["series"].rle().struct.unnest()
    if runs.is_empty() or not runs["value"].is_unique().all():
        yield long
        return
    begin, waiting = 0, 0
    for length in runs["len"]:
        if waiting and waiting + length > PORTION:
            yield long.slice(begin, waiting)
            begin, waiting = begin + waiting, 0
        waiting += length
    yield long.slice(begin, waiting)


def by_few_series(
    long: pl.DataFrame, found: Callable[[pl.DataFrame], pl.DataFrame]
) -> pl.DataFrame:
    """What is found in a few series at a time, below each other."""
    return pl.concat([found(part) for part in few_series(long)])


def distinct(frame: pl.DataFrame) -> pl.DataFrame:
    """The rows that differ, each where it stands first."""
    found = by_few_rows(frame, lambda part: part.unique(maintain_order=True))
    return found.unique(maintain_order=True)


def texts_by_group(group: pl.Series, cells: pl.Series) -> pl.DataFrame:
    """The different texts in the rows of each key, without blanks around them: group, text."""
    stripped = pl.col("text").str.strip_chars()
    return by_few_rows(
        pl.DataFrame({"group": group, "text": cells}),
        lambda part: as_texts(part.drop_nulls().unique()).with_columns(stripped).unique(),
    ).unique()

"""Tables looked at some rows at a time, so that what is reckoned beside them stays small."""

from collections.abc import Callable, Iterable, Iterator

import polars as pl

PORTION = 500_000  # rows


def some_rows(frame: pl.DataFrame) -> Iterable[pl.DataFrame]:
    """Some rows at a time; all at once where they are few."""
    return frame.iter_slices(PORTION) if len(frame) > PORTION else (frame,)


def by_few_rows(frame: pl.DataFrame, found: Callable[[pl.DataFrame], pl.DataFrame]) -> pl.DataFrame:
    """What is found in some rows at a time, below each other; for what looks at one row alone."""
    if len(frame) <= PORTION:
        return found(frame)
    return pl.concat([found(part) for part in some_rows(frame)], rechunk=True)


def by_few_groups(
    frame: pl.DataFrame,
    found: Callable[[pl.DataFrame], pl.DataFrame],
    *,
    key: str = "group",
    portion: int | None = None,
) -> pl.DataFrame:
    """What is found in some whole groups at a time, in the order of their numbers.

    key: column with the number of the group of each row; rows may stand in any order. portion: rows
    that are looked at together, PORTION where it is not said.
    """
    portion = portion or PORTION
    if len(frame) <= portion:
        return found(frame)
    return pl.concat([found(part) for part in _some_groups(frame, key, portion)])


def _some_groups(frame: pl.DataFrame, key: str, portion: int) -> Iterator[pl.DataFrame]:
    """Some whole groups at a time; where they stand in order nothing is copied."""
    counts = frame[key].value_counts().sort(key)
    number = (counts["count"].cum_sum() - 1) // portion
    bounds = counts.group_by(number.alias("portion"), maintain_order=True).agg(
        pl.col("count").sum(), first=pl.col(key).min(), last=pl.col(key).max()
    )
    in_order = not frame[key].null_count() and frame[key].is_sorted()
    begin = 0
    for _, count, first, last in bounds.iter_rows():
        asked = pl.col(key).is_between(first, last)
        yield frame.slice(begin, count) if in_order else frame.filter(asked)
        begin += count

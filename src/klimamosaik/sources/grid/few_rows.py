"""Tables looked at some rows at a time, so that what is reckoned beside them stays small."""

from collections.abc import Callable, Iterable

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
    frame: pl.DataFrame, found: Callable[[pl.DataFrame], pl.DataFrame], *, key: str = "group"
) -> pl.DataFrame:
    """What is found in some whole groups at a time, in the order of their numbers.

    key: column with the number of the group of each row; rows may stand in any order.
    """
    if len(frame) <= PORTION:
        return found(frame)
    counts = frame[key].value_counts().sort(key)
    portion = (counts["count"].cum_sum() - 1) // PORTION
    bounds = counts.group_by(portion.alias("portion"), maintain_order=True).agg(
        first=pl.col(key).min(), last=pl.col(key).max()
    )
    return pl.concat(
        [
            found(frame.filter(pl.col(key).is_between(first, last)))
            for _, first, last in bounds.iter_rows()
        ]
    )

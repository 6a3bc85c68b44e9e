"""Series that are coarser than the rows of their table: hourly values among quarter-hours."""

import polars as pl

from klimamosaik.sources.grid.few_rows import by_few_groups

REGULAR = 0.95  # share of a series' steps that are the same multiple of its intervals
LEAST = 3  # values


def with_own_steps(long: pl.DataFrame, *, end: bool) -> pl.DataFrame:
    """Give values that stand in every n-th row only an interval n times as long.

    long: series, start, end, ...; end: stamps mark the end of an interval, so that the longer
    one begins earlier.
    """
    stats = by_few_groups(long.select("series", "start", "end"), _coarser, key="series")
    if stats.is_empty():
        return long
    wider = long.join(
        stats.select("series", "usual"), on="series", how="left", maintain_order="left"
    )
    known = pl.col("usual").is_not_null()
    if end:
        start = pl.when(known).then(pl.col("end") - pl.col("usual")).otherwise(pl.col("start"))
        return wider.with_columns(start=start).drop("usual")
    stop = pl.when(known).then(pl.col("start") + pl.col("usual")).otherwise(pl.col("end"))
    return wider.with_columns(end=stop).drop("usual")


def _coarser(long: pl.DataFrame) -> pl.DataFrame:
    """Series whose values stand in every n-th row only: series, usual (step), ..."""
    step = pl.col("start").diff().over("series")
    length = pl.col("end") - pl.col("start")
    return (
        long.drop_nulls()
        .sort("series", "start", maintain_order=True)
        .with_columns(step=step, length=length)
        .filter(pl.col("length") < pl.duration(hours=12))
        .group_by("series")
        .agg(
            count=pl.len(),
            usual=pl.col("step").median(),
            length=pl.col("length").median(),
            same=(pl.col("step") == pl.col("step").median()).mean(),
        )
        .filter(
            pl.col("count") >= LEAST, pl.col("same") >= REGULAR, pl.col("usual") > pl.col("length"),
            pl.col("usual").dt.total_seconds() % pl.col("length").dt.total_seconds() == 0,
            pl.col("usual") <= pl.duration(days=1),
        )
    )  # fmt: skip

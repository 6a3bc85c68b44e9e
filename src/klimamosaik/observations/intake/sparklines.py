"""Small pictures of series: a few means over the time of each."""

from collections.abc import Sequence

import polars as pl

from klimamosaik.sources.tables import by_few_series

SHAPE = 60  # points of the small picture of a series


def sparklines(
    readings: pl.DataFrame, names: Sequence[str]
) -> tuple[tuple[float | None, ...], ...]:
    """Small pictures: per series up to SHAPE means over equal parts of its time."""
    if readings.is_empty():
        return tuple(() for _ in names)
    parts = by_few_series(readings, means_of_parts).sort("part")
    places = {name: place for place, name in enumerate(names)}
    found: list[dict[int, float]] = [{} for _ in names]
    for series, part, value in parts.iter_rows():
        if series in places:
            found[places[series]][part] = value
    return tuple(steps(each) for each in found)


def means_of_parts(readings: pl.DataFrame) -> pl.DataFrame:
    """Series, part of its time (0 to SHAPE - 1), mean value."""
    first, last = pl.col("start").min().over("series"), pl.col("start").max().over("series")
    share = (pl.col("start") - first).dt.total_seconds() / (
        (last - first).dt.total_seconds().clip(lower_bound=1)
    )
    return (
        readings.lazy()
        .select(
            pl.col("series").cast(pl.String),
            (share * (SHAPE - 1)).round(0).cast(pl.Int32).alias("part"),
            "value",
        )
        .group_by("series", "part")
        .agg(pl.col("value").mean())
        .collect()
    )


def steps(parts: dict[int, float]) -> tuple[float | None, ...]:
    """The parts in a row; few readings are drawn as they are, without holes between them."""
    if len(parts) < SHAPE // 2:
        return tuple(parts.values())
    return tuple(parts.get(part) for part in range(SHAPE))

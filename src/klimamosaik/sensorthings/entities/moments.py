"""Moments and intervals as the standard writes them (ISO 8601, UTC)."""

from datetime import UTC, datetime

import polars as pl


def written(at: datetime) -> str:
    """A moment; milliseconds only where there are any."""
    told = at.astimezone(UTC)
    if told.microsecond // 1000:
        return told.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return told.strftime("%Y-%m-%dT%H:%M:%SZ")


def span(first: datetime, until: datetime) -> str:
    """An interval."""
    return f"{written(first)}/{written(until)}"


def column(times: pl.Series) -> pl.Series:
    """A column of moments as text; milliseconds only where there are any."""
    whole = times.dt.strftime("%Y-%m-%dT%H:%M:%SZ")
    if not (times.dt.microsecond() >= 1000).any():
        return whole
    fine = times.dt.strftime("%Y-%m-%dT%H:%M:%S.%3fZ")
    table = pl.DataFrame({"time": times, "whole": whole, "fine": fine})
    exact = pl.col("time").dt.microsecond() < 1000
    return table.select(pl.when(exact).then("whole").otherwise("fine").alias("t"))["t"]

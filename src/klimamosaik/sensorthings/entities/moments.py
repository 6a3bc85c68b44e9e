"""Moments and intervals as the standard writes them (ISO 8601, UTC)."""

from collections.abc import Sequence
from datetime import UTC, datetime

import numpy as np
import polars as pl


def written(at: datetime) -> str:
    """A moment; milliseconds only where there are any."""
    told = at.astimezone(UTC)
    fine = "milliseconds" if told.microsecond // 1000 else "seconds"
    return told.isoformat(timespec=fine).replace("+00:00", "Z")


def span(first: datetime, until: datetime) -> str:
    """An interval."""
    return f"{written(first)}/{written(until)}"


def column(times: pl.Series) -> list[str]:
    """A column of moments as texts; milliseconds only where there are any."""
    moments = times.to_numpy().astype("datetime64[ms]")
    whole = moments.astype("datetime64[s]")
    found: list[str] = np.datetime_as_string(whole, timezone="UTC").tolist()
    fine = np.flatnonzero(moments != whole)
    exact = np.datetime_as_string(moments[fine], timezone="UTC")
    for place, said in zip(fine.tolist(), exact.tolist(), strict=True):
        found[place] = said
    return found


def times_of_reading(start: str, end: str) -> tuple[str, str | None]:
    """phenomenonTime and resultTime of a reading that says no other; an instant says none."""
    return (start, None) if start == end else (f"{start}/{end}", end)


def times_of_readings(frame: pl.DataFrame) -> tuple[Sequence[str], Sequence[str | None]]:
    """The same of each reading (STORED), as two columns; most are all instants."""
    starts = column(frame["start"])
    if np.array_equal(frame["start"].to_numpy(), frame["end"].to_numpy()):
        return starts, [None] * frame.height
    pairs = [times_of_reading(*each) for each in zip(starts, column(frame["end"]), strict=True)]
    return [when for when, _ in pairs], [result for _, result in pairs]

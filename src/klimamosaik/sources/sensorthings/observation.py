"""Readings of another server as plain values; each result comes back exactly as it was sent."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from klimamosaik.sources.sensorthings.address import asked
from klimamosaik.sources.sensorthings.times import span_of, zulu

BESIDE = ("resultTime", "validTime", "resultQuality", "parameters")
LARGEST = 1e15  # as the store takes; beyond, a number is kept as sent and counts for nothing
MEASUREMENT = "OM_Measurement"  # end of the type of series whose results are numbers


@dataclass(frozen=True)
class RemoteReading:
    """One Observation."""

    number: str  # its id as text; tells two of the same instant apart
    begin: datetime  # UTC
    end: datetime  # UTC; the same for an instant
    value: float | None  # None: the result is no number
    result: Any  # as sent, where the number does not say it; see `said`
    said: bool  # True where `result` is to be kept beside the value
    beside: Mapping[str, Any]  # resultTime and the like, where given


def readings_path(series: str, *, begin: datetime, end: datetime | None, top: int) -> str:
    """The address of the readings of a series that begin in [begin, end), the oldest first."""
    told = f"phenomenonTime ge {zulu(begin)}"
    if end is not None:
        told += f" and phenomenonTime lt {zulu(end)}"
    return asked(
        f"{series}/Observations", filter=told, orderby="phenomenonTime asc,id asc", top=str(top)
    )


def readings_in(
    rows: Sequence[Mapping[str, Any]], *, observation_type: str
) -> Iterator[RemoteReading]:
    """The readings of a page; one without a time or a result is none."""
    numeric = observation_type.endswith(MEASUREMENT)
    for row in rows:
        span = span_of(row.get("phenomenonTime"))
        if span is not None and "result" in row and "@iot.id" in row:
            yield reading_of(row, span, numeric)


def reading_of(
    row: Mapping[str, Any], span: tuple[datetime, datetime], numeric: bool
) -> RemoteReading:
    """One reading."""
    result = row["result"]
    value, said = number_in(result, numeric)
    beside = {name: row[name] for name in BESIDE if row.get(name) not in (None, {}, [])}
    return RemoteReading(str(row["@iot.id"]), *span, value, result, said, beside)


def number_in(result: Any, numeric: bool) -> tuple[float | None, bool]:
    """The number of a result, and whether the result must be kept beside it.

    numeric: a text that is a number counts as one, since the series says that it measures; it
    stays a text for who asks for it.
    """
    if isinstance(result, bool):
        return None, True
    if isinstance(result, int | float):
        return whole(result)
    if numeric and isinstance(result, str):
        try:
            value = float(result)
        except ValueError:
            return None, True
        plausible = math.isfinite(value) and abs(value) <= LARGEST and "_" not in result
        return (value, True) if plausible else (None, True)
    return None, True


def whole(result: int | float) -> tuple[float | None, bool]:
    """A number as a double, where one says the same."""
    if isinstance(result, int) and abs(result) > LARGEST:
        return None, True
    value = float(result)
    if not math.isfinite(value) or abs(value) > LARGEST:
        return None, True
    return value, value != result

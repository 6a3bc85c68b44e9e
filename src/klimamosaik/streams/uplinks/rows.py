"""Measurements in the form the store takes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import polars as pl

from klimamosaik.observations.kernel.details import written
from klimamosaik.sources.lorawan.clocks import FIRST, MessageClock, SentAt
from klimamosaik.sources.lorawan.measurement import MeasuredValue, Measurement
from klimamosaik.streams.models import SourceSeries
from klimamosaik.terms.reading import READING

COLUMNS = {"datastream": pl.Int64(), **READING, "details": pl.String()}
LARGEST = 1e15  # beyond, the store takes no number; it is kept as it was sent, see details
EXACT = 2**53  # whole numbers up to here are the same as doubles
AHEAD = timedelta(minutes=5)  # by which a device's own clock may be fast


@dataclass
class TakenReading:
    """One value of one series at one instant."""

    series: SourceSeries
    at: datetime
    value: MeasuredValue
    clock: MessageClock
    mark: str = ""  # what was decided about it, by its name

    def row(self) -> tuple[Any, ...]:
        """As a row of COLUMNS."""
        plain = is_plain(self.value)
        beside: dict[str, Any] = {} if plain else {"result": self.value}
        told = {"counter": self.mark} if self.mark else {}
        if self.clock is not MessageClock.GATEWAY:
            told["clock"] = self.clock.value
        if told:
            beside["parameters"] = told
        value = float(self.value) if plain else None
        return self.series.datastream_id, self.at, self.at, value, "measured", written(beside)


def is_plain(value: MeasuredValue) -> bool:
    """True for a number that the store carries as it was sent."""
    if isinstance(value, bool | str) or abs(value) > LARGEST:
        return False
    return isinstance(value, float) or abs(value) <= EXACT


def instant_of(measured: Measurement, sent: SentAt) -> datetime:
    """When it was measured: as the device says where that is credible, else when it was sent."""
    if measured.at is not None and FIRST <= measured.at <= sent.at + AHEAD:
        return measured.at
    return sent.at


def frame_of(rows: Sequence[tuple[Any, ...]]) -> pl.DataFrame:
    """Rows as the store takes them; of two at one instant the one that came last."""
    frame = pl.DataFrame(rows, schema=COLUMNS, orient="row")
    return frame.unique(["datastream", "start"], keep="last", maintain_order=True)

"""Readings as Observations: rows of the store with all that the standard says of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import polars as pl
from django.db.models import QuerySet

from klimamosaik.observations.kernel import details
from klimamosaik.observations.kernel.numbers import numbers_of
from klimamosaik.observations.models import Datastream
from klimamosaik.sensorthings.entities import moments

AS_SENT = (  # in the order in which a reading says them
    "phenomenonTime", "result", "resultTime", "resultQuality", "validTime", "parameters",
)  # fmt: skip
UNSAID_QUALITIES = ("measured", "unknown")
EXACT = 2.0**53  # whole numbers up to here are exact as doubles


class ObservationRow(NamedTuple):
    """One reading as it is written."""

    number: int  # @iot.id
    datastream: int
    several: bool  # of a MultiDatastream
    feature: int | None  # what it is about
    said: Mapping[str, Any]  # its properties

    @property
    def pk(self) -> int:
        """As entities of the database have one."""
        return self.number


@dataclass(frozen=True, slots=True)
class StreamFacts:
    """What the readings of a datastream share."""

    several: bool
    feature: int | None


def fact_of(stream: Datastream) -> StreamFacts:
    """What readings of a datastream share."""
    return StreamFacts(stream.several, stream.feature_id)


def facts_of(datastreams: "QuerySet[Datastream]") -> dict[int, StreamFacts]:
    """What readings of these datastreams share, by id."""
    rows = datastreams.order_by().values_list("pk", "several", "feature")
    return {pk: StreamFacts(several, feature) for pk, several, feature in rows}


def rows_of(frame: pl.DataFrame, facts: Mapping[int, StreamFacts]) -> Iterable[ObservationRow]:
    """Readings (STORED) as rows, in their order."""
    columns = (
        numbers(frame),
        frame["datastream"].to_list(),
        *moments.times_of_readings(frame),
        results(frame["value"]),
        frame["quality"].to_list(),
        frame["details"].to_list(),
    )
    for number, pk, when, result_time, value, quality, stored in zip(*columns, strict=True):
        own = facts.get(pk)
        if own is None:
            continue
        beside = details.read(stored) if stored else {}
        feature = beside.get("feature", own.feature)
        said = {"phenomenonTime": when, "result": value, "resultTime": result_time}
        if quality not in UNSAID_QUALITIES:
            said["resultQuality"] = quality
        if beside:
            said |= {name: beside[name] for name in AS_SENT if name in beside}
        yield ObservationRow(beside.get("number", number), pk, own.several, feature, said)


def numbers(frame: pl.DataFrame) -> list[int]:
    """The numbers of readings, see observations.kernel.numbers."""
    return numbers_of(frame["datastream"].to_numpy(), frame["start"].to_numpy().view(np.int64))


def results(values: pl.Series) -> Sequence[Any]:
    """Numbers as they were sent: whole ones without a point."""
    found: list[float | None] = values.to_list()
    return [
        int(value) if value is not None and value.is_integer() and abs(value) < EXACT else value
        for value in found
    ]

"""Observations changed, moved to another time, or taken away."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from klimamosaik.observations.kernel import details
from klimamosaik.observations.kernel.instants import microseconds
from klimamosaik.observations.kernel.numbers import number_of
from klimamosaik.observations.operations.changing import change
from klimamosaik.observations.operations.reporting import (
    ReportedReading,
    as_delivered,
    kept_apart,
)
from klimamosaik.observations.queries.reading_numbers import reading_numbered
from klimamosaik.people.models import TokenScope
from klimamosaik.sensorthings.entities.observed import ObservationRow
from klimamosaik.sensorthings.entities.sets import SINGLE
from klimamosaik.sensorthings.refusals import not_there
from klimamosaik.sensorthings.writing import values
from klimamosaik.sensorthings.writing.altering import only_linked
from klimamosaik.sensorthings.writing.posting import BESIDE, MILLISECOND, reading_in, stream_for
from klimamosaik.sensorthings.writing.refusing import in_the_way
from klimamosaik.sensorthings.writing.streams import StreamTarget, target_of
from klimamosaik.sensorthings.writing.writer import SensingWriter
from klimamosaik.terms.text import Text

Body = Mapping[str, Any]
FEATURE, STREAMS = "FeatureOfInterest", ("Datastream", "MultiDatastream")
TAKEN = Text(
    "Zu dieser Zeit hat der Zähler schon einen Messwert; bitte diesen ändern.",
    "The meter has a reading of this time already; please change that one.",
)
STAYS = Text(
    "Der Messwert eines Zählers bleibt bei seiner Zeit: Kommt von dort ein neuer, berichtigt er "
    "ihn. Bitte diesen löschen und zur richtigen Zeit neu senden.",
    "A meter's reading stays at its time: a new one from there corrects it. Please delete this one "
    "and send it anew at the right time.",
)


@dataclass(frozen=True)
class StoredReading:
    """A reading as it stands in the store."""

    number: int
    frame: pl.DataFrame  # STORED, one row

    @property
    def datastream(self) -> int:
        """Where it stands."""
        return int(self.frame["datastream"][0])

    @property
    def start(self) -> int:
        """When it stands there [µs since 1970, UTC]."""
        return int(self.frame["start"].to_physical()[0])

    @property
    def beside(self) -> dict[str, Any]:
        """What it says beside its value."""
        return details.read(self.frame["details"][0])


def stored_reading(row: ObservationRow) -> StoredReading:
    """The reading behind an Observation. Raises SensingRefused where it is gone meanwhile."""
    frame = reading_numbered(row.number)
    if frame.is_empty():
        raise not_there()
    return StoredReading(row.number, frame)


def document_of(row: ObservationRow) -> dict[str, Any]:
    """An Observation as its owner said it: what is only told by default is left out."""
    beside = stored_reading(row).beside
    said = {name: row.said.get(name) for name in ("phenomenonTime", "result")}
    return said | {name: beside[name] for name, _ in BESIDE if name in beside}


def alter_reading(writer: SensingWriter, row: ObservationRow, body: Any, *, whole: bool) -> None:
    """Say a reading otherwise: a newer version, at another time or in another datastream, too.

    It keeps its number. Inside a transaction of the caller. Raises SensingRefused.
    """
    body = values.an_object(body)
    held = stored_reading(row)
    before = document_of(row)
    stream = stream_meant(writer, body, held)
    told = {"phenomenonTime": before["phenomenonTime"], **body} if whole else {**before, **body}
    if told.get("phenomenonTime") is None:
        told["phenomenonTime"] = before["phenomenonTime"]
    feature = row.feature
    if body.get(FEATURE) is not None:
        feature = int(only_linked(writer, FEATURE, body[FEATURE]).pk)
    fresh = reading_in(told, stream, feature=feature, now=microseconds(writer.at), anywhere=True)
    if fresh.key != (held.datastream, held.start // MILLISECOND):
        refuse_meters(held)
    fresh = placed(fresh, held, corrects=stream.corrects)
    readings = as_delivered([fresh])
    if "result" not in body and "resultQuality" not in body:
        readings = readings.with_columns(quality=held.frame["quality"])
    moved = (fresh.datastream, fresh.start) != (held.datastream, held.start)
    elsewhere = fresh.key != (held.datastream, held.start // MILLISECOND)
    change(
        readings=readings,
        gone=held.frame if moved else None,
        went=(fresh.datastream, fresh.start) if elsewhere else None,
        name=writer.token.name,
        at=writer.at,
    )


def stream_meant(writer: SensingWriter, body: Body, held: StoredReading) -> StreamTarget:
    """The datastream a change says, or that of the reading; both may be written to."""
    stream = stream_for(writer, held.datastream, STREAMS[0])
    for relation in STREAMS:
        if body.get(relation) is not None:
            number = int(only_linked(writer, relation, body[relation]).pk)
            stream = stream_for(writer, number, SINGLE[relation].single)
    return stream


def refuse_meters(held: StoredReading) -> None:
    """Raise SensingRefused where the next reading from this place would have the same number."""
    here = target_of(held.datastream)
    if here is not None and here.corrects:
        raise in_the_way(STAYS)


def placed(fresh: ReportedReading, held: StoredReading, *, corrects: bool) -> ReportedReading:
    """The reading where it will stand, saying its number where that is of another place."""
    here = (held.datastream, held.start // MILLISECOND)
    if fresh.key != here:
        free = kept_apart(fresh, number=held.number)
        if corrects and free.start != fresh.start:
            raise in_the_way(TAKEN)
        fresh = free
    if number_of(fresh.datastream, fresh.start) == held.number:
        return fresh
    beside = details.read(fresh.details) | {"number": held.number}
    return fresh._replace(details=details.written(beside))


def remove_reading(writer: SensingWriter, row: ObservationRow) -> None:
    """Take a reading away. Raises SensingRefused."""
    writer.need(TokenScope.ADMIN)
    held = stored_reading(row)
    stream_for(writer, held.datastream, STREAMS[0])
    change(gone=held.frame, name=writer.token.name, at=writer.at)

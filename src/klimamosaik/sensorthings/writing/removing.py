"""Entities taken away, with what cannot stand without them; readings are withdrawn, not erased."""

from collections.abc import Callable, Mapping
from typing import Any

import polars as pl
from django.db.models import Q, QuerySet

from klimamosaik.observations.kernel import details
from klimamosaik.observations.models import (
    Datastream,
    FeatureOfInterest,
    HistoricalLocation,
    Location,
    ObservedProperty,
    Sensor,
    Thing,
)
from klimamosaik.observations.operations.changing import change, withdraw_all
from klimamosaik.observations.queries.readings import readings
from klimamosaik.people.models import TokenScope
from klimamosaik.sensorthings.writing.refusing import in_the_way
from klimamosaik.sensorthings.writing.writer import SensingWriter, is_master_data
from klimamosaik.terms.text import Text

USED = Text(
    "Das lässt sich nicht löschen: Die Messreihe {number} („{name}“) braucht es, und sie gehört zu "
    "einem Zähler, einer Wetterstation oder einer anderen Gemeinde.",
    "This cannot be deleted: datastream {number} (“{name}”) needs it, and belongs to a meter, a "
    "weather station or another municipality.",
)


def remove(writer: SensingWriter, entities: str, row: Any) -> None:
    """Take an entity away. Inside a transaction of the caller. Raises SensingRefused."""
    writer.need(TokenScope.ADMIN)
    writer.need_own(entities, row)
    writer.refuse_master_data(entities, row)
    REMOVERS[entities](writer, row)


def gone(writer: SensingWriter, row: Any) -> None:
    """An entity stands no more; its row stays."""
    row.gone_at = writer.at
    row.save(update_fields=["gone_at"])


def remove_thing(writer: SensingWriter, row: Thing) -> None:
    """A thing, with its datastreams and where it was."""
    remove_streams(writer, row.datastreams.filter(gone_at=None))
    row.historical_locations.all().delete()
    gone(writer, row)


def remove_location(writer: SensingWriter, row: Location) -> None:
    """A place, with the times things were there."""
    row.historical_locations.all().delete()
    row.things.clear()
    gone(writer, row)


def remove_historical_location(_: SensingWriter, row: HistoricalLocation) -> None:
    """A time a thing was somewhere."""
    row.delete()


def remove_stream(writer: SensingWriter, row: Datastream) -> None:
    """A datastream with its readings."""
    remove_streams(writer, Datastream.objects.filter(pk=row.pk))


def remove_sensor(writer: SensingWriter, row: Sensor) -> None:
    """A sensor, with its datastreams."""
    remove_streams(writer, Datastream.objects.filter(sensor=row))
    gone(writer, row)


def remove_property(writer: SensingWriter, row: ObservedProperty) -> None:
    """An observed property, with the datastreams that observe it, alone or with others."""
    with_it = Q(observed_property=row) | Q(parts__observed_property=row)
    remove_streams(writer, Datastream.objects.filter(with_it).distinct())
    gone(writer, row)


def remove_streams(writer: SensingWriter, streams: "QuerySet[Datastream]") -> None:
    """Datastreams with their readings. Raises SensingRefused where one must stand."""
    rows = list(streams.select_related("thing__building"))
    refuse_used(writer, rows)
    numbers = [row.pk for row in rows]
    if numbers:
        withdraw_all(datastreams=numbers, name=writer.token.name, at=writer.at)
        Datastream.objects.filter(pk__in=numbers).update(gone_at=writer.at)


def refuse_used(writer: SensingWriter, rows: list[Datastream]) -> None:
    """Raise SensingRefused where a datastream is not the token's to delete."""
    for row in rows:
        if is_master_data(row) or not writer.owns(row):
            raise in_the_way(USED, number=row.pk, name=row.name)


def remove_feature(writer: SensingWriter, row: FeatureOfInterest) -> None:
    """A feature, with the readings that are about it."""
    about = Datastream.objects.filter(Q(feature=row) | Q(features=row)).distinct()
    rows = list(about.select_related("thing__building"))
    refuse_used(writer, rows)
    default = [stream.pk for stream in rows if stream.feature_id == row.pk]
    frame = readings(datastreams=[stream.pk for stream in rows]) if rows else None
    if frame is not None and not frame.is_empty():
        lost = frame.filter(readings_about(frame, row.pk, default))
        change(gone=lost, name=writer.token.name, at=writer.at)
    Datastream.objects.filter(pk__in=default).update(feature=None)
    Location.everything.filter(feature=row).update(feature=None)
    gone(writer, row)


def readings_about(frame: pl.DataFrame, feature: int, default: list[int]) -> pl.Series:
    """Which readings (STORED) are about a feature: by name, or as all of their datastream are."""
    named = pl.Series(
        [details.read(said).get("feature") for said in frame["details"]], dtype=pl.Int64
    )
    return (named == feature).fill_null(False) | (
        named.is_null() & frame["datastream"].is_in(default)
    )


REMOVERS: Mapping[str, Callable[[SensingWriter, Any], None]] = {
    "Things": remove_thing,
    "Locations": remove_location,
    "HistoricalLocations": remove_historical_location,
    "Datastreams": remove_stream,
    "MultiDatastreams": remove_stream,
    "Sensors": remove_sensor,
    "ObservedProperties": remove_property,
    "FeaturesOfInterest": remove_feature,
}

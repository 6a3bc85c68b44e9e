"""What must be known of a datastream to take a reading in: looked up once, kept for a moment."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import NamedTuple

from django.db import connection, transaction

from klimamosaik.observations.models import (
    SUMMED,
    Datastream,
    DatastreamPart,
    FeatureOfInterest,
    Location,
)
from klimamosaik.observations.models.sensing import GEOJSON
from klimamosaik.records.memory_cache import HeldResults
from klimamosaik.sensorthings.writing.values import GEO_ENCODINGS

KEPT = 1.0  # [s] another process may change it meanwhile
MOST = 20_000  # datastreams kept at a time
GEO = frozenset({GEOJSON, *GEO_ENCODINGS})


@dataclass(frozen=True)
class StreamTarget:
    """A datastream that readings are written to."""

    pk: int
    several: int  # values in each result; 0: results are no lists
    counts: bool  # effects, balances or weather use its readings: numbers only
    summed: bool  # each is a use over its interval
    corrects: bool  # of a meter or station: a newer reading replaces the one at its time
    owner: str | None  # key of its municipality; None: everybody's
    feature: int | None  # of readings that name no other
    here: int | None  # feature at the place where the thing is now
    place: int | None  # that place, as long as no feature was made of it


TARGETS = HeldResults[StreamTarget](most=MOST, seconds=KEPT)


def target_of(datastream: int) -> StreamTarget | None:
    """What is known of a datastream; None where there is none.

    Inside a transaction it is looked up each time: what that made may be taken back, and another
    datastream may get its number.
    """
    if connection.in_atomic_block:
        return looked_up(datastream)
    kept = TARGETS.find(str(datastream))
    if kept is not None:
        return kept
    # Not `once`: who waits for another's look may hold the database that look waits for.
    found = looked_up(datastream)
    return TARGETS.keep(str(datastream), found) if found is not None else None


def forget_all() -> None:
    """Entities were changed: look again."""
    TARGETS.clear()


class StreamRow(NamedTuple):
    """A datastream with one of the places where its thing is: as PLACED_STREAM asks for it."""

    pk: int
    several: bool
    quantity: str
    meter_point: int | None
    station: int | None
    feature: int | None
    thing: int | None
    owner: str | None  # of the thing
    building_owner: str | None  # of the building it stands for
    place: int | None  # None: the thing is nowhere
    encoding: str | None
    place_gone: object  # None: it stands
    place_feature: int | None
    feature_gone: object


PLACED_STREAM = (
    "pk", "several", "quantity", "meter_point_id", "station_id", "feature_id", "thing_id",
    "thing__municipality_id", "thing__building__municipality_id", "thing__locations__pk",
    "thing__locations__encoding_type", "thing__locations__gone_at",
    "thing__locations__feature_id", "thing__locations__feature__gone_at",
)  # fmt: skip


@cache
def question() -> str:
    """What is asked about a datastream: Django takes ten times as long to write it as to ask."""
    asked = Datastream.objects.filter(pk=0).order_by().values_list(*PLACED_STREAM)
    return str(asked.query.sql_with_params()[0])


def looked_up(datastream: int) -> StreamTarget | None:
    """What is known of a datastream; None where there is none."""
    with connection.cursor() as cursor:
        cursor.execute(question(), [datastream])
        rows = [StreamRow(*told) for told in cursor.fetchall()]
    if not rows or rows[0].thing is None:
        return None
    row, place = rows[0], place_of(rows)
    about = place.place_feature if place and place.feature_gone is None else None
    if about is not None and row.feature is None:
        Datastream.objects.filter(pk=row.pk).update(feature=about)
    return StreamTarget(
        pk=row.pk,
        several=DatastreamPart.objects.filter(datastream=row.pk).count() if row.several else 0,
        counts=bool(row.quantity),
        summed=row.quantity in SUMMED,
        corrects=row.meter_point is not None or row.station is not None,
        owner=row.building_owner or row.owner,
        feature=row.feature or about,
        here=about,
        place=place.place if place and about is None else None,
    )


def with_feature(stream: StreamTarget) -> StreamTarget:
    """The same with the feature at its place, made now where there is none yet.

    Only for readings that name no other: a feature nothing is about would stand in every list.
    """
    if stream.place is None:
        return stream
    made = int(feature_of(Location.objects.get(pk=stream.place)).pk)
    Datastream.objects.filter(pk=stream.pk, feature=None).update(feature=made)
    forget_all()  # not kept: what was made may still be taken back with its transaction
    return replace(stream, feature=stream.feature or made, here=made, place=None)


def place_of(rows: Sequence[StreamRow]) -> StreamRow | None:
    """The place where the thing is; None without one.

    Of several descriptions of one place, an address and a point, the point is taken.
    """
    places = [each for each in rows if each.place is not None and each.place_gone is None]
    return min(places, key=lambda each: (each.encoding not in GEO, each.place), default=None)


def feature_of(place: Location) -> FeatureOfInterest:
    """The feature made of a place, the same one each time."""
    if place.feature is not None and place.feature.gone_at is None:
        return place.feature
    with transaction.atomic():
        place.feature = FeatureOfInterest.objects.create(
            municipality_id=place.municipality_id,
            name=place.name,
            description=place.description,
            encoding_type=place.encoding_type,
            feature=place.location,
            building_id=place.building_id,
            station_id=place.station_id,
        )
        place.save(update_fields=["feature"])
    return place.feature

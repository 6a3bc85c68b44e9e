"""What must be known of a datastream to take a reading in: looked up once, kept for a moment."""

from dataclasses import dataclass

from django.core.cache import cache
from django.db import transaction

from klimamosaik.observations.models import SUMMED, Datastream, FeatureOfInterest, Location, Thing
from klimamosaik.observations.models.sensing import GEOJSON
from klimamosaik.sensorthings.writing.values import GEO_ENCODINGS
from klimamosaik.sensorthings.writing.writer import owner_of

GENERATION = "sensing-generation"
KEPT = 1  # [s] another process may change it meanwhile
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


def target_of(datastream: int) -> StreamTarget | None:
    """What is known of a datastream; None where there is none."""
    found: StreamTarget | None = cache.get(key(datastream))
    if found is None:
        found = looked_up(datastream)
        if found is not None:
            cache.set(key(datastream), found, KEPT)
    return found


def forget_all() -> None:
    """Entities were changed: look again."""
    if not cache.add(GENERATION, 1, None):
        cache.incr(GENERATION)


def key(datastream: int) -> str:
    """What a datastream is kept under, until entities change."""
    return f"sensing-{cache.get(GENERATION, 0)}-{datastream}"


def looked_up(datastream: int) -> StreamTarget | None:
    """What is known of a datastream, its feature made where its readings need one."""
    together = ("thing__building", "meter_point__building")
    row = Datastream.objects.select_related(*together).filter(pk=datastream).first()
    if row is None or row.thing is None:
        return None
    about = feature_here(row.thing)
    if about is not None and row.feature_id is None:
        Datastream.objects.filter(pk=row.pk).update(feature=about)
    return StreamTarget(
        pk=row.pk,
        several=row.parts.count() if row.several else 0,
        counts=bool(row.quantity),
        summed=row.quantity in SUMMED,
        corrects=row.meter_point_id is not None or row.station_id is not None,
        owner=owner_of(row),
        feature=row.feature_id or (about.pk if about else None),
        here=about.pk if about else None,
    )


def feature_here(thing: Thing) -> FeatureOfInterest | None:
    """The feature at the place where a thing is: made once a place; None without a place.

    Of several descriptions of one place, an address and a point, the point is taken.
    """
    places = sorted(
        thing.locations.filter(gone_at=None).select_related("feature"),
        key=lambda place: (place.encoding_type not in GEO, place.pk),
    )
    return feature_of(places[0]) if places else None


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

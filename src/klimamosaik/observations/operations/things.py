"""Meters and weather stations in the words of the sensor standard: each datastream gets its thing.

A building is a thing, and so is a station; name and place stay theirs and are never copied.
"""

from collections.abc import Iterable
from typing import TypeVar

from django.db import connection
from django.db.models import Q

from klimamosaik.observations.models import (
    Datastream,
    FeatureOfInterest,
    Location,
    ObservedProperty,
    Quantity,
    Sensor,
    Thing,
)

Entity = TypeVar("Entity", Sensor, ObservedProperty)
METER, STATION = "Zähler", "Wetterstation"
ABOUT = {
    METER: "Messeinrichtung der Gemeinde; Messwerte aus Dateien oder laufend gemeldet.",
    STATION: "Messungen eines Wetterdienstes.",
}
ASKED_AT_ONCE = 500  # datastreams a statement; SQLite allows a limited number of parameters
DESCRIBE = (
    f"UPDATE {Datastream._meta.db_table} "
    "SET thing_id = %s, sensor_id = %s, observed_property_id = %s, feature_id = %s WHERE id = %s"
)


def describe_datastreams() -> int:
    """Give datastreams of meters and stations the thing, sensor and property they lack.

    Returns how many there were. Called wherever such datastreams are made.
    """
    bare = Datastream.objects.filter(thing=None).exclude(meter_point=None, station=None)
    rows = list(bare.select_related("meter_point"))
    if not rows:
        return 0
    by_building = things_of("building", {s.meter_point.building_id for s in rows if s.meter_point})
    by_station = things_of("station", {s.station_id for s in rows if s.station_id})
    sensors = {name: common(Sensor, name, description=ABOUT[name]) for name in (METER, STATION)}
    observed = {quantity: property_of(quantity) for quantity in {s.quantity for s in rows}}
    things = {
        s.pk: by_building[s.meter_point.building_id] if s.meter_point else by_station[s.station_id]
        for s in rows
    }
    places = places_of([*by_building.values(), *by_station.values()])
    told = [
        (
            things[stream.pk].pk,
            sensors[METER if stream.meter_point else STATION].pk,
            observed[stream.quantity].pk,
            places[things[stream.pk].pk].feature_id,
            stream.pk,
        )
        for stream in rows
    ]
    with connection.cursor() as cursor:  # bulk_update takes ten times as long in Django's own code
        cursor.executemany(DESCRIBE, told)
    return len(rows)


def things_of(kind: str, ids: Iterable[int | None]) -> dict[int | None, Thing]:
    """The things of buildings or stations, made where there are none. kind: the link's name."""
    asked = sorted(each for each in ids if each is not None)
    known: dict[int | None, Thing] = {}
    for begin in range(0, len(asked), ASKED_AT_ONCE):
        some = asked[begin : begin + ASKED_AT_ONCE]
        found = Thing.everything.filter(Q(**{f"{kind}__in": some}))
        known |= {getattr(thing, f"{kind}_id"): thing for thing in found}
    fresh = [Thing(**{f"{kind}_id": each}) for each in asked if each not in known]
    made = Thing.objects.bulk_create(fresh, batch_size=ASKED_AT_ONCE)
    return known | {getattr(thing, f"{kind}_id"): thing for thing in made}


def places_of(things: list[Thing]) -> dict[int | None, Location]:
    """The places of buildings and stations by their thing, made where there are none.

    They and their features hold nothing: name and point stay those of the building or station.
    """
    asked = {(thing.building_id, thing.station_id): thing for thing in things}
    known: dict[int | None, Location] = {}
    for begin in range(0, len(things), ASKED_AT_ONCE):
        some = things[begin : begin + ASKED_AT_ONCE]
        found = Location.objects.select_related("feature").filter(
            Q(building__in={thing.building_id for thing in some})
            | Q(station__in={thing.station_id for thing in some})
        )
        known |= {asked[each.building_id, each.station_id].pk: each for each in found}
    fresh = [thing for thing in things if thing.pk not in known]
    return known | new_places(fresh)


def new_places(things: list[Thing]) -> dict[int | None, Location]:
    """Places and features of things that have none yet, by thing."""
    whose = [{"building_id": one.building_id, "station_id": one.station_id} for one in things]
    features = FeatureOfInterest.objects.bulk_create(
        [FeatureOfInterest(**each) for each in whose], batch_size=ASKED_AT_ONCE
    )
    places = Location.objects.bulk_create(
        [Location(**each, feature=own) for each, own in zip(whose, features, strict=True)],
        batch_size=ASKED_AT_ONCE,
    )
    between = Thing.locations.through
    between.objects.bulk_create(
        between(thing_id=thing.pk, location_id=place.pk)
        for thing, place in zip(things, places, strict=True)
    )
    return {thing.pk: place for thing, place in zip(things, places, strict=True)}


def property_of(quantity: str) -> ObservedProperty:
    """The observed property common to all readings of a known quantity."""
    label = str(Quantity(quantity).label) if quantity else "unbenannt"
    return common(ObservedProperty, label, definition=f"urn:klimamosaik:{quantity}")


def common(kind: type[Entity], name: str, **told: str) -> Entity:
    """The entity of this name that all municipalities share, made where there is none."""
    found: Entity | None = kind.objects.filter(municipality=None, name=name, **told).first()
    return found or kind.objects.create(name=name, **told)

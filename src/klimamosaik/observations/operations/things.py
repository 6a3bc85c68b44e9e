"""Meters and weather stations in the words of the sensor standard: each datastream gets its thing.

A building is a thing, and so is a station; name and place stay theirs and are never copied.
"""

from collections.abc import Iterable
from typing import TypeVar

from django.db.models import Q

from klimamosaik.observations.models import Datastream, ObservedProperty, Quantity, Sensor, Thing

Entity = TypeVar("Entity", Sensor, ObservedProperty)
METER, STATION = "Zähler", "Wetterstation"
ABOUT = {
    METER: "Messeinrichtung der Gemeinde; Messwerte aus Dateien oder laufend gemeldet.",
    STATION: "Messungen eines Wetterdienstes.",
}
ASKED_AT_ONCE = 500  # datastreams a statement; SQLite allows a limited number of parameters


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
    for stream in rows:
        point = stream.meter_point
        stream.thing = by_building[point.building_id] if point else by_station[stream.station_id]
        stream.sensor = sensors[METER if point else STATION]
        stream.observed_property = observed[stream.quantity]
    Datastream.objects.bulk_update(
        rows, ["thing", "sensor", "observed_property"], batch_size=ASKED_AT_ONCE
    )
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


def property_of(quantity: str) -> ObservedProperty:
    """The observed property common to all readings of a known quantity."""
    label = str(Quantity(quantity).label) if quantity else "unbenannt"
    return common(ObservedProperty, label, definition=f"urn:klimamosaik:{quantity}")


def common(kind: type[Entity], name: str, **told: str) -> Entity:
    """The entity of this name that all municipalities share, made where there is none."""
    found: Entity | None = kind.objects.filter(municipality=None, name=name, **told).first()
    return found or kind.objects.create(name=name, **told)

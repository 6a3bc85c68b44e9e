"""Entities of another server as plain values, whatever it leaves out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from klimamosaik.sources.sensorthings.address import asked, link_of
from klimamosaik.sources.sensorthings.times import span_of

Json = Mapping[str, Any]
EXPANDED = "Thing($expand=Locations),Sensor,{observed}"
KINDS = {  # sets that hold series, and what each has one or several of
    "Datastreams": "ObservedProperty",
    "MultiDatastreams": "ObservedProperties",
}


@dataclass(frozen=True)
class RemoteEntity:
    """What all entities share."""

    link: str  # Things(1)
    name: str
    description: str
    properties: Json | None


@dataclass(frozen=True)
class RemoteLocation:
    """Where a thing is."""

    entity: RemoteEntity
    encoding: str
    location: Any  # GeoJSON in most cases


@dataclass(frozen=True)
class RemoteThing:
    """A thing and where it is now."""

    entity: RemoteEntity
    locations: tuple[RemoteLocation, ...]


@dataclass(frozen=True)
class RemoteSensor:
    """An instrument."""

    entity: RemoteEntity
    encoding: str
    metadata: Any


@dataclass(frozen=True)
class RemoteProperty:
    """What is observed, and in a series of several also its unit and kind of result."""

    entity: RemoteEntity
    definition: str
    unit: Json | None = None
    observation_type: str = ""


@dataclass(frozen=True)
class RemoteSeries:
    """A Datastream or MultiDatastream."""

    entity: RemoteEntity
    observation_type: str
    unit: Json | None  # name, symbol, definition
    observed_area: Any
    thing: RemoteThing
    sensor: RemoteSensor | None
    observed: tuple[RemoteProperty, ...]
    several: bool
    span: tuple[datetime, datetime] | None  # of its readings, as the server says

    @property
    def symbol(self) -> str:
        """The unit as written behind a number; "" where none is said."""
        return symbol_of(self.unit)

    @property
    def place(self) -> tuple[float, float] | None:
        """Latitude and longitude in degrees: of the thing, else of the observed area."""
        shapes = [each.location for each in self.thing.locations]
        return next(
            (point for each in [*shapes, self.observed_area] if (point := first(each))), None
        )


def symbol_of(unit: Json | None) -> str:
    """A unit of measurement as written behind a number; "" where none is said."""
    told = unit or {}
    return str(told.get("symbol") or told.get("name") or "")


def list_of(kind: str, *, top: int) -> str:
    """The address of all series of a kind, with what belongs to them."""
    return asked(kind, expand=EXPANDED.format(observed=KINDS[kind]), orderby="id asc", top=str(top))


def series_in(rows: Sequence[Json], kind: str) -> Iterator[RemoteSeries]:
    """The series of a page; what names neither itself nor its thing is left out."""
    for row in rows:
        thing = row.get("Thing")
        if "@iot.id" in row and isinstance(thing, Mapping) and "@iot.id" in thing:
            yield series_of(row, thing, kind)


def series_of(row: Json, thing: Json, kind: str) -> RemoteSeries:
    """One series."""
    several = kind == "MultiDatastreams"
    units = row.get("unitOfMeasurements") if several else None
    types = row.get("multiObservationDataTypes") if several else None
    seen = listed(row, "ObservedProperties") if several else only(row, "ObservedProperty")
    unit = row.get("unitOfMeasurement")
    return RemoteSeries(
        entity=entity_of(row, kind),
        observation_type=text_of(row, "observationType"),
        unit=unit if isinstance(unit, Mapping) else None,
        observed_area=row.get("observedArea"),
        thing=thing_of(thing),
        sensor=next((sensor_of(each) for each in only(row, "Sensor")), None),
        observed=tuple(
            property_of(each, at(units, place), at(types, place)) for place, each in enumerate(seen)
        ),
        several=several,
        span=span_of(row.get("phenomenonTime")),
    )


def entity_of(row: Json, kind: str) -> RemoteEntity:
    """What all share. properties may be any object; anything else is none."""
    properties = row.get("properties")
    return RemoteEntity(
        link_of(kind, row["@iot.id"]),
        text_of(row, "name") or text_of(row, "description") or link_of(kind, row["@iot.id"]),
        text_of(row, "description"),
        properties if isinstance(properties, Mapping) else None,
    )


def thing_of(row: Json) -> RemoteThing:
    """A thing."""
    places = [each for each in listed(row, "Locations") if each.get("location") is not None]
    return RemoteThing(
        entity_of(row, "Things"),
        tuple(
            RemoteLocation(
                entity_of(each, "Locations"), text_of(each, "encodingType"), each["location"]
            )
            for each in places
        ),
    )


def sensor_of(row: Json) -> RemoteSensor:
    """A sensor."""
    metadata = row.get("metadata")
    return RemoteSensor(
        entity_of(row, "Sensors"),
        text_of(row, "encodingType"),
        "" if metadata is None else metadata,
    )


def property_of(row: Json, unit: Any, observation_type: Any) -> RemoteProperty:
    """An observed property."""
    return RemoteProperty(
        entity_of(row, "ObservedProperties"),
        text_of(row, "definition"),
        unit if isinstance(unit, Mapping) else None,
        observation_type if isinstance(observation_type, str) else "",
    )


def text_of(row: Json, name: str) -> str:
    """A text of an entity; "" where there is none."""
    value = row.get(name)
    return value if isinstance(value, str) else ""


def only(row: Json, name: str) -> list[Json]:
    """The one entity that was expanded, as a list; nothing where it was not."""
    found = row.get(name)
    return [found] if isinstance(found, Mapping) and "@iot.id" in found else []


def listed(row: Json, name: str) -> list[Json]:
    """The entities that were expanded."""
    found = row.get(name)
    rows = found if isinstance(found, list) else []
    return [each for each in rows if isinstance(each, Mapping) and "@iot.id" in each]


def at(values: Any, place: int) -> Any:
    """The value at a place of a list that may be shorter, or none."""
    return values[place] if isinstance(values, list) and place < len(values) else None


def first(shape: Any) -> tuple[float, float] | None:
    """Latitude and longitude of a shape's first point; None where it has none on the earth."""
    while isinstance(shape, Mapping):
        shape = shape.get("geometry") or shape.get("coordinates") or at(shape.get("geometries"), 0)
    while isinstance(shape, list) and shape and isinstance(shape[0], list):
        shape = shape[0]
    if not (isinstance(shape, list) and len(shape) >= 2):
        return None
    longitude, latitude = shape[:2]
    if not all(isinstance(each, int | float) for each in (longitude, latitude)):
        return None
    return (latitude, longitude) if abs(latitude) <= 90 and abs(longitude) <= 180 else None

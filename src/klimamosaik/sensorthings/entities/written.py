"""Entities of the database as documents: their properties in the words of the standard."""

from collections.abc import Callable, Mapping
from typing import Any

from klimamosaik.observations.models import (
    Datastream,
    FeatureOfInterest,
    HistoricalLocation,
    Location,
    ObservedProperty,
    Quantity,
    Sensor,
    Thing,
)
from klimamosaik.observations.queries.known_spans import KnownSpan
from klimamosaik.observations.queries.things import description_of, name_of, place_of
from klimamosaik.sensorthings.entities import moments
from klimamosaik.sensorthings.entities.units import unit_of

Properties = dict[str, Any]
Spans = Mapping[int, KnownSpan]


def written(entities: str, row: Any, spans: Spans) -> Properties:
    """All properties of an entity but its id and links; what nobody said is left out."""
    found = WRITERS[entities](row, spans)
    return {name: value for name, value in found.items() if value is not None}


def thing(row: Thing, _: Spans) -> Properties:
    """A Thing."""
    return {
        "name": name_of(row),
        "description": description_of(row),
        "properties": row.properties,
    }


def location(row: Location, _: Spans) -> Properties:
    """A Location."""
    encoding, place = place_of(row)
    return {
        "name": name_of(row),
        "description": description_of(row),
        "encodingType": encoding,
        "location": place,
        "properties": row.properties,
    }


def feature(row: FeatureOfInterest, _: Spans) -> Properties:
    """A FeatureOfInterest."""
    encoding, place = place_of(row)
    return {
        "name": name_of(row),
        "description": description_of(row),
        "encodingType": encoding,
        "feature": place,
        "properties": row.properties,
    }


def historical_location(row: HistoricalLocation, _: Spans) -> Properties:
    """A HistoricalLocation."""
    return {"time": moments.written(row.time)}


def sensor(row: Sensor, _: Spans) -> Properties:
    """A Sensor."""
    return {
        "name": row.name,
        "description": row.description,
        "encodingType": row.encoding_type,
        "metadata": row.metadata,
        "properties": row.properties,
    }


def observed_property(row: ObservedProperty, _: Spans) -> Properties:
    """An ObservedProperty."""
    return {
        "name": row.name,
        "definition": row.definition,
        "description": row.description,
        "properties": row.properties,
    }


def datastream(row: Datastream, spans: Spans) -> Properties:
    """A Datastream."""
    return {
        "name": row.name,
        "description": described(row),
        "observationType": row.observation_type,
        "unitOfMeasurement": row.unit_of_measurement or unit_of(row.unit),
        **when_and_where(row, spans),
    }


def multi_datastream(row: Datastream, spans: Spans) -> Properties:
    """A MultiDatastream."""
    parts = list(row.parts.all())
    return {
        "name": row.name,
        "description": described(row),
        "observationType": row.observation_type,
        "multiObservationDataTypes": [part.observation_type for part in parts],
        "unitOfMeasurements": [part.unit_of_measurement or unit_of("") for part in parts],
        **when_and_where(row, spans),
    }


def described(row: Datastream) -> str:
    """What a datastream tells; of a meter or station, what it may be used as."""
    if row.description or not row.quantity:
        return row.description
    return str(Quantity(row.quantity).label)


def when_and_where(row: Datastream, spans: Spans) -> Properties:
    """What a datastream's readings span, and its own properties."""
    span = spans.get(row.pk)
    return {
        "observedArea": row.observed_area or area_of(row.feature),
        "phenomenonTime": moments.span(span.first, span.until) if span else None,
        "resultTime": result_span(span),
        "properties": row.properties,
    }


def result_span(span: KnownSpan | None) -> str | None:
    """From the first to the last moment a result was there; None where nobody said of any."""
    if span is None or span.result_first is None or span.result_until is None:
        return None
    return moments.span(span.result_first, span.result_until)


def area_of(about: FeatureOfInterest | None) -> Any:
    """Where a datastream observes: at its feature, where that is a geometry."""
    if about is None:
        return None
    _, place = place_of(about)
    if isinstance(place, dict) and place.get("type") == "Feature":
        place = place.get("geometry")
    return place if isinstance(place, dict) and "coordinates" in place else None


WRITERS: Mapping[str, Callable[[Any, Spans], Properties]] = {
    "Things": thing,
    "Locations": location,
    "HistoricalLocations": historical_location,
    "Datastreams": datastream,
    "MultiDatastreams": multi_datastream,
    "Sensors": sensor,
    "ObservedProperties": observed_property,
    "FeaturesOfInterest": feature,
}

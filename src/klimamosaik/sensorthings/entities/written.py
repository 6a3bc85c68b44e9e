"""Entities of the database as documents: their properties in the words of the standard."""

from collections.abc import Callable, Mapping
from operator import attrgetter
from typing import Any

from klimamosaik.observations.models import (
    Datastream,
    Quantity,
)
from klimamosaik.observations.queries.known_spans import KnownSpan
from klimamosaik.observations.queries.things import description_of, name_of, place_of
from klimamosaik.sensorthings.entities import moments
from klimamosaik.sensorthings.entities.rows import DatastreamRow, area_of
from klimamosaik.sensorthings.entities.units import unit_of

Properties = dict[str, Any]
Spans = Mapping[int, KnownSpan]


def written(entities: str, row: Any, spans: Spans) -> Properties:
    """All properties of an entity but its id and links; what nobody said is left out."""
    if entities in PLAIN:
        found = {name: tell(row) for name, tell in PLAIN[entities].items()}
    else:
        found = (datastream if entities == "Datastreams" else multi_datastream)(row, spans)
    return {name: value for name, value in found.items() if value is not None}


def datastream(row: Datastream | DatastreamRow, spans: Spans) -> Properties:
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


def described(row: Datastream | DatastreamRow) -> str:
    """What a datastream tells; of a meter or station, what it may be used as."""
    if row.description or not row.quantity:
        return row.description
    return str(Quantity(row.quantity).label)


def when_and_where(row: Datastream | DatastreamRow, spans: Spans) -> Properties:
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


Telling = dict[str, Callable[[Any], Any]]  # property -> what a row says of it
PROPERTIES: Telling = {"properties": attrgetter("properties")}
NAMED: Telling = {"name": attrgetter("name"), "description": attrgetter("description")}
OF_PLACES: Telling = {"name": name_of, "description": description_of}
ENCODED: Telling = OF_PLACES | {"encodingType": lambda row: place_of(row)[0]}
PLAIN: Mapping[str, Telling] = {
    "Things": OF_PLACES | PROPERTIES,
    "Locations": ENCODED | {"location": lambda row: place_of(row)[1]} | PROPERTIES,
    "FeaturesOfInterest": ENCODED | {"feature": lambda row: place_of(row)[1]} | PROPERTIES,
    "HistoricalLocations": {"time": lambda row: moments.written(row.time)},
    "Sensors": NAMED
    | {"encodingType": attrgetter("encoding_type"), "metadata": attrgetter("metadata")}
    | PROPERTIES,
    "ObservedProperties": NAMED | {"definition": attrgetter("definition")} | PROPERTIES,
}

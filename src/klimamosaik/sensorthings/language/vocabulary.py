"""The entities of the standard: their properties with the kind of each, and how they are related.

OGC 18-088, sections 8.2 (data model) and 8.4 (MultiDatastream).
"""

from collections.abc import Mapping
from dataclasses import dataclass

# Kinds of values. "any" is JSON: a number, a text, true or false, an object with properties of its
# own. "told" can be selected, but is put together on the way out and cannot be asked for.
TEXT, NUMBER, BOOLEAN, MOMENT, SPAN = "text", "number", "boolean", "moment", "span"
DURATION, CLOCK, GEOMETRY, NULL = "duration", "clock", "geometry", "null"
ANY, TOLD = "any", "told"


@dataclass(frozen=True)
class WayTo:
    """Where a navigation property leads."""

    entities: str  # the set: "Datastreams"
    many: bool  # to a list, or to one of them


@dataclass(frozen=True)
class EntityTerms:
    """What can be asked of the entities of a set."""

    properties: Mapping[str, str]  # kind of each; "id" aside
    ways: Mapping[str, WayTo]


NAMED = {"name": TEXT, "description": TEXT, "properties": ANY}
SPANNING = {"observedArea": GEOMETRY, "phenomenonTime": SPAN, "resultTime": SPAN}
PROPERTIES = {
    "Things": NAMED,
    "Locations": {**NAMED, "encodingType": TEXT, "location": GEOMETRY},
    "HistoricalLocations": {"time": MOMENT},
    "Datastreams": {
        **NAMED,
        "observationType": TEXT,
        "unitOfMeasurement": ANY,
        **SPANNING,
    },
    "MultiDatastreams": {
        **NAMED,
        "observationType": TEXT,
        "multiObservationDataTypes": TOLD,
        "unitOfMeasurements": TOLD,
        **SPANNING,
    },
    "Sensors": {**NAMED, "encodingType": TEXT, "metadata": ANY},
    "ObservedProperties": {**NAMED, "definition": TEXT},
    "Observations": {
        "phenomenonTime": SPAN,
        "result": ANY,
        "resultTime": MOMENT,
        "resultQuality": ANY,
        "validTime": SPAN,
        "parameters": ANY,
    },
    "FeaturesOfInterest": {**NAMED, "encodingType": TEXT, "feature": GEOMETRY},
}
WAYS = {
    "Things": ("Locations", "HistoricalLocations", "Datastreams", "MultiDatastreams"),
    "Locations": ("Things", "HistoricalLocations"),
    "HistoricalLocations": ("Thing", "Locations"),
    "Datastreams": ("Thing", "Sensor", "ObservedProperty", "Observations"),
    "MultiDatastreams": ("Thing", "Sensor", "ObservedProperties", "Observations"),
    "Sensors": ("Datastreams", "MultiDatastreams"),
    "ObservedProperties": ("Datastreams", "MultiDatastreams"),
    "Observations": ("Datastream", "MultiDatastream", "FeatureOfInterest"),
    "FeaturesOfInterest": ("Observations",),
}
SINGULAR = {  # a way of this name leads to one entity, all others lead to lists
    "Thing": "Things",
    "Location": "Locations",
    "HistoricalLocation": "HistoricalLocations",
    "Datastream": "Datastreams",
    "MultiDatastream": "MultiDatastreams",
    "Sensor": "Sensors",
    "ObservedProperty": "ObservedProperties",
    "Observation": "Observations",
    "FeatureOfInterest": "FeaturesOfInterest",
}
TERMS = {
    name: EntityTerms(
        PROPERTIES[name],
        {each: WayTo(SINGULAR.get(each, each), each not in SINGULAR) for each in ways},
    )
    for name, ways in WAYS.items()
}
NAMES_OF_ID = frozenset({"id", "@iot.id"})
LINKS = frozenset({"selfLink", "@iot.selfLink"})
OPEN = frozenset({ANY, GEOMETRY})  # kinds with properties of their own

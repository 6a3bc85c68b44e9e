"""The nine entity sets of SensorThings API 1.1 (18-088) and what leads from one to another."""

from dataclasses import dataclass
from functools import cached_property

OBSERVATIONS = "Observations"


@dataclass(frozen=True)
class Relation:
    """A navigation property: what an entity leads to."""

    name: str  # "Datastreams", "Thing"
    target: str  # the set it leads to: "Datastreams", "Things"
    back: str  # from the target to the source, as Django looks it up; "": by readings
    order: str = "pk"  # of the targets where nobody asks for another

    @property
    def many(self) -> bool:
        """True where it leads to a list."""
        return self.name == self.target


@dataclass(frozen=True)
class EntitySet:
    """One set of entities."""

    name: str  # "Things"
    single: str  # "Thing"
    properties: tuple[str, ...]  # that can be asked for by themselves, in the order written
    relations: tuple[Relation, ...]
    together: tuple[str, ...] = ()  # rows that are needed to write one
    beside: tuple[str, ...] = ()  # lists of rows that are

    @cached_property
    def relation(self) -> dict[str, Relation]:
        """Relations by name."""
        return {each.name: each for each in self.relations}


def to(name: str, back: str, target: str = "") -> Relation:
    """A relation; target: the set, where the name is not its."""
    return Relation(name, target or name, back)


NAMED = ("name", "description")
DATASTREAM = (
    *NAMED,
    "observationType",
    "unitOfMeasurement",
    "observedArea",
    "phenomenonTime",
    "resultTime",
    "properties",
)

SETS = {
    each.name: each
    for each in (
        EntitySet(
            "Things",
            "Thing",
            (*NAMED, "properties"),
            (
                to("Datastreams", "thing"),
                to("MultiDatastreams", "thing"),
                to("Locations", "things"),
                to("HistoricalLocations", "thing"),
            ),
            ("building", "station"),
        ),
        EntitySet(
            "Locations",
            "Location",
            (*NAMED, "encodingType", "location", "properties"),
            (to("Things", "locations"), to("HistoricalLocations", "locations")),
            ("building", "station"),
        ),
        EntitySet(
            "HistoricalLocations",
            "HistoricalLocation",
            ("time",),
            (
                to("Thing", "historical_locations", "Things"),
                to("Locations", "historical_locations"),
            ),
        ),
        EntitySet(
            "Datastreams",
            "Datastream",
            DATASTREAM,
            (
                to("Thing", "datastreams", "Things"),
                to("Sensor", "datastreams", "Sensors"),
                to("ObservedProperty", "datastreams", "ObservedProperties"),
                to(OBSERVATIONS, ""),
            ),
            ("feature__building", "feature__station"),
        ),
        EntitySet(
            "MultiDatastreams",
            "MultiDatastream",
            (
                *NAMED,
                "observationType",
                "multiObservationDataTypes",
                "unitOfMeasurements",
                *DATASTREAM[4:],
            ),
            (
                to("Thing", "datastreams", "Things"),
                to("Sensor", "datastreams", "Sensors"),
                Relation(
                    "ObservedProperties", "ObservedProperties", "parts__datastream", "parts__place"
                ),
                to(OBSERVATIONS, ""),
            ),
            ("feature__building", "feature__station"),
            ("parts",),
        ),
        EntitySet(
            "Sensors",
            "Sensor",
            (*NAMED, "encodingType", "metadata", "properties"),
            (to("Datastreams", "sensor"), to("MultiDatastreams", "sensor")),
        ),
        EntitySet(
            "ObservedProperties",
            "ObservedProperty",
            ("name", "definition", "description", "properties"),
            (
                to("Datastreams", "observed_property"),
                to("MultiDatastreams", "parts__observed_property"),
            ),
        ),
        EntitySet(
            OBSERVATIONS,
            "Observation",
            (
                "phenomenonTime",
                "result",
                "resultTime",
                "resultQuality",
                "validTime",
                "parameters",
            ),
            (
                to("Datastream", "", "Datastreams"),
                to("MultiDatastream", "", "MultiDatastreams"),
                to("FeatureOfInterest", "", "FeaturesOfInterest"),
            ),
        ),
        EntitySet(
            "FeaturesOfInterest",
            "FeatureOfInterest",
            (*NAMED, "encodingType", "feature", "properties"),
            (to(OBSERVATIONS, ""),),
            ("building", "station"),
        ),
    )
}
SINGLE = {each.single: each for each in SETS.values()}

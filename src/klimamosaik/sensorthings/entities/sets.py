"""The nine entity sets of SensorThings API 1.1 (18-088) and how one is looked up from another.

What they are called, say and lead to stands in `language.vocabulary`; here is where in the tables
of the database it is found.
"""

from dataclasses import dataclass
from functools import cached_property

from klimamosaik.sensorthings.language.vocabulary import SINGULAR, TERMS

OBSERVATIONS = "Observations"
# From an entity to the one it is asked from, as Django looks it up: set, relation -> lookup. What
# leads from or to readings is none of the database.
BACK = {
    ("Things", "Datastreams"): "thing",
    ("Things", "MultiDatastreams"): "thing",
    ("Things", "Locations"): "things",
    ("Things", "HistoricalLocations"): "thing",
    ("Locations", "Things"): "locations",
    ("Locations", "HistoricalLocations"): "locations",
    ("HistoricalLocations", "Thing"): "historical_locations",
    ("HistoricalLocations", "Locations"): "historical_locations",
    ("Datastreams", "Thing"): "datastreams",
    ("Datastreams", "Sensor"): "datastreams",
    ("Datastreams", "ObservedProperty"): "datastreams",
    ("MultiDatastreams", "Thing"): "datastreams",
    ("MultiDatastreams", "Sensor"): "datastreams",
    ("MultiDatastreams", "ObservedProperties"): "parts__datastream",
    ("Sensors", "Datastreams"): "sensor",
    ("Sensors", "MultiDatastreams"): "sensor",
    ("ObservedProperties", "Datastreams"): "observed_property",
    ("ObservedProperties", "MultiDatastreams"): "parts__observed_property",
}
ORDERS = {"parts__datastream": "parts__place"}  # of what is in order there; all else by its id
OF_PLACES = ("building", "station")
TOGETHER = {  # rows that are needed to write an entity
    "Things": OF_PLACES,
    "Locations": OF_PLACES,
    "FeaturesOfInterest": OF_PLACES,
}
# Rows that are shared by many, as a feature by all sensors at a place, and lists of rows.
OF_FEATURES = tuple(f"feature__{each}" for each in OF_PLACES)
BESIDE = {"Datastreams": OF_FEATURES, "MultiDatastreams": ("parts", *OF_FEATURES)}
SINGULARS = {entities: single for single, entities in SINGULAR.items()}


@dataclass(frozen=True)
class Relation:
    """A navigation property: what an entity leads to."""

    name: str  # "Datastreams", "Thing"
    target: str  # the set it leads to: "Datastreams", "Things"
    many: bool  # to a list
    back: str  # from the target to the source, as Django looks it up; "": by readings

    @property
    def order(self) -> str:
        """How the targets are sorted where nobody asks for another order."""
        return ORDERS.get(self.back, "pk")


@dataclass(frozen=True, eq=False)
class EntitySet:
    """One set of entities. There is one object for each, in SETS."""

    name: str  # "Things"

    @property
    def single(self) -> str:
        """What one of them is called: "Thing"."""
        return SINGULARS[self.name]

    @cached_property
    def properties(self) -> tuple[str, ...]:
        """What can be asked for by itself."""
        return tuple(TERMS[self.name].properties)

    @cached_property
    def relations(self) -> tuple[Relation, ...]:
        """What they lead to."""
        return tuple(
            Relation(name, way.entities, way.many, BACK.get((self.name, name), ""))
            for name, way in TERMS[self.name].ways.items()
        )

    @cached_property
    def relation(self) -> dict[str, Relation]:
        """Relations by name."""
        return {each.name: each for each in self.relations}

    @property
    def together(self) -> tuple[str, ...]:
        """Rows that are needed to write one."""
        return TOGETHER.get(self.name, ())

    @property
    def beside(self) -> tuple[str, ...]:
        """Rows that several share, and lists of rows."""
        return BESIDE.get(self.name, ())


SETS = {name: EntitySet(name) for name in SINGULARS}
SINGLE = {each.single: each for each in SETS.values()}

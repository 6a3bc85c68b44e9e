"""A few things, places and datastreams to select from."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db.models import QuerySet

from klimamosaik.observations.models import (
    Datastream,
    FeatureOfInterest,
    HistoricalLocation,
    Latest,
    Location,
    ObservedProperty,
    Sensor,
    Thing,
)
from klimamosaik.sensorthings.language.reading import parse
from klimamosaik.sensorthings.selecting.entities import Selecting

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
MODELS: dict[str, Any] = {
    "Things": Thing.objects,
    "Locations": Location.objects,
    "HistoricalLocations": HistoricalLocation.objects,
    "Datastreams": Datastream.objects.filter(several=False),
    "MultiDatastreams": Datastream.objects.filter(several=True),
    "Sensors": Sensor.objects,
    "ObservedProperties": ObservedProperty.objects,
    "FeaturesOfInterest": FeatureOfInterest.objects,
}


@dataclass
class SeesAll:
    """Who sees everything, but for the datastreams that are hidden."""

    hidden: set[str] = field(default_factory=set)

    def of(self, entities: str) -> "QuerySet[Any]":
        """The entities of a set."""
        found: QuerySet[Any] = MODELS[entities].all()
        return found.exclude(name__in=self.hidden) if self.hidden else found


def ticks(*moment: int) -> int:
    """A moment as it is stored."""
    return int(datetime(*moment, tzinfo=UTC).timestamp()) * 1_000_000  # type: ignore[misc,arg-type]


def datastream(name: str, thing: Thing, **more: Any) -> Datastream:
    """A datastream with a sensor and a property of its own name."""
    made = {
        "sensor": Sensor.objects.create(name=f"Fühler {name}"),
        "observed_property": ObservedProperty.objects.create(name=f"Größe {name}"),
    }
    return Datastream.objects.create(name=name, thing=thing, **{**made, **more})


@pytest.fixture
def park(db: None) -> Thing:
    """A park with a soil sensor that reports and a bench that does not."""
    park: Thing = Thing.objects.create(
        name="Park", properties={"floor": 3, "code": "3", "open": True, "in": {"a": [7, 8]}}
    )
    place = Location.objects.create(
        name="Wiese", location={"type": "Point", "coordinates": [8.05, 52.27]}
    )
    park.locations.add(place)
    moved = HistoricalLocation.objects.create(
        thing=park, time=datetime(2026, 1, 1, 10, 30, 15, 250000, tzinfo=UTC)
    )
    moved.locations.add(place)
    soil = datastream("Boden", park, unit_of_measurement={"name": "Prozent", "symbol": "%"})
    datastream("Boden tief", park, unit="cm")
    Latest.objects.create(
        datastream=soil, seq=1, first=ticks(2025, 1, 1), until=ticks(2026, 1, 1), count=3
    )
    return park


@pytest.fixture
def street(db: None) -> Thing:
    """A street lamp with one datastream."""
    street: Thing = Thing.objects.create(
        name="Ährenstraße",
        properties={"floor": "3", "open": False, "Höhe": 12, "Größe": {"Maß": "m²"}},
    )
    street.locations.add(
        Location.objects.create(
            name="Ecke",
            location={
                "type": "Feature",
                "geometry": {"type": "Point", "coordinates": [9.0, 53.0]},
                "properties": {},
            },
        )
    )
    datastream("Licht", street, unit="kWh", properties={"limit": 10, "since": "2024-05-01"})
    return street


@pytest.fixture
def found(park: Thing, street: Thing) -> Callable[..., list[str]]:
    """Names of what a query finds, in its order."""

    def ask(entities: str, query: str, hidden: set[str] | None = None) -> list[str]:
        options = parse(query, entities)
        seen = SeesAll(hidden or set())
        select = Selecting(seen, NOW)
        rows = select.matching(entities, seen.of(entities), options.filter)
        return [str(row) for row in select.ordered(entities, rows, options.orderby)]

    return ask

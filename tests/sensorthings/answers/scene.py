"""Two towns with sensors: what is public of one, what is private, and a stranger's way to ask."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import polars as pl
from django.test import Client
from django.utils import timezone

from klimamosaik.observations.kernel import details
from klimamosaik.observations.models import (
    Datastream,
    FeatureOfInterest,
    HistoricalLocation,
    Location,
    ObservedProperty,
    Sensor,
    Thing,
)
from klimamosaik.observations.operations.arriving import take_in
from klimamosaik.people.models import TokenScope
from klimamosaik.people.tokens import make_token
from klimamosaik.places.models import Municipality
from klimamosaik.publication.models import Publication, PublicPage, PublishedKind

ROOT = "/sensorthings/v1.1"
BEGIN = datetime(2026, 3, 1, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
MOIST = {"name": "percent", "symbol": "%", "definition": "http://unitsofmeasure.org/%25"}


@dataclass
class Asker:
    """Somebody who asks, with a token or without."""

    key: str = ""
    client: Client = field(default_factory=Client)

    def response(self, path: str) -> Any:
        """The answer as it is sent. path: below the root, with its query."""
        address = path if path.startswith("/") else f"{ROOT}/{path}"
        head = {"authorization": f"Bearer {self.key}"} if self.key else {}
        return self.client.get(address, headers=head)

    def get(self, path: str, status: int = 200) -> Any:
        """The answer as JSON."""
        found = self.response(path)
        assert found.status_code == status, (path, found.status_code, found.content[:500])
        return found.json() if found.content else None

    def names(self, path: str) -> list[str]:
        """The names in a list."""
        return [each["name"] for each in self.get(path)["value"]]


def new_town(ags: str, name: str, *, page: bool = True) -> Municipality:
    """A town, its public page on."""
    town = Municipality.objects.create(ags=ags, name=name)
    if page:
        PublicPage.objects.create(
            municipality=town, publisher=name, desk="Amt", email="amt@example.org",
            on_since=timezone.now(),
        )  # fmt: skip
    return town


def new_thing(town: Municipality | None, name: str, point: Sequence[float] = (8.0, 52.3)) -> Thing:
    """A thing with a place and where it was before."""
    thing: Thing = Thing.objects.create(
        municipality=town, name=name, description=f"{name} steht hier"
    )
    feature = FeatureOfInterest.objects.create(
        municipality=town, name=f"Ort {name}", feature={"type": "Point", "coordinates": [*point]}
    )
    place = Location.objects.create(
        municipality=town, name=f"Platz {name}", feature=feature,
        location={"type": "Point", "coordinates": [*point]},
    )  # fmt: skip
    thing.locations.add(place)
    HistoricalLocation.objects.create(thing=thing, time=BEGIN).locations.add(place)
    return thing


def new_datastream(thing: Thing, name: str, **told: Any) -> Datastream:
    """A datastream with a sensor and a property of its own."""
    town = thing.municipality
    sensor = Sensor.objects.create(municipality=town, name=f"Fühler {name}", metadata="x.pdf")
    observed = ObservedProperty.objects.create(
        municipality=town, name=f"Größe {name}", definition="urn:x"
    )
    place = thing.locations.first()
    return Datastream.objects.create(
        name=name,
        thing=thing,
        sensor=sensor,
        observed_property=None if told.get("several") else observed,
        feature=place.feature if place else None,
        **{"unit_of_measurement": MOIST, **told},
    )


def readings(stream: Datastream, values: Sequence[Any], **told: Any) -> None:
    """Readings a minute apart; values: numbers, or details of those that are none."""
    begin, step = told.get("begin", BEGIN), told.get("step", MINUTE)
    length = told.get("length", timedelta())
    starts = [begin + step * place for place in range(len(values))]
    plain = [isinstance(each, int | float) for each in values]
    pairs = list(zip(values, plain, strict=True))
    frame = pl.DataFrame(
        {
            "datastream": [stream.pk] * len(values),
            "start": starts,
            "end": [start + length for start in starts],
            "value": [
                float(v) if p else v.get("value") for v, p in zip(values, plain, strict=True)
            ],
            "quality": [told.get("quality", "measured")] * len(values),
            "details": [
                None if p else details.written({k: x for k, x in v.items() if k != "value"})
                for v, p in pairs
            ],
        },
        schema_overrides={"value": pl.Float64(), "details": pl.String()},
    )
    take_in(frame, name="Test")


def publish(thing: Thing) -> Publication:
    """Make a thing's readings public."""
    town = thing.municipality or thing.building.municipality  # type: ignore[union-attr]
    return Publication.objects.create(
        municipality=town, kind=PublishedKind.READINGS, subject=str(thing.pk), since=timezone.now()
    )


def program(
    town: Municipality | None, *scopes: TokenScope, datastreams: Sequence[int] = ()
) -> Asker:
    """A program with a token."""
    handed = make_token(
        name="Programm",
        scopes=scopes or (TokenScope.READ,),
        municipality=town,
        datastreams=datastreams,
        by=None,
        at=timezone.now(),
    )
    return Asker(handed.key)

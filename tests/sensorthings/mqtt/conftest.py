"""A town with a public lamp post and a private one, each with a datastream."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

import polars as pl
import pytest

from klimamosaik.observations.models import Datastream, ObservedProperty, Sensor, Thing
from klimamosaik.observations.operations.arriving import take_in
from klimamosaik.people.models import TokenScope
from klimamosaik.people.tokens import HandedToken, make_token
from klimamosaik.places.models import Municipality
from klimamosaik.publication.models import Publication, PublicPage, PublishedKind
from klimamosaik.sources.mqtt.message import BrokerMessage
from klimamosaik.terms.reading import INSTANT

AT = datetime(2026, 11, 26, 12, tzinfo=UTC)
HOUR = 3_600_000_000  # [µs]
FIRST = 1_790_000_000_000_000  # [µs since 1970, UTC]


@dataclass
class SensingTown:
    """A town and what stands in it."""

    municipality: Municipality
    public: Datastream
    private: Datastream
    elsewhere: Datastream  # of another town, and private
    numbers: list[int] = field(default_factory=lambda: [0])

    def message(self, topic: str, payload: str, *, again: bool = False) -> BrokerMessage:
        """A message as the broker hands it over."""
        self.numbers[0] += 1
        return BrokerMessage(topic, payload.encode(), self.numbers[0], again, AT)

    def report(self, stream: Datastream, *values: float, first: int = FIRST) -> None:
        """Report readings an hour apart."""
        starts = pl.Series([first + n * HOUR for n in range(len(values))]).cast(INSTANT)
        frame = pl.DataFrame({"start": starts, "end": starts, "value": [float(v) for v in values]})
        said = {"datastream": stream.pk, "quality": "measured", "details": None}
        take_in(frame.with_columns(**{name: pl.lit(each) for name, each in said.items()}), name="")

    def token(self, *scopes: TokenScope, **more: object) -> HandedToken:
        """A token, of this town unless another or None is named."""
        more.setdefault("municipality", self.municipality)
        return make_token(name="t", scopes=scopes, by=None, at=AT, **more)  # type: ignore[arg-type]


def lamp(town: Municipality, name: str) -> Datastream:
    """A lamp post with a datastream."""
    return Datastream.objects.create(
        name=name,
        thing=Thing.objects.create(municipality=town, name=name),
        sensor=Sensor.objects.create(municipality=town, name=name),
        observed_property=ObservedProperty.objects.create(municipality=town, name=name),
        unit="lx",
    )


def published(stream: Datastream, at: datetime = AT) -> Publication:
    """The readings of a datastream's thing, public."""
    assert stream.thing is not None
    assert stream.thing.municipality is not None
    return Publication.objects.create(
        municipality=stream.thing.municipality,
        kind=PublishedKind.READINGS,
        subject=str(stream.thing.pk),
        since=at,
    )


@pytest.fixture
def town(db: None) -> SensingTown:
    """The town."""
    here = Municipality.objects.create(ags="03404000", name="Osnabrück")
    there = Municipality.objects.create(ags="03456001", name="Bad Bentheim")
    PublicPage.objects.create(municipality=here, publisher="Stadt", on_since=AT)
    made = SensingTown(here, lamp(here, "public"), lamp(here, "private"), lamp(there, "elsewhere"))
    published(made.public)
    return made

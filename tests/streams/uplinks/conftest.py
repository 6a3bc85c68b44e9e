"""A town, a source its devices are pushed by, and a school with a meter."""

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from klimamosaik.observations.models import Datastream
from klimamosaik.observations.queries.readings import readings
from klimamosaik.places.models import Building, MeterPoint, Municipality
from klimamosaik.streams.models import DataSource, SourceKind
from klimamosaik.streams.uplinks.answers import UplinkAnswer
from klimamosaik.streams.uplinks.operations import take_uplink

NOW = datetime(2026, 3, 2, 6, 15, 2, tzinfo=UTC)
TOKEN = "ein-langes-geheimes-token"
Push = Callable[..., UplinkAnswer]


@pytest.fixture
def town(db: None) -> Municipality:
    """A town with nothing in it."""
    return Municipality.objects.create(ags="03404000", name="Osnabrück")


@pytest.fixture
def source(town: Municipality) -> DataSource:
    """A source that is pushed to."""
    return DataSource.objects.create(
        municipality=town,
        kind=SourceKind.PUSH,
        name="LoRaWAN der Stadtwerke",
        digest=hashlib.sha256(TOKEN.encode()).hexdigest(),
        owner="Stadtwerke",
        legal_basis="NKlimaG § 17",
        licence="dl-de/by-2-0",
        promised_every=timedelta(minutes=15),
        options={"decoder": "elsys"},
        added_at=NOW,
    )


@pytest.fixture
def push(source: DataSource) -> Push:
    """Pushes a message."""

    def pushed(body: bytes, at: datetime = NOW) -> UplinkAnswer:
        source.refresh_from_db()
        return take_uplink(source=source, body=body, at=at)

    return pushed


@pytest.fixture
def meter_point(town: Municipality) -> MeterPoint:
    """The electricity meter of a school."""
    school = Building.objects.create(municipality=town, name="Grundschule")
    return MeterPoint.objects.create(building=school, carrier="electricity", name="Strom")


def values(stream: Datastream) -> list[Any]:
    """The values of a datastream in their order."""
    return readings(datastreams=[stream.pk])["value"].to_list()

"""One of us mirrors another of us: what our own server answers is what our mirror asks."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import polars as pl
import pytest
from django.test import Client

from klimamosaik.observations.kernel.details import written
from klimamosaik.observations.models import (
    Datastream,
    DatastreamPart,
    Location,
    ObservedProperty,
    Sensor,
    Thing,
)
from klimamosaik.observations.operations.arriving import take_in
from klimamosaik.observations.queries.readings import readings
from klimamosaik.people.models import TokenScope
from klimamosaik.people.tokens import make_token
from klimamosaik.places.models import Municipality
from klimamosaik.sources.sensorthings.asking import (
    SAID_BY,
    SensorThingsClient,
    SourceUnreachable,
)
from klimamosaik.streams.mirror.first_look import look_at_server
from klimamosaik.streams.mirror.work import mirror
from klimamosaik.streams.models import DataSource
from klimamosaik.streams.queries.sources import source_line
from tests.streams.conftest import NOW

pytestmark = pytest.mark.django_db
ROOT = "http://testserver/sensorthings/v1.1"
KIND = "http://www.opengis.net/def/observationType/OGC-OM/2.0/"


@dataclass
class AskedWithoutNetwork(SensorThingsClient):
    """Asks our own server in this process."""

    browser: Client = field(default_factory=Client)
    whose: str = "other"  # the mark it answers with; "": its own

    def _once(self, path: str, etag: str) -> tuple[int, bytes, Any]:
        told = {"Authorization": self.headers["authorization"], "If-None-Match": etag}
        answer = self.browser.get(f"/sensorthings/v1.1/{path}", headers=told)
        body = answer.getvalue()
        marked = {SAID_BY: self.whose} if self.whose else {}
        return answer.status_code, body, dict(answer.headers) | marked


@pytest.fixture
def there(town: Municipality) -> Municipality:
    """Another town, whose sensors stand on the server that is mirrored."""
    other = Municipality.objects.create(ags="03459000", name="Landkreis")
    thing = Thing.objects.create(
        municipality=other, name="Mast", properties={"betriebsstatus": "in Betrieb"}
    )
    spot = {"type": "Point", "coordinates": [8.05, 52.28]}
    place = Location.objects.create(municipality=other, name="Mast", location=spot)
    thing.locations.add(place)
    sensor = Sensor.objects.create(municipality=other, name="Fühler")
    warm, damp = (
        ObservedProperty.objects.create(municipality=other, name=name)
        for name in ("Temperatur", "Feuchte")
    )
    common = {"thing": thing, "sensor": sensor}
    Datastream.objects.create(name="warm", observed_property=warm, unit="°C", **common)
    Datastream.objects.create(
        name="frei",
        observed_property=damp,
        observation_type=f"{KIND}OM_CategoryObservation",
        **common,
    )
    both = Datastream.objects.create(name="beide", several=True, **common)
    for number, each in enumerate((warm, damp)):
        DatastreamPart.objects.create(datastream=both, place=number, observed_property=each)
    return other


def say(name: str, *results: Any, days: int = 0) -> None:
    """Readings of the other town, a quarter of an hour apart, the last `days` ago."""
    stream = Datastream.objects.get(name=name, thing__municipality="03459000")
    rows = []
    for place, each in enumerate(reversed(results)):
        at = NOW - timedelta(days=days, minutes=15 * place, milliseconds=877)
        number = isinstance(each, float)
        told = None if number else written({"result": each})
        rows.append((stream.pk, at, at, each if number else None, "measured", told))
    names = ["datastream", "start", "end", "value", "quality", "details"]
    kinds = {"value": pl.Float64, "details": pl.String}
    take_in(pl.DataFrame(rows, schema=names, orient="row", schema_overrides=kinds), name="there")


@pytest.fixture
def client(there: Municipality) -> SensorThingsClient:
    token = new_token(there)
    return AskedWithoutNetwork(ROOT, headers={"authorization": f"Bearer {token}"}, pause=0.0)


def new_token(town: Municipality) -> str:
    """A token that reads all of a municipality."""

    made = make_token(name="Spiegel", scopes=[TokenScope.READ], municipality=town, by=None, at=NOW)
    return made.key


@pytest.fixture
def source(new_source: Callable[..., DataSource]) -> DataSource:
    return new_source(address=ROOT)


def work(source: DataSource, client: SensorThingsClient, minutes: int = 0) -> None:
    now = NOW + timedelta(minutes=minutes)
    assert not mirror(source, now=now, spare=lambda: True, client=lambda _: client)


def held(name: str, town: str) -> list[tuple[Any, Any]]:
    stream = Datastream.objects.get(name=name, thing__municipality=town)
    found = readings(datastreams=[stream.pk])
    return [
        (row["start"], json.loads(row["details"] or "{}").get("result", row["value"]))
        for row in found.iter_rows(named=True)
    ]


def test_everything_arrives_as_it_is_there(source: DataSource, client: SensorThingsClient) -> None:
    say("warm", 20.5, 21.5)
    say("warm", 1.5, 2.5, days=300)
    say("frei", "frei", "belegt", True)
    say("beide", [20.5, "nass"])
    work(source, client)
    for name in ("warm", "frei", "beide"):
        assert held(name, "03404000") == held(name, "03459000")
        assert held(name, "03404000")
    mine = Datastream.objects.get(name="warm", thing__municipality="03404000")
    assert mine.thing is not None
    assert mine.thing.properties == {"betriebsstatus": "in Betrieb"}
    assert [each.location["coordinates"] for each in mine.thing.locations.all()] == [[8.05, 52.28]]
    both = Datastream.objects.get(name="beide", thing__municipality="03404000")
    assert [each.observed_property.name for each in both.parts.all()] == ["Temperatur", "Feuchte"]


def test_what_comes_later_and_what_is_said_otherwise_follows(
    source: DataSource, client: SensorThingsClient
) -> None:
    say("warm", *[float(number) for number in range(250)])
    work(source, client)
    say("warm", 99.0)  # in the place of the last
    work(source, client, minutes=24 * 60 + 5)
    assert held("warm", "03404000") == held("warm", "03459000")
    assert len(held("warm", "03404000")) == 250


def test_it_can_be_looked_at_first(client: SensorThingsClient) -> None:
    say("warm", 20.5, 21.5)
    seen = look_at_server(client, every=timedelta(minutes=15), now=NOW, spare=lambda: True)
    by_name = {each.name: each for each in seen.series}
    assert by_name["warm"].value == 21.5
    assert by_name["warm"].unit == "°C"
    assert by_name["warm"].place == (52.28, 8.05)
    assert by_name["warm"].doubts == ()
    assert set(by_name) == {"warm", "frei", "beide"}


def test_this_server_itself_is_not_mirrored(source: DataSource, client: SensorThingsClient) -> None:
    say("warm", 20.5)
    assert isinstance(client, AskedWithoutNetwork)
    client.whose = ""
    for act in (
        lambda: work(source, client),
        lambda: look_at_server(client, every=None, now=NOW, spare=lambda: True),
    ):
        with pytest.raises(SourceUnreachable, match="This server itself answers"):
            act()
    assert not source.series.exists()


def names_of(source: DataSource) -> set[str]:
    """The series that came of a source."""
    return {str(each.datastream) for each in source.series.all()}


def test_what_came_from_us_does_not_come_back(
    source: DataSource,
    client: SensorThingsClient,
    town: Municipality,
    new_source: Callable[..., DataSource],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Series of `other` are here; then we are `other`, and mirror the server that mirrors us."""
    say("warm", 20.5)
    work(source, client)
    told = [(each.properties or {}).get("mirroredFrom") for each in streams_of(town)]
    assert told == [["other"]] * 3
    own = Thing.objects.create(municipality=town, name="Brunnen")
    Datastream.objects.create(
        name="Pegel", thing=own, sensor=Sensor.objects.create(name="S"),
        observed_property=ObservedProperty.objects.create(name="Pegel"),
    )  # fmt: skip
    back = new_source(
        name="zurück", address=ROOT, municipality=Municipality.objects.get(pk="03459000")
    )
    bearer = {"authorization": f"Bearer {new_token(town)}"}
    there = AskedWithoutNetwork(ROOT, headers=bearer, pause=0.0, whose="first")
    looked_at = look_at_server(there, every=None, now=NOW, spare=lambda: True)
    assert {each.name for each in looked_at.series} == {"warm", "frei", "beide", "Pegel"}
    monkeypatch.setattr("klimamosaik.streams.mirror.loops.installation_mark", lambda: "other")
    seen = look_at_server(there, every=None, now=NOW, spare=lambda: True)
    assert [each.name for each in seen.series] == ["Pegel"]
    assert "therefore not fetched back: 3 series" in seen.notes[0].en
    work(back, there)
    assert names_of(back) == {"Pegel"}
    note = source_line(DataSource.objects.get(pk=back.pk), NOW).came_from_us
    assert note is not None
    assert "3 Messreihen" in note.de
    pegel = Datastream.objects.get(source_series__source=back)
    assert pegel.properties == {"mirroredFrom": ["first"]}


def streams_of(town: Municipality) -> list[Datastream]:
    """All series of a town."""
    return list(Datastream.objects.filter(thing__municipality=town))


def test_a_way_through_more_hands_than_there_can_be_is_a_circle(
    source: DataSource, client: SensorThingsClient
) -> None:
    warm = Datastream.objects.get(name="warm")
    warm.properties = {"mirroredFrom": ["a"] * 8}
    warm.save()
    say("warm", 20.5)
    work(source, client)
    assert names_of(source) == {"frei", "beide"}

"""A server for maps others wrote reads ours unchanged: pygeoapi's provider of SensorThings."""

from typing import Any

import pytest
from pytest_django.live_server_helper import LiveServer

from tests.sensorthings.answers.scene import (
    ROOT,
    new_datastream,
    new_thing,
    new_town,
    publish,
    readings,
)

provider = pytest.importorskip("pygeoapi.provider.sensorthings", reason="pygeoapi is not installed")
pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]
OSNABRUECK, HAMBURG = (8.05, 52.27), (9.99, 53.55)
AROUND_OSNABRUECK = [7.9, 52.1, 8.2, 52.4]


@pytest.fixture
def address(live_server: LiveServer) -> str:
    """Two things with readings, both public."""
    town = new_town("03404000", "Osnabrück")
    for name, place in (("Beet", OSNABRUECK), ("Tor", HAMBURG)):
        thing = new_thing(town, name, place)
        readings(new_datastream(thing, f"Feuchte {name}"), [1, 2, 3])
        publish(thing)
    return f"{live_server.url}{ROOT}/"


def source(address: str, entity: str) -> Any:
    """The provider of one set of entities."""
    return provider.SensorThingsProvider(
        {
            "name": "SensorThings", "type": "feature", "data": address, "entity": entity,
            "id_field": "@iot.id", "title_field": "name", "time_field": "phenomenonTime",
        }
    )  # fmt: skip


@pytest.mark.parametrize("entity", ["Things", "Datastreams", "Observations"])
def test_features_have_a_place(address: str, entity: str) -> None:
    found = source(address, entity).query(limit=10)
    assert found["numberReturned"] == {"Things": 2, "Datastreams": 2, "Observations": 6}[entity]
    places = [tuple(each["geometry"]["coordinates"]) for each in found["features"]]
    assert set(places) == {OSNABRUECK, HAMBURG}


@pytest.mark.parametrize("entity", ["Things", "Datastreams", "Observations"])
def test_a_box_holds_what_lies_in_it(address: str, entity: str) -> None:
    found = source(address, entity).query(bbox=AROUND_OSNABRUECK)
    assert found["features"]
    places = {tuple(each["geometry"]["coordinates"]) for each in found["features"]}
    assert places == {OSNABRUECK}


def test_one_feature_and_the_number_of_all(address: str) -> None:
    things = source(address, "Things")
    assert things.query(resulttype="hits")["numberMatched"] == 2
    first = things.query(limit=1)["features"][0]
    assert things.get(first["id"])["geometry"] == first["geometry"]


def test_a_span_of_time_holds_the_readings_in_it(address: str) -> None:
    found = source(address, "Observations").query(datetime_="2026-03-01T00:00:00Z/..", limit=10)
    assert found["numberReturned"] == 6
    none = source(address, "Observations").query(datetime_="2027-01-01T00:00:00Z/..", limit=10)
    assert none["numberReturned"] == 0

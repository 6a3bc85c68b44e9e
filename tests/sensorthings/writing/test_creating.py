"""Entities are made one by one, below others, or with all that hangs on them."""

from copy import deepcopy
from typing import Any

import pytest

from klimamosaik.observations.models import Datastream, HistoricalLocation, Location, Thing
from klimamosaik.observations.models import Sensor as SensorRow
from klimamosaik.observations.queries.readings import data_version
from klimamosaik.people.models import TokenScope
from klimamosaik.places.models import Municipality
from tests.sensorthings.writing.conftest import (
    LOCATION,
    OBSERVED,
    POINT,
    SENSOR,
    STREAM,
    THING,
    WHOLE,
    SensingClient,
    client_with,
    number,
)


def test_a_whole_tree_is_made_in_one_request(api: SensingClient, town: Municipality) -> None:
    thing = api.post("Things", WHOLE)
    told = api.get(f"{thing}?$expand=Locations,Datastreams/Observations")
    assert told["name"] == "Beet 7"
    assert told["properties"] == {"floor": 3}
    assert told["Locations"][0]["location"] == POINT
    readings = told["Datastreams"][0]["Observations"]
    assert [each["result"] for each in readings] == [21.5, 22]
    assert Thing.objects.get().municipality == town
    assert data_version() == 1  # both readings in one delivery


def spoiled(path: list[Any], value: Any) -> dict[str, Any]:
    """WHOLE with one value otherwise; ... takes it away."""
    body = deepcopy(WHOLE)
    inside: Any = body
    for step in path[:-1]:
        inside = inside[step]
    if value is ...:
        del inside[path[-1]]
    else:
        inside[path[-1]] = value
    return body


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (["name"], ..., "Thing lacks: name"),
        (["name"], 7, "“name” is 7: a text is allowed"),
        (["properties"], [1], "a JSON object is allowed"),
        (["Locations", 0, "location"], {"type": "Point", "coordinates": ["x", 1]}, "GeoJSON"),
        (["Locations"], {"name": "x"}, "“Locations” must be a list"),
        (["Datastreams", 0, "Sensor"], ..., "Datastream lacks “Sensor”"),
        (["Datastreams", 0, "Sensor"], {"@iot.id": 4711}, "points to Sensor 4711"),
        (["Datastreams", 0, "Sensor"], {"@iot.id": "x"}, "needs a whole number"),
        (["Datastreams", 0, "unitOfMeasurement"], "kWh", "name, symbol and definition"),
        (["Datastreams", 0, "Observations", 1, "result"], ..., "lacks “result”"),
        (["Datastreams", 0, "Observations", 1, "phenomenonTime"], "gestern", "a moment with its"),
    ],
)
def test_one_fault_deep_inside_and_nothing_is_made(
    api: SensingClient, path: list[Any], value: Any, said: str
) -> None:
    status, sentence = api.refused(
        "POST", "Things", spoiled(path, value), **{"Accept-Language": "en"}
    )
    assert status == 400
    assert said in sentence
    for model in (Thing, Location, HistoricalLocation, Datastream, SensorRow):
        assert not model._default_manager.exists()
    assert data_version() == 0


def test_entities_are_made_below_others(api: SensingClient) -> None:
    thing = api.post("Things", THING)
    api.post(f"{thing}/Locations", LOCATION)
    links = {
        "Sensor": {"@iot.id": number(api.post("Sensors", SENSOR)), "name": "egal"},
        "ObservedProperty": {"@iot.id": str(number(api.post("ObservedProperties", OBSERVED)))},
    }
    stream = api.post(f"{thing}/Datastreams", STREAM | links)
    reading = api.post(f"{stream}/Observations", {"result": 1})
    assert api.get(f"{reading}/Datastream/Thing")["name"] == "Beet 7"
    assert api.get(f"{thing}/Locations")["value"][0]["name"] == "Stadtpark"
    sensor = api.get(f"{stream}/Sensor")["@iot.id"]
    api.post(
        f"Sensors({sensor})/Datastreams", STREAM | links | {"Thing": {"@iot.id": number(thing)}}
    )
    assert len(api.get(f"{thing}/Datastreams")["value"]) == 2


def test_given_ids_are_ignored_and_names_may_be_taken(api: SensingClient) -> None:
    first = api.post("Things", THING | {"@iot.id": 4711, "id": 12})
    second = api.post("Things", THING)
    assert number(first) not in (4711, 12)
    assert first != second


def test_a_category_needs_no_unit(api: SensingClient) -> None:
    unit = {"name": None, "symbol": None, "definition": None}
    body = deepcopy(WHOLE)
    body["Datastreams"][0]["unitOfMeasurement"] = unit
    stream = api.get(f"{api.post('Things', body)}/Datastreams")["value"][0]
    assert stream["unitOfMeasurement"] == unit


def test_a_place_may_be_a_feature_in_the_old_encoding(api: SensingClient) -> None:
    feature = {"type": "Feature", "geometry": POINT, "properties": {"a": 1}}
    body = LOCATION | {"encodingType": "application/vnd.geo+json", "location": feature}
    told = api.get(api.post("Locations", body))
    assert (told["location"], told["encodingType"]) == (feature, "application/vnd.geo+json")


def test_a_new_place_is_remembered(api: SensingClient) -> None:
    thing = api.post("Things", THING | {"Locations": [LOCATION]})
    api.post(f"{thing}/Locations", LOCATION | {"name": "Bauhof"})
    assert [each["name"] for each in api.get(f"{thing}/Locations")["value"]] == ["Bauhof"]
    past = api.get(f"{thing}/HistoricalLocations?$expand=Locations")["value"]
    assert [each["Locations"][0]["name"] for each in past] == ["Stadtpark", "Bauhof"]


@pytest.mark.parametrize(
    ("time", "now"), [("2001-01-01T00:00:00Z", "Stadtpark"), ("2101-01-01T00:00:00Z", "Keller")]
)
def test_only_the_newest_past_place_moves_a_thing(api: SensingClient, time: str, now: str) -> None:
    thing = api.post("Things", THING | {"Locations": [LOCATION]})
    cellar = number(api.post("Locations", LOCATION | {"name": "Keller"}))
    links = {"Thing": {"@iot.id": number(thing)}, "Locations": [{"@iot.id": cellar}]}
    api.post("HistoricalLocations", {"time": time} | links)
    assert [each["name"] for each in api.get(f"{thing}/Locations")["value"]] == [now]
    assert len(api.get(f"{thing}/HistoricalLocations")["value"]) == 2


def test_a_location_may_bring_its_thing(api: SensingClient) -> None:
    place = api.post("Locations", LOCATION | {"Things": [THING]})
    assert api.get(f"{place}/Things")["value"][0]["name"] == "Beet 7"
    assert api.get(f"{place}/HistoricalLocations")["value"]


SEVERAL: dict[str, Any] = {
    "name": "Wetter",
    "description": "beides",
    "multiObservationDataTypes": ["http://x/OM_Measurement", "http://x/OM_CategoryObservation"],
    "unitOfMeasurements": [
        {"name": "Celsius", "symbol": "°C", "definition": "ucum:Cel"},
        {"name": None, "symbol": None, "definition": None},
    ],
    "ObservedProperties": [OBSERVED | {"name": "z"}, OBSERVED | {"name": "a"}],
}


def test_several_properties_keep_their_order(api: SensingClient) -> None:
    thing = api.post("Things", THING | {"Locations": [LOCATION]})
    stream = api.post(f"{thing}/MultiDatastreams", SEVERAL | {"Sensor": SENSOR})
    names = [each["name"] for each in api.get(f"{stream}/ObservedProperties")["value"]]
    assert names == ["z", "a"]
    reading = api.post(f"{stream}/Observations", {"result": [1.5, "zwei"]})
    assert api.get(reading)["result"] == [1.5, "zwei"]
    status, _ = api.refused("POST", f"{stream}/Observations", {"result": [1.5]})
    assert status == 400


@pytest.mark.parametrize(
    "lacking", ["multiObservationDataTypes", "unitOfMeasurements", "ObservedProperties"]
)
def test_as_many_types_units_and_properties(api: SensingClient, lacking: str) -> None:
    thing = api.post("Things", THING)
    body = SEVERAL | {"Sensor": SENSOR, lacking: SEVERAL[lacking][:1]}
    assert api.refused("POST", f"{thing}/MultiDatastreams", body)[0] == 400


def test_units_nobody_told_are_unknown(api: SensingClient) -> None:
    thing = api.post("Things", THING)
    body = SEVERAL | {"Sensor": SENSOR, "unitOfMeasurements": None}
    told = api.get(api.post(f"{thing}/MultiDatastreams", body))["unitOfMeasurements"]
    assert told == [{"name": None, "symbol": None, "definition": None}] * 2


def test_an_answer_carries_the_entity_only_where_that_is_asked_for(api: SensingClient) -> None:
    assert api.send("POST", "Things", THING).content == b""
    answer = api.send("POST", "Things", THING, Prefer="return=representation")
    assert answer.status_code == 201
    assert b'"name":"Beet 7"' in answer.content


def test_strangers_write_nothing(town: Municipality) -> None:
    for method in ("POST", "PATCH", "PUT", "DELETE"):
        answer = SensingClient().send(method, "Things", THING)
        assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer")
    assert not Thing.objects.exists()


def test_a_wrong_token_is_401_with_a_sentence(db: None) -> None:
    status, sentence = SensingClient("kmt_a_b").refused("POST", "Things", THING)
    assert (status, "gibt es hier nicht" in sentence) == (401, True)


@pytest.mark.parametrize("scope", [TokenScope.READ, TokenScope.OBSERVATIONS])
def test_a_missing_right_is_403(town: Municipality, scope: TokenScope) -> None:
    status, sentence = client_with(town, scope).refused("POST", "Things", THING)
    assert (status, "entities:write" in sentence) == (403, True)


def test_another_towns_things_cannot_be_linked_to(api: SensingClient, stream: str) -> None:
    other = client_with(
        Municipality.objects.create(ags="03404000", name="Osnabrück"), TokenScope.ADMIN
    )
    thing = api.get(f"{stream}/Thing")["@iot.id"]
    body = STREAM | {"Sensor": SENSOR, "ObservedProperty": OBSERVED, "Thing": {"@iot.id": thing}}
    assert other.refused("POST", "Datastreams", body)[0] == 400
    assert other.refused("POST", f"Things({thing})/Datastreams", body)[0] == 404
    assert (
        other.refused(
            "POST", "Observations", {"result": 1, "Datastream": {"@iot.id": number(stream)}}
        )[0]
        == 400
    )
    assert Datastream.objects.count() == 1


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[1,2]", b'{"a": NaN}', b"\xff", b'"\\ud800"', b"[" * 100_000]
)
def test_what_is_no_json_object_is_400(api: SensingClient, body: bytes) -> None:
    assert api.refused("POST", "Things", body)[0] == 400


def test_what_a_token_for_all_makes_is_the_only_towns_or_common(town: Municipality) -> None:
    everybody = client_with(None, TokenScope.ADMIN)
    everybody.post("Things", THING)
    assert Thing.objects.get().municipality == town
    Municipality.objects.create(ags="03404000", name="Osnabrück")
    everybody.post("Things", THING)
    assert Thing.objects.latest("pk").municipality is None


def test_null_characters_are_refused_before_a_database_stumbles(api: SensingClient) -> None:
    assert api.refused("POST", "Things", THING | {"name": "a\0b"})[0] == 400
    assert api.refused("POST", "Things", THING | {"properties": {"a\0": 1}})[0] == 400


@pytest.mark.parametrize(
    ("path", "status"),
    [("Farben", 404), ("Things(4711)/Datastreams", 404), ("Things(1)", 405), ("", 404)],
)
def test_where_nothing_is_made(api: SensingClient, path: str, status: int) -> None:
    assert api.refused("POST", path, THING)[0] == status


def test_so_deep_inside_nothing_is_made(api: SensingClient) -> None:
    body: dict[str, Any] = deepcopy(THING)
    for _ in range(20):
        body = (
            LOCATION | {"Things": [body]}
            if "floor" in str(body.get("properties"))
            else THING | {"Locations": [body]}
        )
    assert api.refused("POST", "Things" if "Locations" in body else "Locations", body)[0] == 400

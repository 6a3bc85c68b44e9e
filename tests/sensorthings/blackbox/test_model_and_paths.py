"""What entities say of themselves, and where they are found."""

import pytest

from tests.sensorthings.blackbox.client import SETS, SensorServer, ids
from tests.sensorthings.blackbox.requirements import ENTITIES, requires
from tests.sensorthings.blackbox.world import World

CONTROL = {"@iot.id", "@iot.selfLink"}
PROPERTIES = {
    "Things": {"name", "description", "properties"},
    "Locations": {"name", "description", "encodingType", "location"},
    "HistoricalLocations": {"time"},
    "Datastreams": {"name", "description", "observationType", "unitOfMeasurement"},
    "Sensors": {"name", "description", "encodingType", "metadata"},
    "ObservedProperties": {"name", "description", "definition"},
    "Observations": {"phenomenonTime", "result", "resultTime"},
    "FeaturesOfInterest": {"name", "description", "encodingType", "feature"},
}
RELATIONS = {
    "Things": {"Locations", "HistoricalLocations", "Datastreams"},
    "Locations": {"Things", "HistoricalLocations"},
    "HistoricalLocations": {"Thing", "Locations"},
    "Datastreams": {"Thing", "Sensor", "ObservedProperty", "Observations"},
    "Sensors": {"Datastreams"},
    "ObservedProperties": {"Datastreams"},
    "Observations": {"Datastream", "FeatureOfInterest"},
    "FeaturesOfInterest": {"Observations"},
}


@requires("resource-path/resource-path-to-entities")
@pytest.mark.parametrize("end", ["", "/"])
def test_the_root_names_the_sets_and_what_it_conforms_to(server: SensorServer, end: str) -> None:
    root = server.get(server.url + end)
    names = {each["name"] for each in root["value"]}
    assert set(SETS) <= names <= {*SETS, "MultiDatastreams"}
    assert all(each["url"].endswith("/" + each["name"]) for each in root["value"])
    assert all(uri.startswith("http") for uri in root["serverSettings"]["conformance"])


@requires(
    "datamodel/entity-control-information/common-control-information",
    *(f"datamodel/{entity}/properties" for entity in ENTITIES),
    *(f"datamodel/{entity}/relations" for entity in ENTITIES),
)
@pytest.mark.parametrize("name", SETS)
def test_each_kind_has_its_properties_and_links(
    server: SensorServer, world: World, name: str
) -> None:
    entity = server.get(name, top="1")["value"][0]
    assert entity.keys() >= CONTROL | PROPERTIES[name]
    assert isinstance(entity["@iot.id"], int)
    assert server.get(entity["@iot.selfLink"])["@iot.id"] == entity["@iot.id"]
    for relation in RELATIONS[name]:
        found = server.get(entity[f"{relation}@iot.navigationLink"])
        assert "value" in found or "@iot.id" in found


@requires("resource-path/resource-path-to-entities")
@pytest.mark.parametrize("name", SETS)
def test_each_property_of_the_first_entity_can_be_asked_for(
    server: SensorServer, world: World, name: str
) -> None:
    pk = server.get(name, top="1")["value"][0]["@iot.id"]
    for wanted in PROPERTIES[name]:
        answer = server.ask("GET", f"{name}({pk})/{wanted}")
        assert answer.status_code in (200, 204)
        if answer.status_code == 200:
            assert answer.json().keys() == {wanted}
            assert server.ask("GET", f"{name}({pk})/{wanted}/$value").status_code == 200


@requires("resource-path/resource-path-to-entities")
def test_paths_lead_from_one_entity_to_the_next_at_any_depth(
    server: SensorServer, world: World
) -> None:
    thing = f"Things({world.garden})"
    found = server.get(f"{thing}/Datastreams({world.level})/Observations({world.readings[2]})")
    assert found["result"] == 3
    assert server.get(f"{thing}/Datastreams({world.level})/Thing/name")["name"].endswith("Garten")
    deep = f"Observations({world.readings[0]})/Datastream/Thing/Locations"
    assert len(server.get(deep)["value"]) == 1
    assert server.get(f"{thing}/Locations/$ref")["value"][0].keys() == {"@iot.selfLink"}
    value = server.ask("GET", f"{thing}/name/$value")
    assert value.text == f"{world.mark} Garten"
    nested = server.get(f"{thing}/properties")["properties"]
    assert nested == {"floor": 2, "colour": "grün", "deep": {"er": [1, 2]}}


@requires("resource-path/resource-path-to-entities", "request-data/status-code")
def test_wrong_places_are_not_found(server: SensorServer, world: World) -> None:
    wrong = (
        f"Things({world.yard})/Datastreams({world.level})",
        f"Things({world.yard})/Datastreams({world.level})/Observations",
        "Things(9007199254740991)",
        "Dinge",
        f"Things({world.garden})/Dinge",
        f"Things({world.garden})/Sensor",
    )
    for path in wrong:
        server.refused(path, status=(404,))
    server.refused("Things('a')", status=(400, 404))


@requires("request-data/status-code")
def test_a_null_property_is_an_answer_without_content(server: SensorServer, world: World) -> None:
    pk = server.made("Observations", {"result": 1, "Datastream": {"@iot.id": world.empty}})
    assert server.ask("GET", f"Observations({pk})/resultTime").status_code == 204
    server.delete(f"Observations({pk})")


@requires("datamodel/datastream/properties")
def test_a_datastream_tells_the_span_of_its_readings(server: SensorServer, world: World) -> None:
    begin, end = server.get(f"Datastreams({world.level})")["phenomenonTime"].split("/")
    assert begin.startswith("2026-03-01T01:00:00.001")
    assert end.startswith("2026-03-01T12:00:00.012")
    assert server.get(f"Datastreams({world.empty})").get("phenomenonTime") is None


@requires("datamodel/observation/properties")
def test_the_default_order_is_by_id(server: SensorServer, world: World) -> None:
    found = ids(server.get(f"Datastreams({world.level})/Observations"))
    assert found == sorted(found)
    things = ids(server.get("Things"))
    assert things == sorted(things)


@requires("datamodel/datastream/properties")
def test_a_datastream_tells_from_when_to_when_there_are_results(
    server: SensorServer, world: World
) -> None:
    found = server.get(f"Datastreams({world.level})")
    begin, end = found["resultTime"].split("/")
    assert (begin[:19], end[:19]) == ("2026-03-01T01:00:05", "2026-03-01T12:00:05")
    begin, end = found["phenomenonTime"].split("/")
    assert (begin[:19], end[:19]) == ("2026-03-01T01:00:00", "2026-03-01T12:00:00")
    for nothing in ("resultTime", "phenomenonTime"):
        assert server.ask("GET", f"Datastreams({world.empty})/{nothing}").status_code == 204
    mine = server.get(
        f"Things({world.garden})/Datastreams", filter="resultTime gt 2026-03-01T00:00:00Z"
    )
    assert ids(mine) == [world.level]

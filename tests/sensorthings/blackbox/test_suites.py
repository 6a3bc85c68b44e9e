"""What the published conformance tests ask, and text and examples of the standard leave open."""

from typing import Any
from urllib.parse import quote_plus

import pytest

from tests.sensorthings.blackbox.client import SETS, SensorServer, ids
from tests.sensorthings.blackbox.requirements import requires
from tests.sensorthings.blackbox.world import World, datastream, location

LINK = "@iot.navigationLink"
SAME = ("eq", "ne")
COMPONENTS = [
    "id", "phenomenonTime", "result", "resultTime", "resultQuality", "validTime", "parameters",
]  # fmt: skip


def links_of(entity: dict[str, Any]) -> set[str]:
    return {name.removesuffix(LINK) for name in entity if name.endswith(LINK)}


@requires("request-data/expand", "datamodel/entity-control-information/common-control-information")
def test_links_stand_outside_and_none_inside(server: SensorServer, world: World) -> None:
    plain = server.get(f"Things({world.garden})")
    entity = server.get(f"Things({world.garden})", expand="Datastreams/Observations,Locations")
    assert links_of(entity) == links_of(plain) >= {"Datastreams", "Locations"}
    inside = entity["Datastreams"][0]
    assert not links_of(inside)
    assert not links_of(inside["Observations"][0])
    assert {"@iot.id", "@iot.selfLink"} <= inside.keys()


@requires("request-data/expand", "request-data/select")
def test_a_link_is_selected_inside_as_well(server: SensorServer, world: World) -> None:
    entity = server.get(
        f"Things({world.garden})",
        select="name,Locations",
        expand="Datastreams($select=id,Sensor;$expand=Sensor($select=id))",
    )
    assert links_of(entity) == {"Locations"}
    inside = entity["Datastreams"][0]
    assert inside.keys() == {"@iot.id", f"Sensor{LINK}", "Sensor"}


@requires("request-data/top", "request-data/skip", "request-data/count")
@pytest.mark.parametrize("entities", SETS)
def test_a_single_entity_is_whole_whatever_part_of_a_list_is_asked_for(
    server: SensorServer, world: World, entities: str
) -> None:
    first = server.get(entities, top="1")["value"][0]
    path = f"{entities}({first['@iot.id']})"
    assert server.get(path, top="2", skip="1", count="true") == server.get(path)


@requires("request-data/filter", "request-data/query-status-code")
def test_an_option_may_be_encoded_with_its_name(server: SensorServer, world: World) -> None:
    asked = quote_plus("$filter=result eq 2 and result eq 1 or result eq 1")
    path = f"Datastreams({world.level})/Observations"
    assert [each["result"] for each in server.get(f"{path}?{asked}&$top=5")["value"]] == [1]


@requires("request-data/orderby")
def test_an_option_is_taken_as_many_clients_write_it(server: SensorServer, world: World) -> None:
    path = f"Datastreams({world.level})/Observations"
    found = server.get(f"{path}?$orderBy=phenomenonTime%20desc&$top=1&$count=true")
    assert [each["result"] for each in found["value"]] == [12]
    assert found["@iot.count"] == 12
    assert "$orderby=" in found["@iot.nextLink"]
    server.refused(f"{path}?$orderBy=result&$orderby=result")


@requires("data-array/data-array")
def test_a_data_array_names_all_that_a_reading_can_say(server: SensorServer, world: World) -> None:
    path = f"Datastreams({world.parking})/Observations"
    rows = server.get(path, resultFormat="dataArray")["value"][0]
    assert sorted(rows["components"]) == sorted(COMPONENTS)
    assert all(len(row) == len(COMPONENTS) for row in rows["dataArray"])
    few = server.get(path, resultFormat="dataArray", select="result")["value"][0]
    assert few["dataArray"] == [["frei"], ["belegt"], ["frei"]]


@requires("create-update-delete/create-entity", "datamodel/observation/relations")
def test_a_reading_is_about_something(server: SensorServer, world: World) -> None:
    body = {"name": f"{world.mark} nirgends", "description": "d"}
    thing = server.made("Things", body)
    stream = server.made(f"Things({thing})/Datastreams", datastream("nirgends"))
    path = f"Datastreams({stream})/Observations"
    reading: dict[str, Any] = {"phenomenonTime": "2026-05-01T00:00:00Z", "result": 1}
    assert server.ask("POST", path, json=reading).status_code in (400, 409)
    rows = {
        "Datastream": {"@iot.id": stream},
        "components": ["phenomenonTime", "result"],
        "dataArray": [["2026-05-01T00:00:00Z", 1], ["2026-05-02T00:00:00Z", 2]],
    }
    answer = server.ask("POST", "CreateObservations", json=[rows])
    assert [each.lower()[:5] for each in answer.json()] == ["error", "error"]
    whole = body | {"Datastreams": [datastream("auch nicht", Observations=[reading])]}
    assert server.ask("POST", "Things", json=whole).status_code in (400, 409)
    assert ids(server.get(path)) == []
    place = location("da") | {"Things": [{"@iot.id": thing}]}
    server.post("Locations", place)
    made = server.made(path, reading)
    assert server.get(f"Observations({made})/FeatureOfInterest")["name"] == "da"
    server.delete(f"Things({thing})")


@requires("resource-path/resource-path-to-entities")
def test_a_list_is_read_and_filtered_by_place(server: SensorServer, world: World) -> None:
    path = f"Things({world.garden})/properties"
    assert server.get(f"{path}/deep/er%5B1%5D") == {"er[1]": 2}
    assert server.ask("GET", f"{path}/deep/er%5B0%5D/$value").text == "1"
    for missing in ("deep/er%5B2%5D", "deep%5B0%5D", "colour%5B0%5D", "deep/er%5Bx%5D"):
        server.refused(f"{path}/{missing}", status=(404,))
    for asked, there in (("er[1] eq 2", True), ("er[0] gt 1", False), ("er[9] eq null", True)):
        found = ids(server.get("Things", filter=f"{world.mine} and properties/deep/{asked}"))
        assert (world.garden in found) is there, asked
    server.refused("Things?$filter=properties/deep/er[x] eq 2")


@requires("request-data/built-in-query-functions")
def test_nothing_lasts_during_a_moment(server: SensorServer, world: World) -> None:
    path = f"Datastreams({world.level})/Observations"
    begin, end = "2026-03-01T01:30:00Z", "2026-03-01T03:30:00Z"
    assert len(ids(server.get(path, filter=f"during(phenomenonTime,{begin}/{end})"))) == 2
    server.refused(f"{path}?$filter=during(phenomenonTime,{begin})")
    server.refused(f"{path}?$filter=during({begin},resultTime)")


@requires("request-data/built-in-filter-operations")
def test_an_area_may_be_missing(server: SensorServer, world: World) -> None:
    streams = f"Things({world.garden})/Datastreams"
    told = {each: ids(server.get(streams, filter=f"observedArea {each} null")) for each in SAME}
    assert sorted(told["eq"] + told["ne"]) == sorted([world.level, world.empty])
    areas = {e["@iot.id"]: e.get("observedArea") for e in server.get(streams)["value"]}
    assert all(areas[pk] is None for pk in told["eq"])
    assert all(areas[pk] is not None for pk in told["ne"])
    assert world.level in told["ne"]

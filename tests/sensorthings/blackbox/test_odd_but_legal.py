"""Requests that are seldom sent and have one right answer by the text of 1.1."""

import json
from typing import Any

import pytest

from tests.sensorthings.blackbox.client import SensorServer
from tests.sensorthings.blackbox.requirements import requires
from tests.sensorthings.blackbox.world import (
    METRE,
    OM,
    PERCENT,
    World,
    datastream,
    location,
    observed,
    point,
    sensor,
)


def values(answer: Any, name: str) -> list[Any]:
    """One property of each of a list, without the mark of the world."""
    return [str(each[name]).rpartition(" ")[2] for each in answer["value"]]


@requires("request-data/filter", "request-data/built-in-filter-operations")
@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("not (result gt 2) and not (result lt 2)", ["2"]),
        ("-1 lt result and result lt 3", ["1", "2"]),
        ("'3' eq result", ["3"]),
        ("result eq 3e0", ["3"]),
        ("(((result eq 3)))", ["3"]),
        ("1 eq 1 and result lt 2", ["1"]),
        ("true and result lt 2", ["1"]),
        ("result eq null", []),
        ("validTime eq null and result lt 3", ["1", "2"]),
        ("Datastream/id eq {level} and result eq 4", ["4"]),
        ("Datastream/@iot.id eq {level} and result eq 4", ["4"]),
        ("id eq {third}", ["3"]),
        (
            "phenomenonTime gt 2026-03-01T00:00:00Z/2026-03-01T10:00:00Z "
            "and phenomenonTime lt 2026-03-02T00:00:00Z",
            ["10", "11", "12"],
        ),
        ("phenomenonTime lt 2026-03-01T03:00:00Z/2026-03-01T06:00:00Z", ["1", "2"]),
    ],
)
def test_a_filter_may_be_said_otherwise(
    server: SensorServer, world: World, asked: str, expected: list[str]
) -> None:
    asked = asked.format(level=world.level, third=world.readings[2])
    path = f"Datastreams({world.level})/Observations"
    assert values(server.get(path, filter=asked, select="result"), "result") == expected


@requires("request-data/filter", "request-data/order")
@pytest.mark.parametrize(
    "asked",
    [
        "$filter=",
        "$filter=result gt 3 xor result lt 2",
        "$filter=name eq 'x'",
        "$orderby=",
        "$orderby=phenomenonTime DESC",
        "$top=1&$top=2",
        "$resultFormat=CSV",
        "$select=*",
        "$expand=*",
    ],
)
def test_what_nobody_can_mean_is_refused(server: SensorServer, world: World, asked: str) -> None:
    assert server.refused(f"Datastreams({world.level})/Observations?{asked}")


@requires("request-data/query-status-code")
@pytest.mark.parametrize("asked", ["$Filter=result eq 1", "filter=result eq 1", "$format=json"])
def test_an_option_there_is_not_is_501(server: SensorServer, world: World, asked: str) -> None:
    server.refused(f"Datastreams({world.level})/Observations?{asked}", status=(501,))


@requires("request-data/expand", "request-data/select", "request-data/pagination")
def test_three_levels_keep_their_own_options(server: SensorServer, world: World) -> None:
    inner = "Observations($select=result;$top=2;$orderby=phenomenonTime desc;$expand={foi})"
    inner = inner.format(foi="FeatureOfInterest($select=name)")
    expand = f"Datastreams($select=name;$top=1;$orderby=name desc;$expand={inner})"
    thing = server.get(f"Things({world.garden})", select="name", expand=expand)
    assert thing.keys() == {"name", "Datastreams", "Datastreams@iot.nextLink"}
    following = server.get(thing["Datastreams@iot.nextLink"])
    found = {each["name"]: each for each in [*thing["Datastreams"], *following["value"]]}
    level = found[f"{world.mark} Pegel"]
    assert [each["result"] for each in level["Observations"]] == [12, 11]
    assert level["Observations"][0]["FeatureOfInterest"] == {"name": f"{world.mark} Beet"}
    assert found[f"{world.mark} leer"]["Observations"] == []


@requires("request-data/orderby")
def test_order_goes_by_what_lies_inside_and_beyond(server: SensorServer, world: World) -> None:
    order = "unitOfMeasurement/name,Thing/name desc,name"
    asked = f"startswith(name,'{world.mark}')"
    names = values(server.get("Datastreams", filter=asked, orderby=order), "name")
    assert names == ["Parkplatz", "Pegel", "leer"]
    assert values(server.get("Things", filter=world.mine, orderby="properties/floor"), "name") == [
        "Hof",  # has none: unknown comes first
        "Garten",
    ]


@requires("request-data/count", "request-data/skip", "request-data/top")
def test_count_skip_and_top_at_their_ends(server: SensorServer, world: World) -> None:
    path = f"Datastreams({world.parking})/Observations"
    assert "@iot.count" not in server.get(path, count="false", top="1")
    there = server.get(path, count="true", top="0")
    assert there["value"] == []
    beyond = server.get(path, count="true", skip="5000")
    assert (beyond["value"], beyond["@iot.count"]) == ([], there["@iot.count"])
    assert "@iot.nextLink" not in beyond


@requires("resource-path/resource-path-to-entities")
def test_properties_are_addressed_as_deep_as_they_go(server: SensorServer, world: World) -> None:
    thing, reading = f"Things({world.garden})", f"Observations({world.readings[0]})"
    assert server.get(f"{thing}/properties/deep/er") == {"er": [1, 2]}
    assert server.ask("GET", f"{thing}/properties/floor/$value").text == "2"
    assert server.ask("GET", f"{thing}/name/$value").text == f"{world.mark} Garten"
    for null in ("validTime", "validTime/$value"):
        assert server.ask("GET", f"{reading}/{null}").status_code == 204
    assert server.get(f"{reading}/Datastream/$ref") == {
        "@iot.selfLink": f"{server.url}/Datastreams({world.level})"
    }
    for missing in (f"{thing}/properties/none", f"{thing}/name/$ref", "things", "Things//"):
        server.refused(missing, status=(404,))
    assert server.get(f"Things%28{world.garden}%29", select="id") == {"@iot.id": world.garden}


@requires("request-data/filter", "create-update-delete/create-entity")
def test_a_name_with_quotes_and_signs_is_found_by_it(server: SensorServer, world: World) -> None:
    name = f"odd {world.mark} O'Brien's 100% & \"mehr\"; a+b"
    server.post("Things", {"name": name, "description": "x"})
    asked = "name eq '{}'".format(name.replace("'", "''"))
    assert [each["name"] for each in server.get("Things", filter=asked)["value"]] == [name]


@requires("request-data/built-in-query-functions")
@pytest.mark.parametrize(
    "asked",
    [
        "st_within(location,geography'POLYGON((3 42,4 42,4 43,3 43,3 42))')",
        "st_within(location,geography'POLYGON Z((3 42 0,4 42 0,4 43 0,3 43 0,3 42 0))')",
        "geo.distance(location,geography'POINT Z(3.1 42.3 10)') lt 0.001",
    ],
)
def test_a_place_with_a_height_lies_where_it_lies(
    server: SensorServer, world: World, asked: str
) -> None:
    name = f"odd high {world.mark}"
    if not server.get("Locations", filter=f"name eq '{name}'")["value"]:
        high = point(3.1, 42.3) | {"coordinates": [3.1, 42.3, 64.5]}
        server.post("Locations", location(name) | {"location": high})
    found = server.get("Locations", filter=f"name eq '{name}' and {asked}")["value"]
    assert [each["location"]["coordinates"] for each in found] == [[3.1, 42.3, 64.5]]


@requires("request-data/built-in-query-functions")
def test_only_lines_have_a_length(server: SensorServer, world: World) -> None:
    name = f"odd length {world.mark}"
    ring = [[3, 43], [4, 43], [4, 44], [3, 43]]
    shapes = [
        point(3, 43),
        {"type": "LineString", "coordinates": ring[:2]},
        {"type": "Polygon", "coordinates": [ring]},
    ]
    for shape in shapes:
        server.post("Locations", location(name) | {"location": shape})
    for asked, count in (("eq 1", 1), ("gt 1", 0), ("eq 0", 2)):
        found = server.get("Locations", filter=f"name eq '{name}' and geo.length(location) {asked}")
        assert len(found["value"]) == count, asked


@requires("datamodel/feature-of-interest/relations", "create-update-delete/create-entity")
def test_who_names_a_feature_gets_no_other_made(server: SensorServer, world: World) -> None:
    place = location(f"odd place {world.mark}", 2.5, 41.5)
    thing: dict[str, Any] = {"name": f"odd thing {world.mark}", "description": "x"}
    thing |= {"Locations": [place]}
    number = server.made("Things", thing | {"Datastreams": [datastream(f"odd s {world.mark}")]})
    stream = server.get(f"Things({number})/Datastreams")["value"][0]["@iot.id"]
    path = f"Datastreams({stream})/Observations"
    here = f"startswith(name,'odd') and endswith(name,'{world.mark}')"
    own: dict[str, Any] = {"name": f"odd own {world.mark}", "description": "x"}
    own |= {"encodingType": "application/geo+json", "feature": point(2.6, 41.6)}
    server.post(path, {"result": 1, "FeatureOfInterest": own})
    names = [each["name"] for each in server.get("FeaturesOfInterest", filter=here)["value"]]
    assert names == [own["name"]]
    server.post(path, {"result": 2, "phenomenonTime": "2026-01-01T00:00:00Z"})
    names = [each["name"] for each in server.get("FeaturesOfInterest", filter=here)["value"]]
    assert sorted(names) == [own["name"], place["name"]]


@requires("request-data/status-code")
@pytest.mark.parametrize(
    "accept",
    ["text/html", "application/xml", "*/*;q=0.1", "application/json;odata.metadata=minimal"],
)
def test_json_is_what_there_is_whatever_is_wished(
    server: SensorServer, world: World, accept: str
) -> None:
    answer = server.ask("GET", f"Things({world.garden})", headers={"Accept": accept})
    assert answer.headers["Content-Type"].startswith("application/json")
    assert answer.json()["@iot.id"] == world.garden


@requires("request-data/status-code")
def test_head_and_options_say_what_get_would(server: SensorServer, world: World) -> None:
    thing = f"Things({world.yard})"
    whole, head = server.ask("GET", thing), server.ask("HEAD", thing)
    assert head.content == b""
    assert head.headers["Content-Length"] == str(len(whole.content))
    assert "PATCH" in server.ask("OPTIONS", thing).headers["Allow"]
    refused = server.ask("DELETE", "Things")
    assert (refused.status_code, "POST" in refused.headers["Allow"]) == (405, True)


@requires("create-update-delete/create-entity", "create-update-delete/link-to-existing-entities")
def test_a_reading_may_be_said_in_odd_ways(server: SensorServer, world: World) -> None:
    made = datastream(f"odd odd {world.mark}", Thing={"@iot.id": world.yard})
    number = server.made("Datastreams", made)
    path = f"Datastreams({number})/Observations"
    linked = {"Datastream": {"@iot.id": str(number)}, "result": 1}
    server.post("Observations", linked | {"phenomenonTime": "2026-04-01T00:00:00+05:30"})

    def pieces() -> Any:
        yield b'{"result":2,"resultTime":null,'
        yield b'"phenomenonTime":"2026-04-01T01:00:00Z"}'

    media = {"Content-Type": "application/json; charset=utf-8", "Prefer": "return=minimal"}
    answer = server.ask("POST", path, data=pieces(), headers=media)
    assert answer.status_code == 201
    found = server.get(path, orderby="phenomenonTime", select="phenomenonTime,resultTime")
    assert found["value"] == [
        {"phenomenonTime": "2026-03-31T18:30:00Z", "resultTime": None},
        {"phenomenonTime": "2026-04-01T01:00:00Z", "resultTime": None},
    ]


@requires("create-update-delete/update-entity", "create-update-delete/update-entity-jsonpatch")
def test_a_change_of_nothing_changes_nothing(server: SensorServer, world: World) -> None:
    thing = f"Things({world.yard})"
    before = server.get(thing)
    assert server.change("PATCH", thing, {}) == before
    steps = [
        {"op": "test", "path": "/name", "value": "anders"},
        {"op": "replace", "path": "/description", "value": "nie"},
    ]
    media = {"Content-Type": "application/json-patch+json"}
    refused = server.ask("PATCH", thing, data=json.dumps(steps), headers=media)
    assert refused.status_code in (400, 409)
    assert server.ask("PUT", thing, json={"description": "ohne Namen"}).status_code == 400
    assert server.get(thing) == before


@requires(
    "create-update-delete/delete-entity", "create-update-delete/historical-location-auto-creation"
)
def test_a_place_two_things_share_stays_with_the_other(server: SensorServer, world: World) -> None:
    shared = server.made("Locations", location(f"odd shared {world.mark}"))
    one, other = (
        server.made(
            "Things",
            {
                "name": f"{each} {world.mark}",
                "description": "x",
                "Locations": [{"@iot.id": shared}],
            },
        )
        for each in ("eins", "zwei")
    )
    server.delete(f"Things({one})")
    there = server.get(f"Locations({shared})/Things", select="id")["value"]
    assert there == [{"@iot.id": other}]
    assert len(server.get(f"Locations({shared})/HistoricalLocations/$ref")["value"]) == 1


@requires("multi-datastream/constraints", "multi-datastream/properties")
def test_a_multi_datastream_is_changed_as_a_whole(server: SensorServer, world: World) -> None:
    made = server.made(
        "MultiDatastreams",
        {
            "name": f"odd viele {world.mark}",
            "description": "m",
            "observationType": f"{OM}OM_ComplexObservation",
            "multiObservationDataTypes": [f"{OM}OM_Measurement"] * 2,
            "unitOfMeasurements": [METRE, PERCENT],
            "Thing": {"@iot.id": world.yard},
            "Sensor": sensor(),
            "ObservedProperties": [observed("a"), observed("b")],
        },
    )
    path = f"MultiDatastreams({made})"
    changed = server.change("PATCH", path, {"unitOfMeasurements": [PERCENT, METRE]})
    assert [each["symbol"] for each in changed["unitOfMeasurements"]] == ["%", "m"]
    short = server.ask("PATCH", path, json={"unitOfMeasurements": [PERCENT]})
    assert short.status_code == 400
    assert server.ask("POST", f"{path}/Observations", json={"result": [1, 2, 3]}).status_code == 400
    server.post(f"{path}/Observations", {"result": [1, 2]})
    found = server.get(f"{path}/Observations", expand="MultiDatastream($select=name)")["value"]
    assert [(each["result"], each["MultiDatastream"]["name"]) for each in found] == [
        ([1, 2], f"odd viele {world.mark}")
    ]


@requires("batch-request/batch-request")
def test_of_a_change_set_that_fails_nothing_stays(server: SensorServer, world: World) -> None:
    path = f"Datastreams({world.parking})/Observations"
    before = server.get(path, count="true", top="0")["@iot.count"]
    one = {"phenomenonTime": "2026-05-01T00:00:00Z", "result": "frei"}
    bodies = [one, one | {"phenomenonTime": "gestern"}]
    lines = ["--b", "Content-Type: multipart/mixed; boundary=c", ""]
    for number, body in enumerate(bodies):
        lines += [
            *("--c", "Content-Type: application/http", f"Content-ID: {number}", ""),
            *(f"POST {path} HTTP/1.1", "Content-Type: application/json", "", json.dumps(body)),
        ]
    lines += ["--c--", "--b--", ""]
    answer = server.ask(
        "POST",
        "$batch",
        data="\r\n".join(lines).encode(),
        headers={"Content-Type": "multipart/mixed; boundary=b"},
    )
    assert (answer.status_code, "400 Bad Request" in answer.text) == (200, True)
    assert "201 Created" not in answer.text
    assert server.get(path, count="true", top="0")["@iot.count"] == before

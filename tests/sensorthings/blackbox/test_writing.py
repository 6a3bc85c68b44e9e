"""What can be made, changed and deleted."""

from typing import Any

import pytest

from tests.sensorthings.blackbox.client import SensorServer, id_in, ids
from tests.sensorthings.blackbox.requirements import requires
from tests.sensorthings.blackbox.world import (
    OM,
    World,
    datastream,
    location,
    observed,
    point,
    sensor,
)


@requires("create-update-delete/create-entity", "create-update-delete/link-to-existing-entities")
def test_entities_are_made_and_linked(server: SensorServer, world: World) -> None:
    thing = server.made("Things", {"name": "Ding", "description": "eins"})
    probe = server.made("Sensors", sensor())
    moisture = server.made("ObservedProperties", observed())
    linked = datastream(
        "Reihe",
        Sensor={"@iot.id": probe},
        ObservedProperty={"@iot.id": moisture, "name": "wird nicht gebraucht"},
    )
    stream = server.made(f"Things({thing})/Datastreams", linked)
    assert server.get(f"Datastreams({stream})/Thing")["@iot.id"] == thing
    assert server.get(f"Datastreams({stream})/Sensor")["@iot.id"] == probe
    server.delete(f"Things({thing})")
    server.refused(f"Datastreams({stream})", status=(404, 410))
    assert server.get(f"Sensors({probe})")["name"] == "Sonde"


@requires("create-update-delete/deep-insert", "create-update-delete/deep-insert-status-code")
def test_a_deep_insert_is_all_or_nothing(server: SensorServer, world: World) -> None:
    name = f"{world.mark} halb"
    wrong = {"name": name, "description": "x", "Datastreams": [{"name": "ohne Sensor"}]}
    answer = server.ask("POST", "Things", json=wrong)
    assert answer.status_code == 400
    assert server.get("Things", filter=f"name eq '{name}'")["value"] == []


@requires("create-update-delete/create-entity")
@pytest.mark.parametrize(
    "result", [1, 0.1, 1.5, -3, "3", "frei", True, False, None, [1.5, "zwei"], {"a": [1, None]}, ""]
)
def test_a_result_comes_back_as_it_was_sent(
    server: SensorServer, world: World, result: Any
) -> None:
    told = {"phenomenonTime": "2026-04-01T00:00:00.123Z", "result": result}
    pk = server.made(f"Datastreams({world.empty})/Observations", told)
    found = server.get(f"Observations({pk})")
    assert found["result"] == result
    assert type(found["result"]) is type(result)
    assert found["phenomenonTime"].startswith("2026-04-01T00:00:00.123")
    server.delete(f"Observations({pk})")


@requires("create-update-delete/create-entity", "datamodel/observation/properties")
def test_a_reading_keeps_all_it_says(server: SensorServer, world: World) -> None:
    told = {
        "phenomenonTime": "2026-04-02T00:00:00Z/2026-04-02T01:00:00Z",
        "resultTime": "2026-04-02T01:00:01Z",
        "validTime": "2026-04-02T00:00:00Z/2026-04-03T00:00:00Z",
        "resultQuality": [{"nameOfMeasure": "gut"}],
        "parameters": {"batterie": 3.1},
        "result": 4,
        "FeatureOfInterest": {
            "name": "Stelle", "description": "d", "encodingType": "application/geo+json",
            "feature": point(8.1, 52.2),
        },
    }  # fmt: skip
    pk = server.made(f"Datastreams({world.empty})/Observations", told)
    found = server.get(f"Observations({pk})", expand="FeatureOfInterest")
    assert found["parameters"] == told["parameters"]
    assert found["resultQuality"] == told["resultQuality"]
    assert found["FeatureOfInterest"]["name"] == "Stelle"
    begin, end = found["phenomenonTime"].split("/")
    assert (begin[:19], end[:19]) == ("2026-04-02T00:00:00", "2026-04-02T01:00:00")
    assert found["validTime"].split("/")[1][:10] == "2026-04-03"
    server.delete(f"Observations({pk})")


@requires("create-update-delete/create-entity")
@pytest.mark.parametrize(
    "wrong",
    [
        {"phenomenonTime": "gestern", "result": 1},
        {"phenomenonTime": "2026-04-02T01:00:00Z/2026-04-02T00:00:00Z", "result": 1},
        {"phenomenonTime": 5, "result": 1},
        {"phenomenonTime": "2026-13-01T00:00:00Z", "result": 1},
        {"phenomenonTime": "2026-04-02T01:00:00Z", "result": 1, "resultTime": "bald"},
        {"phenomenonTime": "2026-04-02T01:00:00Z"},
        [1, 2],
        "Text",
    ],
)
def test_a_reading_that_cannot_be_is_refused(
    server: SensorServer, world: World, wrong: Any
) -> None:
    answer = server.ask("POST", f"Datastreams({world.empty})/Observations", json=wrong)
    assert answer.status_code == 400, answer.text[:300]
    assert server.get(f"Datastreams({world.empty})/Observations")["value"] == []


@requires("create-update-delete/create-entity")
def test_nothing_readable_is_refused(server: SensorServer, world: World) -> None:
    for body in (b"{", b"\xff\xfe", b'{"result": NaN}', b""):
        answer = server.ask(
            "POST", f"Datastreams({world.empty})/Observations", data=body,
            headers={"Content-Type": "application/json"},
        )  # fmt: skip
        assert answer.status_code == 400, body


@requires("create-update-delete/update-entity", "create-update-delete/update-entity-put")
def test_entities_are_changed(server: SensorServer, world: World) -> None:
    thing = server.made(
        "Things", {"name": "alt", "description": "d", "properties": {"a": 1, "b": 2}}
    )
    server.change("PATCH", f"Things({thing})", {"name": "neu"})
    found = server.get(f"Things({thing})")
    assert (found["name"], found["description"]) == ("neu", "d")
    server.change("PUT", f"Things({thing})", {"name": "ganz neu", "description": "e"})
    found = server.get(f"Things({thing})")
    assert (found["name"], found.get("properties") or {}) == ("ganz neu", {})
    inline = server.ask("PATCH", f"Things({thing})", json={"Locations": [location("hier")]})
    assert inline.status_code == 400
    server.delete(f"Things({thing})")


@requires("create-update-delete/update-entity-jsonpatch")
def test_a_json_patch_changes_one_place(server: SensorServer, world: World) -> None:
    thing = server.made("Things", {"name": "n", "description": "d", "properties": {"a": 1, "b": 2}})
    steps = [
        {"op": "replace", "path": "/properties/a", "value": 5},
        {"op": "remove", "path": "/properties/b"},
    ]
    kind = {"Content-Type": "application/json-patch+json"}
    server.change("PATCH", f"Things({thing})", steps, headers=kind)
    assert server.get(f"Things({thing})")["properties"] == {"a": 5}
    server.delete(f"Things({thing})")


@requires("create-update-delete/update-entity")
def test_a_reading_moved_to_another_time_keeps_its_id(server: SensorServer, world: World) -> None:
    path = f"Datastreams({world.empty})/Observations"
    pk = server.made(path, {"phenomenonTime": "2026-05-01T00:00:00Z", "result": 1})
    server.change("PATCH", f"Observations({pk})", {"phenomenonTime": "2026-05-02T00:00:00Z"})
    found = server.get(f"Observations({pk})")
    assert found["phenomenonTime"].startswith("2026-05-02")
    assert ids(server.get(path)) == [pk]
    server.change("PUT", f"Observations({pk})", {
        "phenomenonTime": "2026-05-03T00:00:00Z", "result": "zwei",
    })  # fmt: skip
    assert server.get(f"Observations({pk})")["result"] == "zwei"
    server.delete(f"Observations({pk})")
    assert server.get(path)["value"] == []
    server.refused(f"Observations({pk})", status=(404, 410))


@requires("create-update-delete/delete-entity", "datamodel/datastream/properties")
def test_the_span_shrinks_when_the_last_reading_goes(server: SensorServer, world: World) -> None:
    path = f"Datastreams({world.empty})/Observations"
    made = [
        server.made(path, {"phenomenonTime": f"2026-06-0{day}T00:00:00Z", "result": day})
        for day in (1, 2, 3)
    ]
    server.delete(f"Observations({made[2]})")
    span = server.get(f"Datastreams({world.empty})")["phenomenonTime"]
    assert "2026-06-03" not in span
    assert "2026-06-02" in span
    for pk in made[:2]:
        server.delete(f"Observations({pk})")


@requires("create-update-delete/delete-entity")
def test_a_sensor_takes_its_datastreams_with_it(server: SensorServer, world: World) -> None:
    thing = server.made("Things", {
        "name": "t", "description": "d", "Datastreams": [datastream("a"), datastream("b")],
    })  # fmt: skip
    one, other = server.get(f"Things({thing})/Datastreams", expand="Sensor")["value"]
    server.delete(f"Sensors({one['Sensor']['@iot.id']})")
    assert ids(server.get(f"Things({thing})/Datastreams")) == [other["@iot.id"]]
    server.delete(f"Things({thing})")
    server.delete("Things(9007199254740991)", status=404)


@requires(
    "create-update-delete/historical-location-auto-creation",
    "create-update-delete/historical-location-manual-creation",
)
def test_a_thing_moves_and_its_places_are_remembered(server: SensorServer, world: World) -> None:
    thing = server.made(
        "Things", {"name": "m", "description": "d", "Locations": [location("erst")]}
    )
    server.post(f"Things({thing})/Locations", location("dann", 8.2, 52.3))
    assert [each["name"] for each in server.get(f"Things({thing})/Locations")["value"]] == ["dann"]
    assert len(server.get(f"Things({thing})/HistoricalLocations")["value"]) == 2
    old = server.made("Locations", location("früher"))
    server.post("HistoricalLocations", {
        "time": "2001-01-01T00:00:00Z",
        "Thing": {"@iot.id": thing},
        "Locations": [{"@iot.id": old}],
    })  # fmt: skip
    assert [each["name"] for each in server.get(f"Things({thing})/Locations")["value"]] == ["dann"]
    assert len(server.get(f"Things({thing})/HistoricalLocations")["value"]) == 3
    server.delete(f"Things({thing})")


@requires("create-update-delete/create-entity", "datamodel/feature-of-interest/properties")
def test_the_feature_comes_from_the_point_not_the_address(
    server: SensorServer, world: World
) -> None:
    address = {
        "name": "Adresse", "description": "d", "encodingType": "text/plain",
        "location": "Domhof 1, Osnabrück",
    }  # fmt: skip
    thing = server.made("Things", {
        "name": "beides", "description": "d",
        "Locations": [address, location("Punkt")],
        "Datastreams": [datastream("r")],
    })  # fmt: skip
    (stream,) = ids(server.get(f"Things({thing})/Datastreams"))
    pk = server.made(f"Datastreams({stream})/Observations", {"result": 1})
    feature = server.get(f"Observations({pk})/FeatureOfInterest")
    assert feature["feature"]["coordinates"] == [8.05, 52.27]
    again = server.made(f"Datastreams({stream})/Observations", {
        "result": 2, "phenomenonTime": "2026-01-01T00:00:00Z",
    })  # fmt: skip
    assert server.get(f"Observations({again})/FeatureOfInterest")["@iot.id"] == feature["@iot.id"]
    server.delete(f"Things({thing})")


@requires("create-update-delete/create-entity", "datamodel/location/properties")
def test_a_location_may_be_a_feature_and_geojson_has_two_names(
    server: SensorServer, world: World
) -> None:
    whole = {
        "name": "F", "description": "d", "encodingType": "application/vnd.geo+json",
        "location": {"type": "Feature", "properties": {}, "geometry": point(8, 52)},
    }  # fmt: skip
    pk = server.made("Locations", whole)
    assert server.get(f"Locations({pk})")["location"]["geometry"]["coordinates"] == [8, 52]
    server.delete(f"Locations({pk})")


@requires(
    "multi-datastream/properties", "multi-datastream/relations", "multi-datastream/constraints"
)
def test_a_multi_datastream_checks_its_lists(server: SensorServer, world: World) -> None:
    body = {"name": "wetter", "description": "d", "Locations": [location("Mast")]}
    thing = server.made("Things", body)
    multi = server.made(f"Things({thing})/MultiDatastreams", {
        "name": "Wind", "description": "d",
        "observationType": f"{OM}OM_ComplexObservation",
        "multiObservationDataTypes": [f"{OM}OM_Measurement", f"{OM}OM_Measurement"],
        "unitOfMeasurements": [
            {"name": "degree", "symbol": "deg", "definition": "d"},
            {"name": "metre per second", "symbol": "m/s", "definition": "d"},
        ],
        "Sensor": sensor(),
        "ObservedProperties": [observed("Richtung"), observed("Stärke")],
    })  # fmt: skip
    names = [
        e["name"] for e in server.get(f"MultiDatastreams({multi})/ObservedProperties")["value"]
    ]
    assert names == ["Richtung", "Stärke"]
    path = f"MultiDatastreams({multi})/Observations"
    pk = server.made(path, {"phenomenonTime": "2026-01-01T00:00:00Z", "result": [270, 5.5]})
    assert server.get(f"Observations({pk})")["result"] == [270, 5.5]
    assert server.get(f"Observations({pk})/MultiDatastream")["@iot.id"] == multi
    for wrong in ([1], [1, 2, 3], 5, "x"):
        assert server.ask("POST", path, json={"result": wrong}).status_code == 400
    assert multi not in ids(server.get(f"Things({thing})/Datastreams"))
    assert server.get(f"MultiDatastreams({multi})")["phenomenonTime"].startswith("2026-01-01")
    server.delete(f"Things({thing})")


@requires("data-array/data-array")
def test_many_readings_come_in_one_array_and_a_bad_row_is_told_in_its_place(
    server: SensorServer, world: World
) -> None:
    rows = [
        ["2026-07-01T00:00:00Z", 1],
        ["gestern", 2],
        ["2026-07-03T00:00:00Z", 3],
    ]
    block = {
        "Datastream": {"@iot.id": world.empty},
        "components": ["phenomenonTime", "result"],
        "dataArray@iot.count": 3,
        "dataArray": rows,
    }
    answer = server.ask("POST", "CreateObservations", json=[block])
    assert answer.status_code == 201
    first, bad, last = answer.json()
    assert bad.startswith("error")
    assert server.get(first)["result"] == 1
    assert server.get(last)["result"] == 3
    for made in (first, last):
        server.delete(f"Observations({id_in(made)})")


@requires("batch-request/batch-request")
def test_a_batch_names_what_it_made_and_may_name_the_host(
    server: SensorServer, world: World
) -> None:
    body = "\r\n".join([
        "--b", "Content-Type: application/http", "",
        f"GET {server.url}/Things({world.garden}) HTTP/1.1", "", "",
        "--b", "Content-Type: multipart/mixed; boundary=c", "",
        "--c", "Content-Type: application/http", "Content-ID: 1", "",
        "POST Things HTTP/1.1", "Content-Type: application/json", "",
        '{"name": "aus dem Stapel", "description": "d"}', "",
        "--c", "Content-Type: application/http", "Content-ID: 2", "",
        "POST $1/Locations HTTP/1.1", "Content-Type: application/json", "",
        '{"name": "Ort", "description": "d", "encodingType": "application/geo+json",'
        ' "location": {"type": "Point", "coordinates": [8, 52]}}', "",
        "--c--", "", "--b--", "",
    ])  # fmt: skip
    answer = server.ask(
        "POST", "$batch", data=body.encode(),
        headers={"Content-Type": "multipart/mixed; boundary=b"},
    )  # fmt: skip
    assert answer.status_code == 200, answer.text[:500]
    assert answer.text.count("HTTP/1.1 201") == 2
    assert answer.text.count("HTTP/1.1 200") == 1
    (thing,) = ids(server.get("Things", filter="name eq 'aus dem Stapel'"))
    assert len(server.get(f"Things({thing})/Locations")["value"]) == 1
    server.delete(f"Things({thing})")


@requires("batch-request/batch-request")
def test_a_change_set_is_all_or_nothing(server: SensorServer, world: World) -> None:
    name = f"{world.mark} stapel"
    body = "\r\n".join([
        "--b", "Content-Type: multipart/mixed; boundary=c", "",
        "--c", "Content-Type: application/http", "Content-ID: 1", "",
        "POST Things HTTP/1.1", "Content-Type: application/json", "",
        f'{{"name": "{name}", "description": "d"}}', "",
        "--c", "Content-Type: application/http", "Content-ID: 2", "",
        "POST Things HTTP/1.1", "Content-Type: application/json", "", '{"unfertig": ', "",
        "--c--", "", "--b--", "",
    ])  # fmt: skip
    answer = server.ask(
        "POST", "$batch", data=body.encode(),
        headers={"Content-Type": "multipart/mixed; boundary=b"},
    )  # fmt: skip
    assert answer.status_code == 200
    assert "HTTP/1.1 400" in answer.text
    assert server.get("Things", filter=f"name eq '{name}'")["value"] == []


@requires("create-update-delete/create-entity")
def test_names_need_not_be_unique(server: SensorServer, world: World) -> None:
    one, other = (server.made("Things", {"name": "gleich", "description": "d"}) for _ in range(2))
    assert one != other
    for pk in (one, other):
        server.delete(f"Things({pk})")


@requires("datamodel/observation/properties")
def test_two_readings_of_one_instant_are_two(server: SensorServer, world: World) -> None:
    path = f"Datastreams({world.empty})/Observations"
    made = {
        server.made(path, {"phenomenonTime": "2026-08-01T00:00:00Z", "result": n})
        for n in (1, 2, 3)
    }
    found = server.get(path)["value"]
    assert len(made) == len(found) == 3
    assert {each["phenomenonTime"][:19] for each in found} == {"2026-08-01T00:00:00"}
    for pk in made:
        server.delete(f"Observations({pk})")
    assert server.get(path)["value"] == []


@requires(
    "create-update-delete/link-to-existing-entities",
    "create-update-delete/historical-location-auto-creation",
)
def test_links_are_written_by_themselves_where_a_server_does(
    server: SensorServer, world: World
) -> None:
    """1.1 asks for reading at /$ref only; 2.0 and OData 4 write there."""
    thing = server.made("Things", {"name": f"{world.mark} zieht um", "description": "d"})
    one, other = (server.made("Locations", location(f"{world.mark} {n}")) for n in (1, 2))
    answer = server.ask("POST", f"Things({thing})/Locations/$ref", json={"@iot.id": one})
    if answer.status_code in (404, 405, 501):
        pytest.skip("this server does not write at /$ref")
    assert answer.status_code in (200, 204), answer.text[:300]
    moved = server.ask(
        "PUT", f"Things({thing})/Locations/$ref", json={"value": [{"@iot.id": other}]}
    )
    assert moved.status_code in (200, 204), moved.text[:300]
    assert ids(server.get(f"Things({thing})/Locations")) == [other]
    past = server.get(f"Things({thing})/HistoricalLocations", expand="Locations", orderby="id")
    assert [ids({"value": each["Locations"]}) for each in past["value"]] == [[one], [other]]
    sensor_ = server.made("Sensors", sensor())
    link = {"@iot.id": sensor_}
    answer = server.ask("PUT", f"Datastreams({world.empty})/Sensor/$ref", json=link)
    assert answer.status_code in (200, 204), answer.text[:300]
    assert server.get(f"Datastreams({world.empty})/Sensor")["@iot.id"] == sensor_
    untied = server.ask("DELETE", f"Things({thing})/Locations({other})/$ref")
    assert untied.status_code in (200, 204), untied.text[:300]
    assert ids(server.get(f"Things({thing})/Locations")) == []
    assert server.get(f"Locations({other})")["@iot.id"] == other
    server.delete(f"Things({thing})")

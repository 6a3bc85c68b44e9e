"""Entities and readings are changed, replaced and patched; a reading keeps its number."""

from typing import Any

import pytest

from klimamosaik.observations.models import Datastream, Delivery, Revision, Thing
from klimamosaik.observations.operations.things import describe_datastreams
from klimamosaik.observations.queries.readings import readings
from klimamosaik.people.models import TokenScope
from klimamosaik.places.models import Municipality
from tests.sensorthings.writing.conftest import (
    LOCATION,
    OBSERVED,
    SENSOR,
    STREAM,
    THING,
    SensingClient,
    client_with,
    document,
    number,
)
from tests.sensorthings.writing.test_creating import SEVERAL
from tests.sensorthings.writing.test_observing import AT, HOUR, meter, post

__all__ = ["meter"]
PATCH = "application/json-patch+json"


def test_a_change_leaves_the_rest(api: SensingClient) -> None:
    thing = api.post("Things", THING)
    answer = api.send("PATCH", thing, {"description": "neu"})
    assert (answer.status_code, document(answer)["description"]) == (200, "neu")
    told = api.get(thing)
    assert (told["name"], told["properties"]) == ("Beet 7", {"floor": 3})


def test_a_replacement_forgets_what_it_does_not_say(api: SensingClient) -> None:
    thing = api.post("Things", THING)
    answer = api.send("PUT", thing, {"name": "Beet 8", "description": "neu"})
    assert answer.status_code == 200
    assert "properties" not in api.get(thing)
    assert api.refused("PUT", thing, {"name": "Beet 9"})[0] == 400
    assert api.get(thing)["name"] == "Beet 8"


def test_a_json_patch_goes_step_by_step(api: SensingClient) -> None:
    thing = api.post("Things", THING)
    steps = [
        {"op": "test", "path": "/name", "value": "Beet 7"},
        {"op": "add", "path": "/properties/soil", "value": "Lehm"},
        {"op": "replace", "path": "/name", "value": "Beet 9"},
    ]
    answer = api.send("PATCH", thing, steps, media=PATCH)
    assert answer.status_code == 200
    told = api.get(thing)
    assert (told["name"], told["properties"]) == ("Beet 9", {"floor": 3, "soil": "Lehm"})
    api.send("PATCH", thing, [{"op": "remove", "path": "/properties"}], media=PATCH)
    assert "properties" not in api.get(thing)


@pytest.mark.parametrize(
    ("steps", "status"),
    [
        ([{"op": "test", "path": "/name", "value": "anders"}], 409),
        ([{"op": "remove", "path": "/nichts/da"}], 400),
        ([{"op": "remove", "path": "/name"}], 400),
        ([{"op": "springe"}], 400),
        ({"name": "x"}, 400),
        ("x", 400),
        ([7], 400),
        ([{"op": "replace", "path": "", "value": 7}], 400),
    ],
)
def test_a_json_patch_that_does_not_fit_changes_nothing(
    api: SensingClient, steps: Any, status: int
) -> None:
    thing = api.post("Things", THING)
    assert api.refused("PATCH", thing, steps, media=PATCH)[0] == status
    assert api.get(thing)["name"] == "Beet 7"


def test_a_json_patch_does_not_copy_without_end(api: SensingClient) -> None:
    thing = api.post("Things", THING)
    steps = [
        {"op": "copy", "from": "/properties", "path": f"/properties/copy{n}"} for n in range(30)
    ]
    assert api.refused("PATCH", thing, steps, media=PATCH)[0] == 400
    assert api.send("PATCH", thing, steps[:2], media=PATCH).status_code == 200


def test_links_are_changed_by_id_never_by_writing_out(api: SensingClient, stream: str) -> None:
    sensor = number(api.post("Sensors", SENSOR | {"name": "SM-4"}))
    assert api.send("PATCH", stream, {"Sensor": {"@iot.id": sensor}}).status_code == 200
    assert api.get(f"{stream}/Sensor")["name"] == "SM-4"
    for body in ({"Sensor": SENSOR}, {"Observations": [{"result": 1}]}, {"Thing": THING}):
        assert api.refused("PATCH", stream, body)[0] == 400
    thing = api.get(f"{stream}/Thing")["@iot.id"]
    for name, inside in (("Datastreams", STREAM), ("Locations", LOCATION)):
        assert api.refused("PATCH", f"Things({thing})", {name: [inside]})[0] == 400


def test_a_thing_is_moved_by_a_change(api: SensingClient) -> None:
    thing = api.post("Things", THING | {"Locations": [LOCATION]})
    depot = number(api.post("Locations", LOCATION | {"name": "Bauhof"}))
    api.send("PATCH", thing, {"Locations": [{"@iot.id": depot}]})
    api.send("PATCH", thing, {"Locations": [{"@iot.id": depot}]})
    assert api.get(f"{thing}/Locations")["value"][0]["name"] == "Bauhof"
    assert len(api.get(f"{thing}/HistoricalLocations")["value"]) == 2


def test_a_place_may_fetch_its_things(api: SensingClient) -> None:
    thing = api.post("Things", THING | {"Locations": [LOCATION]})
    depot = api.post("Locations", LOCATION | {"name": "Bauhof"})
    assert api.send("PATCH", depot, {"Things": [{"@iot.id": number(thing)}]}).status_code == 200
    assert api.get(f"{thing}/Locations")["value"][0]["name"] == "Bauhof"
    past = api.get(f"{thing}/HistoricalLocations")["value"][-1]["@iot.id"]
    old = api.get("Locations")["value"][0]["@iot.id"]
    body = {"Locations": [{"@iot.id": old}]}
    assert api.send("PATCH", f"HistoricalLocations({past})", body).status_code == 200
    assert api.get(f"{thing}/Locations")["value"][0]["name"] == "Stadtpark"


def test_the_parts_of_a_several_are_changed_as_many_as_they_are(api: SensingClient) -> None:
    thing = api.post("Things", THING)
    stream = api.post(f"{thing}/MultiDatastreams", SEVERAL | {"Sensor": SENSOR})
    units = [{"name": n, "symbol": n, "definition": n} for n in ("a", "b")]
    answer = api.send("PATCH", stream, {"unitOfMeasurements": units})
    assert (answer.status_code, document(answer)["unitOfMeasurements"]) == (200, units)
    observed = api.get(f"{stream}/ObservedProperties")["value"]
    turned = [{"@iot.id": each["@iot.id"]} for each in reversed(observed)]
    assert api.send("PATCH", stream, {"ObservedProperties": turned}).status_code == 200
    names = [each["name"] for each in api.get(f"{stream}/ObservedProperties")["value"]]
    assert names == ["a", "z"]
    for wrong in ({"unitOfMeasurements": units[:1]}, {"ObservedProperties": turned[:1]}):
        assert api.refused("PATCH", stream, wrong)[0] == 400


def test_a_place_that_is_corrected_leaves_older_readings_where_they_were(
    api: SensingClient, stream: str
) -> None:
    before = post(api, stream, 1)
    thing = api.get(f"{stream}/Thing")["@iot.id"]
    place = api.get(f"Things({thing})/Locations")["value"][0]["@iot.id"]
    moved = {"type": "Point", "coordinates": [8, 53]}
    assert api.send("PATCH", f"Locations({place})", {"location": moved}).status_code == 200
    after = post(api, stream, 2, "2026-03-01T13:00:00Z")
    features = [api.get(f"{path}/FeatureOfInterest")["feature"] for path in (before, after)]
    assert features == [LOCATION["location"], moved]
    wrong = {"location": {"type": "Punkt"}}
    assert api.refused("PATCH", f"Locations({place})", wrong)[0] == 400


def test_a_reading_changed_is_a_newer_version_of_it(api: SensingClient, stream: str) -> None:
    body = {"phenomenonTime": AT, "result": 5, "parameters": {"a": 1}}
    path = api.post(f"{stream}/Observations", body)
    told = document(api.send("PATCH", path, {"result": 6}))
    assert (told["result"], told["parameters"]) == (6, {"a": 1})
    assert readings(datastreams=[number(stream)], as_of=1)["value"].to_list() == [5.0]
    revision = Revision.objects.get()
    assert (revision.before, revision.now) == (5.0, 6.0)
    assert Delivery.objects.get(seq=2).name == "Probe"
    told = document(api.send("PUT", path, {"result": "sieben", "phenomenonTime": AT}))
    assert (told["result"], "parameters" in told) == ("sieben", False)


def test_a_reading_moved_keeps_its_number(api: SensingClient, stream: str) -> None:
    path = post(api, stream, 5)
    later = "2026-03-02T00:00:00Z"
    told = document(api.send("PATCH", path, {"phenomenonTime": later}))
    assert (told["phenomenonTime"], told["result"]) == (later, 5)
    assert told["@iot.id"] == number(path)
    assert api.get(f"{stream}/Observations?$count=true")["@iot.count"] == 1
    assert api.get(path)["phenomenonTime"] == later
    newcomer = post(api, stream, 9)  # at the time it left: another number
    assert newcomer != path
    assert api.get(newcomer)["result"] == 9
    assert api.send("PATCH", path, {"phenomenonTime": "2026-03-03T00:00:00Z"}).status_code == 200
    assert api.send("PATCH", path, {"phenomenonTime": AT}).status_code == 200
    assert (api.get(path)["result"], api.get(path)["phenomenonTime"]) == (5, AT)
    assert api.get(f"{stream}/Observations?$count=true")["@iot.count"] == 2


@pytest.mark.django_db(transaction=True)  # the quick way of a single reading opens its own
@pytest.mark.parametrize("went", ["2026-02-01T00:00:00Z", "elsewhere"])
@pytest.mark.parametrize("way", ["single", "below", "one of many", "many"])
def test_what_comes_where_a_moved_reading_was_has_a_number_of_its_own(
    api: SensingClient, stream: str, went: str, way: str
) -> None:
    thing = api.get(f"{stream}/Thing")["@iot.id"]
    links = {"Sensor": SENSOR, "ObservedProperty": OBSERVED}
    path = post(api, stream, 5)
    if went == "elsewhere":
        other = number(api.post(f"Things({thing})/Datastreams", STREAM | links))
        assert api.send("PATCH", path, {"Datastream": {"@iot.id": other}}).status_code == 200
    else:
        assert api.send("PATCH", path, {"phenomenonTime": went}).status_code == 200
    own = {"Datastream": {"@iot.id": number(stream)}}
    if way == "single":
        newcomer = number(api.post("Observations", {"phenomenonTime": AT, "result": 9} | own))
    elif way == "below":
        newcomer = number(post(api, stream, 9))
    else:
        rows = [[AT, 9]] if way == "one of many" else [[AT, 9], ["2026-05-01T00:00:00Z", 7]]
        array = own | {"components": ["phenomenonTime", "result"], "dataArray": rows}
        newcomer = number(document(api.send("POST", "CreateObservations", [array]))[0])
    assert newcomer != number(path)
    assert (api.get(path)["result"], api.get(f"Observations({newcomer})")["result"]) == (5, 9)
    listed = [each["@iot.id"] for each in api.get("Observations")["value"]]
    assert len(listed) == len(set(listed))
    told = api.get(f"Observations({newcomer})")
    assert (told["phenomenonTime"], told["@iot.id"]) == (AT, newcomer)


def test_a_meters_reading_stays_at_its_time(api: SensingClient, meter: Datastream) -> None:
    path = post(api, f"Datastreams({meter.pk})", 5, HOUR)
    body = {"phenomenonTime": "2026-03-01T13:00:00Z/2026-03-01T14:00:00Z"}
    status, told = api.refused("PATCH", path, body)
    assert (status, "bleibt bei seiner Zeit" in told) == (409, True)
    assert api.send("PATCH", path, {"result": 6}).status_code == 200
    assert api.get(path)["result"] == 6


def test_a_reading_may_go_to_another_datastream(api: SensingClient, stream: str) -> None:
    thing = api.get(f"{stream}/Thing")["@iot.id"]
    links = {"Sensor": SENSOR, "ObservedProperty": OBSERVED}
    other = api.post(f"Things({thing})/Datastreams", STREAM | links)
    path = post(api, stream, 5)
    assert api.send("PATCH", path, {"Datastream": {"@iot.id": number(other)}}).status_code == 200
    assert api.get(f"{path}/Datastream")["@iot.id"] == number(other)
    assert api.get(f"{stream}/Observations")["value"] == []


def test_a_json_patch_on_a_reading(api: SensingClient, stream: str) -> None:
    path = post(api, stream, 5)
    steps = [
        {"op": "replace", "path": "/result", "value": 8},
        {"op": "add", "path": "/parameters", "value": {"a": 1}},
    ]
    told = document(api.send("PATCH", path, steps, media=PATCH))
    assert (told["result"], told["parameters"], told["phenomenonTime"]) == (8, {"a": 1}, AT)


@pytest.mark.parametrize("wrong", [{"phenomenonTime": "gestern"}, {"parameters": 7}, [], 7])
def test_a_wrong_change_of_a_reading_changes_nothing(
    api: SensingClient, stream: str, wrong: Any
) -> None:
    path = post(api, stream, 5)
    assert api.refused("PATCH", path, wrong)[0] == 400
    assert api.get(path)["result"] == 5


def test_a_meters_readings_do_not_move_onto_each_other(
    api: SensingClient, meter: Datastream
) -> None:
    path = f"Datastreams({meter.pk})"
    first = post(api, path, 5, HOUR)
    post(api, path, 6, "2026-03-01T13:00:00Z/2026-03-01T14:00:00Z")
    body = {"phenomenonTime": "2026-03-01T13:00:00Z/2026-03-01T14:00:00Z"}
    assert api.refused("PATCH", first, body)[0] == 409
    assert readings(datastreams=[meter.pk])["value"].to_list() == [5.0, 6.0]


def test_a_building_is_described_here_and_named_there(
    api: SensingClient, meter: Datastream
) -> None:
    thing = f"Things({meter.thing_id})"
    assert api.send("PATCH", thing, {"properties": {"a": 1}}).status_code == 200
    for body in (
        {"name": "x"},
        {"Locations": [{"@iot.id": number(api.post("Locations", LOCATION))}]},
    ):
        assert api.refused("PATCH", thing, body)[0] == 409
    assert api.refused("PATCH", f"Datastreams({meter.pk})", {"name": "x"})[0] == 409
    assert api.refused("PUT", thing, THING)[0] == 409
    assert api.refused("DELETE", thing)[0] == 409
    assert api.refused("DELETE", f"Datastreams({meter.pk})")[0] == 409
    assert api.get(thing)["name"] == "Schule"


def test_what_is_common_to_all_is_not_a_towns_to_change(
    api: SensingClient, meter: Datastream
) -> None:
    assert api.refused("PATCH", f"Sensors({meter.sensor_id})", {"name": "x"})[0] == 403
    everybody = client_with(None, TokenScope.ADMIN)
    assert everybody.refused("DELETE", f"Sensors({meter.sensor_id})")[0] == 409
    describe_datastreams()
    assert api.get(f"Datastreams({meter.pk})/Sensor")["name"] == "Zähler"


def test_a_stranger_of_another_town_finds_nothing_to_change(
    api: SensingClient, stream: str
) -> None:
    town = Municipality.objects.create(ags="03404000", name="Osnabrück")
    other, reading = client_with(town, TokenScope.ADMIN), post(api, stream, 5)
    thing = Thing.objects.get().pk
    for path in (f"Things({thing})", stream, reading):
        assert other.refused("PATCH", path, {"name": "x", "result": 7})[0] == 404
        assert other.refused("DELETE", path)[0] == 404
    assert api.get(reading)["result"] == 5


@pytest.mark.parametrize("method", ["PATCH", "PUT"])
def test_what_nothing_stands_without_is_not_taken_away(
    api: SensingClient, stream: str, method: str
) -> None:
    body = api.get(stream) | {"Thing": None}
    status, told = api.refused(method, stream, body)
    assert (status, "Thing" in told) == (400, True)
    assert api.get(f"{stream}/Thing")["@iot.id"] == Thing.objects.get().pk


def test_only_entities_are_changed(api: SensingClient, stream: str) -> None:
    assert api.refused("PATCH", f"{stream}/Thing/$ref", {"name": "x"})[0] == 405
    for path in ("Things", f"{stream}/Observations", f"{stream}/name"):
        assert api.refused("PATCH", path, {"name": "x"})[0] == 405
        assert api.refused("DELETE", path)[0] == 405
    assert api.refused("PATCH", "Things(4711)", {"name": "x"})[0] == 404


def test_what_was_changed_meanwhile_is_not_changed_by_who_did_not_see_it(
    api: SensingClient,
) -> None:
    path = api.post("Things", THING)
    seen = api.send("GET", path)["ETag"]
    assert api.send("PATCH", path, {"name": "A"}, **{"If-Match": seen}).status_code == 200
    for method, body in (("PATCH", {"name": "B"}), ("PUT", THING), ("DELETE", None)):
        status, told = api.refused(method, path, body, **{"If-Match": seen})
        assert (status, "If-Match" in told) == (412, True)
    assert api.get(path)["name"] == "A"
    assert api.refused("PATCH", "Things(4711)", {"name": "B"}, **{"If-Match": "*"})[0] == 404
    now = api.send("GET", path, **{"Accept-Encoding": "gzip"})["ETag"]
    assert api.send("PUT", path, THING, **{"If-Match": f'"other", {now}'}).status_code == 200
    assert api.send("DELETE", path, **{"If-Match": "*"}).status_code == 200

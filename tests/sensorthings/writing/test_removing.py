"""What is deleted is gone with what hangs on it; what was published on it can still be computed."""

import pytest

from klimamosaik.observations.models import Datastream, Thing
from klimamosaik.observations.queries.readings import readings
from klimamosaik.people.models import TokenScope
from klimamosaik.places.models import Municipality
from tests.sensorthings.writing.conftest import (
    POINT,
    SENSOR,
    WHOLE,
    SensingClient,
    client_with,
    number,
)
from tests.sensorthings.writing.test_observing import AT, post


@pytest.fixture
def thing(api: SensingClient) -> str:
    """A thing with a place, a datastream and two readings."""
    return api.post("Things", WHOLE)


def ids(api: SensingClient, path: str) -> list[int]:
    return [each["@iot.id"] for each in api.get(path)["value"]]


@pytest.mark.parametrize("what", ["Things", "Sensors", "ObservedProperties", "Datastreams"])
def test_readings_go_with_what_they_hang_on(api: SensingClient, thing: str, what: str) -> None:
    (stream,) = ids(api, "Datastreams")
    (reading, _) = ids(api, "Observations")
    answer = api.send("DELETE", f"{what}({ids(api, what)[0]})")
    assert (answer.status_code, answer.content) == (200, b"")
    assert ids(api, what) == ids(api, "Datastreams") == ids(api, "Observations") == []
    assert api.refused("GET", f"Observations({reading})")[0] == 404
    assert readings(datastreams=[stream]).is_empty()
    assert readings(datastreams=[stream], as_of=1)["value"].to_list() == [21.5, 22]
    assert api.refused("DELETE", f"{what}(1)")[0] == 404


def test_a_thing_takes_its_past_along_not_its_place(api: SensingClient, thing: str) -> None:
    api.send("DELETE", thing)
    assert ids(api, "HistoricalLocations") == []
    assert len(ids(api, "Locations")) == len(ids(api, "Sensors")) == 1
    assert Thing.everything.get().gone_at is not None


def test_a_place_takes_the_past_along_not_the_thing(api: SensingClient, thing: str) -> None:
    api.send("DELETE", f"Locations({ids(api, 'Locations')[0]})")
    assert ids(api, "HistoricalLocations") == ids(api, f"{thing}/Locations") == []
    assert len(ids(api, "Things")) == 1


def test_a_past_place_goes_alone(api: SensingClient, thing: str) -> None:
    api.send("DELETE", f"HistoricalLocations({ids(api, 'HistoricalLocations')[0]})")
    assert ids(api, "HistoricalLocations") == []
    assert len(ids(api, f"{thing}/Locations")) == 1


def test_a_feature_takes_the_readings_about_it(api: SensingClient, stream: str) -> None:
    here = post(api, stream, 1)
    own = {"name": "R", "description": "", "encodingType": "application/geo+json", "feature": POINT}
    there = api.post(
        f"{stream}/Observations",
        {"phenomenonTime": "2026-03-02T00:00:00Z", "result": 2, "FeatureOfInterest": own},
    )
    feature = api.get(f"{there}/FeatureOfInterest")["@iot.id"]
    api.send("DELETE", f"FeaturesOfInterest({feature})")
    assert ids(api, f"{stream}/Observations") == [number(here)]
    feature = api.get(f"{here}/FeatureOfInterest")["@iot.id"]
    api.send("DELETE", f"FeaturesOfInterest({feature})")
    assert ids(api, f"{stream}/Observations") == ids(api, "FeaturesOfInterest") == []
    assert api.get(f"{post(api, stream, 3)}/FeatureOfInterest")["@iot.id"] != feature


def test_the_span_of_a_datastream_shrinks_with_its_last_reading(
    api: SensingClient, stream: str
) -> None:
    first, last = post(api, stream, 1), post(api, stream, 2, "2026-03-02T00:00:00Z")
    assert api.get(stream)["phenomenonTime"].endswith("/2026-03-02T00:00:00Z")
    assert api.send("DELETE", last).status_code == 200
    assert api.get(stream)["phenomenonTime"] == f"{AT}/{AT}"
    api.send("DELETE", first)
    assert "phenomenonTime" not in api.get(stream)
    assert api.refused("DELETE", first)[0] == 404
    assert api.get(post(api, stream, 7))["result"] == 7  # at the same moment, a new one


def test_a_moved_reading_can_be_deleted(api: SensingClient, stream: str) -> None:
    path = post(api, stream, 5)
    api.send("PATCH", path, {"phenomenonTime": "2026-03-02T00:00:00Z"})
    assert api.send("DELETE", path).status_code == 200
    assert api.refused("GET", path)[0] == 404
    assert ids(api, f"{stream}/Observations") == []


@pytest.mark.parametrize("scope", [TokenScope.ENTITIES, TokenScope.OBSERVATIONS, TokenScope.READ])
def test_deleting_takes_the_right_to_everything(
    town: Municipality, api: SensingClient, thing: str, scope: TokenScope
) -> None:
    (reading, _) = ids(api, "Observations")
    for path in (thing, f"Observations({reading})"):
        assert client_with(town, scope).refused("DELETE", path)[0] == 403
    assert Datastream.objects.exists()


def test_a_sensor_others_need_stays(api: SensingClient, thing: str) -> None:
    Municipality.objects.create(ags="03404000", name="Osnabrück")
    everybody = client_with(None, TokenScope.ADMIN)
    sensor = number(everybody.post("Sensors", SENSOR))
    stream = ids(api, "Datastreams")[0]
    everybody.send("PATCH", f"Datastreams({stream})", {"Sensor": {"@iot.id": sensor}})
    assert api.refused("DELETE", f"Sensors({sensor})")[0] == 403
    assert everybody.send("DELETE", f"Sensors({sensor})").status_code == 200
    assert ids(api, "Datastreams") == []


def test_one_after_the_other_all_can_be_deleted(api: SensingClient, thing: str) -> None:
    """As the conformance tests do at their end."""
    sets = (
        "Observations", "FeaturesOfInterest", "Datastreams", "Sensors", "ObservedProperties",
        "HistoricalLocations", "Locations", "Things",
    )  # fmt: skip
    for name in sets:
        for each in ids(api, name):
            assert api.send("DELETE", f"{name}({each})").status_code == 200
    assert [ids(api, name) for name in sets] == [[]] * len(sets)

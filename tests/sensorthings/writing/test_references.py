"""Links between entities made, changed and untied at /$ref."""

from typing import Any

import pytest

from klimamosaik.observations.models import HistoricalLocation
from klimamosaik.people.models import TokenScope
from klimamosaik.places.models import Municipality
from tests.sensorthings.writing.conftest import (
    LOCATION,
    OBSERVED,
    PUBLIC,
    ROOT,
    SENSOR,
    STREAM,
    THING,
    SensingClient,
    client_with,
    number,
)

WHOLE = {**STREAM, "Sensor": SENSOR, "ObservedProperty": OBSERVED}
ADDRESS = {"encodingType": "text/plain", "location": "Am Teich 1"}


def done(api: SensingClient, method: str, path: str, body: Any = None) -> None:
    """A request that links or unlinks, and tells nothing more."""
    answer = api.send(method, path, body)
    assert (answer.status_code, answer.content) == (204, b""), answer.content.decode()


def places_of(api: SensingClient, thing: str) -> list[int]:
    """Where a thing is."""
    return [each["@iot.id"] for each in api.get(f"{thing}/Locations")["value"]]


def past_of(api: SensingClient, thing: str) -> list[list[int]]:
    """Where it was, in order of noting."""
    found = api.get(f"{thing}/HistoricalLocations?$expand=Locations&$orderby=id")["value"]
    return [[place["@iot.id"] for place in each["Locations"]] for each in found]


@pytest.fixture
def thing(api: SensingClient) -> str:
    """A thing that is nowhere."""
    return api.post("Things", THING)


@pytest.fixture
def pond(api: SensingClient) -> int:
    """A place."""
    return number(api.post("Locations", LOCATION))


@pytest.fixture
def street(api: SensingClient) -> int:
    """An address."""
    return number(api.post("Locations", LOCATION | ADDRESS))


@pytest.fixture
def stream(api: SensingClient, thing: str) -> str:
    """A datastream of the thing."""
    return api.post(f"{thing}/Datastreams", WHOLE)


def test_a_thing_moves_by_its_links_and_where_it_was_is_kept(
    api: SensingClient, thing: str, pond: int, street: int
) -> None:
    done(api, "POST", f"{thing}/Locations/$ref", {"@iot.id": pond})
    assert (places_of(api, thing), past_of(api, thing)) == ([pond], [[pond]])
    done(api, "POST", f"{thing}/Locations/$ref", {"@iot.id": pond})  # linked already: no move
    assert past_of(api, thing) == [[pond]]
    done(api, "POST", f"{thing}/Locations/$ref", {"@odata.id": f"Locations({street})"})
    assert places_of(api, thing) == [pond, street]
    done(api, "PUT", f"{thing}/Locations/$ref", {"value": [{"@id": f"Locations({street})"}]})
    assert places_of(api, thing) == [street]
    assert past_of(api, thing) == [[pond], [pond, street], [street]]
    done(api, "DELETE", f"{thing}/Locations({street})/$ref")
    assert (places_of(api, thing), len(past_of(api, thing))) == ([], 3)
    assert api.get(f"Locations({street})")["name"] == "Stadtpark"


def test_both_ends_say_the_same(api: SensingClient, thing: str, pond: int, street: int) -> None:
    for place in (pond, street):
        done(api, "POST", f"Locations({place})/Things/$ref", {"@iot.id": number(thing)})
    assert places_of(api, thing) == [pond, street]
    done(api, "DELETE", f"Locations({pond})/Things/$ref?$id=../../{thing}")
    assert (places_of(api, thing), past_of(api, thing)[-1]) == ([street], [street])
    past = HistoricalLocation.objects.order_by("pk").last()
    assert past is not None
    own = f"HistoricalLocations({past.pk})"
    done(api, "POST", f"Locations({pond})/HistoricalLocations/$ref", {"@iot.id": past.pk})
    assert past_of(api, thing)[-1] == [pond, street]
    assert places_of(api, thing) == [pond, street]  # it is the newest
    done(api, "DELETE", f"{own}/Locations({street})/$ref")
    assert past_of(api, thing)[-1] == [pond]
    status, told = api.refused("DELETE", f"{own}/Locations({pond})/$ref")
    assert status == 409
    assert "mindestens eine Location" in told


def test_a_datastream_gets_another_sensor_property_or_thing(
    api: SensingClient, stream: str, thing: str
) -> None:
    sensor, observed = api.post("Sensors", SENSOR), api.post("ObservedProperties", OBSERVED)
    other = api.post("Things", THING)
    done(api, "PUT", f"{stream}/Sensor/$ref", {"@iot.id": number(sensor)})
    assert api.get(f"{stream}/Sensor/$ref")["@iot.selfLink"].endswith(sensor)
    done(api, "PUT", f"{thing}/{stream}/ObservedProperty/$ref", {"@id": f"{ROOT}/{observed}"})
    assert api.get(f"{stream}/ObservedProperty")["@iot.id"] == number(observed)
    address = f"{PUBLIC}{ROOT}/{stream}"
    done(api, "POST", f"{other}/Datastreams/$ref", {"@iot.selfLink": address})
    assert api.get(f"{stream}/Thing")["@iot.id"] == number(other)
    again = api.post("Sensors", SENSOR)
    done(api, "POST", f"{again}/Datastreams/$ref", {"@iot.id": number(stream)})
    assert api.get(f"{stream}/Sensor")["@iot.id"] == number(again)


def test_a_reading_moves_to_another_datastream_or_feature(
    api: SensingClient, stream: str, thing: str
) -> None:
    at = {"phenomenonTime": "2026-03-01T12:00:00Z", "result": 7}
    api.post("Locations", LOCATION | {"Things": [{"@iot.id": number(thing)}]})
    reading, other = (
        api.post(f"{stream}/Observations", at),
        api.post(f"{thing}/Datastreams", WHOLE),
    )
    done(api, "PUT", f"{reading}/Datastream/$ref", {"@iot.id": number(other)})
    assert api.get(f"{reading}/Datastream")["@iot.id"] == number(other)
    done(api, "POST", f"{stream}/Observations/$ref", {"@iot.id": number(reading)})
    assert api.get(f"{reading}/Datastream")["@iot.id"] == number(stream)
    spot = {"name": "S", "description": "d", "encodingType": "application/geo+json"}
    feature = api.post("FeaturesOfInterest", spot | {"feature": LOCATION["location"]})
    done(api, "PUT", f"{reading}/FeatureOfInterest/$ref", {"@iot.id": number(feature)})
    assert api.get(f"{feature}/Observations")["value"][0]["result"] == 7
    assert api.refused("POST", f"{stream}/Observations/$ref", {"@iot.id": 47})[0] == 400


def test_what_must_have_a_relation_keeps_it(api: SensingClient, stream: str, thing: str) -> None:
    for path in (f"{stream}/Sensor", f"{stream}/Thing", f"{thing}/{stream}"):
        status, told = api.refused("DELETE", f"{path}/$ref")
        assert status == 409
        assert "Mit PUT" in told
    assert api.get(f"{stream}/Thing")["@iot.id"] == number(thing)


@pytest.mark.parametrize(
    "body",
    [
        {}, [], "Locations(1)", {"@iot.id": "eins"}, {"@iot.id": -1}, {"@iot.id": 4711},
        {"@odata.id": "Sensors(1)"}, {"@odata.id": "Locations"}, {"@odata.id": 1},
        {"@odata.id": "https://anderswo.example/sensorthings/v1.1/Locations(1)"},
        {"@odata.id": "/v1.0/Locations(1)"}, {"@odata.id": "Locations(99999999999999999999)"},
        {"@odata.id": "https://[x/Locations(1)"},
        {"@iot.id": 1, "Locations": 2} | {"@iot.id": None},
    ],
)  # fmt: skip
@pytest.mark.usefixtures("pond")
def test_what_is_no_reference_is_refused(api: SensingClient, thing: str, body: Any) -> None:
    assert api.refused("POST", f"{thing}/Locations/$ref", body)[0] == 400
    assert api.refused("PUT", f"{thing}/Locations/$ref", {"value": [body]})[0] == 400
    assert api.refused("PUT", f"{thing}/Locations/$ref", {"value": []})[0] == 400
    assert places_of(api, thing) == []


def test_addresses_without_such_a_link_are_told_apart(
    api: SensingClient, thing: str, stream: str, pond: int
) -> None:
    link = {"@iot.id": pond}
    for method, path in (
        ("POST", "Things/$ref"), ("DELETE", f"{thing}/$ref"), ("PATCH", f"{thing}/Locations/$ref"),
        ("POST", f"{stream}/Sensor/$ref"), ("PUT", f"{thing}/Datastreams/$ref"),
        ("PUT", f"{thing}/Locations({pond})/$ref"),
    ):  # fmt: skip
        assert api.refused(method, path, link)[0] == 405, path
    for path in ("Things(4711)/Locations/$ref", f"{thing}/Orte/$ref", f"{thing}/name/$ref"):
        assert api.refused("POST", path, link)[0] == 404, path
    assert api.refused("DELETE", f"{thing}/Locations({pond})/$ref")[0] == 404  # not linked
    status, told = api.refused("DELETE", f"{thing}/Locations/$ref")
    assert (status, "$id" in told) == (400, True)


def test_the_properties_of_a_multidatastream_stay_as_many(api: SensingClient, thing: str) -> None:
    more = {
        "multiObservationDataTypes": [STREAM["observationType"]] * 2,
        "unitOfMeasurements": [STREAM["unitOfMeasurement"]] * 2,
        "ObservedProperties": [OBSERVED, OBSERVED],
    }
    body = {"name": "Wind", "description": "d", "Sensor": SENSOR} | more
    wind = api.post(f"{thing}/MultiDatastreams", body)
    one, other = (number(api.post("ObservedProperties", OBSERVED)) for _ in range(2))
    assert api.refused("POST", f"{wind}/ObservedProperties/$ref", {"@iot.id": one})[0] == 409
    assert api.refused("DELETE", f"{wind}/ObservedProperties/$ref?$id=x")[0] == 409
    both = [{"@iot.id": other}, {"@iot.id": one}]
    done(api, "PUT", f"{wind}/ObservedProperties/$ref", {"value": both})
    found = api.get(f"{wind}/ObservedProperties")["value"]
    assert [each["@iot.id"] for each in found] == [other, one]
    assert api.refused("PUT", f"{wind}/ObservedProperties/$ref", {"value": both[:1]})[0] == 400


def test_who_may_not_change_may_not_link(
    api: SensingClient, town: Municipality, thing: str, stream: str, pond: int
) -> None:
    link = {"@iot.id": pond}
    done(api, "POST", f"{thing}/Locations/$ref", link)
    reader = client_with(town, TokenScope.READ, TokenScope.OBSERVATIONS)
    other = client_with(Municipality.objects.create(ags="03404000", name="O"), TokenScope.ADMIN)
    paths = (f"{thing}/Locations", f"Locations({pond})/Things", f"{stream}/Sensor")
    asked = [("POST", paths[0]), ("POST", paths[1]), ("PUT", paths[2]), ("DELETE", paths[0])]
    meant = (pond, number(thing), api.get(f"{stream}/Sensor")["@iot.id"])
    for method, path in asked:
        end = f"({pond})/$ref" if method == "DELETE" else "/$ref"
        body = {"@iot.id": meant[paths.index(path)]}
        assert reader.refused(method, f"{path}{end}", body)[0] == 403, path
        assert other.refused(method, f"{path}{end}", body)[0] == 404, path
        assert SensingClient().refused(method, f"{path}{end}", link)[0] == 401, path
    foreign = other.post("Things", THING)
    assert (
        other.refused("POST", f"{foreign}/Datastreams/$ref", {"@iot.id": number(stream)})[0] == 400
    )
    assert api.refused("POST", f"{foreign}/Datastreams/$ref", {"@iot.id": number(stream)})[0] == 404
    assert places_of(api, thing) == [pond]

"""A client others wrote works unchanged: frost-sta-client of the Fraunhofer IOSB."""

from typing import Any

import pytest
from django.utils import timezone
from pytest_django.live_server_helper import LiveServer

from klimamosaik.people.models import TokenScope
from klimamosaik.people.tokens import make_token

fsc = pytest.importorskip("frost_sta_client", reason="frost-sta-client is not installed")
pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.filterwarnings("ignore:furl.pathstr is deprecated"),
]
POINT = {"type": "Point", "coordinates": [8.1, 49.1]}


@pytest.fixture
def service(live_server: LiveServer) -> Any:
    """The client, with handle and secret of a token as its name and password."""
    at = timezone.now()
    handed = make_token(name="Probe", scopes=[TokenScope.ADMIN], municipality=None, by=None, at=at)
    _, handle, secret = handed.key.split("_", 2)
    shown = fsc.AuthHandler(username=handle, password=secret)
    return fsc.SensorThingsService(f"{live_server.url}/sensorthings/v1.1", auth_handler=shown)


def unit() -> Any:
    return fsc.UnitOfMeasurement(name="degree Celsius", symbol="°C", definition="ucum:Cel")


def observed(name: str) -> Any:
    return fsc.ObservedProperty(name=name, definition=f"http://{name}.example", description=name)


def sensor() -> Any:
    return fsc.Sensor(name="s", description="d", encoding_type="application/pdf", metadata="m")


def thing() -> Any:
    place = fsc.Location(
        name="here", description="and there", location=POINT, encoding_type="application/geo+json"
    )
    return fsc.Thing(name="a thing", description="w", properties={"a": 1}, locations=[place])


def reading(result: Any, at: str, **given: Any) -> Any:
    return fsc.Observation(phenomenon_time=at, result=result, **given)


@pytest.fixture
def stream(service: Any) -> Any:
    """A datastream made with all that it belongs to."""
    made = fsc.Datastream(
        name="ds",
        description="d",
        observation_type="http://example.org/OM_Measurement",
        unit_of_measurement=unit(),
        sensor=sensor(),
        observed_property=observed("t"),
        thing=thing(),
    )
    service.create(made)
    return made


def test_it_makes_changes_and_deletes(service: Any, stream: Any) -> None:
    first = reading(25, "2022-12-19T10:00:00Z", datastream=stream)
    service.create(first)
    found = service.things().query().list().entities[0]
    found.description = "new"
    service.update(found)
    service.patch(found, [{"op": "replace", "path": "/name", "value": "patched"}])
    found = service.things().find(found.id)
    assert (found.name, found.description, found.properties) == ("patched", "new", {"a": 1})
    same = service.observations().find(first.id)
    same.result = 26
    service.update(same)
    assert service.observations().find(first.id).result == 26
    service.delete(same)
    service.delete(found)
    assert service.things().query().list().entities == []


def test_it_sends_data_arrays(service: Any, stream: Any) -> None:
    from frost_sta_client.model.ext.data_array_document import (  # type: ignore[import-untyped]
        DataArrayDocument,
    )
    from frost_sta_client.model.ext.data_array_value import (  # type: ignore[import-untyped]
        DataArrayValue,
    )

    service.create(reading(0, "2022-12-19T10:00:00Z", datastream=stream))
    feature = service.features_of_interest().query().list().entities[0]
    rows = DataArrayValue()
    named = DataArrayValue.Property
    rows.components = [named.PHENOMENON_TIME, named.RESULT, named.FEATURE_OF_INTEREST]
    rows.datastream = stream
    for hour in range(3):
        at = f"2022-12-20T0{hour}:00:00Z"
        rows.add_observation(reading(hour, at, datastream=stream, feature_of_interest=feature))
    document = DataArrayDocument()
    document.add_data_array_value(rows)
    made = service.observations().create(document)
    assert len({each.self_link for each in made}) == 3
    assert service.observations().query().count().list().count == 4


def test_it_makes_datastreams_of_several_properties(service: Any) -> None:
    made = fsc.MultiDatastream(
        name="m",
        description="d",
        unit_of_measurements=[unit(), unit()],
        multi_observation_data_types=["http://x/a", "http://x/b"],
        observation_type="http://x/complex",
        thing=thing(),
        sensor=sensor(),
        observed_properties=[observed("a"), observed("b")],
    )
    service.create(made)
    first = reading([1, 2], "2022-12-19T10:00:00Z", multi_datastream=made)
    service.create(first)
    assert service.observations().find(first.id).result == [1, 2]

"""What is written out inside is made, whichever entity it is written inside of."""

from collections.abc import Callable
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

Body = dict[str, Any]
READING: Body = {"phenomenonTime": "2026-01-01T00:00:00Z", "result": 1}
FEATURE: Body = {
    "name": "root",
    "description": "x",
    "encodingType": "application/geo+json",
    "feature": point(1, 2),
}


def thing(**more: Any) -> Body:
    return {"name": "root thing", "description": "x", **more}


def stream(without: str = "", **more: Any) -> Body:
    told = datastream("root", **more)
    return {name: value for name, value in told.items() if name != without}


def several(**more: Any) -> Body:
    return {
        "name": "root",
        "description": "m",
        "observationType": f"{OM}OM_ComplexObservation",
        "multiObservationDataTypes": [f"{OM}OM_Measurement"] * 2,
        "unitOfMeasurements": [METRE, PERCENT],
        "Sensor": sensor(),
        "ObservedProperties": [observed("a"), observed("b")],
        **more,
    }


ROOTS: list[tuple[str, Body, str, Callable[[Body], Any]]] = [
    (
        "Things",
        thing(Locations=[location("root")], Datastreams=[stream(Observations=[READING])]),
        "Locations,HistoricalLocations,Datastreams($expand=Observations/FeatureOfInterest)",
        lambda made: made["Datastreams"][0]["Observations"][0]["FeatureOfInterest"]["name"],
    ),
    (
        "Locations",
        location("root") | {"Things": [thing(Datastreams=[stream()])]},
        "Things($expand=Datastreams,HistoricalLocations)",
        lambda made: made["Things"][0]["Datastreams"][0]["name"],
    ),
    (
        "HistoricalLocations",
        {"time": "2020-01-01T00:00:00Z", "Thing": thing(), "Locations": [location("root")]},
        "Thing,Locations",
        lambda made: made["Locations"][0]["name"],
    ),
    (
        "Sensors",
        sensor() | {"Datastreams": [stream("Sensor", Thing=thing())]},
        "Datastreams($expand=Thing,ObservedProperty)",
        lambda made: made["Datastreams"][0]["name"],
    ),
    (
        "ObservedProperties",
        observed() | {"Datastreams": [stream("ObservedProperty", Thing=thing())]},
        "Datastreams($expand=Thing,Sensor)",
        lambda made: made["Datastreams"][0]["name"],
    ),
    (
        "Datastreams",
        stream(Thing=thing(Locations=[location("root")]), Observations=[READING]),
        "Observations($expand=FeatureOfInterest)",
        lambda made: made["Observations"][0]["FeatureOfInterest"]["name"],
    ),
    (
        "MultiDatastreams",
        several(
            Thing=thing(Locations=[location("root")]), Observations=[READING | {"result": [1, 2]}]
        ),
        "Observations($expand=MultiDatastream)",
        lambda made: made["Observations"][0]["MultiDatastream"]["name"],
    ),
    (
        "Observations",
        READING | {"Datastream": stream(Thing=thing()), "FeatureOfInterest": FEATURE},
        "Datastream($expand=Thing),FeatureOfInterest",
        lambda made: made["FeatureOfInterest"]["name"],
    ),
    (
        "Observations",
        READING
        | {"result": [1, 2], "MultiDatastream": several(Thing=thing(Locations=[location("root")]))},
        "MultiDatastream",
        lambda made: made["MultiDatastream"]["name"],
    ),
    (
        "FeaturesOfInterest",
        FEATURE | {"Observations": [READING | {"Datastream": stream(Thing=thing())}]},
        "Observations($expand=Datastream)",
        lambda made: made["Observations"][0]["Datastream"]["name"],
    ),
]


@requires("create-update-delete/deep-insert", "create-update-delete/deep-insert-status-code")
@pytest.mark.parametrize(("entities", "body", "expand", "inside"), ROOTS)
def test_each_set_can_be_the_root(
    server: SensorServer,
    world: World,
    entities: str,
    body: Body,
    expand: str,
    inside: Callable[[Body], Any],
) -> None:
    made = server.get(server.post(entities, body), expand=expand)
    assert inside(made) == "root"


@requires("create-update-delete/deep-insert")
@pytest.mark.parametrize(
    ("entities", "body"),
    [
        (
            "Things",
            thing(Datastreams=[stream(Observations=[READING | {"phenomenonTime": "bald"}])]),
        ),
        ("Things", thing(Locations=[{"name": "ohne alles"}])),
        ("Things", thing(Datastreams=[{"@iot.id": 987654321}])),
        ("Observations", READING | {"Datastream": stream()}),
        ("MultiDatastreams", several(Thing=thing(), ObservedProperties=[observed()])),
        ("MultiDatastreams", several(Thing=thing(), Observations=[READING | {"result": [1]}])),
    ],
)
def test_of_what_fails_inside_nothing_stays(
    server: SensorServer, world: World, entities: str, body: Body
) -> None:
    sets = ("Things", "Locations", "Datastreams", "Sensors", "ObservedProperties", "Observations")
    before = [server.get(each, count="true", top="0")["@iot.count"] for each in sets]
    assert server.ask("POST", entities, json=body).status_code == 400
    assert [server.get(each, count="true", top="0")["@iot.count"] for each in sets] == before

"""Each function and operator of the standard, alone and nested, and paths over every relation."""

import pytest

from tests.sensorthings.blackbox.client import SensorServer
from tests.sensorthings.blackbox.requirements import requires
from tests.sensorthings.blackbox.world import World


@requires("request-data/built-in-filter-operations", "request-data/built-in-query-functions")
@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("result add 2 mul 3 eq 9", [3]),
        ("(result add 2) mul 3 eq 9", [1]),
        ("10 sub result sub 1 eq 2", [7]),
        ("100 div 10 div result eq 5", [2]),
        ("result div 4 eq 0.5", [2]),
        ("result mod 5 eq 0", [5, 10]),
        ("not result gt 2", [1, 2]),
        ("not (result gt 2 or result eq 1)", [2]),
        ("result eq 1 or result eq 2 and result eq 3", [1]),
        ("(result eq 1 or result eq 2) and result eq 3", []),
        ("result eq 1 or (result gt 10 and not (result eq 12))", [1, 11]),
        ("floor(result div 2) eq 2", [4, 5]),
        ("ceiling(result div 2) eq 2", [3, 4]),
        ("round(result div 4) eq 1", [2, 3, 4, 5]),
        ("year(phenomenonTime) eq 2026 and month(phenomenonTime) eq 3 and result lt 2", [1]),
        ("day(phenomenonTime) eq 1 and hour(phenomenonTime) eq 2", [2]),
        ("minute(phenomenonTime) eq 0 and second(resultTime) eq 5 and result eq 1", [1]),
        ("fractionalseconds(phenomenonTime) eq 0.003", [3]),
        ("fractionalseconds(resultTime) eq 0 and result eq 1", [1]),
        ("date(phenomenonTime) eq date(2026-03-01T05:00:00Z) and result eq 1", [1]),
        ("time(resultTime) eq 02:00:05", [2]),
        ("totaloffsetminutes(phenomenonTime) eq 0 and result eq 1", [1]),
        ("phenomenonTime lt now() and result eq 1", [1]),
        (
            "phenomenonTime gt mindatetime() and phenomenonTime lt maxdatetime() and result eq 1",
            [1],
        ),
        ("phenomenonTime gt now() sub duration'P1D'", []),
        ("phenomenonTime ge 2026-03-01T12:00:00+01:00 and result lt 12", [11]),
        ("result in (1,2)", [1, 2]),
        ("length(concat('a','b')) eq 2 and result eq 1", [1]),
        ("Datastream/Thing/Locations/name ne 'x' and result eq 3", [3]),
        ("Datastream/unitOfMeasurement/symbol eq 'm' and result eq 3", [3]),
        ("FeatureOfInterest/id gt 0 and result eq 2", [2]),
        (
            "geo.distance(FeatureOfInterest/feature,geography'POINT(8 52)') lt 1 and result eq 3",
            [3],
        ),
    ],
)
def test_of_readings(server: SensorServer, world: World, asked: str, expected: list[int]) -> None:
    path = f"Datastreams({world.level})/Observations"
    found = server.get(path, filter=asked, orderby="phenomenonTime", select="result")["value"]
    assert [each["result"] for each in found] == expected


TOLD = {"n": 3, "t": "abc", "b": True, "f": 1.5}


@requires("request-data/built-in-query-functions")
@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("substringof('Straße',description)", True),
        ("substringof(description,'Straße')", False),
        ("substringof('Straße',description) eq true", True),
        ("startswith(trim(description),'Über')", True),
        ("endswith(trim(description),'Straße')", True),
        ("trim(description) eq 'Über Straße'", True),
        ("length(trim(description)) eq 11", True),
        ("tolower(trim(description)) eq 'über straße'", True),
        ("toupper(properties/t) eq 'ABC'", True),
        ("indexof(properties/t,'a') eq 1", True),
        ("indexof(properties/t,'c') eq 3", True),
        ("substring(properties/t,1) eq 'bc'", True),
        ("substring(properties/t,1,1) eq 'b'", True),
        ("concat(concat(properties/t,'-'),'x') eq 'abc-x'", True),
        ("properties/n add 1 eq 4", True),
        ("properties/b eq true", True),
        ("round(properties/f) eq 2", True),
        ("properties/none eq null", True),
        ("properties/none eq 1", False),
        ("not (properties/n eq 4)", True),
        ("properties/t eq 'ABC'", False),
    ],
)
def test_of_texts(server: SensorServer, world: World, asked: str, found: bool) -> None:
    name = f"odd functions {world.mark}"
    if not server.get("Things", filter=f"name eq '{name}'")["value"]:
        server.post("Things", {"name": name, "description": "  Über Straße ", "properties": TOLD})
    asked = f"name eq '{name}' and {asked}"
    assert bool(server.get("Things", filter=asked)["value"]) is found


@requires("request-data/filter")
@pytest.mark.parametrize(
    ("entities", "asked"),
    [
        (
            "Things",
            "Datastreams/unitOfMeasurement/symbol eq 'm' and Datastreams/name eq '{m} Pegel'",
        ),
        ("Things", "geo.distance(Locations/location,geography'POINT(9.99 53.55)') lt 0.1"),
        ("Datastreams", "Thing/name eq '{m} Hof'"),
        ("Datastreams", "Observations/result gt 11 and startswith(name,'{m}')"),
        ("ObservedProperties", "Datastreams/Thing/name eq '{m} Hof'"),
        ("Sensors", "Datastreams/Thing/name eq '{m} Hof'"),
        ("Locations", "Things/Datastreams/name eq '{m} Pegel'"),
        ("FeaturesOfInterest", "Observations/Datastream/name eq '{m} Pegel'"),
        ("HistoricalLocations", "Thing/name eq '{m} Hof'"),
        ("HistoricalLocations", "Locations/name eq '{m} Tor'"),
    ],
)
def test_over_every_relation(server: SensorServer, world: World, entities: str, asked: str) -> None:
    mine = f"({asked.format(m=world.mark)})"
    if entities == "Things":
        mine += f" and startswith(name,'{world.mark}')"
    assert server.get(entities, filter=mine, count="true")["@iot.count"] == 1

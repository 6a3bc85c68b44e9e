"""What can be asked: filters, order, selection, pages, counts, expansions."""

import pytest

from tests.sensorthings.blackbox.client import SensorServer
from tests.sensorthings.blackbox.requirements import requires
from tests.sensorthings.blackbox.world import World


def results(server: SensorServer, world: World, asked: str) -> list[int]:
    """The results of the readings of `level` that fit, in order of time."""
    found = server.get(
        f"Datastreams({world.level})/Observations", filter=asked, orderby="phenomenonTime"
    )
    return [each["result"] for each in found["value"]]


@requires("request-data/filter", "request-data/built-in-filter-operations")
@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("result eq 3", [3]),
        ("result ne 3 and result lt 5", [1, 2, 4]),
        ("result gt 10", [11, 12]),
        ("result ge 11", [11, 12]),
        ("result le 2", [1, 2]),
        ("not result gt 2", [1, 2]),
        ("not (result gt 2)", [1, 2]),
        ("result eq 1 or result eq 3 and result eq 4", [1]),
        ("(result eq 1 or result eq 3) and result eq 3", [3]),
        ("result add 2 eq 5", [3]),
        ("result sub 2 eq 5", [7]),
        ("result mul 2 eq 10", [5]),
        ("result div 2 eq 6", [12]),
        ("result mod 5 eq 0", [5, 10]),
        ("2 add 3 mul 2 eq result", [8]),
        ("result gt '3'", [4, 5, 6, 7, 8, 9]),
        ("result lt '2'", [1, 10, 11, 12]),
        ("phenomenonTime gt 2026-03-01T10:30:00Z", [11, 12]),
        ("phenomenonTime lt 2026-03-01T03:00:00+01:00", [1]),
        ("phenomenonTime eq 2026-03-01T04:00:00.004Z", [4]),
        ("resultTime ge 2026-03-01T12:00:05Z", [12]),
        ("parameters/gut eq true and result lt 5", [2, 4]),
        ("Datastream/Thing/properties/floor eq 2 and result eq 7", [7]),
        ("Datastream/unitOfMeasurement/name eq 'kilometre'", []),
        ("hour(phenomenonTime) eq 9", [9]),
        ("minute(phenomenonTime) eq 1", []),
        ("second(resultTime) eq 5 and result eq 2", [2]),
        ("year(phenomenonTime) eq 2026 and month(phenomenonTime) eq 3 and result eq 1", [1]),
        ("day(phenomenonTime) eq 2", []),
        ("date(phenomenonTime) eq date(2026-03-01T00:00:00Z) and result eq 2", [2]),
        ("phenomenonTime lt now() and result eq 1", [1]),
        ("round(result div 5) eq 2 and result gt 9", [10, 11, 12]),
        ("floor(result div 5) eq 2", [10, 11, 12]),
        ("ceiling(result div 5) eq 1", [1, 2, 3, 4, 5]),
    ],
)  # fmt: skip
def test_readings_are_filtered(
    server: SensorServer, world: World, asked: str, expected: list[int]
) -> None:
    assert results(server, world, asked) == expected


@requires("request-data/filter", "request-data/built-in-query-functions")
@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("substringof('Gart',name)", ["Garten"]),
        ("endswith(name,'Hof')", ["Hof"]),
        ("length(description) eq 10", ["Garten"]),
        ("indexof(description,'Hof') gt 0", ["Hof"]),
        ("substring(description,4) eq 'Garten'", ["Garten"]),
        ("substring(description,4,3) eq 'Hof'", ["Hof"]),
        ("tolower(description) eq 'ein hof'", ["Hof"]),
        ("toupper(description) eq 'EIN HOF'", ["Hof"]),
        ("trim(concat('  ',description)) eq 'ein Hof'", ["Hof"]),
        ("properties/colour eq 'grün'", ["Garten"]),
        ("properties/floor gt 1", ["Garten"]),
        ("properties/nothing eq 1", []),
        ("startswith(Datastreams/name,'{mark}')", ["Garten", "Hof"]),
        ("Datastreams/ObservedProperty/name eq 'Bodenfeuchte'", ["Garten", "Hof"]),
        ("Locations/name eq '{mark} Tor'", ["Hof"]),
        ("Datastreams/name eq '{mark} leer'", ["Garten"]),
    ],
)
def test_things_are_filtered_each_once(
    server: SensorServer, world: World, asked: str, expected: list[str]
) -> None:
    told = f"{world.mine} and ({asked.format(mark=world.mark)})"
    found = server.get("Things", filter=told, orderby="name", count="true")
    assert [each["name"].split()[1] for each in found["value"]] == expected
    assert found["@iot.count"] == len(expected)


@requires("request-data/built-in-query-functions")
@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("geo.distance(location,geography'POINT(8.05 52.27)') lt 0.1", ["Beet"]),
        ("geo.intersects(location,geography'POLYGON((8 52,9 52,9 53,8 53,8 52))')", ["Beet"]),
        ("st_within(location,geography'POLYGON((9 53,10.5 53,10.5 54,9 54,9 53))')", ["Tor"]),
        ("st_equals(location,geography'POINT(8.05 52.27)')", ["Beet"]),
        ("st_disjoint(location,geography'POINT(8.05 52.27)')", ["Tor"]),
        ("st_intersects(location,geography'LINESTRING(8.05 52.27,8.1 52.3)')", ["Beet"]),
        ("st_touches(location,geography'LINESTRING(8.05 52.27,8.1 52.3)')", ["Beet"]),
        ("st_overlaps(location,geography'POINT(8.05 52.27)')", []),
        ("st_crosses(location,geography'LINESTRING(8.0 52.2,8.1 52.3)')", []),
        ("st_contains(location,geography'POINT(9.99 53.55)')", ["Tor"]),
        ("st_relate(location,geography'POINT(8.05 52.27)','T********')", ["Beet"]),
    ],
)
def test_places_are_filtered(
    server: SensorServer, world: World, asked: str, expected: list[str]
) -> None:
    found = server.get("Locations", filter=f"{world.mine} and {asked}", orderby="name")
    assert [each["name"].split()[1] for each in found["value"]] == expected


@requires("request-data/filter")
def test_datastreams_without_readings_match_no_time(server: SensorServer, world: World) -> None:
    told = f"{world.mine} and phenomenonTime lt now()"
    found = server.get("Datastreams", filter=told)
    assert {each["@iot.id"] for each in found["value"]} == {world.level, world.parking}
    assert (
        server.get("Datastreams", filter=f"{world.mine} and phenomenonTime gt now()")["value"] == []
    )


@requires("request-data/filter")
def test_texts_are_compared_as_texts(server: SensorServer, world: World) -> None:
    path = f"Datastreams({world.parking})/Observations"
    assert len(server.get(path, filter="result eq 'frei'")["value"]) == 2
    assert server.get(path, filter="result gt 3")["value"] == []
    assert len(server.get(path, filter="startswith(result,'bel')")["value"]) == 1


@requires("request-data/orderby", "request-data/top", "request-data/skip")
def test_order_top_and_skip(server: SensorServer, world: World) -> None:
    path = f"Datastreams({world.level})/Observations"
    found = server.get(path, orderby="result desc", top="3")
    assert [each["result"] for each in found["value"]] == [12, 11, 10]
    found = server.get(path, orderby="result asc", skip="2", top="2")
    assert [each["result"] for each in found["value"]] == [3, 4]
    found = server.get(path, orderby="parameters/gut desc,result desc", top="2")
    assert [each["result"] for each in found["value"]] == [12, 10]
    assert server.get(path, top="0")["value"] == []
    things = server.get("Things", filter=world.mine, orderby="name desc")
    assert [each["name"].split()[1] for each in things["value"]] == ["Hof", "Garten"]


@requires("request-data/orderby")
def test_missing_values_sort_first(server: SensorServer, world: World) -> None:
    pk = server.made(
        f"Datastreams({world.level})/Observations",
        {"phenomenonTime": "2026-03-02T00:00:00Z", "result": 99},
    )
    found = server.get(f"Datastreams({world.level})/Observations", orderby="resultTime")
    server.delete(f"Observations({pk})")
    assert found["value"][0]["result"] == 99


@requires("request-data/select")
def test_only_what_is_selected_is_told(server: SensorServer, world: World) -> None:
    found = server.get(f"Things({world.garden})", select="name,id")
    assert found.keys() <= {"name", "@iot.id", "id"}
    assert found["name"].endswith("Garten")
    kept = server.get(f"Things({world.garden})", select="name", expand="Locations")
    assert kept["Locations"][0]["name"].endswith("Beet")


@requires("request-data/count", "request-data/pagination")
def test_pages_carry_on_with_the_same_count_and_options(server: SensorServer, world: World) -> None:
    page = server.get(
        f"Datastreams({world.level})/Observations",
        filter="result gt 2 and Datastream/unitOfMeasurement/name eq 'metre'",
        orderby="result",
        count="true",
        top="4",
    )
    seen = []
    while True:
        assert page["@iot.count"] == 10
        seen += [each["result"] for each in page["value"]]
        if "@iot.nextLink" not in page:
            break
        assert "unitOfMeasurement" in page["@iot.nextLink"]
        page = server.get(page["@iot.nextLink"])
    assert seen == list(range(3, 13))
    assert "@iot.count" not in server.get("Things", count="false", top="1")


@requires("request-data/expand")
@pytest.mark.parametrize("semicolon", [";", "%3B"])
def test_expansions_take_options_and_eat_no_places(
    server: SensorServer, world: World, semicolon: str
) -> None:
    inner = f"$select=result{semicolon}$top=2{semicolon}$orderby=result%20desc"
    query = f"Datastreams?$filter={world.mine}&$expand=Observations({inner}),Thing&$top=2"
    found = server.get(query.replace(" ", "%20"))
    assert len(found["value"]) == 2
    level = next(each for each in found["value"] if each["@iot.id"] == world.level)
    assert [each["result"] for each in level["Observations"]] == [12, 11]
    assert "Observations@iot.nextLink" in level
    assert level["Thing"]["@iot.id"] == world.garden
    following = server.get(level["Observations@iot.nextLink"])
    assert [each["result"] for each in following["value"]] == [10, 9]


@requires("request-data/expand")
def test_expansions_go_deep_by_slash_and_nested(server: SensorServer, world: World) -> None:
    one = server.get(f"Things({world.garden})", expand="Datastreams/ObservedProperty,Locations")
    other = server.get(f"Things({world.garden})", expand="Datastreams($expand=ObservedProperty)")
    assert one["Datastreams"][0]["ObservedProperty"]["name"] == "Bodenfeuchte"
    assert other["Datastreams"] == one["Datastreams"]
    filtered = server.get(
        f"Things({world.garden})", expand="Datastreams($filter=name eq '" + world.mark + " leer')"
    )
    assert [each["@iot.id"] for each in filtered["Datastreams"]] == [world.empty]
    counted = server.get(f"Things({world.garden})", expand="Datastreams($count=true;$top=1)")
    assert counted["Datastreams@iot.count"] == 2
    nothing = server.get(f"Datastreams({world.empty})", expand="Observations")
    assert nothing["Observations"] == []


@requires("request-data/query-status-code")
@pytest.mark.parametrize(
    "query",
    [
        "$top=-1", "$top=viele", "$skip=-1", "$orderby=farbe", "$filter=farbe eq 1",
        "$filter=name eq", "$filter=(name eq 'a'", "$filter=name xy 'a'", "$count=vielleicht",
        "$expand=Farben", "$expand=Datastreams($filter=farbe eq 1)", "$select=farbe",
        "$expand=Datastreams($top=-1)", "$filter=unsinn(name) eq 1", "%20$top=1%20x",
        "$expand=Datastreams($expand=Observations($orderby=farbe))", "$filter=" + "(" * 300,
        "$filter=name eq '%00'", "$expand=Datastreams($filter=phenomenonTime gt gestern)",
    ],
)  # fmt: skip
def test_nonsense_is_refused_before_anything_is_answered(
    server: SensorServer, world: World, query: str
) -> None:
    answer = server.ask("GET", f"Things?{query.replace(' ', '%20')}")
    assert answer.status_code == 400, answer.text[:200]
    assert answer.json()


@requires("request-data/query-status-code")
def test_an_unknown_option_is_told(server: SensorServer, world: World) -> None:
    server.refused("Things?$farbe=rot", status=(400, 501))


@requires("request-data/order")
def test_filter_and_count_come_before_top(server: SensorServer, world: World) -> None:
    path = f"Datastreams({world.level})/Observations"
    found = server.get(
        path, top="1", count="true", filter="result gt 6", orderby="result", skip="1"
    )
    assert (found["@iot.count"], [each["result"] for each in found["value"]]) == (6, [8])


@requires("data-array/data-array")
def test_readings_come_as_an_array_too(server: SensorServer, world: World) -> None:
    answer = server.get(
        f"Datastreams({world.level})/Observations?$resultFormat=dataArray", top="5", count="true"
    )
    (block,) = answer["value"]
    assert answer["@iot.nextLink"]
    assert block["dataArray@iot.count"] == 5
    place = block["components"].index("result")
    assert [row[place] for row in block["dataArray"]] == [1, 2, 3, 4, 5]
    chosen = server.get(
        f"Datastreams({world.level})/Observations?$resultFormat=dataArray",
        select="result,phenomenonTime",
    )
    assert chosen["value"][0]["components"] == ["result", "phenomenonTime"]
    assert len(chosen["value"][0]["dataArray"]) == 12

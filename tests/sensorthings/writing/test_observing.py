"""Readings are taken as they are sent: any result, any moment with its zone, once."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection

from klimamosaik.observations.models import Datastream, FeatureOfInterest, Quantity, Thing
from klimamosaik.observations.operations.reporting import ReportedReading, report
from klimamosaik.observations.operations.things import describe_datastreams
from klimamosaik.observations.queries.readings import data_version, readings
from klimamosaik.people.models import TokenScope
from klimamosaik.places.models import Building, MeterPoint, Municipality, WeatherStation
from tests.sensorthings.writing.conftest import (
    LOCATION,
    OBSERVED,
    POINT,
    SENSOR,
    STREAM,
    THING,
    SensingClient,
    client_with,
    document,
    number,
)

AT = "2026-03-01T12:00:00Z"


@pytest.mark.parametrize(
    "result",
    [
        3,
        0.1,
        -0.5,
        "3",
        "frei",
        "",
        True,
        False,
        None,
        [1.5, "zwei"],
        {"a": {"b": [None]}},
        2**60,
        1e300,
        "ä€𝄞",
    ],
)
def test_a_result_comes_back_as_it_was_sent(api: SensingClient, stream: str, result: Any) -> None:
    told = api.get(api.post(f"{stream}/Observations", {"phenomenonTime": AT, "result": result}))
    assert told["result"] == result
    assert type(told["result"]) is type(result)


@pytest.mark.parametrize("depth", [10, 60, 63])
def test_a_nested_result_is_taken_as_deep_as_it_can_be_read_again(
    api: SensingClient, stream: str, depth: int
) -> None:
    result: Any = []
    for _ in range(depth - 1):
        result = [result]
    assert api.get(post(api, stream, result))["result"] == result
    assert api.send("GET", f"{stream}/Observations?$filter=result%20gt%203").status_code == 200


@pytest.mark.parametrize("depth", [65, 300, 900, 3_000, 100_000])
def test_what_is_nested_deeper_poisons_nothing(api: SensingClient, stream: str, depth: int) -> None:
    body = b'{"result": ' + b"[" * depth + b"]" * depth + b"}"
    assert api.refused("POST", f"{stream}/Observations", body)[0] == 400
    thing = b'{"name": "a", "description": "", "properties": {"a": ' + body + b"}}"
    assert api.refused("POST", "Things", thing)[0] == 400


@pytest.mark.parametrize("digits", [400, 5_000])
def test_a_number_no_double_can_hold_is_refused(
    api: SensingClient, stream: str, digits: int
) -> None:
    assert (
        api.refused("POST", f"{stream}/Observations", b'{"result": ' + b"9" * digits + b"}")[0]
        == 400
    )
    post(api, stream, 10**300)
    assert len(api.get(f"{stream}/Observations?$filter=result%20gt%203")["value"]) == 1


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ("2026-03-01T12:00:00.123Z", "2026-03-01T12:00:00.123Z"),
        ("2026-03-01T13:00:00+01:00", "2026-03-01T12:00:00Z"),
        ("2026-03-01t13:00:00+01:00", "2026-03-01T12:00:00Z"),
        ("2026-03-01T12:00:00Z/2026-03-01T13:00:00Z", "2026-03-01T12:00:00Z/2026-03-01T13:00:00Z"),
        ("2026-03-01T12:00:00.123456789Z", "2026-03-01T12:00:00.123456789Z"),
    ],
)
def test_a_moment_is_kept_to_the_last_digit(
    api: SensingClient, stream: str, sent: str, told: str
) -> None:
    path = api.post(f"{stream}/Observations", {"phenomenonTime": sent, "result": 1})
    assert api.get(path)["phenomenonTime"] == told


@pytest.mark.parametrize(
    "time",
    [
        "gestern", "", 7, [], {}, True, "2026-03-01", "2026-03-01T12:00:00", "2026-02-30T12:00:00Z",
        "2026-03-01T12:00:00Z/2026-03-01T11:00:00Z", "2026-03-01T12:00:00Z/", "now()",
        "1026-03-01T12:00:00Z", "2026-03-01T25:00:00Z", "9999-12-31T23:59:59-23:00",
        "9999-12-31T23:59:59.999999Z", "2200-01-01T00:00:01Z",
        "2026-01-01T00:00:00Z/9999-12-31T00:00:00Z",
    ],
)  # fmt: skip
def test_what_is_no_moment_is_400(api: SensingClient, stream: str, time: Any) -> None:
    status, _ = api.refused("POST", f"{stream}/Observations", {"phenomenonTime": time, "result": 1})
    assert status == 400
    assert data_version() == 0


def test_valid_for_good_may_be_said_by_the_year_9999(api: SensingClient, stream: str) -> None:
    valid = "2026-01-01T00:00:00Z/9999-12-31T23:59:59Z"
    path = api.post(f"{stream}/Observations", {"result": 1, "validTime": valid})
    assert api.get(path)["validTime"] == valid


@pytest.mark.parametrize("extra", [{}, {"phenomenonTime": None}])
def test_a_reading_without_a_time_is_of_now(
    api: SensingClient, stream: str, extra: dict[str, None]
) -> None:
    before = datetime.now(UTC)
    told = api.get(api.post(f"{stream}/Observations", {"result": 1} | extra))
    at = datetime.fromisoformat(told["phenomenonTime"])
    assert 0 <= (datetime.now(UTC) - at).total_seconds() < 60
    assert (before - at).total_seconds() < 1


def test_what_stands_beside_a_result_comes_back(api: SensingClient, stream: str) -> None:
    beside = {
        "resultTime": "2026-03-01T12:00:05.5Z",
        "validTime": "2026-03-01T12:00:00Z/2026-03-02T12:00:00Z",
        "resultQuality": [{"nameOfMeasure": "DQ"}],
        "parameters": {"firmware": "1.2"},
    }
    body = {"phenomenonTime": AT, "result": 1} | beside
    told = api.get(api.post(f"{stream}/Observations", body))
    assert {name: told[name] for name in beside} == beside


@pytest.mark.parametrize(
    ("told", "quality"),
    [
        ("estimated", "estimated"),
        ("Ersatzwert", "estimated"),
        ("gut", "measured"),
        ({"accuracy": 0.5}, "measured"),
        (None, "measured"),
    ],
)
def test_a_word_for_estimated_is_one_in_the_store_and_changed_with_it(
    api: SensingClient, stream: str, told: Any, quality: str
) -> None:
    said = {} if told is None else {"resultQuality": told}
    path = api.post(f"{stream}/Observations", {"phenomenonTime": AT, "result": 1} | said)
    assert qualities() == [quality]
    for word, then in (("gemessen", "measured"), ("geschätzt", "estimated")):
        assert api.send("PATCH", path, {"resultQuality": word}).status_code < 300
        assert qualities() == [then]


def qualities() -> list[str]:
    """Of all readings there are."""
    every = list(Datastream.objects.values_list("pk", flat=True))
    return list(readings(datastreams=every)["quality"])


HOUR = "2026-03-01T12:00:00Z/2026-03-01T13:00:00Z"


def test_an_interval_whose_result_time_was_sent_as_null_has_none(
    api: SensingClient, stream: str
) -> None:
    listed = f"{stream}/Observations"
    body = {"phenomenonTime": HOUR, "result": 1, "resultTime": None}
    unknown = api.post(listed, body)
    assert api.get(unknown)["resultTime"] is None
    assert "resultTime" not in api.get(stream)
    usual = api.post(listed, {"phenomenonTime": HOUR, "result": 2})
    assert api.get(usual)["resultTime"] == "2026-03-01T13:00:00Z"

    def found(words: str) -> list[str]:
        rows = api.get(f"{listed}?$filter={words}&$orderby=resultTime")["value"]
        return [f"Observations({row['@iot.id']})" for row in rows]

    assert found("resultTime%20eq%20null") == [unknown]
    assert found("resultTime%20ge%202026-03-01T13:00:00Z") == [usual]
    assert found("result%20gt%200") == [unknown, usual]
    array = api.get(f"{listed}?$resultFormat=dataArray&$select=result,resultTime")["value"]
    assert array[0]["dataArray"] == [[1, None], [2, "2026-03-01T13:00:00Z"]]
    api.send("PATCH", unknown, {"resultTime": "2026-03-01T14:00:00Z"})
    api.send("PATCH", usual, {"resultTime": None})
    assert found("resultTime%20eq%20null") == [usual]
    assert api.get(stream)["resultTime"] == "2026-03-01T14:00:00Z/2026-03-01T14:00:00Z"


@pytest.mark.parametrize(
    "wrong",
    [
        {"resultTime": "bald"}, {"resultTime": f"{AT}/{AT}"}, {"validTime": AT},
        {"validTime": "2026-03-02T12:00:00Z/2026-03-01T12:00:00Z"}, {"parameters": [1]},
    ],
)  # fmt: skip
def test_what_stands_beside_must_be_right(
    api: SensingClient, stream: str, wrong: dict[str, Any]
) -> None:
    body = {"phenomenonTime": AT, "result": 1} | wrong
    assert api.refused("POST", f"{stream}/Observations", body)[0] == 400


def post(api: SensingClient, stream: str, result: Any, at: str = AT) -> str:
    return api.post(f"{stream}/Observations", {"phenomenonTime": at, "result": result})


def test_the_same_reading_again_is_the_same(api: SensingClient, stream: str) -> None:
    assert post(api, stream, 5) == post(api, stream, 5)
    assert api.get(f"{stream}/Observations?$count=true")["@iot.count"] == 1


def test_another_reading_at_the_same_moment_stands_beside_it(
    api: SensingClient, stream: str
) -> None:
    paths = [post(api, stream, result) for result in (5, 6, "sechs")]
    assert len(set(paths)) == 3
    told = [api.get(path) for path in paths]
    assert [each["result"] for each in told] == [5, 6, "sechs"]
    assert {each["phenomenonTime"] for each in told} == {AT}
    assert post(api, stream, 6) == paths[1]


def test_too_many_at_one_moment_are_refused(api: SensingClient, stream: str) -> None:
    told = {"Datastream": {"@iot.id": number(stream)}, "components": ["phenomenonTime", "result"]}
    array = [told | {"dataArray": [[AT, value] for value in range(200)]}]
    assert api.refused("POST", "CreateObservations", array)[0] == 400
    assert data_version() == 0


def test_a_feature_is_made_of_the_place_and_used_again(api: SensingClient, stream: str) -> None:
    paths = [post(api, stream, 1), post(api, stream, 2, "2026-03-01T13:00:00Z")]
    features = [api.get(f"{path}/FeatureOfInterest") for path in paths]
    assert features[0]["feature"] == POINT
    assert features[0] == features[1]
    assert FeatureOfInterest.objects.count() == 1


def test_a_thing_that_moves_reports_about_its_new_place(api: SensingClient, stream: str) -> None:
    before = post(api, stream, 1)
    thing = api.get(f"{stream}/Thing")["@iot.id"]
    api.post(f"Things({thing})/Locations", LOCATION | {"name": "Bauhof"})
    after = post(api, stream, 2, "2026-03-01T13:00:00Z")
    names = [api.get(f"{path}/FeatureOfInterest")["name"] for path in (before, after)]
    assert names == ["Stadtpark", "Bauhof"]


def test_of_an_address_and_a_point_the_point_is_the_feature(api: SensingClient) -> None:
    address = LOCATION | {"encodingType": "text/plain", "location": "Markt 1, 26122 Oldenburg"}
    links = {"Sensor": SENSOR, "ObservedProperty": OBSERVED}
    body = THING | {"Locations": [address, LOCATION], "Datastreams": [STREAM | links]}
    stream = api.get(f"{api.post('Things', body)}/Datastreams")["value"][0]["@iot.id"]
    reading = post(api, f"Datastreams({stream})", 1)
    assert api.get(f"{reading}/FeatureOfInterest")["feature"] == POINT


def test_a_reading_may_name_its_feature(api: SensingClient, stream: str) -> None:
    own = {
        "name": "Rinde",
        "description": "",
        "encodingType": "application/geo+json",
        "feature": POINT,
    }
    body = {"phenomenonTime": AT, "result": 1, "FeatureOfInterest": own}
    reading = api.post(f"{stream}/Observations", body)
    feature = api.get(f"{reading}/FeatureOfInterest")
    assert feature["name"] == "Rinde"
    link = {"FeatureOfInterest": {"@iot.id": feature["@iot.id"]}, "result": 2}
    other = api.post(f"{stream}/Observations", link)
    assert api.get(f"{other}/FeatureOfInterest") == feature
    assert len(api.get(f"FeaturesOfInterest({feature['@iot.id']})/Observations")["value"]) == 2


def test_readings_may_be_posted_to_the_set(api: SensingClient, stream: str) -> None:
    link = {"Datastream": {"@iot.id": number(stream), "name": "egal"}}
    assert api.get(api.post("Observations", {"result": 4} | link))["result"] == 4
    assert api.refused("POST", "Observations", {"result": 4})[0] == 400
    assert api.refused("POST", "Observations", {"Datastream": link["Datastream"]})[0] == 400


def test_a_token_for_one_datastream_writes_to_no_other(
    town: Municipality, api: SensingClient, stream: str
) -> None:
    own = client_with(town, TokenScope.OBSERVATIONS, datastreams=[number(stream)])
    assert post(own, stream, 1)
    other = client_with(town, TokenScope.OBSERVATIONS, datastreams=[number(stream) + 1])
    body = {"phenomenonTime": AT, "result": 2, "Datastream": {"@iot.id": number(stream)}}
    assert other.refused("POST", "Observations", body)[0] in (400, 403)
    assert post(client_with(None, TokenScope.OBSERVATIONS), stream, 3, "2026-03-02T00:00:00Z")


def test_a_column_named_twice_is_refused(api: SensingClient, stream: str) -> None:
    array = {"Datastream": {"@iot.id": number(stream)}, "components": ["result", "result"]}
    told = api.refused("POST", "CreateObservations", [array | {"dataArray": [[1, 2]]}])
    assert (told[0], "result" in told[1]) == (400, True)
    assert api.get(f"{stream}/Observations")["value"] == []


ARRAY = {"components": ["phenomenonTime", "result"]}


def test_a_bad_row_of_a_data_array_stops_no_other(api: SensingClient, stream: str) -> None:
    link = {"Datastream": {"@iot.id": number(stream)}}
    rows = [[AT, 1], ["gestern", 2], ["2026-03-01T13:00:00Z", "drei"], ["2026-03-01T14:00:00Z"]]
    nowhere = {"Datastream": {"@iot.id": 4711}}
    array = [link | ARRAY | {"dataArray": rows}, nowhere | ARRAY | {"dataArray": [[AT, 1]]}]
    answer = api.send("POST", "CreateObservations", array)
    told = document(answer)
    assert answer.status_code == 201
    assert [each == "error" for each in told] == [False, True, False, True, True]
    results = [api.get(each)["result"] for each in told if each != "error"]
    assert results == [1, "drei"]
    assert data_version() == 1


def test_a_row_of_a_data_array_beyond_all_numbers_is_an_error(
    api: SensingClient, stream: str
) -> None:
    rows = [[AT, 1], ["9999-12-31T23:59:59Z", 2]]
    array = [{"Datastream": {"@iot.id": number(stream)}, **ARRAY, "dataArray": rows}]
    told = document(api.send("POST", "CreateObservations", array))
    assert [each == "error" for each in told] == [False, True]


def test_ten_thousand_rows_are_one_delivery_and_few_queries(
    api: SensingClient, stream: str, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    start = datetime(2026, 1, 1, tzinfo=UTC).timestamp()
    rows = [
        [datetime.fromtimestamp(start + 60 * n, UTC).isoformat().replace("+00:00", "Z"), n / 10]
        for n in range(10_000)
    ]
    array = [{"Datastream": {"@iot.id": number(stream)}, **ARRAY, "dataArray": rows}]
    with django_assert_max_num_queries(60):
        told = document(api.send("POST", "CreateObservations", array))
    assert len(set(told)) == 10_000
    assert data_version() == 1
    assert api.get(told[-1])["result"] == 999.9


Rows = list[list[Any]]
NOON: Rows = [[f"2026-03-01T12:00:0{second}Z", second / 2] for second in range(4)]
EARLIER: list[Any] = ["2026-03-01T11:00:00Z", 7]
ODD_ARRAYS: dict[
    str, tuple[Rows, int]
] = {  # what is sent after NOON, and how many readings there are then
    "later": ([["2026-03-01T13:00:00.5Z", 5]], 5),
    "the same again": (NOON, 4),
    "one late among them": ([EARLIER, ["2026-03-01T13:00:00Z", 5]], 6),
    "two of one millisecond": ([["2026-03-01T13:00:00Z", 5], ["2026-03-01T13:00:00Z", 6]], 6),
    "other values at the same times": ([[at, value + 1] for at, value in NOON], 8),
    "a text among them": ([["2026-03-01T13:00:00Z", 5], ["2026-03-01T13:00:01Z", "frei"]], 6),
}


@pytest.mark.django_db(transaction=True)  # outside of a transaction arrays are stored at once
@pytest.mark.parametrize("case", ODD_ARRAYS)
def test_an_array_says_what_its_rows_would_say_one_by_one(
    api: SensingClient, stream: str, case: str
) -> None:
    sent, count = ODD_ARRAYS[case]
    link = {"Datastream": {"@iot.id": number(stream)}}
    for rows in (NOON, sent):
        told = document(
            api.send("POST", "CreateObservations", [link | ARRAY | {"dataArray": rows}])
        )
        assert [api.get(each)["result"] for each in told] == [value for _, value in rows]
    assert api.get(f"{stream}/Observations?$count=true")["@iot.count"] == count


@pytest.mark.parametrize(
    "body", [{}, [1], [{}], [{"dataArray": []}], [{"components": 1, "dataArray": []}]]
)
def test_what_is_no_data_array_is_400(api: SensingClient, body: Any) -> None:
    assert api.refused("POST", "CreateObservations", body)[0] == 400


@pytest.fixture
def meter(town: Municipality) -> Datastream:
    """An hourly meter of a school."""
    school = Building.objects.create(municipality=town, name="Schule")
    point = MeterPoint.objects.create(building=school, carrier="electricity", name="Hauptzähler")
    made = Datastream.objects.create(
        name="Strom", meter_point=point, quantity=Quantity.ENERGY, unit="kWh", spacing="PT1H"
    )
    describe_datastreams()
    made.refresh_from_db()
    return made


HOUR = "2026-03-01T12:00:00Z/2026-03-01T13:00:00Z"


def test_a_meters_newer_reading_of_the_same_time_corrects_it(
    api: SensingClient, meter: Datastream
) -> None:
    path = f"Datastreams({meter.pk})"
    assert post(api, path, 5, HOUR) == post(api, path, 6, HOUR)
    assert readings(datastreams=[meter.pk])["value"].to_list() == [6.0]


def test_a_stations_newer_reading_corrects_it_too(town: Municipality) -> None:
    station = WeatherStation.objects.create(number="1", name="Prüfstation")
    air = Datastream.objects.create(
        name="Luft", station=station, quantity=Quantity.AIR_TEMPERATURE, unit="°C", spacing="PT1H"
    )
    describe_datastreams()
    everybody = client_with(None, TokenScope.OBSERVATIONS)
    for value in (5, 6):
        post(everybody, f"Datastreams({air.pk})", value, HOUR)
    assert readings(datastreams=[air.pk])["value"].to_list() == [6.0]


@pytest.mark.parametrize(("time", "result"), [(AT, 5), (HOUR, "viel"), (HOUR, None)])
def test_a_meter_takes_numbers_over_a_span_only(
    api: SensingClient, meter: Datastream, time: str, result: Any
) -> None:
    body = {"phenomenonTime": time, "result": result}
    assert api.refused("POST", f"Datastreams({meter.pk})/Observations", body)[0] == 400


def test_two_things_said_of_one_hour_of_a_meter_in_one_array(
    api: SensingClient, meter: Datastream
) -> None:
    rows = [[HOUR, 5], [HOUR, 6]]
    array = [{"Datastream": {"@iot.id": meter.pk}, **ARRAY, "dataArray": rows}]
    told = document(api.send("POST", "CreateObservations", array))
    assert [each == "error" for each in told] == [False, True]


@pytest.mark.django_db(transaction=True)
def test_what_many_threads_report_of_one_moment_all_stands() -> None:
    """Each reading at the same millisecond, by eight senders at once: none overwrites another."""
    thing = Thing.objects.create(name="Ampel")
    stream = Datastream.objects.create(name="Takt", thing=thing)
    at = 1_770_000_000_000_000
    starts: list[int] = []

    def send(value: int) -> None:
        row = ReportedReading(stream.pk, at, at, float(value), None)
        starts.extend(report([row], corrects=(), name="Ampel"))
        connection.close()

    threads = [threading.Thread(target=send, args=(value,)) for value in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(set(starts)) == 8
    assert sorted(readings(datastreams=[stream.pk])["value"]) == [float(n) for n in range(8)]


@pytest.mark.parametrize("said", ["phenomenontime", "PhenomenonTime", "PHENOMENONTIME"])
def test_a_time_written_otherwise_is_not_now(api: SensingClient, stream: str, said: str) -> None:
    status, told = api.refused("POST", f"{stream}/Observations", {said: AT, "result": 1})
    assert (status, "phenomenonTime" in told) == (400, True)
    array = {"Datastream": {"@iot.id": number(stream)}, "components": [said, "result"]}
    refused = api.refused("POST", "CreateObservations", [array | {"dataArray": [[AT, 1]]}])
    assert (refused[0], said in refused[1]) == (400, True)
    assert api.get(f"{stream}/Observations")["value"] == []


def test_a_reading_belongs_to_one_datastream_only(api: SensingClient, stream: str) -> None:
    thing = api.get(f"{stream}/Thing")["@iot.id"]
    links = {"Sensor": SENSOR, "ObservedProperty": OBSERVED}
    other = {"@iot.id": number(api.post(f"Things({thing})/Datastreams", STREAM | links))}
    mine, body = {"@iot.id": number(stream)}, {"phenomenonTime": AT, "result": 1}
    for path, more in (
        ("Observations", {"Datastream": mine, "MultiDatastream": other}),
        (f"{stream}/Observations", {"Datastream": other}),
        (f"{stream}/Observations", {"MultiDatastream": mine}),
    ):
        assert api.refused("POST", path, body | more)[0] == 400, more
    assert api.get("Observations")["value"] == []
    api.post(f"{stream}/Observations", body | {"Datastream": mine})  # says the same


def test_what_is_made_below_one_entity_names_no_other(api: SensingClient, stream: str) -> None:
    thing, other = api.get(f"{stream}/Thing")["@iot.id"], number(api.post("Things", THING))
    body = STREAM | {"Sensor": SENSOR, "ObservedProperty": OBSERVED, "Thing": {"@iot.id": other}}
    assert api.refused("POST", f"Things({thing})/Datastreams", body)[0] == 400
    api.post(f"Things({other})/Datastreams", body)

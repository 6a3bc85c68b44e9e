"""Another SensorThings server, mirrored: everything arrives, once, whatever goes wrong."""

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import polars as pl
import pytest

from klimamosaik.observations.models import Datastream, Delivery
from klimamosaik.observations.operations.arriving import take_in
from klimamosaik.observations.queries.readings import readings
from klimamosaik.sources.sensorthings.asking import SensorThingsClient, SourceUnreachable
from klimamosaik.sources.sensorthings.entities import RemoteSeries, series_of
from klimamosaik.sources.sensorthings.observation import readings_in
from klimamosaik.streams.mirror.placing import MirroredPlaces
from klimamosaik.streams.mirror.readings import COLUMNS, readings_of
from klimamosaik.streams.mirror.work import client_of, mirror
from klimamosaik.streams.models import DataSource, SourceState
from tests.streams.conftest import NOW
from tests.streams.frost import FakeFrost, frost

pytestmark = pytest.mark.django_db
Make = Callable[..., DataSource]


@pytest.fixture
def server() -> Iterator[FakeFrost]:
    with frost() as held:
        yield held


@pytest.fixture
def source(server: FakeFrost, new_source: Make) -> DataSource:
    return new_source(address=server.address)


def quick(source: DataSource) -> SensorThingsClient:
    """Asks without pauses; how long it would have waited is kept."""
    client = client_of(source)
    client.sleep = slept.append
    return client


slept: list[float] = []


def work(source: DataSource, now: Any = NOW, spare: Callable[[], bool] = lambda: True) -> bool:
    slept.clear()
    return mirror(source, now=now, spare=spare, client=quick)


def held(name: str) -> list[tuple[str, Any]]:
    """The readings of a series here, as time and result."""
    stream = Datastream.objects.get(name=name)
    found = readings(datastreams=[stream.pk])
    return [
        (f"{row['start']:%Y-%m-%dT%H:%M:%S.%f}"[:-3], result(row))
        for row in found.iter_rows(named=True)
    ]


def result(row: dict[str, Any]) -> Any:
    details = json.loads(row["details"] or "{}")
    return details.get("result", row["value"])


def hourly(server: FakeFrost, key: int, count: int, day: int = 20) -> None:
    for hour in range(count):
        server.says(key, f"2026-11-{day + hour // 24:02d}T{hour % 24:02d}:00:00Z", float(hour))


def test_a_series_arrives_as_it_is_there(server: FakeFrost, source: DataSource) -> None:
    server.sensor(1)
    server.says(1, "2026-11-26T10:00:00.123Z", "frei")
    server.says(1, "2026-11-26T11:00:00Z", "belegt")
    work(source)
    assert held("Parkplatz 1") == [
        ("2026-11-26T10:00:00.123", "frei"),
        ("2026-11-26T11:00:00.000", "belegt"),
    ]
    stream = Datastream.objects.get()
    assert stream.properties == {"betriebsstatus": "in Betrieb"}
    assert stream.observed_area == {"type": "Point", "coordinates": [8.05, 52.28]}
    assert stream.thing is not None
    assert stream.thing.municipality == source.municipality
    assert stream.sensor is not None
    assert stream.sensor.name == "Bodensensor"
    (series,) = source.series.all()
    assert series.key == "Datastreams(1)"
    assert series.about["place"] == [52.28, 8.05]


def test_what_is_no_number_comes_back_as_sent(server: FakeFrost, source: DataSource) -> None:
    server.sensor(1)
    sent = ["3", True, None, [1.5, "zwei"], {"a": 0.1}, 2**60]
    for hour, each in enumerate(sent):
        server.says(1, f"2026-11-26T{hour:02d}:00:00Z", each)
    work(source)
    assert [value for _, value in held("Parkplatz 1")] == sent


def test_what_a_server_leaves_empty_stops_no_mirror(server: FakeFrost, source: DataSource) -> None:
    nowhere = {"@iot.id": 9, "name": "Ort", "location": None}
    server.sensor(1, Sensor={"@iot.id": 1, "name": "Fühler \ud83d", "metadata": None})
    server.sensor(2, Thing={"@iot.id": 2, "name": "Mast", "Locations": [nowhere]})
    server.sensor(3, properties={"high": float("inf")})
    for key in (1, 2, 3):
        server.says(key, "2026-11-26T10:00:00Z", "frei")
    work(source)
    assert readings(datastreams=list(Datastream.objects.values_list("pk", flat=True))).height == 3


def test_a_number_written_as_text_counts_where_the_series_measures(
    server: FakeFrost, source: DataSource
) -> None:
    server.meter(1)
    server.says(1, "2026-11-26T10:00:00Z", "21.5")
    work(source)
    found = readings(datastreams=[Datastream.objects.get().pk])
    assert found["value"].to_list() == [21.5]
    assert held("Temperatur") == [("2026-11-26T10:00:00.000", "21.5")]


def test_all_pages_are_followed_and_stay_on_the_host(server: FakeFrost, source: DataSource) -> None:
    server.host = "http://frost-inside.example:8080/FROST-Server/v1.1"
    server.page = 4
    for key in range(1, 6):
        server.meter(key, f"Reihe {key}")
        hourly(server, key, 10, day=25)
    work(source)
    assert Datastream.objects.count() == 5
    assert all(len(held(f"Reihe {key}")) == 10 for key in range(1, 6))


def test_a_link_to_no_place_below_the_root_is_refused(new_source: Make) -> None:
    with frost(host="http://169.254.169.254/latest/meta-data") as server:
        for key in range(1, 6):
            server.meter(key)
        with pytest.raises(ValueError, match="not below"):
            work(new_source(address=server.address))


def test_a_second_round_asks_only_for_what_may_be_new(
    server: FakeFrost, source: DataSource
) -> None:
    server.meter(1, "still")
    server.meter(2, "neu")
    hourly(server, 1, 5, day=26)
    hourly(server, 2, 5, day=26)
    work(source)
    server.says(2, "2026-11-26T11:00:00Z", 99.0)
    server.asked.clear()
    work(source, NOW + timedelta(minutes=15))
    assert not [each for each in server.asked if "Datastreams(1)/" in each]
    (asked,) = {each.split("?")[0] for each in server.asked if "Datastreams(2)/" in each}
    assert asked
    assert held("neu")[-1] == ("2026-11-26T11:00:00.000", 99.0)
    assert len(held("still")) == 5


def test_a_late_reading_inside_the_overlap_is_seen(server: FakeFrost, source: DataSource) -> None:
    server.meter(1)
    server.says(1, "2026-11-26T10:00:00Z", 1.0)
    server.says(1, "2026-11-26T11:00:00Z", 3.0)
    work(source)
    server.says(1, "2026-11-26T10:30:00Z", 2.0)
    server.says(1, "2026-11-26T11:15:00Z", 4.0)
    work(source, NOW + timedelta(minutes=15))
    assert [value for _, value in held("Temperatur")] == [1.0, 2.0, 3.0, 4.0]


def test_the_same_again_is_stored_once(server: FakeFrost, source: DataSource) -> None:
    server.meter(1)
    hourly(server, 1, 30, day=25)
    work(source)
    before = held("Temperatur")
    source.series.update(state={})  # as if all that was noted were lost
    work(source, NOW + timedelta(minutes=15))
    assert held("Temperatur") == before
    assert len(before) == 30


def test_two_readings_of_one_instant_are_both_kept_and_stay_two(
    server: FakeFrost, source: DataSource
) -> None:
    server.page = 2  # the two stand on two pages
    server.meter(1)
    server.says(1, "2026-11-26T09:00:00Z", 0.0)
    server.says(1, "2026-11-26T10:00:00Z", 1.0)
    server.says(1, "2026-11-26T10:00:00Z", 2.0)
    server.says(1, "2026-11-26T10:00:00Z", 2.0)  # said twice
    work(source)
    expected = [
        ("2026-11-26T09:00:00.000", 0.0),
        ("2026-11-26T10:00:00.000", 1.0),
        ("2026-11-26T10:00:00.001", 2.0),
    ]
    assert held("Temperatur") == expected
    source.series.update(state={})
    work(source)
    assert held("Temperatur") == expected


def test_corrections_and_deletions_are_seen_by_the_second_pass(
    server: FakeFrost, source: DataSource
) -> None:
    server.meter(1)
    hourly(server, 1, 20, day=24)
    work(source)
    server.readings[1][3]["result"] = 333.0
    del server.readings[1][5]
    work(source, NOW + timedelta(hours=1))
    assert len(held("Temperatur")) == 20  # not yet: it is slower
    work(source, NOW + timedelta(days=1, minutes=1))
    now = dict(held("Temperatur"))
    assert now["2026-11-24T03:00:00.000"] == 333.0
    assert "2026-11-24T05:00:00.000" not in now
    assert len(now) == 19


def test_a_deletion_is_a_delivery_and_the_version_before_can_be_had(
    server: FakeFrost, source: DataSource
) -> None:
    server.meter(1)
    hourly(server, 1, 4, day=24)
    work(source)
    (stream,) = Datastream.objects.all()
    before = Delivery.objects.order_by("-seq").values_list("seq", flat=True)[0]
    del server.readings[1][1]
    work(source, NOW + timedelta(days=1, minutes=1))
    newest = Delivery.objects.order_by("-seq")[0]
    assert newest.name == source.name
    assert newest.changed == 1
    assert readings(datastreams=[stream.pk]).height == 3
    assert readings(datastreams=[stream.pk], as_of=before).height == 4


def test_an_old_correction_is_found_when_its_stretch_is_looked_at(
    server: FakeFrost, source: DataSource
) -> None:
    server.page = 1000
    server.meter(1)
    for month in range(1, 12):
        server.says(1, f"2026-{month:02d}-01T00:00:00Z", float(month))
    work(source)
    server.readings[1][2]["result"] = 333.0
    for day in range(1, 13):
        work(source, NOW + timedelta(days=day, minutes=day))
    assert dict(held("Temperatur"))["2026-03-01T00:00:00.000"] == 333.0


def test_a_busy_server_is_given_time_and_then_answers(
    server: FakeFrost, source: DataSource
) -> None:
    server.meter(1)
    hourly(server, 1, 5, day=26)
    server.faults += [(429, {"Retry-After": "7"}), 500, "cut"]
    work(source)
    assert len(held("Temperatur")) == 5
    assert 7.0 in slept
    assert server.most_at_once == 1
    (agent,) = server.agents
    assert agent.startswith("Klimamosaik/")


def test_who_is_asked_to_come_much_later_does(server: FakeFrost, source: DataSource) -> None:
    server.meter(1)
    server.faults += [(503, {"Retry-After": "3600"})]
    with pytest.raises(SourceUnreachable) as told:
        work(source)
    assert told.value.wait == 3600
    assert len(server.asked) == 1


def test_after_a_fault_in_the_middle_it_goes_on_and_nothing_is_twice(
    server: FakeFrost, source: DataSource
) -> None:
    server.meter(1)
    server.page = 6
    hourly(server, 1, 30, day=25)
    server.faults += [None, None, None, None, *[500] * 4]
    with pytest.raises(SourceUnreachable):
        work(source)
    some = len(held("Temperatur"))
    assert 0 < some < 30
    work(source, NOW + timedelta(minutes=5))
    assert [value for _, value in held("Temperatur")] == [float(hour) for hour in range(30)]
    assert SourceState.objects.get(pk=source.pk).readings == 30


def test_a_long_history_comes_in_parts_and_says_how_far_it_is(
    server: FakeFrost, source: DataSource
) -> None:
    server.page = 50
    server.meter(1)
    for day in range(1, 31):
        for month in (1, 4, 6, 9, 11):
            server.says(1, f"2026-{month:02d}-{day:02d}T00:00:00Z", float(month))
    pages = iter([True, True])
    assert work(source, spare=lambda: next(pages, False))
    first = [time for time, _ in held("Temperatur")]
    assert first[-1].startswith("2026-11-30")  # the newest are there at once
    history = SourceState.objects.get(pk=source.pk).progress["history"]
    assert 0 < history["share"] < 1
    pages = iter([True, True])
    assert work(source, NOW + timedelta(minutes=1), spare=lambda: next(pages, False))
    later = SourceState.objects.get(pk=source.pk).progress["history"]
    assert later["share"] > history["share"]
    assert later["left"] > 0
    assert not work(source, NOW + timedelta(minutes=2))
    assert len(held("Temperatur")) == 150


def test_older_readings_that_come_to_be_later_are_fetched(
    server: FakeFrost, source: DataSource
) -> None:
    server.meter(1)
    hourly(server, 1, 3, day=25)
    work(source)
    server.says(1, "2019-05-01T00:00:00Z", 5.0)
    work(source, NOW + timedelta(minutes=15))
    assert held("Temperatur")[0] == ("2019-05-01T00:00:00.000", 5.0)


def test_a_sensor_taken_off_the_server_goes_and_may_come_back(
    server: FakeFrost, source: DataSource
) -> None:
    server.meter(1, "bleibt")
    server.meter(2, "geht")
    hourly(server, 2, 3, day=26)
    work(source)
    gone = server.series.pop(2)
    work(source, NOW + timedelta(minutes=15))
    assert [each.name for each in Datastream.objects.all()] == ["bleibt"]
    assert readings(datastreams=[Datastream.everything.get(name="geht").pk]).height == 3
    server.series[2] = gone
    work(source, NOW + timedelta(minutes=30))
    assert len(held("geht")) == 3


def test_a_series_that_slips_past_while_pages_are_listed_stays(new_source: Make) -> None:
    with frost(etags=True) as server:
        source = new_source(address=server.address)
        for key in range(1, 6):
            server.meter(key, f"Fühler {key}")
        work(source)
        server.slips = True
        server.says(1, "2026-11-26T11:00:00Z", 6.0)  # so that no page of the list is as it was
        server.says(3, "2026-11-26T11:00:00Z", 7.0)
        work(source, NOW + timedelta(minutes=15))
        assert Datastream.objects.count() == 5
        server.slips = False
        work(source, NOW + timedelta(minutes=30))
        assert held("Fühler 3") == [("2026-11-26T11:00:00.000", 7.0)]


def test_a_server_that_does_not_say_whether_a_series_is_there_takes_none_away(
    server: FakeFrost, source: DataSource
) -> None:
    server.meter(1, "bleibt")
    server.meter(2, "unklar")
    work(source)
    del server.series[2]
    server.faults = [None, 404, 403]  # both lists, then the series itself
    with pytest.raises(SourceUnreachable):
        work(source, NOW + timedelta(minutes=15))
    assert Datastream.objects.count() == 2


def test_a_server_that_lists_nothing_any_more_takes_nothing_away(
    server: FakeFrost, source: DataSource
) -> None:
    server.meter(1)
    work(source)
    server.series.clear()
    with pytest.raises(SourceUnreachable, match="lists none"):
        work(source, NOW + timedelta(minutes=15))
    assert Datastream.objects.count() == 1


def test_a_page_that_did_not_change_is_not_sent_again(new_source: Make) -> None:
    with frost(etags=True) as server:
        source = new_source(address=server.address)
        server.meter(1)
        hourly(server, 1, 3, day=26)
        work(source)
        server.asked.clear()
        work(source, NOW + timedelta(minutes=15))
        assert [each.split("?")[0].rpartition("/")[2] for each in server.asked] == [
            "Datastreams",
            "MultiDatastreams",
        ]
        server.says(1, "2026-11-26T11:00:00Z", 7.0)
        work(source, NOW + timedelta(minutes=30))
        assert len(held("Temperatur")) == 4


def test_a_thing_that_moves_keeps_where_it_was(server: FakeFrost, source: DataSource) -> None:
    def place(key: int, longitude: float) -> dict[str, Any]:
        shape = {"type": "Point", "coordinates": [longitude, 52.0]}
        told = {"encodingType": "application/geo+json", "location": shape}
        return {"@iot.id": key, "name": f"Ort {key}", "description": "", **told}

    server.meter(1)
    server.series[1]["Thing"]["Locations"] = [place(1, 8.0)]
    work(source)
    server.series[1]["Thing"]["Locations"] = [place(2, 9.0)]
    work(source, NOW + timedelta(minutes=15))
    (stream,) = Datastream.objects.all()
    assert stream.thing is not None
    assert [each.name for each in stream.thing.locations.all()] == ["Ort 2"]
    assert stream.thing.historical_locations.count() == 2
    assert source.series.get().about["place"] == [52.0, 9.0]


def test_nothing_changes_where_nothing_changed(server: FakeFrost, source: DataSource) -> None:
    server.meter(1)
    hourly(server, 1, 3, day=26)
    work(source)
    newest = Delivery.objects.count()
    work(source, NOW + timedelta(minutes=15))
    assert Delivery.objects.count() == newest


def test_a_series_a_person_left_out_is_listed_and_not_read(
    server: FakeFrost, source: DataSource
) -> None:
    server.meter(1, "gewollt")
    server.meter(2, "ungewollt")
    hourly(server, 1, 3, day=26)
    hourly(server, 2, 3, day=26)
    source.options["left_out"] = ["Datastreams(2)"]
    source.save()
    work(source)
    assert len(held("gewollt")) == 3
    assert not held("ungewollt")


def test_a_server_inside_is_asked_only_where_the_operator_allowed_it(
    server: FakeFrost, new_source: Make
) -> None:
    closed = new_source(address=server.address, options={})
    with pytest.raises(SourceUnreachable, match="internal network"):
        mirror(closed, now=NOW, spare=lambda: True)
    assert not server.asked


@pytest.mark.parametrize("fault", [301, 401, 404])
def test_an_answer_that_helps_nobody_is_said_in_a_sentence(
    server: FakeFrost, source: DataSource, fault: int
) -> None:
    server.faults += [fault]
    with pytest.raises(SourceUnreachable) as told:
        work(source)
    assert str(fault) in told.value.text.de
    assert len(server.asked) == 1


def test_a_fault_in_the_middle_of_the_list_takes_no_series_away(
    server: FakeFrost, source: DataSource
) -> None:
    for key in range(1, 6):
        server.meter(key, f"Reihe {key}")
    work(source)
    server.faults += [None, *[500] * 4]  # the second page of the list
    with pytest.raises(SourceUnreachable):
        work(source, NOW + timedelta(minutes=15))
    assert Datastream.objects.count() == 5


def test_what_is_said_differently_there_is_so_here(server: FakeFrost, source: DataSource) -> None:
    server.sensor(1)
    work(source)
    server.series[1]["properties"] = {"betriebsstatus": "außer Betrieb"}
    server.series[1]["Thing"]["name"] = "Parkhaus"
    work(source, NOW + timedelta(minutes=15))
    stream = Datastream.objects.get()
    assert stream.properties == {"betriebsstatus": "außer Betrieb"}
    assert stream.thing is not None
    assert stream.thing.name == "Parkhaus"


def in_units(name: str) -> list[tuple[str, list[float]]]:
    """The series of a name with what they hold, by their unit."""
    streams = Datastream.objects.filter(name=name).order_by("pk")
    return [(each.unit, readings(datastreams=[each.pk])["value"].to_list()) for each in streams]


def test_readings_keep_the_unit_they_came_in(server: FakeFrost, source: DataSource) -> None:
    server.meter(1, "Zähler", unit="kWh")
    hourly(server, 1, 3, day=26)
    work(source)
    server.series[1]["unitOfMeasurement"] = {"name": "MWh", "symbol": "MWh", "definition": "u"}
    server.says(1, "2026-11-26T11:00:00Z", 0.5)
    work(source, NOW + timedelta(minutes=15))
    expected = [("kWh", [0.0, 1.0, 2.0]), ("MWh", [0.5])]
    assert in_units("Zähler") == expected
    for day in range(1, 4):  # the slower pass, and what is listed anew, take none back
        server.says(1, f"2026-11-{27 + day}T11:00:00Z", 0.5 + day)
        expected[1][1].append(0.5 + day)
        work(source, NOW + timedelta(days=day, minutes=day))
    assert in_units("Zähler") == expected
    before, now = source.series.order_by("pk")
    assert now.key == "Datastreams(1)"
    assert now.until is None
    assert before.until is not None
    assert before.datastream is not None
    assert before.datastream.expected_every is None


def test_a_unit_written_otherwise_is_the_same(server: FakeFrost, source: DataSource) -> None:
    server.meter(1, unit="Celsius")
    hourly(server, 1, 3, day=26)
    work(source)
    for unit in ("degC", "°C"):
        server.series[1]["unitOfMeasurement"]["symbol"] = unit
        work(source, NOW + timedelta(minutes=15))
    assert in_units("Temperatur") == [("°C", [0.0, 1.0, 2.0])]


@pytest.mark.parametrize(("before", "now"), [("mW", "MW"), ("°C", "°F"), ("µg/m³", "mg/m³")])
def test_units_that_look_alike_are_two(
    server: FakeFrost, source: DataSource, before: str, now: str
) -> None:
    server.meter(1, unit=before)
    hourly(server, 1, 1, day=26)
    work(source)
    server.series[1]["unitOfMeasurement"]["symbol"] = now
    work(source, NOW + timedelta(minutes=15))
    assert in_units("Temperatur") == [(before, [0.0]), (now, [])]


def test_a_series_without_readings_has_the_unit_its_server_says_last(
    server: FakeFrost, source: DataSource
) -> None:
    server.meter(1, unit="kWh")
    work(source)
    server.series[1]["unitOfMeasurement"]["symbol"] = "MWh"
    work(source, NOW + timedelta(minutes=15))
    assert in_units("Temperatur") == [("MWh", [])]


def with_two(units: list[str], order: list[int]) -> RemoteSeries:
    """A series whose results are lists of two."""
    observed = [
        {"@iot.id": key, "name": f"Eigenschaft {key}", "definition": "urn:x", "description": ""}
        for key in order
    ]
    row = {
        "@iot.id": 1,
        "name": "Wetter",
        "unitOfMeasurements": [{"name": u, "symbol": u, "definition": u} for u in units],
        "ObservedProperties": observed,
    }
    return series_of(row, {"@iot.id": 1, "name": "Mast"}, "MultiDatastreams")


@pytest.mark.parametrize(
    ("units", "order"),
    [(["°C", "hPa"], [1, 2]), (["°C", "%"], [2, 1])],
)
def test_lists_of_values_in_other_units_or_in_another_order_are_another_series(
    source: DataSource, units: list[str], order: list[int]
) -> None:
    (first,) = MirroredPlaces.of(source).take([with_two(["°C", "%"], [1, 2])], at=NOW)
    stream = first.datastream_id or 0
    row = (stream, NOW, NOW, None, "measured", '{"result":[21,40]}')
    take_in(pl.DataFrame([row], schema=COLUMNS, orient="row"), name="Mast")
    source.series.update(state={"upto": "2026-11-26T12:00:00.000Z"})
    (same,) = MirroredPlaces.of(source).take([with_two(["Celsius", "%"], [1, 2])], at=NOW)
    assert same.datastream_id == stream
    (other,) = MirroredPlaces.of(source).take([with_two(units, order)], at=NOW)
    assert other.datastream_id != stream
    assert other.state == {"since": "2026-11-26T12:00:00.001Z"}
    assert Datastream.objects.count() == 2


@pytest.mark.parametrize(
    ("told", "quality"),
    [
        ({"resultQuality": "geschätzt"}, "estimated"),
        ({"resultQuality": 3}, "measured"),
        ({}, "measured"),
    ],
)
def test_what_the_other_server_calls_estimated_is_so_here(
    told: dict[str, Any], quality: str
) -> None:
    row = {"@iot.id": 1, "phenomenonTime": "2026-11-26T12:00:00Z", "result": 1.5} | told
    found = readings_of(7, readings_in([row], observation_type="OM_Measurement"))
    assert found["quality"].to_list() == [quality]

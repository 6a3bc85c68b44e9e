"""Readings come back exactly as they were sent, in order, page by page."""

from datetime import datetime, timedelta
from typing import Any

import polars as pl
import pytest

from klimamosaik.observations.kernel.numbers import number_of
from klimamosaik.observations.models import FeatureOfInterest
from klimamosaik.observations.operations.deliveries import settle
from klimamosaik.observations.store import hot, version
from klimamosaik.observations.store.batch import packed
from klimamosaik.observations.store.frames import empty
from klimamosaik.sensorthings.answering import expanding, many_lists, observation_list
from tests.sensorthings.answers.conftest import Scene
from tests.sensorthings.answers.scene import BEGIN, MINUTE, new_datastream, readings
from tests.sensorthings.answers.test_lists import followed

RESULTS: list[Any] = [
    3, 0.1, -2.5, 0, 1e300, 12345678901234567890, "3", "frei", "", True, False, None,
    [1.5, "zwei"], {"a": {"b": [None]}}, "ä", 1e-7,
]  # fmt: skip


def own(scene: Scene) -> str:
    """The path to the readings of the public datastream."""
    return f"Datastreams({scene.stream.pk})/Observations"


@pytest.mark.parametrize("settled", [False, True])
def test_results_come_back_exactly_as_sent(scene: Scene, settled: bool) -> None:
    stream = new_datastream(scene.thing, "Alles")
    plain = [type(each) in (int, float) and abs(each) < 1e15 for each in RESULTS]
    sent = [v if p else {"result": v} for v, p in zip(RESULTS, plain, strict=True)]
    readings(stream, sent)
    if settled:
        settle(at=BEGIN)
    page = scene.stranger.get(f"Datastreams({stream.pk})/Observations")["value"]
    found = [each["result"] for each in page]
    assert found == RESULTS
    assert [type(each) for each in found] == [type(each) for each in RESULTS]


def test_a_reading_is_found_by_its_number(scene: Scene) -> None:
    number = number_of(scene.stream.pk, int(BEGIN.timestamp()) * 1_000_000)
    reading = scene.stranger.get(f"Observations({number})")
    assert reading["@iot.id"] == number
    assert (reading["phenomenonTime"], reading["result"]) == ("2026-03-01T00:00:00Z", 1)
    assert scene.stranger.get(f"{own(scene)}({number})") == reading
    assert scene.stranger.get(f"Observations({number + 1})", 404)
    assert scene.stranger.get(f"Observations({number})/Datastream/Thing")["name"] == "Laterne"
    assert scene.stranger.get(f"Observations({number})/FeatureOfInterest")["name"] == "Ort Laterne"
    assert scene.stranger.get(f"Observations({number})/MultiDatastream", 404)


def test_times_keep_their_milliseconds_and_what_was_said_beside(scene: Scene) -> None:
    stream = new_datastream(scene.thing, "Genau")
    said = {
        "resultTime": "2026-03-01T01:00:00.5Z",
        "validTime": "2026-03-01T00:00:00Z/2026-03-02T00:00:00Z",
        "parameters": {"rssi": -70},
        "resultQuality": {"code": "gut"},
    }
    readings(stream, [{"value": 1.0, **said}], begin=BEGIN + timedelta(milliseconds=123))
    one = scene.stranger.get(f"Datastreams({stream.pk})/Observations")["value"][0]
    assert one["phenomenonTime"] == "2026-03-01T00:00:00.123Z"
    assert {name: one[name] for name in said} == said


def test_an_interval_is_known_at_its_end(scene: Scene) -> None:
    stream = new_datastream(scene.thing, "Viertelstunden")
    readings(stream, [1.0], length=15 * MINUTE, quality="estimated")
    one = scene.stranger.get(f"Datastreams({stream.pk})/Observations")["value"][0]
    assert one["phenomenonTime"] == "2026-03-01T00:00:00Z/2026-03-01T00:15:00Z"
    assert one["resultTime"] == "2026-03-01T00:15:00Z"
    assert one["resultQuality"] == "estimated"


def test_a_datastream_tells_from_when_to_when(scene: Scene) -> None:
    stream = scene.stranger.get(f"Datastreams({scene.stream.pk})")
    assert stream["phenomenonTime"] == "2026-03-01T00:00:00Z/2026-03-01T00:11:00Z"
    assert stream["observedArea"] == {"type": "Point", "coordinates": [8.0, 52.3]}
    empty = new_datastream(scene.thing, "Leer")
    assert "phenomenonTime" not in scene.stranger.get(f"Datastreams({empty.pk})")


@pytest.mark.parametrize("order", ["", "&$orderby=phenomenonTime desc", "&$orderby=phenomenonTime"])
def test_pages_of_readings_hold_each_once(scene: Scene, order: str) -> None:
    uneven = new_datastream(scene.thing, "Uneben")
    for place in range(6):
        readings(uneven, [place * 10, place * 10 + 1], begin=BEGIN + timedelta(days=place**3))
    settle(at=BEGIN)
    readings(uneven, [99], begin=BEGIN + timedelta(days=60))
    path = f"Datastreams({uneven.pk})/Observations?$top=2&$select=result{order}"
    pages = followed(scene.stranger, path)
    found = [each["result"] for page in pages for each in page["value"]]  # type: ignore[attr-defined]
    whole = [10 * place + more for place in range(6) for more in (0, 1)]
    whole.insert(8, 99)
    assert found == (whole[::-1] if "desc" in order else whole)


def test_all_readings_go_one_datastream_after_the_other(scene: Scene) -> None:
    for number in range(4):
        readings(
            new_datastream(scene.thing, f"S{number}"), list(range(number * 10, number * 10 + 7))
        )
    pages = followed(scene.stranger, "Observations?$top=5&$count=true")
    found = [each for page in pages for each in page["value"]]  # type: ignore[attr-defined]
    assert [each["result"] for each in found] == [
        *range(1, 13), *range(7), *range(10, 17), *range(20, 27), *range(30, 37),
    ]  # fmt: skip
    assert {page["@iot.count"] for page in pages} == {40}
    assert len({each["@iot.id"] for each in found}) == 40
    newest = scene.stranger.get("Observations?$orderby=phenomenonTime desc&$top=3")["value"]
    assert [each["result"] for each in newest] == [12, 11, 10]


def test_a_mark_that_does_not_fit_is_ignored(scene: Scene) -> None:
    for mark in ("x", "2-1-5", "5-1-99999999999999999999", ""):
        page = scene.stranger.get(f"{own(scene)}?$top=2&$skip=3&$skiptoken={mark}")["value"]
        assert [each["result"] for each in page] == [4, 5]


def test_rows_of_values_are_paged_as_well(scene: Scene) -> None:
    pages = followed(scene.stranger, f"{own(scene)}?$resultFormat=dataArray&$top=5&$count=true")
    assert [page["@iot.count"] for page in pages] == [12, 12, 12]
    first = pages[0]["value"][0]  # type: ignore[index]
    assert first["Datastream@iot.navigationLink"].endswith(f"Datastreams({scene.stream.pk})")
    assert first["components"] == [
        "id", "phenomenonTime", "result", "resultTime", "resultQuality", "validTime", "parameters",
    ]  # fmt: skip
    assert first["dataArray@iot.count"] == 5
    rows = [row for page in pages for part in page["value"] for row in part["dataArray"]]  # type: ignore[attr-defined]
    assert [row[2] for row in rows] == list(range(1, 13))
    assert rows[0][1] == "2026-03-01T00:00:00Z"


def test_rows_tell_the_same_as_documents(scene: Scene) -> None:
    stream = new_datastream(scene.thing, "Gemischt")
    readings(stream, [1, {"result": "zwei", "parameters": {"a": 1}}, 3.5], length=MINUTE)
    path = f"Datastreams({stream.pk})/Observations"
    table = scene.stranger.get(f"{path}?$resultFormat=dataArray")["value"][0]
    rows = [dict(zip(table["components"], row, strict=True)) for row in table["dataArray"]]
    for row, one in zip(rows, scene.stranger.get(path)["value"], strict=True):
        assert row.pop("id") == one["@iot.id"]
        assert row == {name: one.get(name) for name in row}
    assert rows[1]["parameters"] == {"a": 1}
    chosen = scene.stranger.get(f"{path}?$resultFormat=dataArray&$select=result")["value"][0]
    assert chosen["dataArray"] == [[1], ["zwei"], [3.5]]


def test_a_reading_may_be_about_another_feature(scene: Scene) -> None:
    other = FeatureOfInterest.objects.create(
        name="Beet", feature={"type": "Point", "coordinates": [1, 2]}
    )
    readings(scene.stream, [{"value": 77.0, "feature": other.pk}], begin=BEGIN + timedelta(hours=2))
    about = scene.stranger.get(f"FeaturesOfInterest({other.pk})/Observations?$count=true")
    assert [each["result"] for each in about["value"]] == [77]
    number = about["value"][0]["@iot.id"]
    assert scene.stranger.get(f"Observations({number})/FeatureOfInterest")["name"] == "Beet"
    default = f"FeaturesOfInterest({scene.stream.feature_id})/Observations"
    assert scene.stranger.get(f"{default}?$count=true")["@iot.count"] == 12
    assert scene.stranger.get(f"{default}({number})", 404)
    page = scene.stranger.get("Observations?$expand=FeatureOfInterest($select=name)&$skip=11")[
        "value"
    ]
    assert [each["FeatureOfInterest"]["name"] for each in page] == ["Ort Laterne", "Beet"]


def test_too_much_to_look_through_is_refused(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(observation_list, "MOST_READ", 5)
    assert scene.stranger.get(f"FeaturesOfInterest({scene.stream.feature_id})/Observations", 400)


@pytest.mark.parametrize("asked", ["$orderby=result desc", "$skip=6", "$orderby=result&$top=1"])
def test_what_would_look_through_too_much_is_refused_before_it_is_read(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, asked: str
) -> None:
    monkeypatch.setattr(observation_list, "MOST_READ", 5)
    monkeypatch.setattr(observation_list.ReadingList, "pieces", None)
    assert "5" in scene.stranger.get(f"{own(scene)}?{asked}", 400)["message"]


def test_windows_of_time_read_no_more_than_a_page_needs(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    long = new_datastream(scene.thing, "Lang")
    readings(long, [float(each) for each in range(5_000)])
    read: list[int] = []
    spend = observation_list.ReadingBudget.spend

    def counted(budget: observation_list.ReadingBudget, readings: int) -> None:
        read.append(readings)
        spend(budget, readings)

    monkeypatch.setattr(observation_list.ReadingBudget, "spend", counted)
    page = scene.stranger.get(
        f"Datastreams({long.pk})/Observations?$top=10&$orderby=phenomenonTime desc"
    )
    assert [each["result"] for each in page["value"]][:2] == [4999, 4998]
    assert sum(read) < 50


def test_a_reading_that_was_moved_keeps_its_number(scene: Scene) -> None:
    number = number_of(scene.stream.pk, int(BEGIN.timestamp()) * 1_000_000)
    moved_to: datetime = BEGIN + timedelta(hours=5)
    target = [scene.stream.pk, int(moved_to.timestamp()) * 1_000_000]
    readings(scene.stream, [{"value": 1.0, "number": number}], begin=moved_to)
    tomb = pl.DataFrame(
        {
            "datastream": [scene.stream.pk], "start": [BEGIN], "end": [BEGIN], "value": [None],
            "quality": ["withdrawn"], "details": [f'{{"moved":{target}}}'],
        },
        schema=empty().drop("seq").schema,
    )  # fmt: skip
    hot.write(packed(tomb), seq=version.advance())
    reading = scene.stranger.get(f"Observations({number})")
    assert (reading["@iot.id"], reading["phenomenonTime"]) == (number, "2026-03-01T05:00:00Z")
    assert scene.stranger.get(f"Observations({number_of(*target)})", 404)


def test_the_datastream_grows_with_its_readings(scene: Scene) -> None:
    readings(scene.stream, [5], begin=BEGIN + timedelta(days=1))
    stream = scene.stranger.get(f"Datastreams({scene.stream.pk})")
    assert stream["phenomenonTime"].endswith("/2026-03-02T00:00:00Z")


@pytest.mark.parametrize("at_once", [0, 200_000])
def test_readings_of_many_series_are_the_same_read_together_or_one_by_one(
    scene: Scene, at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(many_lists, "AT_ONCE", at_once)
    for number in range(3):
        stream = new_datastream(scene.thing, f"S{number}")
        readings(stream, [number * 10 + place for place in range(5)])
    for order, wanted in (
        ("", [[1, 2], [0, 1], [10, 11], [20, 21]]),
        (";$orderby=phenomenonTime desc", [[12, 11], [4, 3], [14, 13], [24, 23]]),
        (";$filter=result mod 2 eq 1", [[1, 3], [1, 3], [11, 13], [21, 23]]),
    ):
        inside = f"$top=2;$select=result{order}"
        page = scene.stranger.get(f"Datastreams?$expand=Observations({inside})")["value"]
        assert [[one["result"] for one in each["Observations"]] for each in page] == wanted
        cut = ["Observations@iot.nextLink" in each for each in page]
        assert cut == [True, *[not order.startswith(";$filter")] * 3]


def test_one_answer_looks_through_no_more_for_many_series_than_for_one(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    readings(new_datastream(scene.thing, "Zweite"), list(range(12)))
    asked = "Datastreams?$expand=Observations($filter=result gt 100)"
    monkeypatch.setattr(observation_list, "MOST_READ", 24)
    assert scene.stranger.get(asked)
    monkeypatch.setattr(observation_list, "MOST_READ", 23)
    assert "23" in scene.stranger.get(asked, 400)["message"]


def test_more_than_an_answer_holds_is_refused_before_it_is_read(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(expanding, "INSIDE", 5)
    monkeypatch.setattr(expanding, "pages_of", None)
    assert scene.stranger.get("Datastreams?$expand=Observations", 400)["message"]


@pytest.mark.parametrize("asked", ["$orderby=result", "$orderby=id desc&$count=true"])
def test_nothing_in_any_order_is_an_empty_list(scene: Scene, asked: str) -> None:
    silent = new_datastream(scene.hidden, "Stumm")
    answer = scene.office.get(f"Datastreams({silent.pk})/Observations?{asked}")
    assert answer["value"] == []
    assert answer.get("@iot.count", 0) == 0
    inside = scene.office.get(
        f"Datastreams({silent.pk})?$expand=Observations({asked.split('&')[0]})"
    )
    assert inside["Observations"] == []

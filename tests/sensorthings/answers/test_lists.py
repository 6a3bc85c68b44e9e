"""Pages of lists: how long, how many in all, and where they go on."""

from typing import Any

import pytest

from klimamosaik.observations.models import Datastream
from klimamosaik.records import batched_ids
from klimamosaik.sensorthings.answering import paging
from tests.sensorthings.answers.conftest import Scene
from tests.sensorthings.answers.scene import Asker, new_datastream, new_thing, publish, readings


@pytest.fixture
def many(scene: Scene) -> Scene:
    """Twelve public things."""
    for number in range(2, 13):
        thing = new_thing(scene.town, f"Laterne {number}")
        new_datastream(thing, f"Feuchte {number}")
        publish(thing)
    return scene


def followed(asker: Asker, path: str) -> list[dict[str, object]]:
    """All pages from here on."""
    pages: list[dict[str, Any]] = []
    address = path
    while address:
        assert len(pages) < 50
        pages.append(asker.get(address.removeprefix("http://testserver")))
        address = pages[-1].get("@iot.nextLink", "")
    return pages


def test_pages_hold_everything_once_and_the_count_stays(many: Scene) -> None:
    pages = followed(many.stranger, "Things?$top=5&$count=true")
    assert [len(page["value"]) for page in pages] == [5, 5, 2]  # type: ignore[arg-type]
    assert [page["@iot.count"] for page in pages] == [12, 12, 12]
    ids = [each["@iot.id"] for page in pages for each in page["value"]]  # type: ignore[attr-defined]
    assert ids == sorted(set(ids))
    assert len(ids) == 12


def test_a_page_is_never_longer_than_the_limit(
    many: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paging, "MOST", 4)
    monkeypatch.setattr(paging, "PAGE", 3)
    page = many.stranger.get("Things?$top=1000000")
    assert len(page["value"]) == 4
    assert "$top=4&$skip=4" in page["@iot.nextLink"]
    assert len(many.stranger.get("Things")["value"]) == 3


def test_nothing_asked_is_nothing_sent(many: Scene) -> None:
    assert many.stranger.get("Things?$top=0") == {"value": []}
    assert many.stranger.get("Things?$skip=100")["value"] == []
    counted = many.stranger.get("Observations?$top=0&$count=true")
    assert counted == {"@iot.count": 12, "value": []}


def test_links_to_the_next_page_keep_what_was_asked(many: Scene) -> None:
    asked = "Things?$top=2&$select=name&$expand=Datastreams($top=1%3B$select=name),Locations"
    link = many.stranger.get(asked)["@iot.nextLink"]
    assert "$select=name&$expand=Datastreams($top=1%3B$select=name),Locations&$skip=2" in link
    page = many.stranger.get(link.removeprefix("http://testserver"))["value"]
    assert [each["name"] for each in page] == ["Laterne 3", "Laterne 4"]
    assert page[0]["Datastreams"] == [{"name": "Feuchte 3"}]


def test_expanding_takes_no_places_of_the_page(many: Scene) -> None:
    page = many.stranger.get("Things?$expand=Datastreams/Observations,Locations&$top=12")
    assert len(page["value"]) == 12
    assert "@iot.nextLink" not in page


def test_a_cut_expansion_says_where_it_goes_on(scene: Scene) -> None:
    asked = "Datastreams?$expand=Observations($top=5;$select=result;$count=true)"
    stream = scene.stranger.get(asked)["value"][0]
    assert [each["result"] for each in stream["Observations"]] == [1, 2, 3, 4, 5]
    assert stream["Observations@iot.count"] == 12
    pages = followed(scene.stranger, stream["Observations@iot.nextLink"])
    rest = [each["result"] for page in pages for each in page["value"]]  # type: ignore[attr-defined]
    assert rest == list(range(6, 13))


def test_a_cut_list_of_entities_says_where_it_goes_on(scene: Scene) -> None:
    for number in range(3):
        new_datastream(scene.thing, f"Weitere {number}")
    asked = f"Things({scene.thing.pk})?$expand=Datastreams($top=2;$skip=1;$select=name;$count=true)"
    thing = scene.stranger.get(asked)
    assert [each["name"] for each in thing["Datastreams"]] == ["Weitere 0", "Weitere 1"]
    assert thing["Datastreams@iot.count"] == 4
    link = thing["Datastreams@iot.nextLink"].removeprefix("http://testserver")
    assert scene.stranger.get(link)["value"] == [{"name": "Weitere 2"}]


def test_selecting_keeps_what_is_expanded(scene: Scene) -> None:
    asked = (
        "Datastreams?$select=id,name,unitOfMeasurement/symbol,Sensor&$expand=Thing($select=name)"
    )
    stream = scene.stranger.get(asked)["value"][0]
    assert {**stream, "Sensor@iot.navigationLink": ""} == {
        "@iot.id": scene.stream.pk,
        "name": "Feuchte",
        "unitOfMeasurement": {"symbol": "%"},
        "Sensor@iot.navigationLink": "",
        "Thing": {"name": "Laterne"},
    }


@pytest.mark.parametrize("few", [2, 50])
def test_the_newest_reading_of_each_datastream_at_once(
    many: Scene, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batched_ids, "FEW", few)  # more are asked for by a range of ids
    for number, stream in enumerate(Datastream.objects.order_by("pk")):
        if stream.name.startswith("Feuchte "):
            readings(stream, [number, {"value": None, "result": f"Stand {number}"}])
    asked = "Datastreams?$top=50&$expand=Observations($top=1;$orderby=phenomenonTime desc)"
    page = many.stranger.get(asked)["value"]
    newest = {each["name"]: [one["result"] for one in each["Observations"]] for each in page}
    assert newest["Feuchte"] == [12]
    assert newest["Feuchte 2"] == ["Stand 2"]
    assert all("Observations@iot.nextLink" in each for each in page)


@pytest.mark.parametrize(
    "asked",
    [
        "$top=-1", "$top=zwei", "$skip=-1", "$count=vielleicht", "$orderby=farbe", " $top=1",
        "$select=farbe", "$expand=Lampen", "$expand=Datastreams($filter=farbe eq 1)",
        "$expand=Datastreams($expand=Observations($top=-1))", "$resultFormat=dataArray",
        "$expand=Datastreams($filter=phenomenonTime gt gestern)",
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_in_a_sentence(scene: Scene, asked: str) -> None:
    refusal = scene.stranger.get(f"Things?{asked}", 400)
    assert set(refusal) == {"code", "type", "message"}
    assert refusal["message"].endswith(".") or "„" in refusal["message"]


def test_an_unknown_option_is_not_served(scene: Scene, caplog: pytest.LogCaptureFixture) -> None:
    assert scene.stranger.get("Things?$color=red", 501)["code"] == 501
    assert caplog.text == ""  # no line of the log for what strangers make up


def test_options_of_lists_are_none_of_entities(scene: Scene) -> None:
    thing = f"Things({scene.thing.pk})"
    assert scene.stranger.get(f"{thing}?$orderby=name", 400)
    assert scene.stranger.get(f"{thing}?$filter=name eq 'Laterne'", 400)
    assert scene.stranger.get(f"{thing}/name?$select=name", 400)
    assert scene.stranger.get(f"{thing}?$top=0&$skip=3&$count=true") == scene.stranger.get(thing)
    assert scene.stranger.get(f"Things({scene.thing.pk})?$resultFormat=dataArray", 400)


def test_the_format_of_an_answer_is_not_that_of_a_part(scene: Scene) -> None:
    for inside in ("Datastreams($resultFormat=dataArray)", "Datastreams/Observations"):
        asked = f"Things?$expand={inside}"
        assert scene.stranger.get(asked, 400 if "Format" in inside else 200), asked
    told = scene.stranger.get("Datastreams?$expand=Observations(resultFormat=dataArray)", 400)
    assert "$resultFormat" in told["message"]


def test_a_map_gets_places_as_geojson(scene: Scene) -> None:
    point = {"type": "Point", "coordinates": [8.0, 52.3]}
    for asked in (
        "Locations?$resultFormat=GeoJSON",
        "Things?$resultFormat=GeoJSON&$expand=Locations",
        "Observations?$resultFormat=GeoJSON&$expand=FeatureOfInterest&$top=1",
        "Observations?$resultFormat=GeoJSON&$expand=Datastream/Thing/Locations&$top=1",
        "Datastreams?$resultFormat=GeoJSON",
    ):
        page = scene.stranger.get(asked)
        assert page["type"] == "FeatureCollection"
        (one,) = page["features"]
        assert one["geometry"] == point, asked

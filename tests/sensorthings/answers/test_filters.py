"""Filters and orders in lists, on pages and inside expansions."""

from datetime import timedelta

import pytest
from django.db import DataError
from django.test import Client

from klimamosaik.places.models import Building
from klimamosaik.sensorthings import views
from tests.sensorthings.answers.conftest import Scene
from tests.sensorthings.answers.scene import (
    BEGIN,
    Asker,
    new_datastream,
    new_thing,
    publish,
    readings,
)
from tests.sensorthings.answers.test_lists import followed

LATER = BEGIN + timedelta(days=1)


@pytest.fixture
def lamps(scene: Scene) -> Scene:
    """Three more public things, one with two datastreams alike."""
    for number in (3, 2, 4):
        thing = new_thing(scene.town, f"Lampe {number}")
        publish(thing)
        for each in range(number):
            new_datastream(thing, f"Strom {number}.{each}", properties={"floor": number})
    return scene


def test_what_a_list_holds_is_found_once_and_counted_once(lamps: Scene) -> None:
    asked = "Things?$filter=startswith(Datastreams/name,'Strom')&$count=true&$orderby=name"
    page = lamps.stranger.get(asked)
    assert [each["name"] for each in page["value"]] == ["Lampe 2", "Lampe 3", "Lampe 4"]
    assert page["@iot.count"] == 3


def test_links_keep_filters_and_orders(lamps: Scene) -> None:
    asked = (
        "Datastreams?$filter=unitOfMeasurement/name eq 'percent' and properties/floor gt 2"
        "&$orderby=name desc&$top=3&$count=true"
    )
    pages = followed(lamps.stranger, asked)
    names = [each["name"] for page in pages for each in page["value"]]  # type: ignore[attr-defined]
    assert names == [f"Strom {n}.{each}" for n in (4, 3) for each in reversed(range(n))]
    assert {page["@iot.count"] for page in pages} == {7}
    assert "unitOfMeasurement/name%20eq%20'percent'" in str(pages[0]["@iot.nextLink"])


def test_filters_and_orders_hold_inside_expansions(lamps: Scene) -> None:
    inside = (
        "$filter=endswith(name,'.1') or endswith(name,'.2');$orderby=name desc;$top=1;$count=true"
    )
    page = lamps.stranger.get(f"Things?$orderby=name&$expand=Datastreams({inside})")["value"]
    shown = [[one["name"] for one in each["Datastreams"]] for each in page]
    assert shown == [["Strom 2.1"], ["Strom 3.2"], ["Strom 4.2"], []]
    assert [each["Datastreams@iot.count"] for each in page] == [1, 2, 2, 0]
    link = page[1]["Datastreams@iot.nextLink"].removeprefix("http://testserver")
    assert lamps.stranger.names(link) == ["Strom 3.1"]


def test_datastreams_without_readings_match_no_time(lamps: Scene) -> None:
    asked = "Datastreams?$filter=phenomenonTime gt 2000-01-01T00:00:00Z"
    assert lamps.stranger.names(asked) == ["Feuchte"]


def test_a_building_is_found_by_its_name(lamps: Scene) -> None:
    house = Building.objects.create(municipality=lamps.town, name="Rathaus")
    thing = new_thing(None, "")
    thing.building = house
    thing.save()
    publish(thing)
    assert lamps.stranger.names("Things?$filter=name eq 'Rathaus'") == ["Rathaus"]
    assert lamps.stranger.names("Things?$orderby=name desc&$top=1") == ["Rathaus"]


def test_every_asker_is_asked_for_by_the_same_words(lamps: Scene) -> None:
    assert Asker().names("Things?$filter=name eq 'Geheim'") == []
    assert lamps.office.names("Things?$filter=name eq 'Geheim'") == ["Geheim"]


def results(asker: Asker, asked: str) -> list[object]:
    """The results of the first page."""
    return [each["result"] for each in asker.get(f"Observations?{asked}")["value"]]


def test_numbers_and_texts_are_told_apart(scene: Scene) -> None:
    assert results(scene.stranger, "$filter=result gt 3") == list(range(4, 13))
    assert results(scene.stranger, "$filter=result gt '3'") == [4, 5, 6, 7, 8, 9]


def test_readings_are_narrowed_by_what_is_around_them(lamps: Scene) -> None:
    for asked, many in (
        ("Datastream/name eq 'Feuchte'", 12),
        ("Datastream/Thing/name eq 'Lampe 2'", 0),
        ("FeatureOfInterest/name eq 'Ort Laterne' and result lt 3", 2),
        ("phenomenonTime ge 2026-03-01T00:05:00Z and phenomenonTime lt 2026-03-01T00:08:00Z", 3),
        ("phenomenonTime gt 2027-01-01T00:00:00Z", 0),
        ("result lt 3 or result gt 11", 3),
    ):
        page = lamps.stranger.get(f"Observations?$filter={asked}&$count=true&$top=2")
        assert (page["@iot.count"], len(page["value"])) == (many, min(many, 2)), asked


def test_pages_of_filtered_readings_hold_each_once(scene: Scene) -> None:
    for order, wanted in (
        ("", [2, 4, 6, 8, 10, 12]),
        ("&$orderby=phenomenonTime desc", [12, 10, 8, 6, 4, 2]),
        ("&$orderby=result desc", [12, 10, 8, 6, 4, 2]),
    ):
        asked = f"Observations?$filter=result mod 2 eq 0{order}&$top=4&$count=true"
        pages = followed(scene.stranger, asked)
        found = [each["result"] for page in pages for each in page["value"]]  # type: ignore[attr-defined]
        assert found == wanted
        assert {page["@iot.count"] for page in pages} == {6}


def test_readings_are_sorted_unknown_first(scene: Scene) -> None:
    assert results(scene.stranger, "$orderby=result desc&$top=3") == [12, 11, 10]
    readings(scene.stream, [{"value": 0.5, "resultTime": "2026-03-02T00:00:00Z"}], begin=LATER)
    assert results(scene.stranger, "$orderby=resultTime")[-1] == 0.5
    assert results(scene.stranger, "$orderby=resultTime desc&$top=1") == [0.5]


def test_filters_and_orders_of_readings_hold_inside_expansions(scene: Scene) -> None:
    inside = "$filter=result gt 3;$orderby=result desc;$top=2;$count=true;$select=result"
    stream = scene.stranger.get(f"Datastreams({scene.stream.pk})?$expand=Observations({inside})")
    assert stream["Observations"] == [{"result": 12}, {"result": 11}]
    assert stream["Observations@iot.count"] == 9
    link = stream["Observations@iot.nextLink"].removeprefix("http://testserver")
    assert [each["result"] for each in scene.stranger.get(link)["value"]] == [10, 9]


def test_entities_are_found_by_what_was_observed(lamps: Scene) -> None:
    for asked, wanted in (
        ("Things?$filter=Datastreams/Observations/result gt 11", ["Laterne"]),
        ("Things?$filter=Datastreams/Observations/result gt 12", []),
        ("Datastreams?$filter=Observations/result eq 3 and name eq 'Feuchte'", ["Feuchte"]),
        ("FeaturesOfInterest?$filter=Observations/result lt 2", ["Ort Laterne"]),
        ("FeaturesOfInterest?$filter=Observations/result eq 47.11", []),
        ("Things?$filter=Datastreams/Observations/FeatureOfInterest/name eq 'Ort Laterne' and "
         "Datastreams/Observations/phenomenonTime ge 2026-03-01T00:00:00Z", ["Laterne"]),
    ):  # fmt: skip
        assert lamps.stranger.names(asked) == wanted, asked


def test_what_is_too_large_for_the_database_is_told(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    def overflow(*_: object) -> None:
        raise DataError("value out of range: overflow")  # PostgreSQL's; SQLite has infinity

    monkeypatch.setattr(views, "answer", overflow)
    asked = "/sensorthings/v1.1/Things?$filter=id mul 1e300 mul 1e300 gt 1"
    found = Client().get(asked, headers={"Accept-Language": "en"})
    assert found.status_code == 400
    assert "larger numbers" in found.json()["message"]

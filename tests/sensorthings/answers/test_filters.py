"""Filters and orders in lists, on pages and inside expansions."""

import pytest

from klimamosaik.places.models import Building
from tests.sensorthings.answers.conftest import Scene
from tests.sensorthings.answers.scene import Asker, new_datastream, new_thing, publish
from tests.sensorthings.answers.test_lists import followed


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

"""In a large town meters of a measure are looked for; nothing typed or ticked is lost by it."""

import re

import pytest
from django.test import Client

from klimamosaik.measures.forms.offered_choices import MANY
from klimamosaik.measures.models import Measure
from klimamosaik.people.models import Role
from klimamosaik.places.models import Building, MeterPoint, Municipality
from tests.visitors import visitor_of

pytestmark = pytest.mark.django_db
NEW = "/03999998/massnahmen/neu/"


@pytest.fixture
def town() -> Municipality:
    """72 meters of one name in one building, and a building with one more."""
    town = Municipality.objects.create(ags="03999998", name="Prüfstadt", synthetic=True)
    pool = Building.objects.create(municipality=town, name="Stadtbad", address="Am Wehr 3")
    school = Building.objects.create(municipality=town, name="Grundschule")
    MeterPoint.objects.bulk_create(
        MeterPoint(building=pool, carrier="heat", name=f"Wärme {n:03}", number=f"1EMH{n:04}")
        for n in range(72)
    )
    MeterPoint.objects.create(building=school, carrier="electricity", name="Strom", number="77")
    return town


@pytest.fixture
def office(town: Municipality) -> Client:
    return visitor_of(town, Role.EDITOR, "anna")


def offered(page: str, name: str = "meter_points") -> list[int]:
    return [int(pk) for pk in re.findall(rf'name="{name}" value="(\d+)"', page)]


def ticked(page: str) -> list[int]:
    return [int(pk) for pk in re.findall(r'name="meter_points" value="(\d+)"[^>]*checked', page)]


def test_a_large_town_offers_none_unasked(office: Client) -> None:
    page = office.get(NEW).content.decode()
    assert offered(page) == []
    assert "73 Zähler: Suchen Sie die, um die es geht." in page


def test_words_find_meters_and_keep_what_was_typed_and_ticked(office: Client) -> None:
    school = MeterPoint.objects.get(number="77")
    sent = {"name": "Duschen", "gesucht": "stadtbad 1emh0042", "meter_points": [school.pk]}
    page = office.post(NEW, sent | {"do": "find"}).content.decode()
    found = MeterPoint.objects.get(number="1EMH0042")
    assert (offered(page), ticked(page)) == ([school.pk, found.pk], [school.pk])
    assert 'value="Duschen"' in page
    assert "1 von 73 Zählern passen." in page
    assert 'class="field wrong"' not in page
    assert not Measure.objects.exists()


def test_each_of_many_equal_names_is_told_by_its_number(office: Client) -> None:
    page = office.post(NEW, {"gesucht": "bad", "do": "find"}).content.decode()
    assert len(offered(page)) == MANY
    assert len(set(re.findall(r"1EMH\d{4}", page))) == MANY
    assert f"72 von 73 Zählern passen; hier stehen die ersten {MANY}." in page


@pytest.mark.parametrize(("found", "kept"), [("", False), ("bad", True)])
def test_enter_looks_for_new_words_and_saves_otherwise(
    office: Client, found: str, kept: bool
) -> None:
    sent = {"name": "Duschen", "gesucht": "bad", "found": found, "confidence": "0.9"}
    office.post(NEW, sent | {"do": "enter"})
    assert Measure.objects.exists() is kept


def test_what_was_ticked_is_stored_though_it_is_not_offered(
    office: Client, town: Municipality
) -> None:
    school = MeterPoint.objects.get(number="77")
    office.post(NEW, {"name": "Duschen", "confidence": "0.9", "meter_points": [school.pk]})
    measure = Measure.objects.get()
    assert list(measure.meter_points.all()) == [school]
    page = office.get(f"/03999998/massnahmen/{measure.pk}/bearbeiten/").content.decode()
    assert (offered(page), ticked(page)) == ([school.pk], [school.pk])


def test_meters_of_others_are_not_taken(office: Client) -> None:
    other = Municipality.objects.create(ags="03999997", name="Nebenan")
    house = Building.objects.create(municipality=other, name="Fremd")
    foreign = MeterPoint.objects.create(building=house, carrier="heat", name="x")
    office.post(NEW, {"name": "Duschen", "confidence": "0.9", "meter_points": [foreign.pk]})
    assert not Measure.objects.exists()


def test_a_small_town_offers_all(office: Client) -> None:
    MeterPoint.objects.filter(number__startswith="1EMH").delete()
    page = office.get(NEW).content.decode()
    assert offered(page) == [MeterPoint.objects.get().pk]
    assert "gesucht" not in page


def test_many_buildings_are_looked_for_as_well(office: Client, town: Municipality) -> None:
    Building.objects.bulk_create(
        Building(municipality=town, name=f"Haus {n:03}") for n in range(2 * MANY)
    )
    assert offered(office.get(NEW).content.decode(), "buildings") == []
    page = office.post(NEW, {"gesucht": "haus 017", "do": "find"}).content.decode()
    assert offered(page, "buildings") == [Building.objects.get(name="Haus 017").pk]

"""The choice among municipalities: walls where stones lie, one quiet line each where none do."""

import re
from datetime import date

import pytest
from django.contrib.auth.models import User
from django.test import Client

from klimamosaik.people.models import Membership, Role
from klimamosaik.places.models import Municipality
from tests.mosaic.test_moments import planned, set_goal
from tests.web.conftest import PASSWORD

NAMES = ("Zeven", "Aurich", "Stade")


@pytest.fixture
def reader(db: None) -> Client:
    """Somebody who may look at an invented town with stones and at three without."""
    invented = Municipality.objects.create(ags="03999001", name="Musterstadt", synthetic=True)
    set_goal(invented)
    planned(invented, "Fernwärme", date(2029, 1, 1), 400.0)
    user = User.objects.create_user("lena", password=PASSWORD)
    keys = ("03357057", "03452001", "03359038")
    towns = [Municipality.objects.create(ags=k, name=n) for k, n in zip(keys, NAMES, strict=True)]
    for town in (invented, *towns):
        Membership.objects.create(user=user, municipality=town, role=Role.READER)
    client = Client()
    client.force_login(user)
    return client


def listed(reader: Client, address: str = "/") -> str:
    return reader.get(address).content.decode()


def test_only_a_town_with_stones_shows_a_wall(reader: Client) -> None:
    walls, lines = listed(reader).split("Noch ohne Steine")
    assert walls.count('class="mini"') == 1
    assert "Im Jahr 2040: Noch liegt kein Stein." in walls
    assert 'class="mini"' not in lines
    assert "Noch liegt kein Stein" not in lines


def test_what_is_invented_comes_first_then_by_name(reader: Client) -> None:
    found = re.findall(r'<a href="/\d{8}/">([^<]*)', listed(reader))
    assert found == ["Musterstadt", *sorted(NAMES)]


def test_a_single_plant_is_told_beside_its_balance(reader: Client) -> None:
    rows = listed(reader).split("Noch ohne Steine")[1].split("</tr>")
    (stade,) = [row for row in rows if ">Stade<" in row]
    assert "t je Kopf" in stade
    assert "wohl eine einzelne Anlage" in stade
    assert 'class="uses"' in stade
    assert "wohl eine einzelne Anlage" not in "".join(row for row in rows if row != stade)


def test_a_town_nothing_is_known_of_says_so_instead_of_a_balance(reader: Client) -> None:
    rows = listed(reader).split("Noch ohne Steine")[1].split("</tr>")
    (zeven,) = [row for row in rows if ">Zeven<" in row]
    assert "Noch keine Bilanz" in zeven
    assert "<svg" not in zeven


def test_more_than_twenty_towns_are_looked_for_by_name(reader: Client) -> None:
    assert 'type="search"' not in listed(reader)
    user = User.objects.get()
    for place in range(20):
        town = Municipality.objects.create(ags=f"099990{place:02}", name=f"Dorf {place}")
        Membership.objects.create(user=user, municipality=town, role=Role.READER)
    assert 'type="search"' in listed(reader)
    assert re.findall(r'<a href="/\d{8}/">([^<]*)', listed(reader, "/?q=sta")) == [
        "Musterstadt", "Stade"
    ]  # fmt: skip
    assert "Nichts passt zu dieser Auswahl." in listed(reader, "/?q=atlantis")

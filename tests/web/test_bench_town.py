"""The bench's large town is made of files that the software takes without a further question."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from klimamosaik.measures.models import Measure
from klimamosaik.observations.intake.corrections import Corrections
from klimamosaik.observations.models import Delivery
from klimamosaik.people.models import Role
from klimamosaik.places.models import Building, MeterPoint, Municipality
from klimamosaik.web.bench import crawl, town

pytestmark = pytest.mark.django_db


def test_its_list_of_buildings_and_its_meters_are_stored() -> None:
    place = Municipality.objects.create(ags="03999000", name="Musterstadt", synthetic=True)
    user = User.objects.create(username="ada")
    days = town.days_until(2026)
    town.bring(place, town.building_list(3), "Gebäude.csv", user, Corrections())
    town.bring(place, town.long_file(days, range(3)), "Zählerdaten.csv", user, town.HEAT_OF_A_NET)
    assert Building.objects.count() == 3
    assert MeterPoint.objects.counting().count() == 12
    assert sum(each.new for each in Delivery.objects.all()) == 12 * len(days)


def test_the_crawl_reaches_the_pages_and_says_what_takes_too_long(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    place = Municipality.objects.create(ags="03999000", name="Musterstadt", synthetic=True)
    Measure.objects.create(municipality=place, name="Dach")
    slow = ("/03999000/massnahmen/", "/03999000/gebaeude/")
    found = [(f"/03999000/{path}", 0.01) for path in ("", "massnahmen/", "gebaeude/")]
    monkeypatch.setattr(crawl, "reached", lambda client, root: iter(found))
    monkeypatch.setattr(
        crawl, "cpu_seconds", lambda work: 0.3 if work.args[0] in slow and work() else 0.0
    )
    told = {speed.name: speed.value for speed in crawl.crawl(place)}
    assert told["office, admin: addresses"] == told["office, reader: addresses"] == 3
    assert told["office, reader /03999000/massnahmen/, after a sign of life"] == 300
    assert len(told) == 2 + 2 * 2 * 3
    assert Measure.objects.get().name == "Dach"


def test_an_address_of_each_kind_is_reached() -> None:
    place = Municipality.objects.create(ags="03999000", name="Musterstadt", synthetic=True)
    client = Client(HTTP_HOST="localhost")
    client.force_login(crawl.somebody(place, Role.ADMIN))
    found = [address for address, _ in crawl.reached(client, "/03999000/")]
    assert {"/03999000/", "/03999000/massnahmen/", "/03999000/personen/"} <= set(found)
    assert len(found) > 40

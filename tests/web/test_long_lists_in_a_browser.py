"""Long lists and the search for meters, by keyboard and on a phone."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from django.contrib.auth.models import User
from pytest_django.live_server_helper import LiveServer

from klimamosaik.measures.models import Measure
from klimamosaik.observations.models import Datastream, Quantity
from klimamosaik.places.models import Building, MeterPoint, Municipality
from tests.web.conftest import AGS
from tests.web.test_browser import LOOKING, NARROW, WIDE, log_in, opened

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.django_db(transaction=True)]
HOUSES = 120


@pytest.fixture
def large(browser: "Browser", live_server: LiveServer, admin: User) -> "Iterator[Page]":
    """An admin's page of a town with more of everything than a page holds."""
    town = Municipality.objects.get(ags=AGS)
    for n in range(HOUSES):
        house = Building.objects.create(municipality=town, name=f"Haus {n:03}", address=f"Ring {n}")
        point = MeterPoint.objects.create(
            building=house, carrier="heat", name="Wärme", number=f"W-{n:03}"
        )
        Datastream.objects.create(
            name="Wärme", meter_point=point, quantity=Quantity.ENERGY, unit="kWh", spacing="P1D"
        )
    Measure.objects.bulk_create(
        Measure(municipality=town, name=f"Regelung {n:03}") for n in range(HOUSES)
    )
    page = opened(browser, live_server)
    log_in(page, "ada")
    yield page
    page.context.close()


def test_nobody_stumbles_over_a_long_list(large: "Page") -> None:
    stumbled: dict[tuple[str, int], list[str]] = {}
    paths = ["zaehler/", "gebaeude/?seite=2", "massnahmen/", "messreihen/", "zaehler/?q=nirgends"]
    for path in (*paths, "massnahmen/neu/"):
        large.goto(f"/{AGS}/{path}")
        for width in (WIDE, NARROW):
            large.set_viewport_size({"width": width, "height": 800})
            stumbled[path, width] = large.evaluate(LOOKING)
    assert len(stumbled) == 2 * (len(paths) + 1)
    assert {where: found for where, found in stumbled.items() if found} == {}


def test_a_list_is_searched_by_keyboard(large: "Page") -> None:
    large.goto(f"/{AGS}/zaehler/")
    large.focus("#q")
    large.keyboard.type("haus 117")
    large.keyboard.press("Enter")
    large.wait_for_url("**/zaehler/?q=haus+117")
    assert large.locator("table.list tbody.group").count() == 1
    assert large.input_value("#q") == "haus 117"


def test_meters_are_looked_for_and_kept_by_keyboard(large: "Page") -> None:
    large.goto(f"/{AGS}/massnahmen/neu/")
    large.fill("#id_name", "Duschen")
    for number in ("w-007", "w-108"):
        large.focus("#id_gesucht")
        large.fill("#id_gesucht", number)
        large.keyboard.press("Enter")
        large.wait_for_selector(f"text=Wärme · {number.upper()}")
        box = large.get_by_label(f"{number.upper()}").first
        box.focus()
        large.keyboard.press("Space")
    large.focus("#id_name")
    large.keyboard.press("Enter")
    large.wait_for_url("**/register/")
    measure = Measure.objects.get(name="Duschen")
    assert {point.number for point in measure.meter_points.all()} == {"W-007", "W-108"}

"""The energy report as it is seen: nothing cut at 1280, no labels upon each other, each named."""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.contrib.auth.models import User
from pytest_django.live_server_helper import LiveServer

from klimamosaik.observations.models import Bill
from klimamosaik.places.models import Building, MeterPoint, Municipality
from tests.web.conftest import AGS, PASSWORD
from tests.web.test_browser import LOOKING, NARROW, WIDE, opened

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.django_db(transaction=True)]
CUT = """() => [...document.querySelectorAll('main table')]
  .filter((t) => t.scrollWidth > t.closest('.scroll, main').clientWidth + 1)
  .map((t) => t.caption && t.caption.textContent)"""
TOUCHING = """() => [...document.querySelectorAll('main svg')].flatMap((svg) => {
  const boxes = [...svg.querySelectorAll('text')]
    .map((t) => [t.textContent, t.getBoundingClientRect()]).filter(([, b]) => b.width > 0);
  return boxes.flatMap(([a, x], at) => boxes.slice(at + 1)
    .filter(([, y]) => x.left < y.right - 1 && y.left < x.right - 1
      && x.top < y.bottom - 3 && y.top < x.bottom - 3)
    .map(([b]) => a + ' / ' + b));
})"""
NAMES = """() => [...document.querySelectorAll('main svg[role=img], main [role=region]')]
  .filter((e) => e.getBoundingClientRect().width > 0).map((e) => e.getAttribute('aria-label'))"""
WIDER = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def billed(browser: "Browser", live_server: LiveServer, admin: User) -> "Iterator[Page]":
    """An admin's page of a town with three large schools that are billed by the year."""
    town = Municipality.objects.get(ags=AGS)
    for at in range(1, 4):
        school = Building.objects.create(
            municipality=town, name=f"Integrierte Gesamtschule {at}", kind="school",
            usable_area=9_000 + at,
        )  # fmt: skip
        for carrier, kwh, cents in (("gas", 1_371_000, 11), ("electricity", 1_187_000, 31)):
            point = MeterPoint.objects.create(building=school, carrier=carrier, name=carrier)
            for year in (2022, 2023, 2024):
                used = kwh * at * (1 + 0.1 * (year % 2))
                Bill.objects.create(
                    meter_point=point, start=date(year, 1, 1), end=date(year + 1, 1, 1),
                    amount=round(used * cents / 100), quantity=used,
                )  # fmt: skip
    page = opened(browser, live_server)
    page.goto("/anmelden/")
    page.fill("#id_username", "ada")
    page.fill("#id_password", PASSWORD)
    page.click("main button")
    page.wait_for_url(f"**/{AGS}/**")
    yield page
    page.context.close()


def test_nothing_of_the_report_is_cut_or_covered(billed: "Page") -> None:
    house = Building.objects.get(name__endswith="3")
    looked = 0
    for path in (f"/{AGS}/bericht/", f"/{AGS}/gebaeude/{house.pk}/"):
        billed.goto(path)
        for width in (WIDE, NARROW):
            billed.set_viewport_size({"width": width, "height": 900})
            looked += len(billed.evaluate(NAMES))
            assert billed.evaluate(TOUCHING) == []
            for scheme in ("dark", "light"):
                billed.emulate_media(color_scheme=scheme)
                assert billed.evaluate(LOOKING) == []
            assert billed.evaluate(WIDER) <= 0
            if width == WIDE:
                assert billed.evaluate(CUT) == []
            names = billed.evaluate(NAMES)
            assert all(names)
            assert len(set(names)) == len(names)
    assert looked > 6

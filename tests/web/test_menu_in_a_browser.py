"""The main ways on a phone, by keyboard, without script, in high contrast, and in one row."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from django.contrib.auth.models import User
from pytest_django.live_server_helper import LiveServer

from klimamosaik.people.models import Role
from klimamosaik.places.models import Municipality
from klimamosaik.web.context import NavSection, ways
from tests.web.conftest import AGS
from tests.web.test_browser import PHONE, WIDE, log_in, opened

if TYPE_CHECKING:
    from playwright.sync_api import Browser, FloatRect, Locator, Page

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.django_db(transaction=True)]
ROW = "nav.ways > ul > li > a"


def wanted(path: str = "") -> tuple[NavSection, ...]:
    return ways(Municipality(ags=AGS), f"/{AGS}/{path}", Role.ADMIN)


@pytest.fixture
def phone(browser: "Browser", live_server: LiveServer, admin: User) -> "Iterator[Page]":
    """An admin's phone, which runs no script."""
    page = opened(browser, live_server, width=PHONE, java_script_enabled=False)
    log_in(page, "ada")
    yield page
    page.context.close()


def height_of(found: "Locator") -> float:
    box = found.bounding_box()
    assert box is not None
    return box["height"]


def test_every_main_way_is_two_taps_away_on_a_phone(phone: "Page") -> None:
    for way in wanted():
        phone.goto(f"/{AGS}/zaehler/")
        assert not phone.locator(ROW).first.is_visible()
        phone.click("nav.ways summary")
        link = phone.locator(ROW, has_text=way.text.de).first
        box = link.bounding_box()
        assert box is not None
        assert 0 <= box["x"] <= box["x"] + box["width"] <= PHONE, way.text.de
        assert box["height"] >= 40
        link.click()
        phone.wait_for_url(f"**{way.link}")
    assert phone.locator("nav.ways summary").inner_text() == "Menü: Einstellungen"


def test_the_open_menu_shows_the_page_we_are_on_and_what_branches_off(phone: "Page") -> None:
    phone.goto(f"/{AGS}/massnahmencontrolling/")
    phone.click("nav.ways summary")
    shown = phone.locator("nav.ways [aria-current]")
    assert shown.all_inner_texts() == ["Maßnahmen", "Controlling"]
    assert phone.locator(".branches a", has_text="Aufgaben").is_visible()


def test_the_head_of_a_page_is_flat_on_a_phone(phone: "Page") -> None:
    phone.goto(f"/{AGS}/massnahmen/")
    assert height_of(phone.locator("header.masthead")) <= 110


def test_the_menu_opens_by_keyboard(phone: "Page") -> None:
    phone.goto(f"/{AGS}/heute/")
    for _ in range(10):
        phone.keyboard.press("Tab")
        if phone.locator("nav.ways summary:focus").count():
            break
    phone.keyboard.press("Enter")
    phone.keyboard.press("Tab")
    assert phone.locator("nav.ways a:focus").inner_text() == "Heute"


@pytest.mark.parametrize("locale", ["de-DE", "en-GB"])
def test_the_ways_stand_in_one_row_on_a_wide_screen(
    browser: "Browser", live_server: LiveServer, admin: User, locale: str
) -> None:
    page = opened(browser, live_server, width=WIDE)
    log_in(page, "ada")
    page.set_extra_http_headers({"Accept-Language": locale})
    for way in wanted():
        page.goto(way.link)
        assert len(set(tops(page))) == 1, way.text
        assert not page.locator("nav.ways summary").is_visible()
    page.context.close()


def tops(page: "Page") -> list[int]:
    """Where each main way begins [px]."""
    return [round(box["y"]) for box in map(box_of, page.locator(ROW).all())]


def box_of(found: "Locator") -> "FloatRect":
    box = found.bounding_box()
    assert box is not None
    return box


def test_in_high_contrast_only_the_way_we_are_on_is_underlined(
    browser: "Browser", live_server: LiveServer, admin: User
) -> None:
    page = opened(browser, live_server, width=WIDE, forced_colors="active")
    log_in(page, "ada")
    page.goto(f"/{AGS}/bilanz/")
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    lines = {
        link.inner_text(): link.evaluate("each => getComputedStyle(each).borderBottomColor")
        for link in page.locator(ROW).all()
    }
    assert [name for name, colour in lines.items() if colour != paper] == ["Bilanz"]
    page.context.close()

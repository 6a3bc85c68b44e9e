"""The main way through, in a real browser: by mouse, on a phone, by keyboard, hardly seeing."""

import os
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from django.contrib.auth.models import User
from pytest_django.live_server_helper import LiveServer

from klimamosaik.measures.models import Measure
from klimamosaik.observations.intake.work import AT_ONCE
from klimamosaik.observations.models import Delivery
from klimamosaik.pathway.models import ExpectedEffect, Target
from klimamosaik.places.models import Building, MeterPoint, Municipality
from tests.pathway.conftest import measured
from tests.web.conftest import AGS, PASSWORD

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.django_db(transaction=True)]

WIDE, PHONE, NARROW = 1280, 390, 360
LOOKING = (Path(__file__).parent / "looking.js").read_text(encoding="utf-8")
MONTHS = [f"{month:02}/{year}" for year in (2023, 2024) for month in range(1, 13)]
EXPORT = "Monat;Rathaus;Grundschule Süd\n" + "".join(
    f"{month};{1230 - 100 * (n % 7)},5;{2000 + 300 * (n % 5)}\n" for n, month in enumerate(MONTHS)
)
PAGES = [
    "", "heute/", "energie/", "dateien/", "zaehler/", "gebaeude/", "gebaeude/neu/", "massnahmen/",
    "massnahmen/neu/", "gemeinde/", "personen/", "verlauf/",
]  # fmt: skip


def opened(browser: "Browser", server: LiveServer, **screen: Any) -> "Page":
    """A new visitor's page, which fails on anything the browser complains about."""
    width = screen.pop("width", WIDE)
    context = browser.new_context(
        base_url=server.url, locale="de-DE", viewport={"width": width, "height": 900}, **screen
    )
    page = context.new_page()
    page.set_default_timeout(15_000)
    page.on("pageerror", lambda error: pytest.fail(str(error)))
    page.on("request", lambda request: stays_here(request.url, server.url))
    return page


def stays_here(asked: str, here: str) -> None:
    """No page asks another host for anything."""
    assert asked.startswith((here, "data:", "blob:")), asked


def log_in(page: "Page", name: str) -> None:
    """Log in through the form."""
    page.goto("/anmelden/")
    page.fill("#id_username", name)
    page.fill("#id_password", PASSWORD)
    page.click("main button")
    page.wait_for_url(f"**/{AGS}/**")


def give_files(page: "Page", name: str, data: bytes) -> None:
    """Upload one file."""
    page.goto(f"/{AGS}/dateien/")
    page.set_input_files(
        "#files",
        {"name": name, "mimeType": "text/csv", "buffer": data},
    )
    page.click("text=Ansehen, was erkannt wird")


@pytest.fixture
def filled(browser: "Browser", live_server: LiveServer, admin: User) -> "Iterator[Page]":
    """An admin's page of a town that has two meters with values."""
    page = opened(browser, live_server)
    log_in(page, "ada")
    give_files(page, "waerme_kwh.csv", EXPORT.encode("cp1252"))
    page.click("text=So speichern")
    page.wait_for_selector("text=Gespeichert.")
    yield page
    page.context.close()


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_a_file_is_dropped_corrected_and_stored(
    browser: "Browser", live_server: LiveServer, editor: User, width: int
) -> None:
    Municipality.objects.update(latitude=53.14, longitude=8.21)  # as its key tells at set-up
    page = opened(browser, live_server, width=width)
    log_in(page, "edda")
    page.click("text=Dateien ablegen")
    give_files(page, "export.csv", EXPORT.encode("cp1252"))
    page.wait_for_selector("text=2 Fragen sind noch offen")
    assert page.input_value("[name=f0-s1-building]") == "Grundschule Süd"
    assert Delivery.objects.count() == 0

    page.get_by_label("Wärme", exact=True).first.check()
    page.get_by_label("MWh", exact=True).first.check()
    page.fill("[name=f0-s0-building]", "Altes Rathaus")
    page.click("text=Mit diesen Angaben neu ansehen")
    page.wait_for_selector("text=Stimmt das so?")
    page.click("text=So speichern")
    page.wait_for_selector("text=Gespeichert.")
    page.click("text=Zu den Zählern")

    assert page.locator("text=Altes Rathaus").count() >= 1
    assert "1.030.500 kWh" in page.inner_text("table"), page.inner_text("table")
    assert sorted(Building.objects.values_list("name", flat=True)) == [
        "Altes Rathaus",
        "Grundschule Süd",
    ]
    page.context.close()


def test_the_same_file_again_says_that_nothing_changed(filled: "Page") -> None:
    give_files(filled, "waerme_kwh.csv", EXPORT.encode("cp1252"))
    assert filled.locator("text=Genau diese Datei ist seit").count() == 1
    filled.click("text=So speichern")
    filled.wait_for_selector("text=Alles schon bekannt.")


def test_garbage_gives_a_sentence(filled: "Page") -> None:
    for name, data in {
        "kaputt.xlsx": b"PK\x03\x04 nonsense",
        "leer.csv": b"",
        "bild.csv": os.urandom(2000),
        "bild.png": b"\x89PNG",
    }.items():
        give_files(filled, name, data)
        text = filled.inner_text("main")
        assert "Traceback" not in text
        assert "schiefgegangen" not in text
        assert any(word in text for word in ("Bitte", "Genommen werden")), (name, text)
    assert Delivery.objects.count() == 1


def test_a_delivery_is_taken_back(filled: "Page") -> None:
    filled.goto(f"/{AGS}/dateien/")
    filled.click("button:has-text('Zurücknehmen')")
    filled.click("button:has-text('Zurücknehmen')")  # it asks first
    filled.wait_for_selector("text=Der Import ist zurückgenommen.")
    assert Delivery.objects.count() == 2


def test_the_whole_way_by_keyboard(
    browser: "Browser", live_server: LiveServer, editor: User
) -> None:
    page = opened(browser, live_server)
    page.goto("/nix/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.goto("/anmelden/")
    page.wait_for_selector("#id_username:focus")  # the focus comes with the first drawing
    page.keyboard.type("edda")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{AGS}/**")
    tab_to(page, "Maßnahmen")
    page.keyboard.press("Enter")
    page.wait_for_url("**/massnahmen/")
    tab_to(page, "oder jetzt schon eine Maßnahme aufschreiben")
    page.keyboard.press("Enter")
    page.wait_for_url("**/massnahmen/neu/")
    tab_to(page, "Speichern")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Bitte noch ändern")
    tab_to(page, "Name")
    page.keyboard.press("Enter")
    page.keyboard.type("Neue Regelung")
    assert page.input_value("#id_name") == "Neue Regelung"
    page.context.close()


def tab_to(page: "Page", text: str) -> None:
    """Press Tab until the thing with this text has the focus, which must be visible."""
    for _ in range(60):
        page.keyboard.press("Tab")
        said = page.evaluate("document.activeElement.textContent.trim()")
        if said == text:
            outline = page.evaluate(
                "getComputedStyle(document.activeElement).outlineStyle + ' ' + "
                "getComputedStyle(document.activeElement).outlineWidth"
            )
            assert outline == "solid 3px"
            return
    pytest.fail(f"{text!r} cannot be reached by keyboard")


def test_no_page_makes_anybody_stumble(filled: "Page") -> None:
    point = MeterPoint.objects.get(building__name="Rathaus")
    more = [f"zaehler/{point.pk}/bearbeiten/", f"gebaeude/{point.building_id}/bearbeiten/"]
    other = EXPORT.replace("1230,5", "1231,5")  # the very same file would be told as stored already
    give_files(filled, "export.csv", other.encode("cp1252"))
    filled.wait_for_selector("text=2 Fragen sind noch offen")
    paths = [f"/{AGS}/{path}" for path in (*PAGES, *more)]
    stumbled: dict[tuple[str, str, int], list[str]] = {}
    for path in (*paths, "/konto/", "/nix/", filled.url):
        filled.goto(path)
        filled.evaluate("document.querySelectorAll('details').forEach((d) => (d.open = true))")
        for width in (WIDE, NARROW):
            filled.set_viewport_size({"width": width, "height": 800})
            for scheme in ("light", "dark"):
                filled.emulate_media(color_scheme=scheme)
                stumbled[path, scheme, width] = filled.evaluate(LOOKING)
    assert len(stumbled) == 4 * (len(paths) + 3)
    assert {where: found for where, found in stumbled.items() if found} == {}


@pytest.fixture
def walled(browser: "Browser", live_server: LiveServer, admin: User) -> "Iterator[Page]":
    """An admin's page of a town with a target and two measures to come."""
    town = Municipality.objects.get(ags=AGS)
    Target.objects.create(
        municipality=town, year=2040, source="Rat 7/2024", need_t=1000.0, need_year=2024,
        need_source="erfunden",
    )  # fmt: skip
    for name, tonnes in (("Fernwärme Süd", 200.0), ("Dämmung der Schulen", 60.0)):
        measure = Measure.objects.create(municipality=town, name=name, start=date(2028, 1, 1))
        ExpectedEffect.objects.create(
            measure=measure, low_t=tonnes / 2, likely_t=tonnes, high_t=tonnes * 2, field="heat",
            reasoning="erfunden",
        )  # fmt: skip
    page = opened(browser, live_server)
    log_in(page, "ada")
    page.goto(f"{live_server.url}/{AGS}/?stand=2040")
    yield page
    page.context.close()


@pytest.mark.parametrize(
    ("width", "height", "wall"), [(WIDE, 900, ".lying"), (PHONE, 844, ".standing")]
)
def test_the_first_screen_shows_a_laid_stone_and_says_what_one_is(
    walled: "Page", width: int, height: int, wall: str
) -> None:
    measured(Municipality.objects.get(ags=AGS), "Heizung der Grundschule")
    walled.set_viewport_size({"width": width, "height": height})
    walled.goto(f"/{AGS}/")
    laid = walled.locator(f"{wall} a path").first.bounding_box()
    said = walled.locator(".stone-is").bounding_box()
    drawn = walled.locator(f"{wall} svg").bounding_box()
    assert laid is not None
    assert said is not None
    assert drawn is not None
    for box in (laid, said):
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= height
        assert box["x"] + box["width"] <= width
    assert "Ein Stein ist ein Tausendstel" in walled.locator(".stone-is").inner_text()
    assert "Heute: " in walled.locator("h1").inner_text()
    assert drawn["height"] < 0.66 * height


def named(page: "Page", wall: str) -> list[str]:
    """The names of stones that are to be seen in a wall."""
    texts = page.locator(f"{wall} a text")
    return [
        texts.nth(place).text_content() or ""
        for place in range(texts.count())
        if texts.nth(place).evaluate("text => getComputedStyle(text).opacity") == "1"
    ]


def test_a_stone_names_its_measure_to_pointer_and_keyboard(walled: "Page") -> None:
    assert named(walled, ".lying") == []
    walled.locator(".lying a path").first.hover(force=True)
    assert [name.split(":")[0] for name in named(walled, ".lying")] == ["Fernwärme Süd"]
    walled.mouse.move(0, 0)
    walled.locator(".ways a").last.focus()
    for name in ("Fernwärme Süd", "Dämmung der Schulen"):
        walled.keyboard.press("Tab")
        assert [said.split(":")[0] for said in named(walled, ".lying")] == [name]
        outline = "getComputedStyle(document.activeElement.querySelector('path')).strokeWidth"
        assert walled.evaluate(outline) == "3px"
    walled.keyboard.press("Tab")
    assert walled.evaluate("document.activeElement.textContent") == "Heute: Mosaik"
    walled.locator(".lying a").first.focus()
    walled.keyboard.press("Enter")
    walled.wait_for_url("**/massnahmen/**")


def test_on_paper_the_wall_keeps_its_year_legend_and_names(walled: "Page") -> None:
    assert not walled.locator(".wall .print-only").is_visible()
    walled.emulate_media(media="print")
    assert "2040" in walled.locator(".wall .print-only").inner_text()
    assert walled.locator(".wall .marks").first.is_visible()
    assert walled.locator(".lying .labels").is_visible()
    assert not walled.locator(".moments").is_visible()


def test_nobody_stumbles_over_the_wall(walled: "Page") -> None:
    found = []
    walled.evaluate("document.querySelectorAll('details').forEach((d) => (d.open = true))")
    for width in (WIDE, NARROW):
        walled.set_viewport_size({"width": width, "height": 800})
        for scheme in ("light", "dark"):
            walled.emulate_media(color_scheme=scheme)
            found += walled.evaluate(LOOKING)
    assert found == []
    assert walled.is_visible(".standing svg")
    assert not walled.is_visible(".lying svg")
    described = walled.locator(".standing svg").get_attribute("aria-describedby") or ""
    assert [walled.locator(f"#{ident}").count() for ident in described.split()] == [1, 1]


def test_it_prints_without_the_frame(filled: "Page") -> None:
    filled.goto(f"/{AGS}/zaehler/")
    filled.emulate_media(media="print")
    assert not filled.is_visible("nav")
    assert not filled.is_visible(".person")
    assert filled.is_visible("table")


def test_a_large_file_shows_how_far_it_is(filled: "Page") -> None:
    quarters = pl.datetime_range(
        datetime(2024, 1, 1, tzinfo=UTC),
        datetime(2024, 6, 1, tzinfo=UTC),
        "15m",
        closed="left",
        eager=True,
    ).dt.convert_time_zone("Europe/Berlin")
    rows = "".join(f"{start:%d.%m.%Y %H:%M};{n % 97},25\n" for n, start in enumerate(quarters))
    data = ("Zeit;Rathaus Strom [kWh]\n" + rows).encode()
    assert len(data) > AT_ONCE
    give_files(filled, "lastgang_strom.csv", data)
    filled.wait_for_selector("text=Stimmt das so?", timeout=60_000)
    filled.click("text=So speichern")
    filled.wait_for_selector("text=Gespeichert.", timeout=60_000)


def test_a_name_of_one_long_word_widens_no_list(filled: "Page") -> None:
    Measure.objects.create(municipality=Municipality.objects.get(ags=AGS), name="x" * 200)
    found = []
    for path in ("massnahmen/", "verlauf/", "veroeffentlichen/"):
        filled.goto(f"/{AGS}/{path}")
        for width in (NARROW, WIDE):
            filled.set_viewport_size({"width": width, "height": 900})
            found.append(filled.evaluate("document.documentElement.scrollWidth - innerWidth"))
    assert found == [0] * 6

"""Every public page in a real browser: on a phone and on a desk, light and dark, by keyboard."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Literal

import pytest
from pytest_django.live_server_helper import LiveServer

from klimamosaik.measures.models import Measure
from klimamosaik.places.models import Building
from klimamosaik.records.operations import save
from klimamosaik.web.demo.story import Story
from tests.publication.pages.conftest import every_path
from tests.web.conftest import own_data  # noqa: F401  # a fixture is found by its name
from tests.web.every_page import OPEN_ALL
from tests.web.test_every_page_in_a_browser import WHOLE, axe_source, seen

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.django_db(transaction=True)]

DESK, PHONE = 1280, 360
MOST = 100_000  # [bytes] of the first view
FURTHER = (
    "zahlen/", "zahlen/mosaik/", "zahlen/verbrauch/", "zahlen/wirkung/einbetten/", "offene-daten/",
    "karten/", "ausstellung/", "bei-mir/?stadtteil=Musterviertel+Ost",
)  # fmt: skip
LOOKS: tuple[tuple[int, Literal["light", "dark"]], ...] = (
    (PHONE, "light"),
    (PHONE, "dark"),
    (DESK, "light"),
    (DESK, "dark"),
)
TOO_WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
UNREACHED = """() => [...document.querySelectorAll('a[href], button, input, textarea, summary')]
  .filter((each) => each.checkVisibility() && each.tabIndex >= 0 && !window.reached.has(each))
  .map((each) => each.outerHTML.slice(0, 120))"""
NOTE = """() => {
  window.reached = new Set()
  addEventListener('focusin', (event) => window.reached.add(event.target))
}"""


@pytest.fixture
def page(browser: "Browser", live_server: LiveServer, story: Story) -> "Iterator[Page]":
    """A stranger's page, which fails on complaints and is refused every other host."""
    context = browser.new_context(base_url=live_server.url, locale="de-DE")
    opened = context.new_page()
    opened.set_default_timeout(20_000)
    opened.on("pageerror", lambda error: pytest.fail(str(error)))
    opened.on("console", lambda said: complained(said.type, said.text))
    context.route("**/*", lambda route: at_home(route, live_server.url))
    yield opened
    context.close()


def complained(kind: str, text: str) -> None:
    assert kind not in ("error", "warning"), text


def at_home(route: "Route", here: str) -> None:
    """Let through what is asked of this server, refuse and note all else."""
    asked = route.request.url
    if asked.startswith((here, "data:")):
        route.continue_()
        return
    route.abort()
    pytest.fail(f"another host is asked: {asked}")


def test_no_name_is_too_long_for_a_phone(page: "Page", story: Story) -> None:
    word = "Donaudampfschifffahrtsgesellschaftskapitänswitwenrentenviertel"
    measure = Measure.objects.filter(meter_points__isnull=False).order_by("pk")[0]
    building = measure.meter_points.order_by("pk")[0].building
    assert building is not None
    renamed(measure, name=f"{word} sanieren")
    renamed(building, name=f"Halle {word}", district=word)
    page.set_viewport_size({"width": PHONE, "height": 800})
    of_town = f"/klima/{story.municipality.ags}"
    key = f"massnahme-{measure.pk}"
    of_measure, of_building = f"massnahmen/{measure.pk}/", f"gebaeude/{building.pk}/"
    for path in ("", "bei-mir/", "zahlen/", f"zahlen/{key}/", of_measure, of_building, "antwort/"):
        page.goto(f"{of_town}/{path}")
        page.evaluate(OPEN_ALL)
        assert word in page.content(), path
        assert not page.evaluate(TOO_WIDE), path


def renamed(row: Measure | Building, **fields: str) -> None:
    """A row as the office saves it."""
    for name, value in fields.items():
        setattr(row, name, value)
    save(row, by=None)


@pytest.mark.parametrize("language", ["de", "en"])
def test_nobody_stumbles_on_any_page(page: "Page", story: Story, language: str) -> None:
    """Nothing complains, asks another host or is too wide: phone and desk, light and dark."""
    axe = axe_source()
    found: dict[tuple[str, int, str], Any] = {}
    paths = of_each_kind(every_path(story, language))
    for path in paths:
        page.goto(path)
        page.evaluate(axe)
        page.evaluate(OPEN_ALL)
        for width, scheme in LOOKS:
            page.set_viewport_size({"width": width, "height": 800})
            page.emulate_media(color_scheme=scheme)
            told = seen(page, "tag", WHOLE)
            wide = page.evaluate(TOO_WIDE)
            found[path, width, scheme] = [*told, *(["too wide"] if wide else [])]
    assert len(found) == 4 * len(paths)
    assert {where: what for where, what in found.items() if what} == {}


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_first_view_of_every_page_is_small_over_the_wire(
    page: "Page", story: Story, language: str
) -> None:
    """Page, style, pictures and all else a phone loads, with headers, nothing kept from before."""
    page.set_viewport_size({"width": PHONE, "height": 780})
    page.set_default_navigation_timeout(180_000)  # [ms] sizes are measured, not how long it takes
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.send("Network.setCacheDisabled", {"cacheDisabled": True})
    arrived: list[float] = []
    wire.on("Network.loadingFinished", lambda told: arrived.append(told["encodedDataLength"]))
    sizes: dict[str, float] = {}
    home = f"{'' if language == 'de' else '/en'}/klima/{story.municipality.ags}/"
    for path in [*of_each_kind(every_path(story, language)), *(home + each for each in FURTHER)]:
        arrived.clear()
        page.goto(path, wait_until="networkidle")
        assert len(arrived) > 1, path  # at least the page and its style
        sizes[path] = sum(arrived)
    assert {path: size for path, size in sizes.items() if size >= MOST} == {}


def of_each_kind(paths: list[str]) -> list[str]:
    """All pages of which there is one, and two measures and one building."""
    single = [path for path in paths if not path.rstrip("/")[-1].isdigit() or path.count("/") < 5]
    measures = [path for path in paths if "/massnahmen/" in path and path not in single]
    buildings = [path for path in paths if "/gebaeude/" in path and path not in single]
    return [*single, *measures[:1], *measures[-1:], *buildings[:1]]


def test_the_keyboard_alone_reaches_everything(page: "Page", story: Story) -> None:
    page.set_viewport_size({"width": DESK, "height": 800})
    for path in of_each_kind(every_path(story)):
        page.goto(path)
        page.evaluate(NOTE)
        for _ in range(120):
            page.keyboard.press("Tab")
        assert page.evaluate(UNREACHED) == [], path


def test_the_first_thing_the_keyboard_finds_leads_to_the_content(
    page: "Page", story: Story
) -> None:
    page.goto(f"/klima/{story.municipality.ags}/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_sentence_wall_and_button_are_on_the_first_screen_of_a_phone(
    page: "Page", story: Story
) -> None:
    page.set_viewport_size({"width": PHONE, "height": 780})
    page.goto(f"/klima/{story.municipality.ags}/")
    for what in ("h1", "figure.wall svg >> visible=true", ".to-mine a"):
        box = page.locator(what).first.bounding_box()
        assert box, what
        assert box["y"] + box["height"] <= 780, what


def test_long_names_of_sensors_fit_on_a_phone(page: "Page", story: Story) -> None:
    page.set_viewport_size({"width": PHONE, "height": 780})
    page.goto(f"/klima/{story.municipality.ags}/sensoren/")
    assert page.locator("table.list th[scope=row]").count() > 1
    assert not page.evaluate(TOO_WIDE)


def test_a_search_works_without_script(
    browser: "Browser",
    live_server: LiveServer,
    story: Story,
) -> None:
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"/klima/{story.municipality.ags}/")
    page.click("text=Was passiert bei mir?")
    page.fill("#suche", "Hallenbad")
    page.click("button:has-text('Suchen')")
    page.wait_for_selector("text=1 gefunden.")
    page.click(".places a >> nth=0")
    page.wait_for_selector("h1:has-text('Hallenbad')")
    context.close()


def test_on_paper_stands_what_counts(page: "Page", story: Story) -> None:
    page.goto(f"/klima/{story.municipality.ags}/")
    page.emulate_media(media="print")
    assert not page.is_visible("footer nav")
    assert not page.is_visible(".button >> nth=0")
    assert page.is_visible("h1")
    assert page.is_visible(".lying svg")

"""The folder in a real browser, opened from disk: nothing is asked of any host, all day long."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.test import override_settings

from klimamosaik.publication.site.export import export_site
from klimamosaik.web.demo.story import Story
from tests.demo import DEMO_AT
from tests.web.conftest import own_data  # noqa: F401  # a fixture is found by its name

if TYPE_CHECKING:
    from playwright.sync_api import Browser, CDPSession, Page

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.django_db]

ADDRESS = "https://klima.musterstadt.example"
FILE = "file://"
LEFT = "net::ERR_ABORTED"  # asked for by a page that was left before it came
SCREENS = ((1280, 720), (1920, 1080), (1024, 768))
RULES = {
    "preload": False,
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}
COUNT = """() => {
  window.turns = 0
  const place = document.querySelector('.place')
  new MutationObserver(() => { window.turns += 1 }).observe(place, { childList: true })
}"""
CUT_OFF = """() => [...document.querySelectorAll('.slide:not([hidden]) *, .turning')]
  .filter((each) => each.checkVisibility() && !each.closest('svg svg, .hidden'))
  .filter((each) => {
    const box = each.getBoundingClientRect()
    return box.bottom > innerHeight + 1 || box.right > innerWidth + 1
  })
  .map((each) => each.outerHTML.slice(0, 80))"""
LINKS = """() => [...document.querySelectorAll('a[href]')]
  .map((each) => new URL(each.getAttribute('href'), location).href)"""


@pytest.fixture(scope="session")
def built() -> dict[str, Path]:
    """The folder, once it is written."""
    return {}


@pytest.fixture
def folder(story: Story, built: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The synthetic town's pages in German, written once for all tests here."""
    if "folder" not in built:
        root = tmp_path_factory.mktemp("stick")
        with override_settings(PUBLIC_ADDRESS=ADDRESS, ALLOWED_HOSTS=["klima.musterstadt.example"]):
            done = export_site(ags=story.municipality.ags, root=root, at=DEMO_AT, languages=["de"])
        assert done.dead == ()
        built["folder"] = root
    return built["folder"]


@pytest.fixture
def page(browser: "Browser") -> "Iterator[Page]":
    """A visitor without a network; whatever is asked of a host, or is missing, fails the test."""
    context = browser.new_context(offline=True, viewport={"width": 1280, "height": 720})
    opened = context.new_page()
    opened.set_default_timeout(20_000)
    opened.on("pageerror", lambda error: pytest.fail(str(error)))
    opened.on("console", lambda said: complained(said.type, said.text))
    opened.on("request", lambda asked: from_disk(asked.url))
    opened.on("requestfailed", lambda asked: missing(asked.url, asked.failure))
    yield opened
    context.close()


def complained(kind: str, text: str) -> None:
    assert kind not in ("error", "warning"), text


def missing(url: str, failure: str | None) -> None:
    assert failure == LEFT, f"missing: {url}: {failure}"


def from_disk(url: str) -> None:
    assert url.startswith((FILE, "data:")), url


def test_every_page_opens_and_every_link_is_a_file(page: "Page", folder: Path) -> None:
    seen, waiting = set[str](), [(folder / "index.html").as_uri()]
    files = set[str]()
    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        seen.add(address)
        page.goto(address)
        assert page.locator("h1").count() == 1, address
        own = [link.partition("#")[0] for link in page.evaluate(LINKS) if link.startswith(FILE)]
        files.update(own)
        kinds = seen_kinds(seen)
        waiting += [
            link
            for link in own
            if link.endswith(".html") and kind_of(link) not in kinds and link not in seen
        ]
    assert len(seen) > 12
    assert len(files) > 150
    assert [file for file in files if not Path(file.removeprefix(FILE)).is_file()] == []


def kind_of(link: str) -> str:
    """Pages of one kind differ in a number only: one of each is opened."""
    return "".join("0" if letter.isdigit() else letter for letter in link.rpartition("/de/")[2])


def seen_kinds(seen: set[str]) -> set[str]:
    return {kind_of(each) for each in seen}


def shown(page: "Page") -> str:
    """The headline of the one slide that is seen."""
    seen = page.locator(".slide:visible")
    assert seen.count() == 1
    return seen.locator("h2").inner_text()


def test_the_exhibition_turns_hundreds_of_times_without_growing(page: "Page", folder: Path) -> None:
    page.goto((folder / "ausstellung.html").as_uri() + "?sekunden=0.01")
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")
    page.evaluate(COUNT)
    page.wait_for_function("window.turns > 50")
    before = memory(session)
    page.wait_for_function("window.turns > 650", timeout=120_000)
    after = memory(session)
    assert after["Documents"] == before["Documents"]
    assert after["JSEventListeners"] == before["JSEventListeners"]
    assert after["Nodes"] <= before["Nodes"] + 5
    assert after["JSHeapUsedSize"] - before["JSHeapUsedSize"] < 100_000  # bytes
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    assert page.evaluate("history.length") <= 2  # the empty page, and this one
    assert page.evaluate("document.cookie") == ""


def memory(session: "CDPSession") -> dict[str, Any]:
    """What the page holds once what nobody needs was thrown away."""
    session.send("HeapProfiler.collectGarbage")
    metrics = session.send("Performance.getMetrics")["metrics"]
    return {each["name"]: each["value"] for each in metrics}


def test_a_touch_holds_it_and_a_while_without_one_begins_anew(page: "Page", folder: Path) -> None:
    page.goto((folder / "ausstellung.html").as_uri() + "?sekunden=3600&ruhe=1")
    first = shown(page)
    pause = page.locator('[data-turn="0"]')
    assert pause.get_attribute("aria-pressed") == "false"
    page.click("text=Weiter")
    second = shown(page)
    assert second != first
    assert pause.get_attribute("aria-pressed") == "true"
    page.keyboard.press("ArrowRight")
    assert shown(page) not in (first, second)
    page.wait_for_function("document.querySelector('[data-turn=\"0\"]').ariaPressed === 'false'")
    assert shown(page) == first


def test_nobody_is_led_away_from_the_exhibition(page: "Page", folder: Path) -> None:
    """A stone that is touched leads to a page that does not turn: in the exhibition it does not."""
    address = (folder / "ausstellung.html").as_uri()
    page.goto(address + "?sekunden=3600&ruhe=3600")
    links = page.locator(".slide:visible a")
    assert links.count() > 0
    links.first.dispatch_event("click")
    assert page.url.startswith(address)


def test_every_slide_fits_on_the_screen(page: "Page", folder: Path) -> None:
    page.goto((folder / "ausstellung.html").as_uri() + "?sekunden=3600&ruhe=3600")
    slides = page.locator(".slide").count()
    assert slides > 8
    cut: dict[tuple[int, int], Any] = {}
    for width, height in SCREENS:
        page.set_viewport_size({"width": width, "height": height})
        for number in range(slides):
            found = page.evaluate(CUT_OFF)
            if found:
                cut[width, number] = found
            page.keyboard.press("ArrowRight")
    assert cut == {}


def test_without_script_all_slides_stand_below_each_other(
    browser: "Browser",
    folder: Path,
) -> None:
    context = browser.new_context(offline=True, java_script_enabled=False)
    page = context.new_page()
    page.goto((folder / "ausstellung.html").as_uri())
    slides = page.locator(".slide")
    assert slides.count() == page.locator(".slide:visible").count() > 8
    context.close()


def test_nobody_stumbles_over_the_exhibition_and_the_first_page(page: "Page", folder: Path) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is missing")
    for name in ("ausstellung.html", "index.html", "de/karten/index.html"):
        page.goto((folder / name).as_uri() + "?sekunden=3600")
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            seen = axe.Axe().run(page, options=RULES).response["violations"]
            assert [(e["id"], [n["html"][:120] for n in e["nodes"]]) for e in seen] == []

"""Nobody stumbles on any page: office and public, on a desk and a phone, light and dark, German
and English, with all folded parts open; nor on a form that was sent empty.

Each page is opened once for all that is looked for: by axe, and by `standing.js`, which
finds what is cut without a cue, too small to read or to hit, or told apart by nothing one can hear.
"""

from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pytest
from pytest_django.live_server_helper import LiveServer

from klimamosaik.people.models import Role
from klimamosaik.web.demo.story import Story
from tests.web.every_page import DESK, OPEN_ALL, PHONE, office_pages, opened, public_pages
from tests.web.test_looking_never_writes import person
from tests.web.test_looking_never_writes import story as story

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.django_db(transaction=True)]

WHOLE = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOURS = ["color-contrast", "link-in-text-block"]  # all that darkness can change
SIZES = ["target-size", "scrollable-region-focusable", "region"]  # and all that a width can
LOOKS: tuple[tuple[int, Literal["light", "dark"]], ...] = (
    (DESK, "dark"),
    (PHONE, "dark"),
    (PHONE, "light"),
)
SMALLEST = 320  # [px]
STANDING = (Path(__file__).parent / "standing.js").read_text(encoding="utf-8")
COLOURED = (Path(__file__).parent / "colours.js").read_text(encoding="utf-8")
RUN = """(rules) => axe.run({ runOnly: rules, resultTypes: ['violations'], preload: false })
  .then((found) => found.violations.map((each) =>
    each.id + ': ' + each.nodes.slice(0, 3).map((node) => node.html.slice(0, 120)).join(' | ')))"""
BLANK = """() => {
  const typed = 'input[type=text], input:not([type]), input[type=date], textarea'
  const form = [...document.querySelectorAll('main form[method=post]')]
    .find((each) => each.querySelector(typed) && each.querySelector('button.button'))
  if (!form) return false
  for (const each of form.querySelectorAll('input, textarea, select'))
    if (!['hidden', 'checkbox', 'radio', 'file', 'submit'].includes(each.type)) each.value = ''
  const save = [...form.querySelectorAll('button.button:not(.quiet)')].pop()
  if (!save) return false
  save.classList.add('blank')
  return true
}"""
LARGE = """() => {
  const page = document.documentElement
  page.style.fontSize = '200%'
  const wider = page.scrollWidth - page.clientWidth
  page.style.fontSize = ''
  return wider > 0 ? [wider + ' px wider than the page'] : []
}"""
SUMMARY = """async () => {
  const told = document.querySelector('.problems')
  if (!told) return null
  const found = []
  // the focus comes with a drawing of the page, which on a busy machine is late
  for (let n = 0; n < 200 && document.activeElement !== told; n += 1)
    await new Promise((go) => setTimeout(go, 50))
  const focus = document.activeElement
  if (focus !== told) found.push('the focus is on ' + focus.outerHTML.slice(0, 90))
  if (!document.title.trim().startsWith('Fehler:')) found.push('the title: ' + document.title)
  for (const link of told.querySelectorAll('a[href^="#"]'))
    if (!document.getElementById(link.hash.slice(1))) found.push('nowhere: ' + link.outerHTML)
  return found
}"""


def axe_source() -> str:
    """The script of axe as its package brings it."""
    package = pytest.importorskip("axe_playwright_python", reason="axe is missing")
    found = next(Path(package.__file__).parent.rglob("axe.min.js"))
    return found.read_text(encoding="utf-8")


def rules(kind: str, names: list[str]) -> dict[str, Any]:
    """What axe looks at."""
    return {"type": kind, "values": names}


def seen(page: "Page", kind: str, names: list[str]) -> list[str]:
    """What axe finds on the page as it stands."""
    found: list[str] = page.evaluate(RUN, rules(kind, names))
    return found


class Walk:
    """Goes from page to page, and keeps what anybody would stumble over."""

    def __init__(self, page: "Page", axe: str) -> None:
        """Nothing was looked at yet."""
        self.page, self.axe = page, axe
        self.found: list[str] = []
        self.colours: set[str] = set()  # the ways text stood on what axe looked at
        self.titles: dict[str, set[str]] = defaultdict(set)  # by title the pages of it

    def look(self, address: str) -> None:
        """All of a page once, then what another width or light may change."""
        self.resized(DESK, "light")
        self.page.goto(address)
        self.titles[self.page.title()].add(self.page.inner_text("main"))
        self.page.evaluate(self.axe)
        self.page.evaluate(OPEN_ALL)
        self.tell(f"{address}, desk", seen(self.page, "tag", WHOLE))
        self.tell(f"{address}, desk", self.page.evaluate(STANDING))
        self.new_colours()
        for width, light in LOOKS:
            self.resized(width, light)
            if self.new_colours():
                self.tell(f"{address}, {width}, {light}", seen(self.page, "rule", COLOURS))
        self.tell(f"{address}, phone", seen(self.page, "rule", SIZES))
        self.tell(f"{address}, phone", self.page.evaluate(STANDING))
        self.resized(SMALLEST, "light")
        self.tell(f"{address}, letters doubled", self.page.evaluate(LARGE))

    def resized(self, width: int, light: Literal["light", "dark"]) -> None:
        """Another screen, in the light of day or by night."""
        self.page.set_viewport_size({"width": width, "height": 900})
        self.page.emulate_media(color_scheme=light)

    def new_colours(self) -> bool:
        """Whether text stands here as on no page before; axe measures a contrast but once."""
        told = set(self.page.evaluate(COLOURED)) - self.colours
        self.colours |= told
        return bool(told)

    def tell(self, where: str, found: list[str]) -> None:
        """Keep what was found."""
        self.found += [f"{where}: {each}" for each in found]


@pytest.mark.parametrize("language", ["de", "en"])
def test_nobody_stumbles_on_any_page(
    browser: "Browser", live_server: LiveServer, story: Story, language: str
) -> None:
    axe, client = axe_source(), person(Role.ADMIN)
    office = office_pages(client, story)
    # The same templates speak English: every fourth page of it is enough.
    pages = [*(office if language == "de" else office[::4]), *public_pages(story, language)]
    with opened(browser, live_server, client, locale=f"{language}-{language.upper()}") as page:
        walk = Walk(page, axe)
        for address in pages:
            walk.look(address)
    assert len(walk.colours) > 10
    assert not walk.found, "\n".join(walk.found)
    alike = [title for title, pages_of_it in walk.titles.items() if len(pages_of_it) > 1]
    assert not alike, alike


def test_a_form_sent_empty_leads_the_keyboard_to_its_faults(
    browser: "Browser", live_server: LiveServer, story: Story
) -> None:
    axe, client = axe_source(), person(Role.ADMIN)
    found, refused = [], []
    with opened(browser, live_server, client) as page:
        for address in office_pages(client, story):
            answer = page.goto(address)
            if answer is None or answer.status != 200:
                continue  # gone with a form sent before
            page.evaluate(OPEN_ALL)
            if not page.evaluate(BLANK):
                continue
            with page.expect_navigation():
                page.click(".blank")
            told = page.evaluate(SUMMARY)
            if told is None:
                continue
            refused.append(address)
            page.evaluate(axe)
            found += [f"{address}: {each}" for each in [*told, *seen(page, "tag", WHOLE)]]
    assert len(refused) > 15, refused
    assert not found, "\n".join(found)

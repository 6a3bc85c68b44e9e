"""axe finds nothing on any page: office and public, on a desk and a phone, light and dark, German
and English, with all folded parts open; nor on a form that was sent empty."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from pytest_django.live_server_helper import LiveServer

from klimamosaik.people.models import Role
from klimamosaik.web.demo.story import Story
from tests.web.test_every_page_in_a_browser import (
    DESK,
    OPEN_ALL,
    PHONE,
    office_pages,
    opened,
    public_pages,
)
from tests.web.test_looking_never_writes import person
from tests.web.test_looking_never_writes import story as story

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.django_db(transaction=True)]

WHOLE = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOURS = ["color-contrast", "link-in-text-block"]  # all that darkness can change
SIZES = ["color-contrast", "target-size", "scrollable-region-focusable", "region"]
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


def looked_at(page: "Page", address: str, axe: str) -> list[str]:
    """What axe finds on a page: all of it once, then what another width or light may change."""
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": DESK, "height": 900})
    page.goto(address)
    page.evaluate(axe)
    page.evaluate(OPEN_ALL)
    found = [f"{address}, desk: {each}" for each in seen(page, "tag", WHOLE)]
    page.emulate_media(color_scheme="dark")
    found += [f"{address}, desk, dark: {each}" for each in seen(page, "rule", COLOURS)]
    page.set_viewport_size({"width": PHONE, "height": 844})
    found += [f"{address}, phone, dark: {each}" for each in seen(page, "rule", COLOURS)]
    page.emulate_media(color_scheme="light")
    return found + [f"{address}, phone: {each}" for each in seen(page, "rule", SIZES)]


@pytest.mark.parametrize("language", ["de", "en"])
def test_axe_finds_nothing_on_any_page(
    browser: "Browser", live_server: LiveServer, story: Story, language: str
) -> None:
    axe, client = axe_source(), person(Role.ADMIN)
    office = office_pages(client, story)
    # The same templates speak English: every fourth page of it is enough.
    pages = [*(office if language == "de" else office[::4]), *public_pages(story, language)]
    found = []
    with opened(browser, live_server, client, locale=f"{language}-{language.upper()}") as page:
        for address in pages:
            found += looked_at(page, address, axe)
    assert not found, "\n".join(found)


def test_a_form_sent_empty_leads_the_keyboard_to_its_faults(
    browser: "Browser", live_server: LiveServer, story: Story
) -> None:
    axe, client = axe_source(), person(Role.ADMIN)
    found, refused = [], []
    with opened(browser, live_server, client) as page:
        for address in office_pages(client, story):
            if client.get(address).status_code != 200:
                continue  # gone with a form sent before
            page.goto(address)
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

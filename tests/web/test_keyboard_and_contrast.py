"""The office by keyboard alone, and what is chosen when Windows draws in its own few colours."""

from typing import TYPE_CHECKING

import pytest
from pytest_django.live_server_helper import LiveServer

from klimamosaik.measures.models import Measure
from klimamosaik.people.models import Role
from klimamosaik.web.demo.story import Story
from tests.web.every_page import opened
from tests.web.test_looking_never_writes import person

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.django_db(transaction=True)]

MOST = 150  # presses of Tab until something has to be reached
HERE = """() => {
  const at = document.activeElement, style = getComputedStyle(at)
  const text = at.textContent.replace(/\\s+/g, ' ').trim()
  return [text, at.id, style.outlineStyle, style.outlineWidth]
}"""
MARKED = """(chosen) => [...document.querySelectorAll(chosen)].map((each) => {
  const style = getComputedStyle(each)
  const line = style.borderBottomWidth + style.borderBottomColor
  return [each.getAttribute('aria-current') !== null, line]
})"""


def tab_to(page: "Page", wanted: str) -> None:
    """Press Tab until what reads so, or has this id, has the focus, with its ring."""
    for _ in range(MOST):
        page.keyboard.press("Tab")
        text, ident, style, width = page.evaluate(HERE)
        if wanted in (text, ident) or text.startswith(wanted + " "):
            assert (style, width) == ("solid", "3px"), f"{wanted} has no ring"
            return
    pytest.fail(f"{wanted!r} cannot be reached by keyboard")


def press(page: "Page", wanted: str) -> None:
    """Reach something by Tab and press Enter, which leads to another page."""
    tab_to(page, wanted)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_a_measure_is_opened_changed_and_put_back_by_keyboard(
    browser: "Browser", live_server: LiveServer, story: Story
) -> None:
    measure = Measure.objects.get(name="Radweg zum Bahnhof")
    with opened(browser, live_server, person(Role.ADMIN)) as page:
        page.goto(f"/{story.municipality.ags}/massnahmen/")
        press(page, measure.name)
        page.goto(f"/{story.municipality.ags}/massnahmen/{measure.pk}/grundlagen/")
        tab_to(page, "id_name")
        page.keyboard.press("Control+A")
        page.keyboard.press("Delete")
        press(page, "Speichern")
        assert page.title().strip().startswith("Fehler:")
        assert page.evaluate("document.activeElement.id") == "problems"
        tab_to(page, "Name")
        page.keyboard.press("Enter")  # to the field
        assert page.evaluate("document.activeElement.id") == "id_name"
        page.keyboard.type("Radweg zum See")
        press(page, "Speichern")
        assert "Radweg zum See" in page.inner_text("h1")
        said = page.evaluate("[document.activeElement.className, document.activeElement.role]")
        assert said == ["said", "status"]  # read out, and Tab goes on from there


def test_details_are_opened_and_a_file_is_taken_back_by_keyboard(
    browser: "Browser", live_server: LiveServer, story: Story
) -> None:
    with opened(browser, live_server, person(Role.ADMIN)) as page:
        page.goto(f"/{story.municipality.ags}/")
        tab_to(page, "Als Tabelle")
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.parentElement.open")
        page.goto(f"/{story.municipality.ags}/dateien/")
        press(page, "Zurücknehmen")
        press(page, "Zurücknehmen")  # it asks first
        assert "zurückgenommen" in page.inner_text("main")
        assert "zurückgenommen" in page.evaluate("document.activeElement.textContent")


@pytest.mark.parametrize("chosen", [".moments a", ".heaps a, .heaps li"])
def test_with_few_colours_what_is_chosen_is_marked_by_a_line(
    browser: "Browser", live_server: LiveServer, story: Story, chosen: str
) -> None:
    with opened(browser, live_server, person(Role.ADMIN), forced_colors="active") as page:
        below = "" if chosen == ".moments a" else "massnahmen/?phase=idea"
        page.goto(f"/{story.municipality.ags}/{below}")
        marked = page.evaluate(MARKED, chosen)
    lines = {line for here, line in marked if here}
    assert len(lines) == 1, marked
    assert lines.isdisjoint(line for here, line in marked if not here), marked


def test_who_wants_no_motion_gets_none(
    browser: "Browser", live_server: LiveServer, story: Story
) -> None:
    with opened(browser, live_server, person(Role.ADMIN), reduced_motion="reduce") as page:
        page.goto(f"/{story.municipality.ags}/")
        moving = page.evaluate(
            "[...document.querySelectorAll('*')]"
            ".filter((each) => !/^0s(, 0s)*$/.test(getComputedStyle(each).transitionDuration))"
            ".map((each) => each.outerHTML.slice(0, 80))"
        )
    assert moving == []

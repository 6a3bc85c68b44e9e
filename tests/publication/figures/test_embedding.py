"""A figure inside another site's page, in a real browser, also in a page opened from disk."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from pytest_django.live_server_helper import LiveServer

from klimamosaik.publication.queries.paths import figure_path

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from klimamosaik.web.demo.story import Story

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.django_db(transaction=True)]

ABOVE = "<!doctype html><html lang=de><title>Zeitung</title><h1>Zeitung</h1>"


@pytest.fixture
def page(browser: "Browser", live_server: LiveServer) -> "Iterator[Page]":
    """A reader's page that asks nobody but this server, and complains about nothing."""
    context = browser.new_context(viewport={"width": 700, "height": 900})
    opened = context.new_page()
    opened.set_default_timeout(30_000)
    complaints: list[str] = []
    opened.on("console", lambda said: complaints.append(f"{said.text} {said.location}"))
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on(
        "request",
        lambda asked: (
            complaints.append(asked.url)
            if not asked.url.startswith((live_server.url, "file:"))
            else None
        ),
    )
    yield opened
    # For a picture opened by itself the browser asks for an icon of the site's.
    assert [each for each in complaints if "favicon.ico" not in each] == []
    assert context.cookies() == []
    context.close()


def lines_to_copy(story: "Story", server: LiveServer) -> str:
    """What the page of a figure offers for embedding."""
    import html
    import re

    path = figure_path(story.municipality.ags, "massnahme-1")
    host = server.url.removeprefix("http://")
    text = Client().get(path, HTTP_HOST=host).content.decode()
    found = re.search(r'aria-labelledby="einbetten"><code>(.*?)</code>', text, re.DOTALL)
    assert found is not None
    return html.unescape(found[1])


def test_the_lines_to_copy_work_in_a_page_opened_from_disk(
    story: "Story", live_server: LiveServer, page: "Page", tmp_path: Path
) -> None:
    file = tmp_path / "zeitung.html"
    file.write_text(ABOVE + lines_to_copy(story, live_server) + "<p>danach", encoding="utf-8")
    page.goto(f"file://{file}")
    frame = page.frame_locator("iframe")
    frame.locator("h1").wait_for()
    assert "gespart" in frame.locator("h1").inner_text()
    assert frame.locator("svg.broad").is_visible()
    page.wait_for_function("document.querySelector('iframe').height !== '640'")
    inside = frame.locator("html").evaluate("node => node.getBoundingClientRect().height")
    assert abs(page.locator("iframe").bounding_box()["height"] - inside) < 6  # type: ignore[index]
    assert page.locator("iframe").get_attribute("title") == (
        "Was hat es gebracht? Heizungsoptimierung Grundschule"
    )


def test_without_its_script_the_line_still_shows_the_figure(
    story: "Story", live_server: LiveServer, page: "Page", tmp_path: Path
) -> None:
    line, script = lines_to_copy(story, live_server).split("\n")
    assert "<script" in script
    file = tmp_path / "zeitung.html"
    file.write_text(ABOVE + line, encoding="utf-8")
    page.goto(f"file://{file}")
    page.frame_locator("iframe").locator("h1").wait_for()
    assert page.locator("iframe").get_attribute("height") == "640"


def test_the_embedded_figure_follows_light_and_dark(
    story: "Story", live_server: LiveServer, page: "Page"
) -> None:
    path = figure_path(story.municipality.ags, "massnahme-1", "/einbetten/")
    grounds = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.goto(live_server.url + path)
        grounds.append(page.evaluate("getComputedStyle(document.body).backgroundColor"))
    assert grounds == ["rgb(246, 241, 231)", "rgb(29, 36, 35)"]


def test_a_picture_opened_by_itself_follows_light_and_dark(
    story: "Story", live_server: LiveServer, page: "Page"
) -> None:
    grounds = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.goto(live_server.url + figure_path(story.municipality.ags, "massnahme-1", ".svg"))
        grounds.append(page.evaluate("getComputedStyle(document.querySelector('rect')).fill"))
    assert grounds == ["rgb(246, 241, 231)", "rgb(29, 36, 35)"]


@pytest.mark.parametrize("width", [360, 1280])
def test_the_page_of_a_figure_fits_and_asks_nobody_else(
    story: "Story", live_server: LiveServer, page: "Page", width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    for key in ("verbrauch", "wirkung", "warum-co2", "mosaik"):
        page.goto(live_server.url + figure_path(story.municipality.ags, key))
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        shown = [page.locator(f"svg.{kind}").is_visible() for kind in ("broad", "narrow")]
        assert shown == [width > 500, width < 500]


def test_the_script_of_embeds_is_small() -> None:
    found = finders.find("einbetten.js")
    assert found is not None
    assert Path(found).stat().st_size < 1000

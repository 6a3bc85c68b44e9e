"""A printed page holds what can be read on paper: nothing that only a click would open."""

from typing import TYPE_CHECKING

import pytest
from pytest_django.live_server_helper import LiveServer

from klimamosaik.web.demo.story import Story
from tests.web.every_page import opened

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.django_db(transaction=True)]


def test_what_only_a_click_would_open_is_left_off_paper_and_what_is_open_stays(
    browser: "Browser", live_server: LiveServer, story: Story
) -> None:
    with opened(browser, live_server) as page:
        page.goto(f"/klima/{story.municipality.ags}/")
        assert page.locator(".take").is_visible()
        closed = page.locator("details:not([open])").count()
        assert closed > 1
        page.locator("details").first.evaluate("each => (each.open = true)")
        page.emulate_media(media="print")
        assert not page.locator(".take").is_visible()
        shown = [each.is_visible() for each in page.locator("details").all()]
        assert shown == [True] + [False] * (len(shown) - 1)
        assert page.locator("main h1").is_visible()

"""Every page of the office and every public one, on a phone and on a desk: nothing is cut without
a cue, too small to read or to hit, or told apart by nothing one can hear."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.test import Client
from pytest_django.live_server_helper import LiveServer

from klimamosaik.people.models import Role
from klimamosaik.web.demo.story import Story
from tests.publication.pages.conftest import every_path
from tests.web.test_looking_never_writes import addresses, person
from tests.web.test_looking_never_writes import story as story

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.django_db(transaction=True)]

DESK, PHONE = 1280, 390
STANDING = (Path(__file__).parent / "standing.js").read_text(encoding="utf-8")
OPEN_ALL = "document.querySelectorAll('details').forEach((each) => (each.open = true))"
PATIENCE = 60_000  # [ms] a busy machine is no fault of a page


@contextmanager
def opened(
    browser: "Browser", server: LiveServer, client: Client | None = None, **screen: Any
) -> "Iterator[Page]":
    """A visitor's page, logged in as a client is."""
    screen.setdefault("locale", "de-DE")
    context = browser.new_context(base_url=server.url, **screen)
    if client is not None:
        key = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": server.url}]
        )
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    try:
        yield page
    finally:
        context.close()


def at_width(address: str, width: int) -> str:
    """Where something was found."""
    return f"{address} at {width}"


def shown(client: Client, asked: list[str]) -> list[str]:
    """The addresses that answer with a page."""
    found = []
    for address in asked:
        answer = client.get(address)
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            found.append(address)
    return found


def office_pages(client: Client, story: Story) -> list[str]:
    """Every page of the office, for who may see all."""
    asked = dict.fromkeys(address for _, address in addresses(client, story.municipality))
    found = shown(client, list(asked))
    assert len(found) > 80
    return found


def public_pages(story: Story, language: str = "de") -> list[str]:
    """Every public page; of buildings and measures some."""
    paths = every_path(story, language)
    root = f"{paths[0]}zahlen/"
    few = [path for path in paths if not path.rstrip("/")[-1].isdigit()]
    return [*few, *[path for path in paths if path not in few][::4], root]


def test_nobody_stumbles_on_any_page(
    browser: "Browser", live_server: LiveServer, story: Story
) -> None:
    client = person(Role.ADMIN)
    pages = [*office_pages(client, story), *public_pages(story)]
    assert len(pages) > 100
    found: dict[str, list[str]] = {}
    titles: dict[str, set[str]] = defaultdict(set)
    with opened(browser, live_server, client) as page:
        for address in pages:
            page.goto(address)
            titles[page.title()].add(page.inner_text("main"))
            page.evaluate(OPEN_ALL)
            for width in (DESK, PHONE):
                page.set_viewport_size({"width": width, "height": 900})
                found[at_width(address, width)] = page.evaluate(STANDING)
    assert len(found) == 2 * len(pages)
    told = [f"{where}: {each}" for where, what in found.items() for each in what]
    assert not told, "\n".join(told)
    alike = [title for title, pages_of_it in titles.items() if len(pages_of_it) > 1]
    assert not alike, alike

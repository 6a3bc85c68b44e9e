"""Every page of the office and every public one, to be opened in a browser."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.test import Client
from pytest_django.live_server_helper import LiveServer

from klimamosaik.web.demo.story import Story
from tests.publication.pages.conftest import every_path
from tests.web.test_looking_never_writes import addresses

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

DESK, PHONE = 1280, 390
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


def is_page(client: Client, address: str) -> bool:
    """Whether an address answers with a page."""
    answer = client.get(address)
    return answer.status_code == 200 and answer["Content-Type"].startswith("text/html")


PAGES: set[str] = set()  # names of addresses that are pages: the same in every test of the story


def office_pages(client: Client, story: Story) -> list[str]:
    """Every page of the office, for who may see all."""
    asked = {address: name for name, address in addresses(client, story.municipality)}
    if not PAGES:
        PAGES.update(name for address, name in asked.items() if is_page(client, address))
    found = [address for address, name in asked.items() if name in PAGES]
    assert len(found) > 80
    return found


def public_pages(story: Story, language: str = "de") -> list[str]:
    """Every public page; of buildings and measures some."""
    paths = every_path(story, language)
    root = f"{paths[0]}zahlen/"
    few = [path for path in paths if not path.rstrip("/")[-1].isdigit()]
    figures = [f"{root}{key}/" for key in ("mosaik", "wirkung", "verbrauch", "warum-co2")]
    return [*few, *[path for path in paths if path not in few][::4], root, *figures]

"""The invented town as a stranger's program sees it."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client

from klimamosaik.places.models import Municipality
from klimamosaik.publication.models import PublicPage
from klimamosaik.publication.queries.known import Known
from klimamosaik.publication.queries.published import published_in, towns_published
from klimamosaik.web.demo.story import Story
from tests.demo import DEMO_AT

Answers = Callable[..., Any]
ROOT = "/api/v1"


@pytest.fixture(autouse=True)
def often(settings: Any) -> None:
    """Tests ask more often than a stranger may."""
    settings.API_PER_MINUTE, settings.API_AT_ONCE = 1_000_000, 100


@pytest.fixture
def stranger(db: None) -> Client:
    """A program nobody knows."""
    cache.clear()
    return Client(SERVER_NAME="localhost")


@pytest.fixture
def ask(stranger: Client) -> Answers:
    """Ask an address below the root and get what it says, which must be an answer."""

    def asked(path: str) -> Any:
        response = stranger.get(ROOT + path)
        assert response.status_code == 200, body(response)
        return json.loads(body(response))

    return asked


@pytest.fixture
def ags(story: Story) -> str:
    """The key of the invented town, with all that is published of it."""
    return towns_published()[0]


@pytest.fixture
def empty(db: None) -> str:
    """The key of a town whose page is on, with nothing else published."""
    town = Municipality.objects.create(ags="03403000", name="Oldenburg")
    PublicPage.objects.create(municipality=town, on_since=DEMO_AT, publisher="Stadt Oldenburg")
    return town.ags


@pytest.fixture
def known(ags: str) -> Known:
    """What its door says."""
    return Known(published_in(ags), DEMO_AT)


def body(response: Any) -> bytes:
    """All of an answer, streamed or not."""
    if getattr(response, "streaming", False):
        return b"".join(response.streaming_content)
    assert isinstance(response, HttpResponse)
    return response.content


def every(ask: Answers, path: str) -> list[Any]:
    """All entries of a list, page by page as a stranger goes."""
    found: list[Any] = []
    following: str | None = path
    while following:
        page = ask(following.removeprefix(ROOT))
        found += page["items"]
        following = page["next"]
    return found

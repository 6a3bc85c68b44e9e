"""Views that are loaded when their pages are asked for stand for themselves in all else."""

import sys
from collections.abc import Iterator

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver

from klimamosaik.records.lazy_views import LaterView, LaterViews, load_all

ROOM = "tests.records.views_asked_for"


@pytest.fixture(autouse=True)
def not_loaded() -> Iterator[None]:
    sys.modules.pop(ROOM, None)
    yield
    sys.modules.pop(ROOM, None)


def test_a_view_is_loaded_by_the_first_who_asks() -> None:
    view = LaterViews(ROOM).greeting
    assert ROOM not in sys.modules
    answer = view(RequestFactory().get("/"), name="Oldenburg")
    assert isinstance(answer, HttpResponse)
    assert answer.content == b"Oldenburg"
    assert ROOM in sys.modules


def test_what_is_said_of_a_view_is_said_of_it() -> None:
    view = LaterViews(ROOM).greeting
    assert view.csrf_exempt
    assert not hasattr(view, "never_said")
    assert (view.__module__, view.__name__) == (ROOM, "greeting")


def test_an_address_is_named_without_its_view() -> None:
    pattern = URLPattern(get_resolver().pattern, LaterViews(ROOM).greeting)
    assert pattern.lookup_str == f"{ROOM}.greeting"
    assert ROOM not in sys.modules


def test_all_are_loaded_beforehand() -> None:
    LaterViews(ROOM)
    load_all(before_each=lambda: None)
    assert ROOM in sys.modules


def later_views(within: URLResolver) -> Iterator[LaterView]:
    """All views below that are loaded later."""
    for each in within.url_patterns:
        if isinstance(each, URLResolver):
            yield from later_views(each)
        elif isinstance(each.callback, LaterView):
            yield each.callback


def test_each_address_has_its_view() -> None:
    found = list(later_views(get_resolver()))
    assert len(found) > 150
    assert [each.__qualname__ for each in found if not callable(each.view)] == []

"""What is true of every page: headers, languages, faults, size."""

import re
from collections.abc import Iterable, Iterator

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import URLPattern, URLResolver

from klimamosaik.places.models import Municipality
from klimamosaik.web.urls import town as town_pages
from tests.web.conftest import AGS

PAGES = [
    "", "energie/", "dateien/", "zaehler/", "gebaeude/", "gebaeude/neu/", "massnahmen/",
    "massnahmen/neu/", "gemeinde/", "personen/", "verlauf/",
]  # fmt: skip


@pytest.mark.parametrize("page", PAGES)
def test_a_page_loads_nothing_from_elsewhere_and_runs_nothing_inline(
    as_admin: Client, page: str
) -> None:
    answer = as_admin.get(f"/{AGS}/{page}")
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    links = re.findall(r'(?:src|href|action)="([^"]+)"', text)
    assert links
    assert not [link for link in links if link.startswith(("http", "//"))]
    assert not re.findall(r"\sstyle=|<style|<script(?! src=)|\son\w+=", text)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_small_and_private(as_admin: Client, page: str) -> None:
    answer = as_admin.get(f"/{AGS}/{page}")
    assert len(answer.content) < 100_000
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize("page", PAGES)
def test_a_page_speaks_both_languages(as_admin: Client, page: str) -> None:
    german = as_admin.get(f"/{AGS}/{page}").content.decode()
    english = as_admin.get(f"/{AGS}/{page}", headers={"accept-language": "en"}).content.decode()
    assert '<html lang="de">' in german
    assert '<html lang="en">' in english
    headline = re.compile(r"<h1>(.*?)</h1>", re.S)
    said = [match.group(1) for text in (german, english) if (match := headline.search(text))]
    assert len(said) == 2
    assert said[0] != said[1]


def test_the_language_is_chosen_and_kept(as_reader: Client) -> None:
    as_reader.post("/sprache/setlang/", {"language": "en", "next": f"/{AGS}/"})
    assert "Files" in as_reader.get(f"/{AGS}/").content.decode()


def test_a_page_that_is_not_there_says_so(town: Municipality) -> None:
    answer = Client().get("/nix/")
    assert answer.status_code == 404
    assert "Diese Seite gibt es nicht." in answer.content.decode()


def test_a_stale_form_says_what_to_do(reader: User) -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/anmelden/", {"username": "rolf", "password": "x"})
    assert answer.status_code == 403
    assert "Öffnen Sie die Seite mit dem Formular neu" in answer.content.decode()


def test_a_fault_of_ours_shows_no_trace(as_reader: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(**_: object) -> None:
        raise RuntimeError("a secret detail")

    monkeypatch.setattr("klimamosaik.web.views.start.states", breaks)
    as_reader.raise_request_exception = False
    answer = as_reader.get(f"/{AGS}/")
    assert answer.status_code == 500
    text = answer.content.decode()
    assert "Da ist bei uns etwas schiefgegangen." in text
    assert "secret" not in text
    assert "Traceback" not in text


def pages_below(patterns: Iterable[URLPattern | URLResolver]) -> Iterator[str]:
    """The paths of all pages below a municipality's, with 1 for every number."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from pages_below(pattern.url_patterns)
        else:
            yield re.sub(r"<\w+:(\w+)>", "1", str(pattern.pattern))


def test_every_page_of_a_municipality_asks_who_is_there(town: Municipality, admin: User) -> None:
    paths = list(pages_below(town_pages))
    assert len(paths) > 80
    for path in paths:
        assert Client().get(f"/{AGS}/{path}").status_code in (302, 405), path

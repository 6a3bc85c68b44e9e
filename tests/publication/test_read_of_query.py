"""What pages read of the query is what their kept answers are told apart by."""

from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.http import QueryDict
from django.test import Client

from klimamosaik.publication.public.answer_cache import READ
from klimamosaik.publication.queries.figures.every import figure_keys
from klimamosaik.publication.queries.known import Known
from klimamosaik.publication.queries.published import published_in
from klimamosaik.web.demo.story import Story
from tests.demo import DEMO_AT

pytestmark = [pytest.mark.django_db, pytest.mark.long]
BELOW = (
    "", "massnahmen/", "gebaeude/", "sensoren/", "bei-mir/", "antwort/", "eigener-strom/",
    "geaendert/", "woerter/", "barrierefreiheit/", "rueckmeldung/", "zahlen/", "karten/",
    "ausstellung/", "neues.atom", "offene-daten/", "offene-daten/catalog",
    "offene-daten/catalog.ttl", "orte.geojson", "energiebericht/",
)  # fmt: skip
WHOLE = ("/offene-daten/", "/offene-daten/catalog.rdf", "/sitemap.xml", "/robots.txt", "/llms.txt")
seen: set[str] = set()


class Watched(QueryDict):
    """A query that notes what is read of it."""

    def __getitem__(self, key: str) -> Any:
        seen.add(key)
        return super().__getitem__(key)

    def __contains__(self, key: object) -> bool:
        seen.add(str(key))
        return super().__contains__(key)

    def __iter__(self) -> Any:
        seen.add("all of it")
        return super().__iter__()


@pytest.fixture
def watched(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every request's query is watched, kept answers aside."""
    monkeypatch.setattr(WSGIRequest, "GET", property(lambda self: Watched(self.query)))
    monkeypatch.setattr(
        WSGIRequest, "query", property(lambda self: self.META["QUERY_STRING"]), raising=False
    )
    monkeypatch.setattr("klimamosaik.publication.public.answer_cache.asked_in", lambda request: ())


@pytest.mark.usefixtures("watched")
def test_every_page_reads_no_more_than_its_answer_is_kept_by(story: Story) -> None:
    ags = story.municipality.ags
    known = Known(published_in(ags), DEMO_AT)
    key = figure_keys(known)[0]
    figures = [f"zahlen/{key}{end}" for end in ("/", ".csv", ".json", ".svg", "/teilen.png")]
    figures.append(f"zahlen/{key}/einbetten/")
    below = [f"/klima/{ags}/{each}" for each in (*BELOW, *figures)]
    read = 0
    for path in (*WHOLE, *below, *(f"/en{each}" for each in below)):
        seen.clear()
        answer = Client().get(path)
        assert answer.status_code in (200, 404), path
        names = next((names for pattern, names in READ if pattern.search(path)), ())
        assert seen <= set(names), path
        read += bool(seen)
    assert read > 10

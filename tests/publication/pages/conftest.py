"""The synthetic town's public pages, and the stranger who reads them."""

import pytest
from django.http import HttpResponse
from django.test import Client

from klimamosaik.measures.models import Measure
from klimamosaik.places.models import Building
from klimamosaik.web.demo.story import Story

BELOW = (
    "", "massnahmen/", "gebaeude/", "bei-mir/", "bei-mir/?suche=schule", "antwort/", "geaendert/",
    "woerter/", "barrierefreiheit/", "rueckmeldung/", "energiebericht/", "eigener-strom/",
)  # fmt: skip
ROOTS = {"de": "/klima", "en": "/en/klima"}


@pytest.fixture
def stranger() -> Client:
    """Somebody without an account."""
    return Client()


@pytest.fixture
def home(story: Story) -> str:
    """The first page's address."""
    return f"/klima/{story.municipality.ags}/"


READ: dict[
    str, dict[str, HttpResponse]
] = {}  # the town is the same in every test that changes nothing


def every_page(story: Story, language: str = "de") -> dict[str, HttpResponse]:
    """Every public page as a stranger reads it, whose browser prefers the other language."""
    if language not in READ:
        other = {"accept-language": "en-GB" if language == "de" else "de"}
        stranger = Client(headers=other)
        READ[language] = {path: stranger.get(path) for path in every_path(story, language)}  # type: ignore[misc]
    return READ[language]


def every_path(story: Story, language: str = "de") -> list[str]:
    """Every public page of the town, below its root."""
    town = story.municipality
    measures = [
        f"massnahmen/{pk}/"
        for pk in Measure.objects.exclude(phase="idea").values_list("pk", flat=True)
    ]
    buildings = [
        f"gebaeude/{pk}/"
        for pk in Building.objects.filter(municipality=town).values_list("pk", flat=True)
    ]
    assert measures
    assert buildings
    return [f"{ROOTS[language]}/{town.ags}/{below}" for below in (*BELOW, *measures, *buildings)]

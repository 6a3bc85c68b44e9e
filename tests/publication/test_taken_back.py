"""A measure taken back while its addresses are open elsewhere: each of them says so."""

import re
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.utils import timezone

from klimamosaik.measures.models import Measure
from klimamosaik.publication.models import PublishedKind
from klimamosaik.publication.operations import take_back
from klimamosaik.publication.public.figures.files.every import FILES
from klimamosaik.publication.queries.paths import figure_path, page_path
from klimamosaik.publication.queries.published import PublicItem
from klimamosaik.terms.text import LANGUAGES, Language

if TYPE_CHECKING:
    from klimamosaik.web.demo.story import Story

pytestmark = [pytest.mark.django_db, pytest.mark.long]
SAID: dict[Language, str] = {"de": "zurückgenommen", "en": "taken back"}


def addresses_of(ags: str, pk: int, language: Language) -> list[str]:
    """Everything strangers may have open of a measure."""
    key = f"massnahme-{pk}"
    suffixes = ("/", "/einbetten/", "/teilen.png", *(each.suffix for each in FILES))
    api = f"/api/v1/municipalities/{ags}"
    said = f"?sprache={language}"
    return [
        page_path(ags, f"massnahmen/{pk}/", language),
        page_path(ags, f"massnahmen/{pk}/neues.atom", language),
        page_path(ags, f"karten/{key}.pdf", language),
        *(figure_path(ags, key, suffix, language) for suffix in suffixes),
        f"{figure_path(ags, key, '.csv', language)}?form=excel&von=2024",
        *(f"{api}/{below}{said}" for below in (f"measures/{pk}", f"figures/{key}")),
        f"{api}/figures/{key}.csv{said}",
    ]


def test_whatever_was_open_of_it_is_gone_and_says_so_in_a_sentence(
    story: "Story", client: Client
) -> None:
    town = story.municipality
    measure = Measure.objects.get(name="Heizungsoptimierung Grundschule")
    every = {told: addresses_of(town.ags, measure.pk, told) for told in LANGUAGES}
    open_before = [path for paths in every.values() for path in paths]
    assert {client.get(path).status_code for path in open_before} == {200}
    item = PublicItem(PublishedKind.MEASURE, str(measure.pk))
    take_back(municipality=town, items=[item], by=None, at=timezone.now())
    for language, paths in every.items():
        for path in paths:
            gone = client.get(path)
            words = re.sub(r"<[^>]+>", " ", gone.content.decode())
            assert (gone.status_code, SAID[language] in words) == (410, True), path
            assert measure.name not in words, path

"""The exhibition tells the figures of the pages, large, and leads home by a code."""

import re
from typing import TYPE_CHECKING

import pytest
from django.test import Client, override_settings

from klimamosaik.measures.models import Measure
from klimamosaik.publication.models import PublishedKind
from klimamosaik.publication.operations import take_back
from klimamosaik.publication.public.exhibition.slides import slides_of
from klimamosaik.publication.queries.figures.every import public_figure
from klimamosaik.publication.queries.known import Known
from klimamosaik.publication.queries.published import PublicItem, published_in
from tests.demo import DEMO_AT

if TYPE_CHECKING:
    from klimamosaik.web.demo.story import Story

pytestmark = pytest.mark.django_db
ADDRESS = "https://klima.musterstadt.example"


def known(story: "Story") -> Known:
    return Known(published_in(story.municipality.ags), DEMO_AT)


def page(story: "Story", client: Client, start: str = "") -> str:
    return client.get(f"{start}/klima/{story.municipality.ags}/ausstellung/").content.decode()


def test_the_mosaic_comes_first_then_the_town_then_the_largest_saving(story: "Story") -> None:
    keys = [slide.key for slide in slides_of(known(story), "de")]
    largest = Measure.objects.get(name="Heizungsoptimierung Grundschule")
    assert keys[:2] == ["mosaik", "wirkung"]
    measures = [key for key in keys if key.startswith("massnahme-")]
    assert measures[0] == f"massnahme-{largest.pk}"
    assert len(keys) == len(set(keys))


def test_a_slide_says_what_its_figure_says(story: "Story") -> None:
    town = known(story)
    slides = [each for each in slides_of(town, "de") if each.key.startswith("massnahme-")]
    assert slides
    for slide in slides:
        assert slide.headline == public_figure(town, slide.key).headline


def test_a_stopped_measure_tells_what_was_learned(story: "Story") -> None:
    stopped = Measure.objects.get(name="Füllstand in Glascontainern messen")
    slide = next(s for s in slides_of(known(story), "de") if s.key == f"massnahme-{stopped.pk}")
    assert slide.sentence.de.startswith("Gelernt: ")


def test_of_what_nobody_knows_anything_there_is_no_slide(story: "Story") -> None:
    trees = Measure.objects.get(name="Stadtbäume nach Bodenfeuchte gießen")
    assert f"massnahme-{trees.pk}" not in [s.key for s in slides_of(known(story), "de")]


def test_what_is_taken_back_is_not_shown(story: "Story", client: Client) -> None:
    measure = Measure.objects.get(name="Heizungsoptimierung Grundschule")
    mosaic = PublicItem(PublishedKind.MOSAIC)
    assert measure.name in page(story, client)
    items = [PublicItem(PublishedKind.MEASURE, str(measure.pk)), mosaic]
    take_back(municipality=story.municipality, items=items, by=None, at=DEMO_AT)
    said = page(story, client)
    assert measure.name not in said
    assert "Das Mosaik" not in said


@override_settings(PUBLIC_ADDRESS=ADDRESS, ALLOWED_HOSTS=["testserver"])
def test_every_slide_has_its_day_its_source_and_a_code_to_take_home(
    story: "Story", client: Client
) -> None:
    said = page(story, client)
    slides = re.findall(r'<section class="slide".*?</section>', said, re.DOTALL)
    assert len(slides) > 8
    for slide in slides:
        assert "Stand: " in slide
        assert "dl-de/by-2-0" in slide
        assert "QR-Code" in slide


def test_without_a_public_address_no_code_leads_nowhere(story: "Story", client: Client) -> None:
    with override_settings(PUBLIC_ADDRESS="http://localhost:8000"):
        assert "QR-Code" not in page(story, client)


def test_it_speaks_english_too(story: "Story", client: Client) -> None:
    said = page(story, client, "/en")
    assert "What did it bring?" in said
    assert "Was hat es gebracht?" not in said


def test_a_town_that_shows_nothing_says_so(story: "Story", client: Client) -> None:
    published = published_in(story.municipality.ags)
    take_back(municipality=story.municipality, items=published.items, by=None, at=DEMO_AT)
    assert "Noch ist nichts veröffentlicht" in page(story, client)

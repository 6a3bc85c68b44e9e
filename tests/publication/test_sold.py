"""A building that was sold says until when it was used; later years are not unknown."""

from datetime import date

import pytest
from django.test import Client

from klimamosaik.places.models import Building
from klimamosaik.publication.models import Publication, PublishedKind
from klimamosaik.publication.queries.figures.every import public_figure
from klimamosaik.publication.queries.known import Known
from klimamosaik.publication.queries.published import published_in
from klimamosaik.web.demo.story import Story
from tests.demo import DEMO_AT

pytestmark = pytest.mark.django_db


def told(ags: str, pk: int) -> tuple[str, str, set[str]]:
    """Headline, sentence and years of a building."""
    figure = public_figure(Known(published_in(ags), DEMO_AT), f"gebaeude-{pk}")
    return figure.headline.de, figure.sentence.de, {row.period for row in figure.data}


def test_a_sold_building_says_until_when_and_tells_no_later_year(story: Story) -> None:
    ags = story.municipality.ags
    shown = Publication.objects.filter(municipality=ags, kind=PublishedKind.BUILDING.value)
    pk = int(shown.values_list("subject", flat=True)[0])
    headline, sentence, years = told(ags, pk)
    assert headline.startswith("2025")
    assert "nutzte" not in sentence
    Building.objects.filter(pk=pk).update(until=date(2024, 7, 1))
    headline, sentence, sold = told(ags, pk)
    assert headline.startswith("2024")
    assert sentence.startswith("Die Gemeinde nutzte das Gebäude bis 30. Juni 2024. ")
    assert years - sold == {"2025"}
    page = Client().get(f"/klima/{ags}/gebaeude/{pk}/").content.decode()
    assert "Die Gemeinde nutzte das Gebäude bis 30. Juni 2024." in page


def test_a_building_to_be_sold_later_is_still_used(story: Story) -> None:
    ags = story.municipality.ags
    shown = Publication.objects.filter(municipality=ags, kind=PublishedKind.BUILDING.value)
    pk = int(shown.values_list("subject", flat=True)[0])
    Building.objects.filter(pk=pk).update(until=date(2099, 1, 1))
    assert "nutzte" not in told(ags, pk)[1]

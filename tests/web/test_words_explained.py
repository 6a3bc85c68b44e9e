"""A page of the office explains the words of the field it uses, and no others."""

import re

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from klimamosaik.measures.models import Measure
from klimamosaik.web.demo.story import Story
from tests.web.conftest import logged_in

pytestmark = [pytest.mark.django_db, pytest.mark.long]


def explained(page: str) -> list[str]:
    """The words in the fold at the end."""
    fold = re.search(r'<details class="explained">.*?</details>', page, re.DOTALL)
    return re.findall(r"<dfn>(.*?)</dfn>", fold[0]) if fold else []


def test_an_effect_explains_its_words_in_the_readers_language(story: Story) -> None:
    client = logged_in(User.objects.get(username="demo"))
    measure = Measure.objects.get(name__startswith="Heizungsoptimierung")
    address = reverse("effect", args=[story.municipality.ags, measure.pk])
    german = explained(client.get(address, headers={"Accept-Language": "de"}).content.decode())
    english = explained(client.get(address, headers={"Accept-Language": "en"}).content.decode())
    assert {"Spanne", "Normaljahr", "Datenversion"} <= set(german)
    assert {"Range", "normal year", "Data version"} <= set(english)
    assert "Brennwert" not in german


def test_a_page_without_such_words_has_no_fold(story: Story) -> None:
    page = logged_in(User.objects.get(username="demo")).get(reverse("account")).content.decode()
    assert explained(page) == []
    assert "explained" not in page

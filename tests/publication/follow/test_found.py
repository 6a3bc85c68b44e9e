"""Machines find every public page, and nothing of the office."""

from xml.etree.ElementTree import fromstring

import pytest
from django.contrib.auth.models import User
from django.test import Client

from klimamosaik.measures.models import Measure
from klimamosaik.publication.models import PublishedKind
from klimamosaik.publication.operations import switch_off, take_back
from klimamosaik.publication.queries.published import PublicItem, published_in
from klimamosaik.web.demo.story import Story
from tests.demo import DEMO_AT

pytestmark = [pytest.mark.django_db, pytest.mark.long]
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def addresses() -> list[str]:
    """Every address of the sitemap."""
    answer = Client().get("/sitemap.xml")
    assert answer["Content-Type"] == "application/xml; charset=utf-8"
    rows = fromstring(answer.content).iter(SITEMAP + "url")
    found = [tuple(row.findtext(SITEMAP + each, "") for each in ("loc", "lastmod")) for row in rows]
    assert all("T" in changed for _, changed in found)
    return [address.removeprefix("http://testserver") for address, _ in found]


def test_the_sitemap_names_every_public_page_once_in_both_languages(
    story: Story, client: Client
) -> None:
    found = addresses()
    assert len(found) == len(set(found)) > 100
    german = {each for each in found if each.startswith("/klima/")}
    assert {f"/en{each}" for each in german} == set(found) - german
    for below in (
        "",
        "massnahmen/",
        "offene-daten/",
        "zahlen/mosaik/",
        "energiebericht/2023-2025/",
    ):
        assert f"/klima/03999999/{below}" in german
    pages = [each for each in german if "/zahlen/" not in each]
    assert {client.get(each).status_code for each in pages} == {200}


def test_what_is_taken_back_leaves_the_sitemap(story: Story) -> None:
    town, user = story.municipality, User.objects.get(username="demo")
    pk = published_in(town.ags).ids(PublishedKind.MEASURE)[0]
    assert f"/klima/03999999/massnahmen/{pk}/" in addresses()
    item = PublicItem(PublishedKind.MEASURE, str(pk))
    take_back(municipality=town, items=[item], by=user, at=DEMO_AT)
    ends = (f"/massnahmen/{pk}/", f"/massnahme-{pk}/")
    assert not [each for each in addresses() if each.endswith(ends)]
    switch_off(page=town.public_page, by=user, at=DEMO_AT)
    assert addresses() == []


def test_everybody_may_read_and_is_told_where_the_sitemap_is(story: Story) -> None:
    text = Client().get("/robots.txt").content.decode()
    assert text == "User-agent: *\nAllow: /\n\nSitemap: http://testserver/sitemap.xml\n"


def test_a_language_model_is_told_how_to_speak_of_figures_in_both_languages(story: Story) -> None:
    text = Client().get("/llms.txt").content.decode()
    assert text.startswith("# Klimamosaik")
    assert "ist nicht null" in text
    assert "is not zero" in text
    assert "(http://testserver/klima/03999999/)" in text
    assert "(http://testserver/en/klima/03999999/)" in text
    assert "&" not in text


def test_neither_names_anything_of_the_office_nor_what_is_not_public(story: Story) -> None:
    public = published_in(story.municipality.ags).ids(PublishedKind.MEASURE)
    ideas = Measure.objects.filter(municipality=story.municipality).exclude(pk__in=public)
    assert ideas
    for address in ("/sitemap.xml", "/robots.txt", "/llms.txt"):
        text = Client().get(address).content.decode()
        assert "anmelden" not in text
        assert "testserver/03999999" not in text
        assert not [idea for idea in ideas if idea.name in text or f"massnahmen/{idea.pk}/" in text]

"""What strangers read is what the office reads, and a town that has hardly anything has pages, "
"too."""

import re
from html import unescape
from typing import TYPE_CHECKING

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from klimamosaik.measures.models import Measure
from klimamosaik.places.models import Building, Municipality
from klimamosaik.publication.models import PublicPage, PublishedKind
from klimamosaik.publication.operations import publish, switch_on
from klimamosaik.publication.queries.publishable import offers
from klimamosaik.publication.queries.published import PublicItem
from tests.demo import DEMO_AT
from tests.publication.test_html import FILES
from tests.publication.walk import Walk

if TYPE_CHECKING:
    from klimamosaik.web.demo.story import Story

pytestmark = [pytest.mark.django_db, pytest.mark.long]


def words(client: Client, path: str) -> str:
    page = client.get(path).content.decode()
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def all_public(story: "Story") -> None:
    items = [offer.item for offer in offers(municipality=story.municipality, at=DEMO_AT)]
    publish(municipality=story.municipality, items=items, by=None, at=timezone.now())


@pytest.fixture
def office(story: "Story") -> Client:
    client = Client()
    client.force_login(User.objects.get(username="demo"))
    return client


def test_the_effect_is_told_in_the_same_sentence(
    story: "Story", office: Client, client: Client
) -> None:
    ags = story.municipality.ags
    measured = Measure.objects.filter(municipality=ags, start__lte=DEMO_AT.date())
    told = 0
    for measure in measured:
        inside = words(office, reverse("effect", args=[ags, measure.pk]))
        outside = words(client, f"/klima/{ags}/massnahmen/{measure.pk}/")
        for sentence in re.findall(r"(?:Die Maßnahme hat|Seit der Maßnahme)[^.]*\d[^.]*", outside):
            assert sentence[:60] in inside, measure.name
            told += 1
    assert told > 1


def test_the_answer_adds_up_to_the_same_once_all_is_public(
    story: "Story", office: Client, client: Client
) -> None:
    ags = story.municipality.ags
    all_public(story)
    inside = office.get(f"/{ags}/wirkung/wirkung.json").json()
    outside = client.get(f"/api/v1/municipalities/{ags}/answer").json()
    assert outside["measures"] == inside["measures"]
    assert outside["saved_mwh"]["value"] == pytest.approx(inside["measured"]["saved_mwh_a_year"])
    assert outside["tonnes"]["mean"] == pytest.approx(inside["measured"]["t_co2e_a_year"])
    assert outside["eur_per_t"]["value"] == pytest.approx(inside["eur_per_t"])


def test_the_mosaic_says_the_same_of_today(story: "Story", office: Client, client: Client) -> None:
    ags = story.municipality.ags
    headline = r"Heute: \d+ Steine liegen\. [\d.]+ von 1\.000 fehlen noch\."
    inside = re.search(headline, words(office, f"/{ags}/"))
    outside = re.search(headline, words(client, f"/klima/{ags}/"))
    assert inside is not None
    assert outside is not None
    assert inside[0] == outside[0]


@pytest.mark.parametrize("more", ["nothing", "an idea", "a building", "the mosaic"])
def test_a_town_that_has_hardly_anything_has_pages(client: Client, more: str) -> None:
    town = Municipality.objects.create(ags="03403000", name="Kleinstadt")
    page = PublicPage(
        municipality=town, publisher="Kleinstadt", desk="Bauamt", email="bau@kleinstadt.example"
    )
    switch_on(page=page, by=None, at=timezone.now())
    items = {
        "an idea": lambda: PublicItem(
            PublishedKind.MEASURE, str(Measure.objects.create(municipality=town, name="Idee").pk)
        ),
        "a building": lambda: PublicItem(
            PublishedKind.BUILDING, str(Building.objects.create(municipality=town, name="Haus").pk)
        ),
        "the mosaic": lambda: PublicItem(PublishedKind.MOSAIC),
    }
    if more in items:
        publish(municipality=town, items=[items[more]()], by=None, at=timezone.now())
    starts = (
        "/klima/03403000/",
        "/en/klima/03403000/",
        "/sitemap.xml",
        "/offene-daten/catalog.ttl",
    )
    walk = Walk(client, FILES).walk(*starts[:2])
    assert {path: code for path, code in walk.statuses.items() if code != 200} == {}
    assert [client.get(path).status_code for path in starts[2:]] == [200, 200]
    asked = ("figures", "measures", "buildings", "answer", "mosaic", "balances", "reports")
    codes = {
        each: client.get(f"/api/v1/municipalities/03403000/{each}").status_code for each in asked
    }
    assert set(codes.values()) <= {200, 404}, codes


def test_whatever_is_published_the_first_page_leads_there_and_explains_no_stones(
    client: Client,
) -> None:
    town = Municipality.objects.create(ags="03403000", name="Kleinstadt")
    page = PublicPage(
        municipality=town, publisher="Kleinstadt", desk="Bauamt", email="bau@kleinstadt.example"
    )
    switch_on(page=page, by=None, at=timezone.now())
    home = "/klima/03403000/"
    assert "nichts veröffentlicht" in client.get(home).content.decode()
    house = Building.objects.create(municipality=town, name="Haus")
    item = PublicItem(PublishedKind.BUILDING, str(house.pk))
    publish(municipality=town, items=[item], by=None, at=timezone.now())
    told = client.get(home).content.decode()
    assert "nichts veröffentlicht" not in told
    assert f'<li><a href="{home}gebaeude/">Gebäude</a></li>' in told
    assert "Was heißt „Stein“?" not in told

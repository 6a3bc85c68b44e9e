"""A card is read and trusted: its words are the page's, and what is taken back has none."""

import re
from typing import TYPE_CHECKING

import pytest
from django.test import Client, override_settings
from django.utils.html import escape

from klimamosaik.measures.models import Measure
from klimamosaik.observations.models import Thing
from klimamosaik.publication.models import PublishedKind
from klimamosaik.publication.operations import take_back
from klimamosaik.publication.public.cards.card import NEVER, NOW, WHO, WHY, every_card
from klimamosaik.publication.queries.known import Known
from klimamosaik.publication.queries.measures import public_measure
from klimamosaik.publication.queries.published import PublicItem, published_in
from tests.demo import DEMO_AT
from tests.publication.cards.printed import measured, pages_of, squeezed, words, words_at

if TYPE_CHECKING:
    from pytest_django.fixtures import DjangoAssertNumQueries

    from klimamosaik.web.demo.story import Story

pytestmark = pytest.mark.django_db
MM = 72 / 25.4  # points


def test_the_card_says_what_the_page_says(story: "Story", root: str, client: Client) -> None:
    measure = measured()
    said = words_at(client, f"{root}massnahme-{measure.pk}.pdf")
    public = public_measure(Known(published_in(story.municipality.ags), DEMO_AT), measure.pk)
    assert squeezed(public.said.de) in squeezed(said)
    assert squeezed(public.desk) in squeezed(said)


def test_the_page_a_code_leads_to_answers_what_the_card_asks(
    story: "Story", client: Client
) -> None:
    known = Known(published_in(story.municipality.ags), DEMO_AT)
    cards = every_card(known, "de")
    assert {card.key.partition("-")[0] for card in cards} == {"massnahme", "gebaeude", "sensor"}
    for card in cards:
        page = " ".join(client.get(card.path).content.decode().split())
        for question in (NOW, WHY, WHO, NEVER):
            assert question.de in page, card.key
        assert "keine Telefone" in page, card.key


def test_the_list_names_each_card_as_it_is_printed_and_in_that_order(
    story: "Story", root: str, client: Client
) -> None:
    cards = every_card(Known(published_in(story.municipality.ags), DEMO_AT), "de")
    page = client.get(root).content.decode()
    listed = re.findall(r'<li><a href="([^"]+)"><span lang="de">([^<]+)</span> \(PDF\)', page)
    assert listed == [(card.file, escape(card.name)) for card in cards]


def test_the_card_of_a_sensor_names_no_value_of_yesterday(root: str, client: Client) -> None:
    thing = Thing.objects.get(name="lufttemperatur-marktplatz-erfunden")
    said = words_at(client, f"{root}sensor-{thing.pk}.pdf")
    assert "Temperatur (°C). Den Wert von jetzt zeigt der Code." in said
    assert client.get(f"{root}sensor-99999.pdf").status_code == 404


def test_the_newest_month_stands_with_its_name(root: str, client: Client) -> None:
    said = words_at(client, f"{root}massnahme-{measured().pk}.pdf")
    assert "Oktober 2026: 23.672 kWh gemessen" in said


def test_where_nothing_is_metered_the_last_links_of_the_chain_stand_on_the_card(
    root: str, client: Client
) -> None:
    trees = Measure.objects.get(name="Stadtbäume nach Bodenfeuchte gießen")
    assert "Bodenfeuchte an den Bäumen im Park: 24,3" in words_at(
        client, f"{root}massnahme-{trees.pk}.pdf"
    )


def test_every_card_says_what_is_not_recorded_and_where_the_code_has_to_lead(
    story: "Story", root: str, client: Client
) -> None:
    read = pages_of(client.get(f"{root}alle.pdf").content)
    published = published_in(story.municipality.ags)
    kinds = (PublishedKind.MEASURE, PublishedKind.BUILDING, PublishedKind.READINGS)
    count = sum(len(published.ids(kind)) for kind in kinds)
    assert count > 10
    assert len(read.pages) == count
    for page in read.pages:
        said = " ".join(page.extract_text().split())
        assert "keine Telefone" in said
        assert "klima.musterstadt.example, ist er überklebt" in said
        assert "alle Zahlen sind erfunden" in said
        assert page.mediabox.width / MM == pytest.approx(105, abs=0.1)
        assert page.mediabox.height / MM == pytest.approx(148, abs=0.1)


def test_much_text_still_fits_on_one_card(root: str, client: Client) -> None:
    measure = measured()
    measure.name = "Heizungsoptimierung mit Donaudampfschifffahrtsgesellschaft " * 8
    measure.done = measure.aim = "Ein sehr langer Satz über vieles, was getan wurde. " * 60
    Measure.objects.bulk_update([measure], ["name", "done", "aim"])
    answer = client.get(f"{root}massnahme-{measure.pk}.pdf")
    read = pages_of(answer.content)
    assert len(read.pages) == 1
    assert "Was wird nicht erfasst?" in words(answer.content)
    assert "massnahmen" in words(answer.content)


def test_the_same_card_is_the_same_file(story: "Story", root: str, client: Client) -> None:
    address = (
        f"{root}gebaeude-{published_in(story.municipality.ags).ids(PublishedKind.BUILDING)[0]}.pdf"
    )
    first, again = client.get(address), Client().get(address)  # another one keeps nothing of it
    assert first.content == again.content


def test_a_card_is_made_for_who_cannot_see_it(root: str, client: Client) -> None:
    content = client.get(f"/en{root}massnahme-{measured().pk}.pdf").content
    assert b"pdfuaid:part" in content
    read = pages_of(content)
    assert str(read.root_object["/Lang"]) == "en"
    assert read.metadata is not None
    assert read.metadata.title == "Card: Heizungsoptimierung Grundschule"


def test_when_figures_were_noted_is_asked_once_for_all_cards(
    root: str, client: Client, django_assert_max_num_queries: "DjangoAssertNumQueries"
) -> None:
    with django_assert_max_num_queries(1000) as asked:
        assert client.get(root).status_code == 200
    noted = [each for each in asked.captured_queries if "figureedition" in each["sql"]]
    assert len(noted) <= 2  # the stand asks for the newest one


def test_what_is_taken_back_has_no_card(story: "Story", root: str, client: Client) -> None:
    measure = measured()
    item = PublicItem(PublishedKind.MEASURE, str(measure.pk))
    assert measure.name in client.get(root).content.decode()
    take_back(municipality=story.municipality, items=[item], by=None, at=DEMO_AT)
    assert client.get(f"{root}massnahme-{measure.pk}.pdf").status_code == 410
    assert client.get(f"{root}massnahme-99999.pdf").status_code == 404
    assert measure.name not in client.get(root).content.decode()


def test_codes_that_lead_to_this_machine_only_are_told(root: str, client: Client) -> None:
    warning = "Das findet kein anderes Telefon"
    assert warning not in client.get(root).content.decode()
    with override_settings(PUBLIC_ADDRESS="", ALLOWED_HOSTS=["localhost"]):
        answer = client.get(root, headers={"host": "localhost:8000"})
    assert warning in answer.content.decode()

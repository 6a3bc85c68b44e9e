"""One measure for the council's paper is found where the measure is, by the office and by all."""

import io

import pytest
from django.contrib.auth.models import User
from django.test import Client
from docx import Document
from pypdf import PdfReader

from klimamosaik.measures.models import Measure
from klimamosaik.publication.models import PublishedKind
from klimamosaik.publication.operations import take_back
from klimamosaik.publication.queries.published import PublicItem
from klimamosaik.web.demo.story import Story
from tests.demo import DEMO_AT

pytestmark = pytest.mark.django_db


@pytest.fixture
def measure(story: Story) -> Measure:
    return Measure.objects.get(name="Heizungsoptimierung Grundschule")


@pytest.fixture
def office(story: Story) -> Client:
    client = Client()
    client.force_login(User.objects.get(username="demo"))
    return client


def test_the_public_page_leads_to_files_that_say_what_it_says(
    story: Story, measure: Measure
) -> None:
    ags = story.municipality.ags
    page = Client().get(f"/klima/{ags}/massnahmen/{measure.pk}/").content.decode()
    for ending in ("pdf", "docx", "txt"):
        address = f"/klima/{ags}/zahlen/massnahme-{measure.pk}.{ending}"
        assert f'href="{address}"' in page
        assert Client().get(address).status_code == 200


def test_the_office_takes_the_same_sentences_from_the_measures_page(
    story: Story, measure: Measure, office: Client
) -> None:
    ags = story.municipality.ags
    root = f"/{ags}/massnahmen/{measure.pk}/"
    page = office.get(root).content.decode()
    assert f'href="{root}vorlage.pdf"' in page
    public = Client().get(f"/klima/{ags}/zahlen/massnahme-{measure.pk}.txt").content
    assert office.get(f"{root}vorlage.txt").content == public
    word = Document(io.BytesIO(office.get(f"{root}vorlage.docx").content))
    said = " ".join(each.text for each in word.paragraphs)
    assert public.decode().split("\r\n\r\n")[1].split(".")[0] in said
    assert office.get(f"{root}vorlage.pdf").content.startswith(b"%PDF")
    assert office.get(f"{root}vorlage.exe").status_code == 404
    assert Client().get(f"{root}vorlage.txt").status_code == 302


def test_what_is_not_public_says_so_in_the_paper(
    story: Story, measure: Measure, office: Client
) -> None:
    ags, item = story.municipality.ags, PublicItem(PublishedKind.MEASURE, str(measure.pk))
    take_back(municipality=story.municipality, items=[item], by=None, at=DEMO_AT)
    said = office.get(f"/{ags}/massnahmen/{measure.pk}/vorlage.txt").content.decode()
    assert "Noch nicht veröffentlicht" in said
    assert "kWh" in said


def test_another_towns_measure_is_nobodys_paper(
    story: Story, measure: Measure, office: Client
) -> None:
    assert office.get(f"/03403000/massnahmen/{measure.pk}/vorlage.txt").status_code in (403, 404)


def test_a_measure_without_readings_says_nothing_of_meters(story: Story, office: Client) -> None:
    planned = Measure.objects.get(municipality=story.municipality, name="Radweg zum Bahnhof")
    ags = story.municipality.ags
    said = office.get(f"/{ags}/massnahmen/{planned.pk}/vorlage.txt").content.decode()
    assert "erwartet, noch nicht gemessen" in said
    assert "Zählern" not in said


def test_before_its_first_day_a_measure_is_asked_what_it_is_to_bring(
    story: Story, office: Client
) -> None:
    """Page, figure and paper ask the same; nothing is done yet, and nothing is there to draw."""
    ags, coming = story.municipality.ags, Measure.objects.get(name="Fernwärme aus dem Klärwerk")
    page = Client().get(f"/klima/{ags}/massnahmen/{coming.pk}/").content.decode()
    assert "Was soll es bringen?" in page
    assert "Was hat es gebracht?" not in page
    assert "Getan:" not in page
    root = f"/{ags}/massnahmen/{coming.pk}/vorlage"
    assert "Was soll es bringen? Fernwärme" in office.get(f"{root}.txt").content.decode()
    assert not Document(io.BytesIO(office.get(f"{root}.docx").content)).inline_shapes
    (sheet,) = PdfReader(io.BytesIO(office.get(f"{root}.pdf").content)).pages
    assert "Was soll es bringen?" in sheet.extract_text()
    assert "keine Werte" not in sheet.extract_text()


def test_a_stopped_measure_says_the_same_in_its_figure_as_on_its_page(story: Story) -> None:
    stopped = Measure.objects.get(name="Füllstand in Glascontainern messen")
    root, seen = f"/klima/{story.municipality.ags}", stopped.lessons.get().evidence
    told = Client().get(f"{root}/zahlen/massnahme-{stopped.pk}.txt").content.decode()
    page = Client().get(f"{root}/massnahmen/{stopped.pk}/").content.decode()
    assert seen in told
    assert seen in page
    assert "Was sollte es bringen?" in told
    assert "Was sollte es bringen?" in page
    assert "noch nicht bekannt" not in told

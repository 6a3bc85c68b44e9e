"""A published energy report is an edition: it stays with the data it was published with."""

from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.utils import timezone

from klimamosaik.places.models import Building, BuildingKind, MeterPoint
from klimamosaik.publication.models import Publication, PublishedKind
from klimamosaik.publication.operations import take_back
from klimamosaik.publication.queries.published import PublicItem

if TYPE_CHECKING:
    from klimamosaik.web.demo.story import Story

pytestmark = pytest.mark.django_db


@pytest.fixture
def span(story: "Story") -> str:
    return Publication.objects.get(kind=PublishedKind.REPORT).subject


def test_the_report_is_a_pdf_and_a_workbook(story: "Story", client: Client, span: str) -> None:
    there = f"/klima/{story.municipality.ags}/energiebericht/{span}"
    page = client.get(f"{there}/").content.decode()
    assert f"{there}.pdf" in page
    assert client.get(f"{there}.pdf").content.startswith(b"%PDF-")
    assert client.get(f"{there}.xlsx").content.startswith(b"PK")


def test_it_stays_with_its_data_version(story: "Story", client: Client, span: str) -> None:
    row = Publication.objects.get(kind=PublishedKind.REPORT)
    assert row.as_of is not None
    there = f"/en/klima/{story.municipality.ags}/energiebericht/{span}/"
    assert f"data version {row.as_of}" in client.get(there).content.decode()


def test_taken_back_it_is_gone(story: "Story", client: Client, span: str) -> None:
    item = PublicItem(PublishedKind.REPORT, span)
    take_back(municipality=story.municipality, items=[item], by=None, at=timezone.now())
    there = f"/klima/{story.municipality.ags}/energiebericht/{span}"
    assert [client.get(there + end).status_code for end in ("/", ".pdf", ".xlsx")] == [410] * 3


def test_with_a_meter_of_two_homes_there_are_no_files(
    story: "Story", client: Client, span: str
) -> None:
    house = Building.objects.create(
        municipality=story.municipality, name="Wohnhaus", kind=BuildingKind.HOUSING
    )
    MeterPoint.objects.create(building=house, name="Wohnhaus", carrier="gas", homes=2)
    there = f"/klima/{story.municipality.ags}/energiebericht/{span}"
    assert client.get(f"{there}.pdf").status_code == 404
    assert "5 Wohnungen" in client.get(f"{there}/").content.decode()


@pytest.mark.parametrize("span", ["0000-9999", "2025-2023", "2023-2024"])
def test_years_nobody_published_are_not_there(story: "Story", client: Client, span: str) -> None:
    there = f"/klima/{story.municipality.ags}/energiebericht/{span}/"
    assert client.get(there).status_code == 404

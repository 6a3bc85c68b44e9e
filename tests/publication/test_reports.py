"""A published energy report is an edition: it stays with the data it was published with."""

from datetime import datetime
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.utils import timezone

from klimamosaik.places.models import Building, BuildingKind, MeterPoint
from klimamosaik.publication.models import Publication, PublishedKind
from klimamosaik.publication.operations import take_back
from klimamosaik.publication.queries.publishable import offers
from klimamosaik.publication.queries.published import PublicItem
from klimamosaik.reports.queries.years import report_years
from tests.demo import DEMO_AT

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


def offered(story: "Story", at: datetime) -> list[str]:
    """The spans the office can publish a report of, in the order it sees them."""
    every = offers(municipality=story.municipality, at=at)
    return [each.item.subject for each in every if each.item.kind is PublishedKind.REPORT]


def test_the_first_years_offered_are_those_the_office_s_report_shows(story: "Story") -> None:
    """Two years later no new year is known whole: the last calendar years would be empty."""
    later = DEMO_AT.replace(year=DEMO_AT.year + 2)
    for at in (DEMO_AT, later):
        years = report_years(municipality=story.municipality, today=at.date()).years
        assert offered(story, at)[0] == f"{years[0]}-{years[-1]}" == "2023-2025"
    assert len(offered(story, later)) == len(set(offered(story, later))) > 3


def test_a_report_of_years_no_longer_offered_can_still_be_taken_back(story: "Story") -> None:
    row = Publication.objects.get(kind=PublishedKind.REPORT)
    row.subject = "2017-2018"
    row.save()
    assert "2017-2018" in offered(story, DEMO_AT)


@pytest.mark.parametrize("span", ["0000-9999", "2025-2023", "2023-2024"])
def test_years_nobody_published_are_not_there(story: "Story", client: Client, span: str) -> None:
    there = f"/klima/{story.municipality.ags}/energiebericht/{span}/"
    assert client.get(there).status_code == 404

"""The report opens on the newest whole years with data, and says why."""

from datetime import date

import pytest
from django.contrib.auth.models import User
from django.test import Client

from klimamosaik.observations.models import Bill, Datastream
from klimamosaik.people.models import Membership, Role
from klimamosaik.places.models import Building, MeterPoint, Municipality
from klimamosaik.reports.queries.years import ReportYears, report_years, whole_years
from klimamosaik.terms.carrier import Carrier

TODAY = date(2026, 11, 22)


def days(first: str, after: str) -> tuple[date, date]:
    return date.fromisoformat(first), date.fromisoformat(after)


def test_years_before_the_newest_reading_count_where_most_meters_know_them() -> None:
    spans = [days("2021-07-01", "2024-05-01")] * 3 + [days("2019-01-01", "2020-01-01")]
    assert whole_years(spans, before=2026) == {2022, 2023}


def test_one_meter_that_goes_on_does_not_move_the_years() -> None:
    spans = [days("2021-01-01", "2024-01-01")] * 5 + [days("2021-01-01", "2026-01-01")]
    assert max(whole_years(spans, before=2026)) == 2023


def test_the_year_that_runs_is_never_whole() -> None:
    assert whole_years([days("2024-01-01", "2027-01-01")], before=2026) == {2024, 2025}


def test_why_these_years_and_what_is_newer() -> None:
    text = ReportYears((2021, 2022, 2023), whole=True, until=date(2024, 4, 30)).why
    assert text is not None
    assert text.de == (
        "Gezeigt: 2021–2023, die neuesten Jahre mit vollständigen Werten. Neuere gibt es bis "
        "30. April 2024; 2024 ist noch nicht vollständig."
    )
    assert ReportYears((2023,), whole=True, until=None).why is None


@pytest.fixture
def reader(db: None) -> tuple[Client, Municipality]:
    """Who may read a town without anything in it."""
    town = Municipality.objects.create(ags="03999008", name="Leerstadt")
    user = User.objects.create_user("ada", password="ein langes Wort")
    Membership.objects.create(user=user, municipality=town, role=Role.READER)
    client = Client()
    client.force_login(user)
    return client, town


def test_an_empty_report_says_what_to_bring_and_links_to_it(
    reader: tuple[Client, Municipality],
) -> None:
    client, town = reader
    page = client.get(f"/{town.ags}/bericht/").content.decode()
    assert "Noch keine Werte" in page
    assert f'href="/{town.ags}/dateien/"' in page
    assert "klimamosaik import" not in page


def test_a_town_billed_until_2023_opens_on_its_years(reader: tuple[Client, Municipality]) -> None:
    client, town = reader
    house = Building.objects.create(municipality=town, name="Rathaus", kind="office")
    point = MeterPoint.objects.create(building=house, carrier=Carrier.GAS, name="Gas")
    for year in (2021, 2022, 2023):
        Bill.objects.create(
            meter_point=point,
            start=date(year, 1, 1),
            end=date(year + 1, 1, 1),
            amount=9000,
            quantity=90_000,
        )
    assert not Datastream.objects.exists()
    assert report_years(municipality=town, today=TODAY).years == (2021, 2022, 2023)
    page = client.get(f"/{town.ags}/bericht/").content.decode()
    assert "2021–2023" in page
    assert "die neuesten Jahre mit vollständigen Werten." in page
    assert "Was noch fehlt" in page
    for rest in ("gemeinde/wetter/", "gebaeude/", "gemeinde/"):
        assert f'href="/{town.ags}/{rest}"' in page.split("Was noch fehlt")[1]

"""The report's page lists its buildings a page at a time; searched and ordered on the server."""

import pytest
from django.test import Client

from klimamosaik.people.models import Role
from klimamosaik.places.models import Municipality
from klimamosaik.reports import building_list as listing
from klimamosaik.reports.building_list import BuildingOrder, listed_buildings, order_in
from klimamosaik.reports.kernel.figures import EnergyReport
from klimamosaik.reports.kernel.report import energy_report
from tests.reports.cast import building, given
from tests.visitors import visitor_of

SPAN = {"von": "2023", "bis": "2025"}


@pytest.fixture
def report() -> EnergyReport:
    """A school that needs more heat than the next, and one of which nothing is known."""
    nothing = (None, None, None)
    return energy_report(
        given(
            building(1, "Abendschule", gas=(1.0, 1.0, 100_000.0)),
            building(2, "Bergschule", gas=(1.0, 1.0, 300_000.0)),
            building(3, "Chorhaus", gas=nothing, electricity=nothing, water=nothing),
            building(4, "Dorfschule", gas=(1.0, 1.0, 200_000.0)),
        )
    )


def names(
    report: EnergyReport, asked: str = "", order: BuildingOrder = BuildingOrder.HEAT, page: str = ""
) -> list[str]:
    found = listed_buildings(report, asked=asked, order=order, page=page)
    return [each.name for each in found.buildings]


def test_the_most_demanding_building_stands_first_and_the_unknown_one_last(
    report: EnergyReport,
) -> None:
    assert names(report) == ["Bergschule", "Dorfschule", "Abendschule", "Chorhaus"]


def test_they_can_be_listed_by_name(report: EnergyReport) -> None:
    assert names(report, order=BuildingOrder.NAME) == sorted(names(report))


def test_a_part_of_the_name_finds_a_building_in_any_case(report: EnergyReport) -> None:
    assert names(report, "SCHULE") == ["Bergschule", "Dorfschule", "Abendschule"]
    assert names(report, "nowhere") == []


def test_a_page_there_is_not_shows_the_nearest(
    report: EnergyReport, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "A_PAGE", 3)
    assert names(report, page="2") == names(report, page="99") == ["Chorhaus"]
    assert names(report, page="x") == ["Bergschule", "Dorfschule", "Abendschule"]


def test_they_can_be_listed_by_cost(report: EnergyReport) -> None:
    assert names(report, order=BuildingOrder.COST)[:2] == ["Bergschule", "Dorfschule"]


def test_an_order_nobody_offers_is_the_usual_one() -> None:
    assert order_in("name") is BuildingOrder.NAME
    assert order_in("zufall") is BuildingOrder.HEAT


@pytest.fixture
def reader(town: Municipality) -> Client:
    """Someone who may read the town's pages."""
    return visitor_of(town, Role.READER, "ada")


def page_of(client: Client, town: Municipality, **more: str) -> str:
    answer = client.get(f"/{town.ags}/bericht/", SPAN | more)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_the_page_of_a_small_town_has_all_buildings_and_no_search(
    reader: Client, town: Municipality
) -> None:
    page = page_of(reader, town)
    assert town.buildings.count() > 2
    assert all(f"/gebaeude/{each.pk}/" in page for each in town.buildings.all())
    assert 'role="search"' not in page


def test_a_large_towns_page_is_turned_and_keeps_its_years(
    reader: Client, town: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "A_PAGE", 1)
    page = page_of(reader, town)
    assert page.split('id="gebaeude"')[1].count("/gebaeude/") == 1
    assert "?von=2023&amp;bis=2025&amp;faktoren=direct&amp;q=&amp;nach=&amp;seite=2" in page
    assert "Alle Gebäude" in page
    assert "Hier stehen die Lücken der oben gelisteten Gebäude" in page


def test_who_searches_finds_one_building_and_its_gaps_alone(
    reader: Client, town: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "A_PAGE", 1)
    page = page_of(reader, town, q="rathaus")
    found = page.split('id="gebaeude"')[1]
    assert ">Rathaus</a>" in found
    assert ">Grundschule</a>" not in found
    assert 'name="q" value="rathaus"' in page
    assert "Kein Gebäude heißt so" in page_of(reader, town, q="nirgends")

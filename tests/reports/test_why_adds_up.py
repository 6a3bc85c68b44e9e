"""Every "Warum?" of a building adds up, and says what report and building page say."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime

import pytest
from django.test import Client

from klimamosaik.people.models import Role
from klimamosaik.places.models import Municipality
from klimamosaik.reports.kernel.figures import BuildingReport, EnergyReport
from klimamosaik.reports.kernel.inputs import Medium
from klimamosaik.reports.queries.energy import energy_report
from klimamosaik.terms.period import LOCAL
from klimamosaik.terms.text import Text, decimal
from klimamosaik.web.demo.story import bring_files, demo_user, founded_town
from klimamosaik.web.demo.town import build_town
from tests.visitors import visitor_of

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 9, tzinfo=LOCAL)
YEARS = (2023, 2024, 2025)
CELL = re.compile(r'data-(part|sum)="(\w+)">([^<]*)<')


def quiet(share: float, text: Text) -> None:
    assert text.de


@pytest.fixture
def demo() -> Municipality:
    """The demo's buildings with all their files."""
    town = build_town(NOW.date())
    municipality = founded_town(town)
    user, _ = demo_user(municipality)
    bring_files(town, municipality, by=user, at=NOW, progress=quiet)
    return municipality


def number(cell: str) -> int:
    """A printed number in its last digits."""
    return int(re.sub(r"[^\d−]", "", cell).replace("−", "-") or "0")


def tables(page: str) -> Iterator[tuple[str, list[str], str]]:
    """Each table of parts: its figure, its parts, its sum."""
    parts: list[str] = []
    for kind, figure, cell in CELL.findall(page):
        if kind == "part":
            parts.append(cell)
        else:
            yield figure, parts, cell
            parts = []
    assert not parts


def figures(report: EnergyReport) -> Iterator[tuple[BuildingReport, Medium, int, float]]:
    """Every figure that has a "Warum?"."""
    for building in report.buildings:
        for year in building.years:
            for medium in Medium:
                value = year.use[medium].value
                if value is not None:
                    yield building, medium, year.year, value


def headline(page: str, name: str) -> str:
    found = re.search(rf'<b id="{name}">([^<]*)</b>', page)
    return found.group(1) if found else ""


def adds_up(client: Client, town: Municipality, years: tuple[int, ...]) -> Counter[str]:
    """Walk every figure; returns how many tables of each kind were added up."""
    report = energy_report(municipality=town, years=years, written_on=NOW.date())
    seen: Counter[str] = Counter()
    for building, medium, year, value in figures(report):
        address = f"/{town.ags}/gebaeude/{building.id}/warum/{year}/{medium}/"
        page = client.get(address).content.decode()
        sums: dict[str, list[int]] = {"use": [], "cost": [], "co2": [], "points": []}
        for figure, parts, total in tables(page):
            assert sum(map(number, parts)) == number(total), (address, figure)
            sums[figure].append(number(total))
            seen[figure] += 1
        assert headline(page, "use") == decimal(value), address
        for name in ("use", "cost", "co2"):
            if sums[name]:
                assert sum(sums[name]) == number(headline(page, name)), (address, name)
        assert sums["use"], address
    return seen


def reader(town: Municipality) -> Client:
    return visitor_of(town, Role.READER, "leser")


@pytest.mark.long
def test_every_figure_of_the_demo_adds_up_to_the_printed_digit(demo: Municipality) -> None:
    seen = adds_up(reader(demo), demo, YEARS)
    assert seen["use"] > 100
    assert seen["cost"] > 50
    assert seen["co2"] > 50


@pytest.mark.long
def test_every_figure_of_muenster_adds_up_to_the_printed_digit(muenster: Municipality) -> None:
    seen = adds_up(reader(muenster), muenster, (2021, 2022, 2023))
    assert seen["use"] > 10

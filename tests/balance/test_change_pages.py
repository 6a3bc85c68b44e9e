"""Why did it change: the page, and the command."""

import json
import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from typer.testing import CliRunner

from klimamosaik.balance import operations
from klimamosaik.balance.kernel.cell import DataGrade
from klimamosaik.balance.kernel.change import BalanceSubject
from klimamosaik.balance.kernel.grid import BalanceCarrier, Item, Sector
from klimamosaik.balance.models import EnergyPrice
from klimamosaik.balance.queries.balances import change_between
from klimamosaik.places.models import Municipality, Population
from klimamosaik.terms.complaint import InputRejected
from klimamosaik.web.cli import commands
from tests.balance import entering

AT = datetime(2024, 5, 3, 12, tzinfo=UTC)
GAS = BalanceCarrier.GAS
ADDRESS = "/03403000/bilanz/warum-anders/"


def enter(town: Municipality, year: int, energy: float) -> None:
    entering.enter(
        municipality=town,
        year=year,
        item=Item(Sector.HOUSEHOLDS, GAS),
        energy=energy,
        grade=DataGrade.A,
        source="EWE Netz",
        by=None,
        at=AT,
    )


def price(town: Municipality, year: int, value: float, sector: str = "") -> None:
    row = EnergyPrice(
        municipality=town, year=year, carrier="gas", sector=sector, value=value, source="s"
    )
    operations.put_price(price=row, by=None, at=AT)


@pytest.fixture
def two_years(town: Municipality) -> Municipality:
    enter(town, 2022, 800_000.0)
    enter(town, 2023, 700_000.0)
    return town


def text(reader: Client, query: str = "") -> str:
    answer = reader.get(ADDRESS + query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_one_year_alone_cannot_have_changed(reader: Client) -> None:
    page = text(reader)
    assert "Es gibt erst ein Jahr: 2021" in page
    assert "<select" not in page


def test_the_parts_on_the_page_lead_to_their_items(two_years: Municipality, reader: Client) -> None:
    page = text(reader)
    assert "2023: im Vergleichbaren 24.700 t CO₂e weniger als 2022 (12,5 %)" in page
    assert "Verbrauch je Einwohner" in page
    assert 'href="/03403000/bilanz/2022/werte/households.gas/"' in page
    assert "Die Einwohnerzahl eines Jahres fehlt" in page


def test_only_years_there_are_can_be_chosen(two_years: Municipality, reader: Client) -> None:
    page = text(reader)
    assert sorted(set(re.findall(r'<option value="(\d{4})"', page))) == ["2021", "2022", "2023"]
    assert "Bitte zwei verschiedene Jahre wählen" in text(reader, "?von=2022&bis=2022")
    assert "Bitte zwei verschiedene Jahre wählen" in text(reader, "?von=2010&bis=2022")


def test_what_one_year_does_not_know_is_left_out_and_counted(
    two_years: Municipality, reader: Client
) -> None:
    page = text(reader, "?von=2021&bis=2022")
    assert "im Vergleichbaren" in page
    assert "Felder, die nur ein Jahr kennt, sind nicht dabei" in page


def test_cost_needs_prices_and_is_split_exactly(two_years: Municipality, reader: Client) -> None:
    page = text(reader, "?was=cost")
    assert "Dazu fehlen Preise" in page
    price(two_years, 2022, 60.0)
    price(two_years, 2023, 120.0)
    page = text(reader, "?was=cost")
    assert "36.000.000 Euro mehr als 2022" in page
    change = change_between(ags="03403000", first=2022, second=2023, subject=BalanceSubject.COST)
    assert sum(part.amount for part in change.parts) == pytest.approx(36e6)


def test_a_sectors_price_comes_before_that_of_every_sector(two_years: Municipality) -> None:
    for year in (2022, 2023):
        price(two_years, year, 60.0)
        price(two_years, year, 90.0, sector="households")
    change = change_between(ags="03403000", first=2022, second=2023, subject=BalanceSubject.COST)
    assert change.before == pytest.approx(800_000 * 90.0)


def test_population_takes_its_part(two_years: Municipality, reader: Client) -> None:
    for year, people in ((2022, 170_000), (2023, 172_000)):
        Population.objects.create(
            municipality=two_years, year=year, inhabitants=people, source="Melderegister"
        )
    page = text(reader, "?was=energy")
    assert "Einwohnerzahl" in page
    assert "Die Einwohnerzahl eines Jahres fehlt" not in page


def test_the_page_speaks_english(two_years: Municipality, reader: Client) -> None:
    reader.post("/sprache/setlang/", {"language": "en"})
    page = text(reader)
    assert "24,700 t CO₂e less than 2022 (12.5 %)" in page


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("klimamosaik.web.commands.balance.start_django", lambda: None)


def answer(*arguments: str) -> Any:
    done = CliRunner().invoke(commands(), ["balance", "03403000", *arguments])
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.stdout


@pytest.mark.usefixtures("here", "two_years")
@pytest.mark.parametrize("subject", ["energy", "emissions"])
def test_the_command_says_the_same(subject: str) -> None:
    document = json.loads(
        answer("--since", "2022", "--year", "2023", "--subject", subject, "--json")
    )
    assert document["subject"] == subject
    assert sum(c["amount"] for c in document["causes"]) == pytest.approx(document["change"])
    assert document["cells"][0]["sector"] == "households"


@pytest.mark.usefixtures("here", "two_years")
def test_the_command_refuses_what_it_cannot_split() -> None:
    with pytest.raises(InputRejected, match="energy, cost, emissions are allowed"):
        answer("--since", "2022", "--year", "2023", "--subject", "happiness")
    with pytest.raises(InputRejected, match="neither statistics"):
        answer("--since", "2019", "--year", "2023")


@pytest.mark.usefixtures("here", "two_years")
def test_what_cannot_be_compared_is_no_zero() -> None:
    printed = answer("--since", "2022", "--year", "2023", "--subject", "cost")
    assert re.search(r"Σ │ –", printed)
    assert "Preis unbekannt" in printed

"""A year whose factors are missing has no sum: too low a one would look like a rise later."""

import json

import pytest
from django.test import Client

from klimamosaik.balance.kernel.composition import compose, fill
from klimamosaik.balance.kernel.factor import FactorTable
from klimamosaik.balance.kernel.grid import BalanceCarrier, Item, Sector
from klimamosaik.balance.page import above
from klimamosaik.balance.queries.balances import balance_of
from klimamosaik.balance.queries.published_comparison import CityTotal
from klimamosaik.places.models import Municipality
from klimamosaik.terms.text import decimal
from tests.balance import cast
from tests.balance.cast import OFFICIAL, good_cells
from tests.balance.test_balance_pages import text
from tests.balance.test_composition import own
from tests.pathway.test_starts import entered

POWER = BalanceCarrier.ELECTRICITY
FALLING = {2019: 12_000.0, 2020: 11_900.0, 2021: 11_800.0}  # [MWh] electricity of households


def without(carrier: BalanceCarrier) -> FactorTable:
    return FactorTable(tuple(row for row in OFFICIAL.rows if row.carrier is not carrier))


@pytest.fixture
def falling(town: Municipality) -> Municipality:
    """A town that entered a steady fall."""
    for year, energy in FALLING.items():
        entered(town, Item(Sector.HOUSEHOLDS, POWER), energy, year=year)
        entered(town, Item(Sector.HOUSEHOLDS, BalanceCarrier.GAS), 5 * energy, year=year)
    return town


def test_a_sum_without_all_its_emissions_is_none() -> None:
    balance = cast.balance_of(good_cells(), without(POWER))
    assert balance.emissions > 0
    assert balance.total is None
    assert not balance.partial
    assert not balance.tells
    assert balance.sector_emissions(Sector.HOUSEHOLDS) is None
    assert balance.emissions_range() is None
    whole = cast.balance_of(good_cells())
    assert whole.total == whole.emissions
    assert whole.tells


def test_a_sector_whose_factors_are_known_has_its_sum() -> None:
    cells = [own(Sector.HOUSEHOLDS, POWER, 5.0), own(Sector.INDUSTRY, BalanceCarrier.GAS, 5.0)]
    balance = compose(
        year=2021, cells=fill((), cells), factors=without(POWER), population=10, uncertainty=None
    )
    assert balance.sector_emissions(Sector.HOUSEHOLDS) is None
    assert balance.sector_emissions(Sector.INDUSTRY)


def test_a_sum_that_is_none_is_compared_with_nothing_published() -> None:
    published = CityTotal(2021, 1000.0, False)
    assert above(cast.balance_of(good_cells(), without(POWER)), published) is None
    whole = cast.balance_of(good_cells())
    assert above(whole, published) == pytest.approx(whole.emissions / 10.0 - 100.0)
    assert above(whole, None) is None


@pytest.mark.parametrize("year", [2019, 2020])
def test_a_year_without_the_factor_of_electricity_says_so_instead_of_a_sum(
    falling: Municipality, reader: Client, year: int
) -> None:
    page = text(reader, f"/{falling.ags}/bilanz/{year}/")
    assert f"(Strom) sind unbekannt: Für {year} fehlt der Emissionsfaktor." in page
    assert "nicht zu vergleichen" in page
    assert '<p class="number">' not in page
    assert "<figure" not in page
    households = balance_of(ags=falling.ags, year=year).balance.of_sector(Sector.HOUSEHOLDS)
    known = decimal(sum(line.emissions or 0.0 for line in households))
    assert f"unbekannt<small>ohne Strom: {known}</small>" in page
    told = json.loads(reader.get(f"/{falling.ags}/bilanz/{year}/bilanz.json").content)
    assert told["complete"] is False
    assert told["totals"]["emissions_t"] is None
    assert told["totals"]["energy_mwh"] > FALLING[year]
    assert told["per_head"]["emissions_t"] is None
    assert told["sectors"][0]["emissions_t"] is None
    assert told["variants"] == []
    found = balance_of(ags=falling.ags, year=year).balance
    assert told["totals"]["entered_emissions_t"] == pytest.approx(found.emissions)


def test_the_year_with_all_factors_has_its_sum_on_the_page(
    falling: Municipality, reader: Client
) -> None:
    page = text(reader, f"/{falling.ags}/bilanz/2021/")
    assert '<p class="number">' in page
    assert "fehlt der Emissionsfaktor" not in page
    told = json.loads(reader.get(f"/{falling.ags}/bilanz/2021/bilanz.json").content)
    assert told["complete"] is True
    assert told["sectors"][0]["emissions_t"] > 0


def test_the_preview_of_a_year_without_the_factor_shows_no_sum(
    town: Municipality, editor: Client
) -> None:
    given = {"value.households.electricity": "12000", "source": "Netz", "grade": "A", "do": "look"}
    page = editor.post(f"/{town.ags}/bilanz/2020/werte/", given).content.decode()
    sums = page.split("Die Bilanz davor und danach")[1].split("</table>")[0]
    assert sums.count("unbekannt") == 1

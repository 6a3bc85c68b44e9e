"""All municipalities at once, those with values of their own among them."""

import pytest

from klimamosaik.balance.all_municipalities import everywhere_document
from klimamosaik.balance.kernel.grid import BalanceCarrier, Item, Mode, Sector
from klimamosaik.balance.kernel.nation import MODES
from klimamosaik.balance.queries.balances import balance_of
from klimamosaik.balance.queries.national import nation
from klimamosaik.balance.shipped_municipalities import shipped_estimate
from klimamosaik.places.models import Municipality
from tests.balance.test_change_pages import enter


def rows(year: int = 2021) -> dict[str, dict[str, float]]:
    document = everywhere_document(year=year)
    assert document is not None
    return {row["ags"]: row for row in document["municipalities"]}


def test_a_town_with_own_values_stands_with_its_own_balance(town: Municipality) -> None:
    before = rows()
    enter(town, 2021, 900_000.0)
    after = rows()
    own = balance_of(ags=town.ags, year=2021).balance
    assert after[town.ags]["emissions_t"] == pytest.approx(own.emissions, abs=1e-3)
    assert after[town.ags]["own_values"] == 1
    others = [ags for ags in before if ags != town.ags]
    assert len(others) == 9
    assert all(before[ags] == after[ags] for ags in others)


@pytest.mark.django_db
def test_a_row_has_the_range_its_page_has() -> None:
    found = rows()
    assert len(found) == 10
    for ags, row in found.items():
        off = balance_of(ags=ags, year=2021).balance.emissions_range()
        assert off is not None
        assert (row["low_t"], row["high_t"]) == pytest.approx((off.low, off.high), rel=1e-6)
        assert row["low_t"] < row["emissions_t"] < row["high_t"]


def test_an_estimates_row_has_the_same_keys_as_an_own_one(town: Municipality) -> None:
    enter(town, 2021, 900_000.0)
    found = rows()
    assert found["03404000"].keys() == found[town.ags].keys()


def test_a_year_without_statistics_lists_the_towns_that_entered_something(
    town: Municipality,
) -> None:
    assert everywhere_document(year=2023) is None
    enter(town, 2023, 900_000.0)
    assert list(rows(2023)) == [town.ags]


def test_every_national_row_of_transport_belongs_to_a_mode() -> None:
    activities = {row.activity for row in nation(2021).rows if row.sector is Sector.TRANSPORT}
    assert activities == set(MODES)


def test_the_modes_of_a_carrier_add_up_to_what_was_spread() -> None:
    found = shipped_estimate()
    cells = {cell.item: cell.known for cell in found.cells(0)}
    diesel = [cells[Item(Sector.TRANSPORT, BalanceCarrier.DIESEL, m)] for m in list(Mode)[:4]]
    whole = sum(
        row.energy * found.key_shares[0, list(type(row.key)).index(row.key)]
        for row in found.nation.by_place[Sector.TRANSPORT, BalanceCarrier.DIESEL]
    )
    assert sum(diesel) == pytest.approx(whole)
    assert all(energy > 0 for energy in diesel)

"""Industry as its districts' works use energy, where that is published."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from klimamosaik.balance.district_scales import published, scales_of, written
from klimamosaik.balance.kernel.districts import (
    LEAST,
    MOST_BOUGHT,
    MOST_BURNT,
    DistrictScales,
    fitted,
    groups_of,
    wanted,
)
from klimamosaik.balance.kernel.first_balance import FirstBalances, estimate
from klimamosaik.balance.kernel.grid import Sector
from klimamosaik.balance.kernel.nation import PLACES
from klimamosaik.balance.queries.national import facts, key_facts, nation
from klimamosaik.balance.shipped_municipalities import shipped_estimate
from klimamosaik.sources.statistics.folder import read_folder
from tests.balance.cast import country

NATION = nation(2021)
STATES = {  # GJ, all of whose districts are published: the table adds up to its own sums
    "02": 68_928_812,
    "04": 78_065_512,
    "06": 118_971_241,
    "10": 105_979_711,
    "11": 10_934_375,
    "13": 22_739_681,
    "14": 158_905_793,
    "15": 261_810_558,
    "16": 62_236_970,
}
NONE = DistrictScales()


def two_districts() -> FirstBalances:
    places = replace(country((1e5, 1e5, 2e5)), ags=np.array(["03159016", "03159017", "03403000"]))
    return estimate(NATION, places, replace(key_facts(), districts=NONE))


def industry(found: FirstBalances) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    columns = [place[0] is Sector.INDUSTRY for place in PLACES]
    return np.asarray(found.energy[:, columns].sum(axis=1))


@pytest.mark.parametrize(("state", "whole"), STATES.items())
def test_published_districts_add_up_to_their_state(state: str, whole: int) -> None:
    """What was read second-hand was not misread: to four of the table's own gigajoules."""
    rows = facts("districts.yaml")["published"]
    assert sum(gj for key, (gj, _) in rows.items() if key[:2] == state) == pytest.approx(
        whole, abs=4
    )


def test_a_district_gets_what_is_published_and_the_nation_stays_whole() -> None:
    plain = two_districts()
    rows = {"03159": (3.6 * 0.8 * industry(plain)[:2].sum(), 40.0)}
    scales = scales_of(plain.key_shares, plain.places, NATION, {"published": rows})
    told = replace(key_facts(), districts=replace(scales, told=frozenset(rows)))
    found = estimate(NATION, plain.places, told)
    before = industry(plain)[:2].sum() / industry(plain)[2]
    after = industry(found)[:2].sum() / industry(found)[2]
    assert after == pytest.approx(0.8 * before, rel=0.03)
    national = NATION.spreading().sum(axis=0)
    there = national > 0
    assert found.energy.sum(axis=0)[there] == pytest.approx(national[there], rel=1e-9)
    others = [place[0] is not Sector.INDUSTRY for place in PLACES]
    assert found.energy[:, others] == pytest.approx(plain.energy[:, others])


def test_electricity_is_taken_as_published_fuels_only_up_to_the_estimate() -> None:
    estimated = np.array([[10.0, 100.0], [10.0, 100.0], [10.0, 100.0]])
    told = np.array([[15.0, 50.0], [8.0, 180.0], [np.nan, np.nan]])
    found = wanted(estimated, told, np.array([True, True, False]))
    assert found.sum(axis=0) == pytest.approx(estimated.sum(axis=0))
    bought = found[:, 0] / found[:, 0].sum()
    assert bought == pytest.approx(np.array([15.0, 8.0, 10.0]) / 33.0)
    assert found[:, 1] == pytest.approx([50.0, 150.0, 100.0])  # 50 of the 80 above are left


def test_raw_material_of_a_chemical_park_is_no_energy_used() -> None:
    """Ten times the estimate is not believed beyond twice, and a town of many beyond four."""
    estimated = np.array([[10.0, 100.0], [10.0, 100.0], [1000.0, 10_000.0]])
    told = np.array([[90.0, 1000.0], [90.0, 0.0], [np.nan, 5000.0]])
    found = wanted(estimated, told, np.array([True, False, True]))
    times = found[2, 0] / 1000.0  # what the nation's sum asks of all
    assert found[0, 0] == pytest.approx(90.0 * times)
    assert found[1, 0] == pytest.approx(MOST_BOUGHT * 10.0 * times)
    assert found[0, 1] <= MOST_BURNT * 100.0 * found[1, 1] / (LEAST * 100.0)
    assert found[0, 1] / found[2, 1] == pytest.approx(200.0 / 5000.0)


def test_heat_alone_published_is_not_taken_for_heat_and_electricity() -> None:
    estimated = np.array([[100.0, 300.0], [100.0, 300.0]])
    rows = {"01": (3600.0, None), "02": (3600.0, 25.0)}
    found = published(np.array(["01", "02"]), rows, estimated)
    assert np.isnan(found[0, 0])
    assert found[0, 1] == pytest.approx(900.0)
    assert found[1] == pytest.approx([250.0, 750.0])


def test_fitting_reaches_what_is_wished() -> None:
    plain = two_districts()
    districts = np.array([str(key)[:5] for key in plain.places.ags])
    place = np.unique(districts, return_inverse=True)[1]
    now = np.stack([np.bincount(place, weights=one) for one in groups_of(plain.by_item).T], axis=1)
    wished = now + np.array([[1e6, -2e6], [-1e6, 2e6]])
    scales = fitted(plain.key_shares, NATION.by_item(), districts, wished)
    assert scales[0, 0] > scales[1, 0]
    assert scales[0, 1] < scales[1, 1]


def test_a_city_with_published_industry_is_surer_than_one_without() -> None:
    found = shipped_estimate()
    osnabrueck, stade = found.places.row("03404000"), found.places.row("03359038")
    assert osnabrueck is not None
    assert stade is not None
    assert found.doubts[osnabrueck] == 1.0
    assert found.doubts[stade] > 1.5  # withheld in the table


def test_scales_are_those_of_the_published_table(shared: Path) -> None:
    """Whoever changes a key works the scales out anew (`balance.district_scales`)."""
    places = read_folder(shared / "data" / "statistics_germany").municipalities
    plain = estimate(NATION, places, replace(key_facts(), districts=NONE))
    found = scales_of(plain.key_shares, places, NATION, facts("districts.yaml"))
    ships = key_facts().districts
    assert [name for name, _ in found.by_district] == [name for name, _ in ships.by_district]
    assert np.array([pair for _, pair in found.by_district]) == pytest.approx(
        np.array([pair for _, pair in ships.by_district]), abs=2e-4
    )
    assert dict(found.whole) == pytest.approx(dict(ships.whole), rel=1e-9)
    assert '"03404": [' in written(found)

"""Seasons that are a meter's own come back; what only looks like one does not."""

import numpy as np
import pytest

from klimamosaik.evidence.kernel.question import BASELINE_DAYS
from klimamosaik.evidence.kernel.regression.day_types import Holidays
from klimamosaik.evidence.kernel.regression.days_expected import Days, expect_days
from klimamosaik.evidence.kernel.regression.own_season import LONGEST_YEAR, open_days
from klimamosaik.terms.carrier import Carrier
from tests.evidence.cases import DAYS, START, Case, net_meter, office, pool

YEAR = np.arange(365)


def missed(case: Case) -> float:
    """How far the expectation of the year after lies off, as part of the size of use."""
    data = Days(DAYS, case.use[None], case.temperature, case.carrier)
    before = data.flags(START - BASELINE_DAYS, START)
    after = data.flags(START, START + BASELINE_DAYS)
    answer = expect_days(data, baseline=before, reporting=after, calendar=Holidays("DE"))
    return float((answer.expected[0] - case.truth[after]).sum() / case.size)


@pytest.mark.parametrize("ratio", [4.0, 10.0, 30.0])
@pytest.mark.parametrize("season", [("05-03", "09-17"), ("05-15", "09-01")])
def test_a_pool_in_its_season_is_foretold(ratio: float, season: tuple[str, str]) -> None:
    off = [missed(pool(seed, ratio=ratio, season=season)) for seed in range(6)]
    assert np.abs(off).max() < 0.04


def test_what_december_left_over_is_not_carried_over_the_year_of_a_roof_full_of_sun() -> None:
    off = [missed(net_meter(seed)) for seed in range(8)]
    assert abs(np.mean(off)) < 0.03
    assert np.abs(off).max() < 0.12


def test_a_season_is_open_once_a_year() -> None:
    open_in_summer = np.where((YEAR >= 120) & (YEAR < 260), 900.0, 90.0)
    (table,) = open_days(open_in_summer[None], YEAR)
    assert table.shape == (LONGEST_YEAR,)
    assert table.sum() == pytest.approx(140, abs=2)


def test_a_season_that_lies_about_new_year_is_seen_too() -> None:
    rink = np.where((YEAR >= 120) & (YEAR < 260), 0.0, 500.0)
    (table,) = open_days(rink[None], YEAR)
    assert table[0] == 1
    assert table[200] == 0


@pytest.mark.parametrize("last", [200, 350, 364])
def test_a_level_that_stays_is_no_season(last: int) -> None:
    moved = np.where(last < YEAR, 900.0, 90.0)
    assert not open_days(moved[None], YEAR).any()


def test_neither_a_heating_season_nor_weekends_are_an_open_season() -> None:
    gas = 40 + 300 * np.maximum(np.cos(2 * np.pi * YEAR / 365), 0)
    weekends = np.where(YEAR % 7 < 5, 400.0, 50.0)
    assert not open_days(np.array([gas, weekends]), YEAR).any()


def test_an_office_is_foretold_as_before() -> None:
    assert np.abs([missed(office(seed, cut=0.0)) for seed in range(4)]).max() < 0.03
    assert office(1, cut=0.0).carrier is Carrier.ELECTRICITY

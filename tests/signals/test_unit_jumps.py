"""A change of unit lasts and fits the carrier; a season returns."""

import numpy as np
import pytest

from klimamosaik.signals.unit_factors import FACTORS, factors_of
from klimamosaik.signals.unit_jumps import Rates, unit_jumps
from klimamosaik.terms.carrier import Carrier

SEASON = 1000 + 800 * np.cos(np.arange(48) * np.pi / 6)  # heating, in months
MONTHS = np.arange(48)


def unit_jump(rates: Rates, carrier: Carrier | None = None) -> tuple[int, float, float] | None:
    """The jump of a single series: first month after it, ratio, known factor."""
    factors = factors_of(carrier)
    first = np.zeros(1, np.int64) if carrier is not None and carrier.heats else None
    found = unit_jumps(rates[np.newaxis], factors, first=first)
    at = int(found.at[0])
    return (at, float(found.ratio[0]), factors[int(found.known[0])].size) if at >= 0 else None


@pytest.mark.parametrize("factor", [3.6, 10, 35.3, 1000, 1 / 3.6, 1 / 10, 1 / 35.3, 1 / 1000])
@pytest.mark.parametrize("at", [12, 20, 30])
def test_a_change_of_unit_is_found_in_its_month(factor: float, at: int) -> None:
    rates = SEASON[:36].copy()
    rates[at:] *= factor
    found = unit_jump(rates)
    assert found is not None
    assert found[0] == at
    assert abs(np.log(found[2])) == pytest.approx(abs(np.log(factor)), abs=0.01)


@pytest.mark.parametrize("at", [9, 10, 15])
def test_heating_that_changes_its_unit_is_found_by_its_cold_months(at: int) -> None:
    rates = SEASON[:24].copy()
    rates[at:] /= 35.3
    found = unit_jump(rates, Carrier.GAS)
    assert found is not None
    assert found[2] == 35.3


def test_a_change_of_unit_of_a_steady_use_is_found_early() -> None:
    found = unit_jump(np.array([5.0, 6, 5, 5000, 5500, 5200, 6000]))
    assert found is not None
    assert (found[0], found[2]) == (3, 1000)


@pytest.mark.parametrize("months", [6, 12, 13, 24, 36, 48])
@pytest.mark.parametrize("carrier", [None, Carrier.GAS, Carrier.ELECTRICITY])
def test_a_heating_season_is_no_change_of_unit(months: int, carrier: Carrier | None) -> None:
    assert unit_jump(SEASON[:months], carrier) is None


@pytest.mark.parametrize("ratio", [3.6, 8, 10, 14, 25, 35, 50, 100, 135, 1000])
@pytest.mark.parametrize("months", [12, 16, 24, 36])
@pytest.mark.parametrize("season", [(4, 8), (3, 9), (5, 7)])
def test_a_season_that_returns_is_no_change_of_unit(
    ratio: float, months: int, season: tuple[int, int]
) -> None:
    dice = np.random.default_rng(months)
    calendar = MONTHS[:months] % 12
    summer = (calendar >= season[0]) & (calendar <= season[1])
    rates = np.where(summer, 90.0 * ratio, 90.0) * np.exp(dice.normal(0, 0.05, months))
    assert unit_jump(rates, Carrier.ELECTRICITY) is None


def test_a_deep_saving_is_no_change_of_unit() -> None:
    rates = SEASON.copy()
    rates[24:] *= 0.3
    assert unit_jump(rates) is None


def test_a_factor_must_fit_the_carrier() -> None:
    rates = SEASON[:36].copy()
    rates[20:] *= 35.3
    assert unit_jump(rates, Carrier.GAS) is not None
    assert unit_jump(rates, Carrier.ELECTRICITY) is None
    words = [factor.units.en for factor in FACTORS[Carrier.ELECTRICITY]]
    assert not any("gas" in word or "feet" in word for word in words)


@pytest.mark.parametrize("months", [9, 30, 61])
def test_many_series_are_judged_as_one_by_one(months: int) -> None:
    dice = np.random.default_rng(months)
    rates = np.exp(dice.normal(0, 0.25, (200, months)))
    for row in range(0, 200, 2):
        rates[row, dice.integers(months) :] *= dice.choice([10.0, 35.3, 1000.0, 0.001, 3.0])
    rates[::3][dice.random(rates[::3].shape) < 0.2] = np.nan
    for row in range(0, 200, 5):
        rates[row, dice.integers(months) :] = np.nan
    factors = factors_of(None)
    together = unit_jumps(rates, factors)
    alone = [unit_jump(row) for row in rates]
    assert [found[0] if found else -1 for found in alone] == together.at.tolist()
    assert sum(found is not None for found in alone) > 10
    for row, found in enumerate(alone):
        known = factors[int(together.known[row])].size
        assert found is None or found[1:] == (together.ratio[row], known)


@pytest.mark.parametrize("first", range(5))
def test_heating_is_judged_by_its_cold_months_whenever_its_readings_begin(first: int) -> None:
    """Ten months after January to May: what is cold in a row depends on where it begins."""
    rates = 1000 + 800 * np.cos((first + np.arange(24)) * np.pi / 6)
    rates[10:] /= 35.3
    factors = factors_of(Carrier.GAS)
    found = unit_jumps(rates[np.newaxis], factors, first=np.array([first], np.int64))
    assert (found.at[0], factors[int(found.known[0])].size) == (10, 35.3)

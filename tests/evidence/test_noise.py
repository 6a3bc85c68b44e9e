"""How far a sum is off by scatter: known for days that are independent, more where they last."""

import numpy as np
import pytest

from klimamosaik.evidence.kernel.noise import (
    MOST_CORRELATED,
    cvrmse,
    lag_one,
    of_sum,
    standard_deviation,
)

YEAR = 365


def lasting(rho: float, days: int = 4_000) -> np.ndarray:
    """Residuals of scatter 1 of which each keeps `rho` of the one before."""
    generator = np.random.default_rng(5)
    values = [0.0]
    for step in generator.standard_normal(days) * np.sqrt(1 - rho**2):
        values.append(rho * values[-1] + step)
    return np.array([values[1:]])


def test_independent_days_add_up_by_the_root_of_their_number() -> None:
    """s² (n + n²/N): the reported days and what the baseline leaves open."""
    residuals = np.array([[1.0, -1.0, -1.0, 1.0] * 25])  # neighbours tell nothing of each other
    assert lag_one(residuals)[0] == pytest.approx(0.0, abs=0.02)
    found = of_sum(residuals, np.array([50.0]), 0)
    assert found[0] == pytest.approx(np.sqrt(50 + 50**2 / 100), rel=0.02)


@pytest.mark.parametrize("rho", [0.3, 0.6, 0.8])
def test_days_that_last_widen_the_sum(rho: float) -> None:
    """v = (1 + rho) / (1 - rho), the variance of a sum over that of independent days."""
    residuals = lasting(rho)
    assert lag_one(residuals)[0] == pytest.approx(rho, abs=0.05)
    wider = (1 + rho) / (1 - rho)
    plain = YEAR + YEAR**2 / residuals.shape[1]
    found = of_sum(residuals, np.array([float(YEAR)]), 1)
    assert found[0] == pytest.approx(np.sqrt(wider * plain), rel=0.15)


def test_the_sum_of_many_years_scatters_as_said() -> None:
    residuals = lasting(0.5, days=400 * YEAR)
    sums = residuals[0].reshape(400, YEAR).sum(axis=1)
    told = of_sum(residuals, np.array([float(YEAR)]), 1)[0]
    assert sums.std() == pytest.approx(told, rel=0.1)


def test_days_that_undo_each_other_do_not_narrow_it() -> None:
    residuals = np.array([[1.0, -1.0] * 50])
    assert lag_one(residuals)[0] < -0.9
    assert of_sum(residuals, np.array([10.0]), 0)[0] == pytest.approx(np.sqrt(10 + 100 / 100))


def test_a_residual_that_never_moves_is_bounded() -> None:
    residuals = np.array([[1.0] * 500 + [-1.0] * 500])
    assert lag_one(residuals)[0] > MOST_CORRELATED
    most = (1 + MOST_CORRELATED) / (1 - MOST_CORRELATED)
    found = of_sum(residuals, np.array([100.0]), 0)
    assert found[0] == pytest.approx(np.sqrt(most * (100 + 100**2 / 1000)))


def test_unknown_days_do_not_count() -> None:
    residuals = np.array([[3.0, np.nan, -3.0, np.nan, 3.0, -3.0, np.nan]])
    assert standard_deviation(residuals, 0)[0] == pytest.approx(3.0)
    assert standard_deviation(residuals, 2)[0] == pytest.approx(3.0 * np.sqrt(2))
    assert standard_deviation(residuals, 9)[0] == pytest.approx(6.0)  # never by less than one
    assert lag_one(np.full((1, 4), np.nan))[0] == 0.0
    assert lag_one(np.zeros((1, 4)))[0] == 0.0


def test_neighbours_are_told_about_their_own_mean() -> None:
    assert lag_one(np.array([[1.0, 2.0, 3.0]]))[0] == pytest.approx(0.0)
    assert lag_one(np.array([[1.0, 1.0, 5.0, 5.0]]))[0] == pytest.approx(0.25)


def test_scatter_is_a_share_of_the_size_of_use_whichever_way_it_flows() -> None:
    residuals = np.array([[2.0, -2.0]] * 3)
    use = np.array([[9.0, 11.0], [-9.0, -11.0], [1.0, -1.0]])
    found = cvrmse(residuals, use, 0)
    assert found[:2] == pytest.approx([0.2, 0.2])
    assert np.isnan(found[2])

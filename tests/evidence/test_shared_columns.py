"""Meters that share the columns of their regression are fitted at once, each as it is alone."""

import numpy as np
import pytest

from klimamosaik.evidence.kernel.days import all_days
from klimamosaik.evidence.kernel.question import EffectQuery
from klimamosaik.evidence.kernel.regression.change_point import ChangePoints
from klimamosaik.evidence.kernel.regression.daily import ELECTRICITY, HEATING_USE, Tuning, fit_daily
from klimamosaik.evidence.kernel.regression.daily_columns import (
    COLUMNS,
    HEATING,
    OPEN,
    alike,
)
from klimamosaik.evidence.kernel.regression.day_types import NO_HOLIDAYS, day_types
from klimamosaik.evidence.kernel.regression.least_squares import SharedColumns
from klimamosaik.evidence.kernel.series import Numbers, Series
from klimamosaik.evidence.unusual_years import words_on_years
from klimamosaik.terms.carrier import Carrier

DAYS = all_days(np.datetime64("2022-01-01"), np.datetime64("2023-01-01"))
TYPES = day_types(DAYS, NO_HOLIDAYS)
FELT = 10 - 9 * np.cos(TYPES.year) + np.random.default_rng(3).normal(0, 3, len(DAYS))


def points_at(heating: Numbers, cooling: Numbers) -> ChangePoints:
    """Models with these balance points [degC]; the rest does not matter here."""
    none, whole = np.zeros(len(heating)), np.zeros(len(heating), np.int64)
    return ChangePoints(whole, none, none, none, heating, cooling, none, whole)


def various() -> Numbers:
    """Use of meters [kWh/d] with balance points, gaps, a pool's season and feed-in of their own."""
    dice = np.random.default_rng(1)
    degrees = [np.maximum(balance - FELT, 0) for balance in (8, 8, 15, 15, 19)]
    use = np.array([20 + 5 * each for each in degrees] + [np.full(len(DAYS), 30.0)] * 4)
    use[5] += 4 * np.maximum(FELT - 17, 0)
    use[6, 120:250] = 300.0
    use[7] -= 90 * np.maximum(np.sin(TYPES.year - 1.4), 0)
    use = use * (1 + 0.1 * dice.standard_normal(use.shape))
    use[1, 30:60] = np.nan
    use[3, 200] *= 9
    return use


def test_weighed_least_squares_are_those_of_each_meter_alone() -> None:
    dice = np.random.default_rng(2)
    table = dice.standard_normal((80, 5))
    table[:, 3] = 0.0
    use, weight = dice.standard_normal((4, 80)), dice.uniform(0, 2, (4, 80))
    penalties = np.array([1e-9, 0.5, 2.0, 1.0, 30.0])
    found = SharedColumns(table).solved(use, weight, penalties)
    for row in range(len(use)):
        heavy = np.sqrt(weight[row])[:, None]
        columns = np.concatenate([heavy * table, np.diag(np.sqrt(penalties))])
        toward = np.concatenate([heavy[:, 0] * use[row], np.zeros(5)])
        assert found[row] == pytest.approx(np.linalg.lstsq(columns, toward)[0], abs=1e-9)
    assert (found[:, 3] == 0).all()


def test_each_meter_is_among_those_with_its_balance_points_and_season() -> None:
    heating = np.array([15.0, np.nan, 15.0, 15.0, np.nan])
    cooling = np.array([np.nan, 20.0, np.nan, 20.0, 20.0])
    opened = np.zeros((5, 366))
    opened[2, 100:200] = 1.0
    groups = alike(points_at(heating, cooling), opened)
    assert sorted(group.rows.tolist() for group in groups) == [[0], [1, 4], [2], [3]]
    without = next(group for group in groups if 1 in group.rows).columns(FELT, TYPES).table
    assert without.shape == (len(DAYS), len(COLUMNS))
    assert (without[:, HEATING] == 0).all()
    pool = next(group for group in groups if 2 in group.rows).columns(FELT, TYPES).table
    assert pool[:, OPEN].sum() == 100


@pytest.mark.parametrize(("tuning", "cools"), [(HEATING_USE, False), (ELECTRICITY, True)])
def test_many_meters_are_fitted_as_each_is_alone(tuning: Tuning, *, cools: bool) -> None:
    use = various()
    many = fit_daily(use, FELT, TYPES, cools=cools, tuning=tuning)
    expected = many.predict(FELT - 1, TYPES)
    for row in range(len(use)):
        alone = fit_daily(use[row : row + 1], FELT, TYPES, cools=cools, tuning=tuning)
        for name in ("coefficients", "fitted", "level", "carried"):
            both = getattr(many, name)[row], getattr(alone, name)[0]
            np.testing.assert_allclose(*both, rtol=1e-7, atol=1e-7, err_msg=f"{name} {row}")
        np.testing.assert_allclose(expected[row], alone.predict(FELT - 1, TYPES)[0], rtol=1e-7)


def test_sides_of_a_question_are_days_since_1970() -> None:
    use = Series.of_days(DAYS, np.ones(len(DAYS)))
    asked = EffectQuery(use, use, Carrier.GAS, DAYS[0], DAYS[99], DAYS[150], DAYS[-1])
    assert [np.datetime64(day, "D") for day in asked.sides] == [*DAYS[[0, 99, 150, -1]]]
    assert (all_days(asked.sides[0], asked.sides[1]) == DAYS[:99]).all()
    assert words_on_years(asked) is not None

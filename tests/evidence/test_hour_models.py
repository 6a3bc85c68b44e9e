"""The model of hours and the comparison of meters, on use that is known exactly."""

from dataclasses import replace

import numpy as np
import pytest

from klimamosaik.evidence.kernel.comparison import (
    FEWEST_ALIKE,
    ComparisonChange,
    narrowed,
    same_readings,
)
from klimamosaik.evidence.kernel.regression.day_types import DayTypes
from klimamosaik.evidence.kernel.regression.hours import (
    ELECTRICITY,
    HEATING,
    KNOTS,
    LEVEL_BOUND,
    design_of,
    fit_hours,
    shape_for,
)
from klimamosaik.evidence.kernel.series import Series
from klimamosaik.evidence.kernel.short_time import widened
from klimamosaik.terms.carrier import Carrier

DAYS = 364
AGES = np.arange(DAYS)[::-1].astype(float)


def types(days: int = DAYS) -> DayTypes:
    """Days that begin on a Monday, without holidays."""
    at = np.arange(days)
    none = np.zeros(days, np.bool_)
    return DayTypes(
        saturday=at % 7 == 5, sunday=at % 7 == 6, christmas=none, easter=none,
        year=np.asarray(2 * np.pi * at / 365.25, np.float64),
    )  # fmt: skip


def warmth(days: int = DAYS) -> np.ndarray:
    return np.asarray(10 - 9 * np.cos(2 * np.pi * np.arange(days) / 365.25))


def of_kind(work: float, rest: float) -> np.ndarray:
    """The same use in every hour of a working day, another on free days, shape (1, d, 24)."""
    use = np.where(types().rest, rest, work)
    return np.repeat(use[None, :, None], 24, axis=2)


def test_heat_and_electricity_have_their_own_assumptions() -> None:
    assert {shape_for(carrier) for carrier in Carrier if carrier.heats} == {HEATING}
    assert shape_for(Carrier.ELECTRICITY) is ELECTRICITY
    assert HEATING.half_life == 365  # a year of heating counts at least half
    assert HEATING.lag > ELECTRICITY.lag  # walls keep yesterday's warmth


def test_working_and_free_days_are_found_exactly() -> None:
    design = design_of(warmth(), types(), ELECTRICITY)
    fit = fit_hours(of_kind(20.0, 5.0), AGES, design, ELECTRICITY)
    assert fit.predict(design)[0] == pytest.approx(of_kind(20.0, 5.0)[0], rel=0.01)
    assert fit.level[0] == pytest.approx(1.0, abs=0.01)


def test_what_is_older_than_a_half_life_counts_half() -> None:
    """Use doubled in the last third: the mean about which all is shrunk follows the newer days."""
    use = np.ones((1, DAYS, 24))
    use[:, 240:] = 2.0
    design = design_of(warmth(), types(), HEATING)
    weight = 0.5 ** (AGES / HEATING.half_life)
    told = (weight * use[0, :, 0]).sum() / weight.sum()
    assert fit_hours(use, AGES, design, HEATING).mean[0] == pytest.approx(np.full(24, told))


def test_the_level_follows_half_of_what_the_last_weeks_lie_above() -> None:
    use = of_kind(10.0, 10.0)
    use[:, -90:] *= 1.4
    design = design_of(warmth(), types(), ELECTRICITY)
    still = replace(ELECTRICITY, level_half_life=None)
    plain, followed = (fit_hours(use, AGES, design, shape) for shape in (still, ELECTRICITY))
    fitted = plain.predict(design)[0]
    weight = 0.5 ** (AGES / 30)
    ratio = (weight @ use[0]).sum() / (weight @ fitted).sum()
    assert ratio > 1.02
    assert followed.level[0] == pytest.approx(1 + 0.5 * (ratio - 1))
    assert plain.level[0] == 1.0


def test_a_level_moves_by_no_more_than_its_bound() -> None:
    use = of_kind(1.0, 1.0)
    use[:, -20:] *= 500
    design = design_of(warmth(), types(), ELECTRICITY)
    assert fit_hours(use, AGES, design, ELECTRICITY).level[0] <= LEVEL_BOUND
    use[:, -20:] = -5.0  # a meter of both directions has no level to follow
    assert fit_hours(use, AGES, design, ELECTRICITY).level[0] == 1.0


def test_heat_is_never_expected_below_zero_and_electricity_may_be() -> None:
    use = of_kind(-4.0, -4.0)
    for shape in (ELECTRICITY, HEATING):
        design = design_of(warmth(), types(), shape)
        least = fit_hours(use, AGES, design, shape).predict(design).min()
        assert bool(least < 0) is shape.below_zero


def test_days_without_use_or_warmth_are_left_out() -> None:
    use, warm = of_kind(20.0, 5.0), warmth()
    use[:, 30:40] = np.nan
    warm[100:110] = np.nan
    design = design_of(warm, types(), ELECTRICITY)
    found = fit_hours(use, AGES, design, ELECTRICITY).predict(design)
    assert np.isfinite(found[0, 30:40]).all()
    assert np.isnan(found[0, 100:110]).all()
    with pytest.raises(ValueError, match="hours need shape"):
        fit_hours(use[:, :-1], AGES, design, ELECTRICITY)


def test_the_response_bends_at_its_knots() -> None:
    shape = replace(HEATING, lag=0.0, season_penalty=None)
    cold = np.array([KNOTS[0] - 5.0, KNOTS[0], KNOTS[1], KNOTS[2], KNOTS[2] + 5.0])
    bends = design_of(cold, types(5), shape).columns[:, 5:8] * 5.0
    assert bends[0] == pytest.approx([5.0, 11.0, 15.0])
    assert bends[1] == pytest.approx([0.0, 6.0, 10.0])
    assert (bends[3:] == 0).all()


def series(values: np.ndarray, first: str = "2024-01-01") -> Series:
    return Series.of_days(np.datetime64(first) + np.arange(len(values)), values)


def test_the_same_readings_in_another_unit_are_the_same_meter() -> None:
    use = np.arange(1.0, 41.0)
    assert same_readings(series(use), series(use * 3.6))
    assert not same_readings(series(use), series(use[::-1]))
    assert not same_readings(series(use), series(-use))
    assert not same_readings(series(np.full(40, 5.0)), series(np.full(40, 7.0)))  # flat: who knows


def test_a_few_common_readings_tell_nothing_and_a_few_corrected_ones_hide_nothing() -> None:
    few = np.arange(1.0, FEWEST_ALIKE)
    assert not same_readings(series(few), series(few))
    enough = np.arange(1.0, FEWEST_ALIKE + 1)
    assert same_readings(series(enough), series(enough))
    use = np.arange(1.0, 41.0)
    for wrong, same in ((3, True), (4, False)):
        corrected = use.copy()
        corrected[:wrong] *= 1.5
        assert same_readings(series(use), series(corrected)) is same


@pytest.mark.parametrize(
    ("meters", "shared", "left"), [(0, 0.07, 1.0), (1, 0.0, 2.0), (4, 0.07, 1.1625), (1, 0.5, 1.0)]
)
def test_comparison_meters_take_off_what_is_shared_and_add_their_own(
    meters: int, shared: float, left: float
) -> None:
    drift, removed = narrowed(10.0, ComparisonChange(0.0, 0.0, meters), shared)
    assert drift == pytest.approx(10.0 * np.sqrt(left))
    assert removed == pytest.approx(1 - left)


def test_a_range_is_widened_by_what_a_season_missed() -> None:
    noise = widened(3.0, 4.0, 2.0)
    assert np.hypot(noise, 4.0) == pytest.approx(7.0)
    assert widened(3.0, 4.0, 0.0) == pytest.approx(3.0)

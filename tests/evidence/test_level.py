"""The level of use may step in the baseline; seasons and scatter are no steps."""

from dataclasses import replace

import numpy as np
import pytest

from klimamosaik.evidence.kernel.question import BASELINE_DAYS
from klimamosaik.evidence.kernel.ranges.drift import unrest_of
from klimamosaik.evidence.kernel.regression.day_types import Holidays
from klimamosaik.evidence.kernel.regression.days_expected import (
    Days,
    DaysExpected,
    expect_days,
    tuning_of,
)
from klimamosaik.evidence.kernel.regression.level import LASTED
from klimamosaik.evidence.kernel.series import Numbers
from klimamosaik.terms.carrier import Carrier
from tests.evidence.cases import (
    AFTER,
    DAYS,
    START,
    YEARS,
    Case,
    Day,
    case,
    office,
    temperatures,
    turns,
)

BEFORE = slice(*np.searchsorted(DAYS, [START - BASELINE_DAYS, START]))


def answer(*cases: Case, level: bool = True, start: Day = START) -> DaysExpected:
    """What the year after is expected to use, with a level that may step or without."""
    tuning = tuning_of(Carrier.ELECTRICITY)
    data = Days(DAYS, np.array([c.use for c in cases]), cases[0].temperature, cases[0].carrier)
    return expect_days(
        data,
        baseline=data.flags(start - BASELINE_DAYS, start),
        reporting=data.flags(start, start + BASELINE_DAYS),
        calendar=Holidays("DE"),
        tuning=tuning if level else replace(tuning, level=None),
    )


def missed(found: DaysExpected, of: Case) -> float:
    """Expected above true use of the year after, as part of the true one."""
    return float(found.expected.sum() / of.truth[AFTER].sum() - 1)


def refitted(seed: int, *, days_before: int, by: float) -> Case:
    """An office whose use fell by the part `by` so many days before the baseline's end."""
    before = office(seed, cut=0.0)
    use = np.where(START - days_before <= DAYS, before.use * (1 - by), before.use)
    return replace(before, use=use, truth=use)


def swinging(seed: int, *, swing: float, peak: float, scatter: float = 0.06) -> Case:
    """A meter with a smooth season of its own, highest on the day `peak` of the year."""
    noise = 1 + np.random.default_rng(seed).normal(0, scatter, len(DAYS))
    use = 300 * (1 + swing * np.cos(turns(peak))) * noise
    return case(Carrier.ELECTRICITY, temperatures(seed), use, cut=0.0)


@pytest.mark.parametrize("days_before", [120, 180, 240])
def test_what_a_refit_in_the_baseline_saved_is_not_credited_to_the_measure(
    days_before: int,
) -> None:
    cases = [refitted(seed, days_before=days_before, by=0.3) for seed in range(6)]
    off = [missed(answer(each), each) for each in cases]
    carried = [missed(answer(each, level=False), each) for each in cases]
    assert np.abs(off).max() < 0.08
    assert np.mean(np.abs(off)) < np.mean(np.abs(carried)) / 2


def school(seed: int, *, low: float = 0.6) -> Case:
    """Six weeks of summer holidays that move from year to year, and shorter ones."""
    rng, use = np.random.default_rng(seed), office(seed, cut=0.0).use.copy()
    for year in YEARS:
        moves = int(rng.integers(-10, 10))
        for first, days in (("07-06", 43), ("10-05", 13), ("12-21", 17), ("04-01", 14)):
            begins = Day(f"{year}-{first}") + (moves if days > 40 else 0)
            use[(begins <= DAYS) & (begins + days > DAYS)] *= low
    return case(Carrier.ELECTRICITY, temperatures(seed), use, cut=0.0)


@pytest.mark.parametrize(("start", "bias"), [("2022-01-01", 0.05), ("2022-09-01", 0.06)])
def test_holidays_are_no_step_of_the_level(start: str, bias: float) -> None:
    """Work on schools is done in the summer: the year before ends with six idle weeks."""
    found = [answer(school(seed), start=Day(start)) for seed in range(4)]
    off = [each.expected.sum() / each.measured.sum() - 1 for each in found]
    assert abs(np.mean(off)) < bias


def test_weeks_at_the_end_move_no_level_since_they_may_be_holidays() -> None:
    found = answer(refitted(1, days_before=60, by=0.3))
    assert np.abs(found.level[0, -LASTED:]).max() < 1e-9


@pytest.mark.parametrize("peak", [0, 90, 180, 270])
@pytest.mark.parametrize("swing", [0.15, 0.3, 0.6])
def test_a_smooth_season_is_no_step(swing: float, peak: float) -> None:
    cases = [swinging(seed, swing=swing, peak=peak) for seed in range(4)]
    assert abs(np.mean([missed(answer(each), each) for each in cases])) < 0.025


def test_scatter_alone_moves_no_level() -> None:
    cases = [office(seed, cut=0.0) for seed in range(6)]
    found = answer(*cases)
    assert np.abs(found.level).max() < 0.03 * 300


def test_the_level_is_told_from_that_of_the_end() -> None:
    found = answer(refitted(1, days_before=120, by=0.3))
    assert found.level[0, -20:] == pytest.approx(0, abs=1e-6)
    assert found.level[0, 60] == pytest.approx(0.3 * 300, rel=0.25)
    assert np.abs(found.residuals[0]).mean() < 0.1 * 300


def test_a_meter_that_stepped_is_restless_though_its_model_fits() -> None:
    steady, stepped = answer(office(1, cut=0.0)), answer(refitted(1, days_before=120, by=0.3))
    unrest = [
        unrest_of(each.residuals, use, each.level)
        for each, use in ((steady, _before(1)), (stepped, _before(1)))
    ]
    assert unrest[1].calm[0] == pytest.approx(unrest[0].calm[0], rel=0.4)
    assert unrest[1].scatter[0] > 2 * unrest[0].scatter[0]


def _before(seed: int) -> Numbers:
    return office(seed, cut=0.0).use[None, BEFORE]


def test_constant_use_stays_constant() -> None:
    still = case(Carrier.ELECTRICITY, temperatures(1), np.full(len(DAYS), 240.0), cut=0.0)
    found = answer(still)
    assert found.expected == pytest.approx(240.0)
    assert np.isfinite(found.noise_kwh).all()


def test_gaps_at_the_end_leave_the_level_where_it_was_known() -> None:
    whole = office(2, cut=0.0)
    gaps = np.where((START - 25 <= DAYS) & (START > DAYS), np.nan, whole.use)
    found = answer(replace(whole, use=gaps))
    assert abs(missed(found, whole)) < 0.04


def test_many_meters_get_the_levels_each_gets_alone() -> None:
    cases = [office(3, cut=0.0), refitted(4, days_before=90, by=0.4)]
    cases[1] = replace(cases[1], temperature=cases[0].temperature)
    both = answer(*cases)
    for row, each in enumerate(cases):
        assert both.expected[row] == pytest.approx(answer(each).expected[0])

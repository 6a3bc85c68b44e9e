"""How far behind, in one number for effects, money, dates and indicators."""

from datetime import date
from typing import Any

import pytest

from klimamosaik.measures.models import Indicator
from klimamosaik.measures.models.kinds import Bound
from klimamosaik.measures.queries.newest import NewestValue
from klimamosaik.planning.deviations import lag, lag_of
from klimamosaik.planning.kernel.deviation import (
    Behind,
    effect_behind,
    indicator_behind,
    late,
    money_over,
)
from klimamosaik.terms.estimate import Estimate
from klimamosaik.terms.text import Text


def test_an_effect_is_behind_by_what_is_missing_and_surely_by_what_its_range_misses() -> None:
    found = effect_behind(100, Estimate(38, 16, 60))
    assert found is not None
    assert found.share == pytest.approx(0.62)
    assert found.sure == pytest.approx(0.40)


def test_a_range_that_holds_the_expectation_accuses_nobody() -> None:
    found = effect_behind(100, Estimate(90, 60, 120))
    assert found is not None
    assert found.share == pytest.approx(0.10)
    assert found.sure == 0


def test_an_effect_ahead_of_plan_is_below_zero() -> None:
    found = effect_behind(100, Estimate(130, 110, 150))
    assert found is not None
    assert found.share == pytest.approx(-0.3)


def test_nothing_ranks_beyond_wholly_missed() -> None:
    opposite = effect_behind(5, Estimate(-20, -30, -10))
    assert opposite is not None
    assert opposite.share == pytest.approx(5.0)
    assert opposite.rank == 1.0


def test_nothing_to_compare_with_is_not_on_plan() -> None:
    assert effect_behind(0, Estimate(5, 4, 6)) is None
    assert money_over(0, 100) is None


def test_money_and_days_count_as_shares() -> None:
    money = money_over(10_000, 14_500)
    assert money is not None
    assert money.share == pytest.approx(0.45)
    assert late(date(2026, 1, 1), date(2027, 1, 1)).share == pytest.approx(1.0)
    assert late(date(2027, 1, 1), date(2026, 1, 1)).share < 0


@pytest.mark.parametrize(("start", "wanted", "value"), [(0, 100, 30), (100, 0, 70)])
def test_an_indicator_is_compared_with_the_straight_line_to_its_wish(
    start: float, wanted: float, value: float
) -> None:
    half, late_one = (
        indicator_behind(
            start=start, wanted=wanted, at_most=wanted < start, value=value, elapsed=elapsed
        )
        for elapsed in (0.5, 3)
    )
    assert half.share == pytest.approx(0.2)
    assert late_one.share == pytest.approx(0.7)


@pytest.mark.parametrize(("at_most", "start", "wanted", "value", "lag"), [
    (True, 3.0, 3.0, 2.0, 0.0), (True, 3.0, 3.0, 4.5, 0.5), (False, 3.0, 3.0, 2.0, 1 / 3),
    (True, 1.0, 4.0, 3.0, 0.0), (True, 0.0, 0.0, 1.0, 1.0), (False, 9.0, 4.0, 8.0, 0.0),
])  # fmt: skip
def test_what_is_as_wanted_from_the_start_has_to_stay_so(
    at_most: bool, start: float, wanted: float, value: float, lag: float
) -> None:
    found = indicator_behind(start=start, wanted=wanted, at_most=at_most, value=value, elapsed=0.5)
    assert found.share == pytest.approx(lag)


def test_how_much_lags_is_said_and_how_much_of_it_is_sure() -> None:
    said = {
        (-0.2, -0.2): "Wirkung um 20 % vor Plan",
        (0.62, 0.62): "Wirkung um 62 % hinter Plan",
        (0.62, 0.0): "Wirkung um 62 % hinter Plan",
        (0.62, 0.4): "Wirkung um 62 % hinter Plan, mindestens 40 %",
        (5.0, 2.0): "Wirkung mehr als 100 % hinter Plan",
    }
    for (share, sure), words in said.items():
        assert lag(Text("Wirkung", "Effect"), Behind(share, sure)).de == words


HALF_WAY, DUE, WRITTEN = date(2025, 7, 2), date(2026, 1, 1), date(2025, 1, 1)
PLANNED: dict[str, Any] = {
    "start_value": 0.0,
    "wanted_value": 100.0,
    "wanted_until": DUE,
    "wanted_written_on": WRITTEN,
    "bound": Bound.AT_LEAST.value,
}


def lagging(day: date, value: float, **facts: object) -> Behind | None:
    return lag_of(Indicator(**(PLANNED | facts)), NewestValue(day, value, Text("Amt", "office")))


def test_half_way_half_of_what_is_wanted_is_on_plan() -> None:
    on_plan = lagging(HALF_WAY, 50.0)
    assert on_plan is not None
    assert on_plan.share == pytest.approx(0.0, abs=0.01)
    a_quarter_short = lagging(HALF_WAY, 25.0)
    assert a_quarter_short is not None
    assert a_quarter_short.share == pytest.approx(0.25, abs=0.01)
    fewer = lagging(HALF_WAY, -25.0, wanted_value=-100.0, bound=Bound.AT_MOST.value)
    assert fewer is not None
    assert fewer.share == pytest.approx(0.25, abs=0.01)


@pytest.mark.parametrize("missing", ["start_value", "wanted_value", "wanted_until", "bound"])
def test_without_a_start_a_wish_its_day_or_its_side_nothing_lags(missing: str) -> None:
    assert lagging(HALF_WAY, 25.0, **{missing: "" if missing == "bound" else None}) is None


def test_a_wish_nobody_dated_is_judged_on_its_day_only() -> None:
    assert lagging(HALF_WAY, 25.0, wanted_written_on=None) is None
    on_its_day = lagging(DUE, 25.0, wanted_written_on=None)
    assert on_its_day is not None
    assert on_its_day.share == pytest.approx(0.75)
    at_once = lagging(DUE, 25.0, wanted_written_on=DUE)
    assert at_once is not None
    assert at_once.share == pytest.approx(0.75)


def test_who_lags_by_more_than_a_year_counts_as_wholly_behind() -> None:
    assert late(date(2024, 1, 1), date(2026, 1, 1)).share > 2
    assert late(date(2024, 1, 1), date(2026, 1, 1)).rank == 1
    assert late(date(2025, 1, 1), date(2026, 1, 1)).rank == 1
    assert late(date(2025, 7, 1), date(2026, 1, 1)).rank == pytest.approx(184 / 365)

"""What a measure costs and brings year by year, and what there is for it."""

import numpy as np
import pytest

from klimamosaik.planning.kernel.candidate import (
    Means,
    MeasureCandidate,
    cautious,
    to_the_end,
    valued,
    years_of_effect,
)
from klimamosaik.terms.estimate import Estimate

SIZE = Estimate(10.0, 6.0, 14.0)


def candidate(
    cost: tuple[float, ...] = (5.0,), staff: tuple[float, ...] = (), **more: object
) -> MeasureCandidate:
    return MeasureCandidate("a", SIZE, cost, staff, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("cost", "staff", "years"), [((), (), 1), ((5.0,), (), 1), ((5.0,), (1.0, 1.0, 1.0), 3)]
)
def test_work_lasts_as_long_as_money_or_staff_is_needed(
    cost: tuple[float, ...], staff: tuple[float, ...], years: int
) -> None:
    assert candidate(cost, staff).work == years


def test_what_runs_on_is_paid_from_the_end_of_the_work_to_the_end_of_the_plan() -> None:
    assert to_the_end(candidate((5.0,), (1.0, 1.0), running=2.0), 5) == (5, 0, 2, 2, 2)
    assert to_the_end(candidate((5.0,), (1.0, 1.0)), 5) == (5, 0)
    assert to_the_end(candidate((5.0, 4.0, 3.0), running=2.0), 2) == (5, 4, 3)


def test_a_measure_acts_once_its_work_is_done_and_never_before_it_may_start() -> None:
    assert years_of_effect(candidate((1.0, 1.0)), 4).tolist() == [2, 1, 0, 0]
    assert years_of_effect(candidate(earliest=2), 4).tolist() == [0, 0, 1, 0]


def test_caution_is_the_weight_of_the_low_end() -> None:
    assert [cautious(SIZE, caution) for caution in (0, 0.25, 1)] == [10, 9, 6]
    assert valued(candidate(), 3, 0.25).tolist() == [18, 9, 0]


def test_money_left_over_counts_where_it_is_carried() -> None:
    budget, staff = np.array([1.0, 2.0, 3.0]), np.ones(3)
    assert Means(budget, staff).available.tolist() == [1, 2, 3]
    assert Means(budget, staff, carried=True).available.tolist() == [1, 3, 6]
    assert Means(budget, staff).years == 3


def test_each_other_way_to_pay_is_the_same_measure_and_has_no_further_ways() -> None:
    first, second = candidate(instead=((2.0, 3.0),)).ways
    assert (first.cost, second.cost) == ((5.0,), (2.0, 3.0))
    assert second.instead == ()
    assert second.tonnes == SIZE

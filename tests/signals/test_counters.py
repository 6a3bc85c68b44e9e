"""States of a meter become use, never negative and never a leap."""

import numpy as np
import pytest

from klimamosaik.signals.counters import (
    DAY,
    CounterStep,
    Drop,
    rolled_over,
    uses_between,
    usual_use,
)


def steps(
    *states: tuple[float, float], usual: float | None = 20.0
) -> list[tuple[float | None, str]]:
    """Uses of states told as (day, state)."""
    at = np.array([int(day * DAY) for day, _ in states], np.int64)
    values = np.array([state for _, state in states])
    return [(each.use, each.step) for each in uses_between(at, values, usual=usual)]


def test_a_counter_that_rolls_over_at_a_power_of_ten_goes_on() -> None:
    assert rolled_over(Drop(99_950, 100, 31, 5.0)) == 150


def test_a_new_meter_is_not_a_roll_over() -> None:
    assert rolled_over(Drop(45_000, 12, 31, 5.0)) is None


def test_a_roll_over_that_would_be_a_giant_use_is_none() -> None:
    assert rolled_over(Drop(95_000, 4_000, 31, 5.0)) is None


def test_use_is_the_difference_of_states() -> None:
    assert steps((0, 100.0), (1, 120.5), (2, 120.5)) == [
        (20.5, CounterStep.USED),
        (0.0, CounterStep.USED),
    ]


def test_a_roll_over_goes_on_counting() -> None:
    assert steps((0, 99_990.0), (1, 5.0)) == [(15.0, CounterStep.ROLLED_OVER)]


def test_a_reset_after_weeks_of_silence_is_a_gap_and_a_new_start() -> None:
    assert steps((0, 45_000.0), (45, 3.0), (46, 23.0)) == [
        (None, CounterStep.EXCHANGED),
        (20.0, CounterStep.USED),
    ]


def test_another_meter_s_higher_state_is_no_giant_use() -> None:
    assert steps((0, 3.0), (45, 88_000.0), (46, 88_020.0)) == [
        (None, CounterStep.LEAPT),
        (20.0, CounterStep.USED),
    ]
    assert steps((0, 3.0), (0.01, 88_000.0))[0] == (None, CounterStep.LEAPT)


def test_a_cold_spell_after_a_mild_one_is_use() -> None:
    assert steps((0, 0.0), (30, 20.0 * 20 * 30)) == [(12_000.0, CounterStep.USED)]


def test_a_state_a_little_lower_is_a_mistake_and_a_gap() -> None:
    assert steps((0, 45_000.0), (1, 44_000.0))[0] == (None, CounterStep.FELL)


def test_nothing_is_usual_before_enough_is_known() -> None:
    at = np.arange(6, dtype=np.int64) * DAY
    assert usual_use(at[:5], np.arange(5.0)) is None
    assert usual_use(at, np.arange(6.0) * 3) == pytest.approx(3.0)
    assert usual_use(at, np.zeros(6)) is None


@pytest.mark.parametrize("count", [0, 1])
def test_fewer_than_two_states_are_no_use(count: int) -> None:
    assert uses_between(np.arange(count), np.ones(count), usual=None) == []


@pytest.mark.parametrize(
    ("before", "after", "used"),
    [
        (90_000.0, 10_000.0, 20_000.0),  # just full enough, just begun
        (89_999.0, 0.0, None),
        (99_990.0, 10_001.0, None),
        (9.0, 0.5, 1.5),
        (0.95, 0.0, None),
        (999_999.0, 4.0, 5.0),
    ],
)
def test_a_register_rolls_over_from_nearly_full_to_just_begun(
    before: float, after: float, used: float | None
) -> None:
    found = rolled_over(Drop(before, after, 1, None))
    assert found == (None if used is None else pytest.approx(used))


def test_a_roll_over_brings_ten_times_the_usual_use_at_most_a_quarter_of_an_hour_at_least() -> None:
    assert rolled_over(Drop(99_900, 100, 1, 20.0)) == 200
    assert rolled_over(Drop(99_900, 101, 1, 20.0)) is None
    assert rolled_over(Drop(99_999, 1, 0, 19.2)) == 2
    assert rolled_over(Drop(99_999, 1.1, 0, 19.2)) is None


def test_a_leap_is_more_than_thirty_times_the_usual_use_of_a_day_at_least() -> None:
    for states, step in (
        (((0, 0.0), (2, 1200.0)), CounterStep.USED),
        (((0, 0.0), (2, 1201.0)), CounterStep.LEAPT),
        (((0, 0.0), (0.5, 600.0)), CounterStep.USED),
        (((0, 0.0), (0.5, 601.0)), CounterStep.LEAPT),
    ):
        assert steps(*states)[0][1] == step
    assert steps((0, 0.0), (1, 1e6), usual=None) == [(1e6, CounterStep.USED)]


def test_an_exchange_is_a_fall_below_half_of_what_was_there() -> None:
    assert steps((0, 1_000.0), (1, 499.0))[0][1] == CounterStep.EXCHANGED
    assert steps((0, 1_000.0), (1, 500.0))[0][1] == CounterStep.FELL


def test_a_use_says_when_it_began_and_ended_and_between_which_states() -> None:
    at = np.array([0, DAY, 3 * DAY], np.int64)
    one, two = uses_between(at, np.array([10.0, 15.0, 21.0]), usual=None)
    assert (one.start, one.end, one.before, one.after) == (0, DAY, 10, 15)
    assert (two.start, two.end, two.before, two.after) == (DAY, 3 * DAY, 15, 21)


def test_what_is_usual_is_the_median_of_the_steps_that_grew() -> None:
    at = np.array([0, 1, 2, 4, 5, 6, 7], np.int64) * DAY
    states = np.array([0.0, 1, 3, 13, 13, 16, 20])  # 1, 2, 5, none, 3, 4 a day
    assert usual_use(at, states) == 3

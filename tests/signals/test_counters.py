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

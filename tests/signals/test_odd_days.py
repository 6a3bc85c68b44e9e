"""Which single days stand out, and which only look like it."""

import numpy as np

from klimamosaik.signals.odd_days import odd_days


def places(values: np.ndarray) -> list[int]:
    return np.flatnonzero(odd_days(values)).tolist()


def test_a_day_far_above_both_its_neighbours_stands_out() -> None:
    values = np.full(40, 100.0)
    values[20] = 700.0
    assert places(values) == [20]


def test_a_level_that_stays_and_a_season_that_begins_do_not() -> None:
    step, season = np.full(40, 100.0), np.full(40, 100.0)
    step[20:] = 700.0
    season[20:] = np.linspace(100, 900, 20)
    assert places(step) == places(season) == []


def test_weekly_heating_of_a_hall_is_its_habit() -> None:
    values = np.full(60, 10.0)
    values[::4] = 100.0
    assert places(values) == []


def test_gaps_zeros_and_few_days_say_nothing() -> None:
    values = np.full(40, 100.0)
    values[20], values[19] = 700.0, np.nan
    zeros = np.zeros(40)
    zeros[20] = 50.0
    assert places(values) == places(zeros) == places(np.array([1.0, 9.0, 1.0])) == []
    assert places(np.array([])) == []

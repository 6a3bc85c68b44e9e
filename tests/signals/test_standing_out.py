"""Readings of sensors that are beyond what there can be, stuck, or a leap."""

import numpy as np

from klimamosaik.signals.standing_out import beyond, leaps, stuck

NAN = float("nan")
HOURS = np.arange(0, 200 * 3600, 3600)


def hourly(values: list[float]) -> tuple[np.ndarray, np.ndarray]:
    """Values with the starts of hours."""
    return np.array(values, float), HOURS[: len(values)]


def test_what_lies_beyond_a_limit_is_found_and_the_limit_itself_is_not() -> None:
    values = np.array([-50.0, -45.0, 12.0, 46.0, 46.1, NAN])
    assert beyond(values, low=-45.0, high=46.0).tolist() == [
        True, False, False, False, True, False,
    ]  # fmt: skip


def test_without_a_limit_nothing_is_beyond() -> None:
    assert not beyond(np.array([-1e9, 1e9]), low=None, high=None).any()


def test_a_sensor_that_says_the_same_for_long_is_stuck_and_its_other_readings_are_not() -> None:
    values, starts = hourly([17.0, 17.5, *[21.3] * 12, 18.0])
    found = stuck(values, starts, count=12, seconds=6 * 3600, steps=20, zero=True)
    assert np.flatnonzero(found).tolist() == list(range(2, 14))


def test_many_readings_in_a_short_time_are_not_stuck() -> None:
    starts = np.arange(100)  # every second
    assert not stuck(np.full(100, 7.3), starts, count=12, seconds=3600, steps=20, zero=True).any()


def test_a_counter_in_coarse_steps_repeats_itself_and_is_not_stuck() -> None:
    values, starts = hourly([1.0, 2.0, *[3.0] * 60, 2.0, 3.0])
    assert not stuck(values, starts, count=48, seconds=3600, steps=20, zero=False).any()
    fine, starts = hourly([30.1, 30.2, *[30.3] * 60, 30.1])
    assert stuck(fine, starts, count=48, seconds=3600, steps=20, zero=False).sum() == 60


def test_zero_is_rest_where_it_may_be() -> None:
    values, starts = hourly([0.5, *[0.0] * 60, 0.7])
    assert not stuck(values, starts, count=48, seconds=3600, steps=20, zero=False).any()
    assert stuck(values, starts, count=48, seconds=3600, steps=20, zero=True).sum() == 60


def test_what_nobody_knows_is_not_the_same_number_again() -> None:
    values, starts = hourly([NAN] * 60)
    assert not stuck(values, starts, count=12, seconds=3600, steps=20, zero=True).any()


def test_a_single_false_value_is_one_leap_and_the_way_back_is_none() -> None:
    values, starts = hourly([12.0, 12.5, 39.0, 12.4, 12.0])
    assert np.flatnonzero(leaps(values, starts, most=10, within=3600)).tolist() == [2]


def test_a_new_level_is_one_leap() -> None:
    values, starts = hourly([12.0, 12.5, 39.0, 39.4, 39.0])
    assert np.flatnonzero(leaps(values, starts, most=10, within=3600)).tolist() == [2]


def test_after_a_gap_another_value_is_no_leap() -> None:
    starts = np.array([0, 3600, 40 * 3600])
    assert not leaps(np.array([12.0, 12.0, 30.0]), starts, most=10, within=3600).any()
    assert not leaps(np.array([12.0]), starts[:1], most=10, within=3600).any()


def test_a_run_is_stuck_from_exactly_as_many_and_as_long_as_agreed() -> None:
    values, starts = hourly([17.0, *[21.3] * 12, 18.0])
    for count, hours, found in ((12, 11, 12), (13, 11, 0), (12, 12, 0)):
        flags = stuck(values, starts, count=count, seconds=hours * 3600, steps=1, zero=True)
        assert flags.sum() == found, (count, hours)
    whole, starts = hourly([5.0] * 12)  # nothing else was ever said: it counts as fine
    assert stuck(whole, starts, count=12, seconds=3600, steps=20, zero=False).all()
    assert not stuck(whole, starts, count=13, seconds=3600, steps=20, zero=False).any()


def test_steps_as_fine_as_agreed_are_fine() -> None:
    values, starts = hourly([1.0, 2.0, *[20.0] * 12])
    assert stuck(values, starts, count=12, seconds=3600, steps=20, zero=False).any()
    assert not stuck(values, starts, count=12, seconds=3600, steps=21, zero=False).any()


def test_just_as_much_as_may_be_is_no_leap_and_just_as_near_is_near() -> None:
    values, starts = hourly([12.0, 22.0, 32.5])
    assert np.flatnonzero(leaps(values, starts, most=10, within=3600)).tolist() == [2]
    assert not leaps(values, starts, most=10, within=3599).any()
    back, starts = hourly([12.0, 39.0, 22.0])  # back as far as may be: no leap of its own
    assert np.flatnonzero(leaps(back, starts, most=10, within=3600)).tolist() == [1]
    two, starts = hourly([12.0, 39.0])
    assert np.flatnonzero(leaps(two, starts, most=10, within=3600)).tolist() == [1]

"""A flow that never ends is a leak; one that rests for an hour is none."""

import numpy as np
import pytest

from klimamosaik.signals.leak import endless_flow

DAY = 24
HOURS = np.arange(14 * DAY) * 3600
LENGTH = np.full(HOURS.shape, 3600)
BY_DAY = (np.arange(14 * DAY) % DAY >= 7) & (np.arange(14 * DAY) % DAY < 18)


def test_a_dripping_pipe_is_found_below_the_use_of_the_day() -> None:
    found = endless_flow(HOURS, LENGTH, np.where(BY_DAY, 0.5, 0.02), needed=300)
    assert found is not None
    assert found.least == pytest.approx(0.02)
    assert found.hours == 14 * DAY


def test_one_hour_without_is_enough_to_be_no_leak() -> None:
    values = np.where(BY_DAY, 0.5, 0.02)
    values[3] = 0.0
    assert endless_flow(HOURS, LENGTH, values, needed=300) is None


def test_steps_of_ten_litres_in_quarters_of_an_hour_are_added_up_first() -> None:
    quarters = np.arange(14 * DAY * 4) * 900
    values = np.where(np.arange(quarters.size) % 4 == 0, 0.01, 0.0)
    found = endless_flow(quarters, np.full(quarters.shape, 900), values, needed=300)
    assert found is not None
    assert found.least == pytest.approx(0.01)


def test_a_few_days_and_hours_known_in_part_say_nothing() -> None:
    assert endless_flow(HOURS[:100], LENGTH[:100], np.ones(100), needed=300) is None
    assert endless_flow(HOURS, LENGTH // 2, np.ones(HOURS.size), needed=300) is None


def test_days_do_not_tell_whether_a_flow_ends() -> None:
    with pytest.raises(ValueError, match="longer than an hour"):
        endless_flow(HOURS[:1], np.array([86_400]), np.array([5.0]), needed=1)


@pytest.mark.parametrize(("needed", "found"), [(14 * DAY, True), (14 * DAY + 1, False)])
def test_exactly_as_many_hours_as_are_needed_are_enough(needed: int, found: bool) -> None:
    flow = endless_flow(HOURS, LENGTH, np.ones(HOURS.size), needed=needed)
    assert (flow is not None) is found


def test_a_tenth_of_the_hours_lies_below_the_low_flow_and_what_is_unknown_counts_not() -> None:
    values = np.arange(1.0, HOURS.size + 1)
    values[200:] = np.nan
    lengths = np.where(np.arange(HOURS.size) == 0, 0, LENGTH)
    found = endless_flow(HOURS, lengths, values, needed=100)
    assert found is not None
    assert (found.least, found.hours) == (2.0, 199)
    assert found.low == pytest.approx(2 + 0.1 * 198)

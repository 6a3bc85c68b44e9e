"""Zeros of electricity: values among low days, gaps among others."""

import numpy as np
import pytest

from klimamosaik.signals.zeros import among_low_days, hours_at_zero_are_usual

DAYS = np.arange(120)


def usual(low: tuple[int, int] | None = None, level: float = 60.0) -> np.ndarray:
    """Three hundred kWh a day, less at weekends; `level` from day to day of `low`."""
    use = np.where(DAYS % 7 < 5, 340.0, 180.0)
    if low is not None:
        use[low[0] : low[1]] = level
    return use


def test_zeros_between_sunny_days_are_values() -> None:
    use = usual((40, 80))
    use[[42, 45, 46, 50, 60, 61, 62, 79]] = 0
    assert among_low_days(DAYS, use)[use == 0].all()


@pytest.mark.parametrize("length", [1, 2, 10, 40])
def test_zeros_between_ordinary_days_are_gaps(length: int) -> None:
    use = usual()
    use[50 : 50 + length] = 0
    use[49] = 20  # the day on which the meter stopped
    assert not among_low_days(DAYS, use).any()


def test_a_long_stop_after_low_days_alone_is_a_gap() -> None:
    use = usual((30, 50))
    use[50:70] = 0
    assert not among_low_days(DAYS, use).any()


def test_a_summer_without_import_is_a_value() -> None:
    use = usual((30, 90))
    use[36:84] = 0
    assert among_low_days(DAYS, use)[36:84].all()


def test_nothing_but_zeros_tells_nothing() -> None:
    assert not among_low_days(DAYS, np.zeros(120)).any()


@pytest.mark.parametrize(("hours", "usually"), [(range(8, 17), True), (range(0), False)])
def test_lamps_rest_by_day_and_a_lost_day_is_no_habit(hours: range, usually: bool) -> None:
    use = np.full((60, 24), 5.0)
    use[:, list(hours)] = 0
    use[30, 5:12] = 0
    assert hours_at_zero_are_usual(np.repeat(np.arange(60), 24), use.ravel()) is usually


@pytest.mark.parametrize(("low_days", "value"), [(5, True), (4, False)])
def test_the_five_nearest_days_tell_whether_a_zero_is_a_value(low_days: int, value: bool) -> None:
    use = np.full(120, 300.0)
    use[50 - low_days : 50] = 100.0
    use[50] = 0.0
    assert bool(among_low_days(DAYS, use)[50]) is value

"""Night and weekend base load."""

import numpy as np
import pytest

from klimamosaik.signals.base_load import base_load

HOURS = np.arange(np.datetime64("2024-01-01T00"), np.datetime64("2024-04-01T00"))
LENGTH = np.ones(len(HOURS))
OF_DAY = (HOURS - HOURS.astype("datetime64[D]")) / np.timedelta64(1, "h")


def test_an_even_load_is_the_same_at_night_at_weekends_and_at_work() -> None:
    found = base_load(HOURS, LENGTH, np.full(len(HOURS), 3.0))
    assert found.night_kw == found.weekend_kw == found.working_kw == 3.0
    assert found.night_share == 1.0


def test_a_building_that_sleeps_shows_it() -> None:
    found = base_load(HOURS, LENGTH, np.where((OF_DAY >= 6) & (OF_DAY < 18), 10.0, 1.0))
    assert found.night_kw == 1.0
    assert found.working_kw == 10.0
    assert found.night_kwh_a_year == 8760.0


def test_quarter_hours_give_power_too() -> None:
    quarters = np.arange(np.datetime64("2024-01-01T00:00"), np.datetime64("2024-03-01T00:00"), 15)
    found = base_load(quarters, np.full(len(quarters), 0.25), np.full(len(quarters), 0.5))
    assert found.night_kw == pytest.approx(2.0)


def test_monday_is_no_weekend() -> None:
    monday = HOURS.astype("datetime64[D]") == np.datetime64("2024-01-01")
    found = base_load(HOURS, LENGTH, np.where(monday, 100.0, 1.0))
    assert found.weekend_kw == 1.0


def test_a_week_of_readings_says_nothing() -> None:
    week = slice(0, 7 * 24)
    found = base_load(HOURS[week], LENGTH[week], np.ones(7 * 24))
    assert found.night_kw is None
    assert found.night_share is None


def test_unknown_hours_are_not_zero() -> None:
    energy = np.full(len(HOURS), 2.0)
    energy[::3] = np.nan
    assert base_load(HOURS, LENGTH, energy).night_kw == 2.0


def test_days_do_not_tell_night_from_day() -> None:
    with pytest.raises(ValueError, match="longer than an hour"):
        base_load(HOURS[:2], np.array([24.0, 24.0]), np.array([1.0, 1.0]))

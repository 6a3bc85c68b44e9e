"""A sensor that drifts says more on nearly every day than a year before."""

import numpy as np
import pytest

from klimamosaik.signals.drifting import ENOUGH, LIKE_EACH_OTHER, drift

DAYS = np.arange(28)
RNG = np.random.default_rng(7)


def test_a_sensor_that_says_more_on_every_day_drifts() -> None:
    before = 420 + RNG.normal(0, 20, 28)
    assert drift(before + 150, before) == pytest.approx(150)


def test_other_weather_is_no_drift() -> None:
    before, now = 15 + RNG.normal(0, 5, 28), 17 + RNG.normal(0, 5, 28)
    assert drift(now, before) is None


def test_too_few_days_say_nothing() -> None:
    now = np.full(28, 500.0)
    now[20:] = np.nan
    assert drift(now, np.full(28, 400.0)) is None
    assert drift(np.full(28, np.nan), np.full(28, 400.0)) is None


def test_the_same_as_ever_is_no_drift() -> None:
    assert drift(np.full(28, 400.0), np.full(28, 400.0)) is None


def test_just_enough_days_that_just_agree_show_a_drift() -> None:
    before = np.full(40, 400.0)
    known = before + 100
    known[round(ENOUGH * 40) :] = np.nan
    assert drift(known, before) == 100
    known[round(ENOUGH * 40) - 1] = np.nan
    assert drift(known, before) is None
    agreeing = before + 100
    agreeing[round(LIKE_EACH_OTHER * 40) :] = 300
    assert drift(agreeing, before) == 100
    agreeing[round(LIKE_EACH_OTHER * 40) - 1] = 300
    assert drift(agreeing, before) is None
    assert drift(np.full(0, 1.0), np.full(0, 1.0)) is None

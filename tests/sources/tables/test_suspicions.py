"""What looks wrong is said; what is usual is not."""

from datetime import date, timedelta

import numpy as np
import pytest

from klimamosaik.sources.tables import Preview, read
from klimamosaik.sources.tables.counters import Drop, rolled_over
from klimamosaik.sources.tables.suspicions import unit_jump

SEASON = 1000 + 800 * np.cos(np.arange(48) * np.pi / 6)  # heating, in months


def daily(values: list[float], header: str = "Strom kWh") -> Preview:
    rows = "".join(
        f"{date(2022, 1, 1) + timedelta(days=day):%d.%m.%Y};{value:.2f}\n"
        for day, value in enumerate(values)
    )
    return read(f"Datum;{header}\n{rows}".encode(), name="a.csv")


@pytest.mark.parametrize("factor", [10, 35.3, 1000, 1 / 10, 1 / 35.3, 1 / 1000])
@pytest.mark.parametrize("at", [12, 20, 30])
def test_a_change_of_unit_is_found_in_its_month(factor: float, at: int) -> None:
    rates = SEASON[:36].copy()
    rates[at:] *= factor
    found = unit_jump(rates)
    assert found is not None
    assert found[0] == at
    assert abs(np.log(found[2])) == pytest.approx(abs(np.log(factor)), abs=0.01)


def test_a_change_of_unit_of_a_steady_use_is_found_early() -> None:
    found = unit_jump(np.array([5.0, 6, 5, 5000, 5500, 5200, 6000]))
    assert found is not None
    assert (found[0], found[2]) == (3, 1000)


@pytest.mark.parametrize("months", [6, 12, 13, 24, 36, 48])
def test_a_heating_season_is_no_change_of_unit(months: int) -> None:
    assert unit_jump(SEASON[:months]) is None


def test_a_deep_saving_is_no_change_of_unit() -> None:
    rates = SEASON.copy()
    rates[24:] *= 0.3
    assert unit_jump(rates) is None


def test_a_spike_is_named() -> None:
    values = [100.0 + day % 7 for day in range(60)]
    values[30] = 1_000_000.0
    (warning,) = daily(values).warnings
    assert (warning.code, warning.row) == ("far_outside", 32)


def test_negative_heat_is_named() -> None:
    values = [100.0 + day % 7 for day in range(20)]
    values[4] = -5.0
    (warning,) = daily(values, "Wärme kWh").warnings
    assert (warning.code, warning.row) == ("negative_use", 6)


def test_a_steady_series_gives_no_warning() -> None:
    assert daily([100.0 + day % 7 for day in range(400)]).warnings == ()


def test_a_flat_series_is_no_counter() -> None:
    (series,) = daily([50.0] * 30).series
    assert (series.counter, series.count) == (False, 30)


def test_a_roll_over_gives_the_use_across_it() -> None:
    assert rolled_over(Drop(99_950, 100, 31, 5.0)) == 150


def test_a_new_meter_is_no_roll_over() -> None:
    assert rolled_over(Drop(45_000, 12, 31, 5.0)) is None


def test_an_impossible_use_is_no_roll_over() -> None:
    assert rolled_over(Drop(95_000, 4_000, 31, 5.0)) is None

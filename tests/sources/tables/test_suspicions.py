"""What looks wrong is said; what is usual is not."""

from datetime import date, timedelta

import numpy as np
import pytest

from klimamosaik.sources.tables import Preview, read
from klimamosaik.sources.tables.counters import Drop, rolled_over
from klimamosaik.sources.tables.jumps import Rates, unit_jumps
from klimamosaik.sources.tables.suspicions import FACTORS

SEASON = 1000 + 800 * np.cos(np.arange(48) * np.pi / 6)  # heating, in months


def unit_jump(rates: Rates) -> tuple[int, float, float] | None:
    """The jump of a single series: first month after it, ratio, known factor."""
    found = unit_jumps(rates[np.newaxis], np.array(list(FACTORS)))
    at = int(found.at[0])
    return (at, float(found.ratio[0]), float(found.known[0])) if at >= 0 else None


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


@pytest.mark.parametrize("months", [9, 30, 61])
def test_many_series_are_judged_as_one_by_one(months: int) -> None:
    dice = np.random.default_rng(months)
    rates = np.exp(dice.normal(0, 0.25, (200, months)))
    for row in range(0, 200, 2):
        rates[row, dice.integers(months) :] *= dice.choice([10.0, 35.3, 1000.0, 0.001, 3.0])
    rates[::3][dice.random(rates[::3].shape) < 0.2] = np.nan
    for row in range(0, 200, 5):
        rates[row, dice.integers(months) :] = np.nan
    together = unit_jumps(rates, np.array(list(FACTORS)))
    alone = [unit_jump(row) for row in rates]
    assert [found[0] if found else -1 for found in alone] == together.at.tolist()
    assert sum(found is not None for found in alone) > 10
    for row, found in enumerate(alone):
        assert found is None or found[1:] == (together.ratio[row], together.known[row])


def test_a_jump_into_a_month_without_values_is_named_at_the_next() -> None:
    starts = [date(2023, month, 1) for month in (1, 2, 3, 4, 6, 7, 8, 9)]
    rows = "".join(
        f"{start:%d.%m.%Y};{(start.replace(month=start.month + 1) - timedelta(days=1)):%d.%m.%Y};"
        f"{5 if start.month < 5 else 5000}\n"
        for start in starts
    )
    preview = read(f"von;bis;Strom kWh\n{rows}".encode(), name="a.csv")
    assert [(each.code, each.row) for each in preview.warnings if each.code == "unit_jump"] == [
        ("unit_jump", 6)
    ]


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

"""Degrees of bills: from days, or from months and how far their days lie apart."""

import numpy as np
import pytest

from klimamosaik.evidence.kernel.degrees import (
    USUAL_SPREAD,
    StationMonths,
    bill_degrees,
    heating_degrees,
    spread_days,
    spread_of,
)
from klimamosaik.evidence.kernel.series import DAY, Numbers, Series, Times

Day = np.datetime64
BASE = np.array([12.0, 15.0, 18.0])


def days(first: str, values: Numbers) -> Series:
    return Series.of_days(Day(first) + np.arange(len(values)), values)


def months(first: str, values: Numbers) -> Series:
    which = Day(first, "M") + np.arange(len(values))
    starts = which.astype("datetime64[s]")
    lengths = ((which + 1).astype("datetime64[D]") - which.astype("datetime64[D]")).astype(float)
    return Series(starts, starts, lengths * DAY, values)


def station(first: str, mean: Numbers, cold_days: Numbers, mean_on_them: Numbers) -> StationMonths:
    which: Times = Day(first, "M") + np.arange(len(mean))
    return StationMonths(which, mean, cold_days, mean_on_them)


def year(*bounds: str) -> Times:
    return np.array(bounds, "datetime64[D]")


def test_days_below_the_balance_point_heat_and_days_above_cool() -> None:
    weather = days("2024-01-01", np.array([10.0, 20.0, 14.0, 16.0]))
    one, other = year("2024-01-01"), year("2024-01-05")
    assert bill_degrees(one, other, weather, BASE)[0] == pytest.approx([0.5, 1.5, 3.5])
    cooling = bill_degrees(one, other, weather, BASE, cooling=True)[0]
    assert cooling == pytest.approx([3.5, 1.5, 0.5])


def test_heating_less_cooling_is_the_distance_to_the_mean() -> None:
    weather = months("2023-01", np.array([2.0, 4.0, 18.0]))
    starts, ends = year("2023-01-01", "2023-03-01"), year("2023-02-01", "2023-04-01")
    heat = bill_degrees(starts, ends, weather, BASE)
    cool = bill_degrees(starts, ends, weather, BASE, cooling=True)
    assert heat - cool == pytest.approx(BASE[None, :] - np.array([[2.0], [18.0]]))
    assert (heat >= 0).all()
    assert (cool >= 0).all()


@pytest.mark.parametrize(("known", "said"), [(9, True), (8, False)])
def test_a_bill_needs_nine_tenths_of_its_days(known: int, said: bool) -> None:
    weather = days("2024-01-01", np.array([10.0] * known + [np.nan] * (10 - known)))
    found = bill_degrees(year("2024-01-01"), year("2024-01-11"), weather, BASE)
    assert np.isfinite(found).all() == said
    if said:
        assert found[0] == pytest.approx([2.0, 5.0, 8.0])


@pytest.mark.parametrize("values", [np.array([]), np.array([np.nan, np.nan])])
def test_without_weather_no_bill_has_degrees(values: Numbers) -> None:
    for weather in (days("2024-01-01", values), months("2024-01", values)):
        found = bill_degrees(year("2024-01-01"), year("2024-02-01"), weather, BASE)
        assert found.shape == (1, 3)
        assert np.isnan(found).all()


def test_far_from_the_balance_point_only_the_distance_counts() -> None:
    """Days of one month hardly differ by 40 K: the truncated mean is the mean."""
    found = heating_degrees(np.array(-25.0), np.array(3.4), np.array(15.0))
    assert found == pytest.approx(40.0)
    at_it = heating_degrees(np.array(15.0), np.array(3.4), np.array(15.0))
    assert at_it == pytest.approx(3.4 / np.sqrt(2 * np.pi))


def test_the_spread_of_a_month_is_found_again_from_its_degree_days() -> None:
    """April at 13 °C, its days 4 K apart: some heat though the mean lies near the limit."""
    per_day = float(heating_degrees(np.array(13.0), np.array(4.0), np.array(15.0)))
    cold = 20.0
    told = station(
        "2024-04", np.array([13.0]), np.array([cold]), np.array([15 - 30 * per_day / cold])
    )
    assert spread_of(told) == pytest.approx([4.0], abs=1e-6)


def test_a_month_that_cannot_tell_takes_the_spread_of_its_kind_or_the_usual() -> None:
    per_day = float(heating_degrees(np.array(13.0), np.array(4.0), np.array(15.0)))
    mean = np.array([13.0, 0.0, *[13.0] * 11])  # April, May ... and April again without its figures
    cold = np.array([20.0, 31.0, *[np.nan] * 11])
    on_them = np.array([15 - 30 * per_day / 20.0, 0.0, *[np.nan] * 11])
    found = spread_of(station("2024-04", mean, cold, on_them))
    assert found[0] == found[12] == pytest.approx(4.0, abs=1e-6)  # April 2025 like April 2024
    assert set(found[1:12]) == {USUAL_SPREAD}


def test_months_of_the_station_lend_their_spread_and_others_have_the_usual() -> None:
    per_day = float(heating_degrees(np.array(13.0), np.array(4.0), np.array(15.0)))
    told = station(
        "2024-04", np.array([13.0]), np.array([20.0]), np.array([15 - 30 * per_day / 20])
    )
    weather = months("2024-04", np.array([13.0, 14.0, np.nan]))
    found = spread_days(weather, told)
    assert found.spread == pytest.approx([4.0, USUAL_SPREAD], abs=1e-6)
    assert found.mean.tolist() == [13.0, 14.0]
    assert (found.ends - found.starts).astype(int).tolist() == [30, 31]
    assert spread_days(weather, None).spread.tolist() == [USUAL_SPREAD] * 2


def test_a_month_without_a_cold_day_has_no_degree_days() -> None:
    told = station("2024-07", np.array([20.0]), np.array([0.0]), np.array([np.nan]))
    assert told.gradtage.tolist() == [0.0]
    assert told.gradtagzahl().tolist() == [0.0]
    cold = station("2024-01", np.array([2.0]), np.array([31.0]), np.array([2.0]))
    assert cold.gradtage.tolist() == [31 * 13.0]
    assert cold.gradtagzahl().tolist() == [31 * 18.0]
    assert cold.gradtagzahl(inside=19.0).tolist() == [31 * 17.0]

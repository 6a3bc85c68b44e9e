"""Degree days of days and months."""

import numpy as np
import pytest

from klimamosaik.sources.weather.degree_days import (
    mean_year,
    month_table,
    whole_years,
    year_factor,
)

YEAR = np.arange("2023-01-01", "2024-01-01", dtype="datetime64[D]")


def degree_days(values: np.ndarray, days: np.ndarray = YEAR) -> dict[int, float]:
    table = month_table(days, values)
    return whole_years(table.months, table.degree_days)


def seasons() -> np.ndarray:
    winter = (np.datetime64("2023-04-01") > YEAR) | (np.datetime64("2023-10-01") <= YEAR)
    return np.where(winter, 5.0, 18.0)


def test_days_below_fifteen_degrees_count_up_to_twenty() -> None:
    assert degree_days(seasons()) == pytest.approx({2023: 182 * 15.0})


@pytest.mark.parametrize("missing", [1, 3])
def test_a_missing_day_is_taken_to_be_like_its_month(missing: int) -> None:
    values = seasons()
    values[10 : 10 + missing] = np.nan
    assert degree_days(values) == pytest.approx({2023: 182 * 15.0})


def test_a_day_that_is_not_in_the_list_is_missing_like_one_without_a_value() -> None:
    kept = np.ones(YEAR.size, bool)
    kept[10:13] = False
    assert degree_days(seasons()[kept], YEAR[kept]) == pytest.approx({2023: 182 * 15.0})


def test_a_month_known_to_less_than_nine_tenths_makes_the_year_unknown() -> None:
    values = seasons()
    values[10:14] = np.nan
    assert degree_days(values) == {}


def test_a_year_that_is_not_over_is_unknown() -> None:
    assert degree_days(seasons()[:300], YEAR[:300]) == {}


def test_a_mean_year_needs_five_whole_years() -> None:
    assert mean_year(dict.fromkeys(range(2020, 2024), 3000.0)) is None
    years = {2019: 2700.0, **dict.fromkeys(range(2020, 2024), 3000.0)}
    assert mean_year(years) == pytest.approx(2940.0)
    assert year_factor(years, 2019) == pytest.approx(2940 / 2700)
    assert year_factor(years, 2030) is None


def test_a_year_no_german_year_was_like_is_not_corrected_with() -> None:
    years = {2019: 900.0, **dict.fromkeys(range(2020, 2024), 3000.0)}
    assert year_factor(years, 2019) is None

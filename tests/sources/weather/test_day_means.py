"""Means of days from temperatures that lack hours: worked out, or unknown."""

import gzip
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from numpy.typing import NDArray

from klimamosaik.sources.weather.day_means import DAY, HOUR, DayMeans, day_means

Flags = NDArray[np.bool_]
JANUARY = np.datetime64("2024-01-01T00:00:00", "s")
COURSE = np.where(np.arange(24) < 8, -6.0, 3.0)  # cold nights; their mean is 0


def hours_from(start: np.datetime64, count: int) -> NDArray[np.datetime64]:
    return start + np.arange(count) * np.timedelta64(HOUR, "s")


def means(
    wall: NDArray[np.datetime64],
    values: NDArray[np.float64],
    *,
    kept: Flags | None = None,
    seconds: float = HOUR,
    utc: NDArray[np.datetime64] | None = None,
) -> DayMeans:
    """The means of all days the wall clock touches, from the readings `kept`."""
    shown = np.ones(wall.shape, np.bool_) if kept is None else kept
    days = np.arange(wall[0].astype("datetime64[D]"), wall[-1].astype("datetime64[D]") + 1)
    return day_means(
        starts=(wall if utc is None else utc)[shown],
        local=wall[shown],
        seconds=np.full(shown.sum(), seconds),
        values=values[shown],
        days=days,
    )


def two_months(level: float = 0.0) -> tuple[NDArray[np.datetime64], NDArray[np.float64], Flags]:
    """Hours of December and January, days warmer by turns; True in January's nights."""
    wall = hours_from(np.datetime64("2023-12-01T00:00:00", "s"), 62 * 24)
    day = np.arange(wall.size) // 24
    values = np.tile(COURSE, 62) + level + (day % 5)
    return wall, values, (wall >= JANUARY) & (np.tile(np.arange(24), 62) < 8)


def test_a_whole_day_is_the_mean_of_its_hours() -> None:
    found = means(hours_from(JANUARY, 24), np.arange(24.0))
    assert found.means.tolist() == [11.5]
    assert not found.corrected.any()


def test_nights_missing_on_some_days_are_worked_out_from_the_other_days_of_the_month() -> None:
    wall, values, nights = two_months()
    late = wall >= np.datetime64("2024-01-20", "s")
    found = means(wall, values, kept=~(nights & late))
    whole = means(wall, values)
    assert found.means == pytest.approx(whole.means)
    assert found.corrected.sum() == 12
    assert found.corrected[-12:].all()


def test_the_same_month_of_another_year_shows_the_course() -> None:
    earlier = hours_from(np.datetime64("2023-01-01T00:00:00", "s"), 31 * 24)
    later = hours_from(np.datetime64("2024-01-01T00:00:00", "s"), 31 * 24)
    wall = np.concatenate([earlier, later])
    values = np.concatenate([np.tile(COURSE, 31), np.tile(COURSE + 4, 31)])
    kept = np.concatenate([np.ones(31 * 24, np.bool_), np.tile(np.arange(24) >= 8, 31)])
    found = means(wall, values, kept=kept)
    assert found.means[-31:] == pytest.approx(4.0)


def test_nights_missing_all_month_leave_its_days_unknown() -> None:
    wall, values, nights = two_months()
    found = means(wall, values, kept=~nights)
    assert np.isnan(found.means[-31:]).all()
    assert not np.isnan(found.means[:31]).any()


def test_a_day_of_twenty_one_hours_is_its_mean_where_no_course_is_known() -> None:
    wall = hours_from(JANUARY, 24)
    kept = ~np.isin(np.arange(24), [3, 11, 19])
    found = means(wall, np.full(24, 5.0), kept=kept)
    assert found.means.tolist() == [5.0]
    assert not found.corrected.any()
    kept[4] = False
    assert np.isnan(means(wall, np.full(24, 5.0), kept=kept).means).all()


def test_five_hours_of_a_day_are_too_few() -> None:
    wall, values, _ = two_months()
    last = wall >= np.datetime64("2024-01-31", "s")
    hour = np.tile(np.arange(24), 62)
    assert np.isnan(means(wall, values, kept=~last | (hour < 5)).means[-1])
    assert not np.isnan(means(wall, values, kept=~last | (hour < 6)).means[-1])


@pytest.mark.parametrize(
    ("day", "hours", "shift"), [("2024-03-31", 23, (1, 2)), ("2024-10-27", 25, (2, 1))]
)
def test_the_days_on_which_the_clock_changes_are_whole(
    day: str, hours: int, shift: tuple[int, int]
) -> None:
    first = np.datetime64(f"{day}T00:00:00", "s") - np.timedelta64(shift[0], "h")
    utc = hours_from(first, hours)
    changed = np.datetime64(f"{day}T01:00:00", "s")
    offset = np.where(utc < changed, shift[0], shift[1]) * np.timedelta64(1, "h")
    found = means(utc + offset, np.arange(hours, dtype=np.float64), utc=utc)
    assert found.means.tolist() == [pytest.approx((hours - 1) / 2)]
    assert not found.corrected.any()


def test_ten_minutes_and_three_hours_make_days_too() -> None:
    ten = hours_from(JANUARY, 1) + np.arange(144) * np.timedelta64(600, "s")
    assert means(ten, np.full(144, 5.0), seconds=600).means.tolist() == [5.0]
    three = hours_from(JANUARY, 1) + np.arange(8) * np.timedelta64(10_800, "s")
    assert means(three, np.arange(8.0), seconds=10_800).means.tolist() == [3.5]


def test_days_stay_days_and_months_tell_none() -> None:
    wall = hours_from(JANUARY, 1)
    assert means(wall, np.array([4.0]), seconds=DAY).means.tolist() == [4.0]
    assert np.isnan(means(wall, np.array([4.0]), seconds=31 * DAY).means).all()


def test_nothing_known_is_unknown() -> None:
    assert np.isnan(means(hours_from(JANUARY, 24), np.full(24, np.nan)).means).all()


def test_days_known_from_eight_to_eight_are_worked_out_without_bias(shared: Path) -> None:
    """Bedford 2011 to 2014: the plain mean of these hours is 1.5 K too warm."""
    folder = shared / "data" / "buildings_cambridge_hourly" / "weather_bedford"
    files = [folder / f"{year}.csv.gz" for year in range(2011, 2015)]
    table = pl.concat([pl.read_csv(gzip.decompress(path.read_bytes())) for path in files])
    wall = table["datetime"].str.to_datetime().to_numpy().astype("datetime64[s]")
    values = table["air_temperature [degC]"].to_numpy().astype(np.float64)
    hour = (wall - wall.astype("datetime64[D]")).astype("timedelta64[h]").astype(int)
    later = wall >= np.datetime64("2013-01-01", "s")
    found = means(wall, values, kept=~later | ((hour >= 8) & (hour <= 20)))
    apart = (found.means - means(wall, values).means)[found.corrected]
    assert apart.size == 730
    assert abs(apart.mean()) < 0.15
    assert apart.std() < 1.1

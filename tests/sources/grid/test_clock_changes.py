"""The hour that is missing in spring and doubled in autumn, and times counted in numbers."""

from datetime import datetime

import polars as pl
import pytest

from klimamosaik.sources.grid.time_forms import written
from klimamosaik.sources.grid.times import parse_times
from klimamosaik.sources.grid.zones import BERLIN, WITHOUT_SUMMER, is_zone, locate


def walls(*stamps: str) -> pl.Series:
    return pl.Series("wall", stamps).str.to_datetime("%Y-%m-%d %H:%M", time_unit="us")


def of_one(length: int) -> pl.Series:
    return pl.Series("group", [0] * length, dtype=pl.UInt32)


def shown(utc: pl.Series) -> list[str | None]:
    return utc.dt.strftime("%d %H:%M").to_list()


def test_summer_and_winter_have_their_distance_to_utc() -> None:
    found = locate(walls("2024-01-15 12:00", "2024-07-15 12:00"), of_one(2), BERLIN)
    assert shown(found.utc) == ["15 11:00", "15 10:00"]
    assert found.troubles() == 0


def test_the_hour_that_never_was_is_left_empty_and_counted() -> None:
    wall = walls("2024-03-31 01:30", "2024-03-31 02:30", "2024-03-31 03:30")
    found = locate(wall, of_one(3), BERLIN)
    assert shown(found.utc) == ["31 00:30", None, "31 01:30"]
    assert (found.missing, found.troubles()) == (1, 1)
    assert locate(wall, of_one(3), WITHOUT_SUMMER).troubles() == 0


def test_of_two_equal_hours_in_autumn_the_first_is_summer() -> None:
    wall = walls("2024-10-27 01:00", "2024-10-27 02:00", "2024-10-27 02:00", "2024-10-27 03:00")
    found = locate(wall, of_one(4), BERLIN)
    assert shown(found.utc) == ["26 23:00", "27 00:00", "27 01:00", "27 02:00"]
    assert found.troubles() == 0


def test_newest_first_the_first_of_two_equal_hours_is_winter() -> None:
    wall = walls("2024-10-27 03:00", "2024-10-27 02:00", "2024-10-27 02:00", "2024-10-27 01:00")
    found = locate(wall, of_one(4), BERLIN)
    assert shown(found.utc) == ["27 02:00", "27 01:00", "27 00:00", "26 23:00"]


def test_what_the_file_says_of_the_doubled_hour_counts_more_than_its_order() -> None:
    wall = walls("2024-10-27 02:00", "2024-10-27 02:00")
    fold = pl.Series("fold", [1, 0], dtype=pl.Int8)
    assert shown(locate(wall, of_one(2), BERLIN, fold).utc) == ["27 01:00", "27 00:00"]


def test_each_series_has_its_own_doubled_hour() -> None:
    wall = walls("2024-10-27 02:00", "2024-10-27 02:00")
    groups = pl.Series("group", [0, 1], dtype=pl.UInt32)
    found = locate(wall, groups, BERLIN)
    assert shown(found.utc) == ["27 00:00", "27 00:00"]
    assert found.troubles() == 0


def test_a_stamp_that_stands_once_too_often_is_a_trouble() -> None:
    wall = walls("2024-06-01 02:00", "2024-06-01 02:00", "2024-06-01 02:00")
    assert locate(wall, of_one(3), BERLIN).troubles() == 2


def test_names_of_zones_are_known() -> None:
    assert is_zone("Europe/Berlin")
    assert not is_zone("Europe/Osnabrück")


@pytest.mark.parametrize(
    ("cells", "pattern", "moment"),
    [
        (("1704067200", "1704070800"), "epoch s", datetime(2024, 1, 1)),  # noqa: DTZ001
        (("1704067200000", "1704070800000"), "epoch ms", datetime(2024, 1, 1)),  # noqa: DTZ001
        (("45292", "45292,5"), "serial", datetime(2024, 1, 1)),  # noqa: DTZ001
        (("45292.0104166667", "45293"), "serial", datetime(2024, 1, 1, 0, 15)),  # noqa: DTZ001
        (("20240102", "20240103"), "%Y%m%d", datetime(2024, 1, 2)),  # noqa: DTZ001
        (("2023", "2024"), "%Y", datetime(2023, 1, 1)),  # noqa: DTZ001
        (("01/2024", "02/2024"), "%m/%Y", datetime(2024, 1, 1)),  # noqa: DTZ001
        (("2024-01-01 24:00", "2024-01-02 01:00"), None, datetime(2024, 1, 2)),  # noqa: DTZ001
    ],
)
def test_counted_times_are_the_moments_they_count(
    cells: tuple[str, ...], pattern: str | None, moment: datetime
) -> None:
    found = parse_times(pl.Series("c0", cells))
    assert found is not None
    assert pattern is None or found.form.pattern == pattern
    assert found.stamps[0] == moment
    assert found.stamps.null_count() == 0
    assert written(found.form)


@pytest.mark.parametrize(
    "cells", [("1899", "1898"), ("2101", "2102"), ("299999999", "3"), ("Haus",)]
)
def test_numbers_beyond_any_reading_are_no_times(cells: tuple[str, ...]) -> None:
    assert parse_times(pl.Series("c0", cells)) is None


def test_a_total_among_days_is_marked_as_longer() -> None:
    found = parse_times(pl.Series("c0", ["01.02.2024", "02.02.2024", "03.02.2024", "02/2024"]))
    assert found is not None
    assert found.stamps.is_null().to_list() == [False, False, False, True]
    assert found.coarse is not None
    assert found.coarse.to_list() == [False, False, False, True]


def test_the_letters_behind_a_doubled_hour_are_kept() -> None:
    found = parse_times(
        pl.Series("c0", ["27.10.2024 01:00", "27.10.2024 2A:00", "27.10.2024 2B:00"])
    )
    assert found is not None
    assert found.fold is not None
    assert found.fold.to_list() == [None, 0, 1]


def test_quarters_of_years_are_their_first_days() -> None:
    found = parse_times(pl.Series("c0", ["Q1 2024", "Q2 2024", "3. Quartal 2024", "2024-Q4"]))
    assert found is not None
    assert found.stamps.dt.strftime("%m-%d").to_list() == ["01-01", "04-01", "07-01", "10-01"]

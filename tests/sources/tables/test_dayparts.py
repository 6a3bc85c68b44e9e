"""Numbered parts of a day: hours, half hours, quarters, hours and minutes."""

import polars as pl
import pytest

from klimamosaik.sources.tables.calendar.dayparts import clock_of, runs_through_days

DAY, SPRING, AUTUMN = "13.02.2024", "31.03.2024", "27.10.2024"


def clocks(numbers: list[object], day: str = DAY) -> list[str]:
    cells = pl.Series([f"{number}" for number in numbers])
    return clock_of(pl.Series([day] * len(cells)), cells).to_list()


def test_hours_0_to_23_name_the_hour_itself() -> None:
    assert clocks([*range(24)]) == [f"{hour:02}:00" for hour in range(24)]


def test_hours_1_to_24_name_the_first_to_the_last_hour() -> None:
    assert clocks([*range(1, 25)]) == [f"{hour:02}:00" for hour in range(24)]


def test_leading_zeros_do_not_matter() -> None:
    assert clocks([f"{hour:02}" for hour in range(24)])[7] == "07:00"


def test_half_hours_1_to_48() -> None:
    found = clocks([*range(1, 49)])
    assert (found[0], found[1], found[47]) == ("00:00", "00:30", "23:30")


def test_quarters_1_to_96_and_0_to_95() -> None:
    for first in (0, 1):
        found = clocks([*range(first, first + 96)])
        assert (found[0], found[1], found[95]) == ("00:00", "00:15", "23:45")


def test_a_day_of_25_hours_repeats_its_third() -> None:
    found = clocks([*range(1, 26)], AUTUMN)
    assert found[:5] == ["00:00", "01:00", "02:00", "02:00", "03:00"]
    assert found[24] == "23:00"


def test_a_day_of_100_quarters_repeats_those_of_its_third_hour() -> None:
    found = clocks([*range(1, 101)], AUTUMN)
    assert found[8:16] == [*["02:00", "02:15", "02:30", "02:45"] * 2]
    assert found[99] == "23:45"


def test_a_day_of_23_hours_leaves_its_third_out() -> None:
    days = pl.Series([DAY] * 24 + [SPRING] * 23)
    numbers = [*range(1, 25), *range(1, 24)]
    found = clock_of(days, pl.Series([str(each) for each in numbers])).to_list()[24:]
    assert found[:4] == ["00:00", "01:00", "03:00", "04:00"]
    assert found[22] == "23:00"


def test_a_day_of_24_hours_in_spring_is_taken_at_its_word() -> None:
    assert clocks([*range(1, 25)], SPRING)[2] == "02:00"


def test_a_day_of_92_quarters_leaves_those_of_its_third_hour_out() -> None:
    numbers = [*range(1, 97), *range(1, 93)]
    days = [DAY] * 96 + [SPRING] * 92
    found = clock_of(pl.Series(days), pl.Series([str(each) for each in numbers])).to_list()[96:]
    assert found[7:10] == ["01:45", "03:00", "03:15"]
    assert found[91] == "23:45"


def test_an_ordinary_day_that_ends_early_is_not_moved() -> None:
    numbers = [*range(1, 25), *range(1, 24)]
    found = clock_of(
        pl.Series([DAY] * 24 + ["14.02.2024"] * 23), pl.Series([str(each) for each in numbers])
    ).to_list()
    assert found[24:28] == ["00:00", "01:00", "02:00", "03:00"]


def test_hours_and_minutes_without_a_colon() -> None:
    assert clocks(["0", "15", "0100", "130", "2345", "2400"]) == [
        "00:00", "00:15", "01:00", "01:30", "23:45", "24:00",
    ]  # fmt: skip


def test_what_is_no_whole_number_stays_as_it_is() -> None:
    assert clocks(["07:15", "08:30"]) == ["07:15", "08:30"]
    assert clocks(["1275", "1300"])[0] == "1275"


def test_numbers_that_run_through_each_day_are_its_parts() -> None:
    days = pl.Series([f"{day}" for day in range(3) for _ in range(24)])
    hours = pl.Series([f"{hour}" for _ in range(3) for hour in range(1, 25)])
    assert runs_through_days(days, hours)
    assert runs_through_days(days, pl.Series([f"{hour}" for _ in range(3) for hour in range(24)]))


@pytest.mark.parametrize("numbers", [[5] * 24, [*range(100, 124)], [*range(1, 13)] * 2])
def test_other_numbers_of_a_day_are_no_parts_of_it(numbers: list[int]) -> None:
    days = pl.Series(["1"] * 24 + ["2"] * 24)
    assert not runs_through_days(days, pl.Series([str(each) for each in numbers * 2]))

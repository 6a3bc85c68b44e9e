"""Whether day or month comes first: the values decide, else it stays open, unless told."""

import polars as pl
import pytest

from klimamosaik.sources.grid.times import Times, parse_times


def parsed(*cells: str, order: str | None = None) -> Times:
    found = parse_times(pl.Series(cells), order=order)
    assert found is not None
    return found


def days(times: Times) -> list[str]:
    return times.stamps.dt.strftime("%Y-%m-%d").to_list()


def test_a_day_above_12_decides_for_the_whole_column() -> None:
    day = parsed("01/02/2024", "03/02/2024", "13/02/2024")
    month = parsed("02/01/2024", "02/03/2024", "02/13/2024")
    assert days(day) == days(month) == ["2024-02-01", "2024-02-03", "2024-02-13"]
    assert (day.day_first, month.day_first) == (True, False)
    assert not day.order_open
    assert not month.order_open


def test_the_one_deciding_value_may_stand_at_the_very_end() -> None:
    cells = [f"{1 + at % 12:02}/{1 + at % 7:02}/2024" for at in range(5000)]
    assert parsed(*cells, "12/31/2024").day_first is False
    assert parsed(*cells, "31/12/2024").day_first is True


def test_steady_steps_decide_where_no_value_does() -> None:
    hours = [f"02/01/2024 {hour:02}:00" for hour in range(24)]
    more = [f"02/02/2024 {hour:02}:00" for hour in range(24)]
    found = parsed(*hours, *more)
    assert found.day_first is False
    assert not found.order_open


def test_a_few_dates_that_fit_both_ways_stay_open() -> None:
    found = parsed("03/04/2024", "04/04/2024", "05/04/2024")
    assert found.order_open
    assert parsed("01/02/2024").order_open


def test_firsts_of_months_or_days_of_january_stay_open() -> None:
    assert parsed(*(f"{month:02}/01/2024" for month in range(1, 13))).order_open


@pytest.mark.parametrize(("order", "right"), [("day", "2024-04-03"), ("month", "2024-03-04")])
def test_what_is_told_is_obeyed(order: str, right: str) -> None:
    found = parsed("03/04/2024", "04/04/2024", "05/04/2024", order=order)
    assert days(found)[0] == right
    assert not found.order_open


def test_years_of_two_digits_are_no_way_around_it() -> None:
    assert parsed("03/04/24", "04/04/24", "05/04/24").order_open
    assert parsed("13/04/24", "14/04/24").day_first is True


def test_dots_and_dashes_are_no_question() -> None:
    assert not parsed("03.04.2024", "04.04.2024").order_open
    assert not parsed("2024-04-03", "2024-04-04").order_open
    assert days(parsed("03-04-2024", "04-04-2024"))[0] == "2024-04-03"


def test_half_days_behind_a_slashed_date_are_read() -> None:
    found = parsed("02/14/2024 12:00 AM", "02/14/2024 1:30 PM", "02/14/2024 12:15 PM")
    assert found.stamps.dt.strftime("%d.%m. %H:%M").to_list() == [
        "14.02. 00:00", "14.02. 13:30", "14.02. 12:15",
    ]  # fmt: skip

"""Days, months, quarters and years as lists of measures write them."""

from datetime import date

import pytest

from klimamosaik.sources.measure_lists.listed import DaySpan
from klimamosaik.sources.measure_lists.spans import (
    day_order,
    first_and_last_year,
    month_of,
    single_day,
    span_of,
    years_of,
)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024-03-05", date(2024, 3, 5)),
        ("5.3.2024", date(2024, 3, 5)),
        ("05. 03. 24", date(2024, 3, 5)),
        ("05/03/2024", date(2024, 3, 5)),
        ("5. März 2024", date(2024, 3, 5)),
        ("am 5 March 2024 beschlossen", date(2024, 3, 5)),
        ("31.02.2024", None),  # never was
        ("2024-13-01", None),
        ("5.3.1979", None),  # before any register
        ("1.1.1980", date(1980, 1, 1)),
        ("31.12.2100", date(2100, 12, 31)),
        ("1.1.2101", None),
        ("März 2024", None),
        ("bald", None),
    ],
)
def test_a_written_day_is_that_day(text: str, day: date | None) -> None:
    assert single_day(text) == day


def test_the_order_of_slashes_is_obeyed() -> None:
    assert single_day("03/05/2024", month_first=True) == date(2024, 3, 5)
    assert single_day("13/05/2024", month_first=True) is None


@pytest.mark.parametrize(
    ("cells", "order"),
    [
        (("03/04/2024", "13/04/2024"), "day"),
        (("03/04/2024", "04/13/2024"), "month"),
        (("03/04/2024", "12/12/2024"), "either"),
        (("03/03/2024", "12/12/2024"), ""),
        (("3.4.2024", "heute"), ""),
    ],
)
def test_one_day_above_twelve_shows_the_order_of_all(cells: tuple[str, ...], order: str) -> None:
    assert day_order(cells) == order


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2. Quartal 2024", date(2024, 4, 1), date(2024, 6, 30)),
        ("Q4/2024", date(2024, 10, 1), date(2024, 12, 31)),
        ("2024 Q1", date(2024, 1, 1), date(2024, 3, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("02/2023", date(2023, 2, 1), date(2023, 2, 28)),
        ("Feb. 2024", date(2024, 2, 1), date(2024, 2, 29)),
        ("Dezember 2024", date(2024, 12, 1), date(2024, 12, 31)),
    ],
)
def test_months_and_quarters_have_their_first_and_last_day(
    text: str, first: date, last: date
) -> None:
    assert month_of(text) == span_of(text) == DaySpan(first, last)


@pytest.mark.parametrize("text", ["13/2024", "0/2024", "2024", "03/1979", "Mond 2024"])
def test_what_names_no_month_is_none(text: str) -> None:
    assert month_of(text) is None


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024-01-15 – 2024-03-31", date(2024, 1, 15), date(2024, 3, 31)),
        ("2024-01-15 – 2024-01-15", date(2024, 1, 15), date(2024, 1, 15)),
        ("2024 bis 2026", date(2024, 1, 1), date(2026, 12, 31)),
        ("45292", date(2024, 1, 1), date(2024, 1, 1)),  # a spreadsheet's day
        ("45292.75", date(2024, 1, 1), date(2024, 1, 1)),
    ],
)
def test_a_label_covers_its_days(text: str, first: date, last: date) -> None:
    assert span_of(text) == DaySpan(first, last)


@pytest.mark.parametrize(
    "text", ["2024-03-31 – 2024-01-15", "29000", "73000", "12/31/1979", "31/31/2024", "ohne"]
)
def test_what_covers_no_days_is_none(text: str) -> None:
    assert span_of(text) is None


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("2015/16", (2015, 2016)),
        ("2015–16", (2015, 2016)),
        ("2024-03", (2024,)),  # a month, not 2024 and 2003
        ("2016/15", (2016,)),
        ("2026, 2024 und 2025", (2024, 2025, 2026)),
        ("1979 und 2101", ()),
        ("12.2024,5", ()),
    ],
)
def test_all_years_of_a_text_are_named_in_order(text: str, years: tuple[int, ...]) -> None:
    assert years_of(text) == years


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("2024-2030", (2024, 2030)),
        ("2025", (2025, 2025)),
        ("ab 2024", (2024, None)),
        ("seit 03/2022", (2022, None)),
        ("2024 -", (2024, None)),
        ("bis 2030", (None, 2030)),
        ("- 2030", (None, 2030)),
        ("ab 2024 bis 2030", (2024, 2030)),
        ("05.03.24", (2024, 2024)),
        ("laufend", (None, None)),
    ],
)
def test_work_has_a_first_and_a_last_year(text: str, years: tuple[int | None, int | None]) -> None:
    assert first_and_last_year(text) == years

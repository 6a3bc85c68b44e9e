"""Calendar years as people type them."""

import pytest

from klimamosaik.terms.years import YEARS, calendar_year, is_possible, possible_year, year_spans


@pytest.mark.parametrize("text", ["", "1989", "2101", "20x4", "²⁰²⁴", "-2024", "9" * 5000])
def test_a_text_that_is_no_possible_year_is_none(text: str) -> None:
    assert possible_year(text) is None


def test_the_first_and_the_last_year_are_possible() -> None:
    assert [possible_year(str(year)) for year in YEARS] == list(YEARS)
    assert [is_possible(year) for year in (YEARS[0] - 1, *YEARS, YEARS[1] + 1)] == [
        False,
        True,
        True,
        False,
    ]


def test_a_calendar_year_has_four_digits_and_may_be_any() -> None:
    assert calendar_year("9999") == 9999
    assert [calendar_year(text) for text in ("999", "02024", "٢٠٢٤", "")] == [None] * 4


def test_years_beside_each_other_are_written_as_spans() -> None:
    assert year_spans([2020, 1996, 1998, 1997, 2020]) == "1996–1998, 2020"
    assert year_spans([]) == ""

"""A period of a public figure: its first and last day, and how it is written."""

from datetime import date

import pytest

from klimamosaik.publication.kernel.periods import (
    first_day,
    last_day,
    short_period,
    written_period,
)


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2023-11", date(2023, 11, 1), date(2023, 11, 30)),
        ("2024-03-18", date(2024, 3, 18), date(2024, 3, 18)),
        ("", None, None),
    ],
)
def test_a_period_has_a_first_and_a_last_day(
    period: str, first: date | None, last: date | None
) -> None:
    assert (first_day(period), last_day(period)) == (first, last)


@pytest.mark.parametrize(
    ("period", "german", "english", "short"),
    [
        ("2024", "2024", "2024", "2024"),
        ("2024-03", "März 2024", "March 2024", "03/24"),
        ("2024-03-18", "18.03.2024", "18 Mar 2024", "18.03.2024"),
        ("", "", "", ""),
    ],
)
def test_a_period_is_written_as_its_length_asks_for(
    period: str, german: str, english: str, short: str
) -> None:
    assert written_period(period, "de") == german
    assert written_period(period, "en") == english
    assert short_period(period, "de") == short

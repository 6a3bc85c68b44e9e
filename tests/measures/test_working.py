"""A measure that ended is never said to work since its first day."""

from datetime import date

import pytest

from klimamosaik.measures.queries.working import working

FIRST, AFTER = date(2023, 3, 1), date(2025, 1, 1)


@pytest.mark.parametrize(
    ("end", "today", "said"),
    [
        (None, date(2023, 2, 28), "wirkt ab 1. März 2023"),
        (None, FIRST, "wirkt seit 1. März 2023"),
        (AFTER, date(2023, 2, 28), "wirkt vom 1. März 2023 bis 31. Dezember 2024"),
        (AFTER, date(2024, 12, 31), "wirkt seit 1. März 2023 bis 31. Dezember 2024"),
        (AFTER, AFTER, "wirkte vom 1. März 2023 bis 31. Dezember 2024"),
    ],
)
def test_it_says_since_until_or_that_it_is_over(end: date | None, today: date, said: str) -> None:
    told = working(start=FIRST, end=end, today=today)
    assert told is not None
    assert told.de == said


def test_without_a_first_day_nothing_is_said() -> None:
    assert working(start=None, end=AFTER, today=FIRST) is None

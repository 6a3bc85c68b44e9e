"""Why a figure says something else: found from what was kept of it."""

from datetime import date

import pytest

from klimamosaik.publication.kernel.edition import (
    DATA,
    PUBLISHED,
    STATED,
    Stated,
    digest_of,
    measured_of,
    reason,
)

TODAY = date(2026, 11, 22)
ROWS = [("2024", 1.0), ("2025", 2.0)]


def said(rows: list[tuple[str, float]], *, method: str = "M1", data_version: int = 1) -> Stated:
    """What a figure of these rows says."""
    return Stated(digest_of(rows), measured_of(rows, TODAY), method, data_version)


def test_a_changed_value_of_a_past_year_is_a_correction_and_names_the_year() -> None:
    why = reason(said(ROWS), said([("2024", 1.5), ("2025", 2.0)], data_version=2), published=False)
    assert why.de == "Berichtigte Messwerte: 2024."
    assert why.en == "Corrected readings: 2024."


def test_a_corrected_month_is_named_as_people_name_it() -> None:
    why = reason(said([("2025-03", 1.0)]), said([("2025-03", 2.0)]), published=False)
    assert why.de == "Berichtigte Messwerte: März 2025."


def test_a_further_year_is_new_data() -> None:
    assert reason(said(ROWS[:1]), said(ROWS, data_version=2), published=False) == DATA


def test_the_oldest_year_that_falls_off_is_no_correction() -> None:
    assert reason(said(ROWS), said(ROWS[1:], data_version=2), published=False) == DATA


def test_a_year_that_is_not_over_may_grow_without_being_corrected() -> None:
    now = said([("2026", 3.0)], data_version=2)
    assert reason(said([("2026", 2.0)]), now, published=False) == DATA


def test_another_method_comes_before_all_other_reasons() -> None:
    now = said([("2024", 9.0)], method="M2", data_version=2)
    assert reason(said(ROWS), now, published=True).en == "New method of computing: M2."


@pytest.mark.parametrize(("published", "why"), [(True, PUBLISHED), (False, STATED)])
def test_without_new_readings_it_is_what_is_published_or_stated(
    published: bool, why: object
) -> None:
    assert reason(said(ROWS), said(ROWS), published=published) == why

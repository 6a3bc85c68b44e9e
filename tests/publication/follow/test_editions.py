"""Why a figure says something else: found from what was kept of it."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from klimamosaik.publication.kernel.edition import (
    DATA,
    LIVE,
    PUBLISHED,
    SHORT,
    STATED,
    Stated,
    digest_of,
    measured_of,
    reason,
)
from klimamosaik.publication.queries.results import PublicChange
from klimamosaik.terms.text import Text

TODAY = date(2026, 11, 22)
ROWS = [("2024", 1.0), ("2025", 2.0)]


def said(rows: list[tuple[str, float]], *, method: str = "M1", data_version: int = 1) -> Stated:
    """What a figure of these rows says."""
    return Stated(digest_of(rows), measured_of(rows, TODAY), method, data_version)


def test_a_changed_value_of_a_past_year_is_a_correction_and_names_the_year() -> None:
    why = reason(said(ROWS), said([("2024", 1.5), ("2025", 2.0)], data_version=2), published=False)
    assert why.de == "Berichtigte Werte: 2024."
    assert why.en == "Corrected values: 2024."


def test_a_corrected_month_is_named_as_people_name_it() -> None:
    why = reason(said([("2025-03", 1.0)]), said([("2025-03", 2.0)]), published=False)
    assert why.de == "Berichtigte Werte: März 2025."


def test_a_further_year_is_new_data() -> None:
    assert reason(said(ROWS[:1]), said(ROWS, data_version=2), published=False) == DATA


def test_a_further_series_of_a_past_year_corrects_nothing() -> None:
    """The population came, or what was withheld may be told: no reading is another."""
    before = [("2024 electricity", 1.0), ("2025 electricity", 2.0)]
    assert reason(said(before), said([*before, ("2024 per_head", 9.0)]), published=False) == STATED
    both = [("2024 electricity", 1.0), ("2024 heat", 5.0)]
    why = reason(said(both), said([(key, 2.0) for key, _ in both]), published=False)
    assert why.de == "Berichtigte Werte: 2024."


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


def live(at: str, value: float, *, beside: str = "same", data_version: int = 1) -> Stated:
    """What a figure says that tells the newest reading of a series."""
    rows = [(f"{at} value", value)]
    return Stated(digest_of(rows), measured_of(rows, None), "", data_version, beside)


def test_a_newer_reading_alone_is_no_other_figure() -> None:
    before = live("2026-11-21T10:00:00+01:00", 437.0)
    now = live("2026-11-21T10:15:00+01:00", 436.0, data_version=2)
    assert reason(before, now, published=False) == LIVE
    assert reason(before, now, published=True) == PUBLISHED
    other = replace(now, beside_live="another sensor, or another value beside it")
    assert reason(before, other, published=False) == DATA
    assert reason(replace(before, beside_live=""), now, published=False) == DATA


def test_the_same_reading_that_says_something_else_is_corrected_and_told_by_its_day() -> None:
    at = "2026-11-21T10:00:00+01:00"
    why = reason(live(at, 437.0), live(at, 520.0, data_version=2), published=False)
    assert why.de == "Berichtigte Werte: 21.11.2026."


def test_a_method_that_became_unknown_is_no_new_method() -> None:
    assert reason(said(ROWS), said(ROWS, method="", data_version=2), published=False) == DATA


def test_a_period_is_over_once_its_last_day_is_and_its_values_count_together() -> None:
    found = measured_of(
        [
            ("2025", 1.0),
            ("2025", 2.0),
            ("2026", 3.0),
            ("2026-10", 4.0),
            ("2026-11", 5.0),
            ("", 6.0),
        ],
        TODAY,
    )
    assert found.keys() == {"2025", "2026-10"}
    assert found["2025"] == digest_of([1.0, 2.0])[:SHORT]
    assert found["2025"] != measured_of([("2025", 1.0)], TODAY)["2025"]


def test_a_digest_is_the_same_for_the_same_values_however_they_are_sorted() -> None:
    assert digest_of([{"a": 1, "b": 2}]) == digest_of([{"b": 2, "a": 1}])
    assert digest_of([1, 2]) != digest_of([2, 1])


def test_a_correction_of_what_was_published_anew_is_told_as_that() -> None:
    now = said([("2024", 9.0)], data_version=2)
    assert reason(said(ROWS[:1]), now, published=True) == PUBLISHED


def test_the_first_few_corrected_periods_are_named() -> None:
    rows = [(str(year), 1.0) for year in range(2015, 2024)]
    later = [(year, 2.0) for year, _ in rows]
    assert reason(said(rows), said(later), published=False).de == (
        "Berichtigte Werte: 2015, 2016, 2017, 2018, 2019 …."
    )


def test_a_headline_that_stayed_is_told_once_and_that_values_below_it_are_others() -> None:
    head = Text("2025: 65 MWh", "2025: 65 MWh")
    told = PublicChange("gebaeude-1", head, datetime(2026, 11, 27, tzinfo=UTC), head, head, DATA)
    assert told.below is not None
    assert told.below.de == "Die Überschrift sagt dasselbe, Werte darunter sind andere."
    assert replace(told, before=Text("2024: 60 MWh", "2024: 60 MWh")).below is None
    assert replace(told, before=None).below is None

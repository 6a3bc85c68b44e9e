"""Amounts that know how much of their year they stand for, and lengths of time in words."""

from datetime import timedelta

import pytest

from klimamosaik.terms.amount import (
    WHOLE,
    Amount,
    UnknownBecause,
    only_whole,
    scaled,
    total,
    unknown,
)
from klimamosaik.terms.spans import DAY, span_in_words

NO_METER, NO_BILLS = unknown(UnknownBecause.NO_METER), unknown(UnknownBecause.NO_BILLS)
HALF = Amount(10.0, 0.5, UnknownBecause.PARTIAL)


@pytest.mark.parametrize(
    ("amount", "whole", "lacking", "nothing_due"),
    [
        (Amount(10.0), 10.0, False, False),
        (Amount(10.0, WHOLE), 10.0, False, False),
        (Amount(10.0, WHOLE - 0.001), None, True, False),
        (NO_BILLS, None, True, False),
        (NO_METER, None, False, True),
        (unknown(UnknownBecause.NOT_IN_USE), None, False, True),
    ],
)
def test_an_amount_says_whether_it_is_that_of_the_whole_year(
    amount: Amount, whole: float | None, lacking: bool, nothing_due: bool
) -> None:
    assert (amount.whole, amount.lacking, amount.nothing_due) == (whole, lacking, nothing_due)


def test_what_is_whole_adds_up_and_stays_whole() -> None:
    assert total([Amount(10.0), Amount(5.0)]) == Amount(15.0, 1.0, None)


def test_one_lacking_part_makes_a_sum_lacking_however_small_it_is() -> None:
    many = total([Amount(10.0)] * 199 + [NO_BILLS])
    assert many.value == 1990.0
    assert (many.whole, many.why) == (None, UnknownBecause.NO_BILLS)
    assert many.covered == pytest.approx(WHOLE)
    part = total([Amount(10.0), HALF])
    assert (part.value, part.covered, part.why) == (20.0, 0.75, UnknownBecause.PARTIAL)


def test_what_is_not_due_is_left_out_and_where_nothing_is_due_that_is_the_answer() -> None:
    assert total([Amount(10.0), NO_METER]) == Amount(10.0, 1.0, None)
    assert total([unknown(UnknownBecause.NOT_IN_USE), NO_METER]).why is UnknownBecause.NOT_IN_USE
    assert total([]) == NO_METER


def test_of_nothing_but_unknown_parts_the_sum_is_unknown_for_the_first_reason() -> None:
    assert total([NO_METER, NO_BILLS, unknown(UnknownBecause.NO_READINGS)]) == NO_BILLS
    assert total([Amount(None)]).why is UnknownBecause.NO_READINGS


def test_a_factor_nobody_knows_makes_an_amount_unknown_for_its_own_reason() -> None:
    why = UnknownBecause.NO_FACTOR
    assert scaled(HALF, 3.0, why) == Amount(30.0, 0.5, UnknownBecause.PARTIAL)
    assert scaled(HALF, None, why) == unknown(why)
    assert scaled(NO_BILLS, None, why) == NO_BILLS


def test_a_change_for_whole_years_leaves_a_part_of_one_unknown() -> None:
    assert only_whole(Amount(10.0), lambda value: value + 1) == Amount(11.0)
    assert only_whole(HALF, lambda value: value + 1) == unknown(UnknownBecause.PARTIAL)
    bare = only_whole(Amount(10.0, 0.5), lambda value: value)
    assert bare == unknown(UnknownBecause.PARTIAL)
    assert only_whole(NO_BILLS, lambda value: value + 1) == NO_BILLS


@pytest.mark.parametrize(
    ("span", "said"),
    [
        (None, "dauerhaft"),
        (365 * DAY, "1 Jahr"),
        (730 * DAY, "2 Jahre"),
        (30 * DAY, "1 Monat"),
        (14 * DAY, "2 Wochen"),
        (10 * DAY, "10 Tage"),
        (timedelta(hours=36), "36 Stunden"),
        (timedelta(minutes=90), "90 Minuten"),
        (timedelta(seconds=61), "61 Sekunden"),
        (timedelta(seconds=1.6), "2 Sekunden"),
    ],
)
def test_a_length_of_time_is_said_in_the_longest_unit_that_fits(
    span: timedelta | None, said: str
) -> None:
    assert span_in_words(span).de == said


def test_what_a_report_holds_many_times_over_is_held_once_and_closely() -> None:
    assert unknown(UnknownBecause.NO_BILLS) is unknown(UnknownBecause.NO_BILLS)
    assert not hasattr(HALF, "__dict__")

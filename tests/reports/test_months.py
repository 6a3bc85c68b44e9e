"""Readings and bills shared out over months."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from klimamosaik.reports.collect import months_missing
from klimamosaik.reports.kernel.months import (
    Floats,
    MonthSums,
    YearSum,
    day_number,
    days_due,
    merge,
    month_edges,
    share_out,
    year_sums,
)
from klimamosaik.terms.amount import Amount, UnknownBecause

EDGES = month_edges(2023, 2025)
DUE = np.diff(EDGES)


def shared(*rows: tuple[int, date, date, float], count: int = 1) -> MonthSums:
    series, start, end, value = zip(*rows, strict=True)
    return share_out(
        np.array(series),
        np.array([day_number(day) for day in start]),
        np.array([day_number(day) for day in end]),
        np.array(value, dtype=np.float64),
        count=count,
        edges=EDGES,
    )


def test_a_month_stays_in_its_month() -> None:
    sums = shared((0, date(2024, 2, 1), date(2024, 3, 1), 290.0))
    assert sums.amount[0, 13] == 290.0
    assert sums.days[0, 13] == 29.0
    assert sums.amount.sum() == 290.0
    assert not sums.split.any()


def test_a_bill_across_new_year_is_split_by_days_and_says_so() -> None:
    sums = shared((0, date(2023, 12, 22), date(2024, 1, 11), 200.0))
    assert sums.amount[0, 11] == pytest.approx(100.0)
    assert sums.amount[0, 12] == pytest.approx(100.0)
    assert sums.split[0, 11]
    assert sums.split[0, 12]


def test_a_year_ending_at_new_year_is_not_split() -> None:
    sums = shared((0, date(2023, 1, 1), date(2024, 1, 1), 365.0))
    assert not sums.split.any()
    assert sums.amount[0, :12] == pytest.approx(np.diff(EDGES)[:12])


def test_an_unreadable_value_covers_no_day() -> None:
    sums = shared((0, date(2023, 1, 1), date(2023, 2, 1), float("nan")))
    assert sums.days.sum() == 0


@settings(deadline=None)
@for_all(
    st.lists(
        st.tuples(st.integers(0, 1000), st.integers(1, 500), st.floats(-1e6, 1e6)),
        min_size=1,
        max_size=30,
    )
)
def test_sharing_out_loses_nothing_inside_the_years(rows: list[tuple[int, int, float]]) -> None:
    start = np.array([EDGES[0] + min(s, 590) for s, _, _ in rows])
    end = start + np.array([length for _, length, _ in rows])
    value = np.array([v for _, _, v in rows])
    zero = np.zeros(len(rows), dtype=np.int64)
    sums = share_out(zero, start, end, value, count=1, edges=EDGES)
    assert sums.amount.sum() == pytest.approx(value.sum(), abs=1e-6)
    assert sums.days.sum() == pytest.approx((end - start).sum())


def test_a_second_series_of_the_same_months_is_not_added() -> None:
    month = (date(2023, 1, 1), date(2023, 2, 1))
    sums = shared((0, *month, 100.0), (1, *month, 101.0), count=2)
    one = merge(sums, np.array([0, 0]), count=1, edges=EDGES)
    assert one.amount[0, 0] == 100.0


def test_a_meter_exchange_within_a_month_is_added() -> None:
    sums = shared(
        (0, date(2023, 1, 1), date(2023, 1, 10), 90.0),
        (1, date(2023, 1, 10), date(2023, 2, 1), 220.0),
        count=2,
    )
    one = merge(sums, np.array([0, 0]), count=1, edges=EDGES)
    assert one.amount[0, 0] == pytest.approx(310.0)
    assert one.days[0, 0] == pytest.approx(31.0)


def whole_year(*, without: tuple[int, ...] = ()) -> MonthSums:
    rows = [
        (0, date(2024, m, 1), date(2024 + m // 12, m % 12 + 1, 1), 10.0)
        for m in range(1, 13)
        if m not in without
    ]
    return shared(*rows)


def told_of(sums: MonthSums, year_index: int, why: UnknownBecause, due: Floats = DUE) -> YearSum:
    [found] = year_sums(sums, due[None, :], why)
    return found[year_index]


def test_a_year_with_a_gap_says_its_coverage_and_is_not_whole() -> None:
    found = told_of(whole_year(without=(3, 4)), 1, UnknownBecause.NO_READINGS)
    assert found.missing == (3, 4)
    assert found.amount.value == pytest.approx(100.0)
    assert found.amount.covered == pytest.approx(305 / 366)
    assert found.amount.whole is None


def test_a_year_without_readings_is_unknown_for_the_given_reason() -> None:
    found = told_of(whole_year(), 0, UnknownBecause.NO_BILLS)
    assert found.amount.value is None
    assert found.amount.why is UnknownBecause.NO_BILLS


def test_only_days_in_use_are_due() -> None:
    in_use = days_due(EDGES, date(2024, 7, 1), None)
    found = told_of(whole_year(without=(1, 2, 3)), 1, UnknownBecause.NO_READINGS, in_use)
    assert found.missing == ()
    assert found.amount.covered == 1.0
    before = told_of(whole_year(), 0, UnknownBecause.NO_READINGS, in_use)
    assert before.amount.why is UnknownBecause.NOT_IN_USE
    assert before.missing == ()


def test_days_told_twice_are_not_a_whole_year() -> None:
    rows = [(0, date(2024, 1, 1), date(2025, 1, 1), 120.0)]
    rows += [(0, date(2024, m, 1), date(2024, m + 1, 1), 10.0) for m in range(1, 12)]
    found = told_of(shared(*rows), 1, UnknownBecause.NO_READINGS)
    assert found.amount.why is UnknownBecause.OVERLAPPING
    assert found.amount.whole is None


def test_many_series_are_summed_as_each_by_itself_to_the_last_digit() -> None:
    days = np.tile(DUE, (40, 1)) * np.random.default_rng(3).choice([0.5, 0.9, 1.0], (40, 36))
    amount = np.random.default_rng(4).gamma(2.0, 1e3, days.shape)
    none = np.zeros(days.shape)
    sums = MonthSums(amount, days, none > 0, none, none)
    begins = [date(2023, 1 + row % 12, 1) for row in range(40)]
    due = np.array([days_due(EDGES, begin, None) for begin in begins])
    found = year_sums(sums, due, UnknownBecause.NO_READINGS)
    for row, years in enumerate(found):
        for year, told in enumerate(years):
            span = slice(12 * year, 12 * year + 12)
            in_use = due[row, span] > 0
            assert told.amount.value == float(amount[row, span][in_use].sum())
            known = np.minimum(np.where(in_use, days[row, span], 0.0), due[row, span])
            assert told.amount.covered == float(known.sum() / due[row, span].sum())


def test_months_missing_are_one_tuple_for_all_years() -> None:
    one, other = ((YearSum(Amount(1.0), (7, 3), split=False),) for _ in range(2))
    assert months_missing(one) == (3, 7)
    assert months_missing(one) is months_missing(other)

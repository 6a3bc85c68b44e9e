"""A wrong unit is named before it enters a sum."""

import numpy as np
import pytest

from klimamosaik.reports.kernel.months import MonthSums, month_edges
from klimamosaik.reports.kernel.unit_check import doubted_months, without
from klimamosaik.terms.carrier import Carrier

EDGES = month_edges(2023, 2025)
LENGTHS = np.diff(EDGES)
USE = 1000 + 200 * np.cos(2 * np.pi * np.arange(36) / 12)


def sums(*rows: np.ndarray) -> MonthSums:
    amount = np.array(rows)
    days = np.where(np.isnan(amount), 0.0, LENGTHS)
    none = np.zeros(amount.shape)
    return MonthSums(np.nan_to_num(amount), days, none > 0, none, none)


NOTHING_BILLED = sums(np.full(36, np.nan))


def in_megawatt_hours(since: int) -> np.ndarray:
    return np.where(np.arange(36) >= since, USE / 1000, USE)


def test_steady_use_is_never_doubted() -> None:
    assert not doubted_months(sums(USE), NOTHING_BILLED, [Carrier.ELECTRICITY], EDGES).any()


def test_without_bills_the_newer_side_of_a_change_of_unit_is_doubted() -> None:
    read = sums(in_megawatt_hours(18))
    doubted = doubted_months(read, NOTHING_BILLED, [Carrier.ELECTRICITY], EDGES)
    assert doubted[0].tolist() == [month >= 18 for month in range(36)]


@pytest.mark.parametrize("billed_like", ["older", "newer"])
def test_bills_tell_which_side_is_wrong(billed_like: str) -> None:
    paid = USE if billed_like == "older" else USE / 1000
    doubted = doubted_months(sums(in_megawatt_hours(18)), sums(paid), [Carrier.ELECTRICITY], EDGES)
    wrong = [(month >= 18) == (billed_like == "older") for month in range(36)]
    assert doubted[0].tolist() == wrong


def test_doubted_months_become_gaps_not_zeros() -> None:
    read = sums(in_megawatt_hours(18))
    left = without(read, doubted_months(read, NOTHING_BILLED, [Carrier.ELECTRICITY], EDGES))
    assert left.days[0, 18:].sum() == 0
    assert left.amount[0, :18].sum() == pytest.approx(USE[:18].sum())


def test_gaps_and_empty_meters_are_left_alone() -> None:
    holes = USE.copy()
    holes[5:9] = np.nan
    read = sums(holes, np.full(36, np.nan))
    carriers = [Carrier.GAS, Carrier.WATER]
    billed = sums(np.full(36, np.nan), np.full(36, np.nan))
    assert not doubted_months(read, billed, carriers, EDGES).any()

"""Parts of a change that add up to it."""

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from klimamosaik.reports.kernel.shapley import printed, shares

FACTOR = st.floats(0, 1e4, allow_nan=False)


@settings(deadline=None)
@for_all(st.integers(1, 4).flatmap(lambda n: st.tuples(*[st.tuples(FACTOR, FACTOR)] * n)))
def test_the_parts_add_up_to_the_change_of_the_product(
    factors: tuple[tuple[float, float], ...],
) -> None:
    before = np.array([[f[0]] for f in factors])
    after = np.array([[f[1]] for f in factors])
    change = after.prod() - before.prod()
    scale = max(before.prod(), after.prod(), np.maximum(before, after).prod(), 1e-9)
    assert shares(before, after).sum() == pytest.approx(change, abs=1e-12 * scale)


def test_two_factors_meet_in_the_middle() -> None:
    parts = shares(np.array([[2.0], [3.0]]), np.array([[4.0], [5.0]]))
    assert parts[0, 0] == pytest.approx(2 * (3 + 5) / 2)
    assert parts[1, 0] == pytest.approx(2 * (2 + 4) / 2)


def test_an_unchanged_factor_has_no_part() -> None:
    parts = shares(np.array([[2.0], [3.0], [7.0]]), np.array([[2.0], [5.0], [8.0]]))
    assert parts[0, 0] == 0.0


@settings(deadline=None)
@for_all(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=6), st.integers(0, 2))
def test_printed_parts_add_up_to_the_printed_sum(values: list[float], digits: int) -> None:
    found = printed(values, digits)
    exact = sum((Decimal(repr(v)) for v in values), Decimal(0))
    assert sum(found) == exact.quantize(Decimal(1).scaleb(-digits))
    assert all(
        abs(float(f) - v) <= 10.0**-digits + 1e-9 for f, v in zip(found, values, strict=True)
    )


def test_what_is_too_much_in_print_is_taken_where_least_was_cut_off() -> None:
    """0.9 gives way last: the smaller remainders are closer to the step below."""
    assert [int(each) for each in printed([0.1, 0.5, 0.9], 0, Decimal(-2))] == [-1, -1, 0]
    assert [int(each) for each in printed([0.9, 0.5, 0.1], 0, Decimal(-1))] == [0, 0, -1]


def test_what_lacks_in_print_is_added_where_most_was_cut_off() -> None:
    assert [int(each) for each in printed([0.1, 0.5, 0.9], 0, Decimal(2))] == [0, 1, 1]
    assert [int(each) for each in printed([0.4, 0.4, 0.4], 0)] == [1, 0, 0]  # of equals the first
    assert printed([0.14, 0.15], 1) == (Decimal("0.1"), Decimal("0.2"))
    assert printed([], 1) == ()

"""Tonnes as they are written: nothing that was saved is written as nothing."""

import pytest

from klimamosaik.terms.estimate import Estimate
from klimamosaik.terms.tonnes import A_YEAR, tonnes_in


@pytest.mark.parametrize(("value", "written"), [
    (741_000.0, "741.000"),
    (100.0, "100"),
    (99.94, "99,9"),
    (0.05, "0,1"),
    (0.0123, "0,012"),
    (0.0000741, "0,000074"),
    (-0.02, "−0,020"),
    (0.0, "0,0"),
    (1e-12, "0,0"),
])  # fmt: skip
def test_small_figures_keep_two_of_their_own(value: float, written: str) -> None:
    assert tonnes_in(value, "de") == written


def test_a_small_figure_beside_a_large_one_has_its_decimals() -> None:
    assert tonnes_in(0.01, "de", beside=20.0) == "0,0"


def test_the_range_of_a_small_saving_is_told() -> None:
    small = Estimate(0.0000741, 0.0000593, 0.0000889, unit=A_YEAR)
    assert small.text().de == "0,000074 (0,000059 bis 0,000089)\N{NO-BREAK SPACE}t CO₂e/a"


def test_what_may_be_nothing_has_the_decimals_of_its_range() -> None:
    assert (
        Estimate(0.01, -3.0, 3.0, unit=A_YEAR).text().de
        == "0,0 (−3,0 bis 3,0)\N{NO-BREAK SPACE}t CO₂e/a"
    )

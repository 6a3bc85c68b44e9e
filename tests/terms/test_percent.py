"""Shares are written with as many digits as their range allows."""

import pytest
from klimamosaik.terms.percent import percent_plain, percent_range


@pytest.mark.parametrize(
    ("value", "said"),
    [(5.0, "5 %"), (5.5, "5,5 %"), (0.0, "0 %"), (-3.0, "−3 %"), (99.96, "100,0 %")],
)
def test_a_typed_share_has_a_decimal_only_where_it_has_one(value: float, said: str) -> None:
    assert percent_plain(value).de == said


def test_a_wide_range_is_told_in_whole_numbers_and_a_narrow_one_with_a_decimal() -> None:
    assert percent_range(26.4, 10.2, 41.3).de == "26 % (10 bis 41 %)"
    assert percent_range(26.4, 26.1, 26.8).en == "26.4 % (26.1 to 26.8 %)"

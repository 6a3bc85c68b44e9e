"""A value is as weak as its weakest part, and what is worked out is never measured."""

from itertools import product

import pytest

from klimamosaik.terms.estimate import Estimate
from klimamosaik.terms.quality import QUALITY_RULE, Quality, weakest, worked_out
from klimamosaik.terms.text import LANGUAGES


@pytest.mark.parametrize(("one", "other"), list(product(Quality, repeat=2)))
def test_a_sum_is_as_weak_as_its_weakest_part_in_whichever_order(
    one: Quality, other: Quality
) -> None:
    order = list(Quality)
    assert weakest([one, other]) is weakest([other, one])
    assert weakest([one, other]) is order[max(order.index(one), order.index(other))]


def test_of_no_part_at_all_nothing_is_known() -> None:
    assert weakest([]) is Quality.UNKNOWN


@pytest.mark.parametrize(
    ("parts", "quality"),
    [
        ((Quality.MEASURED,), Quality.CALCULATED),
        ((Quality.MEASURED, Quality.STATED), Quality.CALCULATED),
        ((Quality.STATED, Quality.STATED), Quality.CALCULATED),
        ((Quality.MEASURED, Quality.ESTIMATED), Quality.ESTIMATED),
        ((Quality.MEASURED, Quality.DEFAULT), Quality.DEFAULT),
        ((Quality.MEASURED, Quality.UNKNOWN), Quality.UNKNOWN),
    ],
)
def test_what_a_factor_or_a_model_makes_is_calculated_at_best(
    parts: tuple[Quality, ...], quality: Quality
) -> None:
    assert worked_out(*parts) is quality


@pytest.mark.parametrize("known_by", Quality)
def test_an_estimate_times_a_factor_is_never_measured(known_by: Quality) -> None:
    energy = Estimate(10.0, 8.0, 12.0, "kWh", quality=Quality.MEASURED)
    tonnes = energy.times(0.5, "t", known_by=known_by)
    assert (tonnes.mean, tonnes.low, tonnes.high, tonnes.unit) == (5.0, 4.0, 6.0, "t")
    assert tonnes.quality is worked_out(known_by)
    assert energy.scaled(0.001, "MWh").quality is Quality.MEASURED  # another unit changes nothing


def test_the_rule_is_told_in_both_languages() -> None:
    said = [QUALITY_RULE.in_(language) for language in LANGUAGES]
    assert ["schwächster Teil" in said[0], "weakest part" in said[1]] == [True, True]

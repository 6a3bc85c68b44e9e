"""A value is as weak as its weakest part, and what is worked out is never measured."""

from itertools import product

import pytest

from klimamosaik.balance.kernel.factor import Status
from klimamosaik.terms.estimate import Estimate
from klimamosaik.terms.quality import QUALITY_RULE, Quality, factor_quality, weakest, worked_out
from klimamosaik.terms.text import LANGUAGES
from tests.conftest import ROOT


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


SAYS_MEASURED = {  # rooms that read, and those that say of a reading or an entry how it came
    "balance/kernel/cell.py",  # energy of grade A
    "observations/kernel/said_quality.py",
    "observations/store/batch.py",
    "observations/weather/files.py",
    "publication/public/pages/measures.py",  # asks, and says nothing
    "reports/kernel/estimated.py",
    "reports/kernel/inputs.py",
    "sources/measure_lists/experiences.py",  # worked out of it
    "sources/tables/series/amounts.py",
    "terms/quality.py",
    "terms/reading.py",
}


def test_only_who_reads_says_measured() -> None:
    source = ROOT / "src" / "klimamosaik"
    found = {
        str(path.relative_to(source))
        for path in source.rglob("*.py")
        if "Quality.MEASURED" in path.read_text("utf-8")
    }
    assert found == SAYS_MEASURED


def test_qualities_are_put_in_order_in_one_room_alone() -> None:
    source = ROOT / "src" / "klimamosaik"
    ordering = ("tuple(Quality)", "list(Quality)", "WEAKNESS", "enumerate(Quality)")
    found = {
        str(path.relative_to(source))
        for path in source.rglob("*.py")
        if any(each in path.read_text("utf-8") for each in ordering)
    }
    assert found == {"terms/quality.py"}


@pytest.mark.parametrize(
    ("status", "quality"),
    [
        ("official", Quality.STATED),
        ("second-hand", Quality.STATED),
        ("derived", Quality.ESTIMATED),
        ("missing", Quality.UNKNOWN),
    ],
)
def test_a_factor_is_stated_at_best(status: str, quality: Quality) -> None:
    assert factor_quality(status) is quality
    assert factor_quality(status, guessed=True) is weakest((quality, Quality.ESTIMATED))
    assert factor_quality(status, default=True) is weakest((quality, Quality.DEFAULT))


def test_every_status_of_a_factor_of_the_balance_has_a_quality() -> None:
    assert {factor_quality(each.value) for each in Status} == {
        Quality.STATED,
        Quality.ESTIMATED,
        Quality.UNKNOWN,
    }

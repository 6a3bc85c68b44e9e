"""A building's years beside each other, from amounts alone."""

from dataclasses import replace

import pytest

from klimamosaik.reports.kernel.benchmark import trends
from klimamosaik.reports.kernel.figures import AreaFigure, YearFigures
from klimamosaik.reports.kernel.inputs import Medium
from klimamosaik.terms.amount import Amount

UNKNOWN = Amount(None)


def year(number: int, *, power: float | None, heat: float, corrected: float | None) -> YearFigures:
    use = {Medium.ELECTRICITY: Amount(power), Medium.HEAT: Amount(heat), Medium.WATER: UNKNOWN}
    return YearFigures(
        number, use, {}, {}, UNKNOWN, UNKNOWN, UNKNOWN, Amount(corrected), UNKNOWN, {}
    )


FIRST = year(2023, power=200.0, heat=900.0, corrected=1_000.0)
LAST = year(2024, power=150.0, heat=990.0, corrected=800.0)


def test_two_years_are_enough_for_a_change_and_heat_is_compared_corrected() -> None:
    found = {each.subject: each for each in trends([FIRST, LAST])}
    assert set(found) == {AreaFigure.ELECTRICITY, AreaFigure.HEAT}
    assert found[AreaFigure.ELECTRICITY].percent == pytest.approx(-25)
    assert found[AreaFigure.HEAT].percent == pytest.approx(-20)
    assert [each.corrected for each in found.values()] == [False, True]


def test_the_first_and_the_last_year_count_not_those_between() -> None:
    between = year(2024, power=1.0, heat=1.0, corrected=1.0)
    far = trends([FIRST, between, replace(LAST, year=2025)])
    assert [(each.first, each.last, each.percent) for each in far] == [
        (2023, 2025, each.percent) for each in trends([FIRST, LAST])
    ]


def test_corrected_and_raw_heat_are_no_pair_and_one_year_is_no_change() -> None:
    raw = year(2024, power=None, heat=990.0, corrected=None)
    assert trends([FIRST, raw]) == ()
    assert trends([FIRST]) == ()
    assert trends([]) == ()

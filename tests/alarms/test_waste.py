"""What is used for nothing: from when on it is told, and how much it is at least and at most."""

import pytest

from klimamosaik.alarms.kernel.durations import lasting
from klimamosaik.alarms.kernel.waste import (
    NightLimits,
    leak_waste,
    night_waste,
    summer_waste,
    weekend_waste,
)
from klimamosaik.signals.base_load import BaseLoad
from klimamosaik.signals.leak import EndlessFlow
from klimamosaik.signals.summer_heat import SummerHeat
from klimamosaik.terms.estimate import Estimate
from tests.alarms.conftest import DAY, HOUR, MINUTE

LIMITS = NightLimits(limit=0.5, good=0.25, hours=(1000, 2000), least_kw=2.0)
WEEKEND = {"limit": 0.5, "above_night": 1.5, "hours": 100.0, "least_kw": 2.0}
SUMMER = {"limit": 0.25, "days": 100.0, "least_a_day": 2.0}


def load(
    *, night: float | None = None, weekend: float | None = None, work: float | None = None
) -> BaseLoad:
    return BaseLoad(night, weekend, work, None, 8760)


def ends(found: Estimate | None) -> tuple[float, float, float, str] | None:
    return None if found is None else (found.low, found.mean, found.high, found.unit)


def test_a_night_counts_from_the_limit_at_least_and_from_what_is_good_at_most() -> None:
    found = night_waste(load(night=8, work=10), LIMITS)
    assert ends(found) == (3_000, 7_000, 11_000, "kWh")


@pytest.mark.parametrize(
    ("night", "work", "told"),
    [
        (5.0, 10.0, False),  # at the limit
        (5.1, 10.0, True),
        (2.0, 3.0, True),  # as small as is worth a look
        (1.9, 3.0, False),
        (None, 10.0, False),
        (5.1, None, False),
        (5.1, 0.0, False),
    ],
)
def test_a_night_is_told_above_the_limit_and_from_what_is_worth_a_look(
    night: float | None, work: float | None, told: bool
) -> None:
    assert (night_waste(load(night=night, work=work), LIMITS) is not None) is told


def test_a_weekend_counts_beyond_its_nights_and_at_least_beyond_the_limit() -> None:
    found = weekend_waste(load(night=4, weekend=8, work=10), **WEEKEND)
    assert ends(found) == (300, 350, 400, "kWh")
    loud = weekend_waste(load(night=5.2, weekend=8, work=10), **WEEKEND)
    assert loud is not None
    assert (loud.low, loud.high) == pytest.approx((280, 280))


@pytest.mark.parametrize(
    ("night", "weekend", "work", "told"),
    [
        (1.0, 5.0, 10.0, False),  # at the limit
        (1.0, 5.1, 10.0, True),
        (4.0, 6.0, 10.0, False),  # as much above its nights as is usual
        (4.0, 6.1, 10.0, True),
        (1.0, 2.0, 3.0, True),  # as small as is worth a look
        (1.0, 1.9, 3.0, False),
        (None, 8.0, 10.0, False),
        (1.0, None, 10.0, False),
        (1.0, 8.0, None, False),
    ],
)
def test_a_weekend_is_told_above_its_nights_and_the_limit(
    night: float | None, weekend: float | None, work: float | None, told: bool
) -> None:
    found = weekend_waste(load(night=night, weekend=weekend, work=work), **WEEKEND)
    assert (found is not None) is told


def test_a_summer_counts_above_the_limit_at_least_and_in_full_at_most() -> None:
    assert ends(summer_waste(SummerHeat(4, 8), **SUMMER)) == (200, 300, 400, "kWh")


@pytest.mark.parametrize(
    ("warm", "cold", "told"), [(2, 8, False), (2.1, 8, True), (2, 7, True), (1.9, 7, False)]
)
def test_a_summer_is_told_above_the_limit_and_from_what_is_worth_a_look(
    warm: float, cold: float, told: bool
) -> None:
    assert (summer_waste(SummerHeat(warm, cold), **SUMMER) is not None) is told


def test_a_leak_runs_all_year_at_least_as_in_its_least_hour() -> None:
    found = leak_waste(EndlessFlow(2, 3, 300), least=2, unit="m³")
    assert ends(found) == (17_520, 21_900, 26_280, "m³")
    assert leak_waste(EndlessFlow(1.9, 3, 300), least=2, unit="m³") is None
    steady = leak_waste(EndlessFlow(2, 1, 300), least=2, unit="kWh")
    assert ends(steady) == (17_520, 17_520, 17_520, "kWh")


@pytest.mark.parametrize(
    ("span", "said"),
    [
        (0.1 * MINUTE, "1 minute"),
        (119 * MINUTE, "119 minutes"),
        (2 * HOUR, "2 hours"),
        (150 * MINUTE, "2 hours"),
        (23 * HOUR, "23 hours"),
        (DAY, "1 day"),
        (47 * HOUR, "47 hours"),
        (2 * DAY, "2 days"),
        (59 * DAY, "59 days"),
        (60 * DAY, "2 months"),
        (729 * DAY, "24 months"),
        (730 * DAY, "2 years"),
    ],
)
def test_a_length_of_time_changes_its_unit_where_the_next_one_says_more(
    span: object, said: str
) -> None:
    assert lasting(span).en == said  # type: ignore[arg-type]

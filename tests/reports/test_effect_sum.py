"""The page behind an effect shows what was summed, in months that give its figures."""

from datetime import date, timedelta

import numpy as np
import pytest

from klimamosaik.evidence.models import Assessment, MeasuredEffect
from klimamosaik.reports.effect_sum import effect_sum

START = date(2025, 3, 15)


def effect(*, compared: float = 1.0, unknown: int = 0) -> MeasuredEffect:
    """Half a year of days about a measure in March; not stored."""
    days = [date(2025, 2, 1) + timedelta(days=n) for n in range(200)]
    rng = np.random.default_rng(8)
    expected = [round(float(value), 3) for value in rng.uniform(80, 120, len(days))]
    measured: list[float | None] = [round(float(value), 3) for value in rng.uniform(60, 90, 200)]
    for place in range(unknown):
        measured[60 + place] = None
    after = [
        (wanted, had)
        for day, wanted, had in zip(days, expected, measured, strict=True)
        if day >= START and had is not None
    ]
    foreseen = compared * sum(wanted for wanted, _ in after)
    used = sum(had for _, had in after)
    return MeasuredEffect(
        assessment=Assessment(first_day=START),
        expected_kwh=foreseen,
        measured_kwh=used,
        saved_kwh=foreseen - used,
        course={"days": [str(day) for day in days], "expected": expected, "measured": measured},
    )


@pytest.mark.parametrize(("compared", "unknown"), [(1.0, 0), (1.0, 17), (0.92, 0), (1.03, 5)])
def test_the_months_add_up_to_the_printed_effect(compared: float, unknown: int) -> None:
    row = effect(compared=compared, unknown=unknown)
    found = effect_sum(row)
    assert found is not None
    assert len(found.months) == 6
    assert sum(month.expected for month in found.months) + (found.compared or 0) == found.expected
    assert sum(month.measured for month in found.months) == found.measured
    assert sum(month.saved for month in found.months) + (found.compared or 0) == found.saved
    assert float(found.saved) == pytest.approx(row.saved_kwh, abs=1)
    assert (found.compared is None) == (compared == 1.0)


def test_days_before_the_measure_and_unknown_ones_are_not_summed() -> None:
    found = effect_sum(effect(unknown=17))
    assert found is not None
    assert [month.days for month in found.months][:2] == [17, 30 - 17]
    assert found.months[0].first == date(2025, 3, 1)


def test_an_effect_nobody_could_tell_has_no_sum() -> None:
    row = effect()
    row.expected_kwh = None
    assert effect_sum(row) is None

"""What was summed for the effect at one meter, in months that add up to the printed figures."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import numpy as np
import numpy.typing as npt

from klimamosaik.evidence.models import MeasuredEffect
from klimamosaik.reports.kernel.shapley import printed, rounded

LEAST = Decimal(1)  # [kWh] a smaller rest is that of rounding


@dataclass(frozen=True)
class SummedMonth:
    """One month of the days that count, as printed."""

    first: date
    days: int  # [d] intervals known on both sides
    expected: Decimal  # [kWh] without the measure
    measured: Decimal  # [kWh]
    saved: Decimal  # [kWh] expected less measured


@dataclass(frozen=True)
class EffectSum:
    """Months, what the comparison meters change, and the figures they add up to."""

    months: tuple[SummedMonth, ...]
    compared: Decimal | None  # [kWh] on what is expected; None: no comparison meters
    expected: Decimal  # [kWh] the printed figures
    measured: Decimal
    saved: Decimal


def effect_sum(effect: MeasuredEffect) -> EffectSum | None:
    """The months behind an effect; None where nothing was summed.

    Only days after the measure count that both sides know, as in the effect itself. What the
    months leave of the expected use is what comparison meters changed.
    """
    first_day = effect.assessment.first_day
    if effect.expected_kwh is None or effect.measured_kwh is None or first_day is None:
        return None
    months, expected, measured = by_month(effect.course, first_day)
    if not len(months):
        return None
    total, used = rounded(effect.expected_kwh, 0), rounded(effect.measured_kwh, 0)
    compared = rounded(effect.expected_kwh - float(expected.sum()), 0)
    if abs(compared) <= LEAST:
        compared = Decimal(0)
    foreseen = printed(expected.tolist(), 0, total - compared)
    metered = printed(measured.tolist(), 0, used)
    rows = [
        SummedMonth(month, days, wanted, had, wanted - had)
        for (month, days), wanted, had in zip(months, foreseen, metered, strict=True)
    ]
    return EffectSum(tuple(rows), compared or None, total, used, total - used)


def by_month(
    course: dict[str, list[object]], first_day: date
) -> tuple[list[tuple[date, int]], npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Months with their number of counted intervals, and both sums of each [kWh]."""
    days = np.array(course.get("days", []), dtype="datetime64[D]")
    expected = np.array(course.get("expected", []), dtype=np.float64)
    measured = np.array(course.get("measured", []), dtype=np.float64)
    counted = (days >= np.datetime64(first_day)) & np.isfinite(expected) & np.isfinite(measured)
    starts, place = np.unique(days[counted].astype("datetime64[M]"), return_inverse=True)
    size = len(starts)
    return (
        [
            (month.astype("datetime64[D]").item(), int(number))
            for month, number in zip(starts, np.bincount(place, minlength=size), strict=True)
        ],
        np.bincount(place, weights=expected[counted], minlength=size).astype(np.float64),
        np.bincount(place, weights=measured[counted], minlength=size).astype(np.float64),
    )

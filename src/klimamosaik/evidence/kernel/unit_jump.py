"""Changes of unit: use that from one month on is about 10, 35 or 1000 times more or less.

Each month is compared with the same month a year before, so that seasons drop out; where no such
month exists, neighbouring months are compared, those of heat only while it is cold.
"""

from dataclasses import dataclass

import numpy as np

from klimamosaik.evidence.kernel.monthly_level import MonthlyLevel, monthly_level
from klimamosaik.evidence.kernel.series import Flags, Numbers, Series, Times
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.text import Text

FEWEST_MONTHS = 2  # months in a row that must show the jump
PALTRY = 0.1  # 1, months below this part of the year's largest are too small to compare
COLD = 8.0  # [degC] neighbouring months of heat are compared below
NEIGHBOURS = 3  # months on either side that are compared without a year before
LEAST_FACTOR = 6.0  # 1, between neighbouring months
LASTING = 0.5  # 1, logarithmic scatter a jump may have and still be one


@dataclass(frozen=True)
class UnitFactor:
    """A factor that a change of unit leaves behind."""

    size: float  # 1
    tolerance: float  # 1, as natural logarithm
    units: Text


FACTORS = (
    UnitFactor(3.6, 0.1, Text("kWh und MJ", "kWh and MJ")),
    UnitFactor(10.5, 0.3, Text("m³ Gas und kWh", "m³ of gas and kWh")),
    UnitFactor(35.3, 0.35, Text("Kubikfuß und m³", "cubic feet and m³")),
    UnitFactor(100.0, 0.3, Text("zwei Kommastellen", "two decimal places")),
    UnitFactor(1_000.0, 0.5, Text("Wh, kWh und MWh", "Wh, kWh and MWh")),
)


@dataclass(frozen=True)
class UnitJump:
    """Where use changed its unit."""

    month: np.datetime64  # first month on the new level [datetime64[M]]
    ratio: float  # 1, new level over old level
    factor: UnitFactor


def find_unit_jump(
    energy: Series, weather: Series, carrier: Carrier, first: np.datetime64, end: np.datetime64
) -> UnitJump | None:
    """The first change of unit from day `first` up to day `end`; older readings only compare.

    energy: [kWh], weather: [degC].
    """
    level = monthly_level(energy)
    if not level.use.size:
        return None
    inside = (first.astype("datetime64[M]"), (end - 1).astype("datetime64[M]"))
    yearly = _against_last_year(level, *inside)
    return yearly or _against_neighbours(level, weather, carrier, *inside)


def _against_last_year(
    level: MonthlyLevel, first: np.datetime64, last: np.datetime64
) -> UnitJump | None:
    kept = level.where(_worth_comparing(level))
    place = {month: at for at, month in enumerate(kept.months)}
    pairs = [(month, place[month - 12]) for month in kept.months if month - 12 in place]
    if not pairs:
        return None
    months = np.array([month for month, _ in pairs])
    before = kept.use[[at for _, at in pairs]]
    now = kept.use[[place[month] for month in months]]
    return _first_run(months, np.log(now / before), first, last)


def _worth_comparing(level: MonthlyLevel) -> Flags:
    """Months that are not paltry beside those of half a year around them, shape (n,)."""
    number = level.months.astype(np.int64)
    worth = np.zeros(len(number), np.bool_)
    for at, month in enumerate(number):
        # Only months on one side: on the other the unit may have been another.
        before = level.use[(number > month - 12) & (number <= month)]
        after = level.use[(number >= month) & (number < month + 12)]
        largest = min(before.max(), after.max()) if at else after.max()
        worth[at] = level.use[at] > PALTRY * max(largest, 0)
    return worth & (level.use > 0)


def _first_run(
    months: Times, change: Numbers, first: np.datetime64, last: np.datetime64
) -> UnitJump | None:
    """The first months in a row (among those compared) that all changed by the same factor."""
    smallest = np.log(FACTORS[0].size) - FACTORS[0].tolerance
    at = 0
    while at < len(change):
        end = at
        while end < len(change) and abs(change[end]) > smallest and change[end] * change[at] > 0:
            end += 1
        run = change[at:end]
        if end - at >= FEWEST_MONTHS and first <= months[at] <= last:
            factor = _factor_of(run)
            if factor is not None:
                return UnitJump(months[at], float(np.exp(np.median(run))), factor)
        at = max(end, at + 1)
    return None


def _factor_of(run: Numbers) -> UnitFactor | None:
    middle = abs(float(np.median(run)))
    if float(np.median(np.abs(np.abs(run) - middle))) > LASTING:
        return None
    near = [f for f in FACTORS if abs(middle - np.log(f.size)) < f.tolerance]
    return near[0] if near else None


def _against_neighbours(
    level: MonthlyLevel,
    weather: Series,
    carrier: Carrier,
    first: np.datetime64,
    last: np.datetime64,
) -> UnitJump | None:
    kept = level.where(level.use > 0)
    if carrier.heats:
        kept = kept.where(np.isin(kept.months, _cold_months(weather)))
    amount = np.log(kept.use)
    for at in range(FEWEST_MONTHS, len(amount) - FEWEST_MONTHS + 1):
        before, after = amount[max(at - NEIGHBOURS, 0) : at], amount[at : at + NEIGHBOURS]
        change = float(np.median(after) - np.median(before))
        apart = after.min() > before.max() if change > 0 else after.max() < before.min()
        if not apart or abs(change) < np.log(LEAST_FACTOR):
            continue
        if np.isin(kept.months[at : at + NEIGHBOURS] - 12, level.months).all():
            continue  # last year has the better comparison
        if not first <= kept.months[at] <= last or np.ptp(before) > LASTING * 2:
            continue
        factor = _factor_of(after - float(np.median(before)))
        if factor is not None:
            return UnitJump(kept.months[at], float(np.exp(change)), factor)
    return None


def _cold_months(weather: Series) -> Times:
    """Months whose mean temperature lies below `COLD` [datetime64[M]]."""
    known = np.isfinite(weather.values)
    middle = weather.local[known] + (weather.seconds[known] / 2).astype("timedelta64[s]")
    months, at = np.unique(middle.astype("datetime64[M]"), return_inverse=True)
    weighted = weather.values[known] * weather.seconds[known]
    seconds = np.bincount(at, weather.seconds[known], len(months))
    cold: Times = months[np.bincount(at, weighted, len(months)) < COLD * seconds]
    return cold

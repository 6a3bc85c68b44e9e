"""Where a single meter changed its unit, by the detector that the preview of files uses, too."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from klimamosaik.evidence.kernel.series import DAY, Numbers, Series, Times
from klimamosaik.signals.unit_factors import UnitFactor, factors_of
from klimamosaik.signals.unit_jumps import unit_jumps
from klimamosaik.terms.carrier import Carrier

HALF_A_MONTH = 15.0  # [d] metered days from which a month has a level
LONG_BILL = 45.0  # [d] longer bills tell no months apart


@dataclass(frozen=True)
class MonthlyLevel:
    """Mean use of months, ascending, only those with a level."""

    months: Times  # [datetime64[M]] shape (n,)
    use: Numbers  # [kWh/d] shape (n,)


def monthly_levels(meters: Sequence[Series]) -> list[MonthlyLevel | None]:
    """Use per metered day of each calendar month [kWh/d]; None of a meter that knows no month.

    Months with too few days are left out. Meters of the same whole days are told at once.
    """
    found: list[MonthlyLevel | None] = [None] * len(meters)
    groups: dict[tuple[np.datetime64, int], list[int]] = defaultdict(list)
    for place, meter in enumerate(meters):
        if meter.whole_days and meter.values.size:
            groups[meter.local[0], meter.values.size].append(place)
        elif meter.values.size:
            found[place] = _of_readings(meter)
    for places in groups.values():
        levels = _of_whole_days([meters[place] for place in places])
        for place, level in zip(places, levels, strict=True):
            found[place] = level
    return found


def _of_readings(series: Series) -> MonthlyLevel | None:
    known = np.isfinite(series.values) & (series.seconds <= LONG_BILL * DAY)
    if not known.any():
        return None
    each = _months(series)[known]
    first = each.min()
    at = (each - first).astype(np.int64)
    both = (np.bincount(at, what[known]) for what in (series.seconds / DAY, series.values))
    days, use = (np.asarray(each, np.float64) for each in both)
    return _level(first + np.arange(len(days)), days, use)


def _of_whole_days(meters: Sequence[Series]) -> list[MonthlyLevel | None]:
    """Of meters with the same days, one reading each."""
    months, begins = np.unique(meters[0].days.astype("datetime64[M]"), return_index=True)
    values = np.array([meter.values for meter in meters])
    known = np.isfinite(values)
    use = np.add.reduceat(np.where(known, values, 0), begins, axis=1)
    days = np.add.reduceat(known.astype(np.float64), begins, axis=1)
    return [_level(months, *each) for each in zip(days, use, strict=True)]


def _level(months: Times, days: Numbers, use: Numbers) -> MonthlyLevel | None:
    """The months with enough days; days [d] and use [kWh] of each month, shape (n,)."""
    enough = days >= HALF_A_MONTH
    return MonthlyLevel(months[enough], use[enough] / days[enough]) if enough.any() else None


def _months(series: Series) -> Times:
    """Month of the middle of each reading."""
    middle: Times = series.local + (series.seconds / 2).astype("timedelta64[s]")
    return middle.astype("datetime64[M]")


YEAR = 12  # months


@dataclass(frozen=True)
class UnitJump:
    """Where use changed its unit."""

    month: np.datetime64  # first month on the new level [datetime64[M]]
    ratio: float  # 1, new level over old level
    factor: UnitFactor

    @property
    def may_be_saved(self) -> bool:
        """True for a fall that a measure may bring about as well."""
        return self.factor.savable and self.ratio < 1


def unit_jumps_of(meters: Sequence[Series], carrier: Carrier) -> list[UnitJump | None]:
    """The clearest change of unit of the readings [kWh] of each of many meters of a carrier."""
    found: list[UnitJump | None] = [None] * len(meters)
    levels = [(place, level) for place, level in enumerate(monthly_levels(meters)) if level]
    if levels:
        first = np.array([level.months[0] for _, level in levels])
        jumps = _jumps(_side_by_side([level for _, level in levels]), first, carrier)
        for (place, _), jump in zip(levels, jumps, strict=True):
            found[place] = jump
    return found


def find_unit_jumps(use: Numbers, months: Times, carrier: Carrier) -> list[UnitJump | None]:
    """The same of many meters of a carrier at once.

    use: [kWh/d] of consecutive months, nan where unknown, shape (n, m); every row knows a month.
    months: [datetime64[M]] shape (m,).
    """
    known = np.isfinite(use)
    begins = known.argmax(axis=1)  # each row is moved so that it begins with its own first month
    columns = begins[:, None] + np.arange(use.shape[1])
    inside = columns < use.shape[1]
    moved = np.take_along_axis(use, np.minimum(columns, use.shape[1] - 1), axis=1)
    rates = np.where(inside & (moved > 0), moved, np.nan)
    return _jumps(rates, months[begins], carrier)


def _jumps(rates: Numbers, first: Times, carrier: Carrier) -> list[UnitJump | None]:
    """Of rows that begin with the months `first`, shape (n,)."""
    factors = factors_of(carrier)
    calendar = first.astype(np.int64) % YEAR
    found = unit_jumps(rates, factors, first=calendar if carrier.heats else None)
    return [
        UnitJump(begin + at, ratio, factors[known]) if at >= 0 else None
        for begin, at, ratio, known in zip(
            first, found.at.tolist(), found.ratio.tolist(), found.known.tolist(), strict=True
        )
    ]


def _side_by_side(levels: Sequence[MonthlyLevel]) -> Numbers:
    """A row a meter, every month from its first one on, nan where unknown or not positive."""
    places = [(level.months - level.months[0]).astype(np.int64) for level in levels]
    rates = np.full((len(levels), max(int(place[-1]) for place in places) + 1), np.nan)
    for row, place, level in zip(rates, places, levels, strict=True):
        row[place] = np.where(level.use > 0, level.use, np.nan)
    return rates

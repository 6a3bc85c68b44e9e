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
class MonthlyLevels:
    """Mean use of the months of n meters."""

    of: Sequence[int]  # which meters, n of them; each knows a month
    months: Times  # [datetime64[M]] consecutive, shape (m,)
    use: Numbers  # [kWh/d] nan in months without a level, shape (n, m)


def monthly_levels(meters: Sequence[Series]) -> list[MonthlyLevels]:
    """Use per metered day of each calendar month [kWh/d]; meters that know no month are left out.

    Months with too few days have no level. Meters of the same whole days are told at once.
    """
    groups: dict[tuple[int, int], list[int]] = defaultdict(list)
    found: list[MonthlyLevels] = []
    for place, meter in enumerate(meters):
        if meter.values.size and meter.whole_days:
            groups[meter.ends].append(place)
        elif meter.values.size:
            found += _of_readings(meter, place)
    for places in groups.values():
        found += _of_whole_days([meters[place] for place in places], places)
    return found


def _of_readings(series: Series, place: int) -> list[MonthlyLevels]:
    known = np.isfinite(series.values) & (series.seconds <= LONG_BILL * DAY)
    if not known.any():
        return []
    each = _months(series)[known]
    first = each.min()
    at = (each - first).astype(np.int64)
    both = (np.bincount(at, what[known]) for what in (series.seconds / DAY, series.values))
    days, use = (np.asarray(each, np.float64)[None] for each in both)
    return _levels(first + np.arange(days.size), days, use, [place])


def _of_whole_days(meters: Sequence[Series], places: Sequence[int]) -> list[MonthlyLevels]:
    """Of meters with the same days, one reading each."""
    months, begins = np.unique(meters[0].days.astype("datetime64[M]"), return_index=True)
    values = np.array([meter.values for meter in meters])
    known = np.isfinite(values)
    use = np.add.reduceat(np.where(known, values, 0), begins, axis=1)
    days = np.add.reduceat(known, begins, axis=1, dtype=np.float64)
    return _levels(months, days, use, places)


def _levels(
    months: Times, days: Numbers, use: Numbers, places: Sequence[int]
) -> list[MonthlyLevels]:
    """The meters that know a month with enough days; days [d] and use [kWh], shape (n, m)."""
    enough = days >= HALF_A_MONTH
    mean = np.where(enough, use / np.where(enough, days, 1), np.nan)
    rows = np.flatnonzero(enough.any(axis=1)).tolist()
    return [MonthlyLevels([places[row] for row in rows], months, mean[rows])] if rows else []


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
    levels = monthly_levels(meters)
    if not levels:
        return found
    firsts, rates = zip(*(_from_first_month(each.use, each.months) for each in levels), strict=True)
    jumps = _jumps(_side_by_side(rates), np.concatenate(firsts), carrier)
    places = [place for each in levels for place in each.of]
    for place, jump in zip(places, jumps, strict=True):
        found[place] = jump
    return found


def find_unit_jumps(use: Numbers, months: Times, carrier: Carrier) -> list[UnitJump | None]:
    """The same of many meters of a carrier at once.

    use: [kWh/d] of consecutive months, nan where unknown, shape (n, m); every row knows a month.
    months: [datetime64[M]] shape (m,).
    """
    first, rates = _from_first_month(use, months)
    return _jumps(rates, first, carrier)


def _from_first_month(use: Numbers, months: Times) -> tuple[Times, Numbers]:
    """First known month of each row, and the row from it on: nan where not positive."""
    begins = np.isfinite(use).argmax(axis=1)
    columns = begins[:, None] + np.arange(use.shape[1])
    inside = columns < use.shape[1]
    moved = np.take_along_axis(use, np.minimum(columns, use.shape[1] - 1), axis=1)
    return months[begins], np.where(inside & (moved > 0), moved, np.nan)


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


def _side_by_side(rates: Sequence[Numbers]) -> Numbers:
    """Rows of several tables in one, nan behind the end of each."""
    months = max(each.shape[1] for each in rates)
    found = np.full((sum(len(each) for each in rates), months), np.nan)
    row = 0
    for each in rates:
        found[row : row + len(each), : each.shape[1]] = each
        row += len(each)
    return found

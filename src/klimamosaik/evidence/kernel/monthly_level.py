"""Use per day by calendar month, the level on which changes of unit show."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from klimamosaik.evidence.kernel.series import DAY, Flags, Numbers, Series, Times

HALF_A_MONTH = 15.0  # [d] metered days from which a month has a level
LONG_BILL = 45.0  # [d] longer bills tell no months apart


@dataclass(frozen=True)
class MonthlyLevel:
    """Mean use of months, ascending, only those with a level."""

    months: Times  # [datetime64[M]] shape (n,)
    use: Numbers  # [kWh/d] shape (n,)

    def where(self, kept: Flags) -> "MonthlyLevel":
        """Keep the months flagged in `kept`, shape (n,)."""
        return MonthlyLevel(self.months[kept], self.use[kept])


def monthly_level(series: Series) -> MonthlyLevel:
    """Use per metered day of each calendar month [kWh/d]; months with too few days are left out."""
    known = np.isfinite(series.values) & (series.seconds <= LONG_BILL * DAY)
    if not known.any():
        return MonthlyLevel(np.array([], dtype="datetime64[M]"), np.array([]))
    each = _months_of_days(series.days[0], len(known)) if series.whole_days else _months(series)
    each = each[known]
    first = each.min()
    at = (each - first).astype(np.int64)
    days, use = (np.bincount(at, what[known]) for what in (series.seconds / DAY, series.values))
    enough = np.flatnonzero(days >= HALF_A_MONTH)
    return MonthlyLevel(first + enough, use[enough] / days[enough])


def _months(series: Series) -> Times:
    """Month of the middle of each reading."""
    middle: Times = series.local + (series.seconds / 2).astype("timedelta64[s]")
    return middle.astype("datetime64[M]")


@lru_cache(maxsize=64)  # the meters of a town share their days
def _months_of_days(first: np.datetime64, count: int) -> Times:
    return np.arange(first, first + count).astype("datetime64[M]")

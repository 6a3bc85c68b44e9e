"""Heat used on warm days: as a share of what a cold day takes."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class SummerHeat:
    """What warm and cold days take."""

    warm: float  # a day, median [unit of the values]
    cold: float  # a day, median [the same]

    @property
    def share(self) -> float:
        """A warm day's use relative to that of a cold day, 0..; cold days have some."""
        return self.warm / self.cold


def summer_heat(
    values: Numbers, *, warm: Flags, cold: Flags, needed: tuple[int, int]
) -> SummerHeat | None:
    """Medians of use on warm and on cold days.

    values: use of days (or a mean of months), nan where unknown, shape (d,); warm, cold: which
    days are meant; needed: how many of each must be known. None below, and where cold days take
    nothing. A median, so that single test runs of a boiler are no heating.
    """
    known = np.isfinite(values)
    warm_days, cold_days = values[known & warm], values[known & cold]
    if warm_days.size < needed[0] or cold_days.size < needed[1]:
        return None
    middle = float(np.median(cold_days))
    if middle <= 0:
        return None
    return SummerHeat(float(np.median(warm_days)), middle)

"""Readings as arrays: the one form every model reads."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Times = NDArray[np.datetime64]
Flags = NDArray[np.bool_]

DAY = 86_400  # [s]
LONGEST_HOURLY = 2 * 3_600  # [s] readings up to this far apart count as hourly or finer
LONGEST_DAILY = 36 * 3_600  # [s] up to here as daily; longer ones are bills


class Spacing(StrEnum):
    """How far apart readings lie."""

    HOURS = "hours"  # hourly and finer
    DAYS = "days"
    BILLS = "bills"  # months, years and anything from one date to another


@dataclass(frozen=True)
class Series:
    """Readings of one meter or station, ascending and without doubles.

    Use belongs to the whole interval, a temperature is its mean. The wall clock stands beside
    the instant because kernels know no time zones.
    """

    starts: Times  # [datetime64[s]] UTC instants, shape (n,); dates only: local midnight
    local: Times  # [datetime64[s]] wall clock of the same instants, shape (n,)
    seconds: Numbers  # [s] length of each interval, shape (n,)
    values: Numbers  # [kWh] or [degC], nan where missing, shape (n,)

    def __post_init__(self) -> None:
        shapes = {array.shape for array in (self.starts, self.local, self.seconds, self.values)}
        if len(shapes) != 1 or self.starts.ndim != 1:
            raise ValueError(f"a series needs four equally long rows, not {shapes}")
        if np.any(np.diff(self.starts.astype(np.int64)) <= 0):
            raise ValueError("the readings of a series ascend in time, without doubles")

    @classmethod
    def of_days(cls, days: Times, values: Numbers) -> "Series":
        """Make a series of local `days` (datetime64[D]) and their `values`."""
        starts = days.astype("datetime64[s]")
        return cls(starts, starts, np.full(days.shape, float(DAY)), values.astype(np.float64))

    @cached_property
    def spacing(self) -> Spacing:
        """What the usual distance of readings makes them."""
        usual = float(np.median(self.seconds)) if self.seconds.size else float(DAY)
        if usual <= LONGEST_HOURLY:
            return Spacing.HOURS
        return Spacing.DAYS if usual <= LONGEST_DAILY else Spacing.BILLS

    @cached_property
    def days(self) -> Times:
        """Local day on which each interval starts [datetime64[D]], shape (n,)."""
        return self.local.astype("datetime64[D]")

    def between(self, start: np.datetime64, end: np.datetime64) -> "Series":
        """Keep the intervals that start on local days from `start` up to, not including, `end`."""
        return self.where((self.days >= start) & (self.days < end))

    def where(self, kept: Flags) -> "Series":
        """Keep the readings flagged in `kept`, shape (n,)."""
        return Series(self.starts[kept], self.local[kept], self.seconds[kept], self.values[kept])

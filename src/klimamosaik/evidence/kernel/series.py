"""Readings as arrays: the one form every model reads."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TypeVar, cast

import numpy as np
from numpy.typing import NDArray

Told = TypeVar("Told")

Numbers = NDArray[np.float64]
Times = NDArray[np.datetime64]
Flags = NDArray[np.bool_]

DAY = 86_400  # [s]
LONGEST_HOURLY = 2 * 3_600  # [s] readings up to this far apart count as hourly or finer
LONGEST_DAILY = 36 * 3_600  # [s] up to here as daily; longer ones are bills


def distinct(days: Times) -> tuple[Times, NDArray[np.int64]]:
    """Each of `days` once, ascending, and the place of each there; most ascend already."""
    if (days[1:] > days[:-1]).all():
        return days, np.arange(len(days))
    found, at = np.unique(days, return_inverse=True)
    return found, at.astype(np.int64)


def days_known(values: Numbers) -> Flags:
    """Which days of meters are not nan, shape (m, d) -> (m, d); one row where all know the same.

    Most meters of a town know every day: what is worked out of one row then counts for all.
    """
    if complete(values):
        return np.ones((min(len(values), 1), *values.shape[1:]), np.bool_)
    known: Flags = ~np.isnan(values)
    return known[:1] if (known == known[:1]).all() else known


def complete(values: Numbers) -> bool:
    """Whether none is nan: the least value would be, and is found without asking each."""
    return not np.isnan(values.min(initial=np.inf))


def filled(values: Numbers) -> Numbers:
    """The values with 0 for those that are nan; the same array where there are none."""
    return values if complete(values) else np.where(np.isnan(values), 0, values)


def sum_on(flagged: Flags, values: Numbers) -> Numbers:
    """Sum over the days flagged, shape (m, d) -> (m,); one row of flags counts for all."""
    if len(flagged) != 1:
        return np.asarray(np.where(flagged, values, 0).sum(axis=1))
    return np.asarray(values[:, flagged[0]].sum(axis=1))


def unknown_on(values: Numbers, days: Flags) -> Numbers:
    """The values with nan on some days, shape (m, d); the same array where there are none."""
    return np.where(days, np.nan, values) if days.any() else values


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
        number = days.astype("datetime64[D]", copy=False).view(np.int64)
        starts = (number * DAY).view("datetime64[s]")  # ten times as fast as its own conversion
        seconds, values = np.full(days.shape, float(DAY)), values.astype(np.float64)
        without_gaps = days.ndim == 1 and bool((number[1:] - number[:-1] == 1).all())
        if not without_gaps or values.shape != days.shape:
            return cls(starts, starts, seconds, values)
        held = {"days": number.view("datetime64[D]"), "spacing": Spacing.DAYS, "whole_days": True}
        return _in_order(starts, starts, seconds, values, **held)

    @classmethod
    def of_meters(cls, days: Times, use: Numbers) -> list["Series"]:
        """Make a series of each of many meters that share local `days`, shape (m, d)."""
        if not len(use):
            return []
        first, rows = cls.of_days(days, use[0]), use.astype(np.float64, copy=False)
        return [first.with_values(row) for row in rows]

    @cached_property
    def spacing(self) -> Spacing:
        """What the usual distance of readings makes them."""
        usual = _usual(self.seconds)
        if usual <= LONGEST_HOURLY:
            return Spacing.HOURS
        return Spacing.DAYS if usual <= LONGEST_DAILY else Spacing.BILLS

    @cached_property
    def days(self) -> Times:
        """Local day on which each interval starts [datetime64[D]], shape (n,)."""
        return self.local.astype("datetime64[D]")

    @cached_property
    def ends(self) -> tuple[int, int]:
        """First and last local day on which a reading starts, as days since 1970."""
        first, last = self.days[[0, -1]].view(np.int64).tolist()
        return first, last

    def between(self, start: np.datetime64, end: np.datetime64) -> "Series":
        """Keep the intervals that start on local days from `start` up to, not including, `end`."""
        return self.where((self.days >= start) & (self.days < end))

    def where(self, kept: Flags) -> "Series":
        """Keep the readings flagged in `kept`, shape (n,)."""
        if kept.all():
            return self
        return _in_order(
            self.starts[kept],
            self.local[kept],
            self.seconds[kept],
            self.values[kept],
            days=self.days[kept],
        )

    def with_values(self, values: Numbers) -> "Series":
        """The same times with other `values`, shape (n,)."""
        if values.shape != self.values.shape:
            raise ValueError(f"{self.values.shape} readings do not take {values.shape} values")
        held = {"days": self.days, "spacing": self.spacing, "whole_days": self.whole_days}
        return _in_order(self.starts, self.local, self.seconds, values, **held)

    @cached_property
    def every_day(self) -> Times:
        """Each local day from the first to the last reading [datetime64[D]], shape (d,)."""
        days = self.days
        if not days.size or self.whole_days:
            return days
        return np.arange(days.min(), days.max() + 1)

    @cached_property
    def whole_days(self) -> bool:
        """Whether each reading is a local day from midnight on, and no day is left out."""
        begins = self.local.astype("datetime64[s]").astype(np.int64)
        if not (self.seconds == DAY).all() or (begins[:1] % DAY).any():
            return False
        return bool((np.diff(begins) == DAY).all())

    def once(self, work: Callable[["Series"], Told]) -> Told:
        """What `work` makes of these readings, worked out the first time it is asked."""
        if work not in self._told:
            self._told[work] = work(self)
        return cast(Told, self._told[work])

    @cached_property
    def _told(self) -> dict[object, object]:
        return {}

    @cached_property
    def covered(self) -> Numbers:
        """Seconds of each local day that finite readings cover, from the day of the first reading
        to the last that one reaches into; shape (d,)."""
        known = np.isfinite(self.values)
        if not known.any():
            return np.zeros(0)
        if self.whole_days:
            return np.where(known, float(DAY), 0.0)[: np.flatnonzero(known)[-1] + 1]
        starts = (self.local[known] - self.days[:1].astype("datetime64[s]")).astype(np.float64)
        edges = np.concatenate([[0.0], np.cumsum(self.seconds[known])])
        ends = np.maximum.accumulate(starts + self.seconds[known])
        begins = np.maximum(starts, np.concatenate([[-np.inf], ends[:-1]]))
        spans = np.stack([begins, ends], 1).ravel(), np.stack([edges[:-1], edges[1:]], 1).ravel()
        midnights = np.arange(int(np.ceil(ends[-1] / DAY)) + 1) * float(DAY)
        return np.diff(np.interp(midnights, *spans))


def _usual(seconds: Numbers) -> float:
    """The usual length of readings [s]; mostly all are as long."""
    if not seconds.size:
        return float(DAY)
    return float(seconds[0] if (seconds == seconds[0]).all() else np.median(seconds))


def _in_order(
    starts: Times, local: Times, seconds: Numbers, values: Numbers, **held: object
) -> Series:
    """A series of another one's readings, whose order was looked at already."""
    made = object.__new__(Series)
    held |= {"starts": starts, "local": local, "seconds": seconds, "values": values}
    vars(made).update(held)
    return made

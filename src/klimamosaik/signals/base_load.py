"""What runs at night and at weekends: mean power outside working hours."""

from dataclasses import dataclass
from typing import Any

import numpy as np

NIGHT = (0, 5)  # [h] local time, from and up to
WORK = (8, 16)  # [h] local time on working days
DAYS_NEEDED = 28  # [d] of readings, each kind of hour, below which nothing is said
HOURS_NEEDED = 5 * DAYS_NEEDED  # [h] about what so many nights hold

Times = np.ndarray[Any, np.dtype[np.datetime64]]
Floats = np.ndarray[Any, np.dtype[np.float64]]
Flags = np.ndarray[Any, np.dtype[np.bool_]]


@dataclass(frozen=True)
class BaseLoad:
    """Mean power by kind of hour; None where too few hours are known."""

    night_kw: float | None  # [kW] 0 to 5 h, every day
    weekend_kw: float | None  # [kW] Saturday and Sunday, whole days
    working_kw: float | None  # [kW] 8 to 16 h, Monday to Friday
    night_kwh_a_year: float | None  # [kWh] the night's power, all hours of a year
    hours: float  # [h] of readings behind it

    @property
    def night_share(self) -> float | None:
        """The night's power relative to that of working hours, 0..; None where unknown."""
        if self.night_kw is None or not self.working_kw:
            return None
        return self.night_kw / self.working_kw

    @property
    def weekend_share(self) -> float | None:
        """The weekend's power relative to that of working hours, 0..; None where unknown."""
        if self.weekend_kw is None or not self.working_kw:
            return None
        return self.weekend_kw / self.working_kw


def base_load(start: Times, hours: Floats, energy: Floats) -> BaseLoad:
    """Mean power of nights, weekends and working hours.

    `start` [n] local time at which each reading begins, `hours` [n] its length [h], at most one,
    `energy` [n] what was used in it [kWh]; values that are not finite count as not there.
    Raises ValueError for readings longer than an hour: they do not tell night from day.
    """
    known = np.isfinite(energy) & (hours > 0)
    if (hours[known] > 1.01).any():
        raise ValueError("readings longer than an hour do not tell night from day")
    start, hours, energy = start[known], hours[known], energy[known]
    hour = (start - start.astype("datetime64[D]")) / np.timedelta64(1, "h")
    weekday = (start.astype("datetime64[D]").astype(np.int64) + 3) % 7  # 1970-01-01 is a Thursday
    weekend = weekday >= 5
    night = mean_power((hour >= NIGHT[0]) & (hour < NIGHT[1]), hours, energy)
    working = mean_power(~weekend & (hour >= WORK[0]) & (hour < WORK[1]), hours, energy)
    return BaseLoad(
        night_kw=night,
        weekend_kw=mean_power(weekend, hours, energy),
        working_kw=working,
        night_kwh_a_year=None if night is None else night * 8760,
        hours=float(hours.sum()),
    )


def mean_power(chosen: Flags, hours: Floats, energy: Floats) -> float | None:
    """Energy over time [kW] of the chosen readings; None below the hours needed."""
    time = float(hours[chosen].sum())
    return float(energy[chosen].sum()) / time if time >= HOURS_NEEDED else None

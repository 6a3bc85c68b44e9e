"""Degree days G20/15 (VDI 3807): the one place where days and months become them."""

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import fmean

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Days = NDArray[np.datetime64]
HEATING_LIMIT = 15.0  # [°C] VDI 3807: days whose mean is below it are heating days
INSIDE = 20.0  # [°C] VDI 3807: mean temperature inside
MONTHS = 12  # that a year needs
KNOWN = 0.9  # share of its days a month needs, as for the tables of stations
MEAN_YEARS = 5  # fewer whole years make no long-term mean
POSSIBLE = (0.5, 2.0)  # mean year over a year: no German year was further from the mean


@dataclass(frozen=True)
class MonthTable:
    """Months out of days, as tables of stations give them; nan where unknown, shape (n,)."""

    months: Days  # [datetime64[M]]
    mean: Numbers  # [°C]
    heating_days: Numbers  # [d]
    mean_on_heating_days: Numbers  # [°C]; the heating limit where there are none

    @property
    def degree_days(self) -> Numbers:
        """G20/15 [K d]: heating days x (20 - mean on them), shape (n,)."""
        sums: Numbers = self.heating_days * (INSIDE - self.mean_on_heating_days)
        return sums


def month_table(days: Days, values: Numbers) -> MonthTable:
    """Months of daily means [°C]; `days` [datetime64[D]] in any order, nan is unknown.

    A missing day is taken to be like the other days of its month; a month of which less than
    nine tenths of the days are known stays unknown.
    """
    months, place = np.unique(days.astype("datetime64[M]"), return_inverse=True)
    count = months.size
    seen = np.isfinite(values)
    cold = seen & (values < HEATING_LIMIT)
    lengths = month_lengths(months)
    known = np.bincount(place[seen], minlength=count)
    total = np.bincount(place[seen], values[seen], minlength=count)
    heating = np.bincount(place[cold], minlength=count)
    below = np.bincount(place[cold], values[cold], minlength=count)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = total / known
        heating_days = heating * lengths / known
        mean_cold = np.where(heating > 0, below / heating, HEATING_LIMIT)
    enough = known >= KNOWN * lengths
    return MonthTable(
        months,
        np.where(enough, mean, np.nan),
        np.where(enough, heating_days, np.nan),
        mean_cold,
    )


def month_lengths(months: Days) -> Numbers:
    """Days of each month."""
    following = (months + 1).astype("datetime64[D]")
    lengths: Numbers = (following - months.astype("datetime64[D]")).astype(np.float64)
    return lengths


def whole_years(months: Days, sums: Numbers) -> dict[int, float]:
    """Sums of the calendar years of which all twelve months are known."""
    seen = np.isfinite(sums)
    years, place = np.unique(months[seen].astype("datetime64[Y]"), return_inverse=True)
    count = np.bincount(place, minlength=years.size)
    total = np.bincount(place, sums[seen], minlength=years.size)
    return {
        int(year): float(value)
        for year, value, number in zip(years.astype(int) + 1970, total, count, strict=True)
        if number == MONTHS
    }


def mean_year(years: Mapping[int, float]) -> float | None:
    """The station's long-term mean [K d]: of all its whole years; None with fewer than five."""
    known = [value for value in years.values() if value > 0]
    return fmean(known) if len(known) >= MEAN_YEARS else None


def year_factor(years: Mapping[int, float], year: int) -> float | None:
    """What heat of `year` is multiplied with to be that of a mean year [1]; None if unknown."""
    mean, own = mean_year(years), years.get(year)
    if mean is None or not own or own <= 0:
        return None
    factor = mean / own
    return factor if POSSIBLE[0] <= factor <= POSSIBLE[1] else None

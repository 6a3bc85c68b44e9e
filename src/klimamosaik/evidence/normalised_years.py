"""A meter's years made comparable, in every customary form side by side."""

from dataclasses import dataclass

import numpy as np

from klimamosaik.evidence.kernel.degrees import StationMonths, bill_degrees
from klimamosaik.evidence.kernel.question import EffectQuery
from klimamosaik.evidence.kernel.regression.bills import bills_grid, fit_bills
from klimamosaik.evidence.kernel.regression.change_point import ChangePoints
from klimamosaik.evidence.kernel.regression.normalised import NormalisedUse, normalised_use
from klimamosaik.evidence.kernel.series import DAY, Series, Spacing
from klimamosaik.evidence.weather import EffectWeather
from klimamosaik.sources.weather.degree_days import HEATING_LIMIT, month_lengths, month_table

YEAR = np.timedelta64(365, "D")
YEARLY = 300  # [d] readings that last longer are read once a year


@dataclass(frozen=True)
class SideBySide:
    """Twelve months before the measure and twelve after it, each figure under its own name."""

    before: NormalisedUse
    after: NormalisedUse


def side_by_side(
    *,
    energy: Series,
    weather: EffectWeather,
    baseline_start: np.datetime64,
    start: np.datetime64,
    climate_factors: tuple[float | None, float | None] = (None, None),
) -> SideBySide:
    """Raw, G20/15, Klimafaktor and normal-year use [kWh] of the years from both days."""
    months = weather.months or station_months(weather.temperatures)
    before, after = (
        normalised_use(
            energy,
            start=first,
            station=months,
            klimafaktor=factor,
            points=points_of_year(energy, weather, first),
            weather=weather.temperatures,
        )
        for first, factor in zip((baseline_start, start), climate_factors, strict=True)
    )
    return SideBySide(before, after)


def years_beside(question: EffectQuery) -> tuple[np.datetime64, np.datetime64]:
    """First days of the twelve months before the measure and of those after it.

    Of readings taken once a year these are the last that ends before the installation and the
    first that starts with the effect or later; else the baseline's first day and the start.
    """
    energy = question.energy
    lengths = np.rint(energy.seconds / DAY)
    if not lengths.size or np.median(lengths) <= YEARLY:
        return question.baseline_start, question.start
    ends = energy.days + lengths.astype("timedelta64[D]")
    before, after = (
        energy.days[ends <= question.baseline_end],
        energy.days[energy.days >= question.start],
    )
    return (
        before[-1] if before.size else question.baseline_start,
        after[0] if after.size else question.start,
    )


def station_months(temperatures: Series) -> StationMonths:
    """A station's months [degC] out of its days, by the rule for days that are missing."""
    table = month_table(temperatures.days, temperatures.values)
    return StationMonths(
        table.months, table.mean, table.heating_days, table.mean_on_heating_days, HEATING_LIMIT
    )


def points_of_year(
    energy: Series, weather: EffectWeather, start: np.datetime64
) -> ChangePoints | None:
    """The change-point model of the twelve months from `start`; None with fewer than twelve."""
    bills = monthly(energy).between(start, start + YEAR + np.timedelta64(1, "D"))
    days = np.rint(bills.seconds / DAY)
    if np.isfinite(bills.values).sum() < 12:
        return None
    grid = bills_grid()
    ends = bills.days + days.astype("timedelta64[D]")
    heating = bill_degrees(bills.days, ends, weather.temperatures, grid, station=weather.months)
    return fit_bills((bills.values / days)[None], days, heating, None, grid)


def monthly(energy: Series) -> Series:
    """Days summed to calendar months, nan where one is missing; bills stay as they are."""
    if energy.spacing is Spacing.BILLS or not energy.values.size:
        return energy
    month = energy.days.astype("datetime64[M]")
    months = np.unique(month)
    place = np.searchsorted(months, month)
    lengths = month_lengths(months)
    known = np.bincount(place[np.isfinite(energy.values)], minlength=months.size)
    sums = np.bincount(place, np.nan_to_num(energy.values), minlength=months.size)
    starts = months.astype("datetime64[D]").astype("datetime64[s]")
    return Series(starts, starts, lengths * DAY, np.where(known == lengths, sums, np.nan))

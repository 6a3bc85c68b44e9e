"""Yearly heating use made comparable between years, each German practice under its own name.

Never single months: outside the heating season a degree-day factor multiplies hot water.
"""

from dataclasses import dataclass

import numpy as np

from klimamosaik.evidence.kernel.degrees import StationMonths, bill_degrees
from klimamosaik.evidence.kernel.regression.change_point import ChangePoints
from klimamosaik.evidence.kernel.series import DAY, Numbers, Series, Times

YEAR = 365.25  # [d]
ENOUGH_OF_A_YEAR = 355 / YEAR  # 1, part of the twelve months that must be metered
MONTHS = 12


@dataclass(frozen=True)
class NormalisedUse:
    """One meter's twelve months in every customary form; None where an input is missing."""

    raw: float | None  # [kWh] as metered
    gradtagzahl: float | None  # [kWh] x long-term G20/15 / G20/15 of the months (VDI 3807)
    klimafaktor: float | None  # [kWh] x DWD Klimafaktor of the postcode, reference Potsdam
    regression: float | None  # [kWh] of the fitted model in the long-term mean year (PRISM: NAC)


def normalised_use(
    energy: Series,
    *,
    start: np.datetime64,
    station: StationMonths | None = None,
    klimafaktor: float | None = None,
    points: ChangePoints | None = None,
    weather: Series | None = None,
) -> NormalisedUse:
    """Put the twelve months from `start` side by side in every form whose input is there.

    energy: [kWh]. start: first local day. station: months of the weather station, also those the
    long-term mean is taken from. klimafaktor: of the same twelve months. points: the model of
    these months, weather: [degC] of as many years as there are.
    """
    raw = _year_of(energy, start)
    factor = None if station is None else gradtag_factor(station, start)
    normal = None if points is None or weather is None else normal_year(points, weather, station)
    return NormalisedUse(
        raw=raw,
        gradtagzahl=None if raw is None or factor is None else raw * factor,
        klimafaktor=None if raw is None or klimafaktor is None else raw * klimafaktor,
        regression=normal,
    )


def _end(start: np.datetime64) -> np.datetime64:
    """The same day a year later."""
    month = start.astype("datetime64[M]")
    within = start - month.astype("datetime64[D]")
    end: np.datetime64 = (month + MONTHS).astype("datetime64[D]") + within
    return end


def _year_of(energy: Series, start: np.datetime64) -> float | None:
    """Use of the twelve months [kWh], None where under 97 % of them is metered."""
    year = energy.between(start, _end(start))
    known = np.isfinite(year.values)
    metered = float(year.seconds[known].sum()) / DAY
    whole = float((_end(start) - start).astype(np.float64))
    if metered < ENOUGH_OF_A_YEAR * whole or metered > whole + 1.5:
        return None
    return float(year.values[known].sum())


def gradtag_factor(station: StationMonths, start: np.datetime64) -> float | None:
    """Long-term G20/15 over that of the twelve months from `start`, None where one is missing."""
    first = start.astype("datetime64[M]")
    sums = station.gradtagzahl()
    asked = (station.months >= first) & (station.months < first + MONTHS)
    if asked.sum() != MONTHS or not np.isfinite(sums[asked]).all() or not sums[asked].sum() > 0:
        return None
    usual = long_term(station.months, sums)
    return None if usual is None else usual / float(sums[asked].sum())


def long_term(months: Times, sums: Numbers) -> float | None:
    """Yearly sum of the mean of each calendar month; None where a month was never known."""
    calendar = months.astype(np.int64) % MONTHS
    means = [sums[(calendar == month) & np.isfinite(sums)] for month in range(MONTHS)]
    if any(not values.size for values in means):
        return None
    return float(sum(values.mean() for values in means))


def normal_year(
    points: ChangePoints, weather: Series, station: StationMonths | None = None
) -> float | None:
    """Normal annual consumption [kWh], 365 base + heating HDD + cooling CDD (Fels 1986, eq. 3).

    Degree days are the mean over all years of `weather` [degC]; None under twelve known months.
    """
    if points.kind[0] < 0 or not weather.values.size:
        return None
    first = weather.days.min().astype("datetime64[M]")
    last = weather.days.max().astype("datetime64[M]")
    months = np.arange(first, last + 1)
    starts, ends = months.astype("datetime64[D]"), (months + 1).astype("datetime64[D]")
    days = (ends - starts).astype(np.float64)
    total = float(points.base[0]) * YEAR
    for cooling, slope, balance in (
        (False, points.heating[0], points.heating_balance[0]),
        (True, points.cooling[0], points.cooling_balance[0]),
    ):
        at = np.array([0.0 if np.isnan(balance) else float(balance)])
        degrees = bill_degrees(starts, ends, weather, at, cooling=cooling, station=station)
        yearly = long_term(months, degrees[:, 0] * days)
        if yearly is None:
            return None
        if not np.isnan(balance):
            total += float(slope) * yearly
    return total

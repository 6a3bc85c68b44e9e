"""Degree days of bills: from daily temperatures, or from what a month's table tells of its days."""

from dataclasses import dataclass

import numpy as np

from klimamosaik.evidence.kernel.days import all_days, daily_means
from klimamosaik.evidence.kernel.series import DAY, Numbers, Series, Spacing, Times
from klimamosaik.sources.weather.degree_days import month_lengths

ENOUGH_DAYS = 0.9  # 1, part of a bill's days whose temperature must be known (CalTRACK 2.0, 2.2.4)
USUAL_SPREAD = 3.4  # [K] of daily means within a German month, see docs/methods
LEAST_SPREAD, MOST_SPREAD = 1.0, 8.0  # [K] bounds of a spread learned from a month's own days
HALVINGS = 40  # of the search for the spread; leaves less than 1e-9 K
SHARP = 60.0  # [d] degree days above which a month's spread can be told from them


@dataclass(frozen=True)
class StationMonths:
    """Months of a weather station as German tables give them; nan where unknown, shape (n,)."""

    months: Times  # [datetime64[M]]
    mean: Numbers  # [degC] mean of the month
    heating_days: Numbers  # [d] days whose mean lies below `limit`
    mean_on_heating_days: Numbers  # [degC]
    limit: float = 15.0  # [degC] heating limit of the two figures before (VDI 3807: 15)

    @property
    def gradtage(self) -> Numbers:
        """Heating degree days below the limit [K d], shape (n,): days x (limit - mean on them)."""
        none = self.heating_days == 0
        on_them = np.where(none, self.limit, self.mean_on_heating_days)
        sums: Numbers = self.heating_days * (self.limit - on_them)
        return sums

    def gradtagzahl(self, inside: float = 20.0) -> Numbers:
        """Gradtagzahl, e.g. G20/15 [K d] (VDI 3807): heating days x (inside - mean on them)."""
        none = self.heating_days == 0
        return np.where(none, 0.0, self.heating_days * (inside - self.mean_on_heating_days))


@dataclass(frozen=True)
class SpreadDays:
    """Days of months taken as normally distributed about the month's mean, shape (n,)."""

    starts: Times  # [datetime64[D]] first day of each month
    ends: Times  # [datetime64[D]] first day of the next
    mean: Numbers  # [degC]
    spread: Numbers  # [K] standard deviation of the daily means


def heating_degrees(mean: Numbers, spread: Numbers, base: Numbers) -> Numbers:
    """Mean of max(base - T, 0) [K] for T normal: (b - m) Phi(z) + s phi(z), z = (b - m)/s.

    The truncated normal distribution of Schoenau and Kehrberg, Energy and Buildings 14 (1990),
    after Thom (1954). Shapes broadcast.
    """
    from scipy.special import ndtr  # slow to import, and only monthly weather needs it

    distance = base - mean
    z = distance / spread
    found: Numbers = distance * ndtr(z) + spread * np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi)
    return found


def spread_of(station: StationMonths) -> Numbers:
    """Spread [K] that gives each month its known degree days, shape (n,).

    Where a month is too warm or too cold for its degree days to tell, the median of the same
    calendar month at this station stands in, then `USUAL_SPREAD`.
    """
    lengths = month_lengths(station.months)
    sums = station.gradtage
    least = np.maximum(station.limit - station.mean, 0) * lengths
    low, high = (np.full(sums.shape, bound) for bound in (LEAST_SPREAD, MOST_SPREAD))
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        under = heating_degrees(station.mean, middle, np.array(station.limit)) * lengths < sums
        low, high = np.where(under, middle, low), np.where(under, high, middle)
    told = (sums > least + 0.02 * SHARP) & (low > LEAST_SPREAD + 0.01) & (high < MOST_SPREAD - 0.01)
    told &= np.isfinite(sums)
    calendar = station.months.astype(np.int64) % 12
    spread = np.where(told, (low + high) / 2, np.nan)
    for month in range(12):
        same = calendar == month
        known = spread[same & told]
        spread[same & ~told] = np.median(known) if known.size else USUAL_SPREAD
    return spread


def spread_days(weather: Series, station: StationMonths | None) -> SpreadDays:
    """Months of `weather` [degC] (spacing: bills) with the spread of their days."""
    known = np.isfinite(weather.values)
    starts = weather.days[known]
    lengths = np.rint(weather.seconds[known] / DAY).astype(np.int64)
    spread = np.full(starts.shape, USUAL_SPREAD)
    if station is not None:
        place = {month: at for at, month in enumerate(station.months)}
        learned = spread_of(station)
        for at, month in enumerate(starts.astype("datetime64[M]")):
            if month in place:
                spread[at] = learned[place[month]]
    return SpreadDays(starts, starts + lengths, weather.values[known], spread)


def bill_degrees(
    starts: Times,
    ends: Times,
    weather: Series,
    base: Numbers,
    *,
    cooling: bool = False,
    station: StationMonths | None = None,
) -> Numbers:
    """Mean heating (or cooling) degrees of each bill [K], nan where under 90 % is known.

    starts, ends: first day and first day after each bill [datetime64[D]], shape (n,).
    base: balance points [degC], shape (g,). Returns shape (n, g).
    """
    if weather.spacing is Spacing.BILLS:
        spread = spread_days(weather, station)
        known = np.isfinite(spread.mean)
        values = heating_degrees(spread.mean[:, None], spread.spread[:, None], base[None, :])
        if cooling:
            values = values - (base[None, :] - spread.mean[:, None])  # E(T-b)+ = E(b-T)+ - (b-m)
        return _averaged(starts, ends, spread.starts[known], spread.ends[known], values[known])
    if not weather.values.size:
        return np.full((len(starts), len(base)), np.nan)
    days = all_days(weather.days.min(), weather.days.max() + 1)
    mean = daily_means(weather, days)
    days, mean = days[np.isfinite(mean)], mean[np.isfinite(mean)]
    distance = base[None, :] - mean[:, None]
    values = np.maximum(-distance if cooling else distance, 0)
    return _averaged(starts, ends, days, days + 1, values)


def _averaged(starts: Times, ends: Times, begin: Times, end: Times, values: Numbers) -> Numbers:
    """Mean over the days of each bill of `values`, shape (k, g), that hold from begin to end."""
    if not begin.size:
        return np.full((len(starts), values.shape[1]), np.nan)
    lengths = (end - begin).astype(np.float64)
    order = np.argsort(begin)
    begin, end, values, lengths = begin[order], end[order], values[order], lengths[order]
    sums = np.concatenate([np.zeros((1, values.shape[1])), np.cumsum(values * lengths[:, None], 0)])
    days = np.concatenate([[0.0], np.cumsum(lengths)])

    def until(day: Times) -> tuple[Numbers, Numbers]:
        at = np.searchsorted(begin, day, side="right") - 1
        inside = np.clip((day - begin[np.maximum(at, 0)]).astype(np.float64), 0, None)
        inside = np.where(at < 0, 0, np.minimum(inside, lengths[np.maximum(at, 0)]))
        at = np.maximum(at, 0)
        return sums[at] + values[at] * inside[:, None], days[at] + inside

    (sum_end, days_end), (sum_start, days_start) = until(ends), until(starts)
    known = days_end - days_start
    wanted = (ends - starts).astype(np.float64)
    mean = (sum_end - sum_start) / np.where(known > 0, known, np.nan)[:, None]
    averaged: Numbers = np.where((known >= ENOUGH_DAYS * wanted)[:, None], mean, np.nan)
    return averaged

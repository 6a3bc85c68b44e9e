"""Weeks of cold at zero on a heating meter that counts again afterwards: gaps, not use."""

import numpy as np

from klimamosaik.evidence.kernel.days import COLD, all_days, daily_means
from klimamosaik.evidence.kernel.series import DAY, Flags, Series, Spacing
from klimamosaik.terms.complaint import Problem, problem

LONGEST_BREAK = 30.0  # [d] longer than any school holiday of the heating season
COLD_DAYS = 15  # [d] so many of them cold: in summer a heating meter may stand still
COLD_PART = 1 / 3  # 1, and so large a part


def standing_still(series: Series, weather: Series) -> Flags:
    """Readings [kWh] at zero through more than 30 days of cold [degC], shape (n,).

    A run of zeros that lasts to the end of the readings stays: the meter may rest for good.
    """
    still = np.zeros(series.values.shape, np.bool_)
    if series.spacing is Spacing.BILLS or not series.values.size:
        return still
    quiet = ~(np.abs(np.nan_to_num(series.values)) > 0)
    if not quiet.any():
        return still
    edges = np.flatnonzero(np.diff(np.concatenate([[0], quiet.astype(np.int8), [0]])))
    elapsed = np.concatenate([[0.0], np.cumsum(series.seconds)]) / DAY
    for first, after in zip(edges[::2], edges[1::2], strict=True):
        long = elapsed[after] - elapsed[first] > LONGEST_BREAK
        if long and after < len(quiet) and _cold(series, weather, first, after):
            still[first:after] = series.values[first:after] == 0
    return still


def _cold(series: Series, weather: Series, first: int, after: int) -> bool:
    days = all_days(series.days[first], series.days[after - 1] + 1)
    cold = daily_means(weather, days) < COLD
    return bool(cold.sum() >= COLD_DAYS and cold.mean() >= COLD_PART)


def stood_still(series: Series, still: Flags) -> Problem:
    """Name the days that count as missing."""
    days, first = len(np.unique(series.days[still])), series.days[still][0]
    return problem(
        "stood_still_in_the_cold",
        "Ab {first} steht der Zähler bei Kälte lange auf null, insgesamt {days} Tage, und "
        "zählt später weiter: Diese Tage gelten als fehlend. War die Heizung wirklich aus?",
        "From {first} on the meter stands at zero for long in the cold, {days} days in all, "
        "and counts on later: these days count as missing. Was the heating really off?",
        first=first,
        days=days,
    )

"""How much of a year's use lies in the days reported: what brings a saving to a year.

Nine months from September to May hold three quarters of a year's days and nearly all its heat.
"""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from klimamosaik.evidence.kernel.expectation import AdjustedBaseline
from klimamosaik.evidence.kernel.series import Numbers, Times, distinct
from klimamosaik.evidence.kernel.worth import DAYS_A_YEAR
from klimamosaik.terms.complaint import Problem
from klimamosaik.terms.text import Text

LEAST = 0.05  # [a] of use below which nothing is brought to a year: eighteen days of an even use
MONTHS = np.array([31, 28.25, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])  # [d]


def years_reported(expectation: AdjustedBaseline) -> float | None:
    """How many years of expected use the counted intervals hold [a]; None: it cannot be told.

    The days that a calendar month lacks are filled up with what the model says of that month in
    the baseline, else with what it says of the reported days there. None where a month is known
    on neither side, or a year's expected use is not above zero.
    """
    counted = expectation.counted
    level = 0.0 if expectation.level is None else expectation.level
    use, days = _by_month(
        expectation.days[counted],
        expectation.expected[counted],
        None if expectation.lasting is None else expectation.lasting[counted],
    )
    use_before, days_before = _by_month(
        expectation.residual_days, expectation.fitted - level, expectation.residual_lasting
    )
    if not ((days > 0) | (days_before > 0)).all():
        return None
    before = days_before > 0
    a_day = np.where(before, use_before, use) / np.where(before, days_before, days)
    year = (use / np.maximum(days / MONTHS, 1) + np.maximum(MONTHS - days, 0) * a_day).sum()
    return float(use.sum() / year) if year > 0 else None


def years_by_days(days: float) -> float:
    """The same of a use that no model tells the course of: days [d] by their number [a]."""
    return days / DAYS_A_YEAR


def little_reported(years: float, days: int) -> Problem:
    """Say that the days reported hold too little of a year to tell of one."""
    return Problem(
        "little_of_a_year", LITTLE.format(days=days, part=100 * years, least=100 * LEAST)
    )


LITTLE = Text(
    "Die {days:n} Tage nach der Maßnahme enthalten {part:.1n} % des in einem Jahr erwarteten"
    " Verbrauchs. Auf ein Jahr hochgerechnet wird ab {least:n} %; bis dahin zählt die Messung in"
    " Summen und Mosaik nicht.",
    "The {days:n} days after the measure hold {part:.1n} % of the use expected in a year. It is"
    " brought to a year from {least:n} % on; until then the measurement does not count in sums and"
    " mosaic.",
)


def _by_month(days: Times, use: Numbers, lasting: Numbers | None) -> tuple[Numbers, Numbers]:
    """Use [kWh] and days [d] of each calendar month, shapes (12,).

    days: local day each interval starts on, shape (n,); use [kWh]; lasting [d], None: a day at
    most.
    """
    if lasting is not None:
        days, use = _spread(days, use, lasting)
    months, each = _months(days), distinct(days)[0]
    once = months if lasting is not None or each is days else _months(each)
    count = np.bincount(once, minlength=12).astype(np.float64)
    return np.bincount(months, use, 12).astype(np.float64), count


def _spread(days: Times, use: Numbers, lasting: Numbers) -> tuple[Times, Numbers]:
    """Bills as their days, each with its part."""
    count = lasting.astype(np.int64)
    begins = np.repeat(days, count)
    since = np.arange(len(begins)) - np.repeat(np.cumsum(count) - count, count)
    return begins + since, np.repeat(use / lasting, count)


def _months(days: Times) -> NDArray[np.int64]:
    """Calendar month of each day, 0..11."""
    table, first = _calendar()
    found: NDArray[np.int64] = table[days.astype("datetime64[D]").view(np.int64) - first]
    return found


@lru_cache(maxsize=1)
def _calendar() -> tuple[NDArray[np.int64], int]:
    """The month of each day of two centuries, and the first of them: looked up, not reckoned."""
    days = np.arange(np.datetime64("1900-01-01"), np.datetime64("2101-01-01"))
    months: NDArray[np.int64] = days.astype("datetime64[M]").astype(np.int64) % 12
    return months, int(days[0].astype(np.int64))

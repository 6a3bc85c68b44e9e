"""A short time after the measure meets a season that neither weather nor weekdays explain.

Over a year what the model misses of each season cancels out; over the six weeks of a school's
summer it does not, and looks like a saving.
"""

import numpy as np

from klimamosaik.evidence.kernel.expectation import AdjustedBaseline
from klimamosaik.evidence.kernel.question import BaselineMethod
from klimamosaik.evidence.kernel.series import Flags, Times, distinct
from klimamosaik.terms.complaint import Problem
from klimamosaik.terms.text import Text

SHORT = 330  # [d] reported; from here on nearly every season is there
WEEKS = 364  # [d] back to the same weekday of the year before


def missed_season(expectation: AdjustedBaseline) -> float:
    """How far the baseline lay above what is expected now, on the same days of the year [kWh].

    0 where about a year is reported. Bills know no days. A step of the level that has not come
    again counts as well: one year does not tell it from a season.
    """
    if expectation.method == BaselineMethod.BILLS or not expectation.residuals.size:
        return 0.0
    if not 0 < expectation.reported_days < SHORT:
        return 0.0
    reported = distinct(expectation.days[expectation.counted])[0]
    known, at = distinct(expectation.residual_days)
    apart = expectation.residuals + (0.0 if expectation.level is None else expectation.level)
    left = np.bincount(at, apart, len(known))
    same = _a_year_before(known, reported)
    if not same.any():
        return 0.0
    return float(left[same].mean()) * reported.size


def widened(noise: float, drift: float, beyond: float) -> float:
    """The noise that makes a range of `noise` and `drift` wider by `beyond`, all [kWh]."""
    return float(np.sqrt((np.hypot(noise, drift) + beyond) ** 2 - drift**2))


def _a_year_before(known: Times, reported: Times) -> Flags:
    """Which days of the baseline lie whole weeks, and about years, before reported ones."""
    years = range(1, int((reported[-1] - known[0]).astype(np.int64)) // WEEKS + 1)
    found = np.zeros(known.shape, np.bool_)
    for back in years:
        found |= np.isin(known, reported - WEEKS * back)
    return found


def season_missed(missed: float, expected: float) -> Problem:
    """Say that so short a time is not told apart from its season."""
    said = ABOVE if missed > 0 else BELOW
    return Problem("season_missed", said.format(kwh=abs(missed), part=100 * abs(missed) / expected))


ABOVE = Text(
    "In denselben Wochen des Vorjahres lag der Verbrauch {kwh:.0n} kWh über dem, was Wetter und"
    " Wochentage erklären ({part:.0n} %). Ein so kurzer Zeitraum lässt sich von dieser Jahreszeit"
    " kaum trennen; die Spanne ist deshalb weiter. Nach einem vollen Jahr hebt sich das auf.",
    "In the same weeks of the year before use lay {kwh:.0n} kWh above what weather and weekdays"
    " explain ({part:.0n} %). So short a time is hardly told apart from that season; the range is"
    " wider for it. After a full year it cancels out.",
)
BELOW = Text(
    "In denselben Wochen des Vorjahres lag der Verbrauch {kwh:.0n} kWh unter dem, was Wetter und"
    " Wochentage erklären ({part:.0n} %). Ein so kurzer Zeitraum lässt sich von dieser Jahreszeit"
    " kaum trennen; die Spanne ist deshalb weiter. Nach einem vollen Jahr hebt sich das auf.",
    "In the same weeks of the year before use lay {kwh:.0n} kWh below what weather and weekdays"
    " explain ({part:.0n} %). So short a time is hardly told apart from that season; the range is"
    " wider for it. After a full year it cancels out.",
)

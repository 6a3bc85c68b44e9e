"""Days that make up for a gap before them, and the zeros written into it: neither counts."""

import numpy as np
from numpy.typing import NDArray

from klimamosaik.evidence.kernel.series import Flags, Numbers, Series, Spacing
from klimamosaik.signals.caught_up import caught_up
from klimamosaik.terms.complaint import Problem
from klimamosaik.terms.text import Text


def made_up(series: Series, gaps: Flags) -> Flags:
    """Days that hold the use of a gap before them and the days of that gap, shape (n,).

    gaps: readings of `series` [kWh] whose value may stand for none, shape (n,).
    """
    if series.spacing is not Spacing.DAYS or not series.values.size:
        return np.zeros(series.values.shape, np.bool_)
    at, every = every_day(series, series.values)
    maybe = np.zeros(every.shape, np.bool_)
    maybe[at] = gaps
    found: Flags = caught_up(every, maybe)[at]
    return found


def every_day(series: Series, values: Numbers) -> tuple[NDArray[np.int64], Numbers]:
    """Place of each reading among consecutive days; the values of these, nan where missing."""
    at = (series.days - series.days[0]).astype(np.int64)
    every = np.full(int(at[-1]) + 1, np.nan)
    every[at] = values
    return at, every


def makes_up(series: Series, found: Flags) -> Problem:
    """Name the days that hold more than their own use."""
    days = found & (np.nan_to_num(series.values) > 0)
    return Problem(
        "caught_up",
        CAUGHT_UP.format(
            count=int(days.sum()),
            day=series.days[days][0],
            value=float(series.values[days][0]),
        ),
    )


CAUGHT_UP = Text(
    "{count:Tag enthält|Tage enthalten} offenbar, was zuvor nicht gemeldet wurde, zuerst am {day}"
    " ({value} kWh): Tag und Lücke zählen nicht mit; bitte die Datei prüfen.",
    "{count:day seems|days seem} to hold what was not reported before, first on {day} ({value}"
    " kWh): neither day nor gap counts; please check the file.",
)

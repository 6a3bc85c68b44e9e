"""Days of which the weather file knows only some hours, and what is to be said of them."""

import numpy as np

from klimamosaik.evidence.kernel.days import all_days, means_of_days
from klimamosaik.evidence.kernel.series import Series
from klimamosaik.terms.complaint import Problem
from klimamosaik.terms.text import Text


def worked_out(weather: Series, start: np.datetime64, end: np.datetime64) -> Problem | None:
    """Say on how many days from `start` up to `end` hours are missing and were worked out."""
    days = all_days(start, end)
    corrected = means_of_days(weather, days).corrected
    count = int(corrected.sum())
    if not count:
        return None
    first = days[corrected][0]
    return Problem(
        "temperature_worked_out",
        Text(
            "An {count} Tagen fehlen Stunden der Temperatur, zuerst am {first}; ihr Mittel folgt "
            "aus dem Tagesgang, den ganze Tage desselben Monats zeigen.",
            "On {count} days hours of temperature are missing, first on {first}; their mean "
            "follows from the course of the day that whole days of the same month show.",
        ).format(count=count, first=first),
    )

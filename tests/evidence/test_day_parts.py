"""Days of which the weather file knows only some hours."""

import numpy as np

from klimamosaik.evidence.kernel.checks.inspection import worked_out
from klimamosaik.evidence.kernel.days import all_days, daily_means
from klimamosaik.evidence.kernel.series import Series

START, END = np.datetime64("2023-01-01"), np.datetime64("2023-02-01")


def hours(kept_from: int) -> Series:
    """January of 0 degC on average; from the 20th on, days begin at that hour."""
    wall = START.astype("datetime64[s]") + np.arange(31 * 24) * np.timedelta64(1, "h")
    hour = np.tile(np.arange(24), 31)
    values = np.where(hour < 8, -6.0, 3.0)
    kept = (wall < np.datetime64("2023-01-20")) | (hour >= kept_from)
    return Series(wall[kept], wall[kept], np.full(kept.sum(), 3_600.0), values[kept])


def test_missing_nights_do_not_warm_the_days_and_are_named() -> None:
    weather = hours(8)
    assert np.allclose(daily_means(weather, all_days(START, END)), 0)
    said = worked_out(weather, START, END)
    assert said is not None
    assert said.text.de.startswith(
        "An 12 Tagen fehlen Stunden der Temperatur, zuerst am 2023-01-20"
    )


def test_whole_days_need_no_words() -> None:
    assert worked_out(hours(0), START, END) is None

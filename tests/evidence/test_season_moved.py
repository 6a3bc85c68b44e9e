"""A pool that opens a week later saves a week: that is said, and not called a measure's doing."""

from dataclasses import replace

import numpy as np
import pytest

from klimamosaik.evidence.kernel.checks.season_moved import seasons_moved
from klimamosaik.evidence.kernel.question import EffectQuery
from klimamosaik.evidence.kernel.series import Series
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.complaint import Problem

Day = np.datetime64
DAYS = np.arange(Day("2023-01-01"), Day("2025-01-01"))
START = Day("2024-01-01")


def asked(*opened: tuple[str, str], use: float = 900.0) -> Problem | None:
    """What is said of `meter`."""
    return seasons_moved([meter(*opened, use=use)])[0]


def meter(*opened: tuple[str, str], use: float = 900.0) -> EffectQuery:
    """A meter of 90 kWh a day and of `use` from the first to the last day it is open."""
    values = np.full(len(DAYS), 90.0)
    for first, last in opened:
        values[(Day(first) <= DAYS) & (Day(last) >= DAYS)] = use
    warm = Series.of_days(DAYS, np.full(len(DAYS), 15.0))
    return EffectQuery(
        energy=Series.of_days(DAYS, values),
        weather=warm,
        carrier=Carrier.ELECTRICITY,
        baseline_start=DAYS[0],
        baseline_end=START,
        start=START,
        end=DAYS[-1] + 1,
    )


def test_a_week_less_is_told_with_its_energy() -> None:
    said = asked(("2023-05-01", "2023-09-10"), ("2024-05-08", "2024-09-10"))
    assert said is not None
    assert said.code == "season_moved"
    assert "dauerte 126 Tage (08.05.2024 bis 10.09.2024) statt 133" in said.text.de
    assert "Etwa 5.670 kWh weniger kommen daher" in said.text.de


def test_a_week_more_hides_a_saving() -> None:
    said = asked(("2023-05-08", "2023-09-10"), ("2024-05-01", "2024-09-10"))
    assert said is not None
    assert "hide as much saving" in said.text.en


@pytest.mark.parametrize(
    "opened",
    [
        (("2023-05-01", "2023-09-10"), ("2024-05-08", "2024-09-17")),  # as long, a week later
        (("2023-05-01", "2023-09-10"), ("2024-05-02", "2024-09-10")),  # a day is no difference
        (("2023-05-01", "2023-09-10"), ("2024-05-01", "2024-12-31")),  # a level that stays
        (),
    ],
)
def test_nothing_is_said_of_seasons_as_long_as_before(opened: tuple[tuple[str, str], ...]) -> None:
    assert asked(*opened) is None


def test_nothing_is_said_of_a_meter_without_two_levels() -> None:
    assert asked(("2023-05-01", "2023-09-10"), ("2024-05-20", "2024-09-10"), use=120.0) is None


def test_many_meters_at_once_are_told_what_each_is_told() -> None:
    earlier = ("2023-05-01", "2023-09-10")
    meters = [meter(earlier, (f"2024-05-{day:02}", "2024-09-10")) for day in range(1, 29, 4)]
    meters += [meter(), replace(meters[3], end=Day("2024-11-01")), meter(earlier)]
    told = seasons_moved(meters)
    assert told == [seasons_moved([each])[0] for each in meters]
    assert sum(each is not None for each in told) == 7

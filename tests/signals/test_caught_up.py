"""A day that holds what the days without readings before it used is no use of its own."""

import numpy as np
import pytest

from klimamosaik.signals.caught_up import LONGEST_GAP, caught_up

NONE = np.zeros(120, np.bool_)


def steady(**days: float) -> np.ndarray:
    """100 kWh a day, give or take one; d30=nan sets a day."""
    use = 100.0 + np.arange(120) % 3 - 1
    for name, value in days.items():
        use[int(name[1:])] = value
    return use


def gap(length: int, held: float, *, at: int = 50) -> np.ndarray:
    """A gap of `length` days and the day after it, which holds so many days' use."""
    use = steady()
    use[at : at + length] = np.nan
    use[at + length] = held * 100.0
    return use


@pytest.mark.parametrize("length", [1, 4, 30, LONGEST_GAP])
def test_the_day_that_makes_up_for_a_gap_goes_with_it(length: int) -> None:
    found = caught_up(gap(length, length + 1), NONE)
    assert np.flatnonzero(found).tolist() == list(range(50, 50 + length + 1))


@pytest.mark.parametrize(
    ("length", "held", "made_up"),
    [
        (4, 1.0, False),  # an ordinary day
        (4, 3.5, False),  # 0.7 of the whole gap: perhaps a cold spell
        (4, 4.0, True),
        (4, 7.0, True),
        (4, 8.0, False),  # 1.6 times the gap: something else
        (LONGEST_GAP + 1, LONGEST_GAP + 2, False),  # so long ago nobody knows what was usual
    ],
)
def test_only_about_what_the_gap_needed_makes_up_for_it(
    length: int, held: float, made_up: bool
) -> None:
    use = np.concatenate([gap(length, held), steady()])
    assert caught_up(use, np.zeros(len(use), np.bool_)).any() == made_up


def test_zeros_written_into_the_gap_are_part_of_it() -> None:
    use = gap(4, 5.0)
    use[50:54] = 0.0
    zeros = use == 0.0
    assert np.flatnonzero(caught_up(use, zeros)).tolist() == [50, 51, 52, 53, 54]
    assert not caught_up(use, NONE).any()  # as values they are no gap


def test_a_meter_that_makes_up_by_habit_is_believed_a_wider_range() -> None:
    def with_gaps(*held: float) -> np.ndarray:
        use = np.concatenate([steady()] * 3)
        for number, times in enumerate(held):
            at = 20 + 60 * number
            use[at : at + 4] = np.nan
            use[at + 4] = times * 100.0
        return caught_up(use, np.zeros(len(use), np.bool_))

    assert with_gaps(5.0, 5.0, 5.0, 2.5)[200:205].all()  # half of it, after three whole ones
    assert not with_gaps(5.0, 5.0, 1.0, 2.5)[200:205].any()  # two are no habit
    assert not with_gaps(5.0, 5.0, 5.0, 1.5)[200:205].any()  # too little even so


def test_a_gap_at_either_end_has_nothing_to_be_held_against() -> None:
    use = steady()
    use[:4] = np.nan
    use[4] = 500.0
    assert not caught_up(use, NONE).any()
    use = steady()
    use[115:] = np.nan
    assert not caught_up(use, NONE).any()
    use = steady(d119=500.0)
    use[115:119] = np.nan
    assert not caught_up(use, NONE).any()  # no day behind it


def test_a_large_day_must_stand_out_from_the_days_about_it() -> None:
    use = gap(1, 2.0)
    assert caught_up(use, NONE)[51]
    use[52] = 180.0  # a cold spell: the next day is nearly as large
    assert not caught_up(use, NONE).any()

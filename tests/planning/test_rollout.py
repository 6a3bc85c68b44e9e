"""From pilots to many places."""

import math

import numpy as np
import pytest
from scipy.stats import norm

from klimamosaik.planning.kernel.rollout import roll_out
from klimamosaik.terms.complaint import InputRejected
from klimamosaik.terms.estimate import Estimate, around

Z90 = float(norm.ppf(0.95))


def pilot(mean: float, deviation: float) -> Estimate:
    return around(mean, Z90 * deviation)


def test_a_certain_pilot_and_equal_places_scale_exactly() -> None:
    found = roll_out([pilot(8, 0)], np.ones(30), assumed_spread=0.0)
    assert (found.total.mean, found.total.low, found.total.high) == (240, 240, 240)


def test_doubt_about_the_pilot_does_not_average_out_but_spread_between_places_does() -> None:
    doubt = roll_out([pilot(8, 2)], np.ones(100), assumed_spread=0.0)
    assert doubt.total.half_width == pytest.approx(Z90 * 100 * 2)
    places = roll_out([pilot(8, 0)], np.ones(100), assumed_spread=2.0)
    assert places.total.half_width < Z90 * 100 * 2.1


def test_the_range_of_one_place_holds_both_doubts() -> None:
    found = roll_out([pilot(8, 3)], np.ones(1), assumed_spread=4.0)
    # The pilot is itself a draw from the places: 3² + 4² about the mean, 4² for the next place.
    assert found.place.half_width == pytest.approx(Z90 * math.sqrt(9 + 16 + 16))
    assert found.total.half_width == pytest.approx(found.place.half_width)


def test_large_places_weigh_more() -> None:
    found = roll_out([pilot(0.1, 0.01)], np.array([100.0, 900.0]), assumed_spread=0.02)
    assert found.total.mean == pytest.approx(100)


def test_equal_pilots_show_no_spread() -> None:
    found = roll_out([pilot(8, 1), pilot(8, 1), pilot(8, 1)], np.ones(10))
    assert found.spread == 0


def test_pilots_known_exactly_spread_as_far_as_they_lie_apart() -> None:
    pilots = [Estimate(each, each, each, "kWh/m²") for each in (10.0, 20.0, 60.0)]
    found = roll_out(pilots, np.ones(3))
    assert found.spread == pytest.approx(np.std([10.0, 20.0, 60.0], ddof=1))


def test_the_spread_between_places_is_found_again() -> None:
    dice = np.random.default_rng(5)
    effects = dice.normal(10, 3, 400) + dice.normal(0, 1, 400)
    found = roll_out([pilot(float(each), 1) for each in effects], np.ones(10))
    assert found.spread == pytest.approx(3, rel=0.1)
    assert found.place.mean == pytest.approx(10, abs=0.5)


def test_a_ninety_percent_range_holds_the_truth_in_ninety_percent() -> None:
    dice = np.random.default_rng(11)
    held = 0
    for _ in range(600):
        pilots = [pilot(float(dice.normal(10, 3) + dice.normal(0, 1)), 1) for _ in range(8)]
        found = roll_out(pilots, np.ones(20))
        held += found.total.low <= dice.normal(10, 3, 20).sum() <= found.total.high
    assert 0.86 <= held / 600 <= 0.96


def test_one_pilot_alone_says_nothing_about_other_places() -> None:
    with pytest.raises(InputRejected, match="at least three pilots"):
        roll_out([pilot(8, 1)], np.ones(10))


def test_without_pilot_or_place_there_is_nothing_to_expect() -> None:
    with pytest.raises(InputRejected, match="at least one pilot"):
        roll_out([], np.ones(10))
    with pytest.raises(InputRejected, match="comparable place"):
        roll_out([pilot(8, 1)], np.array([]), assumed_spread=1.0)
    with pytest.raises(InputRejected, match="must not be below zero"):
        roll_out([pilot(8, 1)], np.ones(2), assumed_spread=-1.0)

"""Towns are compared with towns of their kind; what stands far from it is said, never hidden."""

import numpy as np
import pytest

from klimamosaik.balance.kernel.outliers import (
    AREA_TYPES,
    INDICATORS,
    is_far,
    kind_of,
    peers_of,
    scores,
)

KINDS = (71, 72, 73, 74, 75, 76, 77)  # RegioStaR 7: the regional types of the transport ministry


def of_kinds(*kinds: float) -> np.ndarray:
    return np.array(kinds, dtype=float)


def test_each_regional_type_is_a_kind_of_its_own_and_others_are_unknown() -> None:
    assert (0, *KINDS) == AREA_TYPES
    assert kind_of(of_kinds(0, *KINDS)).tolist() == list(range(8))
    assert kind_of(of_kinds(70, 78, 7, np.nan)).tolist() == [0, 0, 0, 0]


@pytest.mark.parametrize("kind", KINDS)
def test_a_town_is_held_against_the_median_of_its_kind(kind: int) -> None:
    others = next(each for each in KINDS if each != kind)
    area = of_kinds(*[kind] * 5, *[others] * 5)
    use = np.array([1.0, 2.0, 4.0, 8.0, 16.0] + [100.0] * 5)
    values = np.repeat(use[:, None], len(INDICATORS), axis=1)
    peers = peers_of(values, area)
    row = AREA_TYPES.index(kind)
    assert np.exp(peers.median[row]) == pytest.approx(4.0)
    assert np.exp(peers.spread[row]) == pytest.approx(2.0)
    found = scores(values, area, peers)[:5, 0]
    assert found == pytest.approx(0.6745 * np.array([-2.0, -1.0, 0.0, 1.0, 2.0]))


def test_a_kind_nobody_is_of_has_nothing_usual() -> None:
    peers = peers_of(np.ones((2, len(INDICATORS))), of_kinds(71, 71))
    assert np.isnan(peers.median[AREA_TYPES.index(72)]).all()
    assert not np.isnan(peers.median[AREA_TYPES.index(71)]).any()


def test_a_value_nobody_has_does_not_move_what_is_usual() -> None:
    values = np.array([[0.0], [2.0], [np.nan]]) * np.ones(len(INDICATORS))
    peers = peers_of(values, of_kinds(71, 71, 71))
    assert np.exp(peers.median[1]) == pytest.approx(2.0)


@pytest.mark.parametrize(
    ("score", "times", "far"),
    [
        (3.6, 1.6, True),
        (-3.6, 1 / 1.6, True),
        (3.5, 1.6, False),  # not further than 3.5
        (3.6, 1.4, False),  # less than half as much again: nobody needs to look twice
        (-3.6, 1 / 1.4, False),
        (3.6, 1.5, True),
        (np.nan, 9.0, False),
        (np.inf, 9.0, False),
    ],
)
def test_only_what_is_both_rare_and_large_is_far(score: float, times: float, far: bool) -> None:
    found = is_far(np.array([score]), np.array([10.0 * times]), np.array([10.0]))
    assert bool(found[0]) is far

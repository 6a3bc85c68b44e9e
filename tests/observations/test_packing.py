"""Years of days take few bytes, and not a bit is lost."""

import numpy as np
import pytest
from numpy.typing import NDArray

from klimamosaik.observations.store import packing
from klimamosaik.observations.store.packing import LENGTH

RANDOM = np.random.default_rng(7)
QUARTERS = (LENGTH, 96)


def whole_years(days: NDArray[np.float64]) -> NDArray[np.float64]:
    """A year whose last days are not known yet."""
    years = np.full((1, LENGTH), np.nan)
    years[0, : days.size] = days
    return years


CASES = {
    "daily readings of two digits": (np.round(RANDOM.random(LENGTH) * 900, 2), 1200),
    "sums of quarter-hours of three digits": (
        np.round(RANDOM.random(QUARTERS) * 3, 3).sum(axis=1),
        1150,
    ),
    "counted litres": (np.rint(RANDOM.random(300) * 40), 800),
    "large meters": (np.round(RANDOM.random(LENGTH) * 4e6, 1), 1500),
    "the same every day": (np.full(LENGTH, 0.1 + 0.2), 1150),
    "drawn and fed in": (np.round(RANDOM.normal(size=LENGTH), 3), 800),
    "means of temperatures": (np.round(RANDOM.normal(size=(LENGTH, 24)), 1).mean(axis=1), 2928),
    "a single day": (np.array([12.5]), 800),
    "nothing known": (np.array([]), 2928),
    "zeros of both signs": (np.array([0.0, -0.0, 1.5]), 2928),
    "the largest there can be": (np.array([1e15, -1e15, 0.1, 1e15 - 0.125]), 2928),
    "a tiny one beside": (np.array([5e-324, 1.0]), 2928),
}


@pytest.mark.parametrize("name", CASES)
def test_every_bit_comes_back(name: str) -> None:
    days, most = CASES[name]
    years = whole_years(days)
    [packed] = packing.packed_values(years)
    assert packing.opened_values([packed]).tobytes() == years.tobytes()
    assert len(packed) <= most


def test_many_years_keep_their_places() -> None:
    years = np.concatenate([whole_years(days) for days, _ in CASES.values()] * 3)
    packed = packing.packed_values(years)
    assert packing.opened_values([memoryview(each) for each in packed]).tobytes() == years.tobytes()


def test_shares_of_days_come_back() -> None:
    whole = np.ones(LENGTH, np.float32)
    begun = np.concatenate([np.zeros(40), [1 / 24], np.ones(325)]).astype(np.float32)
    holes = RANDOM.random(LENGTH).astype(np.float32)
    shares = np.stack([whole, begun, holes, np.zeros(LENGTH, np.float32)])
    packed = packing.packed_shares(shares)
    assert packing.opened_shares(packed).tobytes() == shares.tobytes()
    assert [len(each) for each in packed] == [46, 52, LENGTH * 4, 46]


def test_days_marked_take_no_room_where_there_are_none() -> None:
    marked = np.zeros((2, LENGTH), np.bool_)
    marked[1, [0, 59, 365]] = True
    none, some = packing.packed_flags(marked)
    assert none is None
    assert some is not None
    assert len(some) == packing.MASK
    np.testing.assert_array_equal(packing.opened_flags([some]), marked[1:])

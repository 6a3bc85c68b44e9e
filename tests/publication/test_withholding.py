"""What may not be public because it would tell of few homes."""

from fractions import Fraction
from itertools import combinations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.linalg import matrix_rank

from klimamosaik.publication.kernel.subtracting import Combination, connected
from klimamosaik.publication.kernel.withholding import Sum, naked, size, withheld

LEAST = 5


def sums(**meters: set[int]) -> list[Sum]:
    return [Sum(name, frozenset(own)) for name, own in meters.items()]


def test_a_value_of_four_homes_is_hidden_and_one_of_five_is_not() -> None:
    found = withheld(sums(four={1}, five={2}), {1: 4, 2: 5}, LEAST)
    assert found == {"four"}


def test_a_school_is_never_hidden() -> None:
    assert withheld(sums(school={1}, town={1, 2}), {}, LEAST) == frozenset()


def test_of_six_homes_and_five_of_them_the_smaller_is_hidden() -> None:
    found = withheld(sums(house={1, 2}, part={1}), {1: 5, 2: 1}, LEAST)
    assert found == {"part"}


def test_a_home_in_one_sum_with_a_school_that_is_not_public_cannot_be_read() -> None:
    assert withheld(sums(town={1, 2}), {2: 1}, LEAST) == frozenset()


def test_a_home_beside_a_public_school_is_found_by_subtraction_so_the_school_is_hidden() -> None:
    assert withheld(sums(town={1, 2}, school={1}), {2: 1}, LEAST) == {"school"}


def test_a_rest_of_three_buildings_subtracted_together_is_seen() -> None:
    found = withheld(sums(town={1, 2, 3, 4}, a={1}, b={2}, c={3}), {4: 2}, LEAST)
    assert len(found) == 1
    assert found < {"a", "b", "c"}


def test_meters_without_homes_alone_are_not_naked() -> None:
    assert not naked({1, 2}, {}, LEAST)
    assert not naked(set(), {1: 1}, LEAST)


def test_four_homes_in_two_houses_are_as_few_as_four_in_one() -> None:
    assert naked({1, 2}, {1: 2, 2: 2}, LEAST)
    assert not naked({1, 2}, {1: 2, 2: 3}, LEAST)
    assert not naked({1, 2, 3}, {1: 2, 2: 2}, LEAST)  # nothing but homes is what can be read


def test_of_several_parts_the_one_with_the_fewest_homes_then_meters_is_hidden() -> None:
    homes = {1: 6, 2: 5, 3: 2}
    assert withheld(sums(town={1, 2, 3}, a={1}, b={2}), homes, LEAST) == {"b"}
    schools = {4: 2}
    assert withheld(sums(town={1, 2, 3, 4}, a={1, 2}, b={3}), schools, LEAST) == {"b"}
    assert size(Sum("a", frozenset({1, 3, 9})), homes) == (8, 3)


def test_sums_that_overlap_in_part_are_combined_and_the_smallest_is_hidden() -> None:
    """Houses of three homes each: (ab + ac - bc) / 2 is the first, though each pair has six."""
    homes = {1: 3, 2: 3, 3: 3}
    pairs = sums(ab={1, 2}, bc={2, 3}, ac={1, 3})
    assert withheld(pairs, homes, LEAST) == {"ab"}
    assert withheld(pairs[:2], homes, LEAST) == frozenset()


def test_a_chain_of_differences_is_followed_to_its_end() -> None:
    """One flat and a school, the school with a depot, the depot with a pool, the pool alone."""
    chain = sums(flat={1, 2}, school={2, 3}, depot={3, 4}, pool={4})
    assert withheld(chain, {1: 1}, LEAST) == {"pool"}
    assert withheld(chain[:3], {1: 1}, LEAST) == frozenset()


def test_two_sums_of_many_homes_each_do_not_tell_of_the_few_between_them() -> None:
    assert withheld(sums(left={1, 2}, right={2, 3}), {1: 9, 2: 1, 3: 9}, LEAST) == frozenset()


@given(
    homes=st.dictionaries(st.integers(1, 7), st.integers(0, 6), max_size=7),
    chosen=st.lists(st.frozensets(st.integers(1, 7), min_size=1), min_size=1, max_size=6),
)
def test_no_combination_of_public_sums_tells_of_few_homes(
    homes: dict[int, int], chosen: list[frozenset[int]]
) -> None:
    """By rank: sums tell of a set of meters where without its columns fewer equations are left."""
    every = [Sum(str(place), meters) for place, meters in enumerate(chosen)]
    hidden = withheld(every, homes, LEAST)
    shown = [each.meters for each in every if each.name not in hidden]
    table = np.array([[meter in own for meter in range(1, 8)] for own in shown], dtype=float)
    for count in range(1, LEAST):
        for few in combinations(range(1, 8), count):
            if shown and naked(few, homes, LEAST):
                others = [meter - 1 for meter in range(1, 8) if meter not in few]
                assert matrix_rank(table) == matrix_rank(table[:, others])


@given(
    homes=st.dictionaries(st.integers(1, 6), st.integers(0, 6), max_size=6),
    chosen=st.lists(st.frozensets(st.integers(1, 6), min_size=1), min_size=1, max_size=5),
)
def test_nothing_naked_is_left_to_subtract(
    homes: dict[int, int], chosen: list[frozenset[int]]
) -> None:
    """Of any public sums, one taken from another never leaves a naked rest."""
    every = [Sum(str(place), meters) for place, meters in enumerate(chosen)]
    hidden = withheld(every, homes, LEAST)
    shown = [each.meters for each in every if each.name not in hidden]
    assert not any(naked(meters, homes, LEAST) for meters in shown)
    for one, other in combinations(shown, 2):
        for whole, part in ((one, other), (other, one)):
            if part < whole:
                assert not naked(whole - part, homes, LEAST)


def test_sums_that_share_no_meters_are_looked_at_apart() -> None:
    hall, school, flats = (frozenset({meter}) for meter in (1, 2, 3))
    both, one, other = (
        Combination(dict.fromkeys(groups, Fraction(1)), {})
        for groups in ((hall, school), (school,), (flats,))
    )
    parts = [{id(row) for row in part} for part in connected([other, one, both])]
    assert sorted(parts, key=len) == [{id(other)}, {id(one), id(both)}]

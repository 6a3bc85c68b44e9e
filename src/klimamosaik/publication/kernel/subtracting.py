"""What can be worked out by adding and subtracting public sums: exact elimination, no guess.

Meters that stand in the same sums can never be told apart; such a group is one unknown. Each public
sum is an equation in the groups. Eliminating every group that may be told leaves the combinations
that speak of small groups alone (Gauss, by fractions). No Django, no files.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import combinations
from typing import TypeVar

MOST_TRIED = 20_000  # sets of groups that are tried; beyond, what is left counts as told

Key = TypeVar("Key")
Group = frozenset[int]  # meters that stand in the same sums
Row = dict[Group, Fraction]  # what is left of an equation: the factor of each group


@dataclass
class Combination:
    """Public sums, each taken so many times, and what they come to."""

    groups: Row
    sums: dict[str, Fraction] = field(default_factory=dict)

    def take(self, group: Group, other: "Combination") -> None:
        """Take the other so many times away that this group is gone."""
        factor = self.groups[group] / other.groups[group]
        subtract(self.groups, other.groups, factor)
        subtract(self.sums, other.sums, factor)


def subtract(one: dict[Key, Fraction], other: Mapping[Key, Fraction], factor: Fraction) -> None:
    """Take `factor` times the other away; what comes to zero is left out."""
    for key, value in other.items():
        left = one.get(key, Fraction(0)) - factor * value
        if left:
            one[key] = left
        else:
            one.pop(key, None)


def sums_that_reveal(
    sums: Mapping[str, frozenset[int]], small: Callable[[frozenset[int]], bool]
) -> tuple[frozenset[str], ...]:
    """Names of sums from which together a small set of meters can be worked out, if there are any.

    sums: the meters of each public sum. small: True of meters whose value must not be told. One of
    each set has to go.
    """
    found = (smallest(reduced(part), small) for part in connected(eliminated(sums, small)))
    return tuple(each for each in found if each is not None)


def equations(sums: Mapping[str, frozenset[int]]) -> list[Combination]:
    """Each sum by its groups."""
    standing: dict[int, set[str]] = defaultdict(set)
    for name, meters in sums.items():
        for meter in meters:
            standing[meter].add(name)
    alike: dict[frozenset[str], set[int]] = defaultdict(set)
    for meter, names in standing.items():
        alike[frozenset(names)].add(meter)
    rows: dict[str, Row] = {name: {} for name in sums}
    for standing_in, group in alike.items():
        for name in standing_in:
            rows[name][frozenset(group)] = Fraction(1)
    return [Combination(row, {name: Fraction(1)}) for name, row in rows.items() if row]


def eliminated(
    sums: Mapping[str, frozenset[int]], small: Callable[[frozenset[int]], bool]
) -> list[Combination]:
    """The combinations of these sums that speak of small groups alone."""
    rows = equations(sums)
    groups = {group for row in rows for group in row.groups}
    large = {group for group in groups if not small(group)}
    if large == groups:
        return []  # nothing small is in any sum: whatever they come to holds a large group
    return without(rows, large)


def without(rows: Sequence[Combination], large: Collection[Group]) -> list[Combination]:
    """All combinations in which none of these groups stands; the rows given are changed."""
    left = list(rows)
    for group in sorted(large, key=sorted):
        holding = [row for row in left if group in row.groups]
        if holding:
            pivot = min(holding, key=lambda row: (len(row.groups), sorted(row.sums)))
            left = [row for row in left if row is not pivot]
            for row in holding:
                if row is not pivot:
                    row.take(group, pivot)
    return [row for row in left if row.groups]


def reduced(rows: Sequence[Combination]) -> list[Combination]:
    """Independent combinations, each with a group no other has."""
    left, found = list(rows), list[Combination]()
    while left:
        pivot = min(left, key=lambda row: len(row.groups))
        group = min(pivot.groups, key=sorted)
        left = [row for row in left if row is not pivot]
        for row in (*left, *found):
            if group in row.groups:
                row.take(group, pivot)
        left = [row for row in left if row.groups]
        found.append(pivot)
    return found


def connected(rows: Sequence[Combination]) -> Iterator[list[Combination]]:
    """Combinations that share groups, together: others cannot help to work anything out of them."""
    left = list(rows)
    while left:
        part, groups = [left.pop()], set[Group]()
        while True:
            groups |= {group for row in part for group in row.groups}
            near = [row for row in left if groups & row.groups.keys()]
            if not near:
                break
            left = [row for row in left if not groups & row.groups.keys()]
            part += near
        yield part


def smallest(
    rows: Sequence[Combination], small: Callable[[frozenset[int]], bool]
) -> frozenset[str] | None:
    """The sums of a combination that tells of a small set; None where there is none."""
    for row in rows:
        if small(frozenset().union(*row.groups)):
            return frozenset(row.sums)
    if len(rows) == 1:
        return None
    groups = sorted({group for row in rows for group in row.groups}, key=sorted)
    for tried, chosen in enumerate(small_sets(groups, small)):
        if tried == MOST_TRIED:
            return frozenset(name for row in rows for name in row.sums)
        found = within(rows, frozenset(chosen))
        if found is not None:
            return found
    return None


def small_sets(
    groups: Sequence[Group], small: Callable[[frozenset[int]], bool]
) -> Iterator[tuple[Group, ...]]:
    """Every set of groups that is small together; none larger than the first size without any."""
    for size in range(1, len(groups) + 1):
        found = False
        for chosen in combinations(groups, size):
            if small(frozenset().union(*chosen)):
                found = True
                yield chosen
        if not found:
            return


def within(rows: Sequence[Combination], chosen: frozenset[Group]) -> frozenset[str] | None:
    """The sums of a combination that speaks of chosen groups alone; None: there is none."""
    copies = [Combination(dict(row.groups), dict(row.sums)) for row in rows]
    others = {group for row in rows for group in row.groups} - chosen
    left = without(copies, others)
    return frozenset(left[0].sums) if left else None

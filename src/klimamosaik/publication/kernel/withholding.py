"""What may not be public because it would tell of few homes, alone or by subtraction.

A value of meters is naked where nothing but homes stands behind it and they are fewer than the
rule asks for. Mixed with a school nobody can read the home out of the sum.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

Meters = frozenset[int]


@dataclass(frozen=True)
class Sum:
    """A public value and the meters it adds up; the parts lie inside the whole."""

    name: str
    meters: Meters


def naked(meters: Iterable[int], homes: Mapping[int, int], least: int) -> bool:
    """True where these meters serve homes only, at least one and fewer than `least`.

    homes: homes behind each meter; a meter that is not in it serves none.
    """
    served = [homes.get(meter, 0) for meter in meters]
    return bool(served) and all(served) and sum(served) < least


def withheld(sums: Sequence[Sum], homes: Mapping[int, int], least: int) -> frozenset[str]:
    """The names of sums that must stay hidden so that no naked value can be read or worked out.

    From any sum others that lie inside it and do not overlap can be subtracted: where what is left
    is naked, the smallest of them is hidden. Hiding one may bare nothing new, so the work ends.
    """
    hidden = {each.name for each in sums if naked(each.meters, homes, least)}
    while True:
        shown = [each for each in sums if each.name not in hidden]
        bare = next(
            (part for whole in shown if (part := telling(whole, shown, homes, least))), None
        )
        if bare is None:
            return frozenset(hidden)
        hidden.add(bare.name)


def telling(whole: Sum, shown: Sequence[Sum], homes: Mapping[int, int], least: int) -> Sum | None:
    """The smallest sum whose subtraction from `whole` leaves a naked value; None: there is none."""
    inside = [each for each in shown if each.meters < whole.meters]
    for chosen in (largest_apart(inside), *([each] for each in inside)):
        left = whole.meters.difference(*(each.meters for each in chosen))
        if chosen and naked(left, homes, least):
            return min(chosen, key=lambda each: (size(each, homes), each.name))
    return None


def largest_apart(sums: Iterable[Sum]) -> list[Sum]:
    """Sums that do not overlap, the largest first."""
    found: list[Sum] = []
    taken: set[int] = set()
    for each in sorted(sums, key=lambda each: -len(each.meters)):
        if not taken & each.meters:
            found.append(each)
            taken |= each.meters
    return found


def size(one: Sum, homes: Mapping[int, int]) -> tuple[int, int]:
    """Homes, then meters: what is smaller is hidden rather."""
    return sum(homes.get(meter, 0) for meter in one.meters), len(one.meters)

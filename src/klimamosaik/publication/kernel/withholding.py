"""What may not be public because it would tell of few homes, alone or by subtraction.

A value of meters is naked where nothing but homes stands behind it and they are fewer than the
rule asks for. Mixed with a school nobody can read the home out of the sum; mixed with a user so
small that the sum is nearly the home's, it can be guessed.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from klimamosaik.publication.kernel.dominance import guessed_from_sums
from klimamosaik.publication.kernel.subtracting import sums_that_reveal

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


def nothing_guessed(_: Meters) -> bool:
    """Where nothing is known of how much is used."""
    return False


def withheld(
    sums: Sequence[Sum],
    homes: Mapping[int, int],
    least: int,
    guessed: Callable[[Meters], bool] = nothing_guessed,
) -> frozenset[str]:
    """The names of sums that must stay hidden so that no few homes can be read or worked out.

    Whatever adding and subtracting the others can come to is looked at, also of sums that overlap
    in part: where it is naked, or few homes can be guessed from it, the smallest of the sums it
    takes is hidden. Hiding one may bare nothing new, so the work ends.

    guessed: True of meters whose sum is nearly that of the few homes among them.
    """
    by_name = {each.name: each for each in sums}
    hidden = {each.name for each in sums if naked(each.meters, homes, least)}

    def small(meters: Meters) -> bool:
        return naked(meters, homes, least)

    while True:
        shown = {each.name: each.meters for each in sums if each.name not in hidden}
        telling = sums_that_reveal(shown, small) or tuple(guessed_from_sums(shown, guessed))
        if not telling:
            return frozenset(hidden)
        hidden |= {
            min(each, key=lambda name: (size(by_name[name], homes), name)) for each in telling
        }


def size(one: Sum, homes: Mapping[int, int]) -> tuple[int, int]:
    """Homes, then meters: what is smaller is hidden rather."""
    return sum(homes.get(meter, 0) for meter in one.meters), len(one.meters)

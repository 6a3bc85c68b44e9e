"""Which sums few homes can be guessed from: the (n,k) rule of official statistics.

A home beside a small user need not be worked out: the sum itself comes close to it. Where few
homes have more than a share of a sum, whoever takes the whole for theirs errs by little. No Django,
no files.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

Meters = frozenset[int]
Uses = np.ndarray[Any, np.dtype[np.float64]]


@dataclass(frozen=True)
class HomesInSums:
    """What is needed to see how much of a sum is that of few homes."""

    homes: Mapping[int, int]  # behind each meter; one that is not in it serves none
    least: int  # from so many homes on a sum tells of none of them
    share: float  # 0..1, what few homes may have of a sum at most
    uses: Mapping[int, Uses]  # of each meter in each period, all in one unit; NaN: not known

    def guessed(self, meters: Meters) -> bool:
        """True where fewer homes than `least` have more than `share` of a sum in some period.

        What is not known of others counts as nothing: they hide no home.
        """
        served = sum(self.homes.get(meter, 0) for meter in meters)
        if not 0 < served < self.least:
            return False
        at_home = self.together({meter for meter in meters if self.homes.get(meter, 0)})
        return bool(np.any((at_home > 0) & (at_home > self.share * self.together(meters))))

    def together(self, meters: Meters | set[int]) -> Uses:
        """The use of several meters in each period; what is not known is left out."""
        known = [self.uses[meter] for meter in meters if meter in self.uses]
        return np.nansum(np.abs(known), axis=0) if known else np.zeros(1)


def guessed_from_sums(
    sums: Mapping[str, Meters], guessed: Callable[[Meters], bool]
) -> Iterator[frozenset[str]]:
    """Names of sums from which together few homes can be guessed; one of each set has to go.

    Looked at is each sum, and what is left of it without the public sums inside it, the largest
    first. Where no sums overlap in part this is all there is: of two sums none of which tells of a
    home, the two together do not either.
    """
    standing: dict[int, set[str]] = defaultdict(set)
    for name, meters in sums.items():
        for meter in meters:
            standing[meter].add(name)
    for name, meters in sums.items():
        if guessed(meters):
            yield frozenset({name})
            continue
        left, taken = meters, {name}
        near = set[str]().union(*(standing[meter] for meter in meters))
        inside = [other for other in near if sums[other] < meters]
        for other in sorted(inside, key=lambda each: (-len(sums[each]), each)):
            if sums[other] < left:
                left, taken = left - sums[other], taken | {other}
        if len(taken) > 1 and guessed(left):
            yield frozenset(taken)

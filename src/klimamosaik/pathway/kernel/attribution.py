"""Which measure brought how much, when savings compound: parts that add up exactly.

Logarithmic mean (LMDI; Ang, Energy Policy 33, 2005): of what the measures on a use save together,
each gets the part of its logarithm (equation 6). It needs no order among the measures.
"""

from collections.abc import Collection
from dataclasses import replace

import numpy as np

from klimamosaik.pathway.kernel.draw_ranges import estimates_of
from klimamosaik.pathway.kernel.posterior import Draws
from klimamosaik.pathway.kernel.simulation import Projection, year_column
from klimamosaik.terms.estimate import Estimate


def parts(outlook: Projection, year: int) -> tuple[Estimate, ...]:
    """Reduction of `year` by measure [t CO2e/a], in their order; the means add up to its mean.

    Where all draws but a few are alike, their mean may lie outside the range: it ends there then.
    """
    found = estimates_of(part_draws(outlook, year))
    return tuple(
        replace(each, low=min(each.low, each.mean), high=max(each.high, each.mean))
        for each in found
    )


def parts_in_force(outlook: Projection, year: int) -> dict[str, Estimate]:
    """By code what each measure in force in `year` reduces [t CO2e/a], overlaps taken off.

    A measure that starts later is none of them. Raises InputRejected for a year outside.
    """
    column = year_column(outlook, year)
    found = zip(outlook.measures, parts(outlook, year), strict=True)
    return {
        measure.code: part
        for place, (measure, part) in enumerate(found)
        if outlook.force[place, column] != 0
    }


def parts_on_top(outlook: Projection, year: int, codes: Collection[str]) -> dict[str, Estimate]:
    """By code what some measures reduce on top of all others in `year` [t CO2e/a].

    They act on what the others leave: their means and those of the others by themselves add up to
    the mean of all together. Raises InputRejected for a year outside.
    """
    found = estimates_of(part_draws(outlook, year, codes))
    return {
        measure.code: replace(each, low=min(each.low, each.mean), high=max(each.high, each.mean))
        for measure, each in zip(outlook.measures, found, strict=True)
        if measure.code in codes
    }


def part_draws(outlook: Projection, year: int, codes: Collection[str] | None = None) -> Draws:
    """Reduction of each measure in each draw, shape (D, M) [t CO2e/a].

    With `codes` those measures act on what all others leave; columns of the others mean nothing.
    """
    column = year_column(outlook, year)
    drawn = outlook.logs * outlook.force[:, column]
    for place, use in enumerate(outlook.uses):
        on_use = [k for k, measure in enumerate(outlook.measures) if measure.use == use.code]
        mine = [k for k in on_use if codes is None or outlook.measures[k].code in codes]
        rest = [k for k in on_use if k not in mine]
        together = drawn[:, mine].sum(axis=1)
        small = np.abs(together) < 1e-6
        safe = np.where(small, 1.0, together)
        mean = np.where(small, 1.0, np.expm1(safe) / safe)  # 1 is its limit at 0
        left = np.exp(drawn[:, rest].sum(axis=1)) if rest else np.float32(1)
        scale = -outlook.baseline[place, :, column] * left * mean  # (6)
        drawn[:, mine] *= scale[:, None].astype(np.float32)
    return np.asarray(drawn, dtype=np.float32)

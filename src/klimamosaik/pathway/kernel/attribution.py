"""Which measure brought how much, when savings compound: parts that add up exactly.

Logarithmic mean (LMDI; Ang, Energy Policy 33, 2005): of what the measures on a use save together,
each gets the part of its logarithm (equation 6). It needs no order among the measures.
"""

from dataclasses import replace

import numpy as np

from klimamosaik.pathway.kernel.drawn import estimates_of
from klimamosaik.pathway.kernel.posterior import Draws
from klimamosaik.pathway.kernel.simulation import Projection, year_column
from klimamosaik.terms.estimate import CONFIDENCE, Estimate


def parts(outlook: Projection, year: int, confidence: float = CONFIDENCE) -> tuple[Estimate, ...]:
    """Reduction of `year` by measure [t CO2e/a], in their order; the means add up to its mean.

    Where all draws but a few are alike, their mean may lie outside the range: it ends there then.
    """
    found = estimates_of(part_draws(outlook, year), confidence)
    return tuple(
        replace(each, low=min(each.low, each.mean), high=max(each.high, each.mean))
        for each in found
    )


def parts_in_force(
    outlook: Projection, year: int, confidence: float = CONFIDENCE
) -> dict[str, Estimate]:
    """By code what each measure in force in `year` reduces [t CO2e/a], overlaps taken off.

    A measure that starts later is none of them. Raises InputRejected for a year outside.
    """
    column = year_column(outlook, year)
    found = zip(outlook.measures, parts(outlook, year, confidence), strict=True)
    return {
        measure.code: part
        for place, (measure, part) in enumerate(found)
        if outlook.force[place, column] != 0
    }


def part_draws(outlook: Projection, year: int) -> Draws:
    """Reduction of each measure in each draw, shape (D, M) [t CO2e/a]."""
    column = year_column(outlook, year)
    drawn = outlook.logs * outlook.force[:, column]
    for place, use in enumerate(outlook.uses):
        mine = [k for k, measure in enumerate(outlook.measures) if measure.use == use.code]
        together = drawn[:, mine].sum(axis=1)
        small = np.abs(together) < 1e-6
        safe = np.where(small, 1.0, together)
        mean = np.where(small, 1.0, np.expm1(safe) / safe)  # 1 is its limit at 0
        scale = -outlook.baseline[place, :, column] * mean  # (6)
        drawn[:, mine] *= scale[:, None].astype(np.float32)
    return np.asarray(drawn, dtype=np.float32)

"""Which measure brought how much, when savings compound: parts that add up exactly.

Logarithmic mean (LMDI; Ang, Energy Policy 33, 2005): of what the measures on a use save together,
each gets the part of its logarithm (equation 6). It needs no order among the measures.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from klimamosaik.pathway.kernel.posterior import Draws
from klimamosaik.pathway.kernel.simulation import Projection, year_column

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Attribution:
    """Reduction by measure in one year [t CO2e/a], each of shape (M,)."""

    year: int
    mean: Floats
    low: Floats
    high: Floats
    confidence: float  # 0..1


def parts(outlook: Projection, year: int, confidence: float = 0.9) -> Attribution:
    """Split the reduction of `year` among the measures; the means add up to its mean."""
    drawn = part_draws(outlook, year)
    tail = (1 - confidence) / 2
    low, high = (
        np.quantile(drawn, [tail, 1 - tail], axis=0)
        if drawn.shape[1]
        else (np.empty(0), np.empty(0))
    )
    mean = drawn.mean(axis=0, dtype=np.float64)
    return Attribution(year, mean, np.minimum(low, mean), np.maximum(high, mean), confidence)


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

"""How far off an estimate is, learnt from what was published."""

from collections.abc import Sequence

import numpy as np

CONSISTENT = 1.4826  # makes the median of absolute deviations that of a normal distribution
FAR = 2.5  # deviations beyond which one town says no more than that it is far off


def deviation(off: Sequence[float]) -> float:
    """Standard deviation about zero of logarithms of ours over published.

    About zero, not about their mean: where all towns lie on one side, that is an error too. One far
    town counts as one at the edge. Raises ValueError for fewer than three.
    """
    if len(off) < 3:
        raise ValueError(f"three towns at least are needed, not {len(off)}")
    values = np.asarray(off, dtype=np.float64)
    edge = FAR * CONSISTENT * float(np.median(np.abs(values)))
    return float(np.sqrt(np.mean(np.minimum(values**2, edge**2))))

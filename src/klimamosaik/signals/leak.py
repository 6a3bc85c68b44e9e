"""A flow that never ends: what runs in the least hours, day and night."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Seconds = NDArray[np.int64]
HOUR = 3600
WHOLE = 0.99  # 1, share of an hour that must be known


@dataclass(frozen=True)
class EndlessFlow:
    """What never stops."""

    least: float  # a hour, in the least hour [unit of the values]
    low: float  # a hour, in a tenth of the hours less than this [the same]
    hours: int  # known


def endless_flow(
    starts: Seconds, lengths: Seconds, values: Numbers, *, needed: int
) -> EndlessFlow | None:
    """What flows in every hour there is; None where an hour was without, or too few are known.

    starts [s since 1970], lengths [s], at most an hour each, values: use, shape (n,), not finite
    where unknown. Readings are added up to whole hours first, for a meter that counts in steps of
    ten litres is at zero most quarters of an hour, leak or none. Raises ValueError for longer ones.
    """
    known = np.isfinite(values) & (lengths > 0)
    starts, lengths, values = starts[known], lengths[known], values[known]
    if (lengths > HOUR).any():
        raise ValueError("readings longer than an hour do not tell whether a flow ends")
    hours, at = np.unique(starts // HOUR, return_inverse=True)
    covered = np.bincount(at, lengths, len(hours))
    sums = np.bincount(at, values, len(hours))[covered >= WHOLE * HOUR]
    if sums.size < needed or float(sums.min()) <= 0:
        return None
    return EndlessFlow(float(sums.min()), float(np.quantile(sums, 0.1)), sums.size)

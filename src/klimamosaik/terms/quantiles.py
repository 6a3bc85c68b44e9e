"""Quantiles of the normal and of Student's distribution.

They are those of `scipy.stats`, to the last bit, from the functions it calls itself: loading
`scipy.stats` costs every process 40 MB and half a second.
"""

from typing import Any

import numpy as np

Numbers = np.ndarray[Any, np.dtype[np.float64]]


def normal_quantile(share: float) -> float:
    """Below which value [standard deviations] `share` (0..1) of a normal distribution lies."""
    from scipy.special import ndtri

    return float(ndtri(share))


def student_quantile(share: float | Numbers, freedom: float) -> Numbers:
    """The same of Student's distribution with `freedom` degrees, element by element."""
    from scipy.special import stdtrit

    return np.asarray(stdtrit(freedom, share))

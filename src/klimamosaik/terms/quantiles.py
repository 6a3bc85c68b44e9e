"""Quantiles of the normal and of Student's distribution.

Those of Student are of the function `scipy.stats` calls itself. Loading `scipy.stats` costs every
process 40 MB, `scipy.special` 18 MB: what each town's pages ask for comes from Python itself.
"""

from statistics import NormalDist
from typing import Any

import numpy as np

Numbers = np.ndarray[Any, np.dtype[np.float64]]
STANDARD = NormalDist()


def normal_quantile(share: float) -> float:
    """Below which value [standard deviations] `share` (0..1) of a normal distribution lies."""
    return STANDARD.inv_cdf(share)


def student_quantile(share: float | Numbers, freedom: float) -> Numbers:
    """The same of Student's distribution with `freedom` degrees, element by element."""
    from scipy.special import stdtrit  # large, and only who learns or passes on needs it

    return np.asarray(stdtrit(freedom, share))

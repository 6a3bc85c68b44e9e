"""A sensor that slowly tells other numbers than it used to, against its own past."""

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
LIKE_EACH_OTHER = 0.9  # 1, share of the days that lie on the same side
ENOUGH = 0.75  # 1, share of the days that both years know


def drift(now: Numbers, before: Numbers) -> float | None:
    """How much more a sensor says than on the same days a year before, in its unit.

    now, before: means of days, of the newest weeks and of the same weeks of the year before, nan
    where unknown, shape (d,). The median of the differences; None where too few days are known, or
    where they do not agree: then it is the weather of two years, not a sensor that drifts.
    """
    apart = now - before
    apart = apart[np.isfinite(apart)]
    if not apart.size or apart.size < ENOUGH * now.size:
        return None
    middle = float(np.median(apart))
    agreeing = float((np.sign(apart) == np.sign(middle)).mean())
    return middle if middle and agreeing >= LIKE_EACH_OTHER else None

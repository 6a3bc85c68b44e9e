"""What each meter used, month by month."""

from collections.abc import Mapping, Sequence

import numpy as np

from klimamosaik.places.models import MeterPoint
from klimamosaik.reports.doubts import months_of
from klimamosaik.reports.kernel.months import Floats


def use_by_month(*, points: Sequence[MeterPoint], years: Sequence[int]) -> Mapping[int, Floats]:
    """Use [kWh, water m³] of meter points by calendar month of the years, by their ids.

    By readings; where a month has none, by bills; NaN where neither is known.
    """
    if not points:
        return {}
    found = months_of(points, years, None)
    billed = np.where(found.billed.days > 0, found.billed.amount, np.nan)
    use = np.where(found.read.days > 0, found.read.amount, billed)
    return {point.pk: row for point, row in zip(found.points, use, strict=True)}

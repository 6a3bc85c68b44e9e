"""What was measured of a measure, as others are told of it."""

from dataclasses import dataclass
from datetime import date

from klimamosaik.terms.estimate import Estimate


@dataclass(frozen=True)
class MeasuredSummary:
    """The newest measured effect of a measure, as others are told of it."""

    day: date  # it was worked out
    saving: Estimate  # [kWh] over the days reported
    saved_percent: float | None
    days: int  # [d] reported
    verdict: str
    method_version: str
    data_version: int

"""What was measured of a measure, as others are told of it."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class MeasuredTold:
    """The newest measured effect of a measure, as others are told of it."""

    day: date  # it was worked out
    saved_kwh: float  # over the days reported
    low_kwh: float | None
    high_kwh: float | None
    saved_percent: float | None
    confidence: float  # 0..1 of the range
    days: int  # [d] reported
    verdict: str
    method_version: str
    data_version: int

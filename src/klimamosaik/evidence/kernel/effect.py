"""From readings to a measured effect with its range."""

from dataclasses import dataclass

import numpy as np

from klimamosaik.evidence.kernel.expectation import Expectation, ModelShape
from klimamosaik.terms.complaint import Complaint
from klimamosaik.terms.figure import Verdict


@dataclass(frozen=True)
class Effect:
    """What changed, in kWh over the reporting days; None where the readings cannot say."""

    saved_kwh: float | None  # [kWh] expected minus measured; negative: used more
    saved_percent: float | None  # [%] of the expected use
    low_kwh: float | None  # [kWh] lower end of the range of the saving
    high_kwh: float | None  # [kWh] upper end
    confidence: float  # 0..1, that of the range
    verdict: Verdict
    expected_kwh: float | None  # [kWh] without the measure
    measured_kwh: float | None  # [kWh] on the same days
    method: str
    model: ModelShape | None
    cvrmse: float | None  # 1
    noise_kwh: float | None  # [kWh] half width the scatter of readings alone would give
    drift_kwh: float | None  # [kWh] half width the drift of use alone would give
    days_used: int  # [d] days of baseline behind the model
    days_reported: int  # [d] days the effect is summed over
    warnings: tuple[Complaint, ...]  # what a colleague would add
    expectation: Expectation | None = None  # day by day, for charts
    shared_drift: float = 0.0  # 0..1, part of the drift that comparison meters took off
    control_change_percent: float | None = None  # [%] use more than expected at the controls


def missing(values: "np.ndarray[tuple[int], np.dtype[np.float64]]") -> int:
    """Count the missing values."""
    return int(np.isnan(values).sum())

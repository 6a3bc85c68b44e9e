"""Effects of many meters at once: the same steps as for one, on whole arrays."""

from dataclasses import dataclass
from functools import reduce
from operator import add

import numpy as np

from klimamosaik.evidence.kernel.day_types import Holidays
from klimamosaik.evidence.kernel.days_expected import Days, expect_days
from klimamosaik.evidence.kernel.drift import DriftPrior, unrest_of
from klimamosaik.evidence.kernel.placebo import complete
from klimamosaik.evidence.kernel.question import BASELINE_DAYS, BaselineMethod
from klimamosaik.evidence.kernel.series import Flags, Numbers
from klimamosaik.terms.estimate import CONFIDENCE, Estimate, made_of
from klimamosaik.terms.figure import Quality

MEASURED = Quality.MEASURED
METERS_AT_ONCE = 512  # keeps the days of a block in the processor's cache


@dataclass(frozen=True)
class Effects:
    """Effects of m meters; arrays have shape (m,), nan where not known."""

    saving: tuple[Estimate | None, ...]  # [kWh] None where not decidable
    expected_kwh: Numbers  # [kWh]
    measured_kwh: Numbers  # [kWh]
    cvrmse: Numbers  # 1

    def __add__(self, more: "Effects") -> "Effects":
        """Further meters behind these."""
        return Effects(
            self.saving + more.saving,
            np.concatenate([self.expected_kwh, more.expected_kwh]),
            np.concatenate([self.measured_kwh, more.measured_kwh]),
            np.concatenate([self.cvrmse, more.cvrmse]),
        )


def effects_of_many(
    data: Days,
    *,
    baseline: Flags,
    reporting: Flags,
    prior: DriftPrior,
    calendar: Holidays,
    confidence: float = CONFIDENCE,
    method: BaselineMethod = BaselineMethod.DAILY,
) -> Effects:
    """Effects of all meters of `data` that share weather, calendar and days, shape (d,).

    For a city's whole stock or a search for odd meters: readings are taken as clean, and own
    years and comparison meters are left to `measure_effect`. Meters with more than a tenth of
    their baseline missing are not decidable.
    """
    blocks = range(0, max(len(data.use), 1), METERS_AT_ONCE)
    parts = []
    for at in blocks:
        use = data.use[at : at + METERS_AT_ONCE]
        part = Days(data.days, use, data.temperature, data.carrier)
        parts.append(_block(part, baseline, reporting, prior, calendar, confidence, method))
    return reduce(add, parts)


def _block(
    data: Days,
    baseline: Flags,
    reporting: Flags,
    prior: DriftPrior,
    calendar: Holidays,
    confidence: float,
    method: BaselineMethod,
) -> Effects:
    answer = expect_days(
        data, baseline=baseline, reporting=reporting, calendar=calendar, method=method
    )
    before = data.use[:, baseline]
    expected, measured = np.nansum(answer.expected, axis=1), np.nansum(answer.measured, axis=1)
    decidable = complete(before)
    short = np.sqrt(BASELINE_DAYS / np.clip(answer.days_used, 1, BASELINE_DAYS))
    unrest = unrest_of(answer.residuals, before, answer.level)
    size = np.maximum(np.nansum(np.abs(answer.expected), axis=1), unrest.size * answer.reported)
    drift = prior.spread(unrest) * prior.horizon(answer.reported) * short * size
    factor = prior.factor(confidence, data.days[reporting][:1])
    saved = np.where(decidable, expected - measured, np.nan)
    return Effects(
        _savings(saved, factor * answer.noise_kwh, factor * drift, confidence),
        expected_kwh=expected,
        measured_kwh=measured,
        cvrmse=answer.cvrmse,
    )


def _savings(
    saved: Numbers, noise: Numbers, drift: Numbers, confidence: float
) -> tuple[Estimate | None, ...]:
    """What each meter saved [kWh]; half widths of noise and drift in kWh, too."""
    return tuple(
        made_of(mean, "kWh", noise=own, drift=shared, confidence=confidence, quality=MEASURED)
        if np.isfinite((mean, own, shared)).all()
        else None
        for mean, own, shared in zip(saved.tolist(), noise.tolist(), drift.tolist(), strict=True)
    )

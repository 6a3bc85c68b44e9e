"""Effects of many meters at once: the same steps as for one, on whole arrays."""

from dataclasses import dataclass

import numpy as np

from klimamosaik.evidence.kernel.day_types import Holidays
from klimamosaik.evidence.kernel.days_expected import Days, expect_days
from klimamosaik.evidence.kernel.drift import DriftPrior, unrest_of
from klimamosaik.evidence.kernel.placebo import complete
from klimamosaik.evidence.kernel.question import BASELINE_DAYS, BaselineMethod
from klimamosaik.evidence.kernel.series import Flags, Numbers
from klimamosaik.terms.estimate import verdict_of
from klimamosaik.terms.figure import Verdict

METERS_AT_ONCE = 512  # keeps the days of a block in the processor's cache


@dataclass(frozen=True)
class Effects:
    """Effects of m meters, shape (m,) each; nan where not decidable."""

    saved_kwh: Numbers  # [kWh]
    low_kwh: Numbers  # [kWh]
    high_kwh: Numbers  # [kWh]
    expected_kwh: Numbers  # [kWh]
    measured_kwh: Numbers  # [kWh]
    noise_kwh: Numbers  # [kWh] half width
    drift_kwh: Numbers  # [kWh] half width
    cvrmse: Numbers  # 1

    @property
    def verdict(self) -> tuple[Verdict, ...]:
        """What each range says, m of them."""
        return tuple(map(verdict_of, self.low_kwh, self.high_kwh))


def effects_of_many(
    data: Days,
    *,
    baseline: Flags,
    reporting: Flags,
    prior: DriftPrior,
    calendar: Holidays,
    confidence: float = 0.9,
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
    names = Effects.__dataclass_fields__
    return Effects(**{n: np.concatenate([getattr(part, n) for part in parts]) for n in names})


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
    half = factor * np.hypot(answer.noise_kwh, drift)
    saved = np.where(decidable, expected - measured, np.nan)
    return Effects(
        saved_kwh=saved,
        low_kwh=saved - half,
        high_kwh=saved + half,
        expected_kwh=expected,
        measured_kwh=measured,
        noise_kwh=np.where(decidable, factor * answer.noise_kwh, np.nan),
        drift_kwh=np.where(decidable, factor * drift, np.nan),
        cvrmse=answer.cvrmse,
    )

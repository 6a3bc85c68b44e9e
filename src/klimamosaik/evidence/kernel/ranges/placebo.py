"""Effects of measures that never happened: what the range is learnt from."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from klimamosaik.evidence.kernel.noise import mean_known, sum_known
from klimamosaik.evidence.kernel.question import BASELINE_DAYS, BaselineMethod
from klimamosaik.evidence.kernel.ranges.drift import BaselineInstability, unrest_of
from klimamosaik.evidence.kernel.regression.daily import Tuning
from klimamosaik.evidence.kernel.regression.day_types import Holidays
from klimamosaik.evidence.kernel.regression.days_expected import Days, DaysExpected, expect_days
from klimamosaik.evidence.kernel.series import Flags, Numbers

MOST_MISSING = 0.1  # 1, part of the days of a year that may be missing
PANDEMIC = (np.datetime64("2020-01-01", "D"), np.datetime64("2021-01-01", "D"))
USUAL = (0.6, 1.67)  # 1, ratios of use outside are large changes: hardly ever drift alone

ANOTHER_UNIT = 3.0  # 1, ratios of use beyond are no drift; the unit, the meter or a use is another


@dataclass(frozen=True)
class Placebos:
    """Found 'savings' of nothing, shape (k,) each."""

    change: Numbers  # 1, expected minus measured over expected use
    noise: Numbers  # 1, one scale of noise over use
    unrest: BaselineInstability
    cvrmse: Numbers  # 1, of the prediction over the days reported
    meter: Numbers  # index of the meter

    def where(self, kept: Flags | NDArray[np.int64]) -> "Placebos":
        """Keep some pairs."""
        return Placebos(
            self.change[kept],
            self.noise[kept],
            self.unrest.where(kept),
            self.cvrmse[kept],
            self.meter[kept],
        )


def touches_pandemic(start: np.datetime64, end: np.datetime64) -> bool:
    """Whether days from `start` up to `end` fall into it: closed buildings are no drift of use."""
    return bool(start < PANDEMIC[1] and end > PANDEMIC[0])


def alike(expected: Numbers, measured: Numbers) -> Flags:
    """Whether the sums [kWh] of use may differ by drift, however large, shape (m,)."""
    with np.errstate(invalid="ignore", divide="ignore"):
        ratio = measured / expected
    fine: Flags = (expected > 0) & (ratio >= 1 / ANOTHER_UNIT) & (ratio <= ANOTHER_UNIT)
    return fine


def complete(use: Numbers) -> Flags:
    """Meters with at most a tenth of their days missing, shape (m, d) -> (m,)."""
    enough: Flags = np.count_nonzero(np.isnan(use), axis=1) / use.shape[1] <= MOST_MISSING
    return enough


def placebos(
    data: Days,
    *,
    baseline: Flags,
    reporting: Flags,
    calendar: Holidays,
    method: BaselineMethod = BaselineMethod.DAILY,
    tuning: Tuning | None = None,
) -> Placebos:
    """Ask of measure-free days what was saved; incomplete meters are left out, as other units."""
    sides = (data.use_on(baseline), data.use_on(reporting))
    kept = np.flatnonzero(complete(sides[0]) & complete(sides[1]))
    part = data if len(kept) == len(data.use) else replace(data, use=data.use[kept])
    answer = expect_days(
        part,
        baseline=baseline,
        reporting=reporting,
        calendar=calendar,
        method=method,
        tuning=tuning,
    )
    return placebos_of(answer, part.use_on(baseline), kept.astype(np.float64))


def placebos_of(answer: DaysExpected, use: Numbers, meters: Numbers) -> Placebos:
    """Turn an answer about measure-free days into placebos; `use`: baseline [kWh], (m, b)."""
    expected, measured = sum_known(answer.expected), sum_known(answer.measured)
    kept = alike(expected, measured)
    fine = slice(None) if kept.all() else kept
    expected, measured = expected[fine], measured[fine]
    off = answer.measured[fine] - answer.expected[fine]
    mean = measured / answer.reported[fine]
    return Placebos(
        change=1 - measured / expected,
        noise=answer.noise_kwh[fine] / expected,
        unrest=unrest_of(answer.residuals[fine], use[fine], answer.level[fine]),
        cvrmse=np.sqrt(mean_known(off**2)) / mean,
        meter=meters[fine],
    )


def own_placebos(
    data: Days, *, baseline_start: np.datetime64, calendar: Holidays, method: BaselineMethod
) -> Placebos:
    """Placebos of the full years before the baseline, the last one predicting the baseline.

    Years that touch the pandemic are left out.
    """
    year = np.timedelta64(BASELINE_DAYS, "D")
    starts = np.arange(baseline_start - year, data.days[0] - 1, -year)
    return joined(
        [
            placebos(
                data,
                baseline=data.flags(start, start + year),
                reporting=data.flags(start + year, start + 2 * year),
                calendar=calendar,
                method=method,
            )
            for start in starts
            if not touches_pandemic(start, start + 2 * year)
        ]
    )


def joined(parts: list[Placebos]) -> Placebos:
    """Put placebos behind one another."""

    def all_of(name: str) -> Numbers:
        return np.concatenate([np.empty(0), *(getattr(part, name) for part in parts)])

    return Placebos(
        change=all_of("change"),
        noise=all_of("noise"),
        unrest=joined_unrest([part.unrest for part in parts]),
        cvrmse=all_of("cvrmse"),
        meter=all_of("meter"),
    )


def joined_unrest(parts: Sequence[BaselineInstability]) -> BaselineInstability:
    """Put what baselines tell behind one another."""
    names = ("size", "scatter", "calm")
    every = ([np.empty(0), *(getattr(part, name) for part in parts)] for name in names)
    return BaselineInstability(*map(np.concatenate, every))

"""Which model answers a question, and what each tells about the unrest of the meter."""

from dataclasses import replace

import numpy as np

from klimamosaik.evidence.kernel.bill_placebo import own_bill_placebos, unrest_of_bills
from klimamosaik.evidence.kernel.billing import expect_bills
from klimamosaik.evidence.kernel.day_types import Holidays, likely_calendars
from klimamosaik.evidence.kernel.days import (
    all_days,
    daily_means,
    daily_sums,
    without_cold_zeros,
)
from klimamosaik.evidence.kernel.days_expected import (
    CALTRACK_STEP,
    Days,
    best_calendars,
    expect_days,
)
from klimamosaik.evidence.kernel.drift import BaselineInstability, unrest_of
from klimamosaik.evidence.kernel.expectation import AdjustedBaseline
from klimamosaik.evidence.kernel.hourly import expect_hours
from klimamosaik.evidence.kernel.placebo import Placebos, own_placebos
from klimamosaik.evidence.kernel.question import BaselineMethod, EffectQuery
from klimamosaik.evidence.kernel.series import Numbers, Series, Spacing

BY_SPACING = {
    # sums of days follow drift best; hours tell when, not how much
    Spacing.HOURS: BaselineMethod.DAILY,
    Spacing.DAYS: BaselineMethod.DAILY,
    Spacing.BILLS: BaselineMethod.BILLS,
}
DAILY = (BaselineMethod.DAILY, *CALTRACK_STEP)


def method_of(question: EffectQuery) -> BaselineMethod:
    """The method asked for, or the one that suits the spacing of the readings."""
    if question.method is not BaselineMethod.AUTO:
        return question.method
    return BY_SPACING[question.baseline.spacing]


def resolved(question: EffectQuery) -> EffectQuery:
    """Settle what the caller left open: the method and the calendar."""
    method = method_of(question)
    if question.country or question.subdivision or method is BaselineMethod.BILLS:
        country = question.country or ("DE" if question.subdivision else None)
        return replace(question, method=method, country=country)
    data = days_of(question, question.energy)
    baseline = data.flags(question.baseline_start, question.baseline_end)
    if np.isnan(data.use[:, baseline]).all():
        return replace(question, method=method)
    candidates = likely_calendars(None, None)
    calendar = candidates[int(best_calendars(data, baseline, candidates)[0])]
    return replace(
        question, method=method, country=calendar.country, subdivision=calendar.subdivision
    )


def expect(question: EffectQuery) -> AdjustedBaseline:
    """Answer a `resolved` question with its model; raises Refused where nothing can be fitted."""
    if question.method is BaselineMethod.BILLS:
        return expect_bills(question)
    if question.method is BaselineMethod.HOURLY:
        return expect_hours(question)
    return expect_one(question, question.energy)


def days_of(question: EffectQuery, meter: Series) -> Days:
    """Local days of a meter beside the weather, from its first reading to the end asked about."""
    known = meter.days[np.isfinite(meter.values)]
    first = min([*known[:1], question.baseline_start])
    last = max([*meter.days[-1:] + 1, question.start + 1])
    days = all_days(first, min(question.end, last))
    temperature = daily_means(question.weather, days)
    use = daily_sums(meter, days)
    if question.carrier.heats:
        use = without_cold_zeros(use, temperature)[0]
    return Days(days, use[None], temperature, question.carrier)


def expect_one(question: EffectQuery, meter: Series) -> AdjustedBaseline:
    """Answer with a daily model: a batch of one."""
    data = days_of(question, meter)
    baseline = data.flags(question.baseline_start, question.baseline_end)
    reporting = data.flags(question.start, question.end)
    answer = expect_days(
        data,
        baseline=baseline,
        reporting=reporting,
        calendar=Holidays(question.country, question.subdivision),
        method=question.method if question.method in DAILY else BaselineMethod.DAILY,
    )
    known = ~np.isnan(answer.residuals[0])
    return AdjustedBaseline(
        method=answer.method.value,
        model=answer.shape(0),
        days=data.days[reporting],
        expected=answer.expected[0],
        measured=answer.measured[0],
        cvrmse=float(answer.cvrmse[0]),
        rho=float(answer.rho[0]),
        noise_kwh=float(answer.noise_kwh[0]),
        days_used=int(answer.days_used[0]),
        residual_days=data.days[baseline][known],
        residuals=answer.residuals[0][known],
        fitted=answer.fitted[0][known],
        level=answer.level[0][known],
    )


def unrest_in(expectation: AdjustedBaseline) -> BaselineInstability:
    """Read the unrest off any model's baseline, hours summed to days; bills stay bills."""
    if expectation.method == BaselineMethod.BILLS:
        return unrest_of_bills(expectation)
    days, at = np.unique(expectation.residual_days, return_inverse=True)

    def daily(values: Numbers) -> Numbers:
        return np.bincount(at, values, minlength=len(days)).astype(np.float64)[None]

    residuals, use = expectation.residuals, expectation.residuals + expectation.fitted
    level = 0.0 if expectation.level is None else daily(expectation.level)
    return unrest_of(daily(residuals), daily(use), level)


def own_years(question: EffectQuery) -> Placebos:
    """What the model found in the meter's own full years before the baseline, when nothing was."""
    if question.method is BaselineMethod.BILLS:
        return own_bill_placebos(question)
    data = days_of(question, question.energy)
    return own_placebos(
        data,
        baseline_start=question.baseline_start,
        calendar=Holidays(question.country, question.subdivision),
        method=question.method if question.method in DAILY else BaselineMethod.DAILY,
    )

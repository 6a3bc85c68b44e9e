"""Which model answers a question, and what each tells about the unrest of the meter."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from klimamosaik.evidence.kernel.days import all_days
from klimamosaik.evidence.kernel.expectation import AdjustedBaseline
from klimamosaik.evidence.kernel.question import BaselineMethod, EffectQuery
from klimamosaik.evidence.kernel.ranges.bill_placebo import own_bill_placebos, unrest_of_bills
from klimamosaik.evidence.kernel.ranges.drift import BaselineInstability, unrest_of
from klimamosaik.evidence.kernel.regression.billing import expect_bills
from klimamosaik.evidence.kernel.regression.day_types import likely_calendars
from klimamosaik.evidence.kernel.regression.days_expected import best_calendars
from klimamosaik.evidence.kernel.regression.hourly import expect_hours
from klimamosaik.evidence.kernel.series import Numbers, Spacing, distinct
from klimamosaik.evidence.kernel.shared_models import (
    DAILY,
    ModelledMeters,
    days_asked,
    days_of,
    together,
)
from klimamosaik.evidence.kernel.side_sums import side_sums

BY_SPACING = {
    # sums of days follow drift best; hours tell when, not how much
    Spacing.HOURS: BaselineMethod.DAILY,
    Spacing.DAYS: BaselineMethod.DAILY,
    Spacing.BILLS: BaselineMethod.BILLS,
}


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
        if (question.method, question.country) == (method, country):
            return question
        return replace(question, method=method, country=country)
    data = days_of([question], all_days(*days_asked(question)))
    baseline = data.flags(question.baseline_start, question.baseline_end)
    if np.isnan(data.use[:, baseline]).all():
        return replace(question, method=method)
    candidates = likely_calendars(None, None)
    calendar = candidates[int(best_calendars(data, baseline, candidates)[0])]
    return replace(
        question, method=method, country=calendar.country, subdivision=calendar.subdivision
    )


def expect(question: EffectQuery) -> AdjustedBaseline:
    """Answer a `resolved` question; raises InputRejected where no model can be fitted."""
    if question.method is BaselineMethod.BILLS:
        return expect_bills(question)
    if question.method is BaselineMethod.HOURLY:
        return expect_hours(question)
    (alike,) = together([question])
    return alike.expectations(alike.answer())[0]


def modelled(questions: Sequence[EffectQuery]) -> ModelledMeters:
    """Answer `resolved` questions, daily ones that are alike at once.

    Raises InputRejected where nothing can be fitted.
    """
    daily = [place for place, asked in enumerate(questions) if asked.method in DAILY]
    others = [place for place, asked in enumerate(questions) if asked.method not in DAILY]
    found: list[tuple[Sequence[int], ModelledMeters]] = [
        ([place], modelled_alone(questions[place])) for place in others
    ]
    for alike in together([questions[place] for place in daily]):
        found.append(([daily[place] for place in alike.places], alike.models()))
    return ModelledMeters.of(found)


def modelled_alone(asked: EffectQuery) -> ModelledMeters:
    """Answer a question about bills or hours."""
    if asked.method is BaselineMethod.BILLS:
        own = own_bill_placebos(asked)
    else:
        own = together([asked])[0].own_years()
    expectation = expect(asked)
    sums = side_sums(expectation, asked.carrier)
    return ModelledMeters([expectation], [sums], [None], own, unrest_in(expectation))


def unrest_in(expectation: AdjustedBaseline) -> BaselineInstability:
    """Read the unrest off any model's baseline, hours summed to days; bills stay bills."""
    if expectation.method == BaselineMethod.BILLS:
        return unrest_of_bills(expectation)
    days, at = distinct(expectation.residual_days)

    def daily(values: Numbers) -> Numbers:
        if days is expectation.residual_days:  # a value a day already
            return values[None]
        return np.bincount(at, values, minlength=len(days)).astype(np.float64)[None]

    residuals, use = expectation.residuals, expectation.residuals + expectation.fitted
    level = 0.0 if expectation.level is None else daily(expectation.level)
    return unrest_of(daily(residuals), daily(use), level)

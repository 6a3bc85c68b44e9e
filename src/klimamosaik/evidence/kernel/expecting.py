"""Which model answers a question, and what each tells about the unrest of the meter."""

from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

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
    DaysExpected,
    best_calendars,
    expect_days,
)
from klimamosaik.evidence.kernel.drift import BaselineInstability, unrest_of
from klimamosaik.evidence.kernel.expectation import AdjustedBaseline
from klimamosaik.evidence.kernel.hourly import expect_hours
from klimamosaik.evidence.kernel.placebo import Placebos, own_placebos
from klimamosaik.evidence.kernel.question import BaselineMethod, EffectQuery
from klimamosaik.evidence.kernel.series import (
    Flags,
    Numbers,
    Spacing,
    Times,
    distinct,
)
from klimamosaik.terms.complaint import InputRejected

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
    return alike.expectations()[0]


def days_asked(question: EffectQuery) -> tuple[np.datetime64, np.datetime64]:
    """Local days from the first reading of a meter up to, not including, the end asked about."""
    meter = question.energy
    known = meter.days[np.isfinite(meter.values)]
    last = max([*meter.days[-1:] + 1, question.start + 1])
    return min([*known[:1], question.baseline_start]), min(question.end, last)


def days_of(questions: Sequence[EffectQuery], days: Times) -> Days:
    """Use of the meters of `questions` beside the weather, which is the same for all of them."""
    temperature = daily_means(questions[0].weather, days)
    use = np.array([daily_sums(each.energy, days) for each in questions])
    carrier = questions[0].carrier
    if carrier.heats:
        use = without_cold_zeros(use, temperature)[0]
    return Days(days, use, temperature, carrier)


@dataclass(frozen=True)
class AlikeQuestions:
    """Daily questions that share days, weather and calendar: one model of all their meters."""

    asked: EffectQuery  # one of them; meter, controls and confidence are those of each
    data: Days  # a row a question
    places: tuple[int, ...]  # of the questions among those that were asked

    @property
    def baseline(self) -> Flags:
        """Days of the baseline, shape (d,)."""
        return self.data.flags(self.asked.baseline_start, self.asked.baseline_end)

    @property
    def calendar(self) -> Holidays:
        """Whose holidays count."""
        return Holidays(self.asked.country, self.asked.subdivision)

    @property
    def method(self) -> BaselineMethod:
        """The daily model asked for; where another one answers, the one beside it."""
        return self.asked.method if self.asked.method in DAILY else BaselineMethod.DAILY

    def expectations(self) -> list[AdjustedBaseline]:
        """What each meter would have used."""
        reporting = self.data.flags(self.asked.start, self.asked.end)
        answer = expect_days(
            self.data,
            baseline=self.baseline,
            reporting=reporting,
            calendar=self.calendar,
            method=self.method,
        )
        before, after = self.data.days[self.baseline], self.data.days[reporting]
        return [expectation_of(answer, row, before, after) for row in range(len(self.places))]

    def own_years(self) -> list[Placebos]:
        """What the model found in each meter's full years before, when nothing was done."""
        found = own_placebos(
            self.data,
            baseline_start=self.asked.baseline_start,
            calendar=self.calendar,
            method=self.method,
        )
        return [found.where(found.meter == row) for row in range(len(self.places))]


def together(questions: Sequence[EffectQuery]) -> list[AlikeQuestions]:
    """The `resolved` questions, those together that one model can answer."""
    groups: dict[tuple[object, ...], list[int]] = defaultdict(list)
    known: dict[tuple[object, ...], bytes] = {}
    for place, asked in enumerate(questions):
        span = days_asked(asked)
        at = (id(asked.weather), *span)
        if at not in known:
            known[at] = daily_means(asked.weather, all_days(*span)).tobytes()
        sides = (asked.baseline_start, asked.baseline_end, asked.start, asked.end)
        model = (asked.carrier, asked.method, asked.country, asked.subdivision)
        groups[*sides, *model, *span, known[at]].append(place)
    return [_alike(questions, places) for places in groups.values()]


def _alike(questions: Sequence[EffectQuery], places: list[int]) -> AlikeQuestions:
    some = [questions[place] for place in places]
    days = all_days(*days_asked(some[0]))
    return AlikeQuestions(some[0], days_of(some, days), tuple(places))


def expectation_of(answer: DaysExpected, row: int, before: Times, after: Times) -> AdjustedBaseline:
    """One meter of a daily model; before, after: days of the baseline, and those reported."""
    known = ~np.isnan(answer.residuals[row])
    return AdjustedBaseline(
        method=answer.method.value,
        model=answer.shape(row),
        days=after,
        expected=answer.expected[row],
        measured=answer.measured[row],
        cvrmse=float(answer.cvrmse[row]),
        noise_kwh=float(answer.noise_kwh[row]),
        days_used=int(answer.days_used[row]),
        residual_days=before[known],
        residuals=answer.residuals[row][known],
        fitted=answer.fitted[row][known],
        level=answer.level[row][known],
    )


@dataclass(frozen=True)
class ModelledMeter:
    """What a model says of a meter."""

    expectation: AdjustedBaseline
    own: Placebos  # what it found in the meter's own full years before the baseline


def modelled(questions: Sequence[EffectQuery]) -> list[ModelledMeter]:
    """Answer `resolved` questions, daily ones that are alike at once.

    Raises InputRejected where nothing can be fitted.
    """
    found: dict[int, ModelledMeter] = {}
    daily = []
    for place, asked in enumerate(questions):
        if asked.method is BaselineMethod.BILLS:
            found[place] = ModelledMeter(expect(asked), own_bill_placebos(asked))
        elif asked.method is BaselineMethod.HOURLY:
            (alike,) = together([asked])
            found[place] = ModelledMeter(expect(asked), alike.own_years()[0])
        else:
            daily.append(place)
    for alike in together([questions[place] for place in daily]):
        answers = map(ModelledMeter, alike.expectations(), alike.own_years())
        found |= dict(zip((daily[place] for place in alike.places), answers, strict=True))
    return [found[place] for place in range(len(questions))]


def answers(questions: Sequence[EffectQuery]) -> list[AdjustedBaseline | None]:
    """The same without own years; None where nothing can be fitted."""
    found: dict[int, AdjustedBaseline] = {}
    daily = [place for place, asked in enumerate(questions) if asked.method in DAILY]
    for alike in together([questions[place] for place in daily]):
        places = (daily[place] for place in alike.places)
        found |= dict(zip(places, alike.expectations(), strict=True))
    for place, asked in enumerate(questions):
        if asked.method not in DAILY:
            with suppress(InputRejected):
                found[place] = expect(asked)
    return [found.get(place) for place in range(len(questions))]


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

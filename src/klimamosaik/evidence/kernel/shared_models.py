"""Daily questions that are alike, by days, weather and calendar: one model answers them."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from klimamosaik.evidence.kernel.days import (
    all_days,
    daily_means,
    daily_sums,
    without_cold_zeros,
)
from klimamosaik.evidence.kernel.expectation import AdjustedBaseline
from klimamosaik.evidence.kernel.question import BaselineMethod, EffectQuery
from klimamosaik.evidence.kernel.ranges.drift import BaselineInstability, unrest_of
from klimamosaik.evidence.kernel.ranges.placebo import Placebos, own_placebos
from klimamosaik.evidence.kernel.regression.day_types import Holidays
from klimamosaik.evidence.kernel.regression.days_expected import (
    CALTRACK_STEP,
    Days,
    DaysExpected,
    expect_days,
)
from klimamosaik.evidence.kernel.series import Flags, Series, Times

DAILY = (BaselineMethod.DAILY, *CALTRACK_STEP)


def days_asked(question: EffectQuery) -> tuple[int, int]:
    """Local days from the first reading of a meter up to, not including, the end asked about.

    Both as days since 1970.
    """
    first, last = question.energy.once(_ends)
    begin, _, start, end = question.sides
    return min([*first, begin]), min(end, max([*last, start + 1]))


def _ends(meter: Series) -> tuple[list[int], list[int]]:
    """Day of the first reading that is known, and the one after the last; none without any."""
    known = np.flatnonzero(np.isfinite(meter.values))[:1]
    ends = meter.days[known], meter.days[-1:] + 1
    first, last = (each.astype(np.int64).tolist() for each in ends)
    return first, last


def days_of(questions: Sequence[EffectQuery], days: Times) -> Days:
    """Use of the meters of `questions` beside the weather, which is the same for all of them."""
    temperature = daily_means(questions[0].weather, days)
    use = np.array([daily_sums(each.energy, days) for each in questions])
    carrier = questions[0].carrier
    if carrier.heats:
        use = without_cold_zeros(use, temperature)[0]
    return Days(days, use, temperature, carrier)


@dataclass(frozen=True)
class ModelledMeter:
    """What a model says of a meter."""

    expectation: AdjustedBaseline
    own: Placebos  # what it found in the meter's own full years before the baseline
    unrest: BaselineInstability  # of the baseline, shape (1,)


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
    def reporting(self) -> Flags:
        """Days asked about, shape (d,)."""
        return self.data.flags(self.asked.start, self.asked.end)

    @property
    def calendar(self) -> Holidays:
        """Whose holidays count."""
        return Holidays(self.asked.country, self.asked.subdivision)

    @property
    def method(self) -> BaselineMethod:
        """The daily model asked for; where another one answers, the one beside it."""
        return self.asked.method if self.asked.method in DAILY else BaselineMethod.DAILY

    def answer(self) -> DaysExpected:
        """What the meters would have used."""
        return expect_days(
            self.data,
            baseline=self.baseline,
            reporting=self.reporting,
            calendar=self.calendar,
            method=self.method,
        )

    def expectations(
        self, answer: DaysExpected, rows: Sequence[int] | None = None
    ) -> list[AdjustedBaseline]:
        """What each meter would have used by the answer to all of them; rows: of some of them."""
        before, after = self.data.days[self.baseline], self.data.days[self.reporting]
        asked = range(len(self.places)) if rows is None else rows
        return [expectation_of(answer, row, before, after) for row in asked]

    def models(self) -> Iterator[ModelledMeter]:
        """What the model says of each meter, and of its own years."""
        answer = self.answer()
        unrest = unrest_of(answer.residuals, answer.residuals + answer.fitted, answer.level)
        rows = (unrest.where(np.array([row])) for row in range(len(self.places)))
        return map(ModelledMeter, self.expectations(answer), self.own_years(), rows)

    def own_years(self) -> list[Placebos]:
        """What the model found in each meter's full years before, when nothing was done."""
        found = own_placebos(
            self.data,
            baseline_start=self.asked.baseline_start,
            calendar=self.calendar,
            method=self.method,
        )
        order = np.argsort(found.meter, kind="stable")
        ends = np.searchsorted(found.meter[order], np.arange(len(self.places) + 1)).tolist()
        return [found.where(order[begin:end]) for begin, end in pairwise(ends)]


def together(questions: Sequence[EffectQuery]) -> list[AlikeQuestions]:
    """The `resolved` questions, those together that one model can answer."""
    groups: dict[tuple[object, ...], list[int]] = defaultdict(list)
    known: dict[tuple[object, ...], bytes] = {}
    for place, asked in enumerate(questions):
        span = days_asked(asked)
        at = (id(asked.weather), *span)
        told = known.get(at)
        if told is None:
            told = known[at] = daily_means(asked.weather, all_days(*span)).tobytes()
        model = (asked.carrier, asked.method, asked.country, asked.subdivision)
        groups[*asked.sides, *model, *span, told].append(place)
    use: dict[object, Days] = {}  # of the same meters over the same days, whatever is asked
    found = []
    for (*_, weather), places in groups.items():
        some = [questions[place] for place in places]
        span = days_asked(some[0])
        same = (*span, weather, some[0].carrier, *(id(each.energy) for each in some))
        if same not in use:
            use[same] = days_of(some, all_days(*span))
        found.append(AlikeQuestions(some[0], use[same], tuple(places)))
    return found


def expectation_of(answer: DaysExpected, row: int, before: Times, after: Times) -> AdjustedBaseline:
    """One meter of a daily model; before, after: days of the baseline, and those reported."""
    present = ~np.isnan(answer.residuals[row])
    known = slice(None) if present.all() else present
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
        reported=float(np.count_nonzero(~np.isnan(answer.expected[row]))),
    )

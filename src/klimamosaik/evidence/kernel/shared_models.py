"""Daily questions that are alike, by days, weather and calendar: one model answers them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from klimamosaik.evidence.kernel.days import (
    all_days,
    daily_means,
    sums_of_days,
    without_cold_zeros,
)
from klimamosaik.evidence.kernel.expectation import AdjustedBaseline
from klimamosaik.evidence.kernel.question import BaselineMethod, EffectQuery
from klimamosaik.evidence.kernel.ranges.drift import BaselineInstability, unrest_of
from klimamosaik.evidence.kernel.ranges.placebo import (
    Placebos,
    joined,
    joined_unrest,
    own_placebos,
)
from klimamosaik.evidence.kernel.regression.day_types import Holidays
from klimamosaik.evidence.kernel.regression.days_expected import (
    CALTRACK_STEP,
    Days,
    DaysExpected,
    expect_days,
)
from klimamosaik.evidence.kernel.series import Flags, Series, Times
from klimamosaik.evidence.kernel.side_sums import SideSums, sums_of_sides

DAILY = (BaselineMethod.DAILY, *CALTRACK_STEP)


def days_asked(question: EffectQuery) -> tuple[int, int]:
    """Local days from the first reading of a meter up to, not including, the end asked about.

    Both as days since 1970.
    """
    begin, _, start, end = question.sides
    meter = question.energy
    if not meter.values.size:
        return begin, min(end, start + 1)
    first = meter.once(_first_known)
    last = max(meter.ends[1] + 1, start + 1)
    return begin if first is None else min(first, begin), min(end, last)


def _first_known(meter: Series) -> int | None:
    """Day of the first reading that is known; None without any."""
    known = np.isfinite(meter.values)
    at = int(known.argmax())
    if not known[at]:
        return None
    return meter.ends[0] if at == 0 else int(meter.days[at].astype(np.int64))


def days_of(questions: Sequence[EffectQuery], days: Times) -> Days:
    """Use of the meters of `questions` beside the weather, which is the same for all of them."""
    temperature = daily_means(questions[0].weather, days)
    use = sums_of_days([each.energy for each in questions], days)
    carrier = questions[0].carrier
    if carrier.heats:
        use = without_cold_zeros(use, temperature)[0]
    return Days(days, use, temperature, carrier)


@dataclass(frozen=True)
class ModelledMeters:
    """What models say of m meters."""

    expectations: list[AdjustedBaseline]
    sums: list[SideSums]
    alike: list["AlikeMeter | None"]  # where a daily model told of each; None: of bills or hours
    own: Placebos  # what they found in the meters' own full years before the baseline
    unrest: BaselineInstability  # of the baselines, shape (m,)

    @property
    def own_pairs(self) -> list[int]:
        """How many pairs of its own years each meter has."""
        of = self.own.meter.astype(np.int64)
        found: list[int] = np.bincount(of, minlength=len(self.expectations)).tolist()
        return found

    @classmethod
    def of(cls, parts: Sequence[tuple[Sequence[int], "ModelledMeters"]]) -> "ModelledMeters":
        """Put models together that tell of the meters at some places."""
        order = np.argsort(np.concatenate([np.empty(0), *(places for places, _ in parts)]))
        own = [
            replace(each.own, meter=np.array(places)[each.own.meter.astype(np.int64)])
            for places, each in parts
        ]
        expectations = [one for _, each in parts for one in each.expectations]
        sums = [one for _, each in parts for one in each.sums]
        alike = [one for _, each in parts for one in each.alike]
        rows = order.tolist()
        return cls(
            expectations=[expectations[row] for row in rows],
            sums=[sums[row] for row in rows],
            alike=[alike[row] for row in rows],
            own=joined(own),
            unrest=joined_unrest([each.unrest for _, each in parts]).where(order),
        )


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

    def of_some(self, rows: Sequence[int]) -> "AlikeQuestions":
        """The questions of some rows, which ascend; the same where these are all."""
        if len(rows) == len(self.places):
            return self
        data = replace(self.data, use=self.data.use[list(rows)])
        return AlikeQuestions(self.asked, data, tuple(self.places[row] for row in rows))

    def expectations(
        self, answer: DaysExpected, rows: Sequence[int] | None = None
    ) -> list[AdjustedBaseline]:
        """What each meter would have used by the answer to all of them; rows: of some of them."""
        before, after = self.data.days[self.baseline], self.data.days[self.reporting]
        asked = range(len(self.places)) if rows is None else rows
        known = ~np.isnan(answer.residuals)
        every: list[bool] = np.all(known, axis=1).tolist()
        return [
            expectation_of(answer, row, before, after, slice(None) if every[row] else known[row])
            for row in asked
        ]

    def models(self) -> ModelledMeters:
        """What the model says of each meter, and of its own years."""
        answer = self.answer()
        baseline = answer.residuals + answer.fitted
        sides = answer.expected, answer.measured, baseline
        return ModelledMeters(
            expectations=self.expectations(answer),
            sums=sums_of_sides(*sides, days=answer.reported, carrier=self.asked.carrier),
            alike=[(self, row) for row in range(len(self.places))],
            own=self.own_years(),
            unrest=unrest_of(answer.residuals, baseline, answer.level),
        )

    def own_years(self) -> Placebos:
        """What the model found in each meter's full years before, when nothing was done."""
        return own_placebos(
            self.data,
            baseline_start=self.asked.baseline_start,
            calendar=self.calendar,
            method=self.method,
        )


AlikeMeter = tuple[AlikeQuestions, int]  # which of alike questions asks about a meter


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


def expectation_of(
    answer: DaysExpected, row: int, before: Times, after: Times, known: Flags | slice
) -> AdjustedBaseline:
    """One meter of a daily model.

    before, after: days of the baseline, shape (b,), and those reported; known: which of the
    baseline are, shape (b,).
    """
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
        reported=float(answer.reported[row]),
    )

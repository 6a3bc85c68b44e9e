"""What must be known of readings before a model may speak: cleaned, counted, doubted."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from klimamosaik.evidence.kernel.checks.cleaning import (
    Cleaned,
    as_caltrack,
    clean_energy,
    clean_weather,
    implausible_weather,
)
from klimamosaik.evidence.kernel.checks.inconspicuous import Span, inconspicuous
from klimamosaik.evidence.kernel.checks.season_moved import seasons_moved
from klimamosaik.evidence.kernel.checks.sufficiency import (
    Sufficiency,
    gap_warning,
    obstacles_after,
    obstacles_before,
    sufficiency,
    trimmed,
)
from klimamosaik.evidence.kernel.checks.unit_history import OneUnit, in_one_unit
from klimamosaik.evidence.kernel.confirmed import confirmations_in_words, zeros_are_right
from klimamosaik.evidence.kernel.days import all_days, means_of_days
from klimamosaik.evidence.kernel.question import EffectQuery
from klimamosaik.evidence.kernel.series import DAY, Series, Spacing
from klimamosaik.evidence.kernel.suspicion import counter, suspicions
from klimamosaik.terms.complaint import Problem, problem

BILLS_SLACK = 16  # [d] a bill may start so far before its year and still belong to it


@dataclass(frozen=True)
class Inspection:
    """The question as it may be answered, and what to say with the answer."""

    question: EffectQuery  # cleaned; baseline at most one year
    before: Sufficiency
    after: Sufficiency
    blocking: tuple[Problem, ...]  # each of them makes the effect not decidable
    cautions: tuple[Problem, ...]  # what a colleague would add

    @property
    def decidable(self) -> bool:
        """True where nothing stands in the way of an answer."""
        return not self.blocking


def inspections(questions: Sequence[EffectQuery]) -> list[Inspection]:
    """Clean the readings of each question, count what is there and look for what misleads.

    Changes of unit are looked for in all of them at once.
    """
    spans = inconspicuous(questions)
    cleaned = [_prepared(*each) for each in zip(questions, spans, strict=True)]
    units = in_one_unit([each.asked for each in cleaned])
    moved = seasons_moved([unit.question for unit in units])
    known: dict[Span, Inspection] = {}
    every = zip(questions, cleaned, units, moved, strict=True)
    return [_as_known(known, *each) for each in every]


@dataclass(frozen=True)
class CleanedQuestion:
    """A question with clean readings and a baseline of a year, and what was left out."""

    asked: EffectQuery
    energy: Cleaned
    weather: Cleaned
    shortened: Problem | None
    span: Span | None  # what its inspection hangs on, if the meter shows nothing odd


def _prepared(question: EffectQuery, span: Span | None) -> CleanedQuestion:
    weather = question.weather.once(clean_weather)
    if span is None:
        energy = _cleaned(question, weather.series)
        question = replace(question, energy=energy.series, weather=weather.series)
    else:
        energy = Cleaned(question.energy, ())
        if weather.warnings:
            question = replace(question, weather=weather.series)
    asked, shortened = trimmed(question)
    return CleanedQuestion(asked, energy, weather, shortened, span)


def _as_known(
    known: dict[Span, Inspection],
    question: EffectQuery,
    clean: CleanedQuestion,
    unit: OneUnit,
    moved: Problem | None,
) -> Inspection:
    """What an inspection says; of meters without anything odd, what it said of the one before."""
    untouched = unit.question is clean.asked and moved is None
    span = clean.span if untouched else None
    if span in known:
        same = known[span]
        return Inspection(unit.question, same.before, same.after, same.blocking, same.cautions)
    found = _inspected(question, clean, unit, moved)
    if span is not None:
        known[span] = found
    return found


def _inspected(
    question: EffectQuery, clean: CleanedQuestion, unit: OneUnit, moved: Problem | None
) -> Inspection:
    asked = unit.question
    before, after = _sides(asked)
    alarms = [*_impossible(question, clean.weather.series), *unit.blocking]
    if question.as_caltrack:
        alarms, warned = [], alarms
    else:
        warned = []
    blocking = [*alarms, *_counted(asked, before, after)]
    spanned = asked.energy.between(asked.baseline_start, asked.end)
    gaps = (gap_warning(before, after=False), gap_warning(after, after=True))
    parts = worked_out(asked.weather, asked.baseline_start, asked.end)
    cautions = [
        *confirmations_in_words(question.confirmed),
        *warned,
        *clean.energy.warnings,
        *clean.weather.warnings,
        *unit.cautions,
        *suspicions(spanned, question.carrier),
        *(e for e in (clean.shortened, parts, moved, *gaps) if e is not None),
    ]
    return Inspection(asked, before, after, tuple(blocking), tuple(cautions))


def _cleaned(question: EffectQuery, weather: Series) -> Cleaned:
    if question.as_caltrack:
        return as_caltrack(question.energy, question.carrier)
    zeros_count = question.zeros_count or zeros_are_right(question.confirmed)
    return clean_energy(question.energy, question.carrier, weather, zeros_count=zeros_count)


def _sides(asked: EffectQuery) -> tuple[Sufficiency, Sufficiency]:
    before = sufficiency(asked.energy, asked.weather, asked.baseline_start, asked.baseline_end)
    known = np.isfinite(asked.reporting.values)
    last = asked.end
    if known.any():  # an open end: only days up to the last reading are asked about
        seconds = asked.reporting.seconds[known][-1]
        days = np.timedelta64(max(round(seconds / DAY), 1), "D")
        last = min(asked.end, asked.reporting.days[known][-1] + days)
    return before, sufficiency(asked.energy, asked.weather, asked.start, last)


def _impossible(question: EffectQuery, weather: Series) -> list[Problem]:
    """What no cleaning can mend."""
    known = question.energy.values[np.isfinite(question.energy.values)]
    found = [implausible_weather(weather), counter(question.energy)]
    if known.size and not known.any():
        found.append(ALL_ZERO)
    return [each for each in found if each is not None]


def _counted(asked: EffectQuery, before: Sufficiency, after: Sufficiency) -> list[Problem]:
    months = None
    if asked.energy.spacing is Spacing.BILLS:
        slack = np.timedelta64(BILLS_SLACK, "D")
        bills = asked.energy.between(asked.baseline_start - slack, asked.baseline_end - slack)
        months = int(np.isfinite(bills.values).sum())
    return [*obstacles_before(before, months=months), *obstacles_after(after)]


ALL_ZERO = problem(
    "all_zero",
    "Alle Messwerte sind null: Daraus folgt keine Aussage; bitte Zähler und Datei prüfen.",
    "All readings are zero: nothing follows from them; please check meter and file.",
)


def worked_out(weather: Series, start: np.datetime64, end: np.datetime64) -> Problem | None:
    """Say on how many days from `start` up to `end` hours are missing and were worked out."""
    days = all_days(start, end)
    corrected = means_of_days(weather, days).corrected
    count = int(corrected.sum())
    if not count:
        return None
    first = days[corrected][0]
    return problem(
        "temperature_worked_out",
        "An {count} Tagen fehlen Stunden der Temperatur, zuerst am {first}; ihr Mittel folgt "
        "aus dem Tagesgang, den ganze Tage desselben Monats zeigen.",
        "On {count} days hours of temperature are missing, first on {first}; their mean "
        "follows from the course of the day that whole days of the same month show.",
        count=count,
        first=first,
    )

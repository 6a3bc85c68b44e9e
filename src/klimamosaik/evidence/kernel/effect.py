"""From readings to a measured effect with its range."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import hypot, isfinite

import numpy as np

from klimamosaik.evidence.kernel.checks.inspection import Inspection, inspections
from klimamosaik.evidence.kernel.checks.unit_history import UNIT_OR_SAVING
from klimamosaik.evidence.kernel.comparison import ComparisonChange, compare, narrowed
from klimamosaik.evidence.kernel.confirmed import Confirmed, change_is_explained
from klimamosaik.evidence.kernel.drifts import drifts
from klimamosaik.evidence.kernel.expectation import AdjustedBaseline, ModelShape
from klimamosaik.evidence.kernel.last_months import Claim, Doubt, doubts
from klimamosaik.evidence.kernel.model_choice import modelled, resolved
from klimamosaik.evidence.kernel.question import EffectQuery
from klimamosaik.evidence.kernel.ranges.drift import DriftPrior
from klimamosaik.evidence.kernel.ranges.drift_words import drift_source
from klimamosaik.evidence.kernel.shared_models import AlikeMeter
from klimamosaik.evidence.kernel.short_time import missed_season, season_missed, widened
from klimamosaik.evidence.kernel.side_sums import (
    LARGE,
    SideSums,
    changed_beyond_drift,
    use_changed,
)
from klimamosaik.evidence.kernel.year_share import (
    LEAST,
    little_reported,
    years_by_days,
    years_reported,
)
from klimamosaik.terms.complaint import Problem, problem
from klimamosaik.terms.estimate import Estimate
from klimamosaik.terms.figure import Verdict
from klimamosaik.terms.quality import read_by, worked_out
from klimamosaik.terms.text import Text

CONFIDENCES = (0.5, 0.99)  # 0..1, what the year pairs can tell


@dataclass(frozen=True)
class Effect:
    """What changed, in kWh over the reporting days; None where the readings cannot say."""

    saving: Estimate | None  # [kWh] expected minus measured; negative: used more
    saved_percent: float | None  # [%] of the expected use; None where a share makes no sense
    expected_kwh: float | None  # [kWh] without the measure
    measured_kwh: float | None  # [kWh] on the same days
    method: str
    model: ModelShape | None
    cvrmse: float | None  # 1
    days_used: int  # [d] days of baseline behind the model
    days_reported: int  # [d] days the effect is summed over
    years_reported: float | None  # [a] of a year's use in them; None: too little to tell of a year
    warnings: tuple[Problem, ...]  # what a colleague would add
    expectation: AdjustedBaseline | None = None  # day by day, for charts
    shared_drift: float = 0.0  # 0..1, part of the drift that comparison meters took off
    control_change_percent: float | None = None  # [%] use more than expected at the controls
    drift_source: Text | None = None  # which measure-free years the range's width is from
    confirmed: tuple[Confirmed, ...] = ()  # what a person said happened
    euros: Estimate | None = None  # [EUR] over the days reported; None: no price is known
    tonnes: Estimate | None = None  # [t CO2e/a]; None: not decidable, or no factor is known
    tonnes_from: Text | None = None  # the factor behind the tonnes, with its year and source

    @property
    def verdict(self) -> Verdict:
        """What the readings say."""
        return self.saving.verdict if self.saving else Verdict.NOT_DECIDABLE

    @property
    def share(self) -> Estimate | None:
        """The saving [%] of the use there would have been; None where a share makes no sense."""
        if self.saving is None or self.saved_percent is None or self.expected_kwh is None:
            return None
        return self.saving.share_of(self.expected_kwh)


def measure_effects(questions: Sequence[EffectQuery], prior: DriftPrior) -> list[Effect]:
    """Answer each of `questions`; `prior` tells how much such use drifts by itself.

    Each is inspected, modelled and judged by the same steps, however many they are; daily meters
    that share days and weather share one solving of their models. Noise and drift of the saving
    are half widths at the asked confidence: noise what the scatter of readings alone would give,
    drift what use does by itself. Raises ValueError on a confidence outside 0.5..0.99 and
    InputRejected where the readings of one of them hold nothing a model can stand on.
    """
    for each in questions:
        if not CONFIDENCES[0] <= each.confidence <= CONFIDENCES[1]:
            raise ValueError(f"a confidence lies in 0.5..0.99, not at {each.confidence}")
    looked = inspections([resolved(each) for each in questions])
    modelling = _known([each.question for each in looked if each.decidable], prior)
    starts = {(each.confidence, each.sides[2]): each.start for each in questions}
    factors = {kind: _factor(prior, kind[0], start) for kind, start in starts.items()}
    found: list[tuple[Effect, Claim | None]] = []
    for inspected in looked:
        asked = inspected.question
        if inspected.decidable:
            factor = factors[asked.confidence, asked.sides[2]]
            found.append(_answered(inspected, next(modelling), prior, factor))
        else:
            found.append((undecided(asked, inspected.blocking + inspected.cautions), None))
    doubted = iter(doubts([claim for _, claim in found if claim]))
    return [_doubted(effect, next(doubted)) if claim else effect for effect, claim in found]


def _factor(prior: DriftPrior, confidence: float, start: np.datetime64) -> float:
    return float(prior.factor(confidence, np.array([start]))[0])


@dataclass(frozen=True)
class Modelled:
    """What is known of one meter once it is modelled."""

    expectation: AdjustedBaseline
    sums: SideSums
    alike: AlikeMeter | None  # where a daily model told of it
    drift: float  # 1, one scale of it
    drift_source: Text  # which measure-free years it is from


def _known(asked: Sequence[EffectQuery], prior: DriftPrior) -> Iterator[Modelled]:
    """Model the meters of questions, in their order."""
    models = modelled(asked)
    kinds = list(zip((each.carrier for each in asked), models.own_pairs, strict=True))
    sources = {kind: drift_source(prior, *kind) for kind in set(kinds)}
    told = (sources[kind] for kind in kinds)
    found = models.expectations, models.sums, models.alike, drifts(prior, models), told
    return map(Modelled, *found)


def _answered(
    inspection: Inspection, model: Modelled, prior: DriftPrior, factor: float
) -> tuple[Effect, Claim | None]:
    """What the model says, judged beside comparison meters and own years; with what it claims.

    factor: half width of the range over one scale of noise and drift.
    """
    asked, expectation, sums = inspection.question, model.expectation, model.sums
    comparison = compare(asked)
    told = inspection.cautions + comparison.warnings
    if sums.days == 0:
        return undecided(asked, (_nothing_shared(), *told), expectation), None
    named = any(each.code == UNIT_OR_SAVING for each in told)  # asks the same, and more exactly
    settled = named or change_is_explained(asked.confirmed)
    if changed_beyond_drift(sums, comparison.change) and not settled:
        told = (use_changed(sums, comparison.change), *told)
    found = _decided(asked, model, comparison, prior, factor, told)
    return found, None if sums.nets else _claim(found, asked, model, comparison)


def _claim(
    found: Effect, asked: EffectQuery, model: Modelled, comparison: ComparisonChange
) -> Claim | None:
    """What an effect claims; None where it says nothing."""
    if found.saving is None or not found.verdict.claims:
        return None
    share = found.saved_percent / 100 if found.saved_percent else None
    change = comparison.change
    return Claim(asked, model.expectation, change, found.saving, share, model.alike)


def _doubted(effect: Effect, doubt: Doubt | None) -> Effect:
    if doubt is None:
        return effect
    saving, word = doubt
    return replace(effect, saving=saving, warnings=(word, *effect.warnings))


def _decided(
    asked: EffectQuery,
    model: Modelled,
    comparison: ComparisonChange,
    prior: DriftPrior,
    factor: float,
    told: tuple[Problem, ...],
) -> Effect:
    """Put the range around the difference."""
    expectation, sums = model.expectation, model.sums
    expected = sums.expected * (1 + comparison.change)
    drift, shared = narrowed(model.drift * sums.size, comparison, prior.shared)
    noise = hypot(expectation.noise_kwh, comparison.noise * sums.size)
    missed = 0.0 if asked.as_caltrack else missed_season(expectation)
    if abs(missed) > factor * hypot(noise, drift):
        told = (season_missed(missed, sums.size), *told)
        noise = widened(noise, drift, abs(missed) / factor)
    saved = expected - sums.measured
    saving = _saving(saved, noise, drift, factor, asked.confidence)
    no_share = saving is None or sums.nets
    years = _years(expectation, sums)
    if years < LEAST:
        told = (*told, little_reported(years, sums.days))
    return Effect(
        saving=saving,
        saved_percent=None if no_share else percent(saved, expected, sums.size),
        expected_kwh=expected,
        measured_kwh=sums.measured,
        method=expectation.method,
        model=expectation.model,
        cvrmse=finite(expectation.cvrmse),
        days_used=expectation.days_used,
        days_reported=sums.days,
        years_reported=None if years < LEAST else years,
        warnings=told,
        expectation=expectation,
        shared_drift=shared,
        control_change_percent=100 * comparison.change if comparison.meters else None,
        drift_source=model.drift_source,
    )


def _years(expectation: AdjustedBaseline, sums: SideSums) -> float:
    """The years of use that the days reported hold [a]; by their number where use has no sum."""
    years = None if sums.nets else years_reported(expectation)
    return years_by_days(sums.days) if years is None else years


def _saving(
    saved: float, noise: float, drift: float, factor: float, confidence: float
) -> Estimate | None:
    """The saving [kWh] with its range, `factor` scales of noise and drift wide.

    None where too little is known for any range: a figure without one is none.
    """
    half = factor * hypot(noise, drift)
    if not (isfinite(saved) and isfinite(half)):
        return None
    return Estimate(
        mean=saved,
        low=saved - half,
        high=saved + half,
        unit="kWh",
        confidence=confidence,
        quality=worked_out(read_by(estimated=False)),  # a model says what would have been used
        drift=factor * drift,
        scatter=factor * noise,
    )


def percent(part: float, whole: float, size: float) -> float | None:
    """Part of the whole [%], None where the whole is about zero beside the size of readings."""
    return 100 * part / whole if whole > LARGE * size and size > 0 else None


def finite(value: float) -> float | None:
    """Unknown instead of nan."""
    return float(value) if isfinite(value) else None


def undecided(
    asked: EffectQuery,
    reasons: tuple[Problem, ...],
    expectation: AdjustedBaseline | None = None,
) -> Effect:
    """An effect that claims nothing, and why."""
    empty = unanswered(*reasons, method=asked.method.value)
    if expectation is None:
        return empty
    return replace(
        empty,
        method=expectation.method,
        model=expectation.model,
        cvrmse=finite(expectation.cvrmse),
        days_used=expectation.days_used,
        expectation=expectation,
    )


def unanswered(*reasons: Problem, method: str) -> Effect:
    """Nothing but the reasons why nothing can be said."""
    return Effect(
        saving=None,
        saved_percent=None,
        expected_kwh=None,
        measured_kwh=None,
        method=method,
        model=None,
        cvrmse=None,
        days_used=0,
        days_reported=0,
        years_reported=None,
        warnings=reasons,
    )


def _nothing_shared() -> Problem:
    return problem(
        "no_days_shared",
        "Nach der Maßnahme gibt es keinen Tag mit Verbrauch und Temperatur; bitte beide"
        " Dateien auf denselben Zeitraum bringen.",
        "After the measure no day has both use and temperature; please let both files cover"
        " the same time.",
    )


__all__ = ["Effect", "Inspection", "measure_effects", "percent"]

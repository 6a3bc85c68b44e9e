"""Comparison meters: what changed where nothing was done is taken off (diff in diff)."""

from dataclasses import dataclass, replace

import numpy as np

from klimamosaik.evidence.kernel.checks.cleaning import clean_energy
from klimamosaik.evidence.kernel.checks.sufficiency import obstacles_before, sufficiency
from klimamosaik.evidence.kernel.model_choice import expect
from klimamosaik.evidence.kernel.question import EffectQuery
from klimamosaik.evidence.kernel.ranges.placebo import USUAL
from klimamosaik.evidence.kernel.series import Series, Spacing
from klimamosaik.terms.complaint import InputRejected, Problem, problem


@dataclass(frozen=True)
class ComparisonChange:
    """How the comparison meters changed by themselves over the reporting days."""

    change: float  # 1, mean of measured over expected use, minus 1
    noise: float  # 1, one scale of noise of that mean
    meters: int  # comparison meters that could be used
    warnings: tuple[Problem, ...] = ()


FEWEST_ALIKE = 10  # readings from which two meters can be told to be one
EQUAL = 1e-3  # 1, rounding between two exports of the same readings
NEARLY_ALL = 0.9  # 1
NONE = ComparisonChange(0.0, 0.0, 0)


def compare(question: EffectQuery) -> ComparisonChange:
    """Ask each comparison meter the same question; those that cannot answer are named."""
    if not question.controls:
        return NONE
    found, warnings = [], []
    for number, control in enumerate(question.controls, start=1):
        answer = _change(question, control)
        if isinstance(answer, Problem):
            warnings.append(replace(answer, text=answer.text.format(number=number)))
        else:
            found.append(answer)
    if not found:
        return replace(NONE, warnings=tuple(warnings))
    changes, noises = np.array(found).T
    noise = float(np.sqrt((noises**2).sum()) / len(noises))
    return ComparisonChange(float(changes.mean()), noise, len(found), tuple(warnings))


def _change(question: EffectQuery, control: Series) -> tuple[float, float] | Problem:
    """Relative change of a comparison meter and its noise, or why it cannot tell."""
    if same_readings(question.energy, control):
        return ITSELF
    cleaned = clean_energy(control, question.carrier, question.weather).series
    asked = replace(question, energy=cleaned, controls=())
    if not _covers(question, cleaned):
        return TOO_SHORT
    try:
        answer = expect(asked)
    except InputRejected:
        return UNUSABLE
    known = answer.counted
    expected, measured = answer.expected[known].sum(), answer.measured[known].sum()
    if not expected > 0 or not USUAL[0] <= measured / expected <= USUAL[1]:
        return UNUSABLE
    return float(measured / expected - 1), float(answer.noise_kwh / expected)


def same_readings(one: Series, other: Series) -> bool:
    """True where both tell the same meter's use, in whatever unit."""
    _, at, there = np.intersect1d(one.starts, other.starts, return_indices=True)
    here, beside = one.values[at], other.values[there]
    known = np.isfinite(here) & np.isfinite(beside) & (here != 0)
    if known.sum() < FEWEST_ALIKE or np.ptp(here[known]) == 0:
        return False
    ratio = beside[known] / here[known]
    middle = float(np.median(ratio))
    return middle > 0 and float(np.mean(np.abs(ratio - middle) <= EQUAL * middle)) > NEARLY_ALL


def _covers(question: EffectQuery, control: Series) -> bool:
    """Whether a comparison meter knows the whole baseline and the days the meter reports."""
    sides = (
        (question.baseline_start, question.baseline_end),
        (question.start, question.end),
    )
    before, after = (sufficiency(control, question.weather, *side) for side in sides)
    asked = sufficiency(question.energy, question.weather, *sides[1])
    months = _months(question, control)
    return (
        not obstacles_before(before, months=months)
        and after.days_present >= NEARLY_ALL * asked.days_present
    )


def _months(question: EffectQuery, control: Series) -> int | None:
    if control.spacing is not Spacing.BILLS:
        return None
    known = control.between(question.baseline_start, question.baseline_end)
    return int(np.isfinite(known.values).sum())


def narrowed(drift: float, comparison: ComparisonChange, shared: float) -> tuple[float, float]:
    """Drift [kWh] left once the mean of n comparison meters is taken off, and the part removed.

    With a part `shared` of the variance common to all meters of a place, the difference keeps
    `(1 - shared) (1 + 1/n)` of it: a single unrelated meter adds its own drift.
    """
    if comparison.meters == 0:
        return drift, 0.0
    left = (1 - shared) * (1 + 1 / comparison.meters)
    return drift * float(np.sqrt(left)), 1 - left


ITSELF = problem(
    "control_is_the_meter",
    "Vergleichszähler {number} hat dieselben Werte wie der Zähler der Maßnahme und wurde nicht"
    " verwendet: Er würde jede Einsparung wegrechnen. Bitte einen anderen wählen.",
    "Comparison meter {number} has the same values as the measure's own meter and was not used:"
    " it would take every saving off. Please choose another one.",
)
TOO_SHORT = problem(
    "control_too_short",
    "Vergleichszähler {number} wurde nicht verwendet: Es fehlt ein ganzes Vergleichsjahr oder"
    " ein Teil der Zeit nach der Maßnahme.",
    "Comparison meter {number} was not used: a whole baseline or a part of the time after the"
    " measure is missing.",
)
UNUSABLE = problem(
    "control_unusable",
    "Vergleichszähler {number} wurde nicht verwendet: Er hat sich so sehr geändert, dass es"
    " nach anderer Einheit oder Nutzung aussieht.",
    "Comparison meter {number} was not used: it changed so much that it looks like another unit"
    " or use.",
)

"""Comparison meters: what changed where nothing was done is taken off (diff in diff)."""

from dataclasses import dataclass, replace

import numpy as np

from klimamosaik.evidence.kernel.expecting import expect
from klimamosaik.evidence.kernel.placebo import DECIDABLE
from klimamosaik.evidence.kernel.question import Question
from klimamosaik.evidence.kernel.series import Series
from klimamosaik.terms.complaint import Complaint, Refused
from klimamosaik.terms.text import Text


@dataclass(frozen=True)
class Comparison:
    """How the comparison meters changed by themselves over the reporting days."""

    change: float  # 1, mean of measured over expected use, minus 1
    noise: float  # 1, one scale of noise of that mean
    meters: int  # comparison meters that could be used
    warnings: tuple[Complaint, ...] = ()


NONE = Comparison(0.0, 0.0, 0)


def compare(question: Question) -> Comparison:
    """Ask each comparison meter the same question; those that cannot answer are named."""
    if not question.controls:
        return NONE
    found, warnings = [], []
    for number, control in enumerate(question.controls, start=1):
        answer = _change(question, control)
        if answer is None:
            warnings.append(_unusable(number))
        else:
            found.append(answer)
    if not found:
        return replace(NONE, warnings=tuple(warnings))
    changes, noises = np.array(found).T
    noise = float(np.sqrt((noises**2).sum()) / len(noises))
    return Comparison(float(changes.mean()), noise, len(found), tuple(warnings))


def _change(question: Question, control: Series) -> tuple[float, float] | None:
    """Relative change of a comparison meter and its noise, None where it cannot tell."""
    try:
        answer = expect(replace(question, energy=control, controls=()))
    except Refused:
        return None
    known = answer.counted
    expected, measured = answer.expected[known].sum(), answer.measured[known].sum()
    if not expected > 0 or not DECIDABLE[0] <= measured / expected <= DECIDABLE[1]:
        return None
    return float(measured / expected - 1), float(answer.noise_kwh / expected)


def narrowed(drift: float, comparison: Comparison, shared: float) -> tuple[float, float]:
    """Drift [kWh] left once the mean of n comparison meters is taken off, and the part removed.

    With a part `shared` of the variance common to all meters of a place, the difference keeps
    `(1 - shared) (1 + 1/n)` of it: a single unrelated meter adds its own drift.
    """
    if comparison.meters == 0:
        return drift, 0.0
    left = (1 - shared) * (1 + 1 / comparison.meters)
    return drift * float(np.sqrt(left)), 1 - left


def _unusable(number: int) -> Complaint:
    return Complaint(
        "control_unusable",
        Text(
            "Vergleichszähler {number} wurde nicht verwendet: zu wenige gemeinsame Tage oder eine"
            " Änderung, die nach anderer Einheit oder Nutzung aussieht.",
            "Comparison meter {number} was not used: too few days in common, or a change that"
            " looks like another unit or use.",
        ).format(number=number),
    )

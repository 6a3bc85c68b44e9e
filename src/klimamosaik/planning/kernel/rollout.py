"""From a pilot to all comparable places, before the decision: effect and cost as ranges.

Places differ, so more meters at the pilot do not make the forecast for others any surer. The model
is a random-effects one (DerSimonian and Laird, Controlled Clinical Trials 7, 1986; prediction by
Higgins, Thompson, Spiegelhalter, J. R. Stat. Soc. A 172, 2009): equations 9 to 12.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from klimamosaik.pathway.kernel.posterior import deviation_of
from klimamosaik.terms.complaint import rejected
from klimamosaik.terms.estimate import CONFIDENCE, Estimate, around
from klimamosaik.terms.quantiles import normal_quantile, student_quantile

Floats = NDArray[np.float64]
ENOUGH = 3  # pilots from which the spread between places can be estimated


@dataclass(frozen=True)
class Rollout:
    """What all places together would bring."""

    total: Estimate  # [unit times size]
    place: Estimate  # [unit] one more place; its mean is that of the pilots, weighted
    spread: float  # [unit] standard deviation between places


def roll_out(
    pilots: Sequence[Estimate],
    sizes: Floats,
    *,
    assumed_spread: float | None = None,
) -> Rollout:
    """Expect the effect at places of `sizes` (shape (N,); use, area or 1 each) from `pilots`.

    Each pilot is a measured effect per unit of its size (share of use, kWh/m², EUR/m²).
    With fewer than three pilots the spread between places [unit] must be assumed, with a reason;
    a single pilot says nothing about it. Raises InputRejected without pilots or without that
    assumption.
    """
    refuse_nonsense(pilots, sizes, assumed_spread)
    effects = np.array([pilot.mean for pilot in pilots])
    noise = np.array([deviation_of(pilot) ** 2 for pilot in pilots])
    assumed = len(pilots) < ENOUGH or assumed_spread is not None
    between = assumed_spread**2 if assumed_spread is not None else spread(effects, noise)
    average, error = weighted(effects, noise + between)
    step = (
        normal_quantile((1 + CONFIDENCE) / 2)
        if assumed
        else float(student_quantile((1 + CONFIDENCE) / 2, max(len(pilots) - 2, 1)))
    )
    total = float(sizes.sum())
    deviation = math.sqrt(total**2 * error + between * float((sizes**2).sum()))  # (12)
    single = step * math.sqrt(error + between)  # (11)
    unit = pilots[0].unit
    return Rollout(
        total=around(average * total, step * deviation, unit),
        place=around(average, single, unit),
        spread=math.sqrt(between),
    )


def weighted(effects: Floats, variances: Floats) -> tuple[float, float]:
    """Mean weighted by one over variance, and its variance; plain mean where all are certain."""
    if np.any(variances <= 0):
        return float(effects.mean()), 0.0
    weights = 1 / variances
    return float(weights @ effects / weights.sum()), float(1 / weights.sum())  # (10)


def spread(effects: Floats, noise: Floats) -> float:
    """Variance between places [unit²] by DerSimonian and Laird. Equation 9."""
    if np.any(noise <= 0):
        return float(effects.var(ddof=1))
    weights = 1 / noise
    average = weights @ effects / weights.sum()
    q = float(weights @ (effects - average) ** 2)
    scale = float(weights.sum() - (weights @ weights) / weights.sum())
    return max((q - (len(effects) - 1)) / scale, 0.0)  # (9)


def refuse_nonsense(pilots: Sequence[Estimate], sizes: Floats, assumed: float | None) -> None:
    """Raise InputRejected where nothing can be concluded."""
    if not pilots or len(sizes) == 0 or not np.all(sizes > 0):
        raise rejected(
            "no_pilot",
            "Eine Hochrechnung braucht mindestens einen Pilot mit gemessener Wirkung und "
            "mindestens einen vergleichbaren Ort mit einer Größe über null.",
            "A roll-out needs at least one pilot with a measured effect and at least one "
            "comparable place with a size above zero.",
        )
    if assumed is None and len(pilots) < ENOUGH:
        raise rejected(
            "spread_unknown",
            "{count:Pilot sagt|Piloten sagen} nicht, wie verschieden Orte sind; bitte eine "
            "Streuung zwischen Orten mit Begründung annehmen oder mindestens drei Piloten angeben.",
            "{count:pilot does|pilots do} not tell how much places differ; please assume a spread "
            "between places with a reason, or give at least three pilots.",
            count=len(pilots),
        )
    if assumed is not None and assumed < 0:
        raise rejected(
            "spread_negative",
            "Die Streuung zwischen Orten ist {assumed}; sie darf nicht unter null liegen.",
            "The spread between places is {assumed}; it must not be below zero.",
            assumed=assumed,
        )

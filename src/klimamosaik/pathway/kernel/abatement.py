"""Marginal abatement: what a tonne costs, cheapest first, and how many tonnes that brings.

Cost per tonne is the yearly cost (investment spread over its life as an annuity, equation 8, plus
running costs, less what is saved) over the yearly tonnes.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from klimamosaik.terms.complaint import refuse


@dataclass(frozen=True)
class Costs:
    """What a measure costs and brings."""

    code: str
    tonnes: float  # [t CO2e/a] mean, overlaps taken off
    investment: float  # [EUR]
    life: float  # [a]
    running: float  # [EUR/a] negative where it saves more than it costs


@dataclass(frozen=True)
class Step:
    """One step of the curve."""

    code: str
    euro_per_tonne: float  # [EUR/t] negative: pays for itself
    tonnes: float  # [t CO2e/a] width of the step
    before: float  # [t CO2e/a] sum of all cheaper steps


def abatement_curve(costs: Sequence[Costs], interest: float) -> tuple[Step, ...]:
    """Sort measures by cost per tonne; those that save nothing have none and are left out.

    `interest` [1/a] is the rate of the annuity, 0.02 for 2 %. Raises Refused below zero and for a
    life that is not above zero.
    """
    if interest < 0 or not all(each.life > 0 for each in costs):
        raise refuse(
            "no_annuity",
            "Zinssatz und Nutzungsdauer: der Zins darf nicht unter null liegen, jede Nutzungsdauer "
            "muss über null liegen.",
            "Interest and life: the interest must not be below zero, each life must be above zero.",
        )
    priced = sorted(
        (per_tonne(each, interest), each.code, each.tonnes) for each in costs if each.tonnes > 0
    )
    steps, before = [], 0.0
    for price, code, tonnes in priced:
        steps.append(Step(code, price, tonnes, before))
        before += tonnes
    return tuple(steps)


def per_tonne(costs: Costs, interest: float) -> float:
    """Cost of a tonne [EUR/t]."""
    return (costs.investment * annuity(interest, costs.life) + costs.running) / costs.tonnes


def annuity(interest: float, life: float) -> float:
    """Share of an investment to be paid each year [1/a]. Equation 8."""
    if interest == 0:
        return 1 / life
    return interest / -math.expm1(-life * math.log1p(interest))  # (8)

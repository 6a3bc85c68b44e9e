"""Marginal abatement: what a tonne costs, cheapest first, and how many tonnes that brings.

Cost per tonne is the yearly cost (investment spread over its life as an annuity, equation 8, plus
running costs, less what is saved) over the yearly tonnes.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from klimamosaik.terms.complaint import rejected


@dataclass(frozen=True)
class Costs:
    """What a measure costs and brings."""

    code: str
    tonnes: float  # [t CO2e/a] mean, overlaps taken off
    investment: float  # [EUR]
    life: float  # [a]
    running: float  # [EUR/a] negative where it saves more than it costs
    low: float | None = None  # [t CO2e/a] low end of the tonnes; None: no range
    high: float | None = None  # [t CO2e/a] high end


@dataclass(frozen=True)
class CurveStep:
    """One step of the curve."""

    code: str
    euro_per_tonne: float  # [EUR/t] negative: pays for itself
    tonnes: float  # [t CO2e/a] width of the step
    before: float  # [t CO2e/a] sum of all cheaper steps
    low_price: float | None = None  # [EUR/t] at the better end of the range; None: no range
    high_price: float | None = None  # [EUR/t] at the worse end; None: no range, or no tonnes there


def abatement_curve(costs: Sequence[Costs], interest: float) -> tuple[CurveStep, ...]:
    """Sort measures by cost per tonne; those that save nothing have none and are left out.

    `interest` [1/a] is the rate of the annuity, 0.02 for 2 %. Raises Refused below zero and for a
    life that is not above zero.
    """
    if interest < 0 or not all(each.life > 0 for each in costs):
        raise rejected(
            "no_annuity",
            "Zinssatz und Nutzungsdauer: der Zins darf nicht unter null liegen, jede Nutzungsdauer "
            "muss über null liegen.",
            "Interest and life: the interest must not be below zero, each life must be above zero.",
        )
    bringing = [each for each in costs if each.tonnes > 0]
    ordered = sorted(
        bringing, key=lambda each: (yearly_cost(each, interest) / each.tonnes, each.code)
    )
    steps, before = [], 0.0
    for each in ordered:
        steps.append(step_of(each, before, interest))
        before += each.tonnes
    return tuple(steps)


def step_of(costs: Costs, before: float, interest: float) -> CurveStep:
    """One measure as a step; a dear one gets dearer with fewer tonnes, a gainful one less so."""
    ends = [
        price(costs, tonnes, interest) for tonnes in (costs.low, costs.high) if tonnes is not None
    ]
    reaches_zero = costs.low is not None and costs.low <= 0
    known = [end for end in ends if end is not None]
    middle = price(costs, costs.tonnes, interest)
    assert middle is not None
    return CurveStep(
        code=costs.code,
        euro_per_tonne=middle,
        tonnes=costs.tonnes,
        before=before,
        low_price=min(known) if known and not (reaches_zero and middle < 0) else None,
        high_price=max(known) if known and not (reaches_zero and middle >= 0) else None,
    )


def yearly_cost(costs: Costs, interest: float) -> float:
    """Investment as an annuity plus what runs [EUR/a]; below zero it pays for itself."""
    return costs.investment * annuity(interest, costs.life) + costs.running


def price(costs: Costs, tonnes: float, interest: float) -> float | None:
    """Cost of a tonne [EUR/t]; None where there are no tonnes."""
    return yearly_cost(costs, interest) / tonnes if tonnes > 0 else None


def annuity(interest: float, life: float) -> float:
    """Share of an investment to be paid each year [1/a]. Equation 8."""
    if interest == 0:
        return 1 / life
    return interest / -math.expm1(-life * math.log1p(interest))  # (8)

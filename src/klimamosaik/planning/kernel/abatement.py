"""Marginal abatement: what a tonne costs, cheapest first, and how many tonnes that brings.

Cost per tonne is the yearly cost (investment spread over its life as an annuity, equation 8, plus
running costs, less what is saved) over the yearly tonnes.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from klimamosaik.terms.complaint import rejected
from klimamosaik.terms.estimate import Estimate


@dataclass(frozen=True)
class Costs:
    """What a measure costs and brings."""

    code: str
    tonnes: Estimate  # [t CO2e/a] overlaps taken off
    investment: float  # [EUR]
    life: float  # [a]
    running: float  # [EUR/a] negative where it saves more than it costs


@dataclass(frozen=True)
class CurveStep:
    """One step of the curve."""

    code: str
    cost: float  # [EUR/a] investment as equal rates and what runs; negative: pays for itself
    tonnes: Estimate  # [t CO2e/a] the mean, above zero, is the width of the step
    before: float  # [t CO2e/a] sum of all cheaper steps

    @property
    def euro_per_tonne(self) -> float:
        """What a tonne costs [EUR/t]; negative: pays for itself."""
        return self.cost / self.tonnes.mean

    @property
    def cheapest(self) -> float | None:
        """The same at the better end of the tonnes [EUR/t]; None: there may be none of them.

        A dear measure gets dearer with fewer tonnes, a gainful one less so.
        """
        return self._price_at(self.tonnes.low if self.cost < 0 else self.tonnes.high)

    @property
    def dearest(self) -> float | None:
        """The same at the worse end of the tonnes [EUR/t]; None: there may be none of them."""
        return self._price_at(self.tonnes.high if self.cost < 0 else self.tonnes.low)

    def _price_at(self, tonnes: float) -> float | None:
        return self.cost / tonnes if tonnes > 0 else None


def abatement_curve(costs: Sequence[Costs], interest: float) -> tuple[CurveStep, ...]:
    """Sort measures by cost per tonne; those that save nothing have none and are left out.

    `interest` [1/a] is the rate of the annuity, 0.02 for 2 %. Raises InputRejected below zero and
    for a life that is not above zero.
    """
    if interest < 0 or not all(each.life > 0 for each in costs):
        raise rejected(
            "no_annuity",
            "Zinssatz und Nutzungsdauer: der Zins darf nicht unter null liegen, jede Nutzungsdauer "
            "muss über null liegen.",
            "Interest and life: the interest must not be below zero, each life must be above zero.",
        )
    bringing = [each for each in costs if each.tonnes.mean > 0]
    steps = [
        CurveStep(each.code, yearly_cost(each, interest), each.tonnes, 0.0) for each in bringing
    ]
    return in_order(steps)


def in_order(steps: Sequence[CurveStep]) -> tuple[CurveStep, ...]:
    """The cheapest first, each beside the tonnes of all cheaper ones."""
    ordered = sorted(steps, key=lambda each: (each.euro_per_tonne, each.code))
    before = accumulate((each.tonnes.mean for each in ordered), initial=0.0)
    return tuple(replace(each, before=sum_) for each, sum_ in zip(ordered, before, strict=False))


def yearly_cost(costs: Costs, interest: float) -> float:
    """Investment as an annuity plus what runs [EUR/a]; below zero it pays for itself."""
    return costs.investment * annuity(interest, costs.life) + costs.running


def annuity(interest: float, life: float) -> float:
    """Share of an investment to be paid each year [1/a]. Equation 8."""
    if interest == 0:
        return 1 / life
    return interest / -math.expm1(-life * math.log1p(interest))  # (8)

"""What goes into a pathway: uses with their trend, measures in force, targets."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from klimamosaik.pathway.kernel.posterior import Posterior
from klimamosaik.terms.text import Text

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class EmissionUse:
    """Emissions measures can act on: heat of homes, electricity of offices, cars."""

    code: str
    emissions_t: float  # [t CO2e/a] in the year of the balance
    yearly_change: float  # [1/a] trend without measures, -0.02: falls by 2 % a year
    change_deviation: float  # [1/a] standard deviation of the trend
    because: Text  # why this trend
    trend: str = ""  # uses with the same word share one draw of it; empty: one of its own


@dataclass(frozen=True)
class InForce:
    """When a measure works; years as decimals, 2027.5 is the first of July 2027."""

    start: float  # [a] first effect
    ramp: float = 0.0  # [a] until full strength
    end: float = math.inf  # [a] first moment without effect


@dataclass(frozen=True)
class PathwayMeasure:
    """A measure as the pathway sees it."""

    code: str
    use: str | None  # code of the use it acts on; None: a sink, tonnes taken from the total
    belief: Posterior  # at full strength, against the use of the balance year
    in_force: InForce


@dataclass(frozen=True)
class EmissionTarget:
    """What a scope may emit in a year: a target, or a milestone on the way."""

    year: int
    limit_t: float  # [t CO2e/a]; 0 is net zero, sinks taken off
    uses: frozenset[str] | None = None  # codes in scope; None: all uses and sinks


def per_head(tonnes: float, population: int) -> float:
    """Limit [t CO2e/a] for a target stated per head."""
    return tonnes * population


def exposure(in_force: InForce, years: Floats) -> Floats:
    """Mean strength 0..1 of a measure in each calendar year, shape (years,)."""
    return np.asarray(
        working_years(in_force, years + 1) - working_years(in_force, years), dtype=np.float64
    )


def working_years(in_force: InForce, until: Floats) -> Floats:
    """Years at full strength [a] gathered up to each moment, ramp counted in part."""
    moment = np.minimum(until, in_force.end)
    since = np.maximum(moment - in_force.start, 0.0)
    if in_force.ramp <= 0:
        return since
    rising = np.minimum(since, in_force.ramp)
    return rising**2 / (2 * in_force.ramp) + np.maximum(since - in_force.ramp, 0.0)

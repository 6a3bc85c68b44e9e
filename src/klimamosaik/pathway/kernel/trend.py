"""How emissions would go on without measures: what other towns did, corrected by the town's own.

Everything is a rate r of logarithms per year [1/a]: emissions(t) = emissions(0) · exp(r t). What is
known before looking at the town: rates of towns scatter by `towns` around `change`, and the rate
of one town changes by `time` from one decade to the next. A town's own years give a rate with a
standard error; the two are weighted by precision (equations 13 to 16 of docs/methods/pathway.md).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from klimamosaik.terms.complaint import rejected
from klimamosaik.terms.estimate import CONFIDENCE, Estimate
from klimamosaik.terms.quantiles import normal_quantile

FEWEST = 2  # years a rate can be seen in
PRIOR_YEARS = 4.0  # single years the usual scatter is worth when a town has few of its own


@dataclass(frozen=True)
class UsualTrend:
    """What is known of a use's trend before looking at the town."""

    change: float  # [1/a] usual rate of logarithms
    towns: float  # [1/a] standard deviation between towns
    time: float  # [1/a] standard deviation between one time and the next in one town
    scatter: float  # 1, standard deviation of single years around the line


@dataclass(frozen=True)
class OwnTrend:
    """The rate a town's own years show."""

    change: float  # [1/a] of logarithms
    error: float  # [1/a] standard error
    years: tuple[int, ...]


@dataclass(frozen=True)
class EmissionTrend:
    """The rate to come, with how sure it is."""

    change: float  # [1/a] of logarithms
    deviation: float  # [1/a] standard deviation
    weight: float  # 0..1 of the town's own years; 0 where there are none
    own: OwnTrend | None

    @property
    def yearly(self) -> Estimate:
        """Change a year as a share: -0.02 is 2 % less."""
        half = normal_quantile((1 + CONFIDENCE) / 2) * self.deviation
        mean, low, high = self.change, self.change - half, self.change + half
        return Estimate(math.expm1(mean), math.expm1(low), math.expm1(high), "1/a")


def own_trend(years: Sequence[int], emissions_t: Sequence[float], usual: UsualTrend) -> OwnTrend:
    """Fit a rate to at least two years: least squares on logarithms. Equations 13 and 14.

    The scatter is the town's own mixed with the usual one, so that two years, through which any
    line passes exactly, are not taken for certain. Raises InputRejected for fewer than two years
    and for emissions that are not above zero.
    """
    told = dict(zip(years, emissions_t, strict=True))
    if len(told) < FEWEST or min(told.values()) <= 0:
        usable = sum(value > 0 for value in told.values())
        raise rejected(
            "too_few_balances",
            "Für einen Trend braucht es mindestens zwei Jahre mit Emissionen über null, hier sind "
            "{usable}. Bitte ein früheres Jahr eintragen.",
            "A trend needs at least two years with emissions above zero, here are {usable}. "
            "Please enter an earlier year.",
            usable=usable,
        )
    change, around, spread = line(np.array(sorted(told)), [told[year] for year in sorted(told)])
    free = len(told) - 2
    scatter = math.sqrt(  # (14)
        (PRIOR_YEARS * usual.scatter**2 + around) / (PRIOR_YEARS + free)
    )
    return OwnTrend(change, scatter / math.sqrt(spread), tuple(sorted(told)))


def line(years: NDArray[np.int64], emissions_t: Sequence[float]) -> tuple[float, float, float]:
    """Slope [1/a], sum of squared residuals and of squared distances in time. Equation 13."""
    time = years - years.mean()
    logs = np.log(np.asarray(emissions_t, dtype=np.float64))
    spread = float(time @ time)
    slope = float(time @ logs) / spread  # (13)
    rest = logs - logs.mean() - slope * time
    return slope, float(rest @ rest), spread


def trend(usual: UsualTrend, own: OwnTrend | None = None) -> EmissionTrend:
    """The rate to come: the usual one, corrected by the town's own years where there are any."""
    if own is None:
        return EmissionTrend(usual.change, math.hypot(usual.towns, usual.time), 0.0, None)
    before, seen = usual.towns**2, own.error**2
    weight = before / (before + seen) if before + seen > 0 else 1.0  # (15)
    change = weight * own.change + (1 - weight) * usual.change
    town = weight**2 * seen + (1 - weight) ** 2 * before
    return EmissionTrend(change, math.sqrt(town + usual.time**2), weight, own)  # (16)

"""How much use drifts from year to year by itself, and how wide that makes the range.

Learnt from measure-free year pairs: the spread of the savings a model finds where nothing was
done. Restless meters show it in their baseline already, so the spread grows with the scatter there.
"""

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from klimamosaik.evidence.kernel.noise import mean_known
from klimamosaik.evidence.kernel.series import Flags, Numbers, Times

LEAST = 1e-3  # 1, smaller scatter than this cannot be told from none
FULL_YEAR = 365.0  # [d]
TAILS = 5  # degrees of freedom of Student's t: years of change come in few large steps
MOVES = np.linspace(-1.5, 1.5, 301)  # logarithms of the spread's factor that own years may claim
FACTORS = np.exp(MOVES)  # 1, the same
YEAR = 365.25  # [d]


@dataclass(frozen=True)
class BaselineInstability:
    """What the baseline of m meters tells about their drift, shape (m,) each."""

    size: Numbers  # [kWh/d] mean size of use
    scatter: Numbers  # 1, root mean square of meter minus what is expected to go on, over size
    calm: Numbers  # 1, the same of meter minus the model that follows its level

    def column(self) -> Numbers:
        """Logarithm of what tells of drift, shape (m,)."""
        return np.asarray(np.log(np.maximum(self.scatter, LEAST)))

    def where(self, kept: Flags | NDArray[np.int64]) -> "BaselineInstability":
        """Keep some meters."""
        return BaselineInstability(self.size[kept], self.scatter[kept], self.calm[kept])


@dataclass(frozen=True)
class Quantile:
    """Factor on the spread that covers the part `confidence` of measure-free year pairs."""

    confidence: float  # 0..1
    factor: float  # 1


@dataclass(frozen=True)
class Season:
    """Factors for effects that begin on the first of a month."""

    month: int  # 1..12
    quantiles: tuple[Quantile, ...]

    def factor(self, confidence: float) -> float:
        """Factor on one scale at `confidence`, between the quantiles known."""
        known = [each.confidence for each in self.quantiles]
        return float(np.interp(confidence, known, [each.factor for each in self.quantiles]))


@lru_cache(maxsize=1_000)  # all meters of a carrier ask the same
def _factors(seasons: tuple[Season, ...], confidence: float) -> tuple[float, ...]:
    return tuple(each.factor(confidence) for each in seasons)


@dataclass(frozen=True)
class Horizon:
    """Drift of a reporting period of some length, compared with that of a full year."""

    days: float  # [d]
    factor: float  # 1


@dataclass(frozen=True)
class DriftPrior:
    """What measure-free year pairs of one carrier and method say."""

    carrier: str
    method: str
    pairs: int  # year pairs behind it
    meters: int  # meters behind it
    intercept: float  # logarithm of the spread at the centre
    slope: float  # by which that logarithm grows with the logarithm of the scatter
    centre: float  # logarithm of the scatter
    bounds: tuple[float, float]  # smallest and largest relative spread the pairs support
    seasons: tuple[Season, ...]
    horizons: tuple[Horizon, ...]
    shared: float  # 0..1, part of the drift variance that other buildings' meters share
    apart: float  # 1, how far meters lie apart: standard deviation of the spread's logarithm
    city_pairs: int = 0  # year pairs of a town's own meters that moved it

    def spread(self, unrest: BaselineInstability, by: Numbers | float = 0.0) -> Numbers:
        """Relative drift of a full year [1], one scale, shape (m,).

        by: how far own years moved its logarithm, and its bounds on that side, shape (m,).
        """
        scale = np.exp(self.intercept + by + self.slope * (unrest.column() - self.centre))
        low, high = self.bounds
        lowest, highest = low * np.exp(np.minimum(by, 0)), high * np.exp(np.maximum(by, 0))
        bounded: Numbers = np.clip(scale, lowest, highest)
        return bounded

    def factor(self, confidence: float, start: Times) -> Numbers:
        """Factor on one scale for a range at `confidence`, 0.5..0.99; shape of `start`.

        start: first day of the effect [datetime64[D]]. Between the seasons it goes over evenly.
        """
        begin = [(each.month - 1) * YEAR / 12 for each in self.seasons]
        factors = _factors(self.seasons, confidence)
        day = (start - start.astype("datetime64[Y]")).astype(np.float64)
        return np.asarray(np.interp(day, begin, factors, period=YEAR))

    def half_width(
        self, noise: Numbers, drift: Numbers, confidence: float, start: Times
    ) -> Numbers:
        """Half width [kWh] from one scale each of noise and drift [kWh], shape (m,)."""
        return self.factor(confidence, start) * np.hypot(noise, drift)

    def horizon(self, days: Numbers) -> Numbers:
        """Drift over `days` [d] relative to a full year; beyond it grows with the root."""
        known = [each.days for each in self.horizons]
        within = np.interp(days, known, [each.factor for each in self.horizons])
        return within * np.sqrt(np.maximum(days, FULL_YEAR) / FULL_YEAR)


def unrest_of(
    residuals: Numbers, use: Numbers, level: Numbers | float = 0.0
) -> BaselineInstability:
    """Read the unrest off a baseline [kWh], shape (m, d) each.

    residuals: meter minus the model that follows its level; level: how far that level stood above
    the one expected to go on.
    """
    size = mean_known(np.abs(use))
    scale = np.where(size > 0, size, 1)
    away, about = (np.sqrt(mean_known(each**2)) / scale for each in (residuals + level, residuals))
    return BaselineInstability(size, away, about)


def with_own_years(
    prior: DriftPrior,
    changes: Numbers,
    noises: Numbers,
    spreads: Numbers,
    weights: Numbers | float = 1.0,
) -> DriftPrior:
    """Let measure-free year pairs of one's own take over from the prior as they come in.

    weights: of the pairs, under 1 where they tell alike; the others as in `own_moves`.
    """
    alone = np.zeros(changes.shape, np.int64)
    (by,) = own_moves(prior, changes, noises, spreads, alone, 1, weights).tolist()
    return moved(prior, by) if by else prior


def own_moves(
    prior: DriftPrior,
    changes: Numbers,
    noises: Numbers,
    spreads: Numbers,
    of: NDArray[np.int64],
    meters: int,
    weights: Numbers | float = 1.0,
) -> Numbers:
    """By how much the own years of each meter move the logarithm of the spread, shape (meters,).

    changes: relative savings found where nothing was done; noises: one scale of their noise;
    spreads: the drift the prior expected of them; of: whose they are; shape (k,) each. The
    logarithm moves to its most likely place, given changes / hypot(noise, drift) after Student's t
    and meters that lie `prior.apart` apart; 0 where there are none.
    """
    known = np.isfinite(changes) & np.isfinite(spreads) & (spreads > 0)
    variances = noises[known, None] ** 2 + (spreads[known, None] * FACTORS) ** 2
    squares = changes[known, None] ** 2 / variances / TAILS
    surprise = np.log(variances) / 2 + (TAILS + 1) / 2 * np.log1p(squares)
    cost = np.zeros((meters, len(MOVES)))
    np.add.at(cost, of[known], np.broadcast_to(weights, changes.shape)[known, None] * surprise)
    cost += MOVES**2 / (2 * prior.apart**2)
    told = np.bincount(of[known], minlength=meters) > 0
    return np.where(told, MOVES[np.argmin(cost, axis=1)], 0.0)


def moved(prior: DriftPrior, by: float) -> DriftPrior:
    """Move the logarithm of the spread, and its bounds on that side."""
    low, high = prior.bounds
    return replace(
        prior,
        intercept=prior.intercept + by,
        bounds=(low * float(np.exp(min(by, 0))), high * float(np.exp(max(by, 0)))),
    )

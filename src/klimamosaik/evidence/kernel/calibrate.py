"""Learn from measure-free year pairs how wide a range must be."""

from dataclasses import dataclass

import numpy as np
from scipy import optimize, stats

from klimamosaik.evidence.kernel.drift import (
    TAILS,
    DriftPrior,
    Horizon,
    Quantile,
    Season,
    Unrest,
)
from klimamosaik.evidence.kernel.placebo import Placebos
from klimamosaik.evidence.kernel.series import Numbers, Times

SHRINKAGE = 2.0  # weight of the pull of the slopes to zero
CONFIDENCES = (0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 0.98, 0.99)
BOUND = (0.02, 0.98)  # 1, quantiles of the learnt spreads that bound new ones
WELL_LEARNT = 0.95  # 1, above this confidence the tail of t is followed, not the few pairs


@dataclass(frozen=True)
class _Scale:
    intercept: float
    slopes: Numbers
    centre: Numbers

    def drift(self, unrest: Unrest) -> Numbers:
        spread: Numbers = np.exp(self.intercept + (unrest.columns() - self.centre) @ self.slopes)
        return spread


def fit_prior(
    pairs: Placebos,
    *,
    start: Times,
    carrier: str,
    method: str,
    horizons: tuple[Horizon, ...] = (Horizon(365.0, 1.0),),
    shared: float = 0.0,
    weight: float = 1.0,
    apart: float = 0.3,
) -> DriftPrior:
    """Fit the spread and read its quantiles off; `held_out` says how both do on new meters.

    start: first day of each pair's baseline, and so of the effect a year later; every season
    has factors of its own. weight: of a pair, under 1 where pairs overlap. apart: see `DriftPrior`.
    """
    scale = _fit(pairs, weight)
    drift = scale.drift(pairs.unrest)
    bounds = np.quantile(drift, BOUND)
    ratios = np.abs(pairs.change) / np.hypot(pairs.noise, np.clip(drift, *bounds))
    return DriftPrior(
        carrier=carrier,
        method=method,
        pairs=len(pairs.change),
        meters=len(np.unique(pairs.meter)),
        intercept=scale.intercept,
        slopes=_three(scale.slopes),
        centre=_three(scale.centre),
        bounds=(float(bounds[0]), float(bounds[1])),
        seasons=_seasons(ratios, start),
        horizons=horizons,
        shared=shared,
        apart=apart,
    )


def _three(values: Numbers) -> tuple[float, float, float]:
    first, second, third = (float(each) for each in values)
    return first, second, third


def _seasons(ratios: Numbers, start: Times) -> tuple[Season, ...]:
    """The factors of every month that pairs begin in."""
    months = start.astype("datetime64[M]").astype(np.int64) % 12 + 1
    return tuple(
        Season(int(month), _quantiles(ratios[months == month])) for month in np.unique(months)
    )


def _quantiles(ratios: Numbers) -> tuple[Quantile, ...]:
    return tuple(Quantile(each, _quantile(ratios, each)) for each in CONFIDENCES)


def _fit(pairs: Placebos, weight: float) -> _Scale:
    """Most likely spread: change / hypot(noise, drift) follows Student's t."""
    columns = pairs.unrest.columns()
    centre = columns.mean(axis=0)
    sizes = np.maximum(columns.std(axis=0), 1e-9)
    standard = (columns - centre) / sizes

    def cost(guess: Numbers) -> float:
        drift = np.exp(np.clip(guess[0] + standard @ guess[1:], -12, 3))
        scale = np.hypot(pairs.noise, drift)
        squares = (pairs.change / scale) ** 2 / TAILS
        surprise = np.log(scale) + (TAILS + 1) / 2 * np.log1p(squares)
        return float(weight * surprise.sum() + SHRINKAGE / 2 * (guess[1:] ** 2).sum())

    start = np.zeros(1 + columns.shape[1])
    start[0] = np.log(np.median(np.abs(pairs.change)) + 1e-3)
    found = optimize.minimize(cost, start, method="BFGS").x
    return _Scale(float(found[0]), found[1:] / sizes, centre)


def _quantile(ratios: Numbers, confidence: float) -> float:
    """Quantile of the ratios; beyond `WELL_LEARNT` the tail of t continues it."""
    factor = float(np.quantile(ratios, min(confidence, WELL_LEARNT)))
    if confidence <= WELL_LEARNT:
        return factor
    tail = stats.t.ppf((1 + np.array([confidence, WELL_LEARNT])) / 2, TAILS)
    return factor * float(tail[0] / tail[1])

"""Learn from measure-free year pairs how wide a range must be."""

import numpy as np

from klimamosaik.evidence.kernel.ranges.drift import (
    TAILS,
    DriftPrior,
    Horizon,
    Quantile,
    Season,
)
from klimamosaik.evidence.kernel.ranges.placebo import Placebos
from klimamosaik.evidence.kernel.ranges.town_drift import pair_weights
from klimamosaik.evidence.kernel.series import Numbers, Times
from klimamosaik.terms.quantiles import student_quantile

KEPT = 0.8  # 1, part of the slope found that is trusted: the teachers are few, towns are others
SEASONAL = 0.5  # 1, part of the difference of a season's factors from the common ones that is kept
CONFIDENCES = (0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 0.98, 0.99)
BOUND = (0.02, 0.98)  # 1, quantiles of the learnt spreads that bound new ones
WELL_LEARNT = 0.95  # 1, above this confidence the tail of t is followed, not the few pairs


def fit_prior(
    pairs: Placebos,
    *,
    start: Times,
    carrier: str,
    method: str,
    apart: float = 0.3,
) -> DriftPrior:
    """Fit the spread and read its quantiles off; on new meters both are tried in `tests/evidence`.

    start: first day of each pair's baseline, and so of the effect a year later; every season
    has factors of its own. apart: see `DriftPrior`; the farther meters lie apart, the less the
    many pairs of one meter tell of others.
    """
    column, weights = pairs.unrest.column(), pair_weights(pairs.meter, apart)
    centre = float(column.mean())
    intercept, slope = _fit(pairs, column - centre, weights)
    slope *= KEPT
    drift = np.exp(intercept + slope * (column - centre))
    bounds = np.quantile(drift, BOUND)
    ratios = np.abs(pairs.change) / np.hypot(pairs.noise, np.clip(drift, *bounds))
    return DriftPrior(
        carrier=carrier,
        method=method,
        pairs=len(pairs.change),
        meters=len(np.unique(pairs.meter)),
        intercept=intercept,
        slope=slope,
        centre=centre,
        bounds=(float(bounds[0]), float(bounds[1])),
        seasons=_seasons(ratios, start, weights),
        horizons=(Horizon(365.0, 1.0),),
        shared=0.0,
        apart=apart,
    )


def _seasons(ratios: Numbers, start: Times, weights: Numbers) -> tuple[Season, ...]:
    """The factors of every month that pairs begin in, half way to those of all pairs."""
    months = start.astype("datetime64[M]").astype(np.int64) % 12 + 1
    common = _factors(ratios, weights)
    found = []
    for month in np.unique(months):
        there = months == month
        factors = common + SEASONAL * (_factors(ratios[there], weights[there]) - common)
        known = zip(CONFIDENCES, factors, strict=True)
        found.append(Season(int(month), tuple(Quantile(c, float(f)) for c, f in known)))
    return tuple(found)


def _fit(pairs: Placebos, about: Numbers, weights: Numbers) -> tuple[float, float]:
    """Most likely spread and its slope: change / hypot(noise, drift) follows Student's t."""
    from scipy import optimize  # slow to import, and only who learns needs it

    def cost(guess: Numbers) -> float:
        drift = np.exp(np.clip(guess[0] + guess[1] * about, -12, 3))
        scale = np.hypot(pairs.noise, drift)
        squares = (pairs.change / scale) ** 2 / TAILS
        surprise = np.log(scale) + (TAILS + 1) / 2 * np.log1p(squares)
        return float((weights * surprise).sum())

    start = np.array([np.log(np.median(np.abs(pairs.change)) + 1e-3), 0.0])
    intercept, slope = optimize.minimize(cost, start, method="BFGS").x
    return float(intercept), float(slope)


def _factors(ratios: Numbers, weights: Numbers) -> Numbers:
    """Quantiles of the weighed ratios; beyond `WELL_LEARNT` the tail of t continues them."""
    order = np.argsort(ratios)
    below = np.cumsum(weights[order]) - weights[order] / 2
    learnt = np.minimum(CONFIDENCES, WELL_LEARNT)
    factors = np.interp(learnt, below / weights.sum(), ratios[order])
    tails = student_quantile((1 + np.maximum(CONFIDENCES, WELL_LEARNT)) / 2, TAILS)
    continued: Numbers = factors * tails / student_quantile((1 + WELL_LEARNT) / 2, TAILS)
    return continued

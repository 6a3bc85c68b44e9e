"""What a town's own meters, taken together, say of the drift of its use."""

from dataclasses import dataclass

import numpy as np

from klimamosaik.evidence.kernel.ranges.drift import DriftPrior, with_own_years
from klimamosaik.evidence.kernel.ranges.placebo import Placebos
from klimamosaik.evidence.kernel.series import Numbers

INFORMATION = 1.25  # of one value of Student's t (5 degrees of freedom) on log scale: 2 f/(f + 3)


@dataclass(frozen=True)
class TownDrift:
    """How far a town's measure-free year pairs move the spread the prior expects."""

    by: float  # logarithm of the factor on the spread
    pairs: int  # year pairs
    meters: int


def town_drift(prior: DriftPrior, pairs: Placebos) -> TownDrift:
    """Weigh the shipped prior against the `pairs` of a town's meters (empirical Bayes).

    A town may lie as far from the prior as a meter does (`prior.apart`).
    """
    moved = with_own_years(
        prior,
        pairs.change,
        pairs.noise,
        prior.spread(pairs.unrest),
        pair_weights(pairs.meter, prior.apart),
    )
    by = moved.intercept - prior.intercept
    return TownDrift(by, len(pairs.change), len(np.unique(pairs.meter)))


def pair_weights(meter: Numbers, apart: float) -> Numbers:
    """Weight of each pair, shape (k,): those of one meter share how it differs from others.

    n pairs of a meter tell the town's scale with variance 1/(n i) + apart², i the information of
    a pair; that is the information of 1/(1 + n i apart²) of a pair each.
    """
    _, place, count = np.unique(meter, return_inverse=True, return_counts=True)
    weights: Numbers = 1 / (1 + count[place] * INFORMATION * apart**2)
    return weights

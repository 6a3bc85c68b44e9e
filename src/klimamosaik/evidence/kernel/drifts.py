"""How far the use of modelled meters drifts by itself over the days reported, all at once."""

import numpy as np

from klimamosaik.evidence.kernel.question import BASELINE_DAYS
from klimamosaik.evidence.kernel.ranges.drift import DriftPrior, own_moves
from klimamosaik.evidence.kernel.series import Numbers
from klimamosaik.evidence.kernel.shared_models import ModelledMeters


def drifts(prior: DriftPrior, models: ModelledMeters) -> list[float]:
    """One scale of relative drift [1] of each; own years take over, short baselines know less."""
    count, own = len(models.expectations), models.own
    of = own.meter.astype(np.int64)
    by = own_moves(prior, own.change, own.noise, prior.spread(own.unrest), of, count)
    reported = np.array([float(each.days) for each in models.sums])
    used = np.clip([each.days_used for each in models.expectations], 1, BASELINE_DAYS)
    short: Numbers = np.sqrt(BASELINE_DAYS / used)
    drift = prior.spread(models.unrest, by) * prior.horizon(reported) * short
    found: list[float] = drift.tolist()
    return found

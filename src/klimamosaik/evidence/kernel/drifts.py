"""How far the use of modelled meters drifts by itself over the days reported, all at once."""

from collections.abc import Sequence

import numpy as np

from klimamosaik.evidence.kernel.question import BASELINE_DAYS
from klimamosaik.evidence.kernel.ranges.drift import BaselineInstability, DriftPrior, own_moves
from klimamosaik.evidence.kernel.ranges.placebo import joined
from klimamosaik.evidence.kernel.series import Numbers
from klimamosaik.evidence.kernel.shared_models import ModelledMeter


def drifts(prior: DriftPrior, models: Sequence[ModelledMeter]) -> list[float]:
    """One scale of relative drift [1] of each; own years take over, short baselines know less."""
    if not models:
        return []
    own = joined([each.own for each in models])
    of = np.repeat(np.arange(len(models)), [each.own.change.size for each in models])
    by = own_moves(prior, own.change, own.noise, prior.spread(own.unrest), of, len(models))
    unrest = BaselineInstability(*np.hstack([_rows(each.unrest) for each in models]))
    expectations = [each.expectation for each in models]
    reported = np.array([float(round(each.reported_days)) for each in expectations])
    used = np.clip([each.days_used for each in expectations], 1, BASELINE_DAYS)
    short: Numbers = np.sqrt(BASELINE_DAYS / used)
    found: list[float] = (prior.spread(unrest, by) * prior.horizon(reported) * short).tolist()
    return found


def _rows(unrest: BaselineInstability) -> Numbers:
    return np.array([unrest.size, unrest.scatter, unrest.calm])

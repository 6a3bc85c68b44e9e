"""How much each day of a baseline counts: recent ones more, outlying ones less."""

import numpy as np

from klimamosaik.evidence.kernel.series import Numbers, days_known, filled

LEAST_BOUND = 0.5  # 1, root mean squares: where most days fit exactly, the others still count
NORMAL = 1.4826  # scale of a normal distribution over the median of its sizes
TINY = 1e-9  # keeps exact days from dividing by zero


def day_weights(use: Numbers, half_life: float) -> Numbers:
    """Weight of each known day, halving every `half_life` days back; mean 1, as `days_known`."""
    known = days_known(use)
    age = np.arange(use.shape[1])[::-1]
    weight = np.where(known, 0.5 ** (age / half_life), 0)
    total = weight.sum(axis=1, keepdims=True)
    scaled: Numbers = weight * known.sum(axis=1, keepdims=True) / np.where(total > 0, total, 1)
    return scaled


def inlying(residuals: Numbers, outlying: float) -> Numbers:
    """Weight of each day after Huber: bound over size of residual, at most 1; 0 where unknown.

    outlying: [scatters] beyond which a day weighs less. Source: Annals of Mathematical Statistics
    35 (1964).
    """
    sizes, count = np.abs(residuals), np.count_nonzero(days_known(residuals), axis=1)
    ordered = np.sort(sizes, axis=1)  # unknown ones last
    middle = ordered[np.arange(len(sizes)), np.minimum(count // 2, sizes.shape[1] - 1)]
    squares = np.vecdot(filled(sizes), filled(sizes))
    least = LEAST_BOUND * np.sqrt(squares / np.maximum(count, 1))
    bound = np.maximum(outlying * NORMAL * filled(middle), least)
    weight = np.maximum(sizes, TINY, out=sizes)
    np.divide(bound[:, None] + TINY, weight, out=weight)
    return filled(np.minimum(weight, 1, out=weight))

"""How far a sum can be wrong by the scatter of readings alone."""

import numpy as np
from numpy.typing import NDArray

from klimamosaik.evidence.kernel.series import Numbers, days_known, filled

Parameters = NDArray[np.int64] | int  # free numbers of the model, of each meter or of all
MOST_CORRELATED = 0.95  # 1, bound of the lag-one autocorrelation of days


def lag_one(residuals: Numbers) -> Numbers:
    """Autocorrelation of neighbouring residuals, 0 where unknown, shape (m, d) -> (m,)."""
    centred = filled(residuals - mean_known(residuals)[:, None])
    pairs = np.vecdot(centred[:, 1:], centred[:, :-1])
    squares = np.vecdot(centred, centred)
    rho: Numbers = np.divide(pairs, squares, out=np.zeros_like(pairs), where=squares > 0)
    return rho


def mean_known(values: Numbers) -> Numbers:
    """Mean of the known values of each row, 0 where there are none, shape (m, d) -> (m,)."""
    count = np.count_nonzero(days_known(values), axis=1)
    mean: Numbers = sum_known(values) / np.maximum(count, 1)
    return mean


def sum_known(values: Numbers) -> Numbers:
    """Sum of the known values of each row, shape (m, d) -> (m,)."""
    summed: Numbers = filled(values).sum(axis=1)
    return summed


def standard_deviation(residuals: Numbers, parameters: Parameters) -> Numbers:
    """Scatter of the baseline about its model [kWh/d], shape (m, d) -> (m,)."""
    known = np.count_nonzero(days_known(residuals), axis=1)
    left = filled(residuals)
    squares: Numbers = np.vecdot(left, left) / np.maximum(known - parameters, 1)
    return np.sqrt(squares)


def of_sum(residuals: Numbers, reported: Numbers, parameters: Parameters) -> Numbers:
    """One standard deviation of the summed difference [kWh], shape (m,).

    `s² v (n + n²/N)` with s the scatter of single days, v = (1 + rho)/(1 - rho) their lasting,
    n the reported days, shape (m,), and N the baseline days; after ASHRAE Guideline 14, annex B,
    which writes N / v as the effective number of days P'.
    """
    known = np.count_nonzero(days_known(residuals), axis=1)
    rho = np.clip(lag_one(residuals), 0, MOST_CORRELATED)
    lasting = (1 + rho) / (1 - rho)
    days = reported + reported**2 / np.maximum(known, 1)
    noise: Numbers = standard_deviation(residuals, parameters) * np.sqrt(lasting * days)
    return noise


def cvrmse(residuals: Numbers, use: Numbers, parameters: Parameters) -> Numbers:
    """Scatter over the mean size of use, nan where nothing was used, shape (m, d) -> (m,)."""
    size = np.abs(mean_known(use))
    out = np.full(len(size), np.nan)
    scatter = standard_deviation(residuals, parameters)
    relative: Numbers = np.divide(scatter, size, out=out, where=size > 0)
    return relative

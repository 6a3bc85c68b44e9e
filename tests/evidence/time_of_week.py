"""The plain time-of-week-and-temperature model, written from its documents to compare with.

Twelve monthly models, neighbouring months at half weight; an hour of the week is occupied where
more than 65 % of the residuals of a heating and cooling fit are positive; temperature bins at 30,
45, 55, 65, 75, 90 F merged below 20 hours. Sources: Mathieu et al. (IEEE Trans. Smart Grid 2,
2011); Price (LBNL-3713E, 2010); CalTRACK Methods 2.0, hourly. Used by tests only.
"""

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from klimamosaik.evidence.kernel.series import Flags, Numbers, Times

Indices = NDArray[np.int64]

HEATS_BELOW, COOLS_ABOVE = 10.0, 18.3  # [degC] of the fit that tells occupancy
OCCUPIED = 0.65
BINS = (np.array([30, 45, 55, 65, 75, 90]) - 32) / 1.8  # [degC]
FEWEST = 20  # [h] in a bin


def predict_time_of_week(
    local: Times, use: Numbers, temperature: Numbers, next_local: Times, next_temperature: Numbers
) -> Numbers:
    """Fit a year of hours (wall clock) and predict another, shape (n,) each -> (k,)."""
    month, hour = _calendar(local)
    next_month, next_hour = _calendar(next_local)
    out = np.full(len(next_local), np.nan)
    for each in range(12):
        apart = np.minimum((month - each) % 12, (each - month) % 12)
        weight = np.where(apart == 0, 1.0, np.where(apart == 1, 0.5, 0.0))
        kept = np.isfinite(use) & np.isfinite(temperature) & (weight > 0)
        h, t, y, w = hour[kept], temperature[kept], use[kept], weight[kept]
        occupied = _occupied(h, t, y, w)
        edges = [_merged(t[occupied[h] == side]) for side in (True, False)]
        slopes = _solve(_columns(h, t, occupied, edges), y, w)
        asked = next_month == each
        columns = _columns(next_hour[asked], next_temperature[asked], occupied, edges)
        out[asked] = columns @ slopes
    return out


def _calendar(local: Times) -> tuple[Indices, Indices]:
    days = local.astype("datetime64[D]")
    hour = (local - days).astype("timedelta64[h]").astype(np.int64)
    weekday = (days.astype(np.int64) + 3) % 7
    return days.astype("datetime64[M]").astype(np.int64) % 12, weekday * 24 + hour


def _solve(columns: Numbers, use: Numbers, weight: Numbers) -> Numbers:
    turned: Numbers = columns.T * weight
    normal = turned @ columns
    normal = normal + np.eye(len(normal)) * 1e-9 * np.trace(normal) / len(normal)
    solved: Numbers = np.linalg.solve(normal, turned @ use)
    return solved


def _occupied(hour: Indices, temperature: Numbers, use: Numbers, weight: Numbers) -> Flags:
    below = np.maximum(HEATS_BELOW - temperature, 0)
    columns = np.stack([np.ones(len(use)), below, np.maximum(temperature - COOLS_ABOVE, 0)], axis=1)
    above = use > columns @ _solve(columns, use, weight)
    flags: Flags = np.bincount(hour, above, 168) > OCCUPIED * np.bincount(hour, minlength=168)
    return flags


def _merged(temperature: Numbers) -> Numbers:
    edges = list(BINS)
    while edges:
        counts = np.histogram(temperature, [-np.inf, *edges, np.inf])[0]
        if counts.min() >= FEWEST:
            break
        edges.pop(min(int(counts.argmin()), len(edges) - 1))
    return np.array(edges)


def _columns(hour: Indices, temperature: Numbers, occupied: Flags, edges: list[Numbers]) -> Numbers:
    of_week = np.zeros((len(hour), 168))
    of_week[np.arange(len(hour)), hour] = 1
    parts = [of_week]
    for side, bins in zip((True, False), edges, strict=True):
        here = (occupied[hour] == side)[:, None]
        bounds = [*bins, np.inf]
        pieces = [np.minimum(temperature, bounds[0])]
        pieces += [np.clip(temperature, a, b) - a for a, b in pairwise(bounds)]
        parts.append(np.stack(pieces, axis=1) * here)
    return np.concatenate(parts, axis=1)

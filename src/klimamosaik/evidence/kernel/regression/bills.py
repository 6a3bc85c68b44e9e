"""Change-point models of bills and monthly readings by sums.

`use per day = base + heating * HDD(h) + cooling * CDD(c)`, degree days averaged over the days of
the bill, each bill weighted by its days. Source: CalTRACK Methods 2.0, sections 3.3 and 3.4.
Within a bill heating and cooling days may both occur, so pairs need their cross product too.
"""

from dataclasses import dataclass

import numpy as np

from klimamosaik.evidence.kernel.regression.change_point import (
    TIE,
    TOTAL_DEGREE_DAYS,
    ChangePoints,
    celsius_of_all,
)
from klimamosaik.evidence.kernel.series import Flags, Numbers

BILLS_GRID_STEP = 3  # [F] CalTRACK 2.0, section 3.2.2.1
CONSTANT, HEATING, COOLING, BOTH = range(4)


def bills_grid() -> Numbers:
    """Balance points of bills [degC], from whole degrees Fahrenheit, shape (g,)."""
    return celsius_of_all(np.arange(30, 91, BILLS_GRID_STEP))


@dataclass(frozen=True)
class _WeightedSums:
    """Weighted sums about the weighted means of each meter."""

    weight: Numbers  # [d] shape (m,)
    mean: Numbers  # [kWh/d] of use, shape (m,)
    total: Numbers  # of squared use, shape (m,)
    count: Numbers  # known bills, shape (m,)
    middle: Numbers  # [K] mean degrees, shape (m, g)
    square: Numbers  # of squared degrees, shape (m, g)
    product: Numbers  # of degrees times use, shape (m, g)
    enough: Flags  # enough degree days to fit, shape (m, g)


@dataclass(frozen=True)
class _Choice:
    """The best candidate of a family for each meter, shape (m,)."""

    adjusted_r2: Numbers
    heating_at: Numbers
    cooling_at: Numbers
    heating: Numbers
    cooling: Numbers
    base: Numbers


def fit_bills(
    use: Numbers,
    days: Numbers,
    heating: Numbers,
    cooling: Numbers | None,
    balance_points: Numbers,
) -> ChangePoints:
    """Choose and fit the model of every meter from its bills.

    use: [kWh/d], shape (m, n), nan where missing. days: of each bill [d], shape (n,). heating,
    cooling: mean degrees of each bill [K], shape (n, g); cooling None: not tried (gas, heat).
    balance_points: [degC], shape (g,).
    Candidates: constant, heating, cooling, both; all terms >= 0; highest adjusted R2 wins.
    """
    known = np.isfinite(use) & np.isfinite(heating).all(axis=1)
    weight = known * days
    values = np.where(known, use, 0.0)
    sums = _sums(np.nan_to_num(heating), known, weight, values, days)
    single = _single(sums)
    choices = {HEATING: single}
    if cooling is not None:
        other = _sums(np.nan_to_num(cooling), known, weight, values, days)
        found = _single(other)
        choices[COOLING] = _Choice(
            found.adjusted_r2, found.cooling_at, found.heating_at, found.cooling, found.heating,
            found.base,
        )  # fmt: skip
        cross = np.einsum(
            "mn,ng,nk->mgk", weight, np.nan_to_num(heating), np.nan_to_num(cooling), optimize=True
        )
        choices[BOTH] = _pairs(sums, other, cross, balance_points)
    return _best(sums, choices, balance_points, known @ days)


def _sums(
    degrees: Numbers, known: Flags, weight: Numbers, use: Numbers, days: Numbers
) -> _WeightedSums:
    amount = np.maximum(weight.sum(axis=1), 1e-300)
    mean = (weight * use).sum(axis=1) / amount
    middle = weight @ degrees / amount[:, None]
    centred = np.where(weight > 0, use - mean[:, None], 0)
    return _WeightedSums(
        weight=amount,
        mean=mean,
        total=(weight * centred**2).sum(axis=1),
        count=known.sum(axis=1).astype(np.float64),
        middle=middle,
        square=weight @ degrees**2 - amount[:, None] * middle**2,
        product=(weight * centred) @ degrees,
        enough=(known * days) @ degrees >= TOTAL_DEGREE_DAYS - 1e-9,
    )


def _adjusted(explained: Numbers, fits: Flags, sums: _WeightedSums, terms: int) -> Numbers:
    """Adjusted R2 = 1 - (RSS/(n - terms - 1)) / (SST/(n - 1)); -inf where not qualified."""
    shape = (-1,) + (1,) * (explained.ndim - 1)
    count, total = sums.count.reshape(shape), sums.total.reshape(shape)
    freedom = count - terms - 1
    usable = fits & (freedom > 0) & (total > 1e-18 * sums.weight.reshape(shape))
    rss = np.maximum(total - explained, 0)
    scale = (count - 1) / np.where(usable, freedom * total, 1)
    return np.where(usable, 1 - rss * scale, -np.inf)


def _single(sums: _WeightedSums) -> _Choice:
    """One slope b = Sxy/Sxx, base = mean - b middle."""
    varies = sums.square > 1e-9 * sums.weight[:, None]
    slope = np.divide(sums.product, sums.square, out=np.zeros_like(sums.product), where=varies)
    base = sums.mean[:, None] - slope * sums.middle
    fits = varies & sums.enough & (slope >= 0) & (base >= 0)
    r2 = _adjusted(slope * sums.product, fits, sums, 1)
    rows = np.arange(len(r2))
    at = (r2 >= r2.max(axis=1, keepdims=True) - TIE).argmax(axis=1)
    none = np.zeros(len(r2))
    return _Choice(r2[rows, at], at, none, slope[rows, at], none, base[rows, at])


def _pairs(hot: _WeightedSums, cold: _WeightedSums, cross: Numbers, grid: Numbers) -> _Choice:
    """Two slopes from the 2 x 2 normal equations about the means, heating <= cooling balance."""
    amount = hot.weight[:, None, None]
    mixed = cross - amount * hot.middle[:, :, None] * cold.middle[:, None, :]
    hh, cc = hot.square[:, :, None], cold.square[:, None, :]
    hy, cy = hot.product[:, :, None], cold.product[:, None, :]
    area = hh * cc - mixed**2
    sound = area > 1e-9 * np.maximum(hh * cc, 1e-300)
    area = np.where(sound, area, 1)
    heating = (hy * cc - cy * mixed) / area
    cooling = (cy * hh - hy * mixed) / area
    base = hot.mean[:, None, None] - heating * hot.middle[:, :, None]
    base = base - cooling * cold.middle[:, None, :]
    fits = sound & hot.enough[:, :, None] & cold.enough[:, None, :]
    fits &= (heating >= 0) & (cooling >= 0) & (base >= 0) & (grid[:, None] <= grid[None, :])
    r2 = _adjusted(heating * hy + cooling * cy, fits, hot, 2).reshape(len(base), -1)
    at = (r2 >= r2.max(axis=1, keepdims=True) - TIE).argmax(axis=1)
    rows = np.arange(len(r2))
    slopes = [part.reshape(len(r2), -1)[rows, at] for part in (heating, cooling, base)]
    return _Choice(r2[rows, at], at // len(grid), at % len(grid), *slopes)


def _best(
    sums: _WeightedSums, choices: dict[int, _Choice], grid: Numbers, days: Numbers
) -> ChangePoints:
    qualified = (sums.count > 0) & (sums.mean >= 0)
    kind = np.where(qualified, CONSTANT, -1)
    r2, base = np.where(qualified, 0.0, -np.inf), np.where(qualified, sums.mean, np.nan)
    slopes = np.zeros((2, len(kind)))
    balance = np.full((2, len(kind)), np.nan)
    for family, choice in choices.items():
        better = choice.adjusted_r2 > r2 + TIE
        kind, r2 = np.where(better, family, kind), np.where(better, choice.adjusted_r2, r2)
        base = np.where(better, choice.base, base)
        sides = (
            (HEATING, choice.heating, choice.heating_at),
            (COOLING, choice.cooling, choice.cooling_at),
        )
        for row, (side, slope, at) in enumerate(sides):
            has = family in (side, BOTH)
            slopes[row] = np.where(better, slope if has else 0.0, slopes[row])
            point = grid[at.astype(np.int64)] if has else np.nan
            balance[row] = np.where(better, point, balance[row])
    return ChangePoints(
        kind=kind,
        base=base,
        heating=slopes[0],
        cooling=slopes[1],
        heating_balance=balance[0],
        cooling_balance=balance[1],
        adjusted_r2=r2,
        days=days.astype(np.int64),
    )

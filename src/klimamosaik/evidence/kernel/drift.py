"""How much use drifts from year to year by itself, and how wide that makes the range.

Learnt from measure-free year pairs: the spread of the savings a model finds where nothing was
done. Restless meters show it in their baseline already, so the spread depends on features.
"""

from dataclasses import dataclass, replace

import numpy as np

from klimamosaik.evidence.kernel.series import Numbers

BLOCKS = 12  # parts of the baseline, about months
RECENT = 60  # [d] the last weeks of the baseline
LEAST_KNOWN = 5  # [d] days a block needs to tell a level
LEAST = 1e-3  # 1, smaller unrest than this cannot be told from none
FULL_YEAR = 365.0  # [d]
CAP = 4.0  # 1, a change of more spreads than this counts as so many
LEAST_MOVE = 0.2  # 1, own years never shrink the spread below this part
SMALLEST_SIZE = 1.0  # [kWh/d] below, size says nothing more


@dataclass(frozen=True)
class Unrest:
    """What the baseline of m meters tells about their drift, shape (m,) each."""

    shift: Numbers  # 1, size of the mean residual of the last weeks over mean use
    jump: Numbers  # 1, largest step of the residual from one month to the next over mean use
    size: Numbers  # [kWh/d] mean use

    def columns(self) -> Numbers:
        """Logarithms, shape (m, 3)."""
        logs = [np.log(np.maximum(each, LEAST)) for each in (self.shift, self.jump)]
        return np.stack([*logs, np.log(np.maximum(self.size, SMALLEST_SIZE))], axis=1)


@dataclass(frozen=True)
class Quantile:
    """Factor on the spread that covers the part `confidence` of measure-free year pairs."""

    confidence: float  # 0..1
    factor: float  # 1


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
    slopes: tuple[float, float, float]  # per unit of (log feature - centre)
    centre: tuple[float, float, float]
    bounds: tuple[float, float]  # smallest and largest relative spread the pairs support
    quantiles: tuple[Quantile, ...]
    horizons: tuple[Horizon, ...]
    shared: float  # 0..1, part of the drift variance that other buildings' meters share
    own_worth: float  # own year pairs that weigh as much as the prior
    usual_ratio: float  # 1, root mean square of the pairs' |change| over the spread, capped

    def spread(self, unrest: Unrest) -> Numbers:
        """Relative drift of a full year [1], one scale, shape (m,)."""
        about = unrest.columns() - np.array(self.centre)
        scale = np.exp(self.intercept + about @ np.array(self.slopes))
        bounded: Numbers = np.clip(scale, *self.bounds)
        return bounded

    def factor(self, confidence: float) -> float:
        """Factor on one scale for a range at `confidence`, 0.5..0.99."""
        known = [each.confidence for each in self.quantiles]
        return float(np.interp(confidence, known, [each.factor for each in self.quantiles]))

    def half_width(self, noise: Numbers, drift: Numbers, confidence: float) -> Numbers:
        """Half width [kWh] from one scale each of noise and drift [kWh], shape (m,)."""
        return self.factor(confidence) * np.hypot(noise, drift)

    def horizon(self, days: Numbers) -> Numbers:
        """Drift over `days` [d] relative to a full year; beyond it grows with the root."""
        known = [each.days for each in self.horizons]
        within = np.interp(days, known, [each.factor for each in self.horizons])
        return within * np.sqrt(np.maximum(days, FULL_YEAR) / FULL_YEAR)


def typical_ratio(ratios: Numbers) -> float:
    """Root mean square of `ratios` [1], shape (k,), each capped so that no single one rules."""
    return float(np.sqrt(np.mean(np.minimum(ratios, CAP) ** 2)))


def unrest_of(residuals: Numbers, use: Numbers, recent: int = RECENT) -> Unrest:
    """Read the unrest off baseline `residuals` and `use` [kWh], shape (m, d) each.

    `recent` is the number of readings that count as the last weeks (2 for months).
    """
    size = _mean(np.abs(use))
    scale = np.where(size > 0, size, 1)
    blocks = np.array_split(residuals, BLOCKS, axis=1)
    least = min(LEAST_KNOWN, max(residuals.shape[1] // BLOCKS, 1))
    levels = np.stack([_level(block, least) for block in blocks], axis=1)
    steps = np.abs(np.diff(levels, axis=1))
    jump = np.max(np.nan_to_num(steps), axis=1, initial=0)
    place = np.cumsum(~np.isnan(residuals)[:, ::-1], axis=1)[:, ::-1]
    last = np.where(place <= recent, residuals, np.nan)
    return Unrest(shift=np.abs(_mean(last)) / scale, jump=jump / scale, size=size)


def _level(block: Numbers, least: int) -> Numbers:
    known = (~np.isnan(block)).sum(axis=1)
    return np.where(known >= least, _mean(block), np.nan)


def _mean(values: Numbers) -> Numbers:
    known = ~np.isnan(values)
    mean: Numbers = np.where(known, values, 0).sum(axis=1) / np.maximum(known.sum(axis=1), 1)
    return mean


def with_own_years(
    prior: DriftPrior, changes: Numbers, spreads: Numbers, worth: float | None = None
) -> DriftPrior:
    """Let own measure-free year pairs take over from the prior as they come in.

    changes: relative savings found where nothing was done, shape (k,). spreads: what the prior
    expected of them, shape (k,). worth: number of own pairs that weigh as much as the prior.
    The scale moves by the typical ratio of both to the power k / (k + worth).
    """
    known = np.isfinite(changes) & np.isfinite(spreads) & (spreads > 0)
    count = int(known.sum())
    if count == 0:
        return prior
    ratio = np.abs(changes[known]) / spreads[known]
    moved_by = max(typical_ratio(ratio) / prior.usual_ratio, LEAST_MOVE)
    weight = count / (count + (prior.own_worth if worth is None else worth))
    moved = weight * float(np.log(moved_by))
    low, high = prior.bounds
    return replace(
        prior,
        intercept=prior.intercept + moved,
        bounds=(low * float(np.exp(min(moved, 0))), high * float(np.exp(max(moved, 0)))),
    )

"""Hourly use from the kind of day, the hour and the temperature.

One small ridge regression for each of the 24 hours of the day, all sharing one design of days:
kind of day, piecewise linear temperature (apart for working and free days) and, for heat, the
season. It follows the time-of-week-and-temperature model (Mathieu et al., IEEE Trans. Smart
Grid 2, 2011, equations 1 to 6) but lets days of a kind share their hours and shrinks what few
days can tell, which predicts the next year better; see docs/methods/hours_bills_degree_days.md.
"""

from dataclasses import dataclass

import numpy as np

from klimamosaik.evidence.kernel.regression.daily import felt_temperature
from klimamosaik.evidence.kernel.regression.day_types import DayTypes
from klimamosaik.evidence.kernel.series import Flags, Numbers
from klimamosaik.terms.carrier import Carrier

KNOTS = (8.0, 14.0, 18.0)  # [degC] where the temperature response may bend
KELVIN = 5.0  # [K] temperatures enter the ridge in steps of this size
MIDDLE = 10.0  # [degC] a year's mean in Germany: the penalty is about this point
FREE_PENALTY = 1e-3  # the three usual kinds of day stand for themselves
FEW_PENALTY = 1.0  # [d] Christmas and Easter: so many days of doubt against Sunday and midweek
LEVEL_BOUND = 1.5  # 1, the recent level moves the expectation by no more than this factor


@dataclass(frozen=True)
class HourShape:
    """What the fit assumes of a carrier, found on measure-free year pairs (see the docs)."""

    half_life: float  # [d] a baseline day this much older counts half
    lag: float  # 0..1, part of yesterday's temperature in today's (heat stored in walls)
    temperature_penalty: float  # [d]
    season_penalty: float | None  # [d], None: no yearly wave beside the temperature
    level_half_life: float | None  # [d] of the recent level, None: level not followed
    below_zero: bool  # False: an expectation below zero is set to zero


ELECTRICITY = HourShape(120, 0.3, 5, None, 30, below_zero=True)
HEATING = HourShape(365, 0.4, 3, 50, None, below_zero=False)
LEVEL_TRUST = 0.5  # 0..1, part of the recent residual that is taken to last


def shape_for(carrier: Carrier) -> HourShape:
    """The assumptions for `carrier`."""
    return HEATING if carrier.heats else ELECTRICITY


@dataclass(frozen=True)
class Design:
    """What is known of each day before its use is, and how strongly each column is shrunk."""

    columns: Numbers  # shape (d, p); nan where the temperature is missing
    penalty: Numbers  # [d] shape (p,)


def design_of(temperature: Numbers, types: DayTypes, shape: HourShape) -> Design:
    """Make the columns of the regression.

    temperature: mean of each local day [degC], shape (d,), days ascending without gaps, so that
    yesterday stands beside today. types: the same days.
    """
    felt = felt_temperature(temperature, shape.lag)
    bends = [np.maximum(knot - felt, 0) for knot in KNOTS] + [felt - MIDDLE]
    warmth = np.stack(bends, axis=1) / KELVIN
    sides = np.where(types.rest, -0.5, 0.5)[:, None]
    usual = np.stack([~types.rest, types.saturday, types.sunday | types.christmas], axis=1)
    rare = np.stack([types.christmas, types.easter], axis=1)
    parts = [usual.astype(np.float64), rare.astype(np.float64), warmth, warmth * sides]
    weights = [FREE_PENALTY, FEW_PENALTY, shape.temperature_penalty, shape.temperature_penalty]
    if shape.season_penalty is not None:
        wave = np.stack([np.cos(types.year), np.sin(types.year)], axis=1)
        parts += [wave, wave * sides]
        weights += [shape.season_penalty] * 2
    sizes = [part.shape[1] for part in parts]
    return Design(np.concatenate(parts, axis=1), np.repeat(np.array(weights), sizes))


@dataclass(frozen=True)
class HourFit:
    """The fitted hours of each meter."""

    mean: Numbers  # [kWh/h] level about which the ridge shrinks, shape (m, 24)
    slopes: Numbers  # [kWh/h] per column of the design, shape (m, 24, p)
    level: Numbers  # 1, factor of the recent level, shape (m,)
    below_zero: bool

    def predict(self, design: Design) -> Numbers:
        """Expected use [kWh/h], shape (m, d, 24); nan where the temperature is missing."""
        use = np.matmul(design.columns, self.slopes.transpose(0, 2, 1)) + self.mean[:, None, :]
        use = use * self.level[:, None, None]
        expected: Numbers = use if self.below_zero else np.maximum(use, 0)
        return expected


def fit_hours(use: Numbers, ages: Numbers, design: Design, shape: HourShape) -> HourFit:
    """Fit all hours of all meters of one weather station by batched normal equations.

    use: [kWh/h] shape (m, d, 24), nan where missing. ages: days from each day to the end of the
    baseline [d], shape (d,). Solves (X'WX + R) b = X'W(y - mean) for each hour, W the weights
    halving with age, R the penalties. Raises ValueError on shapes that do not fit.
    """
    if use.ndim != 3 or use.shape[1:] != (len(design.columns), 24):
        raise ValueError(f"hours need shape (meters, {len(design.columns)}, 24), not {use.shape}")
    seen: Flags = ~np.isnan(design.columns.sum(axis=1))
    columns = np.where(seen[:, None], design.columns, 0)
    known = ~np.isnan(use) & seen[:, None]
    weight = known * (0.5 ** (ages / shape.half_life))[:, None]
    values = np.where(known, use, 0)
    mean = (weight * values).sum(axis=1) / np.maximum(weight.sum(axis=1), 1e-12)
    centred = np.where(known, values - mean[:, None, :], 0)
    width = columns.shape[1]
    squares = (columns[:, :, None] * columns[:, None, :]).reshape(len(columns), -1)
    left = np.matmul(weight.transpose(0, 2, 1), squares).reshape(*mean.shape, width, width)
    left += np.diag(design.penalty)
    right = np.matmul((weight * centred).transpose(0, 2, 1), columns)
    slopes = np.linalg.solve(left, right[..., None])[..., 0]
    fit = HourFit(mean, slopes, np.ones(len(use)), shape.below_zero)
    if shape.level_half_life is None:
        return fit
    level = _recent_level(values, known, fit.predict(design), ages, shape.level_half_life)
    return HourFit(mean, slopes, level, shape.below_zero)


def _recent_level(
    values: Numbers, known: Flags, fitted: Numbers, ages: Numbers, half_life: float
) -> Numbers:
    """Half of what the last weeks lie above or below the fit, as a factor, shape (m,)."""
    weight = known * (0.5 ** (ages / half_life))[:, None]
    above = (weight * values).sum(axis=(1, 2))
    below = (weight * np.where(known, fitted, 0)).sum(axis=(1, 2))
    sound = (below > 0) & (above > 0) & (values.min(axis=(1, 2)) >= 0)
    ratio = np.divide(above, below, out=np.ones(len(values)), where=sound)
    level: Numbers = np.clip(1 + LEVEL_TRUST * (ratio - 1), 1 / LEVEL_BOUND, LEVEL_BOUND)
    return level

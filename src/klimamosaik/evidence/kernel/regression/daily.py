"""Daily use by weather, kind of day and season, for all meters of a weather station at once.

The change point (module `change_point`) gives the balance points; around them a penalised
least-squares fit learns rest days, the Christmas closure, weaker heating on rest days and a
smooth season (module `own_season`: seasons that are a meter's own). Use drifts, and the nearest
past knows most about the next year: the level of electricity may step (module `level`), and for
heating recent days weigh more and half of what the last weeks left unexplained is carried forward.
The penalties were chosen by predicting the following year of buildings, see docs/methods.
"""

from dataclasses import dataclass, replace

import numpy as np

from klimamosaik.evidence.kernel.regression.change_point import (
    ChangePoints,
    caltrack_grid,
    fit_change_points,
)
from klimamosaik.evidence.kernel.regression.daily_columns import (
    COLUMNS,
    HARMONICS,
    SEASON,
    AlikeMeters,
    alike,
    waves,
)
from klimamosaik.evidence.kernel.regression.day_types import DayTypes
from klimamosaik.evidence.kernel.regression.day_weights import day_weights, inlying
from klimamosaik.evidence.kernel.regression.least_squares import SharedColumns
from klimamosaik.evidence.kernel.regression.level import Level, with_level
from klimamosaik.evidence.kernel.regression.own_season import open_days, season_left
from klimamosaik.evidence.kernel.series import (
    Flags,
    Numbers,
    days_known,
    filled,
    sum_on,
    unknown_on,
)
from klimamosaik.evidence.kernel.suspicion import meters_that_feed_in

GRID_STEP = 3  # [F] finer balance points predict no better
YESTERDAY, DAY_BEFORE = 0.7, 0.3  # parts of the two days before in the lagged temperature
HARDLY = 1e-6  # penalty of terms that need none
MOST_CARRIED = (-0.5, 0.5)  # 1, bounds of the part of use carried forward
TINY = 1e-9  # keeps the normal equations of empty columns solvable


@dataclass(frozen=True)
class Tuning:
    """Choices found by predicting the next year of buildings without a measure."""

    season: float  # [d] penalty of the first wave of the season; grows with the wave squared
    darkness: float  # [d] penalty of its part that follows the length of the nights
    half_life: float  # [d] age at which a day of the baseline counts half
    carried: float  # 0..1, part of the last weeks' residual that is carried forward
    recent: int  # [d] days that count as the last weeks
    lag: float  # 0..1, weight of the days before in the temperature that is felt
    proportional: bool  # the residual carried forward scales use instead of shifting it
    outlying: float | None  # [1] scatters beyond which a day weighs less; None: days weigh alike
    own_season: float | None  # 1, of mean use: a larger season left over is the meter's own
    level: Level | None = None  # how the level of drawn energy moves; None: not at all


ELECTRICITY = Tuning(
    season=300.0,
    darkness=50.0,
    half_life=180.0,
    carried=0.5,
    recent=60,
    lag=0.3,
    proportional=False,
    outlying=None,
    own_season=0.15,
    level=Level(season=30.0, pull=200.0),
)
HEATING_USE = Tuning(
    30.0, 30.0, 120.0, 0.5, 60, 0.3, proportional=True, outlying=2.0, own_season=None
)
FREE_SEASON = 10.0  # [d] penalty of a season that is the meter's own
ROUNDS = 2  # fits of which the second lets outlying days weigh less
CHRISTMAS, EASTER, REST_SLOPE = 0.5, 1.0, 30.0  # penalties [d], [d], [K2 d]


def felt_temperature(temperature: Numbers, lag: float) -> Numbers:
    """Mix each day's mean [degC], shape (d,), with the two days before; nan stays nan."""
    before = np.concatenate([temperature[:1], temperature[:-1]])
    earlier = np.concatenate([before[:1], before[:-1]])
    before = np.where(np.isnan(before), temperature, before)
    earlier = np.where(np.isnan(earlier), before, earlier)
    felt: Numbers = (1 - lag) * temperature + lag * (YESTERDAY * before + DAY_BEFORE * earlier)
    return felt


@dataclass(frozen=True)
class DailyFit:
    """Fitted daily models of m meters."""

    points: ChangePoints  # balance points and the plain model, shape (m,)
    opened: Numbers  # 1 on days of the year a meter is open by its own season, shape (m, 366)
    coefficients: Numbers  # as `COLUMNS` [kWh/d] or [kWh/(d K)], shape (m, p)
    carried: Numbers  # [kWh/d], or [1] when proportional: what recent days add, shape (m,)
    fitted: Numbers  # [kWh/d] of the baseline days, shape (m, d)
    residuals: Numbers  # [kWh/d] meter minus model, nan where missing, shape (m, d)
    level: Numbers  # [kWh/d] of each baseline day above that of the end, shape (m, d)
    never_negative: Flags  # meters that only ever count forward, shape (m,)
    tuning: Tuning

    def predict(self, felt: Numbers, types: DayTypes) -> Numbers:
        """Expected use [kWh/d] of days with `felt` temperature [degC], shape (d,) -> (m, d)."""
        use = np.empty((len(self.coefficients), len(felt)))
        for some in alike(self.points, self.opened):
            use[some.rows] = some.columns(felt, types).fit(self.coefficients[some.rows])
        carried = self.carried[:, None]
        if self.tuning.proportional:
            use *= 1 + carried
        else:
            use += carried
        least = np.where(self.never_negative, 0.0, -np.inf)
        np.maximum(use, least[:, None], out=use)
        return unknown_on(use, np.isnan(felt))


def penalties(tuning: Tuning) -> Numbers:
    """Ridge penalty of each column, shape (p,)."""
    steps = [HARDLY] * 3 + [CHRISTMAS, EASTER] + [HARDLY] * 2 + [REST_SLOPE] * 2
    waves = np.repeat(np.arange(1, HARMONICS + 1) ** 2, 2)
    season = tuning.season * waves
    season[0] = tuning.darkness
    return np.concatenate([steps, season, [HARDLY]]) + TINY


def balance_points(use: Numbers, felt: Numbers, *, cools: bool) -> ChangePoints:
    """Balance points and the plain model of each meter, shape (m,)."""
    return fit_change_points(use, felt, caltrack_grid(GRID_STEP), cools=cools)


def fit_daily(
    use: Numbers,
    felt: Numbers,
    types: DayTypes,
    *,
    cools: bool,
    tuning: Tuning,
    points: ChangePoints | None = None,
) -> DailyFit:
    """Fit all meters. use: [kWh/d], shape (m, d), nan where missing; felt: [degC], shape (d,).

    points: balance points of these days where they are known already.
    """
    if points is None:
        points = balance_points(use, felt, cools=cools)
    opened = open_days(use, types.day_of_year)
    coefficients, fitted = np.empty((len(use), len(COLUMNS))), np.empty(use.shape)
    level = np.zeros(use.shape)
    for some in alike(points, opened):
        found = _fit(some, use[some.rows], felt, types, tuning)
        coefficients[some.rows], fitted[some.rows], level[some.rows] = found
    residuals, moves = use - fitted, level.any(axis=1)
    return DailyFit(
        points=points,
        opened=opened,
        coefficients=coefficients,
        carried=np.where(meters_that_feed_in(use) | moves, 0, _carried(fitted, residuals, tuning)),
        fitted=fitted,
        residuals=residuals,
        level=level,
        never_negative=~np.any(use < 0, axis=1),
        tuning=tuning,
    )


def _fit(
    alike: AlikeMeters, use: Numbers, felt: Numbers, types: DayTypes, tuning: Tuning
) -> tuple[Numbers, Numbers, Numbers]:
    """Coefficients, fit and level, which moves unless a meter has a season of its own."""
    columns = alike.columns(felt, types)
    coefficients, fitted = np.empty((len(use), len(COLUMNS))), np.empty(use.shape)
    level, still = np.zeros(use.shape), np.ones(len(use), np.bool_)
    if tuning.level and not alike.opened.any():
        still = meters_that_feed_in(use)
        moving = _with_level(columns, (use + 0 * felt)[~still], tuning, tuning.level)
        coefficients[~still], fitted[~still], level[~still] = moving
    if still.all():
        coefficients, fitted = _with_season(columns, use, felt, waves(types), tuning)
    elif still.any():
        found = _with_season(columns, use[still], felt, waves(types), tuning)
        coefficients[still], fitted[still] = found
    return coefficients, unknown_on(fitted, np.isnan(felt)), level


def _with_level(
    columns: SharedColumns, use: Numbers, tuning: Tuning, level: Level
) -> tuple[Numbers, Numbers, Numbers]:
    """Coefficients, fit and the level that moves beside the season."""
    beside = penalties(replace(tuning, season=level.season, darkness=level.season))
    return with_level(columns.table, use, beside, SEASON, level)


def _with_season(
    columns: SharedColumns, use: Numbers, felt: Numbers, season: Numbers, tuning: Tuning
) -> tuple[Numbers, Numbers]:
    """Coefficients and fit; meters that the careful season does not suit get a free one."""
    coefficients, fitted = _solve(columns, use, felt, tuning)
    own = meters_that_feed_in(use)  # the sun comes back every year
    if tuning.own_season is not None:
        own |= season_left(use - fitted, use, season) > tuning.own_season
    if own.any():
        freely = replace(tuning, season=FREE_SEASON, darkness=FREE_SEASON)
        coefficients[own], fitted[own] = _solve(columns, use[own], felt, freely)
    return coefficients, fitted


def _solve(
    columns: SharedColumns, use: Numbers, felt: Numbers, tuning: Tuning
) -> tuple[Numbers, Numbers]:
    """Penalised weighted least squares, outlying days weighing less: coefficients and fit."""
    pulls, known = penalties(tuning), filled(use)
    age = day_weights(unknown_on(use, np.isnan(felt)), tuning.half_life)
    coefficients = columns.solved(known, age, pulls)
    for _ in range(ROUNDS - 1 if tuning.outlying else 0):
        weight = age * inlying(use - columns.fit(coefficients), tuning.outlying or np.inf)
        coefficients = columns.solved(known, weight, pulls)
    return coefficients, unknown_on(columns.fit(coefficients), np.isnan(felt))


def _carried(fitted: Numbers, residuals: Numbers, tuning: Tuning) -> Numbers:
    """Part of the residual of the last known days that is carried forward, shape (m,)."""
    known = days_known(residuals)
    place = np.cumsum(known[:, ::-1], axis=1)[:, ::-1]
    recent = known & (place <= tuning.recent)
    count = np.maximum(recent.sum(axis=1), 1)
    left: Numbers = tuning.carried * sum_on(recent, residuals) / count
    if not tuning.proportional:
        return left
    days = np.maximum(known.sum(axis=1), 1)
    usual = np.abs(sum_on(known, fitted) / days)
    lately = np.abs(sum_on(recent, fitted) / count)
    part: Numbers = np.clip(left / np.maximum(np.maximum(usual, lately), TINY), *MOST_CARRIED)
    return part

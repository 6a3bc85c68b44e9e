"""The answer of the daily models, for all meters of a weather station at once."""

from dataclasses import dataclass, replace
from functools import cached_property
from math import isnan

import numpy as np
from numpy.typing import NDArray

from klimamosaik.evidence.kernel import noise
from klimamosaik.evidence.kernel.expectation import ModelShape
from klimamosaik.evidence.kernel.question import BaselineMethod
from klimamosaik.evidence.kernel.regression.change_point import (
    KINDS,
    ChangePoints,
    caltrack_grid,
    fit_change_points,
)
from klimamosaik.evidence.kernel.regression.daily import (
    ELECTRICITY,
    HEATING_USE,
    DailyFit,
    Tuning,
    balance_points,
    felt_temperature,
    fit_daily,
)
from klimamosaik.evidence.kernel.regression.daily_columns import COLUMNS, HEATING
from klimamosaik.evidence.kernel.regression.day_types import Holidays, day_types
from klimamosaik.evidence.kernel.series import Flags, Numbers, Times, complete, days_known
from klimamosaik.terms.carrier import Carrier

PARAMETERS = {0: 1, 1: 2, 2: 2, 3: 3}  # free numbers of each kind of change-point model
CALTRACK_STEP = {BaselineMethod.CALTRACK_DAILY: 1, BaselineMethod.CALTRACK_DAILY_3F: 3}  # [F]
KWH, SLOPE = "kWh/d", "kWh/(d K)"
CALTRACK_TERMS = (("base", KWH), ("heating", SLOPE), ("cooling", SLOPE))
SLOPES = range(HEATING, HEATING + 4)
NAMED = tuple((name, SLOPE if at in SLOPES else KWH) for at, name in enumerate(COLUMNS))
TERMS = {  # of the daily model, by whether what is carried forward is in proportion
    proportional: (*NAMED, ("carried", "1" if proportional else KWH))
    for proportional in (False, True)
}
DAILY_PARAMETERS = 9  # effective ones: the penalties take the rest


@dataclass(frozen=True)
class Days:
    """Daily use of m meters beside the weather they share."""

    days: Times  # [datetime64[D]] without gaps, shape (d,)
    use: Numbers  # [kWh] nan where missing, shape (m, d)
    temperature: Numbers  # mean of the local day [degC], nan where missing, shape (d,)
    carrier: Carrier

    def flags(self, start: np.datetime64, end: np.datetime64) -> Flags:
        """Days from `start` up to, not including, `end`, shape (d,)."""
        inside: Flags = (self.days >= start) & (self.days < end)
        return inside

    def use_on(self, these: Flags) -> Numbers:
        """Use on the days flagged, not copied where they follow one another, shape (m, k)."""
        at = np.flatnonzero(these)
        if at.size and at[-1] - at[0] + 1 == at.size:
            return self.use[:, at[0] : at[-1] + 1]
        return self.use[:, these]


@dataclass(frozen=True)
class DaysExpected:
    """Models and meters over baseline (b days) and reporting days (r days)."""

    method: BaselineMethod
    expected: Numbers  # [kWh] nan where either side is missing, shape (m, r)
    measured: Numbers  # [kWh] the same, shape (m, r)
    fitted: Numbers  # [kWh] shape (m, b)
    residuals: Numbers  # [kWh] meter minus model, shape (m, b)
    level: Numbers  # [kWh] how far each day's level stood above that of the end, shape (m, b)
    reported: Numbers  # [d] days both sides know, shape (m,)
    days_used: Numbers  # [d] shape (m,)
    points: ChangePoints  # balance points, shape (m,)
    fit: DailyFit | None  # None for the CalTRACK methods
    used: Numbers  # [kWh] meter in the baseline, nan where missing, shape (m, b)
    parameters: noise.Parameters  # free numbers of the model

    @cached_property
    def cvrmse(self) -> Numbers:
        """Scatter of the baseline over its mean size [1], shape (m,)."""
        return noise.cvrmse(self.residuals, self.used, self.parameters)

    @cached_property
    def noise_kwh(self) -> Numbers:
        """One standard deviation of the summed difference [kWh], shape (m,)."""
        return noise.of_sum(self.residuals, self.reported, self.parameters)

    def shape(self, meter: int) -> ModelShape:
        """The model of one meter as a person can read it."""
        kind, balance, values = self._shapes[meter]
        return ModelShape(
            type=KINDS[kind] if kind >= 0 else "none",
            balance_points=tuple(each for each in balance if not isnan(each)),
            terms=TERMS[self.fit.tuning.proportional] if self.fit else CALTRACK_TERMS,
            values=tuple(values),
        )

    @cached_property
    def _shapes(self) -> list[tuple[int, list[float], list[float]]]:
        """Kind, balance points and fitted numbers of each model."""
        points = self.points
        balance = np.column_stack([points.heating_balance, points.cooling_balance])
        if self.fit is None:
            values = np.column_stack([points.base, points.heating, points.cooling])
        else:
            values = np.column_stack([self.fit.coefficients, self.fit.carried])
        return list(zip(points.kind.tolist(), balance.tolist(), values.tolist(), strict=True))


def tuning_of(carrier: Carrier) -> Tuning:
    """The choices of the daily model for a carrier."""
    return HEATING_USE if carrier.heats else ELECTRICITY


def expect_days(
    data: Days,
    *,
    baseline: Flags,
    reporting: Flags,
    calendar: Holidays,
    method: BaselineMethod = BaselineMethod.DAILY,
    tuning: Tuning | None = None,
) -> DaysExpected:
    """Fit the days flagged in `baseline`, shape (d,), and expect those flagged in `reporting`.

    tuning: of the daily model, else the one shipped for the carrier.
    """
    if method in CALTRACK_STEP:
        return _caltrack(data, baseline, reporting, method)
    tuning = tuning or tuning_of(data.carrier)
    felt = felt_temperature(data.temperature, tuning.lag)
    fit = fit_daily(
        data.use_on(baseline),
        felt[baseline],
        day_types(data.days[baseline], calendar),
        cools=not data.carrier.heats,
        tuning=tuning,
    )
    expected = fit.predict(felt[reporting], day_types(data.days[reporting], calendar))
    return _answer(
        data,
        baseline,
        reporting,
        BaselineMethod.DAILY,
        expected,
        fit.fitted,
        fit.points,
        DAILY_PARAMETERS,
        fit,
    )


def _caltrack(
    data: Days, baseline: Flags, reporting: Flags, method: BaselineMethod
) -> DaysExpected:
    grid = caltrack_grid(CALTRACK_STEP[method])
    cools = not data.carrier.heats
    points = fit_change_points(data.use_on(baseline), data.temperature[baseline], grid, cools=cools)
    expected = points.predict(data.temperature[reporting])
    fitted = points.predict(data.temperature[baseline])
    parameters = np.array([PARAMETERS[max(kind, 0)] for kind in points.kind.tolist()], np.int64)
    return _answer(data, baseline, reporting, method, expected, fitted, points, parameters, None)


def _answer(
    data: Days,
    baseline: Flags,
    reporting: Flags,
    method: BaselineMethod,
    expected: Numbers,
    fitted: Numbers,
    points: ChangePoints,
    parameters: noise.Parameters,
    fit: DailyFit | None,
) -> DaysExpected:
    before, after = data.use_on(baseline), data.use_on(reporting)
    residuals = before - fitted
    if not (complete(expected) and complete(after)):
        unknown = np.isnan(expected) | np.isnan(after)
        expected, after = (np.where(unknown, np.nan, each) for each in (expected, after))
    reported, used = (
        np.broadcast_to(np.count_nonzero(days_known(each), axis=1), len(each)).astype(np.float64)
        for each in (expected, residuals)
    )
    return DaysExpected(
        method=method,
        expected=expected,
        measured=after,
        fitted=fitted,
        residuals=residuals,
        level=fit.level if fit else np.zeros_like(residuals),
        reported=reported,
        days_used=used,
        points=points,
        fit=fit,
        used=before,
        parameters=parameters,
    )


def best_calendars(
    data: Days, baseline: Flags, candidates: tuple[Holidays, ...]
) -> NDArray[np.int64]:
    """Index of the calendar whose holidays explain each meter's baseline best, shape (m,)."""
    if len(candidates) == 1 or not len(data.use):
        return np.zeros(len(data.use), np.int64)
    tuning = replace(tuning_of(data.carrier), level=None)  # holidays show without it, and sooner
    cools = not data.carrier.heats
    use, days = data.use[:, baseline], data.days[baseline]
    felt = felt_temperature(data.temperature, tuning.lag)[baseline]
    points = balance_points(use, felt, cools=cools)
    fits = (
        fit_daily(use, felt, day_types(days, each), cools=cools, tuning=tuning, points=points)
        for each in candidates
    )
    left = [np.nansum(fit.residuals**2, axis=1) for fit in fits]
    best: NDArray[np.int64] = np.argmin(left, axis=0)
    return best

"""The hourly answer to a question: expected use by hour, with its noise."""

from dataclasses import dataclass

import numpy as np

from klimamosaik.evidence.kernel import noise
from klimamosaik.evidence.kernel.days import all_days, daily_means
from klimamosaik.evidence.kernel.expectation import AdjustedBaseline, ModelShape
from klimamosaik.evidence.kernel.question import BaselineMethod, EffectQuery
from klimamosaik.evidence.kernel.regression.day_types import Holidays, day_types, likely_calendars
from klimamosaik.evidence.kernel.regression.hour_grid import HourGrid, hour_grid
from klimamosaik.evidence.kernel.regression.hours import (
    KNOTS,
    Design,
    HourFit,
    HourShape,
    design_of,
    fit_hours,
    shape_for,
)
from klimamosaik.evidence.kernel.series import Numbers, Series, Times
from klimamosaik.terms.complaint import rejected
from klimamosaik.terms.text import Text


@dataclass(frozen=True)
class _Fitted:
    """A baseline and its fit, shapes (d, 24)."""

    grid: HourGrid
    fit: HourFit
    expected: Numbers  # [kWh/h]
    residuals: Numbers  # [kWh] meter minus model in the cell, nan where missing
    effective_days: float  # [d] days the weights leave

    @property
    def scatter(self) -> float:
        """Sum of squared residuals [kWh2]."""
        return float(np.nansum(self.residuals**2))


def expect_hours(question: EffectQuery) -> AdjustedBaseline:
    """Answer `question` from hourly readings.

    Raises InputRejected where baseline or reporting days hold no hour with use and temperature.
    """
    shape = shape_for(question.carrier)
    calendars = likely_calendars(question.country, question.subdivision)
    fits = [(_fit(question, calendar, shape), calendar) for calendar in calendars]
    base, calendar = min(fits, key=lambda each: each[0].scatter)
    reported = _grid(question.reporting, "reporting")
    expected = base.fit.predict(_design(reported.days, question.weather, calendar, shape))[0]
    known = np.isfinite(expected) & np.isfinite(reported.rate)
    if not known.any():
        raise _nothing("reporting")
    cells = reported.hours > 0
    days = np.broadcast_to(reported.days[:, None], cells.shape)[cells]
    seen = np.isfinite(base.residuals)
    return AdjustedBaseline(
        method=BaselineMethod.HOURLY,
        model=_as_a_person_reads_it(base),
        days=days,
        expected=np.where(known, expected * reported.hours, np.nan)[cells],
        measured=np.where(known, reported.rate * reported.hours, np.nan)[cells],
        cvrmse=_cvrmse(base.grid.rate[seen], base.expected[seen]),
        noise_kwh=_noise(base, int(known.any(axis=1).sum())),
        days_used=int(seen.any(axis=1).sum()),
        residual_days=np.broadcast_to(base.grid.days[:, None], seen.shape)[seen],
        residuals=base.residuals[seen],
        fitted=(base.expected * base.grid.hours)[seen],
    )


def _fit(question: EffectQuery, calendar: Holidays, shape: HourShape) -> _Fitted:
    grid = _grid(question.baseline, "baseline")
    design = _design(grid.days, question.weather, calendar, shape)
    ages = (grid.days[-1] - grid.days).astype(np.float64)
    fit = fit_hours(grid.rate[None], ages, design, shape)
    expected = fit.predict(design)[0]
    residuals = (grid.rate - expected) * grid.hours
    known = np.isfinite(residuals)
    if not known.any():
        raise _nothing("baseline")
    weight = known.any(axis=1) * 0.5 ** (ages / shape.half_life)
    return _Fitted(grid, fit, expected, residuals, float(weight.sum() ** 2 / (weight**2).sum()))


def _grid(series: Series, side: str) -> HourGrid:
    if not np.isfinite(series.values).any():
        raise _nothing(side)
    return hour_grid(series)


def _nothing(side: str) -> Exception:
    return rejected(
        f"no_hours_{side}",
        "Für die Zeit {side} gibt es keine Stunde mit Verbrauch und Temperatur; bitte die "
        "Messwerte und die Wetterdatei auf denselben Zeitraum bringen.",
        "There is no hour with both use and temperature {side}; please let readings and weather "
        "cover the same time.",
        side=SIDES[side],
    )


SIDES = {
    "baseline": Text("vor der Maßnahme", "before the measure"),
    "reporting": Text("nach der Maßnahme", "after the measure"),
}


def _design(days: Times, weather: Series, calendar: Holidays, shape: HourShape) -> Design:
    """Design of `days`, told by the day before them too."""
    longer = all_days(days[0] - 2, days[-1] + 1)
    design = design_of(daily_means(weather, longer), day_types(longer, calendar), shape)
    return Design(design.columns[2:], design.penalty)


def _cvrmse(measured: Numbers, expected: Numbers) -> float:
    """Root mean square residual over the mean size of use; nan where nothing was used."""
    size = abs(float(measured.mean()))
    return float(np.sqrt(np.mean((measured - expected) ** 2)) / size) if size > 0 else float("nan")


def _noise(base: _Fitted, reported_days: int) -> float:
    """One standard deviation of the summed difference [kWh].

    s² v (n + n²/N): the days' own scatter s with its correlation v = (1 + rho)/(1 - rho) over n
    reported days, and the uncertain level of N effective baseline days.
    """
    known = np.isfinite(base.residuals)
    whole = known.sum(axis=1) > 0
    daily = np.where(known, base.residuals, 0).sum(axis=1)[whole]
    rho = min(max(float(noise.lag_one(daily[None])[0]), 0.0), noise.MOST_CORRELATED)
    variance = float(np.mean(daily**2)) * (1 + rho) / (1 - rho)
    return float(np.sqrt(variance * (reported_days + reported_days**2 / base.effective_days)))


def _as_a_person_reads_it(base: _Fitted) -> ModelShape:
    """Daily use of the kinds of days at the penalty's middle temperature."""
    daily = base.fit.level[0] * (base.fit.slopes[0].sum(axis=0))
    level = float(base.fit.level[0] * base.fit.mean[0].sum())
    kinds = (("working_day", 0), ("saturday", 1), ("sunday", 2))
    terms = (*((name, "kWh/d") for name, _ in kinds), ("recent_level", "1"))
    values = [level + float(daily[at]) for _, at in kinds]
    return ModelShape("hours", KNOTS, terms, (*values, float(base.fit.level[0])))

"""An effect as it is stored: the row of a meter point, and that of the whole measure."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date

import numpy as np

from klimamosaik.evidence.kernel.effect import Effect, unanswered
from klimamosaik.evidence.models import MeasuredEffect
from klimamosaik.evidence.normalised_years import SideBySide
from klimamosaik.evidence.queries.prices import emissions
from klimamosaik.observations.models import Datastream
from klimamosaik.observations.queries.prices import price
from klimamosaik.places.models import MeterPoint
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.complaint import Problem, problem
from klimamosaik.terms.estimate import Estimate, together

SUM = "sum of meters"  # the method of the whole, and of what no model was asked
NO_METERS = problem(
    "no_meters",
    "Der Maßnahme ist kein Zähler zugeordnet: Zähler oder Gebäude mit Zählern angeben.",
    "The measure has no meter: name meters, or buildings that have meters.",
)


def row_of(
    effect: Effect,
    *,
    point: MeterPoint,
    stream: Datastream | None,
    confidence: float,
    beside: SideBySide | None = None,
) -> MeasuredEffect:
    """The row of one meter point, not yet stored.

    confidence: as it was asked for; it stands there where nothing can be decided, too.
    """
    row = _figures(effect, confidence)
    row.meter_point = point
    row.datastream = stream.pk if stream else None
    row.carrier = point.carrier
    row.course = course_of(effect)
    row.drift_source = effect.drift_source.both() if effect.drift_source else {}
    row.side_by_side = asdict(beside) if beside else {}
    return row


def not_decided(
    *reasons: Problem, point: MeterPoint, stream: Datastream | None, confidence: float
) -> MeasuredEffect:
    """The row of a meter that claims nothing, and why."""
    nothing = unanswered(*reasons, method=SUM)
    return row_of(nothing, point=point, stream=stream, confidence=confidence)


def whole_of(rows: Sequence[MeasuredEffect], *, confidence: float) -> MeasuredEffect:
    """The row of the whole measure: the effects of its meters added up.

    Only meters that count use add up, or all where none does. Not decidable as soon as one part is
    not; where a part has no percentage (a meter of both directions), neither has the whole.
    """
    if len(rows) == 1:
        return rows[0]
    parts = [row for row in rows if row.counts] or list(rows)
    whole = _same(parts[0]) if len(parts) == 1 else _figures(_sum(parts), confidence)
    whole.saved_eur = known([row.saved_eur for row in rows if row.counts])
    whole.saved_tonnes = known([row.saved_tonnes for row in rows if row.counts])
    return whole


def _sum(parts: Sequence[MeasuredEffect]) -> Effect:
    """The effects of several meters as one."""
    savings = [part.estimate for part in parts]
    decided = [saving for saving in savings if saving is not None]
    if not parts or len(decided) < len(parts):
        return unanswered(*(() if parts else (NO_METERS,)), method=SUM)
    saving, expected = together(decided), known([part.expected_kwh for part in parts])
    in_percent = expected and all(part.saved_percent is not None for part in parts)
    return Effect(
        saving=saving,
        saved_percent=100 * saving.mean / expected if expected and in_percent else None,
        expected_kwh=expected,
        measured_kwh=known([part.measured_kwh for part in parts]),
        method=SUM,
        model=None,
        cvrmse=None,
        days_used=min(part.days_used for part in parts),
        days_reported=max(part.days_reported for part in parts),
        years_reported=None,
        warnings=(),
    )


FIGURES = (
    "verdict", "saved_kwh", "saved_percent", "low_kwh", "high_kwh", "confidence", "expected_kwh",
    "measured_kwh", "noise_kwh", "drift_kwh", "cvrmse", "days_used", "days_reported",
    "years_reported", "method", "model", "warnings",
)  # fmt: skip


def _same(part: MeasuredEffect) -> MeasuredEffect:
    """The whole of one meter that counts beside others that do not."""
    return MeasuredEffect(**{name: getattr(part, name) for name in FIGURES})


def _figures(effect: Effect, confidence: float) -> MeasuredEffect:
    """The figures of an effect, of whatever it is one."""
    return MeasuredEffect(
        verdict=effect.verdict.value,
        **_ends(effect.saving),
        saved_percent=effect.saved_percent,
        confidence=effect.saving.confidence if effect.saving else confidence,
        expected_kwh=effect.expected_kwh,
        measured_kwh=effect.measured_kwh,
        cvrmse=effect.cvrmse,
        days_used=effect.days_used,
        days_reported=effect.days_reported,
        years_reported=effect.years_reported,
        method=effect.method,
        model=model_of(effect),
        warnings=[{"code": each.code, **each.text.both()} for each in effect.warnings],
    )


def _ends(saving: Estimate | None) -> dict[str, float | None]:
    """The columns an estimate is kept in [kWh]; all empty where nothing is decided."""
    return {
        "saved_kwh": saving.mean if saving else None,
        "low_kwh": saving.low if saving else None,
        "high_kwh": saving.high if saving else None,
        "noise_kwh": saving.noise if saving else None,
        "drift_kwh": saving.drift if saving else None,
    }


def with_worth(row: MeasuredEffect, *, first: date, last: date) -> MeasuredEffect:
    """The row of a meter with what its saving is worth, by the bills of the days it was made in."""
    assert row.meter_point is not None, "only what a meter counts has a price"
    paid = price(point=row.meter_point, first=first, last=last)
    emitted = emissions(carrier=Carrier(row.carrier), year=last.year)
    row.price, row.price_source = paid.per_kwh, paid.source.both()
    row.factor_source = emitted.source.both()
    row.saved_eur = product(row.saved_kwh, paid.per_kwh)
    row.saved_tonnes = product(row.saved_kwh, emitted.per_kwh)
    return row


def warn(row: MeasuredEffect, warning: Problem) -> None:
    """Add what a colleague would say of it."""
    row.warnings = [*row.warnings, {"code": warning.code, **warning.text.both()}]


def model_of(effect: Effect) -> dict[str, object]:
    """The fitted model as it is stored and shown."""
    if effect.model is None:
        return {}
    return {
        "type": effect.model.type,
        "balance_points": list(effect.model.balance_points),
        "coefficients": [
            {"name": c.name, "value": c.value, "unit": c.unit} for c in effect.model.coefficients
        ],
    }


def course_of(effect: Effect) -> dict[str, list[object]]:
    """Interval by interval: before (measured and fitted) and after (measured and expected)."""
    expectation = effect.expectation
    if expectation is None:
        return {}
    before = expectation.fitted + expectation.residuals
    return {
        "days": [str(day) for day in (*expectation.residual_days, *expectation.days)],
        "expected": [rounded(v) for v in (*expectation.fitted, *expectation.expected)],
        "measured": [rounded(v) for v in (*before, *expectation.measured)],
    }


def rounded(value: float) -> float | None:
    """A figure for a chart; unknown stays unknown."""
    return round(float(value), 3) if np.isfinite(value) else None


def product(quantity: float | None, per_unit: float | None) -> float | None:
    """Known only where both are."""
    return None if quantity is None or per_unit is None else quantity * per_unit


def known(parts: Sequence[float | None]) -> float | None:
    """Sum of the parts; unknown as soon as one of them is."""
    found = [part for part in parts if part is not None]
    return sum(found) if parts and len(found) == len(parts) else None

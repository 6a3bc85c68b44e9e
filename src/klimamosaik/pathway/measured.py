"""Measured effects, brought to tonnes a year."""

import math
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser

from klimamosaik.evidence.models import MeasuredEffect
from klimamosaik.evidence.operations import up_to_date
from klimamosaik.measures.models import Measure
from klimamosaik.pathway.kernel.belief import Evidence
from klimamosaik.pathway.mosaic.stone import Field
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.figure import Verdict

DAYS_A_YEAR = 365.25
CLAIMED = (Verdict.SAVED, Verdict.USED_MORE)  # all of the range is on one side of zero


@dataclass(frozen=True)
class Measured:
    """What meters say about a measure, as of one version of the data."""

    evidence: Evidence  # [t CO2/a] direct emissions
    claimed: bool  # False: not distinguishable from zero
    field: Field
    days: int  # [d] reported, the fewest of its meters
    data_version: int
    at: datetime


@dataclass(frozen=True)
class Yearly:
    """One meter's effect, with its two kinds of doubt apart."""

    mean: float  # [t CO2/a]
    noise: float  # [t CO2/a] half width
    drift: float  # [t CO2/a] half width


def measured_effect(
    *, measure: Measure, by: AbstractBaseUser | None, at: datetime
) -> Measured | None:
    """The newest effect; None where it is not decidable or has no emission factor.

    Each meter's tonnes are divided by the days they were summed over. As in the effect itself,
    noise of different meters adds in quadrature, drift in full.
    """
    assessment = up_to_date(measure=measure, by=by, at=at)
    rows = list(assessment.effects.all())
    parts = [row for row in rows if row.meter_point_id is not None]
    whole = next((row for row in rows if row.meter_point_id is None), rows[0])
    verdict = Verdict(whole.verdict)
    if not parts or verdict is Verdict.NOT_DECIDABLE:
        return None
    yearly = [one for row in parts if (one := yearly_tonnes(row)) is not None]
    if len(yearly) < len(parts):
        return None
    return Measured(
        evidence=added(yearly, whole.confidence),
        claimed=verdict in CLAIMED,
        field=field_of(parts),
        days=min(row.days_reported for row in parts),
        data_version=assessment.data_version,
        at=assessment.at,
    )


def yearly_tonnes(row: MeasuredEffect) -> Yearly | None:
    """One meter's effect in tonnes a year; None where something is not known."""
    if row.saved_tonnes is None or not row.saved_kwh or not row.days_reported:
        return None
    years = row.days_reported / DAYS_A_YEAR
    per_kwh = row.saved_tonnes / row.saved_kwh
    noise, drift = (row.noise_kwh or 0.0), (row.drift_kwh or 0.0)
    return Yearly(row.saved_tonnes / years, noise * per_kwh / years, drift * per_kwh / years)


def added(parts: list[Yearly], confidence: float) -> Evidence:
    """All meters together."""
    mean = math.fsum(part.mean for part in parts)
    noise = math.sqrt(math.fsum(part.noise**2 for part in parts))
    half = math.hypot(noise, math.fsum(part.drift for part in parts))
    return Evidence(mean, mean - half, mean + half, confidence)


def field_of(parts: list[MeasuredEffect]) -> Field:
    """Electricity where all meters count it, else heat."""
    if all(row.carrier == Carrier.ELECTRICITY.value for row in parts):
        return Field.ELECTRICITY
    return Field.HEAT

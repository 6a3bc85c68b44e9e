"""Measured effects, brought to tonnes a year: direct, and as the balance counts."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from klimamosaik.balance.kernel.factor import FactorTable
from klimamosaik.evidence.models import MeasuredEffect
from klimamosaik.evidence.queries.newest import newest_assessment
from klimamosaik.measures.models import Measure
from klimamosaik.pathway.co2e import metered_factor
from klimamosaik.pathway.kernel.posterior import Evidence
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.estimate import made_of, together, verdict_of
from klimamosaik.terms.field import Field
from klimamosaik.terms.figure import Verdict
from klimamosaik.terms.text import Text

DAYS_A_YEAR = 365.25


@dataclass(frozen=True)
class MeteredTonnes:
    """What one meter says of a measure, brought to a year."""

    carrier: Carrier
    saved_kwh: float  # [kWh/a]
    noise_kwh: float  # [kWh/a] half width
    drift_kwh: float  # [kWh/a] half width
    direct: float | None  # [t CO2/kWh]; None: no factor


@dataclass(frozen=True)
class LatestAssessment:
    """The newest look at a measure's meters, as of one version of the data."""

    parts: tuple[MeteredTonnes, ...]
    verdict: Verdict  # on the kilowatt-hours of all its meters
    confidence: float  # 0..1
    days: int  # [d] reported, the fewest of its meters
    data_version: int
    at: datetime


@dataclass(frozen=True)
class Measured:
    """What meters say about a measure, in tonnes."""

    evidence: Evidence  # [t CO2e/a] as the balance counts, with upstream chains
    direct: Evidence | None  # [t CO2/a] without upstream chains; None: not known
    saved_kwh: float  # [kWh/a]
    verdict: Verdict  # of kilowatt-hours; in tonnes where only those are about zero
    field: Field
    days: int  # [d] reported, the fewest of its meters
    data_version: int
    at: datetime
    factors: tuple[Text, ...]  # what a kilowatt-hour counts, and where that is from

    @property
    def claimed(self) -> bool:
        """False: not distinguishable from zero."""
        return self.verdict.claims


def latest_assessment(measure: Measure) -> LatestAssessment | None:
    """The newest effect; None where there is none yet, it is not decidable or nothing was reported.

    Nothing is worked out here: whoever looks sees the newest there is.
    """
    assessment = newest_assessment(measure)
    if assessment is None:
        return None
    rows = list(assessment.effects.select_related("meter_point"))
    parts = [row for row in rows if row.counts]
    whole = next((row for row in rows if row.meter_point_id is None), rows[0])
    if not parts or whole.said is Verdict.NOT_DECIDABLE:
        return None
    metered = [one for row in parts if (one := a_year_of(row)) is not None]
    if len(metered) < len(parts):
        return None
    return LatestAssessment(
        parts=tuple(metered),
        verdict=whole.said,
        confidence=whole.confidence,
        days=min(row.days_reported for row in parts),
        data_version=assessment.data_version,
        at=assessment.at,
    )


def a_year_of(row: MeasuredEffect) -> MeteredTonnes | None:
    """One meter's effect brought to a year; None where it is not known."""
    if row.saved_kwh is None or not row.days_reported:
        return None
    years = row.days_reported / DAYS_A_YEAR
    direct = None
    if row.saved_tonnes is not None and row.saved_kwh:
        direct = row.saved_tonnes / row.saved_kwh
    return MeteredTonnes(
        Carrier(row.carrier),
        row.saved_kwh / years,
        (row.noise_kwh or 0.0) / years,
        (row.drift_kwh or 0.0) / years,
        direct,
    )


def in_tonnes(looked: LatestAssessment, *, table: FactorTable, year: int) -> Measured | None:
    """The effect as the balance of `year` counts; None where it has no factor for a meter."""
    factors = {part.carrier: None for part in looked.parts}
    known = {
        carrier: factor
        for carrier in factors
        if (factor := metered_factor(table=table, carrier=carrier, year=year)) is not None
    }
    if len(known) < len(factors):
        return None
    evidence = added(looked, lambda part: known[part.carrier].per_kwh)
    return Measured(
        evidence=evidence,
        direct=without_upstream(looked, {each: known[each].per_kwh for each in known}),
        saved_kwh=math.fsum(part.saved_kwh for part in looked.parts),
        verdict=in_both(looked.verdict, evidence),
        field=field_of(looked.parts),
        days=looked.days,
        data_version=looked.data_version,
        at=looked.at,
        factors=tuple(factor.source for factor in known.values()),
    )


def added(looked: LatestAssessment, per_kwh: Callable[[MeteredTonnes], float]) -> Evidence:
    """All meters together."""
    whole = together(
        made_of(part.saved_kwh, noise=part.noise_kwh, drift=part.drift_kwh).scaled(per_kwh(part))
        for part in looked.parts
    )
    return Evidence(whole.mean, whole.low, whole.high, looked.confidence)


def without_upstream(looked: LatestAssessment, with_it: Mapping[Carrier, float]) -> Evidence | None:
    """Direct emissions [t CO2/a]; None where a factor is not known or belongs to another method.

    with_it: [t CO2e/kWh] by carrier. What is burnt is part of what it causes with upstream chains:
    a direct factor above that (district heat of a town's own table) is of another method.
    """
    if any(part.direct is None or part.direct > with_it[part.carrier] for part in looked.parts):
        return None
    return added(looked, lambda part: part.direct or 0.0)


def in_both(in_kwh: Verdict, tonnes: Evidence) -> Verdict:
    """The verdict where energy and emissions may differ: gas saved, electricity used instead.

    Where the kilowatt-hours claim an effect, the tonnes have to claim theirs: what may be zero in
    tonnes lays no stone.
    """
    return verdict_of(tonnes.low, tonnes.high) if in_kwh.claims else in_kwh


def field_of(parts: tuple[MeteredTonnes, ...]) -> Field:
    """Electricity where all meters count it, else heat."""
    if all(part.carrier is Carrier.ELECTRICITY for part in parts):
        return Field.ELECTRICITY
    return Field.HEAT

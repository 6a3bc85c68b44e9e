"""Measured effects, brought to tonnes a year: direct, and as the balance counts."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from klimamosaik.balance.kernel.factor import FactorTable
from klimamosaik.evidence.models import Assessment, MeasuredEffect
from klimamosaik.evidence.queries.newest import newest_with_effects
from klimamosaik.factors.queries import emission_factor
from klimamosaik.measures.models import Measure
from klimamosaik.pathway.co2e import MeteredFactor, metered_factor
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.estimate import Estimate, together
from klimamosaik.terms.field import Field
from klimamosaik.terms.figure import Verdict
from klimamosaik.terms.quality import Quality
from klimamosaik.terms.tonnes import A_YEAR

DIRECT = "t CO₂/a"  # without upstream chains


def latest_assessment(measure: Measure) -> Assessment | None:
    """The newest effect; None where there is none yet, it is not decidable or nothing was reported.

    Nothing is worked out here: whoever looks sees the newest there is.
    """
    return latest_assessments([measure]).get(measure.pk)


def latest_assessments(measures: Iterable[Measure]) -> dict[int, Assessment]:
    """The same of many measures by their ids; those without are not in it."""
    return {pk: each for pk, each in newest_with_effects(measures).items() if tells(each)}


def tells(assessment: Assessment) -> bool:
    """True where it is decidable and every meter reported."""
    parts = assessment.counted
    if not parts or assessment.whole.said is Verdict.NOT_DECIDABLE:
        return False
    return all(part.a_year is not None for part in parts)


def days_of(assessment: Assessment) -> int:
    """Reported days [d], the fewest of its meters."""
    return min(row.days_reported for row in assessment.counted)


def years_of(assessment: Assessment) -> float:
    """Years of use in the reported days [a], the fewest of its meters."""
    return min(row.years_reported or 0.0 for row in assessment.counted)


@dataclass(frozen=True)
class MeterYear:
    """What a meter saves in a year, and what a kilowatt-hour of it counts."""

    saved: Estimate  # [kWh/a]
    per_kwh: float  # [unit of the sum/kWh]
    known_by: Quality  # how the factor came to be

    def counted(self, unit: str) -> Estimate:
        """The same in the unit of the sum."""
        return self.saved.times(self.per_kwh, unit, known_by=self.known_by)


def summed(
    assessment: Assessment, in_unit: Callable[[MeasuredEffect, Estimate], MeterYear], unit: str
) -> Estimate:
    """All meters of a measure together; `in_unit`: what a kilowatt-hour of each counts.

    No drift is left in it: meters of one building share theirs, measures do not.
    """
    years = ((row, row.a_year) for row in assessment.counted)
    return added(tuple(in_unit(row, one) for row, one in years if one is not None), unit)


@lru_cache(maxsize=4096)
def added(years: tuple[MeterYear, ...], unit: str) -> Estimate:
    """What meters save in a year, each times what a kilowatt-hour of it counts."""
    return undrifted(year.counted(unit) for year in years)


def undrifted(parts: Iterable[Estimate]) -> Estimate:
    """The sum without the part of its range that other measures would share."""
    return replace(together(parts), drift=0.0, scatter=None)


def saved_energy(assessment: Assessment) -> Estimate:
    """What all meters save [kWh/a]."""
    return undrifted(row.a_year for row in assessment.counted if row.a_year is not None)


def factors_in(table: FactorTable, year: int) -> Mapping[Carrier, MeteredFactor]:
    """What a metered kilowatt-hour counts in the balance of a year, as far as that is known."""
    found = {each: metered_factor(table=table, carrier=each, year=year) for each in Carrier}
    return {carrier: factor for carrier, factor in found.items() if factor is not None}


def factors_of(
    assessment: Assessment, known: Mapping[Carrier, MeteredFactor]
) -> Mapping[Carrier, MeteredFactor] | None:
    """Of these factors those of its meters; None where a meter has none."""
    carriers = dict.fromkeys(Carrier(row.carrier) for row in assessment.counted)
    found = {carrier: known[carrier] for carrier in carriers if carrier in known}
    return found if len(found) == len(carriers) else None


def in_tonnes(assessment: Assessment, factors: Mapping[Carrier, MeteredFactor]) -> Estimate:
    """The effect as the balance counts, with upstream chains [t CO2e/a]."""

    def counted(row: MeasuredEffect, saved: Estimate) -> MeterYear:
        factor = factors[Carrier(row.carrier)]
        return MeterYear(saved, factor.per_kwh, factor.quality)

    return summed(assessment, counted, A_YEAR)


def without_upstream(
    assessment: Assessment, factors: Mapping[Carrier, MeteredFactor]
) -> Estimate | None:
    """Direct emissions [t CO2/a]; None where a factor is not known or belongs to another method.

    What is burnt is part of what it causes with upstream chains: a direct factor above that
    (district heat of a town's own table) is of another method.
    """
    for row in assessment.counted:
        direct = burnt_per_kwh(row)
        if direct is None or direct > factors[Carrier(row.carrier)].per_kwh:
            return None

    def burnt(row: MeasuredEffect, saved: Estimate) -> MeterYear:
        known_by = direct_quality(row, assessment.last_day)
        return MeterYear(saved, burnt_per_kwh(row) or 0.0, known_by)

    return summed(assessment, burnt, DIRECT)


def direct_quality(row: MeasuredEffect, until: date | None) -> Quality:
    """How the direct factor of a meter's effect came to be, in the year it was taken from."""
    factor = until and emission_factor(carrier=Carrier(row.carrier), year=until.year)
    return factor.quality if factor else Quality.UNKNOWN


def burnt_per_kwh(row: MeasuredEffect) -> float | None:
    """The direct factor of a meter's effect [t CO2/kWh]; None where it is not known."""
    if row.saved_tonnes is None or not row.saved_kwh:
        return None
    return row.saved_tonnes / row.saved_kwh


def assessed_verdict(assessment: Assessment, in_tonnes: Estimate) -> Verdict:
    """What meters say of the energy and, where that claims an effect, of the tonnes as well.

    They may differ where gas is saved and electricity used instead: what may be zero in tonnes
    lays no stone.
    """
    in_kwh = assessment.whole.said
    return in_tonnes.verdict if in_kwh.claims else in_kwh


def field_of(assessment: Assessment) -> Field:
    """Electricity where all meters count it, else heat."""
    if all(row.carrier == Carrier.ELECTRICITY for row in assessment.counted):
        return Field.ELECTRICITY
    return Field.HEAT

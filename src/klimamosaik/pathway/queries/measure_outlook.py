"""What is known of each measure: expected, measured, believed, and from when on it works."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F

from klimamosaik.balance.kernel.factor import FactorTable
from klimamosaik.measures.models import Measure
from klimamosaik.measures.models.phase import Phase
from klimamosaik.pathway.kernel.posterior import Evidence, Posterior, Prior, updated
from klimamosaik.pathway.models import ExpectedEffect, Scope
from klimamosaik.pathway.queries.measured import (
    LatestAssessment,
    Measured,
    in_tonnes,
    latest_assessment,
)
from klimamosaik.places.models import Municipality
from klimamosaik.terms.field import Field
from klimamosaik.terms.period import LOCAL

NOT_DECIDED = (Phase.IDEA, Phase.STOPPED)


@dataclass(frozen=True)
class MeasureOutlook:
    """What is known of one measure's effect."""

    measure: Measure
    field: Field
    scope: Scope  # whose emissions fall; the whole town's fall with all of them
    measured: Measured | None
    expected: ExpectedEffect | None
    belief: Posterior | None  # None: nothing that could be laid

    @property
    def laid(self) -> bool:
        """True where a meter has seen an effect that is not zero."""
        return self.measured is not None and self.measured.claimed

    @property
    def stopped(self) -> bool:
        """True where it was given up before any meter saw an effect."""
        return self.measure.phase == Phase.STOPPED and not self.laid

    @property
    def decided(self) -> bool:
        """True where it is more than an idea."""
        measure = self.measure
        return measure.phase not in NOT_DECIDED or bool(measure.council_decision)

    @property
    def begins(self) -> float | None:
        """The decimal year it works from [a]; None for an idea and where no year is planned.

        A measure decided without a first day works from the year after its planned work.
        """
        if self.stopped:
            return None
        if self.measure.start is not None:
            return as_year(self.measure.start)
        worked = self.measure.last_year or self.measure.first_year
        return worked + 1.0 if worked is not None and self.decided else None

    @property
    def ends(self) -> float | None:
        """The decimal year it stops working [a]; None where it goes on."""
        return as_year(self.measure.end) if self.measure.end else None

    @property
    def counted(self) -> bool:
        """True where it is part of the way: tonnes, an effect, and a time it works from."""
        return self.field.has_tonnes and self.belief is not None and self.begins is not None

    def in_scope(self, scope: Scope) -> bool:
        """True where the emissions of a scope fall by it."""
        return scope in (Scope.TOWN, self.scope)


@dataclass(frozen=True)
class Assessed:
    """A measure with its newest look and its expectation, before any balance is asked."""

    measure: Measure
    looked: LatestAssessment | None
    expected: ExpectedEffect | None
    metered: bool  # its meters or buildings are the municipality's own


def as_year(day: date) -> float:
    """A day as a decimal year [a]."""
    first, following = date(day.year, 1, 1), date(day.year + 1, 1, 1)
    return day.year + (day - first).days / (following - first).days


def assessed_measures(*, municipality: Municipality, at: datetime) -> tuple[Assessed, ...]:
    """All measures with their newest effects."""
    measures = (
        Measure.objects.filter(municipality=municipality)
        .select_related("expected_effect")
        .prefetch_related("meter_points", "buildings")
        .order_by(F("start").asc(nulls_last=True), "pk")
    )
    return tuple(assessed(measure, at=at) for measure in measures)


def assessed(measure: Measure, *, at: datetime) -> Assessed:
    """One measure with its newest look and its expectation."""
    begun = measure.start is not None and measure.start <= at.astimezone(LOCAL).date()
    looked = latest_assessment(measure) if begun else None
    return Assessed(
        measure,
        looked,
        getattr(measure, "expected_effect", None),
        bool(looked or measure.meter_points.all() or measure.buildings.all()),
    )


def known_in(
    seen: Sequence[Assessed], *, table: FactorTable, year: int
) -> tuple[MeasureOutlook, ...]:
    """The measures in tonnes as the balance of `year` counts."""
    return tuple(known_of(one, table=table, year=year) for one in seen)


def known_of(seen: Assessed, *, table: FactorTable, year: int) -> MeasureOutlook:
    """What meters say and what people expect, brought together."""
    measured = in_tonnes(seen.looked, table=table, year=year) if seen.looked else None
    expected = seen.expected
    field = field_of(seen.measure, expected, measured)
    scope = Scope(expected.scope) if expected else Scope.TOWN
    if scope is Scope.TOWN and seen.metered:
        scope = Scope.ADMINISTRATION
    return MeasureOutlook(
        seen.measure, field, scope, measured, expected, belief_of(measured, expected)
    )


def field_of(measure: Measure, expected: ExpectedEffect | None, measured: Measured | None) -> Field:
    """The field its stones have: as expected, as measured, else the first of the register's."""
    if expected is not None:
        return Field(expected.field)
    if measured is not None:
        return measured.field
    with_tonnes = [field for field in measure.fields if field.has_tonnes]
    return next(iter((*with_tonnes, *measure.fields)), Field.HEAT)


def belief_of(measured: Measured | None, expected: ExpectedEffect | None) -> Posterior | None:
    """The expectation corrected by evidence; evidence alone only where it is not about zero."""
    if expected is not None:
        stated = Prior(expected.low_t, expected.likely_t, expected.high_t)
        return updated(stated, measured.evidence if measured else None)
    if measured is None or not measured.claimed:
        return None
    return evidence_alone(measured.evidence)


def evidence_alone(evidence: Evidence) -> Posterior:
    """Nobody expected anything: the measured range is all there is."""
    same = Prior(evidence.low, evidence.mean, evidence.high)
    return Posterior(evidence.mean, evidence.deviation, same, evidence, 1.0)

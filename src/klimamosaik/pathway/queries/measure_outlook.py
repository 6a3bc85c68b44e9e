"""What is known of each measure: expected, measured, believed, and from when on it works."""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from datetime import date, datetime
from functools import cached_property

from django.db.models import F, Q

from klimamosaik.balance.kernel.factor import FactorTable
from klimamosaik.balance.queries.balances import factors
from klimamosaik.evidence.models import Assessment
from klimamosaik.measures.models import Measure
from klimamosaik.measures.models.phase import Phase
from klimamosaik.pathway.co2e import MeteredFactor
from klimamosaik.pathway.kernel.posterior import Posterior, Prior, deviation_of, updated
from klimamosaik.pathway.models import ExpectedEffect, Scope
from klimamosaik.pathway.queries import measured_tonnes as meters
from klimamosaik.pathway.queries.cache import statistics
from klimamosaik.places.models import Municipality
from klimamosaik.records.query_cache import once
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.estimate import Estimate
from klimamosaik.terms.field import Field
from klimamosaik.terms.figure import Verdict
from klimamosaik.terms.period import local_day
from klimamosaik.terms.text import Text

NOT_DECIDED = (Phase.IDEA, Phase.STOPPED)


@dataclass(frozen=True)
class MeasureOutlook:
    """What is known of one measure's effect: what meters saw, what people expect, what of both."""

    measure: Measure
    field: Field
    scope: Scope  # whose emissions fall; the whole town's fall with all of them
    seen: Assessment | None  # the newest look at its meters; None: nothing that counts in tonnes
    measured: Estimate | None  # [t CO2e/a] the same as the balance counts, with upstream chains
    counting: Mapping[Carrier, MeteredFactor]  # what a kilowatt-hour of its meters counts
    expected: ExpectedEffect | None
    belief: Posterior | None  # [t CO2e/a] None: nothing that could be laid

    @cached_property
    def verdict(self) -> Verdict:
        """What meters say, in energy and in tonnes."""
        if self.seen is None or self.measured is None:
            return Verdict.NOT_DECIDABLE
        return meters.assessed_verdict(self.seen, self.measured)

    @cached_property
    def direct(self) -> Estimate | None:
        """Without upstream chains [t CO2/a]; None: not known."""
        return meters.without_upstream(self.seen, self.counting) if self.seen else None

    @property
    def factors(self) -> tuple[Text, ...]:
        """What a kilowatt-hour counts, and where that is from."""
        return tuple(factor.source for factor in self.counting.values())

    @property
    def laid(self) -> bool:
        """True where a meter has seen an effect that is not zero."""
        return self.verdict.claims

    @property
    def days(self) -> int | None:
        """Days its meters reported [d], the fewest of them; None: not measured."""
        return meters.days_of(self.seen) if self.seen else None

    @property
    def years(self) -> float | None:
        """Years of use in these days [a], the fewest of its meters; None: not measured."""
        return meters.years_of(self.seen) if self.seen else None

    @cached_property
    def saved_energy(self) -> Estimate | None:
        """What its meters save [kWh/a]; None: not measured."""
        return meters.saved_energy(self.seen) if self.seen else None

    @property
    def data_version(self) -> int | None:
        """The newest delivery its readings were taken at; None: not measured."""
        return self.seen.data_version if self.seen else None

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


Assessments = Mapping[Measure, Assessment | None]  # the newest look at each measure's meters


def as_year(day: date) -> float:
    """A day as a decimal year [a]."""
    first, following = date(day.year, 1, 1), date(day.year + 1, 1, 1)
    return day.year + (day - first).days / (following - first).days


def assessed_measures(*, municipality: Municipality, at: datetime) -> Assessments:
    """All measures with the newest look at their meters, before any balance is asked."""
    measures = (
        Measure.objects.filter(municipality=municipality)
        .select_related("expected_effect")
        .order_by(F("start").asc(nulls_last=True), "pk")
    )
    today = local_day(at)
    begun = [each for each in measures if each.start and each.start <= today]
    found = meters.latest_assessments(begun)
    return {each: found.get(each.pk) for each in measures}


@dataclass(frozen=True)
class Outlooks:
    """What is known of a municipality's measures on a day: one look for all its targets."""

    municipality: Municipality
    stands: tuple[object, ...]  # the day, and what lies beside the database
    assessed: Assessments  # all measures
    placed: frozenset[int]  # ids of measures that name a meter or a building
    table: FactorTable  # the factors of the balance
    years: dict[int, tuple[MeasureOutlook, ...]] = dataclass_field(default_factory=dict)

    def in_year(self, year: int) -> tuple[MeasureOutlook, ...]:
        """The measures in tonnes as the balance of a year counts."""
        if year not in self.years:
            self.years[year] = self.known_in(year)
        return self.years[year]

    def known_in(self, year: int) -> tuple[MeasureOutlook, ...]:
        """The same, put together."""
        factors = meters.factors_in(self.table, year)
        return tuple(
            known_of(measure, seen, factors, placed=measure.pk in self.placed)
            for measure, seen in self.assessed.items()
        )


def outlooks_of(municipality: Municipality, at: datetime) -> Outlooks:
    """What is known on a day, the same for all who ask until anything it was asked is another."""
    stands = (local_day(at), *statistics())

    def made() -> Outlooks:
        assessed = assessed_measures(municipality=municipality, at=at)
        return Outlooks(municipality, stands, assessed, placed_in(municipality), factors())

    name = ("outlooks", municipality.pk)
    return once(name, made, lambda held: held.stands == stands, (municipality,))


def placed_in(municipality: Municipality) -> frozenset[int]:
    """The ids of measures that name a meter or a building."""
    rows = Measure.objects.filter(municipality=municipality)
    at_some = rows.filter(Q(meter_points__isnull=False) | Q(buildings__isnull=False))
    return frozenset(at_some.values_list("pk", flat=True))


def known_of(
    measure: Measure,
    seen: Assessment | None,
    known: Mapping[Carrier, MeteredFactor],
    *,
    placed: bool,
) -> MeasureOutlook:
    """What meters say and what people expect, brought together.

    known: what a kilowatt-hour counts in the balance of the year; placed: it names its places.
    """
    expected: ExpectedEffect | None = getattr(measure, "expected_effect", None)
    factors = meters.factors_of(seen, known) if seen else None
    counted = seen if factors else None
    tonnes = meters.in_tonnes(counted, factors) if counted and factors else None
    claimed = counted and tonnes and meters.assessed_verdict(counted, tonnes).claims
    return MeasureOutlook(
        measure=measure,
        field=field_of(measure, expected, counted),
        scope=scope_of(expected, own=placed or seen is not None),
        seen=counted,
        measured=tonnes,
        counting=factors or {},
        expected=expected,
        belief=belief_of(tonnes, bool(claimed), expected),
    )


def scope_of(expected: ExpectedEffect | None, *, own: bool) -> Scope:
    """Whose emissions fall: as entered; what has meters or buildings is the municipality's own."""
    scope = Scope(expected.scope) if expected else Scope.TOWN
    return Scope.ADMINISTRATION if own and scope is Scope.TOWN else scope


def field_of(measure: Measure, expected: ExpectedEffect | None, seen: Assessment | None) -> Field:
    """The field its stones have: as expected, as measured, else the first of the register's."""
    if expected is not None:
        return Field(expected.field)
    if seen is not None:
        return meters.field_of(seen)
    with_tonnes = [field for field in measure.fields if field.has_tonnes]
    return next(iter((*with_tonnes, *measure.fields)), Field.HEAT)


def belief_of(
    tonnes: Estimate | None, claimed: bool, expected: ExpectedEffect | None
) -> Posterior | None:
    """The expectation corrected by evidence; evidence alone only where it is not about zero."""
    if expected is not None:
        return updated(expected.prior, tonnes)
    if tonnes is None or not claimed:
        return None
    return evidence_alone(tonnes)


def evidence_alone(evidence: Estimate) -> Posterior:
    """Nobody expected anything: the measured range is all there is."""
    same = Prior.of(evidence.low, evidence.mean, evidence.high)
    return Posterior(evidence.mean, deviation_of(evidence), same, evidence, 1.0)

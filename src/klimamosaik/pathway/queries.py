"""Doors that read the pathway."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.contrib.auth.models import AbstractBaseUser

from klimamosaik.measures.field import Field
from klimamosaik.measures.models import Measure
from klimamosaik.measures.phase import Phase
from klimamosaik.pathway.kernel.belief import Belief, Evidence, Expected, believe
from klimamosaik.pathway.kernel.course import InForce, PathwayMeasure
from klimamosaik.pathway.kernel.course import Target as KernelTarget
from klimamosaik.pathway.kernel.simulation import Chance, Outlook, chance, simulate
from klimamosaik.pathway.measured import Measured, measured_effect
from klimamosaik.pathway.models import ExpectedEffect, Scope
from klimamosaik.pathway.mosaic.stone import State, StoneMeasure
from klimamosaik.pathway.mosaic.years import Face, measures_at
from klimamosaik.pathway.need import Goal, Start, goals_of, limit_t, start_of, use_for
from klimamosaik.places.models import Municipality
from klimamosaik.terms.complaint import refuse
from klimamosaik.terms.text import Text

SEED = 1000  # the same data gives the same figures


@dataclass(frozen=True)
class Known:
    """What is known of one measure's effect."""

    measure: Measure
    field: Field
    measured: Measured | None
    expected: ExpectedEffect | None
    belief: Belief | None  # None: nothing that could be laid

    @property
    def stopped(self) -> bool:
        """True where it was given up before any meter saw an effect."""
        return self.measure.phase == Phase.STOPPED and not self.laid

    @property
    def laid(self) -> bool:
        """True where a meter has seen an effect that is not zero."""
        return self.measured is not None and self.measured.claimed


@dataclass(frozen=True)
class Pathway:
    """A municipality's way to one target."""

    municipality: Municipality
    goal: Goal
    start: Start | None  # None: no balance yet
    limit_t: float | None  # [t CO2e/a]; None: per head, and nobody knows how many live here
    known: tuple[Known, ...]  # all measures
    stones: tuple[StoneMeasure, ...]  # in force in the target's year, overlaps taken off
    chance: Chance | None
    at: datetime
    outlook: Outlook | None = None  # all draws up to the target's year; None: no balance yet

    @property
    def need_t(self) -> float | None:
        """The yearly reduction needed [t CO2e/a]; None where it is not known."""
        return self.chance.need if self.chance else None


def wall_of(
    *,
    municipality: Municipality,
    year: int | None = None,
    by: AbstractBaseUser | None = None,
    at: datetime,
) -> Pathway:
    """The way to the whole town's target: need, measures in tonnes, gap and chance.

    `year` chooses among several targets, the last one otherwise; effects are computed anew where
    their readings changed. Raises Refused for a year without a target and for effects that
    cannot be.
    """
    goal = chosen(goals_of(municipality=municipality), year)
    return pathway_to(municipality=municipality, goal=goal, by=by, at=at)


def chosen(goals: Sequence[Goal], year: int | None) -> Goal:
    """The whole town's target of a year, or its last."""
    towns = {goal.year: goal for goal in goals if goal.scope is Scope.TOWN}
    if year is None:
        return towns[max(towns)]
    if year not in towns:
        there = ", ".join(map(str, sorted(towns)))
        raise refuse(
            "no_target",
            f"Für {year} ist kein Ziel der ganzen Gemeinde gesetzt. Vorhanden: {there}.",
            f"No target of the whole town is set for {year}. There are: {there}.",
        )
    return towns[year]


def pathway_to(
    *, municipality: Municipality, goal: Goal, by: AbstractBaseUser | None, at: datetime
) -> Pathway:
    """The way to one target of any scope."""
    start = start_of(municipality=municipality, goal=goal)
    limit = limit_t(goal, start.population if start else None)
    known = tuple(
        known_of(measure, by=by, at=at)
        for measure in Measure.objects.filter(municipality=municipality).order_by("start", "pk")
    )
    if start is None or limit is None:
        return Pathway(municipality, goal, start, limit, known, (), None, at)
    outlook = looked_ahead(known, start, goal)
    name = Text(f"Ziel {goal.year}", f"target {goal.year}")
    found = chance(outlook, KernelTarget(name, goal.year, limit))
    stones = stones_in(outlook, known, goal.year)
    return Pathway(municipality, goal, start, limit, known, stones, found, at, outlook)


def looked_ahead(known: Sequence[Known], start: Start, goal: Goal) -> Outlook:
    """All draws from the balance up to the target's year."""
    return simulate(
        uses=start.uses,
        measures=[way for one in known if (way := on_its_use(one, start)) is not None],
        balance_year=start.year,
        until=goal.year,
        seed=SEED,
    )


def stones_in(outlook: Outlook, known: Sequence[Known], year: int) -> tuple[StoneMeasure, ...]:
    """The measures in force in a year, overlaps taken off; Refused for a year outside."""
    faces = [Face(str(one.measure.pk), one.measure.name, one.field) for one in known]
    laid = {str(one.measure.pk) for one in known if one.laid}
    standing = tuple(
        replace(stone, state=State.MEASURED if stone.code in laid else State.EXPECTED)
        for stone in measures_at(outlook, year, faces)
    )
    return (*standing, *(given_up(one, one.expected) for one in known if one.stopped))


def given_up(one: Known, expected: ExpectedEffect | None) -> StoneMeasure:
    """A stopped measure: its place stays pale, in the size once expected."""
    low, likely, high = (
        (expected.low_t, expected.likely_t, expected.high_t) if expected else (0.0, 0.0, 0.0)
    )
    code, name = str(one.measure.pk), one.measure.name
    return StoneMeasure(code, name, one.field, State.STOPPED, likely, low, high)


def on_its_use(one: Known, start: Start) -> PathwayMeasure | None:
    """The measure as the pathway sees it, in force from its first day on.

    None where nothing is known of its effect, where no first day is planned, and where it was
    given up before any meter saw an effect.
    """
    begins, end = one.measure.start, one.measure.end
    if one.belief is None or begins is None or one.stopped:
        return None
    in_force = InForce(as_year(begins))
    if end is not None:
        in_force = replace(in_force, end=as_year(end))
    return PathwayMeasure(str(one.measure.pk), use_for(one.field, start), one.belief, in_force)


def as_year(day: date) -> float:
    """A day as a decimal year [a]."""
    first, following = date(day.year, 1, 1), date(day.year + 1, 1, 1)
    return day.year + (day - first).days / (following - first).days


def known_of(measure: Measure, *, by: AbstractBaseUser | None, at: datetime) -> Known:
    """What meters say and what people expect, brought together."""
    measured = measured_effect(measure=measure, by=by, at=at) if measure.start else None
    expected = ExpectedEffect.objects.filter(measure=measure).first()
    field = Field(expected.field) if expected else measured.field if measured else Field.HEAT
    return Known(measure, field, measured, expected, belief_of(measured, expected))


def belief_of(measured: Measured | None, expected: ExpectedEffect | None) -> Belief | None:
    """The expectation corrected by evidence; evidence alone only where it is not about zero."""
    if expected is not None:
        stated = Expected(expected.low_t, expected.likely_t, expected.high_t)
        return believe(stated, measured.evidence if measured else None)
    if measured is None or not measured.claimed:
        return None
    return evidence_alone(measured.evidence)


def evidence_alone(evidence: Evidence) -> Belief:
    """Nobody expected anything: the measured range is all there is."""
    same = Expected(evidence.low, evidence.mean, evidence.high)
    return Belief(evidence.mean, evidence.deviation, same, evidence, 1.0)


def pathways_of(
    *, municipality: Municipality, by: AbstractBaseUser | None = None, at: datetime
) -> tuple[Pathway, ...]:
    """The way to every target there is."""
    return tuple(
        pathway_to(municipality=municipality, goal=goal, by=by, at=at)
        for goal in goals_of(municipality=municipality)
    )

"""Doors that read the pathway."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType

from klimamosaik.pathway.kernel.attribution import parts_in_force
from klimamosaik.pathway.kernel.contribution import NOTHING, ContributionState, YearContribution
from klimamosaik.pathway.kernel.course import EmissionTarget as KernelTarget
from klimamosaik.pathway.kernel.course import InForce, PathwayMeasure
from klimamosaik.pathway.kernel.simulation import (
    Projection,
    TargetProbability,
    simulate,
    target_probability,
)
from klimamosaik.pathway.models import Scope
from klimamosaik.pathway.queries.cache import statistics
from klimamosaik.pathway.queries.measure_outlook import (
    MeasureOutlook,
    Outlooks,
    as_year,
    outlooks_of,
)
from klimamosaik.pathway.queries.required_reduction import Goal, goals_of, limit_t
from klimamosaik.pathway.queries.start import Start, start_of
from klimamosaik.pathway.queries.uses import USE_NAMES, use_on
from klimamosaik.places.models import Municipality
from klimamosaik.records.query_cache import once
from klimamosaik.terms.complaint import InputRejected, Problem, rejected
from klimamosaik.terms.estimate import Estimate
from klimamosaik.terms.period import local_day
from klimamosaik.terms.quality import Quality, worked_out
from klimamosaik.terms.text import Text

__all__ = ["MeasureOutlook", "Pathway", "Start", "as_year", "pathways_of", "stones_in", "wall_of"]

SEED = 1000  # the same data gives the same figures


@dataclass(frozen=True)
class Pathway:
    """A municipality's way to one target."""

    municipality: Municipality
    goal: Goal
    start: Start | None  # None: nothing tells of the emissions of its scope
    limit_t: float | None  # [t CO2e/a]; None: per head, and nobody knows how many live here
    known: tuple[MeasureOutlook, ...]  # all measures of its scope
    stones: tuple[YearContribution, ...]  # in force in the target's year, overlaps taken off
    chance: TargetProbability | None
    at: datetime
    outlook: Projection | None = None  # all draws up to the target's year; None: no start
    complaints: tuple[Problem, ...] = ()  # why the way cannot be computed

    @property
    def need_t(self) -> float | None:
        """The yearly reduction needed [t CO2e/a]; None where it is not known."""
        return self.chance.need if self.chance else None

    @property
    def need_known_by(self) -> Quality:
        """How that came to be: stated where a person entered it, else start and trend together."""
        if self.start is None or self.chance is None:
            return Quality.UNKNOWN
        if self.start.by_hand:
            return self.start.known_by
        return worked_out(self.start.known_by, self.chance.trend.quality)

    @property
    def measured_up(self) -> bool:
        """True where at least one measure counts, so that there is a plan to give a chance to."""
        return any(one.counted for one in self.known)

    @property
    def probability(self) -> float | None:
        """Chance 0..1 of the target; None where it is not known, or no measure counts yet."""
        return self.chance.probability if self.chance and self.measured_up else None


def wall_of(
    *,
    municipality: Municipality,
    year: int | None = None,
    at: datetime,
) -> Pathway:
    """The way to the whole town's target: need, measures in tonnes, gap and chance.

    `year` chooses among several targets, the last one otherwise. Raises InputRejected for a year
    without a target and for effects that cannot be.
    """
    goal = chosen(goals_of(municipality=municipality), year)
    found = pathway_to(municipality=municipality, goal=goal, at=at)
    if found.complaints:
        raise InputRejected(found.complaints)
    return found


def pathways_of(*, municipality: Municipality, at: datetime) -> tuple[Pathway, ...]:
    """The way to every target there is; one that cannot be computed says why."""
    return tuple(
        pathway_to(municipality=municipality, goal=goal, at=at)
        for goal in goals_of(municipality=municipality)
    )


def pathway_to(*, municipality: Municipality, goal: Goal, at: datetime) -> Pathway:
    """The way to one target of any scope; where it cannot be computed it says why."""
    stands = (goal, local_day(at), *statistics())

    def made() -> tuple[object, Pathway]:
        return stands, way_to(goal, outlooks_of(municipality, at), at)

    name = ("pathway", municipality.pk, goal.scope, goal.year)
    _, found = once(name, made, lambda held: held[0] == stands, (municipality, goal.stored))
    return found if found.at == at else replace(found, at=at)


def chosen(goals: Sequence[Goal], year: int | None) -> Goal:
    """The whole town's target of a year, or its last."""
    towns = {goal.year: goal for goal in goals if goal.scope is Scope.TOWN}
    if year is None:
        return towns[max(towns)]
    if year not in towns:
        there = ", ".join(map(str, sorted(towns)))
        raise rejected(
            "no_target",
            "Für {year} ist kein Ziel der ganzen Gemeinde gesetzt. Vorhanden: {there}.",
            "No target of the whole town is set for {year}. There are: {there}.",
            year=year,
            there=there,
        )
    return towns[year]


def way_to(goal: Goal, outlooks: Outlooks, at: datetime) -> Pathway:
    """Start, measures in tonnes, outlook and chance of one target."""
    municipality = outlooks.municipality
    start = start_of(municipality=municipality, goal=goal, table=outlooks.table)
    limit = limit_t(goal, start.population if start else None)
    whole = outlooks.in_year(start.year if start else at.year)
    known = tuple(one for one in whole if one.in_scope(goal.scope))
    found = Pathway(municipality, goal, start, limit, known, (), None, at)
    if start is None or limit is None:
        return found
    complaints = cannot_act(known, start)
    if complaints:
        return replace(found, complaints=complaints)
    outlook = looked_ahead(known, start, until=goal.year)
    return replace(
        found,
        stones=stones_in(outlook, known, goal.year),
        chance=target_probability(outlook, KernelTarget(goal.year, limit)),
        outlook=outlook,
    )


def cannot_act(known: Sequence[MeasureOutlook], start: Start) -> tuple[Problem, ...]:
    """Every measure that would act on a use the start lacks, or save more than there is."""
    found = (against(one, start) for one in known if one.counted)
    return tuple(problem for problem in found if problem is not None)


def against(one: MeasureOutlook, start: Start) -> Problem | None:
    """Why a measure cannot act on what the start emits; None where it can."""
    emitted = {each.code: each.emissions_t for each in start.uses}
    use = use_on(one.field, whole=start.by_hand)
    if one.belief is None or use is None:
        return None
    name, called = one.measure.name, USE_NAMES[use]
    if use not in emitted:
        return unknown_use(name, called, start.source)
    if one.belief.mean >= emitted[use]:
        return above_use(name, called, one.belief.mean, emitted[use])
    return None


def unknown_use(name: str, use: Text, source: Text) -> Problem:
    """The start does not know what a measure acts on."""
    text = Text(
        "„{name}“ mindert {use}, davon ist hier nichts bekannt ({source}). Bitte in der Bilanz "
        "ergänzen, oder den Minderungsbedarf am Ziel selbst angeben.",
        "“{name}” reduces {use}, of which nothing is known here ({source}). Please add it to the "
        "balance, or give the need with the target.",
    ).format(name=name, use=use, source=source)
    return Problem("unknown_use", text)


def above_use(name: str, use: Text, saved_t: float, emitted_t: float) -> Problem:
    """A measure saves more than there is."""
    text = Text(
        "„{name}“ soll {saved_t:n} t sparen, {use} verursacht nur {emitted_t:n} t; bitte Wirkung "
        "oder Anwendung prüfen.",
        "“{name}” is to save {saved_t:n} t, but {use} emits only {emitted_t:n} t; please check "
        "effect or use.",
    ).format(name=name, saved_t=saved_t, use=use, emitted_t=emitted_t)
    return Problem("effect_above_use", text)


def looked_ahead(
    known: Sequence[MeasureOutlook],
    start: Start,
    *,
    until: int,
    begins: Mapping[int, float] = MappingProxyType({}),
) -> Projection:
    """All draws from the balance up to a year; measures in `begins` work from that moment on."""
    ways = (on_its_use(one, start, begins.get(one.measure.pk)) for one in known)
    return simulate(
        uses=start.uses,
        measures=[way for way in ways if way is not None],
        balance_year=start.year,
        until=until,
        seed=SEED,
        unsure=start.unsure,
    )


def on_its_use(
    one: MeasureOutlook, start: Start, moment: float | None = None
) -> PathwayMeasure | None:
    """The measure as the pathway sees it: as if from a moment on, else from its first day on.

    None where nothing is known of its effect, for ideas without a planned year, and where it was
    given up before any meter saw an effect.
    """
    in_force = InForce(moment) if moment is not None else in_force_of(one)
    if one.belief is None or in_force is None:
        return None
    use = use_on(one.field, whole=start.by_hand)
    return PathwayMeasure(str(one.measure.pk), use, one.belief, in_force)


def in_force_of(one: MeasureOutlook) -> InForce | None:
    """When a measure works; None where it does not count yet."""
    if not one.counted or one.begins is None:
        return None
    return InForce(one.begins) if one.ends is None else InForce(one.begins, end=one.ends)


def stones_in(
    outlook: Projection, known: Sequence[MeasureOutlook], year: int
) -> tuple[YearContribution, ...]:
    """The measures in force in a year, overlaps taken off; InputRejected for a year outside."""
    outlooks = {str(one.measure.pk): one for one in known}
    standing = (
        contribution(outlooks[code], part) for code, part in parts_in_force(outlook, year).items()
    )
    return (*standing, *(given_up(one) for one in known if one.stopped))


def contribution(one: MeasureOutlook, part: Estimate) -> YearContribution:
    """A measure in force: measured where a meter has seen its effect, else expected."""
    state = ContributionState.MEASURED if one.laid else ContributionState.EXPECTED
    return YearContribution(str(one.measure.pk), one.measure.name, one.field, state, part)


def given_up(one: MeasureOutlook) -> YearContribution:
    """A stopped measure: its place stays pale, in the size once expected."""
    size = one.expected.entered if one.expected else NOTHING
    code, name = str(one.measure.pk), one.measure.name
    return YearContribution(code, name, one.field, ContributionState.STOPPED, size)

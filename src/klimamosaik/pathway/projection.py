"""The way to one target as a whole: course, milestones, remaining budget, what matters most."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from klimamosaik.pathway.kernel.budget import Spending, spending, straight_line, straight_path
from klimamosaik.pathway.kernel.course import EmissionTarget as KernelTarget
from klimamosaik.pathway.kernel.draw_ranges import estimates_of
from klimamosaik.pathway.kernel.sensitivity import START, Influence, influences
from klimamosaik.pathway.kernel.simulation import (
    TargetProbability,
    baseline,
    emissions,
    target_probability,
)
from klimamosaik.pathway.models import Milestone
from klimamosaik.pathway.queries.measure_outlook import MeasureOutlook
from klimamosaik.pathway.queries.pathways import Pathway
from klimamosaik.pathway.queries.required_reduction import milestones_of
from klimamosaik.pathway.queries.start import Start
from klimamosaik.pathway.queries.uses import USE_NAMES
from klimamosaik.pathway.trends import BALANCES, KnownEmissions
from klimamosaik.terms.estimate import Estimate
from klimamosaik.terms.text import Text

TOO_LITTLE = 0.005  # share of the largest swing below which an input is not shown
STRAIGHT = Text(
    "gerade Linie vom Ausgangswert zum Ziel, weil kein Budget beschlossen ist",
    "a straight line from the first year to the target, since no budget was decided",
)


@dataclass(frozen=True)
class YearPoint:
    """Emissions known for a year."""

    year: int
    emissions_t: float  # [t CO2e/a]


@dataclass(frozen=True)
class MilestoneChance:
    """A milestone and the chance to reach it."""

    milestone: Milestone
    chance: TargetProbability | None  # None: its year lies outside the way


@dataclass(frozen=True)
class RemainingBudget:
    """What may still be emitted until the target, and what would be."""

    first: int  # first year counted
    spending: Spending
    straight: bool  # no budget decided: a straight line stands in
    source: Text


@dataclass(frozen=True)
class Sensitivity:
    """One uncertain input with its name."""

    name: Text
    influence: Influence

    @property
    def percent(self) -> float:
        """Share of the variance it explains [%]."""
        return 100 * self.influence.share


@dataclass(frozen=True)
class PathwayProjection:
    """Everything about the way to one target that has a start."""

    pathway: Pathway
    past: tuple[YearPoint, ...]  # earlier years, where they tell of everything at once
    joined: bool  # past and start were counted by the same method
    start: YearPoint
    years: NDArray[np.int64]  # (Y,) of the next two
    alone: tuple[Estimate, ...]  # [t CO2e/a] (Y,) by the trend alone
    planned: tuple[Estimate, ...]  # [t CO2e/a] (Y,) with all measures that count
    needed: tuple[float, ...]  # [t CO2e/a] (Y,) on a straight line to the target
    milestones: tuple[MilestoneChance, ...]
    budget: RemainingBudget
    swings: tuple[Sensitivity, ...]  # the strongest first; those too small to see left out


def projection_of(pathway: Pathway) -> PathwayProjection | None:
    """The way as a whole; None where it has no start or cannot be computed."""
    outlook, start, limit = pathway.outlook, pathway.start, pathway.limit_t
    if outlook is None or start is None or limit is None:
        return None
    return PathwayProjection(
        pathway=pathway,
        past=past_points(start),
        joined=all(trend.past is None or trend.past.source == BALANCES for trend in start.trends),
        start=YearPoint(start.year, start.emissions_t),
        years=outlook.years,
        alone=estimates_of(baseline(outlook)),
        planned=estimates_of(emissions(outlook)),
        needed=needed_in(start, limit, pathway.goal.year),
        milestones=stands(pathway),
        budget=budget_of(pathway, start, limit),
        swings=swings_of(pathway),
    )


def needed_in(start: Start, limit: float, until: int) -> tuple[float, ...]:
    """What each year may emit on a straight line from the start to the target [t CO2e/a]."""
    return tuple(map(float, straight_line(start.emissions_t, limit, until - start.year)))


def past_points(start: Start) -> tuple[YearPoint, ...]:
    """Earlier years; those of single uses only where all of them tell of the same years."""
    pasts = [trend.past for trend in start.trends]
    told = [past for past in pasts if past is not None]
    if not told or len(told) < len(pasts) or len({past.years for past in told}) > 1:
        return ()
    return tuple(point for point in summed(told) if point.year < start.year)


def summed(told: Sequence[KnownEmissions]) -> tuple[YearPoint, ...]:
    """The series of several uses, year by year."""
    years = told[0].years
    sums = np.sum([past.emissions_t for past in told], axis=0)
    return tuple(YearPoint(year, float(total)) for year, total in zip(years, sums, strict=True))


def stands(pathway: Pathway) -> tuple[MilestoneChance, ...]:
    """Every milestone of the target's scope before its year."""
    goal, outlook = pathway.goal, pathway.outlook
    years = {int(year) for year in outlook.years} if outlook else set()
    return tuple(
        MilestoneChance(
            milestone,
            target_probability(outlook, KernelTarget(milestone.year, milestone.limit_t))
            if outlook and milestone.year in years
            else None,
        )
        for milestone in milestones_of(municipality=pathway.municipality, scope=goal.scope)
        if milestone.year < goal.year
    )


def budget_of(pathway: Pathway, start: Start, limit: float) -> RemainingBudget:
    """The council's budget from the year after the start on, else that of a straight line.

    A budget that began earlier is less what was emitted until the start's year, each of those
    years taken as the start's.
    """
    outlook, target = pathway.outlook, pathway.goal.stored
    assert outlook is not None
    until, first = pathway.goal.year, start.year + 1
    if target is not None and target.budget_t is not None and target.budget_from is not None:
        gone = max(start.year - target.budget_from + 1, 0) * start.emissions_t
        allowed = target.budget_t - gone
        source = Text(target.budget_source, target.budget_source)
        return RemainingBudget(
            first, spending(outlook, until=until, allowed_t=allowed), False, source
        )
    allowed = straight_path(start.emissions_t, limit, until - start.year)
    return RemainingBudget(first, spending(outlook, until=until, allowed_t=allowed), True, STRAIGHT)


def swings_of(pathway: Pathway) -> tuple[Sensitivity, ...]:
    """What moves the emissions of the target's year, by name, the widest first."""
    assert pathway.outlook is not None
    found = [
        Sensitivity(name_of(each, pathway.known), each)
        for each in influences(pathway.outlook, pathway.goal.year)
    ]
    widest = max((swing.influence.swing_t for swing in found), default=0.0)
    seen = [one for one in found if one.influence.swing_t > TOO_LITTLE * widest]
    return tuple(sorted(seen, key=lambda one: -one.influence.swing_t))


def name_of(influence: Influence, known: Sequence[MeasureOutlook]) -> Text:
    """What an input is called."""
    if influence.code == START:
        return Text("Bilanz des Ausgangsjahrs", "balance of the first year")
    if influence.trend:
        use = USE_NAMES[influence.code]
        return Text("Trend: {use}", "Trend: {use}").format(use=use)
    names = {str(one.measure.pk): one.measure.name for one in known}
    return Text(names[influence.code], names[influence.code])

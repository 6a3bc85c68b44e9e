"""What is to be reached: targets of several scopes and years, and the milestones on the way."""

from dataclasses import dataclass

from klimamosaik.pathway.kernel.course import per_head
from klimamosaik.pathway.law import target_by_law
from klimamosaik.pathway.models import Milestone, Scope, Target, TargetKind
from klimamosaik.places.models import Municipality
from klimamosaik.places.queries.heads import heads_of
from klimamosaik.terms.text import Text


@dataclass(frozen=True)
class Goal:
    """A target with where it is from."""

    scope: Scope
    year: int
    kind: TargetKind
    per_head_t: float | None  # [t CO2e/a] per head; None: net zero
    source: Text
    by_law: bool  # nobody decided one: the law's year stands in
    stored: Target | None


def goals_of(*, municipality: Municipality) -> tuple[Goal, ...]:
    """All targets; that of the law where none is set for the whole town."""
    goals = [goal_of(target) for target in Target.objects.filter(municipality=municipality)]
    if any(goal.scope is Scope.TOWN for goal in goals):
        return tuple(goals)
    law = target_by_law(municipality.state)
    default = Goal(
        Scope.TOWN, law.year, TargetKind.NET_ZERO, None, law.law, by_law=True, stored=None
    )
    return (default, *goals)


def goal_of(target: Target) -> Goal:
    """A stored target."""
    return Goal(
        Scope(target.scope),
        target.year,
        TargetKind(target.kind),
        target.limit,
        Text(target.source, target.source),
        by_law=False,
        stored=target,
    )


def limit_t(goal: Goal, population: int | None) -> float | None:
    """What may be emitted in the goal's year [t CO2e/a]; None where nobody knows how many live."""
    if goal.per_head_t is None:
        return 0.0
    return per_head(goal.per_head_t, population) if population else None


def inhabitants(municipality: Municipality) -> int | None:
    """The newest number of inhabitants."""
    heads = heads_of(municipality=municipality)
    return heads.inhabitants if heads else None


def milestones_of(*, municipality: Municipality, scope: Scope) -> tuple[Milestone, ...]:
    """The intermediate years a council wrote down for a scope, first year first."""
    return tuple(Milestone.objects.filter(municipality=municipality, scope=scope).order_by("year"))

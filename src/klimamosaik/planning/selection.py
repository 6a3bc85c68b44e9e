"""Working a selection out: from what is known of the measures to the plan."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date

import numpy as np

from klimamosaik.observations.queries.readings import data_version
from klimamosaik.pathway.kernel.attribution import part_draws
from klimamosaik.pathway.kernel.contribution import NOTHING
from klimamosaik.pathway.kernel.course import EmissionTarget
from klimamosaik.pathway.kernel.draw_ranges import estimate_of
from klimamosaik.pathway.kernel.simulation import target_probability
from klimamosaik.pathway.queries.headline import headline_of
from klimamosaik.pathway.queries.pathways import Pathway, looked_ahead
from klimamosaik.planning.candidates import Option, PlanBasis, PlanQuery, ground_of
from klimamosaik.planning.kernel.candidate import Means, MeasureCandidate, to_the_end
from klimamosaik.planning.kernel.portfolio import Plan, SearchProgress, choose
from klimamosaik.planning.outcome import ChosenMeasure, Outcome, Reach
from klimamosaik.planning.reasons_left_out import Room, passed_of
from klimamosaik.planning.sizes import parts_of
from klimamosaik.terms.complaint import InputRejected, problem
from klimamosaik.terms.estimate import Estimate, together

UNLIMITED = 1e9  # [d] a year where staff is not limited
SMALL = 300  # measures times years that are searched to the very end
EXACT, NEAR = 1e-6, 0.01  # 1, how close to the best possible plan


def worked_out(
    *,
    pathway: Pathway,
    wish: PlanQuery,
    today: date,
    seconds: float = 60.0,
    progress: Callable[[SearchProgress], None] | None = None,
) -> Outcome:
    """The plan with the most tonnes, with what it leaves and why.

    Raises InputRejected where a measure that must be in it cannot be, or all of them do not fit.
    """
    ground = ground_of(pathway=pathway, wish=wish, today=today)
    refuse_absent_musts(ground, wish)
    candidates = [candidate_of(option, ground, wish) for option in ground.options]
    years = wish.years
    staff = UNLIMITED if wish.staff_days is None else wish.staff_days
    plan = choose(
        candidates=candidates,
        means=Means(np.full(years, wish.budget), np.full(years, staff), wish.carried),
        exclusive=ground.exclusive,
        must=frozenset(map(str, wish.must & {each.measure.pk for each in ground.options})),
        caution=wish.caution,
        gap=EXACT if len(candidates) * years <= SMALL else NEAR,
        seconds=seconds,
        progress=progress,
    )
    return outcome_of(plan, candidates, ground, wish)


def candidate_of(option: Option, ground: PlanBasis, wish: PlanQuery) -> MeasureCandidate:
    """The measure as the solver sees it: its own money, as planned or in instalments."""
    money = option.money
    longer = range(len(money.own) + 1, wish.spread_years + 1) if sum(money.own) else ()
    return MeasureCandidate(
        code=option.code,
        tonnes=option.tonnes,
        cost=money.own,
        staff=money.staff or (),
        needs=tuple(map(str, sorted(ground.needs[option.measure.pk]))),
        earliest=option.earliest,
        running=money.running,
        instead=tuple(money.over(years) for years in longer),
    )


def refuse_absent_musts(ground: PlanBasis, wish: PlanQuery) -> None:
    """Raise InputRejected naming what must be in the plan and cannot be chosen."""
    complaints = [
        problem(
            "must_cannot",
            "„{name}“ soll dabei sein, steht aber nicht zur Wahl: {reason}.",
            "“{name}” is to be in the plan but cannot be chosen: {reason}.",
            name=left.name,
            reason=left.reason,
            column="must",
        )
        for left in ground.left_out
        if left.measure in wish.must
    ]
    if complaints:
        raise InputRejected(complaints)


def outcome_of(
    plan: Plan, candidates: Sequence[MeasureCandidate], ground: PlanBasis, wish: PlanQuery
) -> Outcome:
    """The plan in words and figures people can use."""
    starts = dict(plan.starts)
    chosen = {each.code: each for each in plan.chosen}
    begins = {
        option.measure.pk: float(wish.first_year + starts[option.code] + chosen[option.code].work)
        for option in ground.options
        if option.code in starts
    }
    reach, sizes = reach_of(ground, begins, wish)
    digits = digits_of([size.mean for size in sizes.values()])
    planned = [
        planned_of(option, chosen[option.code], wish, starts[option.code], sizes, digits)
        for option in ground.options
        if option.code in starts
    ]
    room = Room(plan, wish, frozenset(begins))
    pairs = zip(ground.options, candidates, strict=True)
    passed = [passed_of(one, each, ground, room) for one, each in pairs if one.code not in starts]
    return Outcome(
        planned=tuple(sorted(planned, key=lambda one: (one.first_year, one.name))),
        passed=tuple(passed),
        absent=ground.left_out,
        reach=replace(reach, saved=as_summed(reach.saved, planned, digits)),
        target_year=ground.pathway.goal.year,
        cost=tuple(map(float, plan.cost)),
        staff=tuple(map(float, plan.staff)),
        valued_t=plan.tonnes,
        bound_t=plan.bound,
        overlaps_off=ground.overlaps_off,
        data_version=data_version(),
        digits=digits,
        first_effect=first_effect(candidates, wish),
    )


def as_summed(saved: Estimate, planned: Sequence[ChosenMeasure], digits: int) -> Estimate:
    """The plan's tonnes with the mean its printed rows add up to."""
    return replace(saved, mean=round(math.fsum(one.tonnes.mean for one in planned), digits))


def digits_of(tonnes: Sequence[float]) -> int:
    """So many digits that the largest row still shows three figures."""
    return 1 if max(map(abs, tonnes), default=1.0) >= 1 else 3


def first_effect(candidates: Sequence[MeasureCandidate], wish: PlanQuery) -> int | None:
    """The earliest year any measure could act, however long the plan; None: there is none."""
    years = [wish.first_year + each.earliest + each.work for each in candidates]
    return min(years, default=None)


def planned_of(
    option: Option,
    candidate: MeasureCandidate,
    wish: PlanQuery,
    start: int,
    sizes: Mapping[int, Estimate],
    digits: int,
) -> ChosenMeasure:
    """A chosen measure with its years; its tonnes beside those that are chosen with it."""
    left, staff = wish.years - start, option.money.staff
    headline = headline_of(option.known)
    return ChosenMeasure(
        measure=option.measure.pk,
        name=option.measure.name,
        field=option.known.field.value,
        grade=option.grade,
        first_year=wish.first_year + start,
        works_from=wish.first_year + start + candidate.work,
        tonnes=printed(sizes[option.measure.pk], digits),
        cost=math.fsum(to_the_end(candidate, wish.years)[:left]),
        staff_days=None if staff is None else math.fsum(staff[:left]),
        grant=option.money.grant,
        instalments=len(candidate.cost),
        headline_t=headline.tonnes.mean if headline else None,
    )


def printed(size: Estimate, digits: int) -> Estimate:
    """A figure as it is printed, so that rows add up to their sum."""
    mean, low, high = (round(each, digits) for each in (size.mean, size.low, size.high))
    return replace(size, mean=mean, low=low, high=high)


def reach_of(
    ground: PlanBasis, begins: dict[int, float], wish: PlanQuery
) -> tuple[Reach, Mapping[int, Estimate]]:
    """What the plan brings in its last year, by measure too, and what the target then lacks.

    Only what works today and what is chosen counts; measures beside the plan do not.
    """
    pathway, start = ground.pathway, ground.pathway.start
    chosen = [option.known for option in ground.options if option.measure.pk in begins]
    if start is None:
        return without_balance(ground, begins)
    target = pathway.goal.year
    until = max(wish.last_year, target)
    outlook = looked_ahead([*ground.working, *chosen], start, until=until, begins=begins)
    sizes = parts_of(outlook, wish.last_year, begins)
    ours = [k for k, way in enumerate(outlook.measures) if int(way.code) in begins]
    draws = part_draws(outlook, wish.last_year)[:, ours].sum(axis=1)
    saved = estimate_of(draws)
    if pathway.limit_t is None:
        return Reach(saved, None, None), sizes
    found = target_probability(outlook, EmissionTarget(target, pathway.limit_t))
    likely = found.probability if outlook.measures else None  # nothing works, nothing is chosen
    return Reach(saved, found.gap, likely), sizes


def without_balance(
    ground: PlanBasis, begins: dict[int, float]
) -> tuple[Reach, Mapping[int, Estimate]]:
    """The sum of what is believed; overlaps and gap are not known."""
    chosen = [option for option in ground.options if option.measure.pk in begins]
    sizes = {option.measure.pk: option.tonnes for option in chosen}
    saved = together(sizes.values()) if sizes else NOTHING
    return Reach(saved, None, None), sizes

"""Working a selection out: from what is known of the measures to the plan."""

import math
from collections.abc import Callable, Sequence
from datetime import date

import numpy as np

from klimamosaik.observations.queries import data_version
from klimamosaik.pathway.kernel.attribution import part_draws
from klimamosaik.pathway.kernel.course import Target
from klimamosaik.pathway.kernel.portfolio import (
    Candidate,
    Means,
    Plan,
    Progress,
    choose,
    to_the_end,
)
from klimamosaik.pathway.kernel.simulation import chance
from klimamosaik.pathway.planning.candidates import (
    BRINGS_NOTHING,
    Ground,
    LeftOut,
    Option,
    Wish,
    ground_of,
    looked_ahead,
)
from klimamosaik.pathway.planning.outcome import Absent, Outcome, Passed, Planned, Reach
from klimamosaik.pathway.queries import Pathway
from klimamosaik.terms.complaint import Complaint, Refused
from klimamosaik.terms.text import Text

UNLIMITED = 1e9  # [d] a year where staff is not limited
TAILS = (0.05, 0.95)  # of a 90 % range


def worked_out(
    *,
    pathway: Pathway,
    wish: Wish,
    today: date,
    seconds: float = 60.0,
    progress: Callable[[Progress], None] | None = None,
) -> Outcome:
    """The plan with the most tonnes, with what it leaves and why.

    Raises Refused where a measure that must be in it cannot be, or all of them do not fit.
    """
    ground = ground_of(pathway=pathway, wish=wish, today=today)
    refuse_absent_musts(ground, wish)
    candidates = [candidate_of(option, ground) for option in ground.options]
    years = wish.last_year - wish.first_year + 1
    staff = UNLIMITED if wish.staff_days is None else wish.staff_days
    plan = choose(
        candidates=candidates,
        means=Means(np.full(years, wish.budget), np.full(years, staff)),
        exclusive=ground.exclusive,
        must=frozenset(map(str, wish.must & {each.measure.pk for each in ground.options})),
        caution=wish.caution,
        seconds=seconds,
        progress=progress,
    )
    return outcome_of(plan, candidates, ground, wish)


def candidate_of(option: Option, ground: Ground) -> Candidate:
    """The measure as the solver sees it."""
    money = option.money
    return Candidate(
        code=option.code,
        mean_t=option.mean_t,
        low_t=option.low_t,
        cost=money.investment,
        staff=money.staff or (),
        needs=tuple(map(str, sorted(ground.needs[option.measure.pk]))),
        earliest=option.earliest,
        running=money.running,
    )


def refuse_absent_musts(ground: Ground, wish: Wish) -> None:
    """Raise Refused naming what must be in the plan and cannot be chosen."""
    complaints = [
        Complaint(
            "must_cannot",
            Text(
                f"„{left.name}“ soll dabei sein, steht aber nicht zur Wahl: {left.reason.de}.",
                f"“{left.name}” is to be in the plan but cannot be chosen: {left.reason.en}.",
            ),
            column="must",
        )
        for left in ground.left_out
        if left.measure in wish.must
    ]
    if complaints:
        raise Refused(complaints)


def outcome_of(plan: Plan, candidates: Sequence[Candidate], ground: Ground, wish: Wish) -> Outcome:
    """The plan in words and figures people can use."""
    starts = dict(plan.starts)
    work = {each.code: each.work for each in candidates}
    begins = {
        option.measure.pk: float(wish.first_year + starts[option.code] + work[option.code])
        for option in ground.options
        if option.code in starts
    }
    pairs = list(zip(ground.options, candidates, strict=True))
    planned = [
        planned_of(option, candidate, wish, starts[option.code])
        for option, candidate in pairs
        if option.code in starts
    ]
    return Outcome(
        planned=tuple(sorted(planned, key=lambda one: (one.first_year, one.name))),
        passed=tuple(passed_of(option, wish) for option, _ in pairs if option.code not in starts),
        absent=tuple(map(absent_of, ground.left_out)),
        reach=reach_of(ground, begins, wish),
        target_year=ground.pathway.goal.year,
        cost=tuple(map(float, plan.cost)),
        staff=tuple(map(float, plan.staff)),
        valued_t=plan.tonnes,
        bound_t=plan.bound,
        overlaps_off=ground.overlaps_off,
        data_version=data_version(),
    )


def planned_of(option: Option, candidate: Candidate, wish: Wish, start: int) -> Planned:
    """A chosen measure with its years."""
    years = wish.last_year - wish.first_year + 1
    staff = option.money.staff
    return Planned(
        measure=option.measure.pk,
        name=option.measure.name,
        field=option.known.field.value,
        grade=option.grade,
        first_year=wish.first_year + start,
        works_from=wish.first_year + start + candidate.work,
        mean_t=option.mean_t,
        low_t=option.low_t,
        high_t=option.high_t,
        cost=math.fsum(to_the_end(candidate, years)[: years - start]),
        staff_days=None if staff is None else math.fsum(staff[: years - start]),
    )


def passed_of(option: Option, wish: Wish) -> Passed:
    """A measure that was not chosen, and why."""
    measure, money = option.measure, option.money
    reason = OTHERS_BRING_MORE
    if max((*money.investment, money.running)) > wish.budget:
        reason = TOO_DEAR
    elif wish.staff_days is not None and max(money.staff or (0.0,)) > wish.staff_days:
        reason = TOO_MUCH_STAFF
    elif option.mean_t <= 0:
        reason = BRINGS_NOTHING
    return Passed(measure.pk, measure.name, option.mean_t, money.total, reason)


def absent_of(left: LeftOut) -> Absent:
    """A measure that could not be chosen."""
    return Absent(left.measure, left.name, left.reason)


def reach_of(ground: Ground, begins: dict[int, float], wish: Wish) -> Reach:
    """What the plan brings in its last year, and what is then missing of the target.

    Only what works today and what is chosen counts; measures beside the plan do not.
    """
    pathway, start = ground.pathway, ground.pathway.start
    chosen = [option.known for option in ground.options if option.measure.pk in begins]
    if start is None:
        return without_balance(ground, begins)
    target = pathway.goal.year
    until = max(wish.last_year, target)
    outlook = looked_ahead([*ground.working, *chosen], begins, start, until)
    ours = [k for k, way in enumerate(outlook.measures) if int(way.code) in begins]
    draws = part_draws(outlook, wish.last_year)[:, ours].sum(axis=1)
    low, high = np.quantile(draws, TAILS)
    mean = float(draws.mean(dtype=np.float64))
    if pathway.limit_t is None:
        return Reach(mean, float(low), float(high), None, None, None, None)
    name = Text(str(target), str(target))
    found = chance(outlook, Target(name, target, pathway.limit_t))
    gap = (found.gap_mean, found.gap_low, found.gap_high)
    return Reach(mean, float(low), float(high), *gap, found.probability)


def without_balance(ground: Ground, begins: dict[int, float]) -> Reach:
    """The sum of what is believed; overlaps and gap are not known."""
    chosen = [option for option in ground.options if option.measure.pk in begins]
    mean = math.fsum(option.mean_t for option in chosen)
    below = math.sqrt(math.fsum((option.mean_t - option.low_t) ** 2 for option in chosen))
    above = math.sqrt(math.fsum((option.high_t - option.mean_t) ** 2 for option in chosen))
    return Reach(mean, mean - below, mean + above, None, None, None, None)


OTHERS_BRING_MORE = Text(
    "anderes bringt für dieses Geld und Personal mehr, oder es wirkt im Plan nicht mehr",
    "others bring more for this money and staff, or it would not act within the plan",
)
TOO_DEAR = Text(
    "kostet in einem Jahr mehr, als im Jahr da ist", "costs more in one year than there is a year"
)
TOO_MUCH_STAFF = Text(
    "braucht in einem Jahr mehr Personaltage, als da sind", "takes more staff days than there are"
)

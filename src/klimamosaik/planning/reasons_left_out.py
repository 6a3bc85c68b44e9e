"""Why a measure is not in a plan, and what money it would take."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from klimamosaik.planning.candidates import BRINGS_NOTHING, Option, PlanBasis, PlanQuery
from klimamosaik.planning.kernel.candidate import (
    MeasureCandidate,
    cautious,
    to_the_end,
    years_of_effect,
)
from klimamosaik.planning.kernel.portfolio import Plan
from klimamosaik.planning.outcome import Passed
from klimamosaik.terms.text import Text

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Room:
    """What a plan leaves over."""

    plan: Plan
    wish: PlanQuery
    chosen: frozenset[int]  # measures of the plan

    @property
    def nothing(self) -> Floats:
        """A plan without any cost, shape (Y,) [EUR]."""
        return np.zeros(self.wish.years)


def passed_of(option: Option, candidate: MeasureCandidate, ground: PlanBasis, room: Room) -> Passed:
    """A measure that was not chosen, why, and from what money on it would be."""
    bar = barred(option, candidate, ground, room)
    alone = None if bar else least_budget(candidate, room, room.nothing, staffed=False)
    beside = None if bar else least_budget(candidate, room, room.plan.cost, staffed=True)
    more = None if beside is None else rounded_up(beside - room.wish.budget)
    more = more if more and more > 0 else None
    reason = bar or money_reason(option, alone, more, room.wish)
    return Passed(
        measure=option.measure.pk,
        name=option.measure.name,
        mean_t=option.tonnes.mean,
        cost=math.fsum(candidate.cost),
        reason=reason,
        least_budget=alone,
        more=more,
    )


def money_reason(option: Option, alone: float | None, more: float | None, wish: PlanQuery) -> Text:
    """What speaks against a measure that only money keeps out."""
    if alone is not None and alone > wish.budget:
        return TOO_DEAR.format(amount=alone)
    if more is not None:
        return MORE_MONEY.format(amount=more)
    if wish.staff_days is not None and option.money.staff:
        return STAFF_TAKEN
    return OTHERS_BRING_MORE


def barred(
    option: Option, candidate: MeasureCandidate, ground: PlanBasis, room: Room
) -> Text | None:
    """What no money helps against; None where there is nothing."""
    wish = room.wish
    absent = sorted(ground.needs[option.measure.pk] - room.chosen)
    beside = [pk for pk in rivals(option, ground) if pk in room.chosen]
    peak = max(option.money.staff or (0.0,))
    acts = any(years_of_effect(way, wish.years).any() for way in candidate.ways)
    reasons = (
        (TOO_LATE.format(years=candidate.work), not acts),
        (TOO_MUCH_STAFF, wish.staff_days is not None and peak > wish.staff_days),
        (BRINGS_NOTHING, option.tonnes.mean <= 0),
        (TOO_UNSURE, cautious(option.tonnes, wish.caution) <= 0),
        (NOT_BESIDE.format(name=name_of(beside[:1], ground)), bool(beside)),
        (NEEDS_ABSENT_HERE.format(name=name_of(absent[:1], ground)), bool(absent)),
    )
    return next((text for text, holds in reasons if holds), None)


def rivals(option: Option, ground: PlanBasis) -> list[int]:
    """Measures it cannot stand beside."""
    groups = [group for group in ground.exclusive if option.code in group]
    return sorted({int(code) for group in groups for code in group} - {option.measure.pk})


def name_of(pks: Sequence[int], ground: PlanBasis) -> str:
    """What the first of some measures is called."""
    return next((one.measure.name for one in ground.pathway.known if one.measure.pk in pks), "")


def least_budget(
    candidate: MeasureCandidate, room: Room, spent: Floats, *, staffed: bool
) -> float | None:
    """The least money a year [EUR/a] from which a measure can start and still act.

    spent: what else is paid in each year, shape (Y,) [EUR]. staffed: only where the staff the
    plan leaves over suffices. None: no year is possible.
    """
    years = room.wish.years
    needs = [
        budget_for(laid_out(to_the_end(way, years), int(start), years) + spent, room.wish.carried)
        for way in candidate.ways
        for start in np.flatnonzero(years_of_effect(way, years))
        if not staffed or staff_suffices(way, int(start), room)
    ]
    return min(needs, default=None)


def budget_for(cost: Floats, carried: bool) -> float:
    """The least equal money a year that carries these costs, shape (Y,) [EUR/a]."""
    if not carried:
        return float(cost.max())
    return float(math.ceil((cost.cumsum() / np.arange(1, len(cost) + 1)).max() - 1e-6))


def laid_out(amounts: Sequence[float], start: int, years: int) -> Floats:
    """Amounts from a start on, year by year of the plan."""
    row = np.zeros(years)
    part = amounts[: years - start]
    row[start : start + len(part)] = part
    return row


def staff_suffices(candidate: MeasureCandidate, start: int, room: Room) -> bool:
    """True where the staff days the plan leaves over are enough."""
    if room.wish.staff_days is None:
        return True
    taken = room.plan.staff + laid_out(candidate.staff, start, room.wish.years)
    return bool(taken.max() <= room.wish.staff_days + 1e-6)


def rounded_up(value: float) -> float:
    """Up to two leading figures, so that people can remember it: 19,930 is 20,000."""
    if value <= 0:
        return value
    step = max(10.0 ** (math.floor(math.log10(value)) - 1), 1.0)
    return math.ceil(value / step - 1e-9) * step


OTHERS_BRING_MORE = Text(
    "anderes bringt für dieses Geld und Personal mehr", "others bring more for this money and staff"
)
TOO_DEAR = Text(
    "ginge erst ab {amount:n} € im Jahr, auch allein", "would take {amount:n} € a year, even alone"
)
MORE_MONEY = Text(
    "ginge zusätzlich mit {amount:n} € mehr im Jahr",
    "would go on top with {amount:n} € more a year",
)
TOO_LATE = Text(
    "wirkt bis zum Ende des Plans noch nicht (Arbeit: {years:Jahr|Jahre})",
    "would not act before the plan ends (work: {years:year|years})",
)
TOO_UNSURE = Text(
    "bringt vorsichtig gerechnet nichts: das niedrige Ende ihrer Spanne ist zu niedrig",
    "brings nothing, counted carefully: the low end of its range is too low",
)
TOO_MUCH_STAFF = Text(
    "braucht in einem Jahr mehr Personaltage, als da sind", "takes more staff days than there are"
)
STAFF_TAKEN = Text(
    "das Personal ist mit anderem ausgelastet, das mehr bringt",
    "the staff is taken by others that bring more",
)
NOT_BESIDE = Text("schließt sich mit „{name}“ aus", "cannot stand beside “{name}”")
NEEDS_ABSENT_HERE = Text(
    "braucht vorher „{name}“, das nicht im Plan ist", "needs “{name}” before, which is not in it"
)

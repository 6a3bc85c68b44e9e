"""What a tonne costs: each measure's yearly cost over its yearly tonnes, cheapest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from klimamosaik.evidence.models import Assessment, MeasuredEffect
from klimamosaik.measures.models import Measure
from klimamosaik.measures.phase import Phase
from klimamosaik.pathway.kernel.abatement import Costs, Step, abatement_curve
from klimamosaik.pathway.known import Known
from klimamosaik.pathway.measured import DAYS_A_YEAR
from klimamosaik.pathway.planning import candidates
from klimamosaik.pathway.planning.candidates import LeftOut, Size, Wish, works
from klimamosaik.pathway.planning.grade import Grade, grade_of
from klimamosaik.pathway.planning.money import Money, money_of
from klimamosaik.pathway.queries import Pathway
from klimamosaik.places.models import MeterPoint
from klimamosaik.terms.text import Text


@dataclass(frozen=True)
class Priced:
    """A measure as a step of the curve."""

    measure: Measure
    field: str
    grade: Grade
    step: Step
    saved_eur: float | None  # [EUR/a] measured at the meters and taken off; None: not known


@dataclass(frozen=True)
class Abatement:
    """The curve and what is not in it."""

    steps: tuple[Priced, ...]  # cheapest first
    left_out: tuple[LeftOut, ...]
    overlaps_off: bool  # of what does not work yet; False: no balance

    @property
    def tonnes(self) -> float:
        """Width of all steps [t CO2e/a]."""
        return sum(one.step.tonnes for one in self.steps)

    @property
    def gainful(self) -> tuple[Priced, ...]:
        """Those that save more than they cost."""
        return tuple(one for one in self.steps if one.step.euro_per_tonne < 0)


def abatement_of(
    *, pathway: Pathway, today: date, interest: float, life: float | None
) -> Abatement:
    """Price every measure whose tonnes, cost and life are known.

    interest [1/a]; life [a] stands in where the register has none, None: such measures stay out.
    """
    lines = candidates.cost_lines(pathway.municipality)
    left: list[LeftOut] = []
    open_to: list[tuple[Known, Money, float]] = []
    for one in pathway.known:
        money = money_of(one.measure, lines.get(one.measure.pk, ()))
        lasts = one.measure.expected_life or life
        reason = reason_against(one, money, lasts)
        if reason is None and money is not None and lasts is not None:
            open_to.append((one, money, float(lasts)))
        elif reason is not None:
            left.append(LeftOut(one.measure.pk, one.measure.name, reason))
    sizes = sizes_of([one for one, _, _ in open_to], pathway, today)
    saved = {one.measure.pk: saved_money(one) for one, _, _ in open_to}
    costs = [
        costs_of(one, money, lasts, sizes[one.measure.pk], saved[one.measure.pk])
        for one, money, lasts in open_to
    ]
    steps = {step.code: step for step in abatement_curve(costs, interest)}
    known = {str(one.measure.pk): one for one, _, _ in open_to}
    priced = tuple(
        Priced(
            measure=known[code].measure,
            field=known[code].field.value,
            grade=grade_of(known[code]),
            step=step,
            saved_eur=saved[known[code].measure.pk],
        )
        for code, step in steps.items()
    )
    return Abatement(priced, tuple(left), overlaps_off=pathway.start is not None)


def reason_against(one: Known, money: Money | None, life: float | None) -> Text | None:
    """Why a measure has no price of a tonne; None where it has."""
    belief = one.belief
    reasons = (
        (candidates.STOPPED, one.measure.phase == Phase.STOPPED),
        (candidates.WITHOUT_TONNES, belief is None and candidates.only_without_tonnes(one.measure)),
        (candidates.NO_EFFECT, belief is None),
        (candidates.NO_COST, money is None),
        (NO_LIFE, life is None),
        (candidates.BRINGS_NOTHING, belief is not None and belief.mean <= 0),
    )
    return next((text for text, holds in reasons if holds), None)


def sizes_of(chosen: Sequence[Known], pathway: Pathway, today: date) -> dict[int, Size]:
    """Tonnes of each: as measured where it works, else in the target's year, overlaps off."""
    working = [one for one in chosen if works(one.measure, today)]
    coming = [one for one in chosen if one not in working]
    wish = Wish(today.year + 1, max(pathway.goal.year, today.year + 1), 0.0, None)
    sizes = {one.measure.pk: candidates.alone(one.belief) for one in working if one.belief}
    return sizes | candidates.sizes_of(coming, working, pathway.start, wish)


def costs_of(one: Known, money: Money, life: float, size: Size, saved_eur: float | None) -> Costs:
    """The measure as the curve sees it."""
    mean, low, high = size
    return Costs(
        code=str(one.measure.pk),
        tonnes=mean,
        investment=money.total,
        life=life,
        running=money.running - (saved_eur or 0.0),
        low=low,
        high=high,
    )


def saved_money(one: Known) -> float | None:
    """What the meters save in money [EUR/a]; None where no effect is measured or no price known."""
    if not one.laid:
        return None
    newest = Assessment.objects.filter(measure=one.measure).order_by("-at", "-pk").first()
    if newest is None:
        return None
    parts = list(
        MeasuredEffect.objects.filter(
            assessment=newest, meter_point__in=MeterPoint.objects.counting()
        )
    )
    known = [
        part.saved_eur / part.days_reported * DAYS_A_YEAR
        for part in parts
        if part.saved_eur is not None and part.days_reported
    ]
    return sum(known) if parts and len(known) == len(parts) else None


NO_LIFE = Text("Nutzungsdauer unbekannt", "life unknown")

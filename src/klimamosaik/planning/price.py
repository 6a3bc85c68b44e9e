"""What a tonne costs: each measure's yearly cost over its yearly tonnes, cheapest first."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from klimamosaik.measures.models import Measure
from klimamosaik.measures.models.phase import Phase
from klimamosaik.pathway.kernel.contribution import NOTHING
from klimamosaik.pathway.queries.grade import EvidenceClass, grade_of
from klimamosaik.pathway.queries.headline import by_itself, headline_of
from klimamosaik.pathway.queries.measure_outlook import MeasureOutlook
from klimamosaik.pathway.queries.pathways import Pathway
from klimamosaik.pathway.queries.saving import SavingBasis, saved_money
from klimamosaik.planning import candidates
from klimamosaik.planning.candidates import works
from klimamosaik.planning.kernel import abatement
from klimamosaik.planning.kernel.abatement import Costs, CurveStep, abatement_curve, yearly_cost
from klimamosaik.planning.money import Money, money_of
from klimamosaik.planning.money_without_effect import (
    Failed,
    Lines,
    failed_of,
    is_failed,
    only_apart,
)
from klimamosaik.planning.outcome import LeftOut
from klimamosaik.planning.sizes import sizes_of
from klimamosaik.terms.estimate import Estimate
from klimamosaik.terms.quality import Quality, worked_out
from klimamosaik.terms.text import Text


@dataclass(frozen=True)
class Priced:
    """A measure as a step of the curve."""

    measure: Measure
    field: str
    grade: EvidenceClass
    step: CurveStep  # saved money taken off its cost
    saved_eur: float | None  # [EUR/a] saved energy cost that was taken off; None: not known
    basis: SavingBasis  # where that is known from
    headline_t: float | None  # [t CO2e/a] the measure's one figure, with nothing taken off

    @property
    def known_by(self) -> Quality:
        """How its price came to be: money that was stated, shared out over its tonnes."""
        return worked_out(Quality.STATED, self.step.tonnes.quality)

    @property
    def alone(self) -> Text | None:
        """The measure's one figure, where the step counts another."""
        return by_itself(self.step.tonnes.mean, self.headline_t)


@dataclass(frozen=True)
class Mean:
    """What a tonne costs on average, with the money that brought none."""

    eur_per_t: float | None  # [EUR/t] all money over all tonnes; None: no tonnes are left
    alone: float | None  # [EUR/t] without the money that brought nothing
    tonnes: float  # [t CO2e/a]
    count: int  # measures with tonnes
    failed: int  # measures without
    spent: float  # [EUR] on those, once
    quality: Quality  # how the price came to be


@dataclass(frozen=True)
class Abatement:
    """What a tonne costs: saved money taken off where it is known, and apart where it is not."""

    steps: tuple[Priced, ...]  # saved money taken off, cheapest first
    gross: tuple[Priced, ...]  # nobody knows what they save in money; cheapest first
    failed: tuple[Failed, ...]  # money that brought no tonnes
    mean: Mean  # of `steps` and `failed`
    gross_mean: Mean  # of `gross`
    left_out: tuple[LeftOut, ...]

    @property
    def tonnes(self) -> float:
        """Width of all steps [t CO2e/a]."""
        return sum(one.step.tonnes.mean for one in self.steps)

    @property
    def all_steps(self) -> tuple[Priced, ...]:
        """Every measure that has a price, of either kind."""
        return (*self.steps, *self.gross)

    def of(self, only: Collection[int]) -> "Abatement":
        """The same of these measures (ids) alone: each costs what it costs beside all others."""
        steps, gross = (
            in_order([one for one in group if one.measure.pk in only])
            for group in (self.steps, self.gross)
        )
        failed = tuple(one for one in self.failed if one.measure.pk in only)
        return replace(
            self,
            steps=steps,
            gross=gross,
            failed=failed,
            mean=mean_of(steps, failed),
            gross_mean=mean_of(gross, ()),
            left_out=tuple(one for one in self.left_out if one.measure in only),
        )


def abatement_of(
    *, pathway: Pathway, today: date, interest: float, life: float | None
) -> Abatement:
    """Price every measure whose tonnes, cost and life are known.

    interest [1/a]; life [a] stands in where the register has none, None: such measures stay out.
    What fails brings no tonnes and still costs: it counts in the mean of those measures whose
    saved money is known, spread over its own life, else over the mean life of those.
    """
    lines = candidates.cost_lines(pathway.municipality)
    lost, unknown = failed_of(pathway.known, lines)
    rest = [one for one in pathway.known if not is_failed(one) or only_apart(one)]
    open_to, left = sorted_out(rest, lines, today, life)
    sizes = sizes_now([one for one, _, _ in open_to], pathway, today)
    left += [left_out(one) for one, _, _ in open_to if not has_size(one, sizes)]
    priced = [
        priced_of(one, money, lasts, sizes[one.measure.pk], interest)
        for one, money, lasts in open_to
        if has_size(one, sizes)
    ]
    lives = [lasts for _, _, lasts in open_to]
    failed = tuple(replace(one, cost=yearly(one, life, lives, interest)) for one in lost)
    net = in_order([one for one in priced if one.basis is not SavingBasis.UNKNOWN])
    gross = in_order([one for one in priced if one.basis is SavingBasis.UNKNOWN])
    return Abatement(
        steps=net,
        gross=gross,
        failed=failed,
        mean=mean_of(net, failed),
        gross_mean=mean_of(gross, ()),
        left_out=(*left, *unknown),
    )


def sorted_out(
    known: Sequence[MeasureOutlook], lines: Lines, today: date, life: float | None
) -> tuple[list[tuple[MeasureOutlook, Money, float]], list[LeftOut]]:
    """Measures with money and life, and those without a price with the reason."""
    left: list[LeftOut] = []
    open_to: list[tuple[MeasureOutlook, Money, float]] = []
    for one in known:
        paid = works(one.measure, today)
        money = money_of(one.measure, lines.get(one.measure.pk, ()), paid=paid)
        lasts = one.measure.expected_life or life
        reason = reason_against(one, money, lasts)
        if reason is None and money is not None and lasts is not None:
            open_to.append((one, money, float(lasts)))
        elif reason is not None:
            left.append(LeftOut(one.measure.pk, one.measure.name, reason))
    return open_to, left


def has_size(one: MeasureOutlook, sizes: Mapping[int, Estimate]) -> bool:
    """True where tonnes are left once overlaps are taken off."""
    return one.measure.pk in sizes and sizes[one.measure.pk].mean > 0


def left_out(one: MeasureOutlook) -> LeftOut:
    """A measure of which nothing is left beside the others."""
    return LeftOut(one.measure.pk, one.measure.name, candidates.BRINGS_NOTHING)


def priced_of(
    one: MeasureOutlook, money: Money, life: float, size: Estimate, interest: float
) -> Priced:
    """One measure with what a tonne of it costs."""
    saved, basis = saved_money(one)
    costs = costs_of(one, money, life, size, saved)
    (step,) = abatement_curve([costs], interest)
    headline = headline_of(one)
    return Priced(
        one.measure,
        one.field.value,
        grade_of(one),
        step,
        saved,
        basis,
        headline.tonnes.mean if headline else None,
    )


def in_order(priced: Sequence[Priced]) -> tuple[Priced, ...]:
    """The cheapest first, each beside the tonnes of all cheaper ones."""
    by_code = {one.step.code: one for one in priced}
    steps = abatement.in_order([one.step for one in priced])
    return tuple(replace(by_code[step.code], step=step) for step in steps)


def mean_of(priced: Sequence[Priced], failed: Sequence[Failed]) -> Mean:
    """All money over all tonnes, what failed included."""
    tonnes = sum(one.step.tonnes.mean for one in priced)
    cost = sum(one.step.cost for one in priced)
    whole_t = tonnes + sum(one.tonnes for one in failed)
    whole = cost + sum(one.cost for one in failed)
    told = bool(priced) and whole_t > 0
    return Mean(
        eur_per_t=whole / whole_t if told else None,
        alone=cost / tonnes if tonnes > 0 else None,
        tonnes=whole_t,
        count=len(priced),
        failed=len(failed),
        spent=sum(one.spent for one in failed),
        quality=worked_out(*(one.known_by for one in priced)) if told else Quality.UNKNOWN,
    )


def yearly(failed: Failed, life: float | None, lives: Sequence[float], interest: float) -> float:
    """What failed money costs a year [EUR/a], spread over its own life or that of the others."""
    usual = sum(lives) / len(lives) if lives else 1.0
    lasts = failed.measure.expected_life or life or usual
    costs = Costs(str(failed.measure.pk), NOTHING, failed.spent, lasts, failed.running)
    return yearly_cost(costs, interest)


def reason_against(one: MeasureOutlook, money: Money | None, life: float | None) -> Text | None:
    """Why a measure has no price of a tonne; None where it has."""
    belief = one.belief
    reasons = (
        (candidates.STOPPED, one.measure.phase == Phase.STOPPED and not one.laid),
        (candidates.WITHOUT_TONNES, belief is None and candidates.only_without_tonnes(one.measure)),
        (candidates.NO_EFFECT, belief is None),
        (candidates.NO_COST, money is None),
        (NO_LIFE, life is None),
        (candidates.BRINGS_NOTHING, belief is not None and belief.mean <= 0),
    )
    return next((text for text, holds in reasons if holds), None)


def sizes_now(
    chosen: Sequence[MeasureOutlook], pathway: Pathway, today: date
) -> dict[int, Estimate]:
    """Tonnes of each: as measured where it works, else in the target's year, overlaps off."""
    working = [one for one in chosen if works(one.measure, today)]
    coming = [one for one in chosen if one not in working]
    found = {one.measure.pk: one.belief.estimate() for one in working if one.belief}
    first = today.year + 1
    last = max(pathway.goal.year, first)
    return found | sizes_of(coming, working, pathway.start, first=first, last=last)


def costs_of(
    one: MeasureOutlook, money: Money, life: float, size: Estimate, saved_eur: float | None
) -> Costs:
    """The measure as the curve sees it."""
    return Costs(
        code=str(one.measure.pk),
        tonnes=size,
        investment=money.total,
        life=life,
        running=money.running - (saved_eur or 0.0),
    )


NO_LIFE = Text("Nutzungsdauer unbekannt", "life unknown")

"""Which measures can be chosen, in their size and price, and why others cannot."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from klimamosaik.measures.models import CostLine, Measure
from klimamosaik.measures.models.phase import Phase
from klimamosaik.pathway.queries.grade import EvidenceClass, grade_of
from klimamosaik.pathway.queries.measure_outlook import MeasureOutlook
from klimamosaik.pathway.queries.pathways import Pathway
from klimamosaik.pathway.queries.start import Start
from klimamosaik.places.models import Municipality
from klimamosaik.planning.money import Money, money_of
from klimamosaik.planning.outcome import LeftOut
from klimamosaik.planning.sizes import sizes_of
from klimamosaik.planning.ties import ties_of, without_barred
from klimamosaik.terms.estimate import Estimate
from klimamosaik.terms.text import Text

MOST_EUR = 1e12  # [EUR/a] no municipality has more
MOST_SPREAD = 30  # [a] as long as a municipal loan runs


@dataclass(frozen=True)
class PlanQuery:
    """What a plan is asked for."""

    first_year: int
    last_year: int
    budget: float  # [EUR/a]
    staff_days: float | None  # [d/a]; None: not limited
    caution: float = 0.5  # 0..1, weight of the low end of a range
    must: frozenset[int] = frozenset()  # measures that are to be in it
    must_not: frozenset[int] = frozenset()  # measures that are not
    carried: bool = True  # money left over stays for later years
    spread_years: int = 1  # [a] an investment may be paid over, in equal instalments

    @property
    def years(self) -> int:
        """Length of the plan [a]."""
        return self.last_year - self.first_year + 1


@dataclass(frozen=True)
class Option:
    """A measure that can be chosen."""

    known: MeasureOutlook
    grade: EvidenceClass
    money: Money
    tonnes: Estimate  # [t CO2e/a] in the plan's last year, overlaps with all others taken off
    earliest: int  # years after the first until it can start

    @property
    def measure(self) -> Measure:
        """The measure of the register."""
        return self.known.measure

    @property
    def code(self) -> str:
        """Its key in the solver."""
        return str(self.known.measure.pk)


@dataclass(frozen=True)
class PlanBasis:
    """What a plan is made from."""

    pathway: Pathway
    working: tuple[MeasureOutlook, ...]  # in force today
    options: tuple[Option, ...]
    left_out: tuple[LeftOut, ...]
    needs: Mapping[int, frozenset[int]]  # options that must be finished before an option
    exclusive: tuple[frozenset[str], ...]  # of each group at most one
    overlaps_off: bool  # False: no balance, so nobody knows what overlaps


def ground_of(*, pathway: Pathway, wish: PlanQuery, today: date) -> PlanBasis:
    """Sort a municipality's measures into working, to choose from, and left out."""
    town = pathway.municipality
    lines = cost_lines(town)
    ties = ties_of(town)
    working = tuple(one for one in pathway.known if works(one.measure, today))
    left: list[LeftOut] = []
    open_to: list[tuple[MeasureOutlook, Money]] = []
    for one in pathway.known:
        if one in working:
            continue
        money = money_of(one.measure, lines.get(one.measure.pk, ()), since=wish.first_year)
        reason = reason_against(one, money, wish)
        if reason is None and money is not None:
            open_to.append((one, money))
        elif reason is not None:
            left.append(LeftOut(one.measure.pk, one.measure.name, reason))
    chosen, barred = without_barred(open_to, {one.measure.pk for one in working}, ties, pathway)
    known = {one.measure.pk for one, _ in chosen}
    return PlanBasis(
        pathway=pathway,
        working=working,
        options=options_of(chosen, working, pathway.start, wish),
        left_out=(*left, *barred),
        needs={pk: ties.needs.get(pk, frozenset()) & known for pk in known},
        exclusive=tuple(
            frozenset(map(str, pair)) for pair in ties.excludes if len(pair & known) == 2
        ),
        overlaps_off=pathway.start is not None,
    )


def works(measure: Measure, today: date) -> bool:
    """True where a measure has begun to work and still does."""
    begun = measure.start is not None and measure.start <= today
    return begun and (measure.end is None or measure.end > today)


def cost_lines(town: Municipality) -> Mapping[int, Sequence[CostLine]]:
    """All lines of the cost plans, by measure."""
    found: defaultdict[int, list[CostLine]] = defaultdict(list)
    for line in CostLine.objects.filter(measure__municipality=town):
        found[line.measure_id].append(line)
    return found


def reason_against(one: MeasureOutlook, money: Money | None, wish: PlanQuery) -> Text | None:
    """Why a measure cannot be chosen, the weightiest reason; None where nothing speaks against."""
    measure, belief = one.measure, one.belief
    over = measure.end is not None and measure.end.year <= wish.first_year
    unwanted = measure.pk not in wish.must
    reasons = (
        (STOPPED, measure.phase == Phase.STOPPED),
        (NOT_WANTED, measure.pk in wish.must_not),
        (OVER, over),
        (WITHOUT_TONNES, belief is None and only_without_tonnes(measure)),
        (NO_EFFECT, belief is None),
        (NO_COST, money is None),
        (NO_STAFF, wish.staff_days is not None and money is not None and money.staff is None),
        (BRINGS_NOTHING, belief is not None and belief.mean <= 0 and unwanted),
    )
    return next((text for text, holds in reasons if holds), None)


def only_without_tonnes(measure: Measure) -> bool:
    """True where all its fields of action are such as adaptation."""
    return bool(measure.fields) and not any(field.has_tonnes for field in measure.fields)


def options_of(
    chosen: Sequence[tuple[MeasureOutlook, Money]],
    working: Iterable[MeasureOutlook],
    start: Start | None,
    wish: PlanQuery,
) -> tuple[Option, ...]:
    """Each measure in its size once all are at work together, in the last year."""
    sizes = sizes_of(
        [one for one, _ in chosen], working, start, first=wish.first_year, last=wish.last_year
    )
    return tuple(
        Option(
            known=one,
            grade=grade_of(one),
            money=money,
            tonnes=sizes[one.measure.pk],
            earliest=max((one.measure.first_year or wish.first_year) - wish.first_year, 0),
        )
        for one, money in chosen
    )


STOPPED = Text("gestoppt", "stopped")
NOT_WANTED = Text("soll nicht dabei sein", "is not to be in it")
OVER = Text("endet vor dem ersten Jahr", "ends before the first year")
NO_EFFECT = Text(
    "Wirkung unbekannt: weder gemessen noch erwartet",
    "effect unknown: neither measured nor expected",
)
WITHOUT_TONNES = Text(
    "wirkt nicht in Tonnen, z. B. Klimaanpassung: hat eigene Ziele",
    "does not act in tonnes, e.g. climate adaptation: has targets of its own",
)
NO_COST = Text("Kosten unbekannt", "cost unknown")
NO_STAFF = Text("Personaltage unbekannt", "staff days unknown")
BRINGS_NOTHING = Text("bringt nach heutigem Wissen nichts", "brings nothing as far as we know")

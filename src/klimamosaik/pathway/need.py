"""What is to be reached, from where: target, uses of the newest balance, need."""

from dataclasses import dataclass
from math import fsum

from klimamosaik.balance.kernel.composition import Balance
from klimamosaik.balance.kernel.first_balance import ESTIMATE
from klimamosaik.balance.kernel.grid import HEATING, BalanceCarrier, Sector
from klimamosaik.balance.national import YEARS
from klimamosaik.balance.queries import balance_of, entered_years
from klimamosaik.measures.field import Field
from klimamosaik.pathway.kernel.course import Use, per_head
from klimamosaik.pathway.law import target_by_law
from klimamosaik.pathway.models import Kind, Scope, Target
from klimamosaik.places.models import Municipality, Population
from klimamosaik.terms.complaint import Refused
from klimamosaik.terms.text import Text

WHOLE = "all"  # the one use where only the need is known
NO_TREND = Text(
    "Kein Trend: Es gibt nur ein Bilanzjahr; ohne Maßnahmen bleibt es bei dessen Emissionen.",
    "No trend: there is only one balance year; without measures its emissions stay as they are.",
)
OWN_VALUES = Text("Bilanz mit eigenen Werten", "balance with values of its own")
USE_OF = {  # what a measure of a field acts on; a sink acts on no use
    Field.BUILDINGS: "heat",
    Field.HEAT: "heat",
    Field.ELECTRICITY: "electricity",
    Field.TRANSPORT: "transport",
    Field.GREEN: None,
}


@dataclass(frozen=True)
class Goal:
    """A target with where it is from."""

    scope: Scope
    year: int
    kind: Kind
    per_head_t: float | None  # [t CO2e/a] per head; None: net zero
    source: Text
    by_law: bool  # nobody decided one: the law's year stands in
    stored: Target | None


@dataclass(frozen=True)
class Start:
    """Emissions measures can act on, and where they are from."""

    year: int
    uses: tuple[Use, ...]
    population: int | None
    source: Text
    estimated: bool  # from public statistics alone
    by_hand: bool  # only the need is known, entered by a person

    @property
    def emissions_t(self) -> float:
        """All uses together [t CO2e/a]."""
        return fsum(use.emissions_t for use in self.uses)


def goals_of(*, municipality: Municipality) -> tuple[Goal, ...]:
    """All targets; that of the law where none is set for the whole town."""
    goals = [goal_of(target) for target in Target.objects.filter(municipality=municipality)]
    if any(goal.scope is Scope.TOWN for goal in goals):
        return tuple(goals)
    law = target_by_law(municipality.state)
    default = Goal(Scope.TOWN, law.year, Kind.NET_ZERO, None, law.law, by_law=True, stored=None)
    return (default, *goals)


def goal_of(target: Target) -> Goal:
    """A stored target."""
    return Goal(
        Scope(target.scope),
        target.year,
        Kind(target.kind),
        target.limit,
        Text(target.source, target.source),
        by_law=False,
        stored=target,
    )


def start_of(*, municipality: Municipality, goal: Goal) -> Start | None:
    """What the way to a goal starts from; None where there is neither balance nor own need.

    A need entered by hand comes before the balance. Of the scopes below the whole town, the
    balance knows the administration only, and only where municipal facilities were entered.
    """
    by_hand = entered_need(municipality, goal)
    if by_hand is not None:
        return by_hand
    years = sorted({*YEARS, *entered_years(ags=municipality.ags)}, reverse=True)
    for year in (year for year in years if year < goal.year):
        try:
            found = balance_of(ags=municipality.ags, year=year)
        except Refused:
            continue
        uses = uses_of(found.balance, goal.scope)
        if uses:
            source = ESTIMATE if found.estimated else OWN_VALUES
            people = found.balance.population
            return Start(year, uses, people, source, found.estimated, by_hand=False)
    return None


def entered_need(municipality: Municipality, goal: Goal) -> Start | None:
    """The start where a person entered the need: one use, need and limit together."""
    target = goal.stored
    if target is None or target.need_t is None or target.need_year is None:
        return None
    people = inhabitants(municipality)
    emitted = target.need_t + (limit_t(goal, people) or 0.0)
    use = Use(WHOLE, emitted, 0.0, 0.0, NO_TREND)
    source = Text(target.need_source, target.need_source)
    return Start(target.need_year, (use,), people, source, estimated=False, by_hand=True)


def limit_t(goal: Goal, population: int | None) -> float | None:
    """What may be emitted in the goal's year [t CO2e/a]; None where nobody knows how many live."""
    if goal.per_head_t is None:
        return 0.0
    return per_head(goal.per_head_t, population) if population else None


def inhabitants(municipality: Municipality) -> int | None:
    """The newest number of inhabitants."""
    newest = Population.objects.filter(municipality=municipality).order_by("-year").first()
    return newest.inhabitants if newest else None


def uses_of(balance: Balance, scope: Scope) -> tuple[Use, ...]:
    """Emissions by use: traffic; electricity elsewhere; heat and processes, all the rest."""
    if scope is Scope.COMPANIES:
        return ()
    sums = dict.fromkeys(("heat", "electricity", "transport", "other"), 0.0)
    for line in balance.lines:
        if scope is Scope.ADMINISTRATION and line.cell.sector is not Sector.MUNICIPAL:
            continue
        sums[use_code(line.cell.sector, line.cell.carrier)] += line.emissions or 0.0
    return tuple(Use(code, value, 0.0, 0.0, NO_TREND) for code, value in sums.items() if value > 0)


def use_code(sector: Sector, carrier: BalanceCarrier) -> str:
    """The use a cell of the balance belongs to."""
    if sector is Sector.TRANSPORT:
        return "transport"
    if carrier is BalanceCarrier.ELECTRICITY:
        return "electricity"
    return "heat" if carrier in HEATING else "other"


def use_for(field: Field, start: Start) -> str | None:
    """The use a measure acts on; a use the balance does not know is left to the door to refuse."""
    code = USE_OF[field]
    return WHOLE if start.by_hand and code is not None else code

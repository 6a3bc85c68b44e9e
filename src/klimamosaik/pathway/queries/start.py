"""What the way to a goal starts from: a need entered by hand, a balance, or the meters."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import fsum

from klimamosaik.balance.kernel.composition import Balance, sum_known_by
from klimamosaik.balance.kernel.factor import FactorTable
from klimamosaik.balance.kernel.grid import Sector
from klimamosaik.balance.kernel.questions import ESTIMATE
from klimamosaik.balance.queries.balances import balance_of, entered_years
from klimamosaik.balance.queries.national import YEARS
from klimamosaik.balance.queries.wording import span
from klimamosaik.pathway.kernel.course import EmissionUse
from klimamosaik.pathway.models import Scope
from klimamosaik.pathway.own_meters import (
    metered_known_by,
    metered_source,
    metered_uses,
    metered_year,
)
from klimamosaik.pathway.queries.cache import statistics
from klimamosaik.pathway.queries.required_reduction import Goal, inhabitants, limit_t
from klimamosaik.pathway.queries.uses import WHOLE, flat, lines_of, uses_of
from klimamosaik.pathway.trends import UseTrend, with_trends
from klimamosaik.places.models import Municipality
from klimamosaik.records.query_cache import once
from klimamosaik.sources.statistics.municipalities import Floats
from klimamosaik.terms.complaint import InputRejected
from klimamosaik.terms.estimate import Estimate
from klimamosaik.terms.quality import Quality
from klimamosaik.terms.text import Text

OWN_VALUES = Text("Bilanz mit eigenen Werten", "balance with values of its own")
WHOLE_TOWN = (Sector.HOUSEHOLDS, Sector.COMMERCE, Sector.TRANSPORT)  # every town has these
ESTIMATED = Text(
    "Die Bilanz des Ausgangsjahrs enthält Schätzungen, wahrscheinlich {span} t CO₂e; auch das ist "
    "eingerechnet.",
    "The balance of the first year holds estimates, probably {span} t CO₂e; that is counted in as "
    "well.",
)
BY_HAND = Text(
    "Der Minderungsbedarf ist von Hand eingetragen und gilt als sicher; einen Trend gibt es dafür "
    "nicht.",
    "The need was entered by hand and is taken as certain; there is no trend for it.",
)


@dataclass(frozen=True)
class Start:
    """Emissions measures can act on, how they would go on, and where they are from."""

    year: int
    uses: tuple[EmissionUse, ...]
    population: int | None
    source: Text
    estimated: bool  # from public statistics alone
    by_hand: bool  # only the need is known, entered by a person
    known_by: Quality  # how its emissions came to be
    trends: tuple[UseTrend, ...] = ()  # none where entered by hand
    range: Estimate | None = None  # [t CO2e/a] of all uses; None: taken as certain
    unsure: Floats | None = None  # covariance of the logarithms of the uses

    @property
    def emissions_t(self) -> float:
        """All uses together [t CO2e/a]."""
        return fsum(use.emissions_t for use in self.uses)

    @property
    def reasons(self) -> tuple[Text, ...]:
        """Why each use is taken to go on as it does, and where what is usual is from."""
        sources = dict.fromkeys(trend.usual.source for trend in self.trends)
        named = (
            Text("Was üblich ist: {source}.", "What is usual: {source}.").format(source=source)
            for source in sources
        )
        sure = (ESTIMATED.format(span=span(self.range)),) if self.range else ()
        return (*sure, *dict.fromkeys(use.because for use in self.uses), *named)


def start_of(*, municipality: Municipality, goal: Goal, table: FactorTable) -> Start | None:
    """What the way to a goal starts from; None where nothing tells of its scope.

    A need entered by hand comes before the balance. Of the scopes below the whole town, the
    balance knows the administration, where municipal facilities were entered; else the meters of
    its buildings tell. Municipal companies are known by hand only.
    """
    by_hand = entered_need(municipality, goal)
    if by_hand is not None:
        return by_hand
    found = of_balance(municipality, goal)
    if found is None and goal.scope is Scope.ADMINISTRATION:
        found = of_meters(municipality, goal, table)
    return found


def entered_need(municipality: Municipality, goal: Goal) -> Start | None:
    """The start where a person entered the need: one use, need and limit together."""
    target = goal.stored
    if target is None or target.need_t is None or target.need_year is None:
        return None
    people = inhabitants(municipality)
    emitted = target.need_t + (limit_t(goal, people) or 0.0)
    source = Text(target.need_source, target.need_source)
    uses = (flat(WHOLE, emitted, BY_HAND),)
    return Start(target.need_year, uses, people, source, False, True, Quality.STATED)


def of_balance(municipality: Municipality, goal: Goal) -> Start | None:
    """The newest balance before the goal that tells of its scope; made anew where one changed."""
    told = statistics()

    def made() -> tuple[object, Start | None]:
        return told, newest_balance(municipality, goal)

    name = ("start", municipality.pk, goal.scope, goal.year)
    return once(name, made, lambda held: held[0] == told)[1]


def newest_balance(municipality: Municipality, goal: Goal) -> Start | None:
    """The same, worked out."""
    years = sorted({*YEARS, *entered_years(ags=municipality.ags)}, reverse=True)
    for year in (year for year in years if year < goal.year):
        try:
            found = balance_of(ags=municipality.ags, year=year)
        except InputRejected:
            continue
        uses = uses_of(found.balance, goal.scope)
        if uses and tells_of(found.balance, goal.scope):
            uses, trends = with_trends(uses, municipality=municipality, scope=goal.scope)
            source = ESTIMATE if found.estimated else OWN_VALUES
            people = found.balance.population
            known_by = uses_known_by(found.balance, goal.scope, uses)
            start = Start(year, uses, people, source, found.estimated, False, known_by, trends)
            return with_range(start, found.balance, goal.scope)
    return None


def uses_known_by(balance: Balance, scope: Scope, uses: Sequence[EmissionUse]) -> Quality:
    """How the emissions of all uses together came to be."""
    lines = lines_of(balance, scope)
    return sum_known_by(line for use in uses for line in lines.get(use.code, ()))


def with_range(start: Start, balance: Balance, scope: Scope) -> Start:
    """The start with how far its estimates may be off; as it is where every value was entered."""
    lines = lines_of(balance, scope)
    groups = [lines.get(use.code, ()) for use in start.uses]
    off = balance.emissions_range([line for group in groups for line in group])
    if off is None:
        return start
    return replace(start, range=off, unsure=balance.emissions_covariance(groups))


def tells_of(balance: Balance, scope: Scope) -> bool:
    """True where a balance is more than a few of the town's cells.

    Somebody who enters one cell of a year without statistics has not made the town small; a year
    that is mostly taken over from an older one tells nothing the older one does not. Energy whose
    emissions are unknown would make it small, too.
    """
    if scope is not Scope.TOWN:
        return all(line.counts for lines in lines_of(balance, scope).values() for line in lines)
    if not balance.tells:
        return False
    return all((balance.sector_emissions(sector) or 0.0) > 0 for sector in WHOLE_TOWN)


def of_meters(municipality: Municipality, goal: Goal, table: FactorTable) -> Start | None:
    """The newest year the meters of most buildings tell of."""
    found = metered_year(municipality=municipality, before=goal.year)
    uses = metered_uses(found, table) if found else None
    if found is None or not uses:
        return None
    uses, trends = with_trends(uses, municipality=municipality, scope=goal.scope)
    people, source = inhabitants(municipality), metered_source(found)
    known_by = metered_known_by(found, table)
    return Start(found.year, uses, people, source, False, False, known_by, trends)

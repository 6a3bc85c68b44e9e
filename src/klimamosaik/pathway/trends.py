"""How each use would go on without measures, and why that is believed."""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from klimamosaik.balance.kernel.cell import Cell, CellState
from klimamosaik.balance.queries.balances import balance_of, entered_years
from klimamosaik.balance.queries.published_comparison import city_series
from klimamosaik.pathway.kernel.course import EmissionUse
from klimamosaik.pathway.kernel.trend import FEWEST, EmissionTrend, own_trend, trend
from klimamosaik.pathway.models import PastYear, Scope
from klimamosaik.pathway.queries.uses import USE_NAMES, in_scope, use_code
from klimamosaik.pathway.shipped_trends import ALL, ShippedTrend, usual_for
from klimamosaik.places.models import Municipality
from klimamosaik.terms.complaint import InputRejected
from klimamosaik.terms.text import Text, decimal

MOST_OF_IT = 0.9  # share of a use its own cells must hold for their trend to be that of the use
OWN = (CellState.OWN, CellState.NEEDS_CONFIRMATION)
YEARS_SHOWN = 6  # in a sentence; beyond, first and last only
SINCE = 2000  # first year of a published series that counts, as in the usual trends
PUBLISHED = Text("veröffentlichte Reihe der Stadt", "the city's published series")
BALANCES = Text("eigene Bilanzen", "balances of its own")
Place = tuple[str, ...]  # of a cell in a balance


@dataclass(frozen=True)
class KnownEmissions:
    """Emissions of a use in several years, told by one source with one method."""

    use: str
    years: tuple[int, ...]
    emissions_t: tuple[float, ...]  # [t CO2e/a]
    source: Text


@dataclass(frozen=True)
class UseTrend:
    """The trend of one use with its reasoning."""

    use: str  # a use, or "all" for those that share it
    trend: EmissionTrend
    past: KnownEmissions | None  # None: nothing of its own
    usual: ShippedTrend
    because: Text


def with_trends(
    uses: Sequence[EmissionUse], *, municipality: Municipality, scope: Scope
) -> tuple[tuple[EmissionUse, ...], tuple[UseTrend, ...]]:
    """The uses with their trends, and each trend once.

    Own balances come before years somebody entered, those of a use before those of everything
    together, and these before a series kept from publications; what is usual in towns stands in
    where there is nothing, with its wide range.
    """
    own = own_series(municipality=municipality, scope=scope, uses=uses)
    entered = entered_series(municipality) if scope is Scope.TOWN else {}
    published = published_series(municipality) if scope is Scope.TOWN else None
    found: list[EmissionUse] = []
    trends: dict[str, UseTrend] = {}
    for use in uses:
        past = own.get(use.code) or entered.get(use.code) or entered.get(ALL) or published
        key = past.use if past else use.code
        trends[key] = trends.get(key) or trend_of(key, past)
        found.append(moved(use, trends[key]))
    return tuple(found), tuple(trends.values())


def moved(use: EmissionUse, found: UseTrend) -> EmissionUse:
    """The use with its trend."""
    return replace(
        use,
        yearly_change=found.trend.yearly.mean,
        change_deviation=found.trend.deviation,
        because=found.because,
        trend=found.use,
    )


def trend_of(use: str, past: KnownEmissions | None) -> UseTrend:
    """The trend of a use from its own years and what is usual."""
    shipped = usual_for(use)
    own = own_trend(past.years, past.emissions_t, shipped.usual) if past else None
    found = trend(shipped.usual, own)
    return UseTrend(use, found, past, shipped, reasoning(found, past, use))


def own_series(
    *, municipality: Municipality, scope: Scope, uses: Sequence[EmissionUse]
) -> Mapping[str, KnownEmissions]:
    """Per use the years of own balances that hold the same cells as the newest one.

    A year whose cells differ tells of another sum; one with an unknown factor tells of none.
    """
    years = entered_years(ags=municipality.ags)
    if len(years) < FEWEST:
        return {}
    told = {year: own_cells(municipality.ags, year, scope) for year in years}
    total = {use.code: use.emissions_t for use in uses}
    found = {}
    for use in total:
        rows = [(year, told[year][use]) for year in years if use in told[year]]
        rows = [row for row in rows if row[1].places == rows[-1][1].places and row[1].tonnes > 0]
        if len(rows) >= FEWEST and rows[-1][1].tonnes >= MOST_OF_IT * total[use]:
            found[use] = KnownEmissions(
                use,
                tuple(year for year, _ in rows),
                tuple(sums.tonnes for _, sums in rows),
                BALANCES,
            )
    return found


@dataclass(frozen=True)
class Sums:
    """Own cells of a use in one year."""

    places: frozenset[Place]
    tonnes: float  # [t CO2e]


def own_cells(ags: str, year: int, scope: Scope) -> Mapping[str, Sums]:
    """Own cells of a year by use; a use with an unknown factor is left out."""
    try:
        balance = balance_of(ags=ags, year=year).balance
    except InputRejected:
        return {}
    places: dict[str, set[Place]] = defaultdict(set)
    tonnes: dict[str, float] = defaultdict(float)
    unknown = set()
    for line in balance.lines:
        if line.cell.state not in OWN or not in_scope(line.cell.sector, scope):
            continue
        use = use_code(line.cell.sector, line.cell.carrier)
        places[use].add(place_of(line.cell))
        tonnes[use] += line.emissions or 0.0
        if line.emissions is None:
            unknown.add(use)
    return {use: Sums(frozenset(places[use]), tonnes[use]) for use in places if use not in unknown}


def place_of(cell: Cell) -> Place:
    """Where a cell stands in a balance."""
    return (cell.sector.value, cell.carrier.value, str(getattr(cell, "mode", "")))


def entered_series(municipality: Municipality) -> Mapping[str, KnownEmissions]:
    """Per use the earlier years somebody entered, from the source that tells most of them."""
    rows: dict[tuple[str, str], list[PastYear]] = defaultdict(list)
    for row in PastYear.objects.filter(municipality=municipality).order_by("year"):
        if row.emissions_t > 0:
            rows[row.use, row.source].append(row)
    found: dict[str, KnownEmissions] = {}
    for (use, source), years in sorted(rows.items(), key=lambda item: len(item[1])):
        if len(years) >= FEWEST:
            found[use] = KnownEmissions(
                use,
                tuple(row.year for row in years),
                tuple(row.emissions_t for row in years),
                Text(source, source),
            )
    return found


def published_series(municipality: Municipality) -> KnownEmissions | None:
    """The longest series kept from the town's publications; None where there is none."""
    series = [
        [total for total in one.totals if total.year >= SINCE and total.value > 0]
        for one in city_series(municipality.ags)
    ]
    longest = max(series, key=len, default=[])
    if len(longest) < FEWEST:
        return None
    return KnownEmissions(
        ALL,
        tuple(total.year for total in longest),
        tuple(total.value for total in longest),
        PUBLISHED,
    )


def reasoning(found: EmissionTrend, past: KnownEmissions | None, use: str) -> Text:
    """Why this trend, in a sentence or two; where the usual one is from stands beside it."""
    name, rate = USE_NAMES[use], found.yearly
    yearly = Text(
        "{yearly} im Jahr ({low} bis {high})", "{yearly} a year ({low} to {high})"
    ).format(
        yearly=Text(percent(rate.mean, "de"), percent(rate.mean, "en")),
        low=Text(percent(rate.low, "de"), percent(rate.low, "en")),
        high=Text(percent(rate.high, "de"), percent(rate.high, "en")),
    )
    if past is None or found.own is None:
        return Text(
            "{name}: angenommen {yearly}, wie üblich; eigene Jahre zum Vergleich fehlen.",
            "{name}: assumed {yearly}, as is usual; there are no years of its own.",
        ).format(name=name, yearly=yearly)
    own, weight = found.own, 100 * found.weight
    seen = math.expm1(own.change)
    return Text(
        "{name}: {seen} im Jahr aus den Jahren {told_years} ({source}). Mit dem Üblichen zusammen "
        "angenommen {yearly}; die eigenen Jahre zählen zu {weight:n} %.",
        "{name}: {seen} a year from the years {told_years} ({source}). Together with what is "
        "usual assumed {yearly}; the own years count for {weight:n} %.",
    ).format(
        name=name,
        seen=Text(percent(seen, "de"), percent(seen, "en")),
        told_years=years_in_words(own.years),
        source=past.source,
        yearly=yearly,
        weight=weight,
    )


def years_in_words(years: Sequence[int]) -> str:
    """The years as one writes them."""
    if len(years) > YEARS_SHOWN:
        return f"{years[0]}–{years[-1]} ({len(years)})"
    return ", ".join(map(str, years))


def percent(share: float, language: str) -> str:
    """A yearly change with its sign: −1,3 %."""
    written = decimal(abs(100 * share), digits=1, language=language)
    sign = "+" if share > 0 else "−"
    return f"{sign}{written} %"

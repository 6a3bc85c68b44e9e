"""Doors that read balances."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from klimamosaik.balance.carried_over import beneath
from klimamosaik.balance.estimates import TownEstimate, nothing_known, town_estimate
from klimamosaik.balance.factor_files import shipped_factors
from klimamosaik.balance.kernel.cell import Cell
from klimamosaik.balance.kernel.change import BalanceChange, BalanceSubject, Price, Year, explain
from klimamosaik.balance.kernel.comparison import NOT_KNOWN, PublishedComparison, energy_or_factors
from klimamosaik.balance.kernel.composition import Balance, compose, fill
from klimamosaik.balance.kernel.factor import FactorTable
from klimamosaik.balance.kernel.grid import BalanceCarrier, Item, Sector
from klimamosaik.balance.kernel.heat import LocalHeat, local_heat
from klimamosaik.balance.kernel.outliers import Outlier
from klimamosaik.balance.kernel.variants import (
    LocalPower,
    Variant,
    local_mix,
    weather_corrected,
)
from klimamosaik.balance.models import EnergyPrice, Entry, LoadedFactor, Plant
from klimamosaik.balance.queries.national import YEARS
from klimamosaik.balance.queries.published_comparison import CitySeries, city_series, comparisons
from klimamosaik.balance.residual_ranges import uncertainty
from klimamosaik.balance.weather import degree_days
from klimamosaik.places.models import Municipality, Population
from klimamosaik.sources.statistics.folder import StatisticsFile
from klimamosaik.terms.text import Text


@dataclass(frozen=True)
class FoundBalance:
    """A balance with everything a page about it says."""

    ags: str
    name: str
    balance: Balance
    estimated: bool  # True where every value is a default
    own: int  # items with a value of the municipality's own
    outliers: tuple[Outlier, ...]
    variants: tuple[Variant, ...]
    plants: tuple[LocalPower, ...]
    heat: LocalHeat | None  # where plants of the heat grid were entered
    comparisons: tuple[PublishedComparison, ...]
    series: tuple[CitySeries, ...]  # what the city published over the years, where it is kept
    why: tuple[Text, ...]  # what an estimate cannot know, and where the difference lies
    files: tuple[StatisticsFile, ...]
    notes: tuple[Text, ...]
    synthetic: bool = False  # of an invented town: said wherever it appears

    @property
    def known(self) -> bool:
        """False where neither statistics nor the municipality say anything."""
        return any(line.cell.energy is not None for line in self.balance.lines)


def balance_of(
    *,
    ags: str,
    year: int,
    climate_factor: float | None = None,
    heating_share: float = 1.0,
) -> FoundBalance:
    """The balance of a municipality: its own cells in force over defaults of public statistics.

    `climate_factor` asks for the weather-corrected variant. Raises InputRejected where neither the
    statistics nor the municipality itself say anything about that year.
    """
    own = entries(ags=ags, year=year)
    estimated = beneath(ags=ags, year=year, some=bool(own))
    if estimated is None and not own:
        raise nothing_known(ags, year, entered_years(ags=ags))
    return found_balance(ags, year, own, estimated, climate_factor, heating_share)


def grid_of(*, ags: str, year: int) -> FoundBalance:
    """The balance as `balance_of` finds it; where nothing is known, every item is missing."""
    own = entries(ags=ags, year=year)
    return found_balance(ags, year, own, beneath(ags=ags, year=year, some=bool(own)))


def found_balance(
    ags: str,
    year: int,
    own: Sequence[Cell],
    estimated: TownEstimate | None,
    climate_factor: float | None = None,
    heating_share: float = 1.0,
) -> FoundBalance:
    """Own cells over an estimate, with all that stands beside them."""
    town = Municipality.objects.filter(ags=ags).first()
    balance, heat = composed(ags, year, own, estimated)
    seen = comparisons(balance, ags)
    difference = energy_or_factors(seen)
    plants = estimated.plants if estimated else ()
    return FoundBalance(
        ags=ags,
        name=town.name if town else (estimated.name if estimated else "") or ags,
        balance=balance,
        estimated=not own,
        own=len(own),
        outliers=estimated.outliers if estimated else (),
        variants=variants(balance, plants, climate_factor, heating_share),
        plants=plants,
        heat=heat,
        comparisons=seen,
        series=city_series(ags),
        why=(*((difference,) if difference else ()), *(NOT_KNOWN if estimated else ())),
        files=estimated.files if estimated else (),
        notes=estimated.notes if estimated else (),
        synthetic=bool(town and town.synthetic),
    )


def composed(
    ags: str, year: int, own: Iterable[Cell], estimated: TownEstimate | None
) -> tuple[Balance, LocalHeat | None]:
    """Cells in force with factors and verdict; the factor of heat is that of local plants."""
    people = population(ags=ags, year=year) or (estimated.population if estimated else None)
    cells = fill(estimated.cells if estimated else (), own)
    table = factors()
    used = sum(cell.known for cell in cells if cell.carrier is BalanceCarrier.HEAT)
    plants = [row.plant() for row in Plant.objects.filter(municipality_id=ags, year=year)]
    heat = local_heat(plants, table, year, used)
    if heat:
        table = table.under([heat.factor])
    balance = compose(
        year=year, cells=cells, factors=table, population=people, uncertainty=uncertainty()
    )
    return balance, heat


def entries(*, ags: str, year: int) -> tuple[Cell, ...]:
    """What a municipality entered for a year."""
    stored = Entry.objects.filter(municipality_id=ags, year=year).select_related("by")
    return tuple(entry.cell() for entry in stored)


def entered_years(*, ags: str) -> tuple[int, ...]:
    """Years a municipality entered something for, oldest first."""
    years = Entry.objects.filter(municipality_id=ags).values_list("year", flat=True)
    return tuple(sorted(set(years)))


def towns_with_entries(*, year: int) -> tuple[str, ...]:
    """Keys of the municipalities that entered something for a year."""
    found = Entry.objects.filter(year=year).values_list("municipality_id", flat=True)
    return tuple(sorted(set(found)))


def years_of(*, ags: str) -> tuple[int, ...]:
    """Years there is a balance for, oldest first."""
    known = {year for year in YEARS if town_estimate(ags=ags, year=year)}
    return tuple(sorted(known | set(entered_years(ags=ags))))


def factors() -> FactorTable:
    """The factors in force: loaded tables over those that ship."""
    return shipped_factors().under([row.factor() for row in LoadedFactor.objects.all()])


def population(*, ags: str, year: int) -> int | None:
    """Inhabitants as the municipality's own records have them; None where they do not."""
    return (
        Population.objects.filter(municipality_id=ags, year=year)
        .values_list("inhabitants", flat=True)
        .first()
    )


def prices(*, ags: str, year: int) -> tuple[Price, ...]:
    """Prices entered for a year; those of a sector come before those of every sector."""
    rows = list(EnergyPrice.objects.filter(municipality_id=ags, year=year).order_by("-sector"))
    return tuple(
        Price(Sector(sector), BalanceCarrier(row.carrier), row.value)
        for row in rows
        for sector in ([row.sector] if row.sector else [each.value for each in Sector])
    )


def change_between(*, ags: str, first: int, second: int, subject: BalanceSubject) -> BalanceChange:
    """Why a municipality's energy, cost or emissions changed between two years.

    The weather is that of the station in use, where it knows both years, prices are those entered.
    """
    asked = (first, second)
    before, after = (
        Year(of_its_own_people(ags, year), warmth, prices(ags=ags, year=year))
        for year, warmth in zip(asked, degree_days(ags, asked), strict=True)
    )
    return explain(before, after, subject)


def of_its_own_people(ags: str, year: int) -> Balance:
    """The balance of a year; inhabitants taken over from another year say nothing of a change."""
    balance = balance_of(ags=ags, year=year).balance
    if population(ags=ags, year=year) is None and town_estimate(ags=ags, year=year) is None:
        return replace(balance, population=None)
    return balance


def variants(
    balance: Balance,
    plants: tuple[LocalPower, ...],
    climate_factor: float | None,
    heating_share: float,
) -> tuple[Variant, ...]:
    """What may stand beside the balance under other names; nothing beside a total unknown."""
    if balance.without_factor:
        return ()
    found = []
    mix = local_mix(balance, plants)
    if mix:
        found.append(mix)
    if climate_factor is not None:
        found.append(weather_corrected(balance, climate_factor, heating_share))
    return tuple(found)


def history_of(*, ags: str, year: int, item: Item) -> tuple[Any, ...]:
    """What was entered for one item of a year, newest first; each as its record has it."""
    records = Entry.history.filter(
        municipality_id=ags,
        year=year,
        sector=item.sector.value,
        carrier=item.carrier.value,
        mode=item.mode.value if item.mode else "",
    )
    return tuple(records.select_related("history_user").order_by("-history_date", "-history_id"))

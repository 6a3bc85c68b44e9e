"""Doors that read balances."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from klimamosaik.balance.factor_files import plant_factors, shipped_factors
from klimamosaik.balance.kernel.cell import Cell
from klimamosaik.balance.kernel.change import Change, Price, Subject, Year, explain
from klimamosaik.balance.kernel.comparison import (
    NOT_KNOWN,
    Comparison,
    Published,
    Quantity,
    compare,
    energy_or_factors,
)
from klimamosaik.balance.kernel.composition import Balance, compose, fill
from klimamosaik.balance.kernel.factor import FactorTable
from klimamosaik.balance.kernel.first_balance import FirstBalances, estimate
from klimamosaik.balance.kernel.outliers import Outlier
from klimamosaik.balance.kernel.variants import (
    LocalPower,
    Variant,
    local_mix,
    weather_corrected,
)
from klimamosaik.balance.models import Entry, LoadedFactor
from klimamosaik.balance.national import YEARS, airports, facts, key_facts, nation
from klimamosaik.balance.ten import shipped_estimate, shipped_sources
from klimamosaik.places.models import Municipality, Population
from klimamosaik.sources.statistics.folder import SourceFile
from klimamosaik.sources.statistics.keeping import kept, kept_years
from klimamosaik.terms.complaint import refuse
from klimamosaik.terms.text import Text


@dataclass(frozen=True)
class Estimates:
    """First balances of a year, and what they stand on."""

    found: FirstBalances
    files: tuple[SourceFile, ...]
    notes: tuple[Text, ...]
    imported: bool  # False: only the municipalities that ship


@dataclass(frozen=True)
class FoundBalance:
    """A balance with everything a page about it says."""

    ags: str
    name: str
    balance: Balance
    estimated: bool  # True where every value is a default
    outliers: tuple[Outlier, ...]
    variants: tuple[Variant, ...]
    plants: tuple[LocalPower, ...]
    comparisons: tuple[Comparison, ...]
    why: tuple[Text, ...]  # what an estimate cannot know, and where the difference lies
    files: tuple[SourceFile, ...]
    notes: tuple[Text, ...]


def balance_of(
    *,
    ags: str,
    year: int,
    climate_factor: float | None = None,
    heating_share: float = 1.0,
) -> FoundBalance:
    """The balance of a municipality: its own cells in force over defaults of public statistics.

    `climate_factor` asks for the weather-corrected variant. Raises Refused where neither the
    statistics nor the municipality itself say anything about that year.
    """
    estimates = first_balances(year=year)
    row = estimates.found.places.row(ags) if estimates else None
    own = entries(ags=ags, year=year)
    town = Municipality.objects.filter(ags=ags).first()
    if row is None and not own:
        raise nothing_known(ags, year, estimates)
    defaults: tuple[Cell, ...] = ()
    people = population(ags=ags, year=year)
    name = town.name if town else ags
    if estimates and row is not None:
        defaults = estimates.found.cells(row)
        people = people or int(estimates.found.places.population[row])
        name = town.name if town else str(estimates.found.places.name[row])
    balance = compose(year=year, cells=fill(defaults, own), factors=factors(), population=people)
    plants = local_power(estimates.found, row) if estimates and row is not None else ()
    seen = comparisons(balance, ags)
    difference = energy_or_factors(seen)
    return FoundBalance(
        ags=ags,
        name=name,
        balance=balance,
        estimated=not own,
        outliers=estimates.found.outlying(row) if estimates and row is not None else (),
        variants=variants(balance, plants, climate_factor, heating_share),
        plants=plants,
        comparisons=seen,
        why=(*((difference,) if difference else ()), *(NOT_KNOWN if defaults else ())),
        files=estimates.files if estimates and row is not None else (),
        notes=estimates.notes if estimates and row is not None else (),
    )


def first_balances(*, year: int) -> Estimates | None:
    """First balances of all municipalities there are statistics for; None for a year without.

    Imported statistics come before the municipalities that ship.
    """
    if year not in YEARS:
        return None
    data = Path(settings.DATA_DIR)
    if year in kept_years(data):
        record = data / "statistics" / str(year) / "record.json"
        return imported_estimates(data, year, record.stat().st_mtime_ns)
    if year != shipped_estimate().nation.year:
        return None
    return Estimates(shipped_estimate(), shipped_sources(), (), imported=False)


@lru_cache(maxsize=2)
def imported_estimates(data: Path, year: int, changed: int) -> Estimates | None:
    """Estimates from kept statistics; `changed` tells a newer import from the one before."""
    statistics = kept(data, year)
    if statistics is None:
        return None
    found = estimate(nation(year), statistics.municipalities, key_facts(), airports=airports())
    return Estimates(found, statistics.files, statistics.notes, imported=True)


def entries(*, ags: str, year: int) -> tuple[Cell, ...]:
    """What a municipality entered for a year."""
    stored = Entry.objects.filter(municipality_id=ags, year=year).select_related("by")
    return tuple(entry.cell() for entry in stored)


def entered_years(*, ags: str) -> tuple[int, ...]:
    """Years a municipality entered something for, oldest first."""
    years = Entry.objects.filter(municipality_id=ags).values_list("year", flat=True)
    return tuple(sorted(set(years)))


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


def change_between(
    *,
    ags: str,
    first: int,
    second: int,
    subject: Subject,
    weather: tuple[float | None, float | None] = (None, None),
    prices: tuple[Sequence[Price], Sequence[Price]] = ((), ()),
) -> Change:
    """Why a municipality's energy, cost or emissions changed between two years.

    `weather`: heat each year asked for over a mean year's; `prices` of each year.
    """
    years = [
        Year(balance_of(ags=ags, year=year).balance, weather[i], tuple(prices[i]))
        for i, year in enumerate((first, second))
    ]
    return explain(years[0], years[1], subject)


def local_power(found: FirstBalances, row: int) -> tuple[LocalPower, ...]:
    """Electricity generated in a municipality, as public statistics let it be estimated."""
    grams = {plant.plant: plant.value for plant in plant_factors()}
    capacity = {
        "pv": found.places.pv_power,
        "wind": found.places.wind_power,
        "biomass": found.places.biomass_power,
        "hydro": found.places.hydro_power,
    }
    return tuple(
        LocalPower(
            kind.plant,
            float(found.generation[row, i]),
            grams.get(kind.plant),
            float(capacity[kind.plant][row]),
        )
        for i, kind in enumerate(found.nation.generation)
    )


def variants(
    balance: Balance,
    plants: tuple[LocalPower, ...],
    climate_factor: float | None,
    heating_share: float,
) -> tuple[Variant, ...]:
    """What may stand beside the balance under other names."""
    found = []
    mix = local_mix(balance, plants)
    if mix:
        found.append(mix)
    if climate_factor is not None:
        found.append(weather_corrected(balance, climate_factor, heating_share))
    return tuple(found)


def comparisons(balance: Balance, ags: str) -> tuple[Comparison, ...]:
    """The balance beside what the municipality published for the same year."""
    known = (
        Published(
            row["ags"],
            row["year"],
            Quantity(row["quantity"]),
            float(row["value"]),
            row["unit"],
            row["source"],
        )
        for row in facts("published.yaml")["published"]
        if row["ags"] == ags and row["year"] == balance.year
    )
    return tuple(found for figure in known if (found := compare(balance, figure)))


def nothing_known(ags: str, year: int, estimates: Estimates | None) -> Exception:
    """The refusal where nothing is known of a municipality in a year."""
    if len(ags) != 8 or not ags.isdecimal():
        return refuse(
            "unusable_ags",
            f"„{ags}“ ist kein Gemeindeschlüssel (AGS): Er hat acht Ziffern, z. B. 03403000.",
            f"“{ags}” is not a municipality key (AGS): it has eight digits, e.g. 03403000.",
        )
    if estimates is None:
        there = ", ".join(map(str, sorted({*YEARS, *entered_years(ags=ags)})))
        return refuse(
            "no_statistics",
            f"Für {year} gibt es weder Statistik noch eigene Werte von {ags}. Vorhanden: {there}.",
            f"For {year} there are neither statistics nor values of {ags}'s own. There are: "
            f"{there}.",
        )
    if not estimates.imported:
        return refuse(
            "not_imported",
            f"Für {ags} liegt keine Statistik vor. Laden Sie die Tabellen aller Gemeinden: "
            "klimamosaik statistics import ORDNER.",
            f"There are no statistics on {ags}. Load the tables of all municipalities: "
            "klimamosaik statistics import FOLDER.",
        )
    return refuse(
        "unknown_ags",
        f"Die Gemeinde {ags} steht nicht in der Statistik {year}. Kreise und aufgelöste Gemeinden "
        "haben keine eigene Bilanz.",
        f"Municipality {ags} is not in the statistics of {year}. Districts and dissolved "
        "municipalities have no balance of their own.",
    )

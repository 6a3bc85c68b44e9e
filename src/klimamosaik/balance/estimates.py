"""First balances from public statistics: those imported before those that ship."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from klimamosaik.balance.factor_files import plant_factors
from klimamosaik.balance.kernel.cell import Cell
from klimamosaik.balance.kernel.first_balance import FirstBalances, estimate
from klimamosaik.balance.kernel.outliers import Outlier
from klimamosaik.balance.kernel.variants import LocalPower
from klimamosaik.balance.loaded_tables import loaded
from klimamosaik.balance.queries.national import YEARS, airports, key_facts, nation
from klimamosaik.balance.shipped_municipalities import (
    shipped_estimate,
    shipped_sources,
    shipped_with,
)
from klimamosaik.sources.statistics.folder import StatisticsFile
from klimamosaik.sources.statistics.keeping import kept, kept_years
from klimamosaik.sources.statistics.local.keeping import changed_at
from klimamosaik.terms.complaint import InputRejected, Problem, rejected
from klimamosaik.terms.text import Text


@dataclass(frozen=True)
class Estimates:
    """First balances of a year, and what they stand on."""

    found: FirstBalances
    files: tuple[StatisticsFile, ...]
    notes: tuple[Text, ...]
    imported: bool  # False: only the municipalities that ship


@dataclass(frozen=True)
class TownEstimate:
    """What public statistics say about one municipality in one year."""

    name: str
    population: int
    cells: tuple[Cell, ...]
    plants: tuple[LocalPower, ...]
    outliers: tuple[Outlier, ...]
    files: tuple[StatisticsFile, ...]
    notes: tuple[Text, ...]


def first_balances(*, year: int) -> Estimates | None:
    """First balances of all municipalities there are statistics for; None for a year without.

    Imported statistics come before the municipalities that ship.
    """
    if year not in YEARS:
        return None
    data = Path(settings.DATA_DIR)
    changed = imported_at(data, year)
    if changed is not None:
        return imported_estimates(data, year, changed, changed_at(data))
    if year != shipped_estimate().nation.year:
        return None
    return shipped_estimates(data, changed_at(data))


@lru_cache(maxsize=2)
def shipped_estimates(data: Path, tables: tuple[int, ...]) -> Estimates:
    """Estimates of the municipalities that ship; `tables` tells newer tables from older ones."""
    known = loaded(data, shipped_estimate().places) if any(tables) else None
    found = shipped_with(known) if known else shipped_estimate()
    notes = tuple(text for _, text in known.sources) if known else ()
    return Estimates(found, shipped_sources(), notes, imported=False)


def imported_at(data: Path, year: int) -> int | None:
    """What tells an import of a year's statistics from a later one; None without any."""
    if year not in kept_years(data):
        return None
    return (data / "statistics" / str(year) / "record.json").stat().st_mtime_ns


@lru_cache(maxsize=2)
def imported_estimates(
    data: Path, year: int, changed: int, tables: tuple[int, ...]
) -> Estimates | None:
    """Estimates from kept statistics; `changed` and `tables` tell newer imports from older ones."""
    statistics = kept(data, year)
    if statistics is None:
        return None
    places = statistics.municipalities
    known = loaded(data, places) if any(tables) else None
    found = estimate(nation(year), places, key_facts(), airports=airports(), known=known)
    sources = tuple(text for _, text in known.sources) if known else ()
    return Estimates(found, statistics.files, (*statistics.notes, *sources), imported=True)


def town_estimate(*, ags: str, year: int) -> TownEstimate | None:
    """The first balance of one municipality; None where statistics do not know it."""
    data = Path(settings.DATA_DIR)
    return remembered_estimate(data, year, (imported_at(data, year), changed_at(data)), ags)


@lru_cache(maxsize=64)
def remembered_estimate(
    data: Path, year: int, changed: tuple[object, ...], ags: str
) -> TownEstimate | None:
    """One municipality's estimate, worked out once for each import of statistics."""
    estimates = first_balances(year=year)
    row = estimates.found.places.row(ags) if estimates else None
    if estimates is None or row is None:
        return None
    return TownEstimate(
        name=str(estimates.found.places.name[row]),
        population=int(estimates.found.places.population[row]),
        cells=estimates.found.cells(row),
        plants=local_power(estimates.found, row),
        outliers=estimates.found.outlying(row),
        files=estimates.files,
        notes=estimates.notes,
    )


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


def nothing_known(ags: str, year: int, there: tuple[int, ...]) -> InputRejected:
    """The refusal where nothing is known of a municipality in a year; `there`: years with values
    of its own."""
    estimates = first_balances(year=year)
    if len(ags) != 8 or not ags.isdecimal():
        return rejected(
            "unusable_ags",
            "„{ags}“ ist kein Gemeindeschlüssel (AGS): Er hat acht Ziffern, z. B. 03403000.",
            "“{ags}” is not a municipality key (AGS): it has eight digits, e.g. 03403000.",
            ags=ags,
        )
    if estimates is None:
        listed = ", ".join(map(str, sorted({*YEARS, *there})))
        return rejected(
            "no_statistics",
            "Für {year} gibt es weder Statistik noch eigene Werte von {ags}. Vorhanden: {listed}.",
            "For {year} there are neither statistics nor values of {ags}'s own. There are: "
            "{listed}.",
            year=year,
            ags=ags,
            listed=listed,
        )
    if not estimates.imported:
        told = NO_TABLES.format(ags=ags)
        return InputRejected([Problem("not_imported", told, command=LOAD_THEM)])
    return rejected(
        "unknown_ags",
        "Die Gemeinde {ags} steht nicht in der Statistik {year}. Kreise und aufgelöste Gemeinden "
        "haben keine eigene Bilanz.",
        "Municipality {ags} is not in the statistics of {year}. Districts and dissolved "
        "municipalities have no balance of their own.",
        ags=ags,
        year=year,
    )


NO_TABLES = Text(
    "Für {ags} liegt keine Statistik vor. Wer Klimamosaik betreibt, lädt die Tabellen aller "
    "Gemeinden.",
    "There are no statistics on {ags}. Whoever runs Klimamosaik loads the tables of all "
    "municipalities.",
)
LOAD_THEM = Text("klimamosaik statistics import ORDNER", "klimamosaik statistics import FOLDER")

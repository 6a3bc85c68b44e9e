"""A fixed cast: a small invented country, and a balance in which everything is in order."""

from dataclasses import replace

import numpy as np

from klimamosaik.balance.kernel.cell import Cell, CellState, DataGrade
from klimamosaik.balance.kernel.composition import Balance, compose, fill
from klimamosaik.balance.kernel.factor import BalanceFactor, FactorTable, Status
from klimamosaik.balance.kernel.grid import ITEMS, BalanceCarrier, Item, Sector
from klimamosaik.sources.statistics.municipalities import AGE_CLASSES, Branch, Municipalities
from klimamosaik.terms.text import Text

OFFICIAL = FactorTable(
    tuple(
        BalanceFactor(
            carrier,
            None,
            2021,
            100.0 + 10.0 * i,
            Status.OFFICIAL,
            Text("official table", "official table"),
        )
        for i, carrier in enumerate(BalanceCarrier)
    )
)


def good_cells() -> tuple[Cell, ...]:
    """Every possible cell outside municipal facilities with own data of grade A."""
    return tuple(
        Cell(
            item.sector,
            item.carrier,
            CellState.OWN,
            1000.0,
            DataGrade.A,
            "network operator",
            mode=item.mode,
        )
        for item in ITEMS
        if item.possible and item.sector is not Sector.MUNICIPAL
    )


def with_cell(cells: tuple[Cell, ...], cell: Cell) -> tuple[Cell, ...]:
    """The cells with one exchanged."""
    return tuple(cell if c.item == cell.item else c for c in cells)


def without(cells: tuple[Cell, ...], item: Item) -> tuple[Cell, ...]:
    """The cells with one left out."""
    return tuple(c for c in cells if c.item != item)


def balance_of(
    cells: tuple[Cell, ...],
    factors: FactorTable = OFFICIAL,
    year: int = 2021,
    people: int | None = 1000,
) -> Balance:
    """A balance of own cells alone."""
    return compose(year=year, cells=fill((), cells), factors=factors, population=people)


def scaled(cells: tuple[Cell, ...], factor: float) -> tuple[Cell, ...]:
    """The cells with all energy multiplied."""
    return tuple(replace(c, energy=None if c.energy is None else factor * c.energy) for c in cells)


def country(people: tuple[float, ...], **columns: tuple[float, ...]) -> Municipalities:
    """Municipalities with the inhabitants given; all else in proportion unless named."""
    n = np.array(people, dtype=np.float64)

    def column(name: str, per_head: float) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        given = columns.get(name)
        return per_head * n if given is None else np.array(given, dtype=np.float64)

    return Municipalities(
        ags=np.array([f"{i + 1:08d}" for i in range(len(n))]),
        name=np.array([f"Town {i + 1}" for i in range(len(n))]),
        population=n,
        area=column("area", 0.4),
        traffic_area=column("traffic_area", 0.02),
        farmland=column("farmland", 0.2),
        water_area=column("water_area", 0.01),
        commercial_area=column("commercial_area", 0.005),
        area_type=np.array(columns.get("area_type", (72.0,) * len(n))),
        living_area=column("living_area", 46.0),
        flats=column("flats", 0.5),
        flats_district_heated=column("flats_district_heated", 0.05),
        flats_by_age=np.outer(n, np.full(len(AGE_CLASSES), 0.05)),
        small_house_flats=column("small_house_flats", 0.2),
        train_km=column("train_km", 1e-5),
        tram_km=column("tram_km", 0.0),
        district_population=n,
        plant_emissions=np.outer(column("plants", 0.1), np.ones(len(Branch))),
        pv_power=column("pv_power", 1.0),
        wind_power=column("wind_power", 1.0),
        biomass_power=column("biomass_power", 0.1),
        hydro_power=column("hydro_power", 0.05),
    )

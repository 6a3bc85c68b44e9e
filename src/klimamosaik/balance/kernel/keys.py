"""The keys national figures are spread with, from what statistics say about each municipality."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from klimamosaik.sources.statistics.municipalities import (
    AGE_CLASSES,
    Branch,
    Floats,
    Municipalities,
)
from klimamosaik.terms.text import Text

OLDEST_YEAR = 1900  # of construction, for the mean over the first class


class Key(StrEnum):
    """What a national figure is spread by."""

    POPULATION = "population"
    OWN_HEATING = "own_heating"
    DISTRICT_HEATING = "district_heating"
    SMALL_HOUSES = "small_houses"
    FARMLAND = "farmland"
    COMMERCIAL_AREA = "commercial_area"
    TRAFFIC_AREA = "traffic_area"
    WATER_AREA = "water_area"
    RESIDENTS_MOBILITY = "residents_mobility"
    TRAIN_KILOMETRES = "train_kilometres"
    TRAM_KILOMETRES = "tram_kilometres"
    PV_POWER = "pv_power"
    WIND_POWER = "wind_power"
    BIOMASS_POWER = "biomass_power"
    HYDRO_POWER = "hydro_power"
    BASIC_CHEMICALS = "basic_chemicals"
    OTHER_CHEMICALS = "other_chemicals"
    CEMENT_LIME = "cement_lime"
    GLASS_CERAMICS = "glass_ceramics"
    PRIMARY_STEEL = "primary_steel"
    SECONDARY_STEEL = "secondary_steel"
    NONFERROUS_METALS = "nonferrous_metals"
    PAPER = "paper"
    FOOD = "food"
    OTHER_INDUSTRY = "other_industry"

    @property
    def text(self) -> Text:
        """The key as a person would say it."""
        return KEY_NAMES[self]


PLANTS = Text(
    "Emissionen der Anlagen im Emissionshandel, der nicht erfasste Rest nach Gewerbefläche",
    "emissions of plants in emission trade, the rest it does not see by commercial area",
)
KEY_NAMES = {
    Key.POPULATION: Text("Einwohner", "inhabitants"),
    Key.OWN_HEATING: Text(
        "Wohnfläche ohne Fernwärme, gewichtet nach Baualter",
        "living area without district heat, weighted by year of construction",
    ),
    Key.DISTRICT_HEATING: Text(
        "Wohnfläche mit Fernwärme, gewichtet nach Baualter",
        "living area with district heat, weighted by year of construction",
    ),
    Key.SMALL_HOUSES: Text(
        "Wohnungen in Ein- und Zweifamilienhäusern", "flats in houses of one or two"
    ),
    Key.FARMLAND: Text("Landwirtschaftsfläche", "farmland"),
    Key.COMMERCIAL_AREA: Text("Industrie- und Gewerbefläche", "area of industry and commerce"),
    Key.TRAFFIC_AREA: Text("Verkehrsfläche", "area of traffic"),
    Key.WATER_AREA: Text("Wasserfläche", "area of water"),
    Key.RESIDENTS_MOBILITY: Text(
        "Einwohner mal Tagesstrecke des Raumtyps",
        "inhabitants times the daily distance of the kind of area",
    ),
    Key.TRAIN_KILOMETRES: Text(
        "Zugkilometer des Kreises, darin nach Einwohnern",
        "train kilometres of the district, within it by inhabitants",
    ),
    Key.TRAM_KILOMETRES: Text(
        "Bahnkilometer (Straßen-, Stadt-, U-Bahn) des Kreises, darin nach Einwohnern",
        "tram and metro kilometres of the district, within it by inhabitants",
    ),
    Key.PV_POWER: Text("installierte Photovoltaik", "photovoltaics installed"),
    Key.WIND_POWER: Text("installierte Windkraft an Land", "wind power installed on shore"),
    Key.BIOMASS_POWER: Text("installierte Biomasse", "biomass power installed"),
    Key.HYDRO_POWER: Text("installierte Wasserkraft", "hydro power installed"),
    **{Key(branch.value): PLANTS for branch in Branch},
}
KEYS = tuple(Key)
BRANCH_KEYS = tuple(Key(branch.value) for branch in Branch)


@dataclass(frozen=True)
class KeyFacts:
    """What the keys are made of beside the statistics."""

    floor_demand: tuple[tuple[int, float], ...]  # (last year of construction, kWh/m² a)
    daily_distance: tuple[tuple[int, float], ...]  # (kind of area, km a day)

    def class_demand(self) -> Floats:
        """Heat demand of each class of flats [kWh/m² a]: the mean over its years."""
        first = OLDEST_YEAR
        found = []
        for last in AGE_CLASSES:
            years = range(first, last + 1)
            found.append(np.mean([self.demand(year) for year in years]))
            first = last + 1
        return np.array(found)

    def demand(self, year: int) -> float:
        """Heat demand of a house built in `year` [kWh/m² a]."""
        return next(value for until, value in self.floor_demand if year <= until)

    def distance(self, area_type: Floats) -> Floats:
        """Daily distance by kind of area [km]; the mean of all kinds where it is unknown."""
        mean = float(np.mean([value for _, value in self.daily_distance]))
        found = np.full(area_type.shape, mean)
        for kind, value in self.daily_distance:
            found[area_type == kind] = value
        return found


def measures(places: Municipalities, facts: KeyFacts) -> Floats:
    """How much of each key every municipality has: [municipality, KEYS], each in its own unit."""
    heat = heat_demand(places, facts)
    piped = ratio(places.flats_district_heated, places.flats).clip(0.0, 1.0)
    inside = ratio(places.population, places.district_population)
    columns = {
        Key.POPULATION: places.population,
        Key.OWN_HEATING: heat * (1.0 - piped),
        Key.DISTRICT_HEATING: heat * piped,
        Key.SMALL_HOUSES: places.small_house_flats,
        Key.FARMLAND: places.farmland,
        Key.COMMERCIAL_AREA: places.commercial_area,
        Key.TRAFFIC_AREA: places.traffic_area,
        Key.WATER_AREA: places.water_area,
        Key.RESIDENTS_MOBILITY: places.population * facts.distance(places.area_type),
        Key.TRAIN_KILOMETRES: places.train_km * inside,
        Key.TRAM_KILOMETRES: places.tram_km * inside,
        Key.PV_POWER: places.pv_power,
        Key.WIND_POWER: places.wind_power,
        Key.BIOMASS_POWER: places.biomass_power,
        Key.HYDRO_POWER: places.hydro_power,
        **{key: places.plant_emissions[:, i] for i, key in enumerate(BRANCH_KEYS)},
    }
    return np.stack([columns[key] for key in KEYS], axis=1)


def heat_demand(places: Municipalities, facts: KeyFacts) -> Floats:
    """Living area times the mean heat demand of its flats [kWh/a]; ratios matter, not the level.

    Where the year of construction of no flat is known, the nation's mean stands in.
    """
    weights = places.flats_by_age @ facts.class_demand()
    counted = places.flats_by_age.sum(axis=1)
    mean = weights.sum() / counted.sum() if counted.sum() else 1.0
    return places.living_area * np.where(counted > 0, ratio(weights, counted), mean)


def ratio(part: Floats, whole: Floats) -> Floats:
    """Part over whole; 0 where there is no whole."""
    return np.divide(part, whole, out=np.zeros_like(part, dtype=np.float64), where=whole > 0)


def shares(amounts: Floats, totals: Floats, coverage: Floats) -> Floats:
    """Share of the nation by each key: [municipality, KEYS], each column adding up to 1.

    `amounts` [municipality, KEYS], `totals` [KEYS] of the nation, `coverage` [BRANCH_KEYS] 0..1:
    the part of a branch's fuel that emission trade sees; the rest goes by commercial area.
    A key nobody in the nation has any of falls back to inhabitants.
    """
    found = amounts / np.where(totals > 0, totals, 1.0)
    people = found[:, KEYS.index(Key.POPULATION)].copy()
    found[:, ~(totals > 0)] = people[:, None]
    area = found[:, KEYS.index(Key.COMMERCIAL_AREA)].copy()
    for i, key in enumerate(BRANCH_KEYS):
        column = KEYS.index(key)
        found[:, column] = coverage[i] * found[:, column] + (1.0 - coverage[i]) * area
    return found

"""The keys national figures are spread with, from what statistics say about each municipality."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

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
    JOBS = "jobs"
    MOTORWAYS = "motorways"
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
    BASIC_CHEMICALS_POWER = "basic_chemicals_power"
    OTHER_CHEMICALS_POWER = "other_chemicals_power"
    CEMENT_LIME_POWER = "cement_lime_power"
    GLASS_CERAMICS_POWER = "glass_ceramics_power"
    PRIMARY_STEEL_POWER = "primary_steel_power"
    SECONDARY_STEEL_POWER = "secondary_steel_power"
    NONFERROUS_METALS_POWER = "nonferrous_metals_power"
    PAPER_POWER = "paper_power"
    FOOD_POWER = "food_power"
    OTHER_INDUSTRY_POWER = "other_industry_power"

    @property
    def text(self) -> Text:
        """The key as a person would say it."""
        return KEY_NAMES[self]


PLANTS = Text(
    "Emissionen der Anlagen im Emissionshandel; was sie nicht zeigen, nach Gewerbefläche und "
    "Arbeitsplätzen",
    "emissions of plants in emission trade; what they do not show by commercial area and jobs",
)
POWER = Text(
    "Gewerbefläche und Arbeitsplätze, ein kleiner Teil nach den Anlagen der Branche im "
    "Emissionshandel",
    "commercial area and jobs, a small part by the branch's plants in emission trade",
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
    Key.JOBS: Text(
        "Arbeitsplätze: Beschäftigte am Arbeitsort, wo sie vorliegen, sonst Einwohner, gewichtet "
        "nach Raumtyp",
        "jobs: employees at the place of work where known, else inhabitants, weighted by kind of "
        "area",
    ),
    Key.MOTORWAYS: Text(
        "Fahrleistung auf Autobahnen, wo sie gezählt ist, sonst Verkehrsfläche und Wege der "
        "Einwohner",
        "distance driven on motorways where counted, else area of traffic and the inhabitants' "
        "ways",
    ),
    **{Key(branch.value): PLANTS for branch in Branch},
    **{Key(f"{branch.value}_power"): POWER for branch in Branch},
}
KEYS = tuple(Key)
BRANCH_KEYS = tuple(Key(branch.value) for branch in Branch)
POWER_KEYS = tuple(Key(f"{branch.value}_power") for branch in Branch)
MIXED = frozenset(POWER_KEYS)  # made of other keys' shares, no amount of their own


@dataclass(frozen=True)
class KeyFacts:
    """What the keys are made of beside the statistics."""

    floor_demand: tuple[tuple[int, float], ...]  # (last year of construction, kWh/m² a)
    daily_distance: tuple[tuple[int, float], ...]  # (kind of area, km a day)
    jobs: tuple[tuple[int, float], ...] = ()  # (kind of area, jobs per head over the mean)
    usual_area: tuple[tuple[int, float], ...] = ()  # (kind of area, ha of commerce per head)
    mix: "Mix" = field(default_factory=lambda: Mix())
    whole: "Whole" = field(default_factory=lambda: Whole())
    islands: frozenset[str] = frozenset()  # AGS of municipalities no road leads to

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
        return by_kind(self.daily_distance, area_type)

    def jobs_per_head(self, area_type: Floats) -> Floats:
        """Jobs per inhabitant by kind of area, over those of the nation."""
        return by_kind(self.jobs, area_type) if self.jobs else np.ones(area_type.shape)

    def area(self, places: Municipalities) -> Floats:
        """Area of industry and commerce [ha]; where none is published, half of what is usual.

        Zero and "not published" look the same in the statistics: half the municipalities without
        a figure are taken to have a usual area. What comes of it is shown as unknown.
        """
        if not self.usual_area:
            return places.commercial_area
        usual = 0.5 * places.population * by_kind(self.usual_area, places.area_type)
        return np.where(places.commercial_area > 0, places.commercial_area, usual)


@dataclass(frozen=True)
class Whole:
    """The nation's sums that make amounts of different units one."""

    population: float = 1.0
    traffic_area: float = 1.0  # ha
    mobility: float = 1.0  # person-kilometres a day


@dataclass(frozen=True)
class Mix:
    """How keys are mixed where no statistics say what moves an energy."""

    traffic_area: float = 0.75  # of motorways; the rest goes by the inhabitants' ways
    commercial_area: float = 0.8  # of industry no plant shows; the rest goes by jobs
    power_by_plants: float = 0.3  # of a branch's electricity and bought heat
    few_plants: float = 10.0  # plants of a branch at which area is trusted as much as they are
    plants: tuple[float, ...] = ()  # of each branch in the nation; empty: plenty
    all_seen: frozenset[str] = frozenset()  # branches of which every site takes part

    def trust(self) -> Floats:
        """How far a branch's plants speak for the branch, 0..1: [BRANCH_KEYS]."""
        if not self.plants:
            return np.ones(len(BRANCH_KEYS))
        number = np.array(self.plants)
        return np.asarray(number / (number + self.few_plants), dtype=np.float64)

    def complete(self) -> "np.ndarray[Any, np.dtype[np.bool]]":
        """Branches whose fuel is burnt at the plants of emission trade alone: [BRANCH_KEYS]."""
        return np.array([key.value in self.all_seen for key in BRANCH_KEYS])


def by_kind(values: tuple[tuple[int, float], ...], area_type: Floats) -> Floats:
    """A value by kind of area; the mean of all kinds where the kind is unknown."""
    found = np.full(area_type.shape, float(np.mean([value for _, value in values])))
    for kind, value in values:
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
        Key.COMMERCIAL_AREA: facts.area(places),
        Key.TRAFFIC_AREA: places.traffic_area,
        Key.WATER_AREA: places.water_area,
        Key.RESIDENTS_MOBILITY: places.population * facts.distance(places.area_type),
        Key.TRAIN_KILOMETRES: places.train_km * inside,
        Key.TRAM_KILOMETRES: places.tram_km * inside,
        Key.PV_POWER: places.pv_power,
        Key.WIND_POWER: places.wind_power,
        Key.BIOMASS_POWER: places.biomass_power,
        Key.HYDRO_POWER: places.hydro_power,
        Key.JOBS: jobs(places, facts),
        Key.MOTORWAYS: motorways(places, facts),
        **{key: places.plant_emissions[:, i] for i, key in enumerate(BRANCH_KEYS)},
    }
    nothing = np.zeros(len(places))
    return np.stack([columns.get(key, nothing) for key in KEYS], axis=1)


def jobs(places: Municipalities, facts: KeyFacts) -> Floats:
    """Jobs as parts of the nation's, about: inhabitants weighted by their kind of area."""
    weighted = places.population * facts.jobs_per_head(places.area_type)
    return np.asarray(weighted / facts.whole.population, dtype=np.float64)


def motorways(places: Municipalities, facts: KeyFacts) -> Floats:
    """Driving on motorways as parts of the nation's, about; none on an island without a road.

    Statistics do not say where motorways run: elsewhere area of traffic and the inhabitants' ways
    stand in, and a person is asked.
    """
    ways = places.population * facts.distance(places.area_type) / facts.whole.mobility
    area = places.traffic_area / facts.whole.traffic_area
    part = facts.mix.traffic_area
    mixed = part * area + (1.0 - part) * ways
    return np.where(np.isin(places.ags, list(facts.islands)), 0.0, mixed)


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

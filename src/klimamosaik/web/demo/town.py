"""The synthetic town: twelve buildings, their meters, three measures and their true effects."""

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from klimamosaik.terms.carrier import Carrier
from klimamosaik.web.demo.weather import persistent_noise, synthetic_temperatures

Numbers = NDArray[np.float64]
Days = NDArray[np.datetime64]

NAME = "Musterstadt (synthetisch)"
AGS = "03999999"  # no municipality has this key
YEARS_BACK = 4  # whole years of readings before the current one
WEATHER_YEARS_BACK = 10
SEED = 2040
HEATS_BELOW = 15.0  # [degC]


@dataclass(frozen=True)
class SyntheticBuilding:
    """A building and how it uses energy."""

    name: str
    kind: str
    area: float  # [m²]
    heat_carrier: Carrier
    heat: float  # [kWh/(m² a)] in a mean year
    electricity: float  # [kWh/(m² a)]
    water: float  # [m³/(m² a)]
    weekend: float  # 1, use on weekends as part of that on weekdays
    restless: float = 0.02  # 1, standard deviation of the level from year to year


BUILDINGS = (
    SyntheticBuilding("Rathaus", "Verwaltung", 4200, Carrier.HEAT, 95, 32, 0.20, 0.45),
    SyntheticBuilding("Grundschule Am Anger", "Schule", 3100, Carrier.GAS, 125, 14, 0.25, 0.35),
    SyntheticBuilding("Gesamtschule West", "Schule", 9800, Carrier.HEAT, 105, 19, 0.28, 0.40),
    SyntheticBuilding("Kita Regenbogen", "Kita", 850, Carrier.GAS, 140, 22, 0.60, 0.30),
    SyntheticBuilding("Kita Waldrand", "Kita", 720, Carrier.GAS, 118, 20, 0.55, 0.30),
    SyntheticBuilding("Sporthalle Nord", "Sport", 1900, Carrier.GAS, 110, 28, 0.40, 0.90),
    SyntheticBuilding("Hallenbad", "Schwimmbad", 2600, Carrier.HEAT, 520, 210, 9.0, 1.05),
    SyntheticBuilding("Stadtbücherei", "Kultur", 2100, Carrier.GAS, 98, 35, 0.15, 0.60),
    SyntheticBuilding("Feuerwache", "Feuerwehr", 1500, Carrier.GAS, 130, 26, 0.30, 0.95),
    SyntheticBuilding("Bauhof", "Bauhof", 1200, Carrier.GAS, 120, 18, 0.50, 0.25),
    SyntheticBuilding("Jugendzentrum", "Kultur", 640, Carrier.GAS, 135, 24, 0.25, 1.10),
    SyntheticBuilding("Bürgerhaus", "Kultur", 1750, Carrier.HEAT, 108, 21, 0.22, 1.20),
)
DISTRICTS = {  # as invented as the buildings; where the map puts them (web/demo/published.py)
    "Musterviertel Mitte": ("Rathaus", "Grundschule Am Anger"),
    "Musterviertel Nord": ("Sporthalle Nord", "Feuerwache"),
    "Musterviertel Ost": ("Kita Regenbogen", "Hallenbad", "Bürgerhaus"),
    "Musterviertel Süd": ("Kita Waldrand", "Bauhof"),
    "Musterviertel West": ("Gesamtschule West", "Stadtbücherei", "Jugendzentrum"),
}


@dataclass(frozen=True)
class SyntheticMeasure:
    """A measure and what it truly does to use, as a factor over time."""

    name: str
    done: str
    building: str
    carrier: Carrier
    start: date
    steps: tuple[tuple[date, float], ...]  # from this day on, use is multiplied by this
    installation_start: date | None = None
    cost: int = 0  # [EUR]
    gate_percent: float = 5.0


def month_before(today: date, months: int) -> date:
    """The first day of the month so many months ago."""
    number = today.year * 12 + today.month - 1 - months
    return date(number // 12, number % 12 + 1, 1)


def measures_taken(today: date) -> tuple[SyntheticMeasure, ...]:
    """One measure that worked, one that did nothing, one that rebounded; about a year ago."""
    renewed, posted, lit = (month_before(today, months) for months in (14, 12, 13))
    return (
        SyntheticMeasure(
            name="Heizungsoptimierung Grundschule",
            done="Hydraulischer Abgleich, neue Regelung, Absenkung in Nacht und Ferien",
            building="Grundschule Am Anger",
            carrier=Carrier.GAS,
            installation_start=month_before(today, 16),
            start=renewed,
            steps=((renewed, 0.75),),
            cost=38_000,
        ),
        SyntheticMeasure(
            name="Aushänge „Fenster zu!“ Stadtbücherei",
            done="Plakate und Aufkleber an allen Fenstern",
            building="Stadtbücherei",
            carrier=Carrier.GAS,
            start=posted,
            steps=(),
            cost=900,
        ),
        SyntheticMeasure(
            name="LED-Beleuchtung Gesamtschule",
            done="Leuchten getauscht; nach drei Monaten brennen sie auch nachts und am Wochenende",
            building="Gesamtschule West",
            carrier=Carrier.ELECTRICITY,
            start=lit,
            steps=((lit, 0.92), (month_before(today, 10), 1.35)),
            cost=64_000,
        ),
    )


def pool_measure(today: date) -> SyntheticMeasure:
    """One more that worked, large enough for the mosaic to have stones that lie."""
    renewed = month_before(today, 15)
    return SyntheticMeasure(
        name="Wärmerückgewinnung Hallenbad",
        done="Lüftung mit Wärmerückgewinnung, Beckenabdeckung in der Nacht",
        building="Hallenbad",
        carrier=Carrier.HEAT,
        installation_start=month_before(today, 17),
        start=renewed,
        steps=((renewed, 0.76),),
        cost=410_000,
    )


@dataclass(frozen=True)
class SyntheticMeter:
    """Daily use of one carrier in one building, with and without its measure."""

    building: SyntheticBuilding
    carrier: Carrier
    used: Numbers  # [kWh or m³] per day, shape (days,)
    without: Numbers  # the same had no measure been taken


@dataclass(frozen=True)
class DemoTown:
    """Everything the town's meters and its weather station saw."""

    days: Days  # [datetime64[D]] shape (days,)
    temperatures: Numbers  # [degC]
    weather_days: Days  # [datetime64[D]] of the station, which is older than the meters
    weather: Numbers  # [degC] of all its days
    meters: tuple[SyntheticMeter, ...]
    measures: tuple[SyntheticMeasure, ...]  # whose truth is told beside what was found
    pool: SyntheticMeasure
    this_year: int  # the last, begun one

    @property
    def whole_years(self) -> tuple[int, ...]:
        """The last three years with readings from January to December."""
        return (self.this_year - 3, self.this_year - 2, self.this_year - 1)

    def meter(self, building: str, carrier: Carrier) -> SyntheticMeter:
        """The meter of a building's carrier."""
        return next(m for m in self.meters if m.building.name == building and m.carrier is carrier)

    def true_saving(self, measure: SyntheticMeasure) -> float:
        """What the measure truly saved [kWh] from its start to the end of the readings."""
        meter = self.meter(measure.building, measure.carrier)
        since = self.days >= np.datetime64(measure.start, "D")
        return float((meter.without - meter.used)[since].sum())


def build_town(today: date, seed: int = SEED) -> DemoTown:
    """Make the town with readings up to the end of last month; the same day, the same town."""
    generator = np.random.default_rng(seed)
    first = np.datetime64(f"{today.year - YEARS_BACK}-01-01", "D")
    opened = np.datetime64(f"{today.year - WEATHER_YEARS_BACK}-01-01", "D")
    weather_days = np.arange(opened, np.datetime64(today.replace(day=1), "D"))
    weather = synthetic_temperatures(weather_days, generator)
    days, temperatures = weather_days[weather_days >= first], weather[weather_days >= first]
    measures, pool = measures_taken(today), pool_measure(today)
    meters = tuple(
        synthetic_meter(building, carrier, days, temperatures, (*measures, pool), generator)
        for building in BUILDINGS
        for carrier in (Carrier.ELECTRICITY, building.heat_carrier, Carrier.WATER)
    )
    return DemoTown(days, temperatures, weather_days, weather, meters, measures, pool, today.year)


def synthetic_meter(
    building: SyntheticBuilding,
    carrier: Carrier,
    days: Days,
    temperatures: Numbers,
    measures: tuple[SyntheticMeasure, ...],
    generator: np.random.Generator,
) -> SyntheticMeter:
    """Make the daily use of one carrier with noise, a restless level and the measures' effect."""
    shape = usual_shape(building, carrier, days, temperatures)
    per_area = {
        Carrier.ELECTRICITY: building.electricity,
        building.heat_carrier: building.heat,
        Carrier.WATER: building.water,
    }[carrier]
    level = per_area * building.area / 365.25 / shape.mean()
    noise = 1 + 0.05 * persistent_noise(days.size, 0.5, generator)
    without = level * shape * noise * yearly_level(building.restless, days, generator)
    used = without * effect_of(measures, building, carrier, days)
    return SyntheticMeter(building, carrier, used, without)


def usual_shape(
    building: SyntheticBuilding, carrier: Carrier, days: Days, temperatures: Numbers
) -> Numbers:
    """How use runs over days, without its size: heating below 15 degC, less on weekends."""
    weekday = (days.astype(np.int64) + 3) % 7  # 0 is Monday; 1970-01-01 was a Thursday
    busy = np.where(weekday >= 5, building.weekend, 1.0)
    if carrier.heats:
        heating = np.maximum(HEATS_BELOW - temperatures, 0)
        return np.asarray(0.6 + heating * (0.7 + 0.3 * busy), dtype=np.float64)
    dark = 0.5 + 0.5 * np.cos(2 * np.pi * day_of_year(days) / 365.25)
    return np.asarray(busy * (1 + 0.25 * dark), dtype=np.float64)


def day_of_year(days: Days) -> Numbers:
    """Days since the first of January."""
    since: Numbers = (days - days.astype("datetime64[Y]")).astype(np.float64)
    return since


def yearly_level(restless: float, days: Days, generator: np.random.Generator) -> Numbers:
    """Use drifts from year to year for reasons nobody records."""
    years = days.astype("datetime64[Y]").astype(np.int64)
    levels = 1 + restless * generator.standard_normal(int(years.max() - years.min()) + 1)
    return np.asarray(levels[years - years.min()], dtype=np.float64)


def effect_of(
    measures: tuple[SyntheticMeasure, ...],
    building: SyntheticBuilding,
    carrier: Carrier,
    days: Days,
) -> Numbers:
    """The factor all measures put on this meter, per day."""
    factor = np.ones(days.size)
    for measure in measures:
        if (measure.building, measure.carrier) == (building.name, carrier):
            for since, step in measure.steps:
                factor[days >= np.datetime64(since, "D")] = step
    return factor

"""The synthetic town: twelve buildings, their meters, three measures and their true effects."""

from dataclasses import dataclass
from datetime import date
from importlib import resources
from typing import Any

import numpy as np
from numpy.typing import NDArray

from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.yaml_text import read_yaml
from klimamosaik.web.demo.weather import persistent_noise, synthetic_temperatures

Numbers = NDArray[np.float64]
Days = NDArray[np.datetime64]

NAME = "Musterstadt (synthetisch)"
AGS = "03999999"  # no municipality has this key
YEARS_BACK = 4  # whole years of readings before the current one
WEATHER_YEARS_BACK = 10
SEED = 2040
HEATS_BELOW = 15.0  # [degC]


def data(name: str) -> dict[str, Any]:
    """What a file of the folder `data` says."""
    file = resources.files(__package__) / "data" / f"{name}.yaml"
    found: dict[str, Any] = read_yaml(file.read_text(encoding="utf-8"))
    return found


TOWN = data("town")


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
    district: str = ""  # as invented as the building; where the map puts it (web/demo/published.py)


BUILDINGS = tuple(
    SyntheticBuilding(**row | {"heat_carrier": Carrier(row["heat_carrier"])})
    for row in TOWN["buildings"]
)


@dataclass(frozen=True)
class SyntheticMeasure:
    """A measure and what it truly does to use, as a factor over time."""

    name: str
    done: str
    building: str
    carrier: Carrier
    start: date
    steps: tuple[tuple[date, float], ...]  # from this day on, use is multiplied by this
    installation_start: date | None
    cost: int  # [EUR]
    gate_percent: float = 5.0


def month_before(today: date, months: int) -> date:
    """The first day of the month so many months ago."""
    number = today.year * 12 + today.month - 1 - months
    return date(number // 12, number % 12 + 1, 1)


def measures_taken(today: date) -> tuple[SyntheticMeasure, ...]:
    """All measures; they began about a year ago."""
    return tuple(
        SyntheticMeasure(
            name=row["name"],
            done=row["done"],
            building=row["building"],
            carrier=Carrier(row["carrier"]),
            start=month_before(today, row["start"]),
            steps=tuple((month_before(today, ago), by) for ago, by in row.get("steps", ())),
            installation_start=month_before(today, row["installed"])
            if "installed" in row
            else None,
            cost=row["cost"],
        )
        for row in TOWN["measures"]
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
    *measures, pool = measures_taken(today)
    meters = tuple(
        synthetic_meter(building, carrier, days, temperatures, (*measures, pool), generator)
        for building in BUILDINGS
        for carrier in (Carrier.ELECTRICITY, building.heat_carrier, Carrier.WATER)
    )
    told = tuple(measures)
    return DemoTown(days, weather_days, weather, meters, told, pool, today.year)


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

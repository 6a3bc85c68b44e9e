"""The ten sensors, and what each of them measures at a moment; the same moment, the same value."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

import numpy as np

from klimamosaik.sources.lorawan.measurement import MeasuredValue
from klimamosaik.terms.period import LOCAL
from klimamosaik.web.demo.town import SEED
from klimamosaik.web.demo.weather import MEAN, SWING, WARMEST_DAY

STUCK_AT = 52.4  # [dB(A)] what the stuck one says for ever
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
BEGUN = datetime(2020, 1, 1, tzinfo=UTC)  # when the counters stood at zero
BY_HOUR = (1, 1, 1, 1, 2, 4, 9, 14, 11, 8, 7, 7, 8, 8, 8, 10, 13, 12, 9, 7, 5, 4, 3, 2)  # UTC


class SensorFault(StrEnum):
    """What is wrong with a sensor."""

    SILENT = "silent"  # says nothing any more since last Tuesday
    STUCK = "stuck"  # says the same number since three days
    OTHER_UNIT = "other unit"  # says °F where °C is told


@dataclass(frozen=True)
class SyntheticSensor:
    """A device with one value."""

    number: int
    name: str  # as its network calls it
    measures: str  # name of its value, which tells what it is and its unit
    model: str
    place: tuple[float, float]  # degrees north and east of the town's middle
    value: Callable[[datetime, float], MeasuredValue]  # at a moment, with a random number
    restless: timedelta = timedelta(seconds=1)  # so long the random number stays
    fault: SensorFault | None = None
    public: bool = True  # stands outside, where strangers may know what it says

    @property
    def eui(self) -> str:
        """Its number in the network."""
        return f"fe03999999{self.number:06d}"

    def at(self, moment: datetime) -> MeasuredValue:
        """What it measures at a moment."""
        span = int(moment.timestamp() // self.restless.total_seconds())
        noise = np.random.default_rng([SEED, self.number, span]).standard_normal()
        return self.value(moment, float(noise))


def soil_moisture(at: datetime, noise: float) -> float:
    """Share of water in the soil [%]: rain and dry days take turns."""
    return round(27 + 5 * wave(at, 6 * DAY) + 0.2 * noise, 1)


def air_temperature(at: datetime, noise: float) -> float:
    """Air outside [°C], by season and time of day."""
    day = at.timetuple().tm_yday
    season = MEAN + SWING * math.cos(2 * math.pi * (day - WARMEST_DAY) / 365.25)
    return round(season + 3 * wave(at - 8 * HOUR, DAY) + 0.1 * noise, 1)


def indoor_fahrenheit(at: datetime, noise: float) -> float:
    """Air of the swimming hall, about 30 °C, in °F: nobody set the sensor to °C."""
    return round(86.2 + 1.4 * wave(at, DAY) + 0.2 * noise, 1)


def carbon_dioxide(at: datetime, noise: float) -> int:
    """CO₂ in a classroom [ppm]: it rises while lessons last."""
    local = at.astimezone(LOCAL)
    lesson = local.weekday() < 5 and 8 <= local.hour < 13
    risen = 260 + 620 * (local.hour + local.minute / 60 - 8) / 5 if lesson else 0.0
    return round(440 + risen + 9 * noise)


def water_level(at: datetime, noise: float) -> float:
    """A brook [cm]."""
    return round(62 + 14 * wave(at, 9 * DAY) + 0.3 * noise, 1)


def parking(at: datetime, noise: float) -> str:
    """A place to park: taken by day more often than not."""
    busy = 7 <= at.astimezone(LOCAL).hour < 19
    return "belegt" if noise < (0.6 if busy else -0.9) else "frei"


def bicycles(at: datetime, noise: float) -> int:
    """Bicycles counted since the counter was put up."""
    return math.floor(counted(at, a_day=430))


def sound_level(at: datetime, noise: float) -> float:
    """A street [dB(A)]."""
    return round(51 + 6 * wave(at - 8 * HOUR, DAY) + 2 * noise, 1)


def electricity(at: datetime, noise: float) -> float:
    """State of a sub-meter [kWh]."""
    return round(counted(at, a_day=21.5), 2)


def humidity(at: datetime, noise: float) -> float:
    """Air in an archive [%]."""
    return round(47 + 3 * wave(at, 4 * DAY) + 0.4 * noise, 1)


def wave(at: datetime, length: timedelta) -> float:
    """A swing between -1 and 1; highest a quarter of its length after it began."""
    return math.sin(2 * math.pi * ((at - BEGUN) / length))


def counted(at: datetime, *, a_day: float) -> float:
    """What a counter shows that goes on by so much a day, more in busy hours; never less."""
    hours = (at - BEGUN) / HOUR
    whole, part = divmod(hours % 24, 1)
    share = (sum(BY_HOUR[: int(whole)]) + part * BY_HOUR[int(whole)]) / sum(BY_HOUR)
    return a_day * (hours // 24 + share)


SENSORS = (
    SyntheticSensor(
        1, "bodenfeuchte-stadtpark", "soil_moisture_percent", "boden", (0.004, -0.006),
        soil_moisture,
    ),
    SyntheticSensor(
        2, "lufttemperatur-marktplatz", "temperature", "luft", (0.0005, 0.001), air_temperature
    ),
    SyntheticSensor(
        3, "co2-grundschule", "co2", "raum", (0.006, 0.004), carbon_dioxide, public=False
    ),
    SyntheticSensor(4, "pegel-muehlbach", "water_level_cm", "pegel", (-0.007, 0.009), water_level),
    SyntheticSensor(
        5, "parkplatz-rathaus", "parking", "parken", (0.001, -0.001), parking,
        restless=timedelta(minutes=20),
    ),
    SyntheticSensor(
        6, "radzaehler-bahnhofstrasse", "bicycle_count", "rad", (-0.003, -0.004), bicycles
    ),
    SyntheticSensor(
        7, "schallpegel-hauptstrasse", "noise_dba", "schall", (-0.001, 0.005), sound_level,
        fault=SensorFault.STUCK,
    ),
    SyntheticSensor(
        8, "strom-buergerhaus-lueftung", "energy_total_kwh", "strom", (0.002, 0.007), electricity,
        public=False,
    ),
    SyntheticSensor(
        9, "lufttemperatur-hallenbad", "temperature", "luft", (-0.005, -0.009), indoor_fahrenheit,
        fault=SensorFault.OTHER_UNIT, public=False,
    ),
    SyntheticSensor(
        10, "luftfeuchte-archiv", "humidity", "raum", (0.0015, 0.0005), humidity,
        fault=SensorFault.SILENT, public=False,
    ),
)  # fmt: skip
SUB_METER = SENSORS[7]

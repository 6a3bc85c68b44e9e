"""A town whose town hall has a meter of every direction, and a school with a sub-meter."""

from datetime import UTC, date, datetime, timedelta

import numpy as np
import polars as pl

from klimamosaik.measures.models import Measure
from klimamosaik.observations.models import Datastream, Quantity
from klimamosaik.observations.operations.deliveries import deliver
from klimamosaik.places.models import (
    Building,
    MeterPoint,
    Municipality,
    Population,
    WeatherStation,
)
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.direction import Direction
from klimamosaik.terms.period import midnight

NOW = datetime(2025, 3, 1, 9, tzinfo=UTC)
FIRST, START, END = date(2022, 1, 1), date(2024, 1, 1), date(2025, 1, 1)
DAYS = [FIRST + timedelta(days=n) for n in range((END - FIRST).days)]
YEARS = (2022, 2023, 2024)
PER_DAY = {  # [kWh] of the town hall's electricity
    Direction.DRAWN: 100.0,
    Direction.OWN_USE: 20.0,
    Direction.GENERATED: 70.0,
    Direction.FED_IN: 50.0,
    Direction.SHARED: 9.0,
    Direction.STORED: 7.0,
    Direction.PART: 30.0,
}
COUNTED = 120.0  # [kWh] a day: drawn, and made and used on the spot
GAS, GAS_PART = 200.0, 80.0  # [kWh] a day at 10 °C
NAME = "Zähler 1"  # one meter with several registers: told apart by direction alone


def temperatures() -> np.ndarray:
    """A season with weather on top [°C]."""
    day = np.arange(len(DAYS))
    noise = np.random.default_rng(5).standard_normal(day.size)
    return np.asarray(10 - 8 * np.cos(2 * np.pi * day / 365.25) + 2 * noise)


def ripple() -> np.ndarray:
    """What days differ by; it adds up to exactly nothing in each year."""
    swing = np.where(np.arange(len(DAYS)) % 2 == 0, 1.0, -1.0)
    for year in YEARS:
        here = np.array([day.year == year for day in DAYS])
        if here.sum() % 2:
            swing[np.flatnonzero(here)[-1]] = 0.0
        if swing[here].sum():
            swing[np.flatnonzero(here)[-1]] -= swing[here].sum()
    return swing


def new_stream(point: MeterPoint | None, station: WeatherStation | None = None) -> Datastream:
    """The daily datastream of a meter or a station."""
    return Datastream.objects.create(
        name=point.name if point else "Temperatur",
        meter_point=point,
        station=station,
        quantity=Quantity.ENERGY if point else Quantity.AIR_TEMPERATURE,
        unit="kWh" if point else "°C",
        spacing="P1D",
    )


def days_of(stream: Datastream, values: np.ndarray) -> pl.DataFrame:
    """One value a local day."""
    return pl.DataFrame(
        {
            "datastream": [stream.pk] * len(DAYS),
            "start": [midnight(day).astimezone(UTC) for day in DAYS],
            "end": [midnight(day + timedelta(days=1)).astimezone(UTC) for day in DAYS],
            "value": values,
            "quality": ["measured"] * len(DAYS),
        }
    )


def brought(town: Municipality, *frames: pl.DataFrame) -> None:
    """Deliver readings in one act."""
    deliver(readings=pl.concat(frames), name="Zähler.csv", municipality=town, by=None, at=NOW)


def power(direction: Direction) -> np.ndarray:
    """The town hall's electricity of a direction [kWh/d]."""
    return PER_DAY[direction] * (1 + 0.1 * ripple())


def heat(level: float) -> np.ndarray:
    """The school's gas [kWh/d]."""
    return np.asarray(level * (1 + 0.05 * np.maximum(10 - temperatures(), 0)))


def laid_out(*, aside: bool = True) -> Municipality:
    """The town with its readings, weather and measures; `aside`: with meters that do not count."""
    town = Municipality.objects.create(ags="03999001", name="Musterstadt", synthetic=True)
    Population.objects.create(municipality=town, year=2023, inhabitants=1000, source="erfunden")
    hall = Building.objects.create(
        municipality=town, name="Rathaus", kind="office", usable_area=1000
    )
    school = Building.objects.create(
        municipality=town, name="Schule", kind="school", usable_area=500
    )
    frames = [
        days_of(new_stream(point_of(hall, Carrier.ELECTRICITY, direction)), power(direction))
        for direction in Direction
        if direction.counts or aside
    ]
    frames.append(days_of(new_stream(point_of(school, Carrier.GAS, Direction.DRAWN)), heat(GAS)))
    if aside:
        part = point_of(school, Carrier.GAS, Direction.PART)
        frames.append(days_of(new_stream(part), heat(GAS_PART)))
    station = WeatherStation.objects.create(number="1", name="Prüfstation")
    town.station = station
    town.save()
    frames.append(days_of(new_stream(None, station), temperatures()))
    brought(town, *frames)
    lamps = Measure.objects.create(municipality=town, name="Lampen", start=START)
    lamps.buildings.add(hall)
    sun = Measure.objects.create(municipality=town, name="Sonnenstrom", start=START)
    sun.meter_points.set(hall.meter_points.exclude(direction=Direction.PART))
    boiler = Measure.objects.create(municipality=town, name="Kessel", start=START)
    boiler.buildings.add(school)
    boiler.comparison_points.set(hall.meter_points.all())
    return town


def point_of(building: Building, carrier: Carrier, direction: Direction) -> MeterPoint:
    """A new meter."""
    return MeterPoint.objects.create(
        building=building, carrier=carrier, name=NAME, direction=direction
    )


def told_anew(town: Municipality, *, counting: bool) -> None:
    """Later days of all meters that count, or of all that do not, are corrected upwards."""
    found = MeterPoint.objects.filter(building__municipality=town)
    points = found.counting() if counting else found.aside()
    late = np.where(np.array(DAYS) >= date(2023, 6, 1), 1.5, 1.0)
    frames = []
    for point in points:
        kind = Direction(point.direction)
        level = GAS if point.counts else GAS_PART
        use = heat(level) if point.carrier == Carrier.GAS else power(kind)
        stream = Datastream.objects.get(meter_point=point)
        frames.append(days_of(stream, use * late))
    brought(town, *frames)

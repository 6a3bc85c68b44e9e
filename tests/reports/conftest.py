"""An invented town in the store: monthly gas with bills, a quarter-hourly meter, a station."""

import gzip
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest

from klimamosaik.observations.intake.files import preview, store_import
from klimamosaik.observations.models import Bill, Datastream, Quantity
from klimamosaik.observations.operations.deliveries import deliver
from klimamosaik.places.models import Building, MeterPoint, Municipality, Population, WeatherStation
from klimamosaik.places.operations import found_municipality
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.period import midnight

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
YEARS = (2023, 2024, 2025)
COLD = (1.9, 1.7, 1.4, 0.9, 0.4, 0.1, 0.1, 0.1, 0.4, 1.0, 1.5, 1.9)  # of a mean month


def months(first: int, last: int) -> Iterator[tuple[date, date]]:
    """All months of the years."""
    for year in range(first, last + 1):
        for month in range(1, 13):
            yield date(year, month, 1), date(year + month // 12, month % 12 + 1, 1)


def monthly(stream: Datastream, values: dict[date, float]) -> pl.DataFrame:
    """Readings of local months."""
    spans = [(start, end) for start, end in months(2015, 2025) if start in values]
    return pl.DataFrame(
        {
            "datastream": [stream.pk] * len(spans),
            "start": [midnight(start).astimezone(UTC) for start, _ in spans],
            "end": [midnight(end).astimezone(UTC) for _, end in spans],
            "value": [values[start] for start, _ in spans],
            "quality": ["measured"] * len(spans),
        }
    )


def stream_of(point: MeterPoint, spacing: str, name: str = "") -> Datastream:
    """The datastream of a meter point."""
    water = point.carrier == Carrier.WATER
    return Datastream.objects.create(
        name=name or point.name,
        meter_point=point,
        quantity=Quantity.VOLUME if water else Quantity.ENERGY,
        unit="m³" if water else "kWh",
        spacing=spacing,
    )


def new_building(town: Municipality, name: str, kind: str, area: float) -> Building:
    """A building of the town."""
    return Building.objects.create(municipality=town, name=name, kind=kind, usable_area=area)


def new_point(building: Building, carrier: Carrier, name: str) -> MeterPoint:
    """A meter point of a building."""
    return MeterPoint.objects.create(building=building, carrier=carrier, name=name)


def gas_heated(town: Municipality, name: str, area: float, level: float) -> list[pl.DataFrame]:
    """A school with monthly gas and electricity and yearly bills from February to February."""
    building = new_building(town, name, "school", area)
    frames = []
    for carrier, shape in ((Carrier.GAS, COLD), (Carrier.ELECTRICITY, (0.2,) * 12)):
        point = MeterPoint.objects.create(
            building=building, carrier=carrier, name=f"{name} {carrier}"
        )
        values = {start: level * shape[start.month - 1] for start, _ in months(2022, 2025)}
        frames.append(monthly(stream_of(point, "P1M"), values))
        for year in range(2022, 2026):
            start, end = date(year, 2, 1), date(year + 1, 2, 1)
            Bill.objects.create(
                meter_point=point, start=start, end=end, amount=level, quantity=None
            )
    return frames


def quarter_hours(stream: Datastream, day: date, days: int, kwh: float) -> pl.DataFrame:
    """An even load, a reading every quarter of an hour."""
    start = midnight(day).astimezone(UTC)
    count = int(
        (midnight(day + timedelta(days=days)).astimezone(UTC) - start).total_seconds() // 900
    )
    starts = [start + timedelta(minutes=15 * k) for k in range(count)]
    return pl.DataFrame(
        {
            "datastream": [stream.pk] * count,
            "start": starts,
            "end": [moment + timedelta(minutes=15) for moment in starts],
            "value": [kwh] * count,
            "quality": ["measured"] * count,
        }
    )


def station() -> list[pl.DataFrame]:
    """Ten whole years of degree days."""
    place = WeatherStation.objects.create(
        number="1766", name="Münster/Osnabrück", latitude=52.134, longitude=7.697, altitude=48
    )
    frames = []
    for observed, base in (
        (Quantity.DEGREE_DAYS_G20_15, 300.0),
        (Quantity.AIR_TEMPERATURE, 10.0),
    ):
        stream = Datastream.objects.create(
            name=str(observed.label),
            station=place,
            quantity=observed,
            unit="",
            spacing="P1M",
        )
        values = {
            start: base * COLD[start.month - 1] * (1 + 0.02 * (start.year - 2020))
            for start, _ in months(2016, 2025)
        }
        frames.append(monthly(stream, values))
    return frames


@pytest.fixture
def town(db: None) -> Municipality:
    """Three schools, a town hall whose quarter-hourly meter fell silent, and a pool by bills."""
    town = Municipality.objects.create(
        ags="03999001", name="Musterstadt", synthetic=True, latitude=52.28, longitude=8.05
    )
    Population.objects.create(municipality=town, year=2023, inhabitants=14_000, source="Zensus")
    frames = [
        *gas_heated(town, "Grundschule", 2000, 10_000.0),
        *gas_heated(town, "Oberschule", 4000, 20_000.0),
        *gas_heated(town, "=Gymnasium", 6000, 36_000.0),
        *station(),
    ]
    hall = new_building(town, "Rathaus", "office", 3000)
    point = MeterPoint.objects.create(
        building=hall, carrier=Carrier.ELECTRICITY, name="Hausanschluss"
    )
    frames.append(quarter_hours(stream_of(point, "PT15M"), date(2024, 1, 1), 90, 2.0))
    pool = new_building(town, "Hallenbad", "pool", 1500)
    tap = new_point(pool, Carrier.WATER, "Hauptzähler")
    for year in YEARS:
        Bill.objects.create(
            meter_point=tap,
            start=date(year, 1, 1),
            end=date(year + 1, 1, 1),
            amount=9_000,
            quantity=2_000.0,
        )
    deliver(readings=pl.concat(frames), name="Zähler.csv", municipality=town, by=None, at=NOW)
    return town


@pytest.fixture
def muenster(db: None, shared: Path, tmp_path: Path) -> Municipality:
    """The city's four buildings and its weather station, taken in as the office would."""
    table = tmp_path / "wetter_1766.csv"
    with gzip.open(shared / "data/weather_monthly/monthly.csv.gz", "rt", encoding="utf-8") as file:
        lines = [line for i, line in enumerate(file) if i == 0 or line.startswith("1766,")]
    table.write_text("".join(lines), encoding="utf-8")
    city = found_municipality(ags="05515000", name="", by=None)
    folder = shared / "data/buildings_muenster"
    for path in (folder / "waerme_kwh.csv", folder / "strom_kwh.csv", table):
        understood = preview(municipality=city, data=path.read_bytes(), name=path.name)
        store_import(municipality=city, files=[understood], by=None, at=NOW)
    return city

"""A small cast of buildings, meters and a weather station."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

import polars as pl
import pytest

from klimamosaik.observations.models import Datastream, Delivery, Quantity
from klimamosaik.observations.operations import deliveries as operations
from klimamosaik.places.models import Building, MeterPoint, Municipality, WeatherStation

NOW = datetime(2025, 6, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def town(db: None) -> Municipality:
    """A municipality with nothing in it."""
    return Municipality.objects.create(ags="03459024", name="Musterstadt")


@pytest.fixture
def new_meter(town: Municipality) -> Callable[..., Datastream]:
    """Makes a datastream of a new meter."""

    def make(
        name: str = "Grundschule", carrier: str = "electricity", spacing: str = "PT1H"
    ) -> Datastream:
        building, _ = Building.objects.get_or_create(municipality=town, name=name)
        point = MeterPoint.objects.create(
            building=building, carrier=carrier, name=f"Zähler {MeterPoint.objects.count() + 1}"
        )
        return Datastream.objects.create(
            name=point.name,
            meter_point=point,
            quantity=Quantity.ENERGY,
            unit="kWh",
            spacing=spacing,
            expected_every={"PT1H": HOUR, "P1D": 24 * HOUR}.get(spacing),
        )

    return make


@pytest.fixture
def meter(new_meter: Callable[..., Datastream]) -> Datastream:
    """An hourly electricity meter."""
    return new_meter()


@pytest.fixture
def thermometer(db: None) -> Datastream:
    """Hourly air temperature of a station."""
    station = WeatherStation.objects.create(number="1766", name="Münster/Osnabrück")
    return Datastream.objects.create(
        name="Lufttemperatur",
        station=station,
        quantity=Quantity.AIR_TEMPERATURE,
        unit="°C",
        spacing="PT1H",
        expected_every=HOUR,
    )


def rows(
    datastream: Datastream,
    start: datetime,
    values: Sequence[float],
    *,
    step: timedelta = HOUR,
    quality: str = "measured",
) -> pl.DataFrame:
    """Readings one after the other from `start`."""
    starts = [start + step * place for place in range(len(values))]
    return pl.DataFrame(
        {
            "datastream": [datastream.pk] * len(values),
            "start": starts,
            "end": [start + step for start in starts],
            "value": [float(value) for value in values],
            "quality": [quality] * len(values),
        }
    )


def deliver(*frames: pl.DataFrame, name: str = "Lastgang.csv") -> Delivery:
    """Deliver readings in one act."""
    return operations.deliver(
        readings=pl.concat(frames), name=name, municipality=None, by=None, at=NOW
    )

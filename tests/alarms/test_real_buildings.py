"""On real university buildings: the laboratory is told of, offices are not, no meter is stuck."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest

from klimamosaik.alarms.models import Mark, Trouble, TroubleRule
from klimamosaik.alarms.operations.marks import mark_news
from klimamosaik.alarms.operations.reading_round import look_at_meters
from klimamosaik.observations.models import Datastream, Quantity
from klimamosaik.observations.operations import deliveries
from klimamosaik.places.models import Building, BuildingKind, MeterPoint, Municipality

pytestmark = pytest.mark.django_db
NOW = datetime(2020, 1, 2, tzinfo=UTC)
FILES = {
    "b4": "UCam_Building_b4_electricity_2011-2023.csv.gz",
    "b8": "UCam_Building_b8_electricity_2011-2021.csv.gz",
    "b25": "UCam_Building_b25_electricity_2011-2023.csv.gz",
}


def test_only_the_building_that_runs_all_night_is_told(town: Municipality, shared: Path) -> None:
    for name, file in FILES.items():
        path = shared / "data" / "buildings_cambridge_hourly" / file
        building = Building.objects.create(
            municipality=town, name=name, kind=BuildingKind.OFFICE.value
        )
        point = MeterPoint.objects.create(building=building, carrier="electricity", name=name)
        stream = Datastream.objects.create(
            name=name, meter_point=point, quantity=Quantity.ENERGY, unit="kWh", spacing="PT1H"
        )
        deliveries.deliver(
            readings=year_of(path, stream.pk), name=file, municipality=town, by=None, at=NOW
        )
    look_at_meters(at=NOW)
    while mark_news(at=NOW):
        pass
    told = Trouble.objects.filter(ended_at=None).values_list("rule", "meter_point__name")
    assert list(told) == [(TroubleRule.NIGHT_LOAD.value, "b25")]
    assert not Mark.objects.exists()


def year_of(path: Path, datastream: int) -> pl.DataFrame:
    """The hours of 2019."""
    table = pl.read_csv(path)
    start = pl.col("datetime").str.to_datetime(time_unit="us").dt.replace_time_zone("UTC")
    return (
        table.select(start.alias("start"), pl.col(table.columns[1]).cast(pl.Float64).alias("value"))
        .filter(pl.col("start").dt.year() == 2019)
        .drop_nulls("value")
        .unique("start")
        .with_columns(
            (pl.col("start") + timedelta(hours=1)).alias("end"),
            pl.lit(datastream).alias("datastream"),
            pl.lit("measured").alias("quality"),
        )
    )

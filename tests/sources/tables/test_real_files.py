"""Files that cities really published."""

from pathlib import Path

import polars as pl
import pytest

from klimamosaik.sources.tables import FileHints, FileKind, Preview, read
from klimamosaik.terms.carrier import Carrier


def preview_of(path: Path, hints: FileHints | None = None) -> Preview:
    return read(path.read_bytes(), name=path.name, hints=hints)


@pytest.mark.parametrize(
    ("name", "carrier"), [("strom", Carrier.ELECTRICITY), ("waerme", Carrier.HEAT)]
)
def test_both_forms_of_the_muenster_files_agree(shared: Path, name: str, carrier: Carrier) -> None:
    folder = shared / "data" / "buildings_muenster"
    table, published = preview_of(folder / f"{name}_kwh.csv"), preview_of(folder / f"{name}.json")
    assert len(table.series) == len(published.series) == 4
    for ours, theirs in zip(table.series, published.series, strict=True):
        assert (ours.carrier, ours.unit, ours.spacing) == (carrier, "kWh", "P1M")
        assert (ours.first, ours.last, ours.count) == (theirs.first, theirs.last, theirs.count)
    assert table.readings["start"].equals(published.readings["start"])
    assert table.readings["end"].equals(published.readings["end"])
    difference = (table.readings["value"] - published.readings["value"]).abs().max()
    assert isinstance(difference, float)
    assert difference < 0.006  # the table is rounded to cents of a kWh


def test_the_unit_jump_of_b25_is_named(shared: Path) -> None:
    folder = shared / "data" / "buildings_cambridge_hourly"
    preview = preview_of(
        folder / "UCam_Building_b25_gas_2011-2022.csv.gz", FileHints(timezone="UTC")
    )
    (series,) = preview.series
    assert (series.carrier, series.spacing) == (Carrier.GAS, "PT1H")
    (jump,) = preview.warnings
    assert jump.code == "unit_jump"
    assert "Januar 2018" in jump.text.de


@pytest.mark.parametrize("building", ["b4", "b8"])
def test_no_unit_jump_is_seen_where_there_is_none(shared: Path, building: str) -> None:
    folder = shared / "data" / "buildings_cambridge_hourly"
    (path,) = folder.glob(f"UCam_Building_{building}_electricity_*.csv.gz")
    preview = preview_of(path, FileHints(timezone="UTC"))
    assert "unit_jump" not in {each.code for each in preview.warnings}


def test_a_list_of_eighty_meters_is_read(shared: Path) -> None:
    preview = preview_of(shared / "data" / "buildings_cambridge_daily" / "daily.csv.gz")
    assert preview.kind is FileKind.READINGS
    assert len(preview.readings) == sum(each.count for each in preview.series)
    assert {each.spacing for each in preview.series} == {"P1D"}


def test_counted_bicycles_are_asked_about(shared: Path) -> None:
    folder = shared / "data" / "formats" / "bike_counter_muenster"
    preview = preview_of(folder / "2019-01.csv.gz")
    assert preview.kind is FileKind.UNKNOWN
    assert "unit_unknown" in {each.code for each in preview.questions}
    assert {each.spacing for each in preview.series} == {"PT15M"}
    statuses = [column for column in preview.columns if column.role == "quality"]
    assert statuses
    assert all(column.header.endswith("-status") and column.of for column in statuses)


def test_statistics_are_no_readings(shared: Path) -> None:
    paths = sorted((shared / "data" / "statistics_germany").glob("*.csv"))
    assert paths
    kinds = {path.name: preview_of(path).kind for path in paths}
    assert {name for name, kind in kinds.items() if kind is FileKind.READINGS} == set()


def test_published_balances_are_no_readings(shared: Path) -> None:
    paths = sorted((shared / "data" / "measures_and_balances").glob("*.csv"))
    assert paths
    kinds = {path.name: preview_of(path).kind for path in paths}
    assert {name for name, kind in kinds.items() if kind is not FileKind.UNKNOWN} == set()


def test_weather_is_recognised_as_weather(shared: Path) -> None:
    path = shared / "data" / "buildings_cambridge_hourly" / "weather_bedford" / "2011.csv.gz"
    preview = preview_of(path)
    assert preview.kind is FileKind.WEATHER
    assert preview.readings.equals(pl.DataFrame(schema=preview.readings.schema))

"""Soil moisture, rain and room air become datastreams of places, and enter no sum of energy."""

from dataclasses import replace
from datetime import UTC, date, datetime

import polars as pl
import pytest

from klimamosaik.observations.intake.files import preview, store_import
from klimamosaik.observations.intake.preview_summary import summary
from klimamosaik.observations.intake.taking_back import undo
from klimamosaik.observations.models import Datastream, Thing
from klimamosaik.observations.queries.readings import city_days, daily
from klimamosaik.observations.weather.station_previews import StationPreview
from klimamosaik.places.models import Building, MeterPoint, Municipality
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.complaint import InputRejected

AT = datetime(2026, 5, 4, 9, tzinfo=UTC)
pytestmark = pytest.mark.django_db
SOIL = "Datum;Bodenfeuchte Stadtpark [%]\n01.07.2025;15,5\n02.07.2025;16,5\n03.07.2025;17,0\n"


@pytest.fixture
def town() -> Municipality:
    return Municipality.objects.create(ags="03403000", name="Oldenburg")


def brought(town: Municipality, text: str, name: str = "boden.csv") -> int:
    file = preview(municipality=town, data=text.encode(), name=name)
    taken = store_import(municipality=town, files=[file], by=None, at=AT)
    return taken.files[0].readings.new


def days_of(stream: Datastream) -> list[float]:
    days = daily(datastreams=[stream.pk], first=date(2025, 7, 1), last=date(2025, 7, 4))
    return days["value"].to_list()


def test_soil_moisture_is_stored_at_its_place_and_read_again_by_days(town: Municipality) -> None:
    assert brought(town, SOIL) == 3
    stream = Datastream.objects.get()
    assert (stream.name, stream.unit, stream.meter_point) == ("Stadtpark: Bodenfeuchte", "%", None)
    assert stream.thing is not None
    assert stream.thing.municipality == town
    assert stream.observed_property is not None
    assert stream.observed_property.name == "Bodenfeuchte"
    assert days_of(stream) == [15.5, 16.5, 17.0]


def test_the_same_place_goes_on_with_its_series(town: Municipality) -> None:
    brought(town, SOIL)
    brought(town, SOIL.replace(".07.2025", ".08.2025"), "boden_august.csv")
    assert Datastream.objects.count() == Thing.objects.count() == 1


def test_a_place_called_as_a_building_is_that_building(town: Municipality) -> None:
    school = Building.objects.create(municipality=town, name="Grundschule")
    text = "Zeit;CO2 Grundschule [ppm]\n" + "".join(
        f"01.07.2025 {hour:02d}:00;{500 + hour}\n" for hour in range(24)
    )
    brought(town, text)
    stream = Datastream.objects.get()
    assert stream.thing is not None
    assert stream.thing.building == school


def test_rain_of_a_day_is_a_sum_and_moisture_a_mean(town: Municipality) -> None:
    rows = "".join(f"01.07.2025 {hour:02d}:00;0,5;20\n" for hour in range(24))
    brought(town, "Zeit;Niederschlag Markt [mm];Bodenfeuchte Markt [%]\n" + rows)
    found = {each.unit: days_of(each) for each in Datastream.objects.all()}
    assert found == {"mm": [12.0], "%": [20.0]}


def test_no_reading_of_a_place_enters_a_sum_of_energy(town: Municipality) -> None:
    rows = "".join(f"{day:02d}.07.2025;100;{day}\n" for day in range(1, 4))
    brought(town, "Datum;Strom Rathaus [kWh];Niederschlag Rathaus [mm]\n" + rows)
    used = city_days(
        municipality=town,
        quantity="final energy use",
        carrier=Carrier.ELECTRICITY,
        first=date(2025, 7, 1),
        last=date(2025, 7, 4),
    )
    assert used.select(pl.col("value").sum()).item() == 300.0
    assert MeterPoint.objects.count() == 1


def test_taken_back_it_is_gone(town: Municipality) -> None:
    file = preview(municipality=town, data=SOIL.encode(), name="boden.csv")
    taken = store_import(municipality=town, files=[file], by=None, at=AT)
    undo(delivery=taken.files[0].delivery, by=None, at=AT)
    assert days_of(Datastream.objects.get()) == []


def test_the_preview_says_what_and_where_and_stores_nothing(town: Municipality) -> None:
    file = preview(municipality=town, data=SOIL.encode(), name="boden.csv")
    (seen,) = file.sensed
    assert (seen.series.place, seen.span.de, seen.count.de) == (
        "Stadtpark",
        "01.07.2025 – 03.07.2025",
        "3 Tageswerte",
    )
    assert len(seen.shape) == 3
    assert "1 Messreihe ohne Verbrauch" in summary([file]).de
    assert not Datastream.objects.exists()


def test_a_station_in_two_files_counts_once(town: Municipality) -> None:
    file = preview(municipality=town, data=SOIL.encode(), name="boden.csv")
    one, two = (StationPreview(number, number, None, None, 1) for number in ("1", "2"))
    files = [replace(file, stations=(one,)), replace(file, stations=(one, two))]
    assert "2 Wetterstationen" in summary(files).de


def test_an_open_unit_keeps_it_from_being_stored(town: Municipality) -> None:
    text = SOIL.replace("Bodenfeuchte Stadtpark [%]", "Pegel Mühlbach")
    with pytest.raises(InputRejected):
        brought(town, text)
    assert not Datastream.objects.exists()

"""What is to be done about place and weather, first things first."""

from datetime import UTC, datetime

import pytest
from typer.testing import CliRunner

from klimamosaik.agenda.meters import of_meters
from klimamosaik.observations.intake.corrections import Corrections
from klimamosaik.observations.intake.files import preview, store_import
from klimamosaik.observations.models import Datastream, Quantity
from klimamosaik.observations.operations.deliveries import deliver
from klimamosaik.observations.queries.states import states
from klimamosaik.places.models import Building, MeterPoint, Municipality, WeatherStation
from klimamosaik.reports.energy.report_sentences import weather_note
from klimamosaik.reports.kernel.sentences import headline
from klimamosaik.reports.queries.energy import energy_report
from klimamosaik.sources.tables import FileHints
from klimamosaik.terms.carrier import Carrier
from klimamosaik.web.cli import commands
from tests.reports.conftest import NOW, monthly, months, stream_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Municipality:
    """A school heated with gas."""
    town = Municipality.objects.create(
        ags="03404000", name="Osnabrück", latitude=52.28, longitude=8.05, altitude=80
    )
    school = Building.objects.create(municipality=town, name="Schule", usable_area=1000)
    point = MeterPoint.objects.create(building=school, carrier=Carrier.GAS, name="Gas")
    values = {start: 1000.0 - 40 * (start.year - 2022) for start, _ in months(2022, 2025)}
    readings = monthly(stream_of(point, "P1M"), values)
    deliver(readings=readings, name="Gas.csv", municipality=town, by=None, at=NOW)
    return town


def station(longitude: float | None, last: int = 2025) -> WeatherStation:
    """Ten years of months of a station."""
    place = WeatherStation.objects.create(
        number="1",
        name="Belm",
        latitude=None if longitude is None else 52.28,
        longitude=longitude,
        altitude=100,
    )
    for observed in (Quantity.DEGREE_DAYS_G20_15, Quantity.AIR_TEMPERATURE):
        stream = Datastream.objects.create(
            name=str(observed.label),
            station=place,
            quantity=observed,
            unit="",
            spacing="P1M",
        )
        values = {start: 250.0 + start.year % 3 for start, _ in months(2016, last)}
        town = Municipality.objects.get()
        deliver(readings=monthly(stream, values), name="W", municipality=town, by=None, at=NOW)
    return place


def due(town: Municipality) -> list[str]:
    town.refresh_from_db()
    found = states(municipality=town, now=NOW)
    return [line.headline.de for line in of_meters(municipality=town, states=found, now=NOW)]


def test_the_place_comes_first_of_all(town: Municipality) -> None:
    Municipality.objects.update(latitude=None)
    assert due(town)[0] == "Ort bestätigen"


def test_missing_weather_is_to_be_fetched_and_then_no_more(town: Municipality) -> None:
    assert "Wetter fehlt" in due(town)
    station(8.1)
    assert not [step for step in due(town) if "Wetter" in step]


def test_weather_that_ends_before_the_meters_do_is_missing_since_then(town: Municipality) -> None:
    station(8.1, last=2024)
    assert "Wetter fehlt seit 01.01.2025" in due(town)


@pytest.mark.parametrize("longitude", [None, 13.6])
def test_a_far_or_unplaced_station_is_to_be_confirmed(
    town: Municipality, longitude: float | None
) -> None:
    station(longitude)
    assert "Wetterstation bestätigen" in due(town)
    done = CliRunner().invoke(commands(), ["weather", "--municipality", town.ags, "--use", "Belm"])
    assert done.exit_code == 0, done.output
    assert "Belm steht jetzt für Osnabrück." in done.output
    assert "Wetterstation bestätigen" not in due(town)


def test_a_station_without_values_cannot_be_chosen(town: Municipality) -> None:
    done = CliRunner().invoke(commands(), ["weather", "--municipality", town.ags, "--use", "77"])
    assert done.exit_code != 0
    town.refresh_from_db()
    assert town.station is None


def test_the_report_names_station_and_distance_or_says_that_nothing_is_corrected(
    town: Municipality,
) -> None:
    def said() -> tuple[str, str]:
        town.refresh_from_db()
        report = energy_report(municipality=town, years=(2023, 2024, 2025), written_on=NOW.date())
        return headline(report).de, weather_note(report).de

    raw, note = said()
    assert raw.endswith("weniger Wärme als 2023 (nicht witterungsbereinigt).")
    assert note == "Wärme: nicht witterungsbereinigt."
    far = station(13.6)
    raw, note = said()
    assert "(nicht witterungsbereinigt)" in raw
    assert "Die nächste Wetterstation mit Werten ist Belm (377 km entfernt)." in note
    WeatherStation.objects.filter(pk=far.pk).update(longitude=8.2)
    told, note = said()
    assert "witterungsbereinigt" in told
    assert "nicht witterungsbereinigt" not in told
    assert note == (
        "Wärme: witterungsbereinigt mit Gradtagzahl G20/15, Wetter von Belm (10 km entfernt)."
    )


def test_a_far_station_taken_at_the_door_stands_for_the_town(town: Municipality) -> None:
    WeatherStation.objects.create(number="1001", name="Doberlug", latitude=51.6, longitude=13.6)
    rows = "".join(f"1001,2024,{month},5.0,30,1.0,400\n" for month in range(1, 13))
    data = f"station_id,year,month,temperature_mean,heating_days_15,completeness,g20_15\n{rows}"
    asked = preview(municipality=town, data=data.encode(), name="monate.csv")
    assert asked.weather is not None
    assert [each.code for each in asked.weather.questions] == ["far_station"]
    taken = preview(
        municipality=town,
        data=data.encode(),
        name="monate.csv",
        corrections=Corrections(hints=FileHints(accepted=("far_station",))),
    )
    at = datetime(2026, 1, 1, tzinfo=UTC)
    store_import(municipality=town, files=[taken], by=None, at=at)
    town.refresh_from_db()
    assert town.station is not None
    assert town.station.number == "1001"


def test_a_mountain_that_is_left_out_is_not_asked_about(town: Municipality) -> None:
    rows = "".join(
        f"{number},2024,{month},{mean},31,1.0,400\n"
        for number, mean in ((342, 9.0), (5792, -6.0))  # Belm; Zugspitze
        for month in range(1, 13)
    )
    data = f"station_id,year,month,temperature_mean,heating_days_15,completeness,g20_15\n{rows}"
    seen = preview(municipality=town, data=data.encode(), name="monate.csv").weather
    assert seen is not None
    assert seen.questions == ()
    assert [each.name for each in seen.stations] == ["Belm"]

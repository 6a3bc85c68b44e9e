"""Temperatures through the door for files: of services, and of tables that hold use as well."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import polars as pl
import pytest
from django.template.loader import render_to_string

from klimamosaik.observations.intake import parsing as understanding
from klimamosaik.observations.intake.corrections import Corrections
from klimamosaik.observations.intake.files import StoredImport, preview, store_import
from klimamosaik.observations.intake.parsing import FilePreview
from klimamosaik.observations.intake.taking_back import undo
from klimamosaik.observations.models import Datastream, Quantity
from klimamosaik.observations.queries import readings as queries
from klimamosaik.places.models import Municipality, WeatherStation
from klimamosaik.sources import tables
from klimamosaik.sources.tables import ColumnRole, FileColumn, FileHints, Preview
from klimamosaik.sources.tables.basics.preview import TEMPERATURES_SCHEMA
from klimamosaik.terms.complaint import InputRejected
from klimamosaik.terms.text import Text
from tests.observations.conftest import HOUR, NOW

START = datetime(2024, 6, 30, 22, tzinfo=UTC)
HOURS = "Zeit;Strom Rathaus (kWh)\n" + "".join(
    f"01.07.2024 {hour:02}:00;{10 + hour % 3},5\n" for hour in range(24)
)
OPEN_METEO = (
    "latitude,longitude,elevation,utc_offset_seconds,timezone,timezone_abbreviation\n"
    "{latitude},8.05,64.0,0,GMT,GMT\n\ntime,temperature_2m (°C)\n"
    "2024-07-01T00:00,18\n2024-07-01T01:00,20\n"
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(town: Municipality) -> Municipality:
    """A town with coordinates."""
    town.latitude, town.longitude = 52.28, 8.05
    town.save()
    return town


def temperatures(**places: float) -> pl.DataFrame:
    """Two days of hours, each place at its own temperature."""
    rows = [
        (name.replace("_", " ").strip(), START + hour * HOUR, START + (hour + 1) * HOUR, value)
        for name, value in sorted(places.items())
        for hour in range(48)
    ]
    return pl.DataFrame(rows, schema=TEMPERATURES_SCHEMA, orient="row")


def looked(
    town: Municipality,
    text: str,
    *,
    name: str = "klima.csv",
    hints: str | None = None,
) -> FilePreview:
    corrections = Corrections(hints=FileHints.from_json(hints)) if hints else None
    return preview(municipality=town, data=text.encode(), name=name, corrections=corrections)


def with_air(
    monkeypatch: pytest.MonkeyPatch,
    found: pl.DataFrame,
    *,
    headers: tuple[str, ...] = ("temp",),
    unit: str | None = None,
) -> None:
    """The reader of tables finds these temperatures in whatever it reads."""
    read = tables.read
    warm = tuple(
        FileColumn(9 + at, header, ColumnRole.TEMPERATURE, Text("", ""), unit=unit)
        for at, header in enumerate(headers)
    )

    def reading(data: bytes, **told: object) -> Preview:
        table = read(data, **told)  # type: ignore[arg-type]
        return replace(table, temperatures=found, columns=(*table.columns, *warm))

    monkeypatch.setattr(understanding, "read", reading)


def store(town: Municipality, file: FilePreview) -> StoredImport:
    return store_import(municipality=town, files=[file], by=None, at=NOW).files[0]


def air(number: str) -> pl.DataFrame:
    streams = Datastream.objects.filter(station__number=number)
    return queries.readings(datastreams=[stream.pk for stream in streams])


def test_a_table_with_use_and_temperature_gives_both_and_undoing_takes_both_back(
    town: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_air(monkeypatch, temperatures(_=19.5))
    file = looked(town, HOURS, name="schule.csv")
    assert [series.total for series in file.preview.series] == [276.0]
    assert [(s.number, s.count, s.spacing, s.mean) for s in file.stations] == [
        ("schule", 48, "PT1H", 19.5)
    ]
    taken = store(town, file)
    assert (taken.readings.new, len(air("03459024 schule"))) == (24 + 48, 48)
    station = WeatherStation.objects.get()
    assert (station.name, station.latitude) == ("schule", None)
    undo(delivery=taken.delivery, by=None, at=NOW)
    assert air("03459024 schule").is_empty()
    assert not Datastream.objects.filter(quantity=Quantity.ENERGY).exists()
    meter = Datastream.everything.get(quantity=Quantity.ENERGY)  # went with the import
    assert queries.readings(datastreams=[meter.pk]).is_empty()


def test_two_temperatures_do_not_hide_the_use_beside_them(town: Municipality) -> None:
    text = "Zeit;Temperatur Nord (°C);Temperatur Süd (°C);Strom (kWh)\n" + "".join(
        f"01.07.2024 {hour:02}:00;{18 + hour % 3},0;{19 + hour % 4},0;{5 + hour % 2},5\n"
        for hour in range(24)
    )
    file = looked(town, text, name="schule.csv")
    assert [series.total for series in file.preview.series] == [144.0]
    assert [(s.number, s.count) for s in file.stations] == [
        ("Temperatur Nord", 24),
        ("Temperatur Süd", 24),
    ]


def test_hours_of_places_in_rows_stay_hours_of_each_place(town: Municipality) -> None:
    rows = "".join(
        f"{name};0{day}.07.2024;{hour};{value}\n"
        for name, value in (("Markt", 20), ("Hafen", 21))
        for day in (1, 2)
        for hour in range(24)
    )
    file = looked(town, "Ort;Datum;Stunde;Temperatur\n" + rows)
    assert [(s.number, s.count, s.spacing, s.mean) for s in file.stations] == [
        ("Hafen", 48, "PT1H", 21.0),
        ("Markt", 48, "PT1H", 20.0),
    ]


def test_several_places_of_a_table_stay_several_and_lie_nowhere(
    place: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_air(monkeypatch, temperatures(Hafen=21, Markt=20))
    file = looked(place, HOURS)
    assert [(s.number, s.count, s.mean, s.distance) for s in file.stations] == [
        ("Hafen", 48, 21.0, None),
        ("Markt", 48, 20.0, None),
    ]
    assert "Wo Hafen, Markt steht" in file.preview.warnings[-1].text.de
    store(place, file)
    assert set(WeatherStation.objects.values_list("name", "latitude")) == {
        ("Hafen", None),
        ("Markt", None),
    }


@pytest.mark.parametrize("heads", ["Breite;Länge", "Geogr. Breite;Geogr. Länge", "lat;lon"])
def test_a_table_that_names_latitude_and_longitude_says_where_it_stands(
    place: Municipality, heads: str
) -> None:
    rows = "".join(f"{day:02d}.07.2024;Dach;52,3;8,1;{15 + day % 3},5\n" for day in range(1, 29))
    file = looked(place, f"Datum;Station;{heads};Temperatur (°C)\n{rows}")
    (seen,) = file.stations
    assert seen.number == "Dach"
    assert seen.distance is not None
    assert seen.distance < 20
    assert not file.preview.warnings
    store(place, file)
    assert set(WeatherStation.objects.values_list("name", "latitude", "longitude")) == {
        ("Dach", 52.3, 8.1)
    }


def test_a_station_that_moves_stands_nowhere(place: Municipality) -> None:
    rows = "".join(f"{day:02d}.07.2024;Bus;52,{day};8,1;{15 + day % 3},5\n" for day in range(1, 29))
    file = looked(place, f"Datum;Station;Breite;Länge;Temperatur (°C)\n{rows}")
    assert [each.distance for each in file.stations] == [None]
    assert [each.code for each in file.preview.warnings] == ["station_place_unknown"]


def test_places_of_two_towns_with_one_name_are_two(
    town: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Municipality.objects.create(ags="03404000", name="Andernorts")
    with_air(monkeypatch, temperatures(Markt=20))
    store(town, looked(town, HOURS))
    with_air(monkeypatch, temperatures(Markt=25))
    store(other, looked(other, HOURS))
    assert air("03459024 Markt")["value"].mean() == 20
    assert air("03404000 Markt")["value"].mean() == 25


def test_long_names_that_begin_alike_are_two_places(
    town: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_air(
        monkeypatch, temperatures(Wetterstation_Innenstadt_Nord=20, Wetterstation_Innenstadt_Ost=21)
    )
    store(town, looked(town, HOURS))
    assert WeatherStation.objects.count() == 2


def test_a_place_called_by_the_number_of_a_known_station_is_that_station(
    place: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    WeatherStation.objects.create(number="1766", name="FMO", latitude=52.13, longitude=7.7)
    with_air(monkeypatch, temperatures(**{"01766": 20, "2": 21}))
    file = looked(place, HOURS)
    assert {s.number: s.distance is not None for s in file.stations} == {"1766": True, "2": False}
    store(place, file)
    assert len(air("1766")) == 48


def test_degrees_nobody_named_are_asked_of_the_column_and_nothing_is_stored(
    town: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_air(monkeypatch, temperatures(_=77.0))
    file = looked(town, HOURS)
    (question,) = [each for each in file.preview.questions if each.code == "temperature_unit"]
    assert '{"columns": [{"header": "temp", "unit": "°F"}]}' in [
        answer.hints for answer in question.answers
    ]
    with pytest.raises(InputRejected):
        store(town, file)
    assert not WeatherStation.objects.exists()
    told = looked(town, HOURS, hints='{"accepted": ["temperature_unit"]}')
    assert "temperature_unit" not in [each.code for each in told.questions]


def test_a_flow_temperature_is_asked_and_can_be_left_out(
    town: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = temperatures(Vorlauf=65, Außen=20)
    with_air(monkeypatch, found, headers=("Vorlauf (°C)", "Außen (°C)"), unit="°C")
    (question,) = looked(town, HOURS).preview.questions
    assert question.text.de.startswith("Vorlauf: Im Monat 07/2024 ist die Temperatur im Mittel 65")
    assert [answer.hints for answer in question.answers] == [
        '{"columns": [{"header": "Vorlauf (°C)", "role": "ignored"}]}',
        '{"accepted": ["temperature_unit"]}',
    ]


def test_corrections_reach_files_of_weather_services(town: Municipality) -> None:
    text = "STATIONS_ID;MESS_DATUM;QN_9;TT_TU;RF_TU;eor\n1766;2024070112;3;20.0;80;eor\n"
    name = "produkt_tu_stunde.txt"
    assert looked(town, text, name=name).stations[0].begin == datetime(2024, 7, 1, 12, tzinfo=UTC)
    told = looked(town, text, name=name, hints='{"timezone": "Europe/Berlin"}')
    assert told.stations[0].begin == datetime(2024, 7, 1, 10, tzinfo=UTC)


def test_a_file_says_where_its_place_is_and_how_far(place: Municipality) -> None:
    file = looked(place, OPEN_METEO.format(latitude=52.37))
    (seen,) = file.stations
    assert (seen.name, seen.spacing, seen.mean) == ("Open-Meteo 52.37 8.05", "PT1H", 19.0)
    assert seen.distance == pytest.approx(10.0, abs=0.1)
    assert file.preview.warnings == ()
    store(place, file)
    station = WeatherStation.objects.get(number="open-meteo 52.37 8.05")
    assert (station.latitude, station.longitude) == (52.37, 8.05)


def test_the_page_shows_spacing_mean_and_distance_of_each_place(place: Municipality) -> None:
    stations = looked(place, OPEN_METEO.format(latitude=52.37)).stations
    shown = render_to_string("observations/stations.html", {"stations": stations})
    for words in ("Open-Meteo 52.37 8.05", "2 Stundenwerte", "19,0 °C", "10 km"):
        assert words in shown
    lost = replace(stations[0], distance=None)
    assert "unbekannt" in render_to_string("observations/stations.html", {"stations": (lost,)})


def test_weather_of_a_far_place_is_asked(place: Municipality) -> None:
    text = OPEN_METEO.format(latitude=48.14)
    file = looked(place, text)
    assert [each.code for each in file.questions] == ["far_station"]
    assert "460 km" in file.questions[0].text.de
    with pytest.raises(InputRejected):
        store(place, file)
    told = looked(place, text, hints='{"accepted": ["far_station"]}')
    assert store(place, told).readings.new == 2


def test_a_typical_year_is_refused_at_the_door(town: Municipality) -> None:
    with pytest.raises(InputRejected) as refusal:
        looked(town, "Art des TRY : mittleres Jahr\nMM DD HH t\n***\n1 1 1 -1\n", name="TRY.dat")
    assert refusal.value.complaints[0].code == "reference_year"


def test_ten_minutes_and_three_hours_have_datastreams_of_their_own(town: Municipality) -> None:
    rows = "".join(f"2024-01-01 {hour:02}:00:00,5,3,80\n" for hour in range(0, 24, 3))
    file = looked(town, "time,temp,dwpt,rhum\n" + rows, name="10315.csv")
    assert file.stations[0].spacing == "PT3H"
    store(town, file)
    stream = Datastream.objects.get()
    assert stream.spacing == "PT3H"
    days = queries.daily(
        datastreams=[stream.pk], first=NOW.date() - timedelta(days=600), last=NOW.date()
    )
    assert days["value"].to_list()[0] == pytest.approx(5.0)


def degrees(first: float, *, day: int = 1) -> str:
    return "Zeit;Temperatur (°C)\n" + "".join(
        f"{day:02}.07.2024 {hour:02}:00;{first + hour % 3:.1f}\n".replace(".0\n", ",0\n")
        for hour in range(24)
    )


def open_codes(file: FilePreview) -> list[str]:
    return [question.code for question in file.questions]


def test_another_file_of_the_same_name_is_asked_for_its_place(town: Municipality) -> None:
    store(town, looked(town, degrees(14.0), name="export.csv"))
    other = looked(town, degrees(23.0), name="export.csv")
    assert open_codes(other) == ["weather_place"]
    with pytest.raises(InputRejected):
        store(town, other)
    named = looked(town, degrees(23.0), name="export.csv", hints='{"series": "Schuldach"}')
    assert not named.questions
    store(town, named)
    assert len(air("03459024 export")) == len(air("03459024 Schuldach")) == 24
    assert air("03459024 export")["value"].max() == 16.0


def test_a_later_file_of_the_same_name_may_be_of_another_place_too(town: Municipality) -> None:
    store(town, looked(town, degrees(14.0), name="export.csv"))
    later = looked(town, degrees(14.0, day=2), name="export.csv")
    assert open_codes(later) == ["weather_place"]
    same = looked(
        town, degrees(14.0, day=2), name="export.csv", hints='{"accepted": ["weather_place"]}'
    )
    store(town, same)
    assert len(air("03459024 export")) == 48


def test_the_same_place_goes_on_without_a_question(town: Municipality) -> None:
    store(town, looked(town, degrees(14.0), name="export.csv"))
    longer = degrees(14.0) + degrees(14.0, day=2).split("\n", 1)[1]
    assert not looked(town, longer, name="export.csv").questions
    assert not looked(town, degrees(14.0), name="export.csv").questions


def test_temperatures_beside_use_may_be_left_out_instead(town: Municipality) -> None:
    def both(first: float) -> str:
        return "Zeit;Strom Rathaus (kWh);Temperatur (°C)\n" + "".join(
            f"01.07.2024 {hour:02}:00;{10 + hour % 3},5;{first + hour % 3:.0f},5\n"
            for hour in range(24)
        )

    store(town, looked(town, both(14.0), name="schule.csv"))
    other = looked(town, both(23.0), name="schule.csv")
    (question,) = (each for each in other.questions if each.code == "weather_place")
    assert question.field is None
    hints = question.answers[1].hints
    assert not looked(town, both(23.0), name="schule.csv", hints=hints).stations


def test_two_files_of_one_name_are_not_stored_over_each_other_in_one_act(
    town: Municipality,
) -> None:
    files = [looked(town, degrees(first), name="export.csv") for first in (14.0, 23.0)]
    with pytest.raises(InputRejected) as refusal:
        store_import(municipality=town, files=files, by=None, at=NOW)
    assert [each.code for each in refusal.value.complaints] == ["one_place_twice"]
    assert not WeatherStation.objects.exists()

"""The one door for files: what a file becomes, and that nothing is half-stored."""

import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.contrib.auth.models import User

from klimamosaik.observations.intake.corrections import Corrections, SeriesHint
from klimamosaik.observations.intake.files import preview, store_import
from klimamosaik.observations.intake.matching import RegisterLookup, named_within
from klimamosaik.observations.intake.parsing import FilePreview
from klimamosaik.observations.intake.spelling import without_carrier
from klimamosaik.observations.intake.taking_back import bring_again, undo
from klimamosaik.observations.models import (
    Bill,
    Datastream,
    Delivery,
    Quantity,
    RememberedCorrections,
)
from klimamosaik.observations.queries.readings import readings
from klimamosaik.places.models import (
    Building,
    BuildingKind,
    MeterPoint,
    Municipality,
    WeatherStation,
)
from klimamosaik.records.undoing import noting
from klimamosaik.records.undoing import undo as undo_act
from klimamosaik.sources.tables import FileHints
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.complaint import InputRejected
from klimamosaik.terms.direction import Direction

AT = datetime(2026, 5, 4, 9, tzinfo=UTC)
HEAT = "Monat;Rathaus;Grundschule Süd\n01/2023;1.000,5;2.000\n02/2023;900;1.800\n".encode("cp1252")
CORRECTED = HEAT.replace(b"1.800", b"1.700")
BUILDINGS = "Gebäude;Adresse;Nutzfläche m²;Baujahr\nRathaus;Markt 1;1.200;1950\n".encode()
BILLS = (
    "Gebäude;Energieträger;von;bis;Verbrauch kWh;Kosten €\n"
    "Rathaus;Wärme;01.01.2023;31.12.2023;12000;1500,50\n"
).encode()
COSTS = BILLS.replace(b"Verbrauch kWh;", b"").replace(b"12000;", b"")  # what was paid, no use
pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Municipality:
    return Municipality.objects.create(ags="03403000", name="Oldenburg")


def looked(
    town: Municipality,
    data: bytes = HEAT,
    name: str = "waerme_kwh.csv",
    corrections: Corrections | None = None,
) -> FilePreview:
    return preview(municipality=town, data=data, name=name, corrections=corrections)


def stored(town: Municipality, *files: FilePreview) -> list[tuple[int, int, int]]:
    taken = store_import(municipality=town, files=files, by=None, at=AT)
    return [(f.readings.new, f.readings.changed, f.readings.same) for f in taken.files]


def test_looking_stores_nothing(town: Municipality) -> None:
    found = looked(town)
    assert [match.building for match in found.matches] == ["Rathaus", "Grundschule Süd"]
    assert not Building.objects.exists()
    assert not Delivery.objects.exists()


def test_a_file_makes_its_buildings_meters_and_readings(town: Municipality) -> None:
    assert stored(town, looked(town)) == [(4, 0, 0)]
    school = Building.objects.get(name="Grundschule Süd")
    assert school.kind == BuildingKind.SCHOOL
    stream = Datastream.objects.get(meter_point__building=school)
    assert (stream.unit, stream.spacing) == ("kWh", "P1M")
    assert stream.quantity == Quantity.ENERGY
    frame = readings(datastreams=[stream.pk])
    assert frame["value"].to_list() == [2000.0, 1800.0]
    assert frame["start"][0] == datetime(2022, 12, 31, 23, tzinfo=UTC)


def test_the_same_file_twice_changes_nothing_and_says_so(town: Municipality) -> None:
    stored(town, looked(town))
    again = looked(town)
    assert again.stored_at == AT
    assert stored(town, again) == [(0, 0, 4)]
    assert MeterPoint.objects.count() == 2


def test_a_corrected_file_corrects(town: Municipality) -> None:
    stored(town, looked(town))
    fixed = looked(town, CORRECTED)
    assert fixed.stored_at is None
    assert stored(town, fixed) == [(0, 1, 3)]


def test_names_written_differently_find_the_same_building(town: Municipality) -> None:
    stored(town, looked(town))
    other = HEAT.replace(b"Grundschule S\xfcd", b"GRUNDSCHULE-S\xdcD ")
    assert stored(town, looked(town, other)) == [(0, 0, 4)]
    assert Building.objects.count() == 2


def test_two_files_of_one_act_share_a_new_building(town: Municipality) -> None:
    power = looked(town, name="strom_kwh.csv")
    stored(town, looked(town), power)
    assert Building.objects.count() == 2
    assert MeterPoint.objects.filter(building__name="Rathaus").count() == 2


def test_a_meter_number_finds_its_meter_under_another_name(town: Municipality) -> None:
    building = Building.objects.create(municipality=town, name="Altes Rathaus")
    point = MeterPoint.objects.create(
        building=building, carrier=Carrier.ELECTRICITY, name="Haupt", number="1ESY-4711"
    )
    data = "Zählernummer;Monat;Verbrauch kWh\n1ESY 4711;01/2023;5\n1ESY 4711;02/2023;6\n"
    found = looked(town, data.encode(), "strom.csv")
    assert [match.meter_point_id for match in found.matches] == [point.pk]


def test_an_open_question_stores_nothing(town: Municipality) -> None:
    unclear = looked(town, name="export.csv")
    assert unclear.questions
    with pytest.raises(InputRejected) as refusal:
        stored(town, looked(town), unclear)
    assert any("Energieträger" in each.text.de for each in refusal.value.complaints)
    assert not Delivery.objects.exists()
    assert not Building.objects.exists()


def test_a_correction_answers_and_is_remembered(town: Municipality) -> None:
    told = Corrections(hints=FileHints(carrier=Carrier.GAS, unit="kWh"))
    stored(town, looked(town, name="export.csv", corrections=told))
    assert RememberedCorrections.objects.count() == 1
    next_one = looked(town, CORRECTED, name="export-neu.csv")
    assert next_one.remembered
    assert {match.carrier for match in next_one.matches} == {Carrier.GAS}
    assert stored(town, next_one) == [(0, 1, 3)]


def test_a_series_goes_where_a_person_says(town: Municipality) -> None:
    told = Corrections(series=(SeriesHint("Rathaus", building="Neues Rathaus"),))
    stored(town, looked(town, corrections=told))
    assert sorted(Building.objects.values_list("name", flat=True)) == [
        "Grundschule Süd",
        "Neues Rathaus",
    ]


def test_an_undone_delivery_no_longer_counts(town: Municipality) -> None:
    stored(town, looked(town))
    stored(town, looked(town, CORRECTED))
    undo(delivery=Delivery.objects.get(seq=2), by=None, at=AT)
    stream = Datastream.objects.get(meter_point__building__name="Grundschule Süd")
    assert readings(datastreams=[stream.pk])["value"].to_list() == [2000.0, 1800.0]
    assert looked(town, CORRECTED).stored_at is None


def test_a_withdrawal_that_is_undone_lets_the_delivery_count_again(town: Municipality) -> None:
    stored(town, looked(town))
    stored(town, looked(town, CORRECTED))
    withdrawal = undo(delivery=Delivery.objects.get(seq=2), by=None, at=AT)
    bring_again([withdrawal.seq], None, AT)
    stream = Datastream.objects.get(meter_point__building__name="Grundschule Süd")
    assert readings(datastreams=[stream.pk])["value"].to_list() == [2000.0, 1700.0]
    again = Delivery.objects.latest("seq")
    assert (again.name, again.withdraws) == ("waerme_kwh.csv", None)
    assert looked(town, CORRECTED).stored_at is not None  # the file is known once more
    with pytest.raises(InputRejected, match="once more meanwhile"):
        bring_again([withdrawal.seq], None, AT)
    undo(delivery=again, by=None, at=AT)
    assert readings(datastreams=[stream.pk])["value"].to_list() == [2000.0, 1800.0]


@pytest.mark.parametrize("order", [(1, 2), (2, 1)])
def test_two_imports_taken_back_leave_no_reading_in_whichever_order(
    town: Municipality, order: tuple[int, int]
) -> None:
    stored(town, looked(town))
    stored(town, looked(town, CORRECTED))
    stream = Datastream.objects.get(meter_point__building__name="Grundschule Süd")
    undone = [undo(delivery=Delivery.objects.get(seq=seq), by=None, at=AT) for seq in order]
    assert readings(datastreams=[stream.pk]).is_empty()
    bring_again([undone[0].seq], None, AT)
    now = {1: [2000.0, 1800.0], 2: [1700.0]}  # the second brought but what it corrected
    assert readings(datastreams=[stream.pk])["value"].to_list() == now[order[0]]
    undo(delivery=Delivery.objects.latest("seq"), by=None, at=AT)
    assert readings(datastreams=[stream.pk]).is_empty()


def test_a_withdrawal_is_undone_by_a_server_that_was_started_since(
    town: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored(town, looked(town))
    by = User.objects.create(username="amt")
    with noting() as act:
        undo(delivery=Delivery.objects.get(seq=1), by=by, at=AT)
    assert not readings(datastreams=list(Datastream.objects.values_list("pk", flat=True))).height
    monkeypatch.delitem(sys.modules, undo.__module__)  # nobody asked for its page yet
    undo_act(act=act, by=by, at=AT)
    stream = Datastream.objects.get(meter_point__building__name="Grundschule Süd")
    assert readings(datastreams=[stream.pk])["value"].to_list() == [2000.0, 1800.0]


def test_a_list_of_buildings_fills_in_what_it_knows(town: Municipality) -> None:
    stored(town, looked(town))
    store_import(municipality=town, files=[looked(town, BUILDINGS, "gebaeude.csv")], by=None, at=AT)
    hall = Building.objects.get(name="Rathaus")
    assert (hall.usable_area, hall.address) == (1200.0, "Markt 1")
    assert hall.kind == BuildingKind.OFFICE
    again = store_import(
        municipality=town, files=[looked(town, BUILDINGS, "gebaeude.csv")], by=None, at=AT
    )
    assert again.nothing_new
    assert hall.history.count() == 2


def test_a_bill_finds_its_meter_and_is_corrected(town: Municipality) -> None:
    stored(town, looked(town))
    store_import(municipality=town, files=[looked(town, BILLS, "rechnungen.csv")], by=None, at=AT)
    dearer = BILLS.replace(b"1500,50", b"1600,00")
    taken = store_import(
        municipality=town, files=[looked(town, dearer, "rechnungen.csv")], by=None, at=AT
    )
    bill = Bill.objects.get()
    assert str(bill.amount) == "1600.00"
    assert bill.meter_point.building.name == "Rathaus"
    assert taken.files[0].bills.changed == 1
    assert MeterPoint.objects.filter(building__name="Rathaus").count() == 1


def test_a_file_without_anything_to_store_says_so(town: Municipality) -> None:
    told = Corrections(hints=FileHints.from_json('{"columns": []}'))
    nothing = looked(town, b"Monat;Rathaus\n01/2023;\n02/2023;-\n", "waerme.csv", told)
    with pytest.raises(InputRejected, match="nothing"):
        stored(town, nothing)


def test_daily_weather_becomes_a_station(town: Municipality) -> None:
    rows = "".join(f"{day:02}.01.2024;{day},5\n" for day in range(1, 20))
    data = ("Datum;Temperatur °C\n" + rows).encode()
    stored(town, looked(town, data, "Wetter Rathausdach.csv"))
    station = WeatherStation.objects.get()
    stream = Datastream.objects.get(station=station)
    assert (stream.quantity, stream.spacing) == (Quantity.AIR_TEMPERATURE, "P1D")
    assert readings(datastreams=[stream.pk]).height == 19


def test_a_list_of_stations_is_taken(town: Municipality) -> None:
    data = b"station_id,name,latitude,longitude,altitude\n1766,Muenster,52.13,7.70,48\n"
    found = looked(town, data, "stations.csv")
    assert len(found.stations) == 1
    stored(town, found)
    assert WeatherStation.objects.get().name == "Muenster"


def test_the_files_of_muenster_are_understood_as_they_are(town: Municipality, shared: Path) -> None:
    folder = shared / "data" / "buildings_muenster"
    files = [
        preview(municipality=town, data=(folder / name).read_bytes(), name=name)
        for name in ("strom_kwh.csv", "waerme_kwh.csv")
    ]
    assert not any(file.questions or file.preview.refused_total for file in files)
    assert stored(town, *files) == [(343, 0, 0), (297, 0, 0)]
    assert Building.objects.count() == 4
    assert MeterPoint.objects.count() == 8


@pytest.mark.parametrize(
    ("name", "building"),
    [
        ("Lastgang_Rathaus_2024", "Rathaus"),
        ("Strom Rathaus", "Rathaus"),
        ("rathaus-anbau strom", "Rathaus Anbau"),
        ("Zählerstand Strom Bauhof", None),
        ("Rathausplatz", None),
    ],
)
@pytest.mark.django_db
def test_a_known_building_is_found_in_a_longer_name(name: str, building: str | None) -> None:
    town = Municipality.objects.create(ags="03000009", name="Namen")
    for known in ("Rathaus", "Rathaus Anbau"):
        Building.objects.create(municipality=town, name=known)
    found = named_within(name, RegisterLookup.of(town))
    assert (found.name if found else None) == building


def test_a_place_in_a_single_header_becomes_the_building(town: Municipality) -> None:
    data = "Monat;Zählerstand Strom Bauhof (kWh)\n01/2024;1000\n02/2024;1900\n03/2024;2700\n"
    stored(town, looked(town, data.encode(), "export.csv"))
    assert [building.name for building in Building.objects.all()] == ["Bauhof"]


def test_two_series_of_one_meter_number_stay_two_meters(town: Municipality) -> None:
    data = "Zählernummer;Richtung;Monat;Strom kWh\n" + "".join(
        f"4711;{way};{month:02}/2024;{value}\n"
        for month in range(1, 7)
        for way, value in (("Bezug", 5 + month % 2), ("Einspeisung", 7 + month % 3))
    )
    names = [each.name for each in looked(town, data.encode(), "strom.csv").preview.series]
    told = Corrections(
        series=tuple(SeriesHint(name, "Rathaus", direction=Direction.DRAWN) for name in names)
    )
    for count in ((12, 0, 0), (0, 0, 12)):
        file = looked(town, data.encode(), "strom.csv", told)
        assert len({match.meter_point for match in file.matches}) == 2
        assert stored(town, file) == [count]


def test_a_number_alone_is_no_building() -> None:
    assert without_carrier("Zähler 3 Strom") == "Zähler 3"
    assert without_carrier("Strom Zähler Rathaus 3") == "Rathaus 3"
    assert without_carrier("Strom") == "Strom"


def test_a_bill_without_a_meter_is_asked_about_and_nothing_is_stored(town: Municipality) -> None:
    with pytest.raises(InputRejected) as refusal:
        stored(town, looked(town, COSTS, "rechnung.csv"))
    (said,) = [each for each in refusal.value.complaints if each.code == "bill_without_meter"]
    assert (said.row, "Rathaus" in said.text.de) == (2, True)
    assert not Delivery.objects.exists()


def test_a_bill_that_fits_two_meters_is_asked_about(town: Municipality) -> None:
    stored(town, looked(town))
    hall = Building.objects.get(name="Rathaus")
    MeterPoint.objects.create(building=hall, carrier=Carrier.HEAT, name="Anbau")
    with pytest.raises(InputRejected, match="no single meter"):
        stored(town, looked(town, COSTS, "rechnung.csv"))
    assert not Bill.objects.exists()


def test_a_bill_finds_the_meter_that_draws_beside_one_that_feeds_in(town: Municipality) -> None:
    stored(town, looked(town))
    hall = Building.objects.get(name="Rathaus")
    MeterPoint.objects.create(
        building=hall, carrier=Carrier.HEAT, name="Solar", direction=Direction.FED_IN
    )
    stored(town, looked(town, COSTS, "rechnung.csv"))
    assert Bill.objects.get().meter_point.direction == Direction.DRAWN

"""The gate: a bad guess is asked before it is stored, a usual file is not asked at all."""

import io
import json
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from klimamosaik.observations.intake.corrections import Corrections
from klimamosaik.observations.intake.files import preview, store_import
from klimamosaik.observations.intake.gate import open_questions
from klimamosaik.observations.intake.matching import RegisterLookup
from klimamosaik.observations.intake.parsing import FilePreview
from klimamosaik.observations.intake.plausible import TownScale, limits
from klimamosaik.observations.models import Datastream, Delivery, RememberedCorrections
from klimamosaik.places.models import (
    Building,
    BuildingKind,
    MeterPoint,
    Municipality,
    Population,
)
from klimamosaik.terms.complaint import InputRejected
from klimamosaik.terms.question import Question

AT = datetime(2026, 5, 4, 9, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Municipality:
    return Municipality.objects.create(ags="03403000", name="Oldenburg")


def looked(town: Municipality, text: str, name: str = "strom.csv", **hints: object) -> FilePreview:
    told = Corrections.from_hints(json.dumps(hints)) if hints else None
    return preview(municipality=town, data=text.encode(), name=name, corrections=told)


def months(names: Sequence[str], value: float, *, year: int = 2024) -> str:
    """A year of months, the same value everywhere."""
    head = "Monat;" + ";".join(f"{name} [kWh]" for name in names)
    row = ";".join([f"{value:.0f}"] * len(names))
    return "\n".join([head, *(f"{month:02}/{year};{row}" for month in range(1, 13))])


def codes(file: FilePreview) -> list[str]:
    return [question.code for question in file.questions]


def the(file: FilePreview, code: str) -> Question:
    return next(question for question in file.questions if question.code == code)


def store(town: Municipality, *files: FilePreview) -> None:
    store_import(municipality=town, files=files, by=None, at=AT)


# ---- questions about many series are one ---------------------------------------------------


def test_three_hundred_meters_are_one_question_and_one_answer(town: Municipality) -> None:
    text = months([f"Gebäude {n:03}" for n in range(300)], 100)
    file = looked(town, text, "export.csv")
    assert codes(file) == ["carrier_unknown"]
    question = file.questions[0]
    assert "300 Reihen" in question.text.de
    assert json.loads(question.answers[0].hints) == {"carrier": "electricity"}
    answered = looked(town, text, "export.csv", carrier="heat")
    assert not answered.questions
    store(town, answered)
    assert Building.objects.count() == 300


def test_where_others_are_known_each_series_is_answered_by_its_name(town: Municipality) -> None:
    text = months(["Strom Rathaus", "Schule", "Bauhof"], 100)
    file = looked(town, text, "export.csv")
    hints = json.loads(file.questions[0].answers[0].hints)
    assert [each["series"] for each in hints["series"]] == ["Schule", "Bauhof"]
    answered = looked(town, text, "export.csv", **hints)
    assert not answered.questions


def test_gas_in_cubic_metres_asks_for_what_stands_on_the_bill(town: Municipality) -> None:
    text = months(["Rathaus"], 100).replace("kWh", "m³")
    file = looked(town, text, "gas.csv")
    assert codes(file) == ["gas_in_m3"]
    assert file.questions[0].field == "calorific_value"
    assert not looked(town, text, "gas.csv", calorific_value=11, state_number=0.95).questions


# ---- rows that are not taken ---------------------------------------------------------------


def days(*, wrong_every: int) -> str:
    rows = [f"{day:02}.01.2024;{'defekt' if day % wrong_every == 0 else 5}" for day in range(1, 31)]
    return "\n".join(["Datum;Rathaus Strom [kWh]", *rows])


def test_a_slip_of_the_pen_is_named_but_not_asked(town: Municipality) -> None:
    file = looked(town, days(wrong_every=30))
    assert file.preview.refused_total == 1
    assert not file.questions


def test_more_than_a_twentieth_of_the_rows_is_asked_with_rows_and_reason(
    town: Municipality,
) -> None:
    file = looked(town, days(wrong_every=10))
    question = the(file, "rows_not_taken")
    assert "3 Zeilen" in question.text.de
    assert "11, 21, 31" in question.text.de
    assert "defekt" in question.text.de
    assert [json.loads(answer.hints) for answer in question.answers] == [
        {"accepted": ["rows_not_taken"]}
    ]
    with pytest.raises(InputRejected):
        store(town, file)
    assert not Delivery.objects.exists()


def test_what_was_accepted_is_stored_and_asked_again_of_the_next_file(town: Municipality) -> None:
    store(town, looked(town, days(wrong_every=10), accepted=["rows_not_taken"]))
    assert Delivery.objects.count() == 1
    assert not RememberedCorrections.objects.exists()
    assert codes(looked(town, days(wrong_every=10))) == ["rows_not_taken"]


# ---- buildings -------------------------------------------------------------------------------


def test_a_building_known_by_its_number_is_called_as_its_column_is(town: Municipality) -> None:
    rows = "\n".join(f"{day:02}.01.2024;4711;{5 + day % 3}" for day in range(1, 29))
    file = looked(town, f"Datum;Objekt-Nr.;Strom kWh\n{rows}")
    assert [one.building for one in file.matches] == ["Objekt 4711"]
    assert codes(file) == []


@pytest.mark.parametrize("name", ["00:15", "2024", "HT", "geschätzt", "01.04.2023 23:59"])
def test_a_time_a_number_or_a_flag_is_not_made_a_building_unasked(
    town: Municipality, name: str
) -> None:
    rows = "\n".join(f"{day:02}.01.2024;{name};{5 + day % 3}" for day in range(1, 29))
    text = f"Datum;Gebäude;Strom kWh\n{rows}"
    role = {"header": "Gebäude", "role": "building"}  # even where somebody says it is
    file = looked(town, text, columns=[role])
    question = the(file, "odd_buildings")
    assert name in question.text.de
    assert question.column == "Gebäude"
    roles = [json.loads(answer.hints).get("columns") for answer in question.answers]
    assert [{"header": "Gebäude", "role": "tariff"}] in roles
    assert codes(looked(town, text, columns=[role], building="Rathaus")) == []


def test_a_known_building_may_be_called_as_it_likes(town: Municipality) -> None:
    Building.objects.create(municipality=town, name="4711")
    rows = "\n".join(f"{day:02}.01.2024;4711;{5 + day % 3}" for day in range(1, 29))
    assert not looked(town, f"Datum;Gebäude;Strom kWh\n{rows}").questions


@pytest.mark.parametrize(
    "name", ["export strom.csv", "Zeilen Strom.csv", "Rathaus Strom.csv", "strom_2024.csv"]
)
def test_a_new_building_only_the_files_name_tells_of_is_asked_about(
    town: Municipality, name: str
) -> None:
    file = looked(town, months(["Bezug"], 5), name)
    assert codes(file) == ["place_of_file"]
    with pytest.raises(InputRejected):
        store(town, file)
    assert not looked(town, months(["Bezug"], 5), name, accepted=["place_of_file"]).questions
    named = looked(town, months(["Bezug"], 5), name, building="Bauhof")
    assert not named.questions
    assert [match.building for match in named.matches] == ["Bauhof"]


def test_files_of_an_archive_are_no_buildings_unasked(town: Municipality) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name in ("Zeilen.csv", "Spalten.csv"):
            archive.writestr(name, months(["Bezug"], 5))
    file = preview(municipality=town, data=packed.getvalue(), name="Paket Strom.zip")
    assert codes(file) == ["place_of_file"]
    assert "„Zeilen.csv“" in file.questions[0].text.de


def test_a_known_building_the_files_name_tells_of_is_not_asked_about(town: Municipality) -> None:
    Building.objects.create(municipality=town, name="Rathaus")
    assert not looked(town, months(["Bezug"], 5), "Rathaus Strom.csv").questions


def test_a_place_that_a_header_names_too_is_not_asked_about(town: Municipality) -> None:
    assert not looked(town, months(["Rathaus Strom"], 5), "Rathaus.csv").questions


def test_a_known_building_listed_at_another_address_is_asked_about(town: Municipality) -> None:
    Building.objects.create(municipality=town, name="Kita", address="Weg 1")
    text = "Gebäude;Adresse;Fläche m²\nKita;{};300\nRathaus;Markt 1;900\n"
    file = looked(town, text.format("Allee 2"), "Gebäude.csv")
    assert codes(file) == ["other_address"]
    assert "„Allee 2“ statt „Weg 1“" in file.questions[0].text.de
    told = looked(town, text.format("Allee 2"), "Gebäude.csv", accepted=["other_address"])
    store(town, told)
    assert Building.objects.get(name="Kita").address == "Allee 2"


@pytest.mark.parametrize("address", ["Hauptstr. 1", "Hauptstraße 1, 26121 Oldenburg", ""])
def test_an_address_written_another_way_is_not_asked_about(
    town: Municipality, address: str
) -> None:
    Building.objects.create(municipality=town, name="Kita", address="Hauptstraße 1")
    text = f"Gebäude;Adresse;Fläche m²\nKita;{address};300\n"
    assert not looked(town, text, "Gebäude.csv").questions


def test_directions_belong_to_the_building_of_the_file(town: Municipality) -> None:
    file = looked(town, months(["Bezug", "Einspeisung"], 5), "Strom_Rathaus_2024.csv")
    assert [match.building for match in file.matches] == ["Rathaus", "Rathaus"]
    assert codes(file) == ["place_of_file"]


def test_many_new_buildings_are_asked_only_where_there_are_some(town: Municipality) -> None:
    names = [f"Haus {n}" for n in range(25)]
    first = looked(town, months(names, 5))
    assert not first.questions
    store(town, first)
    assert not looked(town, months(names, 6)).questions
    others = looked(town, months([f"Heim {n}" for n in range(25)], 5))
    assert codes(others) == ["many_buildings"]
    assert "25 neue Gebäude" in others.questions[0].text.de
    assert not looked(town, months(["Neubau"], 5)).questions


def test_two_files_of_one_act_ask_nothing_the_preview_did_not_ask(town: Municipality) -> None:
    heat = looked(town, months([f"Haus {n}" for n in range(25)], 5), "waerme.csv")
    power = looked(town, months([f"Heim {n}" for n in range(25)], 5), "strom.csv")
    assert (heat.questions, power.questions) == ((), ())
    store(town, heat, power)
    assert Building.objects.count() == 50


# ---- sums ------------------------------------------------------------------------------------


def test_a_billion_is_asked_a_pool_and_a_data_centre_are_not(town: Municipality) -> None:
    assert not looked(town, months(["Hallenbad", "Rechenzentrum"], 1_500_000)).questions
    file = looked(town, months(["Bauhof"], 2e8))
    assert codes(file) == ["improbable_sums"]
    assert "2.400.000.000 kWh" in file.questions[0].text.de
    assert "2,400,000,000 kWh" in file.questions[0].text.en
    assert codes(looked(town, months(["Bauhof"], 1e11))) == ["beyond_physics"]


def test_water_by_the_cubic_kilometre_is_asked(town: Municipality) -> None:
    text = months(["Rathaus"], 2e8).replace("kWh", "m³")
    assert codes(looked(town, text, "wasser.csv")) == ["improbable_sums"]
    text = months(["Hallenbad"], 9_000).replace("kWh", "m³")
    assert not looked(town, text, "wasser.csv").questions


def test_the_area_of_a_building_tells_what_it_can_use(town: Municipality) -> None:
    Building.objects.create(
        municipality=town, name="Kita", kind=BuildingKind.KINDERGARTEN, usable_area=500
    )
    assert not looked(town, months(["Kita"], 6_000)).questions  # 144 kWh/m²
    assert codes(looked(town, months(["Kita"], 6_000_000))) == ["improbable_sums"]


def test_a_delivery_larger_than_the_whole_town_is_asked(town: Municipality) -> None:
    Population.objects.create(municipality=town, year=2024, inhabitants=8_000, source="erfunden")
    usual = [f"Haus {n}" for n in range(20)]
    assert not looked(town, months(usual, 100_000)).questions
    assert codes(looked(town, months(usual, 1_400_000))) == ["more_than_town"]


@pytest.mark.parametrize("value", ["1e308", "-1e300", "1e15", str(10**30)])
def test_what_all_people_do_not_use_is_never_stored(town: Municipality, value: str) -> None:
    text = months(["Rathaus"], 50).replace("02/2024;50", f"02/2024;{value}")
    file = looked(town, text, accepted=["beyond_physics", "impossible_values", "negative"])
    assert "impossible_values" in codes(file)
    assert all("accepted" not in each.hints for each in the(file, "impossible_values").answers)


def test_what_is_beyond_physics_may_be_left_out(town: Municipality) -> None:
    text = months(["Rathaus", "Schule"], 50).replace("02/2024;50;", f"02/2024;{10**30};")
    file = looked(town, text)
    hints = json.loads(the(file, "impossible_values").answers[0].hints)
    kept = looked(town, text, **hints)
    assert kept.left_out == ("Rathaus",)
    assert not kept.questions
    store(town, kept)
    assert Building.objects.get().name == "Schule"


def test_what_does_not_count_is_no_part_of_a_sum(town: Municipality) -> None:
    text = months(["Rathaus", "Solar Rathaus"], 5)
    series = [{"series": "Solar Rathaus", "direction": "fed in"}]
    file = looked(town, text, series=series)
    assert [each.counts for each in file.preview.series] == [True, False]


def test_doubts_about_sums_wait_until_the_unit_is_known(town: Municipality) -> None:
    file = looked(town, months(["Rathaus"], 1e11))
    asked = Question("unit_unknown", file.questions[0].text)
    unclear = replace(file.preview, questions=(asked,))
    found = open_questions(
        preview=unclear, matches=file.matches, corrections=Corrections(), town=TownScale()
    )
    assert [question.code for question in found] == ["unit_unknown"]


# ---- the limits ------------------------------------------------------------------------------


def test_every_limit_has_its_source_and_its_date() -> None:
    known = limits()
    assert known["since"]
    assert known["status"] == "assumption"
    groups = [value for value in known.values() if isinstance(value, dict)]
    assert len(groups) == 8
    assert all(len(group["source"]) > 40 for group in groups)


def test_a_town_is_read_with_its_newest_inhabitants(town: Municipality) -> None:
    for year, inhabitants in ((2021, 100), (2024, 300), (2022, 200)):
        Population.objects.create(
            municipality=town, year=year, inhabitants=inhabitants, source="erfunden"
        )
    assert looked(town, months(["Rathaus"], 5)).town.inhabitants == 300
    assert RegisterLookup.of(town).buildings == {}


# ---- readings of another spacing ------------------------------------------------------------


def days_of_meter(value: float, *, meter: str = "") -> str:
    """The days of 2024 of a meter; those after the 28th are missing."""
    head, of_one = "Gebäude;Zähler;Energieträger;Einheit;Datum;Verbrauch", f"Rathaus;{meter};Strom"
    rows = [
        f"{of_one};kWh;{day:02}.{month:02}.2024;{value + month % 2}"
        for month in range(1, 13)
        for day in range(1, 29 if month != 2 else 30)
    ]
    return "\n".join([head, *rows])


def meters_of(town: Municipality) -> list[tuple[str, list[str]]]:
    points = MeterPoint.objects.filter(building__municipality=town).order_by("pk")
    streams = Datastream.objects.filter(meter_point__in=points).order_by("spacing")
    told = list(streams.values_list("meter_point", "spacing"))
    return [(each.number, [how for pk, how in told if pk == each.pk]) for each in points]


def test_days_that_tell_otherwise_than_known_months_are_asked_about(town: Municipality) -> None:
    store(town, looked(town, months(["Rathaus Strom"], 3000)))
    file = looked(town, days_of_meter(20, meter="NEU-1"))
    asked = the(file, "spaced_differently")
    assert "3.000 kWh gespeichert, 580 kWh in der Datei" in asked.text.de
    _, new, out = asked.answers
    with pytest.raises(InputRejected):
        store(town, file)
    assert not codes(looked(town, days_of_meter(20, meter="NEU-1"), **json.loads(out.hints)))
    store(town, looked(town, days_of_meter(20, meter="NEU-1"), **json.loads(new.hints)))
    assert meters_of(town) == [("", ["P1M"]), ("NEU-1", ["P1D"])]


def test_they_are_of_the_same_meter_once_a_person_says_so(town: Municipality) -> None:
    store(town, looked(town, months(["Rathaus Strom"], 3000)))
    text = days_of_meter(20, meter="NEU-1")
    same = the(looked(town, text), "spaced_differently").answers[0]
    store(town, looked(town, text, **json.loads(same.hints)))
    assert meters_of(town) == [("", ["P1D", "P1M"])]


def test_days_that_add_up_to_known_months_are_not_asked_about(town: Municipality) -> None:
    store(town, looked(town, months(["Rathaus Strom"], 3000)))
    assert not codes(looked(town, days_of_meter(3000 / 29, meter="NEU-1")))


def test_months_take_no_place_of_known_days_and_are_not_asked_about(town: Municipality) -> None:
    store(town, looked(town, days_of_meter(20)))
    assert not codes(looked(town, months(["Rathaus Strom"], 3000)))


def test_it_is_asked_once_of_a_meter(town: Municipality) -> None:
    store(town, looked(town, months(["Rathaus Strom"], 3000)))
    text = days_of_meter(20, meter="NEU-1")
    same = the(looked(town, text), "spaced_differently").answers[0]
    store(town, looked(town, text, **json.loads(same.hints)))
    assert "spaced_differently" not in codes(looked(town, text))


def test_a_file_that_names_building_and_carrier_means_the_meter_named_so(
    town: Municipality,
) -> None:
    """A further meter with a number changes nothing about it."""
    store(town, looked(town, days_of_meter(20)))
    further = MeterPoint(building=Building.objects.get(), carrier="electricity")
    further.name = further.number = "NEU-1"
    further.save()
    store(town, looked(town, months(["Rathaus Strom"], 3000, year=2023)))
    assert meters_of(town) == [("", ["P1D", "P1M"]), ("NEU-1", [])]

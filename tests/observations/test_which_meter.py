"""A building with several meters: a series without a number is asked about, never guessed."""

import json
from datetime import UTC, datetime

import pytest

from klimamosaik.observations.intake.corrections import Corrections
from klimamosaik.observations.intake.files import preview, store_import
from klimamosaik.observations.intake.parsing import FilePreview
from klimamosaik.observations.models import Delivery
from klimamosaik.places.models import Building, MeterPoint, Municipality
from klimamosaik.terms.complaint import InputRejected

AT = datetime(2026, 5, 4, 9, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Municipality:
    return Municipality.objects.create(ags="03403000", name="Oldenburg")


def meters(town: Municipality, *numbers: str) -> list[MeterPoint]:
    school = Building.objects.create(municipality=town, name="Schule")
    return [
        MeterPoint.objects.create(building=school, carrier="electricity", name=each, number=each)
        for each in numbers
    ]


def looked(town: Municipality, head: str = "Schule Strom kWh", **hints: object) -> FilePreview:
    told = Corrections.from_hints(json.dumps(hints)) if hints else None
    names = head.split(";")
    values = ";".join("100" for _ in names)
    text = "\n".join([f"Monat;{head}", *(f"{month:02}/2024;{values}" for month in range(1, 13))])
    return preview(municipality=town, data=text.encode(), name="x.csv", corrections=told, at=AT)


def test_which_of_two_meters_it_is_is_asked_and_nothing_stored(town: Municipality) -> None:
    meters(town, "4711", "4712")
    file = looked(town)
    assert [each.code for each in file.questions] == ["which_meter"]
    assert "„4711“" in file.questions[0].text.de
    assert [each.text.de for each in file.questions[0].answers] == [
        "4711", "4712", "ein weiterer Zähler",
    ]  # fmt: skip
    with pytest.raises(InputRejected):
        store_import(municipality=town, files=[file], by=None, at=AT)
    assert not Delivery.objects.exists()


def test_the_meter_a_person_names_gets_the_readings(town: Municipality) -> None:
    _, second = meters(town, "4711", "4712")
    answer = json.loads(looked(town).questions[0].answers[1].hints)
    file = looked(town, **answer)
    assert not file.questions
    assert file.matches[0].meter_point_id == second.pk
    store_import(municipality=town, files=[file], by=None, at=AT)
    assert MeterPoint.objects.count() == 2
    assert looked(town).matches[0].meter_point_id == second.pk  # remembered for this kind of file


def test_a_further_meter_comes_to_be_where_a_person_says_so(town: Municipality) -> None:
    meters(town, "4711", "4712")
    answer = json.loads(looked(town).questions[0].answers[2].hints)
    store_import(municipality=town, files=[looked(town, **answer)], by=None, at=AT)
    assert MeterPoint.objects.count() == 3
    assert not looked(town).questions


def test_the_only_meter_of_a_building_needs_no_question(town: Municipality) -> None:
    (only,) = meters(town, "4711")
    file = looked(town)
    assert not file.questions
    assert file.matches[0].meter_point_id == only.pk


def test_two_series_beside_one_meter_are_asked_about_both(town: Municipality) -> None:
    meters(town, "4711")
    file = looked(town, "Schule Strom Halle kWh;Schule Strom Küche kWh")
    assert [each.code for each in file.questions] == ["which_meter", "which_meter"]


def test_a_meter_called_as_the_series_is_needs_no_question(town: Municipality) -> None:
    store_import(municipality=town, files=[looked(town)], by=None, at=AT)
    school = Building.objects.get()
    MeterPoint.objects.create(building=school, carrier="electricity", name="4711", number="4711")
    assert not looked(town).questions


def test_a_meter_nobody_knows_is_asked_about_again(town: Municipality) -> None:
    meters(town, "4711", "4712")
    told = [{"series": "Schule Strom", "meter": "9999"}]
    file = looked(town, series=told)
    assert [each.code for each in file.questions] == ["which_meter"]

"""Nobody can have measured a time that is not over: it is asked, told or left out, never stored."""

import json
from datetime import UTC, datetime

import pytest

from klimamosaik.observations.intake.corrections import Corrections
from klimamosaik.observations.intake.files import preview, store_import
from klimamosaik.observations.intake.parsing import FilePreview
from klimamosaik.observations.models import Delivery
from klimamosaik.places.models import Municipality
from klimamosaik.terms.complaint import InputRejected

JUNE, NOVEMBER = datetime(2024, 6, 30, 9, tzinfo=UTC), datetime(2024, 11, 29, 9, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Municipality:
    return Municipality.objects.create(ags="03403000", name="Oldenburg")


def looked(town: Municipality, text: str, at: datetime, **hints: object) -> FilePreview:
    told = Corrections.from_hints(json.dumps(hints)) if hints else None
    name = "Rathaus Strom.csv"
    return preview(municipality=town, data=text.encode(), name=name, corrections=told, at=at)


def year(*values: float, of: int = 2024, header: str = "Strom Rathaus kWh") -> str:
    rows = [f"{month:02}/{of};{value}" for month, value in enumerate(values, 1)]
    return "\n".join([f"Monat;{header}", *rows])


def codes(file: FilePreview) -> list[str]:
    return [question.code for question in file.questions]


HALF = year(110, 120, 100, 90, 95, 80, 0, 0, 0, 0, 0, 0)


def test_months_of_a_year_to_come_are_refused_in_a_sentence(town: Municipality) -> None:
    text = year(110, 120, of=2028)
    for hints in ({}, {"accepted": ["future_values"]}):
        file = looked(town, text, JUNE, **hints)
        assert codes(file) == ["future_values"]
        assert "01.01.2028 bis 29.02.2028" in file.questions[0].text.de
        assert file.questions[0].answers == ()
        with pytest.raises(InputRejected):
            store_import(municipality=town, files=[file], by=None, at=JUNE)
    assert not Delivery.objects.exists()


def test_values_beyond_today_are_asked_and_left_out(town: Municipality) -> None:
    text = year(110, 120, 100, 90, 95, 80, 85, 90)
    file = looked(town, text, datetime(2024, 6, 12, 9, tzinfo=UTC))
    assert codes(file) == ["future_values"]
    assert "2 Werte" in file.questions[0].text.de  # June began already and is left out as well
    hints = json.loads(file.questions[0].answers[0].hints)
    answered = looked(town, text, datetime(2024, 6, 12, 9, tzinfo=UTC), **hints)
    assert not answered.questions
    assert [(each.count, each.total) for each in answered.preview.series] == [(5, 515)]
    assert answered.preview.series[0].last == datetime(2024, 5, 31, 22, tzinfo=UTC)


def test_a_month_that_goes_on_is_left_out_and_told(town: Municipality) -> None:
    file = looked(town, year(110, 120, 100, 90, 95, 30), datetime(2024, 6, 12, 9, tzinfo=UTC))
    assert not file.questions
    assert [(each.count, each.total) for each in file.preview.series] == [(5, 515)]
    told = [each.text.de for each in file.preview.warnings if each.code == "not_yet"]
    assert told == ["1 Wert bleibt weg, ab 01.06.2024: Die Zeit ist noch nicht vorbei."]


def test_the_month_that_ends_today_is_over(town: Municipality) -> None:
    assert not codes(looked(town, year(110, 120, 100, 90, 95, 80), JUNE))


def test_noughts_of_months_to_come_are_told_and_no_use(town: Municipality) -> None:
    file = looked(town, HALF, JUNE)
    assert not file.questions
    assert [(each.count, each.total) for each in file.preview.series] == [(6, 595)]
    told = [each.text.de for each in file.preview.warnings if each.code == "not_yet"]
    assert told == ["6 Werte bleiben weg, ab 01.07.2024: Die Zeit ist noch nicht vorbei."]
    store_import(municipality=town, files=[file], by=None, at=JUNE)
    assert Delivery.objects.get().new == 6


def test_noughts_to_the_end_of_a_file_are_asked_about_later(town: Municipality) -> None:
    file = looked(town, HALF, NOVEMBER)
    assert codes(file) == ["zeros_at_end"]
    assert "Ab 01.07.2024" in file.questions[0].text.de
    without, used = (json.loads(each.hints) for each in file.questions[0].answers)
    left = looked(town, HALF, NOVEMBER, **without).preview.series[0]
    assert (left.count, left.total) == (6, 595)
    all_of_it = looked(town, HALF, NOVEMBER, **used)
    assert not all_of_it.questions
    assert all_of_it.preview.series[0].count == 10  # December is not over


def test_a_building_that_stands_empty_beside_others_is_not_asked_about(town: Municipality) -> None:
    text = "Monat;Strom Rathaus kWh;Strom Kita kWh\n" + "\n".join(
        f"{month:02}/2023;100;{50 if month < 6 else 0}" for month in range(1, 13)
    )
    assert not codes(looked(town, text, JUNE))


def test_heating_rests_in_summer(town: Municipality) -> None:
    gas = year(900, 800, 700, 400, 100, 0, 0, 0, header="Gas Rathaus kWh")
    assert not codes(looked(town, gas, NOVEMBER))
    autumn = year(900, 800, 700, 400, 100, 0, 0, 0, 0, 0, header="Gas Rathaus kWh")
    assert codes(looked(town, autumn, NOVEMBER)) == ["zeros_at_end"]


def test_bills_of_times_to_come_are_asked_about(town: Municipality) -> None:
    text = (
        "Gebäude;Von;Bis;Strom kWh;Kosten EUR\n"
        "Rathaus;01.01.2023;31.12.2023;1000;300\n"
        "Rathaus;01.01.2025;31.12.2025;1000;300\n"
    )
    file = looked(town, text, JUNE)
    assert codes(file) == ["future_values"]
    answered = looked(town, text, JUNE, accepted=["future_values"])
    assert not answered.questions
    assert [row.start.year for row in answered.preview.costs] == [2022]
    assert [each.count for each in answered.preview.series] == [1]


def test_a_bill_that_runs_on_is_left_out_and_told(town: Municipality) -> None:
    text = (
        "Gebäude;Von;Bis;Strom kWh;Kosten EUR\n"
        "Rathaus;01.01.2023;31.12.2023;1000;300\n"
        "Rathaus;01.01.2024;31.12.2024;1000;300\n"
    )
    file = looked(town, text, JUNE)
    assert not file.questions
    assert [row.start.year for row in file.preview.costs] == [2022]
    assert "not_yet" in [each.code for each in file.preview.warnings]

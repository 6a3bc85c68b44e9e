"""The preview asks with the answers right there, and a wrong guess is corrected without help."""

import json
import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from klimamosaik.observations.intake.parsing import FilePreview
from klimamosaik.observations.models import Delivery
from klimamosaik.places.models import Building, MeterPoint
from klimamosaik.sources.tables import ColumnRole
from klimamosaik.terms.unit import UNITS
from tests.web.conftest import AGS
from tests.web.previews import page_of, sent, understood

WIDE = "Monat;{}\n" + "".join(f"{month:02}/2024;10;20;45\n" for month in range(1, 13))
TARIFF = "Datum;Register;Strom kWh\n" + "".join(
    f"{day:02}.01.2024;{register};{5 + day % 3}\n"
    for day in range(1, 29)
    for register in ("HT", "NT")
)


def dropped(client: Client, text: str, name: str = "export.csv") -> str:
    """Upload a file; returns the address of its preview."""
    file = SimpleUploadedFile(name, text.encode())
    return client.post(f"/{AGS}/dateien/neu/", {"files": [file]}).headers["Location"]


def answered(client: Client, link: str, do: str = "look", **changed: str) -> FilePreview | None:
    """Send the page with some fields changed; what is understood then."""
    fields = sent(client.get(link).content.decode())
    told = {name.replace("__", "-"): value for name, value in changed.items()}
    client.post(link, fields | told | {"do": do})
    return understood(client, link) if do == "look" else None


@pytest.fixture
def link(as_editor: Client) -> str:
    """The preview of a file that names no carrier."""
    return dropped(as_editor, WIDE.format("Rathaus kWh;Schule kWh;Bauhof kWh"))


def test_the_question_stands_above_its_button_with_its_answers(
    as_editor: Client, link: str
) -> None:
    page = page_of(as_editor, link)
    question, button = page.index('class="question"'), page.index("Mit diesen Angaben neu ansehen")
    assert question < page.index('type="radio"') < button < page.index('id="file-0"')
    assert page.count('class="question"') == 1
    assert "Für 3 Reihen (Rathaus, Schule, Bauhof)" in page
    assert "So speichern" not in page


def test_one_answer_answers_for_all_and_single_ones_differ(as_editor: Client, link: str) -> None:
    hints = json.dumps({"carrier": "electricity"})
    found = answered(as_editor, link, **{"f0-q0-answer": hints, "f0-s2-carrier": "heat"})
    assert found is not None
    assert not found.questions
    assert [str(match.carrier) for match in found.matches] == ["electricity", "electricity", "heat"]
    page = page_of(as_editor, link)
    assert "Das hat sich mit Ihren Angaben geändert" in page
    assert "„Rathaus“: vorher unbekannt, jetzt Strom" in page
    assert "Zum Verbrauch zählen 360 kWh Strom, 540 kWh Wärme" in page


def test_an_answer_nobody_offered_is_no_answer(as_editor: Client, link: str) -> None:
    fields = sent(as_editor.get(link).content.decode())
    asked = fields | {"f0-q0-answer": '{"carrier": "coal"}', "do": "look"}
    page = as_editor.post(link, asked).content.decode()
    assert "Bitte noch ändern" in page
    assert understood(as_editor, link).questions


def test_pressing_the_button_without_an_answer_says_so(as_editor: Client, link: str) -> None:
    fields = sent(as_editor.get(link).content.decode())
    page = as_editor.post(link, fields | {"do": "look"}, follow=True).content.decode()
    assert "Bitte wählen Sie eine Antwort" in page


def test_feed_in_taken_for_use_is_put_right(as_editor: Client) -> None:
    link = dropped(as_editor, WIDE.format("Rathaus Strom kWh;Schule Strom kWh;Bauhof Strom kWh"))
    found = answered(as_editor, link, **{"f0-s1-direction": "fed in"})
    assert found is not None
    assert [series.counts for series in found.preview.series] == [True, False, True]
    page = page_of(as_editor, link)
    assert page.count("zählt nicht zum Verbrauch") == 1
    assert "vorher Bezug, jetzt Einspeisung" in page
    answered(as_editor, link, **{"f0-s1-direction": "drawn"})
    assert "zählt nicht zum Verbrauch" not in page_of(as_editor, link)


def test_a_building_that_is_a_tariff_is_put_right(as_editor: Client) -> None:
    link = dropped(as_editor, TARIFF.replace("Register", "Gebäude"), "strom_rathaus.csv")
    answered(as_editor, link, **{"f0-c1-role": "building"})
    page = page_of(as_editor, link)
    assert "„HT“, „NT“" in page
    assert "darin steht: HT · NT" in page
    hints = json.dumps({"columns": [{"header": "Gebäude", "role": "tariff"}]}, ensure_ascii=False)
    found = answered(as_editor, link, **{"f0-q0-answer": hints})
    assert found is not None
    assert found.preview.columns[1].role is ColumnRole.TARIFF


def test_a_wrong_unit_is_put_right_and_taken_back(as_editor: Client) -> None:
    link = dropped(as_editor, WIDE.format("Rathaus Strom;Schule Strom;Bauhof Strom"), "strom.csv")
    found = answered(as_editor, link, **{"f0-unit": "MWh"})
    assert found is not None
    assert found.preview.series[0].total == 120_000
    assert "vorher 120 kWh, jetzt 120.000 kWh" in page_of(as_editor, link)
    found = answered(as_editor, link, **{"f0-unit": ""})
    assert found is not None
    assert found.preview.series[0].total == 120


def test_several_series_are_changed_at_once(as_editor: Client, link: str) -> None:
    changed = {"f0-s0-picked": "on", "f0-all-holding": "bau", "f0-all-carrier": "gas"}
    found = answered(as_editor, link, **changed)
    assert found is not None
    assert [match.carrier and match.carrier.value for match in found.matches] == [
        "gas",
        None,
        "gas",
    ]


def test_a_series_is_left_out_and_taken_back_in(as_editor: Client, link: str) -> None:
    hints = json.dumps({"carrier": "electricity"})
    changed = {"f0-q0-answer": hints, "f0-all-holding": "Schule", "f0-all-left_out": "on"}
    found = answered(as_editor, link, **changed)
    assert found is not None
    assert (found.left_out, len(found.preview.series)) == (("Schule",), 2)
    assert "Nicht gespeichert werden" in page_of(as_editor, link)
    found = answered(as_editor, link, **{"f0-back-back": "Schule"})
    assert found is not None
    assert (found.left_out, len(found.preview.series)) == ((), 3)


def test_rows_not_taken_are_stored_only_when_somebody_says_so(as_editor: Client) -> None:
    text = WIDE.format("Rathaus Strom kWh;Schule Strom kWh;Bauhof Strom kWh").replace(
        "05/2024;10", "05/2024;kaputt"
    )
    text = text.replace("06/2024;10;20", "06/2024;kaputt;kaputt")
    link = dropped(as_editor, text)
    assert "So speichern" not in page_of(as_editor, link).split("<form")[0]
    answered(as_editor, link, "store")
    assert not Delivery.objects.exists()
    link = dropped(as_editor, text)
    found = answered(as_editor, link, **{"f0-q0-answer": '{"accepted": ["rows_not_taken"]}'})
    assert found is not None
    assert not found.questions
    answered(as_editor, link, "store")
    assert Delivery.objects.count() == 1
    assert MeterPoint.objects.count() == 3


def test_gas_in_cubic_metres_is_answered_by_what_is_typed(as_editor: Client) -> None:
    link = dropped(as_editor, WIDE.format("Rathaus Gas m³;Schule Gas m³;Bauhof Gas m³"))
    page = page_of(as_editor, link)
    assert page.index("f0-calorific_value") < page.index("Mit diesen Angaben neu ansehen")
    changed = {"f0-calorific_value": "10,0", "f0-state_number": "0,9"}
    found = answered(as_editor, link, **changed)
    assert found is not None
    assert found.preview.series[0].total == pytest.approx(120 * 9)


def test_one_building_for_the_whole_file(as_editor: Client) -> None:
    link = dropped(as_editor, WIDE.format("00:00 Strom kWh;00:15 Strom kWh;00:30 Strom kWh"))
    if not understood(as_editor, link).questions:
        pytest.skip("the reader knows better what these columns are")
    found = answered(as_editor, link, **{"f0-building": "Rathaus"})
    assert found is not None
    assert {match.building for match in found.matches} == {"Rathaus"}
    answered(as_editor, link, "store")
    assert Building.objects.get().name == "Rathaus"


def test_every_role_and_every_unit_can_be_chosen(as_editor: Client, link: str) -> None:
    page = page_of(as_editor, link)
    roles = re.search(r'<select name="f0-c0-role".*?</select>', page, re.S)
    units = re.search(r'<select name="f0-c0-unit".*?</select>', page, re.S)
    assert roles is not None
    assert units is not None
    assert all(f'value="{role.value}"' in roles[0] for role in ColumnRole)
    assert all(f'value="{unit}"' in units[0] for unit in UNITS)
    assert re.findall(r'<optgroup label="([^"]*)"', units[0]) == [
        "Energie",
        "Leistung",
        "Volumen",
        "Temperatur",
        "Brennstoff",
        "Holz, geschüttet",
    ]


def test_no_use_is_claimed_while_a_question_is_open(as_editor: Client) -> None:
    rows = "".join(f"{day:02}.06.2024;Netz;5\n{day:02}.06.2024;Zurück;2\n" for day in range(1, 29))
    link = dropped(as_editor, f"Datum;Richtung;Strom kWh\n{rows}", "rathaus.csv")
    page = page_of(as_editor, link)
    assert "Was heißt „Netz“?" in page
    assert "Zum Verbrauch zählen" not in page
    drawn = answer_of(as_editor, link, 0, "Bezug")
    fed_in = answer_of(as_editor, link, 1, "Einspeisung")
    place = answer_of(as_editor, link, 2, "Ja, so heißt es und ist neu.")
    told = {"f0-q0-answer": drawn, "f0-q1-answer": fed_in, "f0-q2-answer": place}
    answered(as_editor, link, **told)
    assert "Zum Verbrauch zählen 140 kWh Strom" in page_of(as_editor, link)


def answer_of(client: Client, link: str, place: int, label: str) -> str:
    """What the answer called so sends, of the question at this place."""
    page = client.get(link).content.decode()
    answers = re.findall(rf'name="f0-q{place}-answer" value="([^"]*)"[^>]*>\s*([^<]*)<', page)
    return next(unescape(value) for value, name in answers if name.strip() == label)


def test_days_that_turn_out_to_be_months_are_told(as_editor: Client) -> None:
    rows = "".join(f"{month:02}/01/2024;{100 + month % 3}\n" for month in range(1, 13))
    link = dropped(as_editor, f"Date;Gas Usage (kWh)\n{rows}")
    answered(as_editor, link, **{"f0-date_order": "month"})
    assert "vorher 12 Tageswerte, jetzt 12 Monatswerte" in page_of(as_editor, link)


def test_quite_other_values_of_a_known_meter_are_asked_about(as_editor: Client) -> None:
    months = "".join(f"{month:02}/2024;1000\n" for month in range(1, 13))
    first = dropped(as_editor, f"Monat;Rathaus Strom kWh\n{months}")
    answered(as_editor, first, do="store")
    little = months.replace("12/2024;1000", "12/2024;1100")
    page = page_of(as_editor, dropped(as_editor, f"Monat;Rathaus Strom kWh\n{little}"))
    assert "berichtigt 1 bekannten Wert: 1.000 → 1.100 kWh" in page
    assert "Stimmt das so?" in page
    other = months.replace("1000", "400")
    link = dropped(as_editor, f"Monat;Rathaus Strom kWh\n{other}")
    page = page_of(as_editor, link)
    assert "berichtigt 12 bekannte Werte: 12.000 → 4.800 kWh" in page
    assert "Ist es derselbe Zähler?" in page
    told = answer_of(as_editor, link, 0, "Nein: diese Reihen nicht speichern.")
    found = answered(as_editor, link, **{"f0-q0-answer": told})
    assert found is not None
    assert found.left_out == ("Rathaus Strom",)


def test_the_year_of_months_is_typed_on_the_page(as_editor: Client) -> None:
    link = dropped(as_editor, "Monat;Strom Rathaus kWh\nJanuar;120\nFebruar;90\nMärz;100\n")
    page = page_of(as_editor, link)
    assert "In welches Jahr fällt der erste?" in page
    assert 'name="f0-year"' in page
    found = answered(as_editor, link, **{"f0-year": "2022"})
    assert found is not None
    assert not found.questions
    assert [f"{each.first:%Y-%m}" for each in found.preview.series if each.first] == ["2021-12"]


def test_the_months_of_a_season_are_chosen_or_typed_on_the_page(as_editor: Client) -> None:
    text = "Heizperiode;Fernwärme Schule (kWh)\n2021/22;120000\n2022/23;110000\n"
    for told in ({"f0-q0-answer": '{"season": "10-09"}'}, {"f0-season": "10-09"}):
        link = dropped(as_editor, text)
        found = answered(as_editor, link, **told)
        assert found is not None
        assert not found.questions
        assert [each.total for each in found.preview.series] == [230_000]


def test_a_season_that_cannot_be_is_asked_again_on_the_page(as_editor: Client) -> None:
    link = dropped(as_editor, "Heizperiode;Fernwärme (kWh)\n2021/22;120000\n2022/23;110000\n")
    found = answered(as_editor, link, **{"f0-season": "Winter"})
    assert found is not None
    assert [each.code for each in found.questions] == ["season_months"]


def test_what_was_found_is_said_where_nothing_can_be_stored(as_editor: Client) -> None:
    link = dropped(as_editor, "Wann;Farbe\ngestern;rot\nheute;blau\n")
    page = page_of(as_editor, link)
    assert "Keine Spalte enthält Zeiten" in page
    assert "„Farbe“: Text ohne bekannte Überschrift (rot, blau)" in unescape(page)


def test_when_the_days_of_gas_begin_is_asked_and_answered_on_the_page(as_editor: Client) -> None:
    rows = "".join(f"{day:02}.02.2024;{10 + day % 3}\n" for day in range(1, 21))
    link = dropped(as_editor, f"Datum;Gas kWh\n{rows}", "Gastage Rathaus.csv")
    assert "Beginnen die Tage in „Datum“ um 6:00 Uhr?" in page_of(as_editor, link)
    hints = json.dumps({"accepted": ["gas_day_six"]})
    place = json.dumps({"accepted": ["place_of_file"]})
    found = answered(as_editor, link, **{"f0-q0-answer": hints, "f0-q1-answer": place})
    assert found is not None
    assert not found.questions
    assert f"{found.preview.series[0].first:%H:%M}" == "05:00"

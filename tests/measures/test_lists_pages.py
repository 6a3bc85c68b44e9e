"""The pages of lists: upload, look, correct, store, undo, download."""

import io
import re
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

from klimamosaik.measures.models import ListDelivery, Measure, StatedEffect, Step
from klimamosaik.observations.operations.staging import opened
from klimamosaik.people.models import Role
from klimamosaik.places.models import Municipality
from tests.paper import form_with
from tests.visitors import visitor_of

LIST = (
    "Nr.;Maßnahme;Zuständig;Status;Kosten;Wetter\n"
    "A1;<b>Radweg</b>;Tiefbauamt;in Umsetzung;siehe Plan;Regen\n"
    "A2;Busse;Amt;geplant;100;\n"
)
PAGES = "/03403000/massnahmen/listen/"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_data(tmp_path: Path) -> Iterator[None]:
    with override_settings(DATA_DIR=tmp_path):
        yield


@pytest.fixture
def town() -> Municipality:
    return Municipality.objects.create(ags="03403000", name="Oldenburg")


def client(town: Municipality, role: Role) -> Client:
    """Somebody with a role in the town, logged in."""
    return visitor_of(town, role, f"{role}-{town.ags}")


@pytest.fixture
def editor(town: Municipality) -> Client:
    return client(town, Role.EDITOR)


def upload(editor: Client, text: str = LIST, *, to: str = f"{PAGES}neu/") -> str:
    """Drop a list; the address of its preview."""
    answer = editor.post(to, {"files": SimpleUploadedFile("plan.csv", text.encode())})
    assert answer.status_code == 302
    address: str = answer["Location"]
    return address


def page(reader: Client, address: str) -> str:
    answer = reader.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_nothing_is_stored_before_somebody_said_yes(editor: Client) -> None:
    seen = page(editor, upload(editor))
    assert "2 Maßnahmen: 2 neu." in seen
    assert "Noch ist nichts gespeichert." in seen
    assert "„siehe Plan“ ist kein Betrag" in seen
    assert "&lt;b&gt;Radweg&lt;/b&gt;" in seen
    assert "style=" not in seen
    assert not Measure.objects.exists()


LISTED: dict[str, Any] = {
    "measures": Measure, "steps": Step, "stated": StatedEffect, "lists": ListDelivery
}  # fmt: skip


def test_a_list_is_stored_and_taken_back(editor: Client) -> None:
    address = upload(editor)
    answer = editor.post(address, {"do": "store", "register": "", "phase": ""}, follow=True)
    assert "Gespeichert. Maßnahmen der Liste: 2 neu" in answer.content.decode()
    assert Measure.objects.count() == 2
    undo = re.search(rf"{PAGES}\d+/zuruecknehmen/", page(editor, PAGES))
    assert undo is not None
    before = {name: list(model.objects.order_by("pk").values()) for name, model in LISTED.items()}
    asked = editor.post(undo.group())
    assert "Ihre Maßnahmen: 2 neu." in asked.content.decode()
    assert Measure.objects.count() == 2
    answer = form_with(asked, "sure").send(editor, ("sure", "yes"), follow=True)
    assert "zurückgenommen" in answer.content.decode()
    assert not Measure.objects.exists()
    back = form_with(answer, "act")
    assert "Rückgängig gemacht" in back.send(editor, back.buttons[0], follow=True).content.decode()
    now = {name: list(model.objects.order_by("pk").values()) for name, model in LISTED.items()}
    assert now == before
    assert [name for name, rows in before.items() if rows] == ["measures", "steps", "lists"]


def test_a_button_pressed_twice_stores_a_list_once(editor: Client, tmp_path: Path) -> None:
    address = upload(editor)
    kept = opened(tmp_path / "staging" / address.rstrip("/").rpartition("/")[2])
    assert kept is not None
    begun = Event()

    def store_first() -> None:  # as the first of the two requests does
        with kept.alone() as there:
            assert there
            begun.set()
            time.sleep(0.5)
            kept.discard()

    first = Thread(target=store_first)
    first.start()
    begun.wait()
    answer = editor.post(address, {"do": "store", "register": "", "phase": ""}, follow=True)
    first.join()
    assert "liegt nicht mehr bereit" in answer.content.decode()
    assert not Measure.objects.exists()
    kept.discard()  # once more is no fault
    with kept.alone() as there:
        assert not there


def test_a_correction_is_looked_at_again_before_it_is_stored(editor: Client) -> None:
    address = upload(editor)
    told = {"c-role5": "obstacles"}
    given = {"do": "store", "register": "Klimaplan", "phase": "", **told}
    answer = editor.post(address, given, follow=True)
    assert "Mit Ihren Änderungen neu gelesen" in answer.content.decode()
    assert not Measure.objects.exists()
    editor.post(address, {"do": "store", "register": "Klimaplan", "phase": ""})
    measure = Measure.objects.get(key="A1")
    assert measure.obstacles == "Regen"
    assert [each.name for each in measure.registers.all()] == ["Klimaplan"]


FINNISH = (
    "Tavoite;Toimenpide;Kustannus\nTalot;Koulun korjaus;100\nTalot;Uudet ikkunat;50\n"
    "Tiet;Uusi silta;20\n"
)


def test_a_list_in_another_language_asks_first_and_then_stores(editor: Client) -> None:
    address = upload(editor, FINNISH)
    seen = page(editor, address)
    assert "Erst eine Frage" in seen
    assert "Koulun korjaus" in seen
    assert 'value="store"' not in seen
    editor.post(address, {"do": "store", "register": "", "phase": ""})
    assert not Measure.objects.exists()
    answer = '{"roles": {"Toimenpide": "name"}}'
    editor.post(address, {"do": "look", "register": "", "phase": "", "q-answer0": answer})
    assert "3 Maßnahmen: 3 neu." in page(editor, address)
    editor.post(address, {"do": "store", "register": "", "phase": ""})
    assert Measure.objects.filter(name="Uusi silta").exists()


def test_what_was_answered_counts_for_the_next_list_of_this_kind(editor: Client) -> None:
    address = upload(editor, FINNISH)
    answer = '{"roles": {"Toimenpide": "name"}}'
    editor.post(address, {"do": "look", "register": "", "phase": "", "q-answer0": answer})
    editor.post(address, {"do": "store", "register": "", "phase": ""})
    assert "3 wie bekannt" in page(editor, upload(editor, FINNISH))


def test_another_title_column_is_chosen_in_one_field(editor: Client) -> None:
    text = "Nr.;Maßnahme;Kurzname;Status\nA1;Radweg West bauen;Rad;läuft\nA2;Busse;Bus;läuft\n"
    address = upload(editor, text)
    assert "Name der Maßnahme steht in" in page(editor, address)
    editor.post(address, {"do": "look", "register": "", "phase": "", "title": "Kurzname"})
    editor.post(address, {"do": "store", "register": "", "phase": ""})
    assert sorted(each.name for each in Measure.objects.all()) == ["Bus", "Rad"]


def test_the_row_of_the_headings_is_corrected_and_taken_back(editor: Client) -> None:
    address = upload(editor)
    editor.post(address, {"do": "look", "register": "", "phase": "", "s-row0": "3"})
    refused = page(editor, address)
    assert "Hier wurden keine Maßnahmen erkannt" in refused
    editor.post(address, {"do": "forget"})
    assert "2 Maßnahmen: 2 neu." in page(editor, address)


def test_at_least_one_sheet_is_read(editor: Client) -> None:
    book = openpyxl.Workbook()
    for name in ("Eins", "Zwei"):
        sheet = book.create_sheet(name)
        sheet.append(["Nr.", "Maßnahme", "Ziel"])
        sheet.append([name, f"Radweg {name}", "x"])
    book.remove(book.worksheets[0])
    written = io.BytesIO()
    book.save(written)
    file = SimpleUploadedFile("plan.xlsx", written.getvalue())
    address = editor.post(f"{PAGES}neu/", {"files": file})["Location"]
    given = {"do": "look", "register": "", "phase": ""}
    answer = editor.post(address, given)
    assert "mindestens ein Blatt" in answer.content.decode()
    editor.post(address, {**given, "s-read1": "on"})
    assert "1 Maßnahme: 1 neu." in page(editor, address)


def test_a_discarded_list_is_gone(editor: Client) -> None:
    address = upload(editor)
    editor.post(address, {"do": "discard"})
    assert "nicht mehr bereit" in editor.get(address, follow=True).content.decode()


def test_a_list_dropped_with_the_readings_is_led_to_its_preview(editor: Client) -> None:
    address = upload(editor, to="/03403000/dateien/neu/")
    assert address.startswith(f"{PAGES}vorschau/")
    assert "2 Maßnahmen: 2 neu." in page(editor, address)


def test_readings_dropped_as_a_list_are_refused_with_the_way_to_files(editor: Client) -> None:
    seen = page(editor, upload(editor, "Monat;Rathaus\n01/2023;1000\n02/2023;900\n"))
    assert "Hier wurden keine Maßnahmen erkannt" in seen
    assert 'href="/03403000/dateien/"' in seen


def test_the_words_of_a_list_stand_on_the_measures_page(editor: Client) -> None:
    editor.post(upload(editor), {"do": "store", "register": "", "phase": ""})
    measure = Measure.objects.get(key="A1")
    seen = page(editor, f"/03403000/massnahmen/{measure.pk}/register/")
    assert "Was die Listen dazu sagen" in seen
    assert "siehe Plan" in seen
    assert "plan.csv, Zeile 2" in seen


def test_the_register_is_downloaded_as_a_workbook(editor: Client) -> None:
    editor.post(upload(editor), {"do": "store", "register": "", "phase": ""})
    answer = editor.get(f"{PAGES}massnahmen.xlsx")
    assert 'filename="massnahmen_03403000_' in answer["Content-Disposition"]
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert book["Maßnahmen"].max_row == 4


def test_readers_see_lists_but_cannot_bring_any(town: Municipality) -> None:
    reader = client(town, Role.READER)
    assert '<form class="drop"' not in page(reader, PAGES)
    answer = reader.post(f"{PAGES}neu/", {"files": SimpleUploadedFile("plan.csv", b"x")})
    assert answer.status_code == 403
    stranger = client(Municipality.objects.create(ags="03404000", name="X"), Role.ADMIN)
    assert stranger.get(PAGES).status_code == 403
    assert stranger.get(f"{PAGES}massnahmen.xlsx").status_code == 403


def test_more_measures_in_the_workbook_need_no_more_questions(
    editor: Client, town: Municipality
) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert editor.get(f"{PAGES}massnahmen.xlsx").status_code == 200
        return len(queries)

    Measure.objects.create(municipality=town, name="Radweg")
    few = asked()
    for number in range(5):
        Measure.objects.create(municipality=town, name=f"Radweg {number}")
    assert asked() == few


def test_another_persons_upload_cannot_be_seen(town: Municipality, editor: Client) -> None:
    address = upload(editor)
    other = client(town, Role.ADMIN)
    assert other.get(address).status_code == 302


def test_the_pages_speak_english(editor: Client) -> None:
    editor.cookies.load({"django_language": "en"})
    seen = page(editor, upload(editor))
    assert "2 measures: 2 new." in seen
    assert "Nothing is stored yet." in seen

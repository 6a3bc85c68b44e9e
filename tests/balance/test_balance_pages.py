"""The pages of a balance: the balance, the grid, one item, Excel."""

import json
import re
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.timezone import localdate
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from klimamosaik.balance import operations
from klimamosaik.balance.kernel.cell import DataGrade
from klimamosaik.balance.kernel.grid import ITEMS, Sector
from klimamosaik.balance.kernel.wish import EntryAction, EntryDraft
from klimamosaik.balance.models import EnergyPrice, Entry, Plant
from klimamosaik.balance.sheet.columns import SheetColumn
from klimamosaik.people.models import Role
from klimamosaik.places.models import Municipality
from tests.balance.cast import OFFICIAL
from tests.balance.conftest import client

AT = datetime(2024, 5, 3, 12, tzinfo=UTC)
LIGHT = 100_000  # [bytes] of a page
POSSIBLE = [item for item in ITEMS if item.possible]
SOURCE = "EWE Netz, Mail vom 3. Mai 2024"


def text(reader: Client, address: str) -> str:
    answer = reader.get(address)
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "style=" not in page
    assert len(page.encode()) < LIGHT
    return page


def grid(editor: Client, ags: str, do: str = "look", **fields: str) -> Any:
    given = {f"value.{name.replace('__', '.')}": value for name, value in fields.items()}
    data = {"source": SOURCE, "grade": "A", "do": do} | given
    return editor.post(f"/{ags}/bilanz/2021/werte/", data)


def hidden(page: str) -> dict[str, str]:
    """What the preview keeps for the next step."""
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page)
    return {name: value for name, value in found if name != "csrfmiddlewaretoken"}


def test_a_balance_says_what_kind_of_statement_it_is(reader: Client) -> None:
    page = text(reader, "/03403000/bilanz/")
    assert "Treibhausgase 2021: Oldenburg" in page
    assert "Schätzung aus öffentlicher Statistik, keine Angabe der Gemeinde selbst" in page
    assert "Konformitätsprüfung: nicht regelgerecht" in page
    assert "Noch hat niemand etwas eingetragen" in page
    assert "mark bad" not in page.split("Konformitätsprüfung")[0][-60:]  # nobody broke a rule yet
    assert "„BISKO-konform“ wird nur bei vollständigen Daten" in page
    assert "Hier und veröffentlicht" in page
    assert "Bilanz mit lokalem Strommix" in page
    assert "abgeleitet" in page


def test_the_stones_are_hatched_where_values_are_estimates(reader: Client, editor: Client) -> None:
    page = text(reader, "/03403000/bilanz/")
    assert page.count('role="img"') == 4
    assert "url(#households-heat)" in page
    assert "Schraffiert = Schätzung" in page
    grid(editor, "03403000", "store", households__gas="900000")
    assert "Voll = eigener Wert, schraffiert = Schätzung" in text(reader, "/03403000/bilanz/")


def test_the_page_speaks_english(reader: Client) -> None:
    reader.post("/sprache/setlang/", {"language": "en"})
    page = text(reader, "/03403000/bilanz/")
    assert "estimate from public statistics" in page
    assert "Check of conformity: non-conformant" in page
    assert "Schätzung" not in page


def test_a_town_nothing_is_known_of_is_told_how_to_begin(nowhere: Municipality) -> None:
    editor = client(nowhere, Role.EDITOR)
    page = text(editor, "/05515000/bilanz/")
    assert "Noch keine Bilanz" in page
    assert "statistics import" in page
    assert f'/05515000/bilanz/{localdate().year - 1}/werte/"' in page  # not only said, led to
    page = text(editor, "/05515000/bilanz/2022/")
    assert '/05515000/bilanz/2022/werte/"' in page
    assert "Was gilt für 2022?" in text(editor, "/05515000/bilanz/2022/werte/")


def test_years_are_chosen_and_nonsense_is_not_found(reader: Client) -> None:
    assert reader.get("/03403000/bilanz/?jahr=2019").url == "/03403000/bilanz/2019/"  # type: ignore[attr-defined]
    for address in ("bilanz/1200/", "bilanz/2021/werte/households.cng/", "bilanz/2021/werte/x/"):
        assert reader.get(f"/03403000/{address}").status_code == 404


def test_the_weather_corrected_variant_is_reachable(reader: Client) -> None:
    page = text(reader, "/03403000/bilanz/2021/?klimafaktor=1,05&anteil=80")
    assert "witterungsbereinigte Bilanz" in page
    assert "Klimafaktor 1,05" in page
    assert "witterungsbereinigte Bilanz" not in text(reader, "/03403000/bilanz/2021/")
    wrong = text(reader, "/03403000/bilanz/2021/?klimafaktor=9")
    assert "Bitte noch ändern" in wrong


def test_the_grid_shows_every_item_once_with_its_state(editor: Client) -> None:
    page = text(editor, "/03403000/bilanz/2021/werte/")
    names = re.findall(r'name="value\.([^"]+)"', page)
    assert sorted(names) == sorted(item.code for item in POSSIBLE)
    assert "Standardwert" in page
    assert "freiwillig" in page


def test_a_value_is_looked_at_before_it_is_stored(editor: Client) -> None:
    preview = grid(editor, "03403000", households__gas="900.000").content.decode()
    assert "Stimmt das so?" in preview
    assert "692.5" in preview  # the default it replaces
    assert "<strong>900.000 MWh</strong>" in preview
    assert not Entry.objects.exists()
    answer = editor.post("/03403000/bilanz/2021/werte/", hidden(preview) | {"do": "store"})
    assert answer.status_code == 302
    entry = Entry.objects.get()
    assert (entry.energy, entry.grade, entry.source) == (900_000.0, "A", SOURCE)
    page = text(editor, "/03403000/bilanz/2021/werte/")
    assert 'value="900.000"' in page
    assert "statt Standardwert" in page
    assert "editor-03403000" in page


def test_zero_and_not_applicable_are_typed_on_purpose(editor: Client) -> None:
    grid(
        editor,
        "03403000",
        "store",
        industry__heat="0",
        transport__kerosene__aviation="–",
        transport__diesel__inland_shipping="x",
    )
    states = {entry.item.code: entry.state for entry in Entry.objects.all()}
    assert states == {
        "industry.heat": "confirmed zero",
        "transport.kerosene.aviation": "not applicable",
        "transport.diesel.inland_shipping": "not applicable",
    }


def test_an_emptied_field_takes_its_value_back(editor: Client) -> None:
    grid(editor, "03403000", "store", households__gas="900000,5", households__oil="7")
    preview = grid(editor, "03403000", households__gas="", households__oil="7").content.decode()
    assert preview.count("<strong>") == 1
    editor.post("/03403000/bilanz/2021/werte/", hidden(preview) | {"do": "store"})
    assert [entry.carrier for entry in Entry.objects.all()] == ["oil"]


def test_what_cannot_be_stays_in_its_field_with_a_sentence(editor: Client) -> None:
    page = grid(editor, "03403000", "store", households__gas="viel", households__oil="-3")
    told = page.content.decode()
    assert "Private Haushalte, Erdgas: „viel“" in told
    assert "Private Haushalte, Heizöl: Endenergie -3 MWh" in told
    assert 'value="viel"' in told
    assert not Entry.objects.exists()
    silent = editor.post(
        "/03403000/bilanz/2021/werte/", {"value.households.gas": "5", "source": "", "do": "store"}
    )
    assert "Jeder Wert nennt seine Quelle" in silent.content.decode()
    assert "nichts zu ändern" in grid(editor, "03403000", "store").content.decode()


def test_sources_are_told_in_the_language_of_the_page(editor: Client) -> None:
    addresses = [
        "/03403000/bilanz/2021/",
        "/03403000/bilanz/2021/werte/transport.diesel.motorways/",
    ]
    german = [text(editor, address) for address in addresses]
    editor.post("/sprache/setlang/", {"language": "en"})
    english = [text(editor, address) for address in addresses]
    assert all("Tabellen 3, 4 und 10" in page for page in german)
    assert all("tables 3, 4 and 10" in page for page in english)
    assert not any("second-hand" in page for page in german)
    assert not any("nach anderer Quelle" in page for page in english)
    assert "Pressemitteilung" in german[0]
    assert "press release" in english[0]
    assert "Zeile 69 Verkehr" in german[1]
    assert "line 69 transport" in english[1]


def test_an_item_walks_back_to_key_source_factor_and_entries(editor: Client) -> None:
    page = text(editor, "/03403000/bilanz/2021/werte/transport.diesel.motorways/")
    assert "Verkehrsfläche" in page
    assert "abgeleitet aus" in page
    assert "Anteil der Autobahnen" in page
    assert "Share of motorways" not in page
    assert "BISKO-Methodenpapier" in page
    assert "Hier wurde noch nie etwas eingetragen" in page
    grid(editor, "03403000", "store", transport__diesel__motorways="50000")
    page = text(editor, "/03403000/bilanz/2021/werte/transport.diesel.motorways/")
    assert "Warum 50.000 MWh?" in page
    assert "Der Standardwert darunter" in page
    assert SOURCE in page


def test_one_item_is_confirmed_and_withdrawn_on_its_page(editor: Client) -> None:
    address = "/03403000/bilanz/2021/werte/transport.diesel.inland_shipping/"
    given = {"wanted": "zero", "energy": "", "grade": "A", "source": "kein Hafen"}
    assert "Stimmt das so?" in editor.post(address, given).content.decode()
    assert editor.post(address, given | {"do": "store"}).status_code == 302
    assert Entry.objects.get().state == "confirmed zero"
    assert editor.post(address, {"wanted": "default", "do": "store"}).status_code == 302
    assert not Entry.objects.exists()
    page = text(editor, address)
    assert "entfernt" in page
    assert "kein Hafen" in page


def test_an_item_form_says_what_is_missing(editor: Client) -> None:
    address = "/03403000/bilanz/2021/werte/households.gas/"
    told = editor.post(address, {"wanted": "value", "energy": "0", "source": ""}).content.decode()
    assert "ausdrücklich zu bestätigen" in told
    assert "Jeder Wert nennt seine Quelle" in told


@pytest.mark.parametrize(
    "address",
    [
        "bilanz/2021/werte/",
        "bilanz/2021/werte/households.gas/",
        "bilanz/2021/heizwerke/",
        "bilanz/2021/preise/",
    ],
)
def test_readers_look_and_do_not_change(reader: Client, address: str) -> None:
    page = text(reader, f"/03403000/{address}").split("<main")[1].split("</main")[0]
    assert '<form method="post"' not in page
    assert reader.post(f"/03403000/{address}", {"do": "store"}).status_code == 403
    assert reader.get("/03403000/bilanz/tabelle/").status_code == 403


def test_strangers_see_nothing(town: Municipality, nowhere: Municipality) -> None:
    stranger = client(nowhere, Role.ADMIN)
    for address in ("bilanz/", "bilanz/2021/werte/", "bilanz/tabelle.xlsx", "bilanz/warum-anders/"):
        assert stranger.get(f"/{town.ags}/{address}").status_code == 403
        assert Client().get(f"/{town.ags}/{address}").status_code == 302


def test_the_figures_are_there_for_machines(reader: Client) -> None:
    document = json.loads(reader.get("/03403000/bilanz/2021/bilanz.json").content)
    assert document["verdict"] == "non-conformant"
    modes = {cell["mode"] for cell in document["cells"] if cell["sector"] == "transport"}
    assert {"motorways", "other_roads", "rail", "inland_shipping", "aviation"} <= modes


def test_a_table_goes_out_and_comes_in_with_a_preview(editor: Client) -> None:
    answer = editor.get("/03403000/bilanz/tabelle.xlsx?jahr=2021&jahr=2022")
    assert "bilanz-03403000-2021-2022.xlsx" in answer["Content-Disposition"]
    book = openpyxl.load_workbook(BytesIO(answer.content))
    page, columns = book["2021"], list(SheetColumn)
    page.cell(3, columns.index(SheetColumn.OWN) + 1).value = 900_000
    page.cell(3, columns.index(SheetColumn.SOURCE) + 1).value = "EWE Netz"
    preview = uploaded(editor, book)
    assert "Stimmt das so?" in text(editor, preview)
    assert not Entry.objects.exists()
    assert editor.post(preview, {"do": "store"}).status_code == 302
    assert Entry.objects.get().energy == 900_000.0
    assert editor.get(preview).status_code == 302  # it does not wait any longer


def uploaded(editor: Client, book: openpyxl.Workbook) -> str:
    """Upload a table; returns the address of its preview."""
    buffer = BytesIO()
    book.save(buffer)
    file = SimpleUploadedFile("Bilanz.xlsx", buffer.getvalue())
    answer = editor.post("/03403000/bilanz/tabelle/", {"table": file})
    assert answer.status_code == 302
    return str(answer["Location"])


def test_a_table_with_a_mistake_stores_nothing(editor: Client) -> None:
    answer = editor.get("/03403000/bilanz/tabelle.xlsx?jahr=2021")
    book = openpyxl.load_workbook(BytesIO(answer.content))
    page, columns = book["2021"], list(SheetColumn)
    for row, value in ((3, 900_000), (4, "viel")):
        page.cell(row, columns.index(SheetColumn.OWN) + 1).value = value
        page.cell(row, columns.index(SheetColumn.SOURCE) + 1).value = "EWE Netz"
    preview = uploaded(editor, book)
    told = text(editor, preview)
    assert "Blatt 2021, Zeile 4, eigener Wert [MWh]: „viel“" in told
    assert "So speichern" not in told
    editor.post(preview, {"do": "store"})
    assert not Entry.objects.exists()
    assert editor.post(preview, {"do": "discard"}).status_code == 302


@pytest.mark.parametrize("name", ["Bilanz.xlsx", "Bilanz.csv", "Bilanz.exe"])
def test_a_file_that_is_no_table_is_refused(editor: Client, name: str) -> None:
    file = SimpleUploadedFile(name, b"nothing of the kind")
    answer = editor.post("/03403000/bilanz/tabelle/", {"table": file}, follow=True)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Bitte noch ändern" in page
    assert name in page
    empty = editor.post("/03403000/bilanz/tabelle/").content.decode()
    assert "mindestens eine Datei" in empty


def test_a_heat_plant_is_entered_and_taken_away(editor: Client) -> None:
    address = "/03403000/bilanz/2021/heizwerke/"
    plant = {
        "name": "BHKW Nord",
        "fuel": "gas",
        "fuel_energy": "60.000",
        "electricity": "21.000",
        "heat": "30.000,5",
        "supply_temperature": "90",
        "source": "Stadtwerke",
    }
    assert editor.post(address, plant).status_code == 302
    assert Plant.objects.get().heat == 30_000.5
    assert "BHKW Nord" in text(editor, address)
    assert "g CO₂e/kWh aus 1 eingetragenen" in text(editor, "/03403000/bilanz/2021/")
    told = editor.post(address, plant | {"heat": "90.000"}).content.decode()
    assert "nicht mehr sein als der Brennstoff" in told
    assert (
        editor.post(address, {"remove": str(Plant.objects.get().pk), "sure": "yes"}).status_code
        == 302
    )
    assert not Plant.objects.exists()


def test_prices_are_entered_for_a_carrier_and_year(editor: Client) -> None:
    address = "/03403000/bilanz/2021/preise/"
    given = {"carrier": "gas", "sector": "", "value": "62,5", "source": "Stadtwerke"}
    assert editor.post(address, given).status_code == 302
    assert editor.post(address, given | {"value": "63"}).status_code == 302
    assert EnergyPrice.objects.get().value == 63.0
    assert "alle Sektoren" in text(editor, address)
    told = editor.post(address, given | {"value": "-1"}).content.decode()
    assert "Bitte noch ändern" in told


def test_every_change_is_in_the_history(editor: Client) -> None:
    grid(editor, "03403000", "store", households__gas="900000")
    grid(editor, "03403000", "store", households__gas="0")
    page = text(editor, "/03403000/verlauf/")
    assert "Private Haushalte, Erdgas 2021" in page
    assert "eigener Wert → bestätigte Null" in page


def test_only_complete_data_with_official_factors_carry_the_label(
    town: Municipality, reader: Client
) -> None:
    wishes = [
        EntryDraft(2021, item, EntryAction.VALUE, 1000.0, DataGrade.A, "Netzbetreiber")
        for item in POSSIBLE
        if item.sector is not Sector.MUNICIPAL
    ]
    operations.carry_out(municipality=town, wishes=wishes, by=None, at=AT)
    page = text(reader, "/03403000/bilanz/2021/")
    assert "Emissionsfaktoren sind nicht aus der amtlichen Tabelle" in page
    assert '<span class="mark ok">' not in page
    operations.load_factors(factors=OFFICIAL.rows, by=None, at=AT)
    page = text(reader, "/03403000/bilanz/2021/")
    assert '<span class="mark ok">BISKO-konform</span>' in page
    assert "Alle Werte sind eigene Angaben" in page


@pytest.mark.parametrize(
    ("language", "typed", "energy"),
    [
        ("de", "0.125", 0.125), ("de", "1.000", 1000.0), ("en", "1,5", 1.5), ("en", "1.5", 1.5),
        ("de", "1'234,5", 1234.5), ("en", "1.234,5", 1234.5),
    ],
)  # fmt: skip
def test_a_value_in_the_grid_is_read_by_the_marks_of_the_page(
    editor: Client, language: str, typed: str, energy: float
) -> None:
    editor.post("/sprache/setlang/", {"language": language})
    grid(editor, "03403000", do="store", households__gas=typed)
    assert Entry.objects.get(sector="households", carrier="gas").energy == energy


@settings(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(max_size=20), st.text(max_size=20), st.text(max_size=4))
def test_whatever_is_typed_is_answered_in_sentences(
    editor: Client, value: str, source: str, grade: str
) -> None:
    data = {"value.households.gas": value, "source": source, "grade": grade, "do": "look"}
    assert editor.post("/03403000/bilanz/2021/werte/", data).status_code == 200
    query = {"von": value, "bis": source, "was": grade, "jahr": value, "klimafaktor": value}
    for page in ("bilanz/", "bilanz/2021/", "bilanz/warum-anders/", "bilanz/tabelle.xlsx"):
        assert editor.get(f"/03403000/{page}", query).status_code in (200, 302)

"""The pages of the report, of a building, and of the way back from a figure."""

import json
from io import BytesIO

import pytest
from django.test import Client
from pypdf import PdfReader

from klimamosaik.drawing import typesetting
from klimamosaik.people.models import Role
from klimamosaik.places.models import Building, Municipality
from tests.drawing.setters import dying
from tests.visitors import visitor_of

SPAN = {"von": "2023", "bis": "2025"}


@pytest.fixture
def reader(town: Municipality) -> Client:
    """Someone who may read the town's pages."""
    return visitor_of(town, Role.READER, "ada")


def path(town: Municipality, rest: str) -> str:
    return f"/{town.ags}/{rest}"


def text(client: Client, address: str, **query: str) -> str:
    answer = client.get(address, query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_report_page_says_what_happened(reader: Client, town: Municipality) -> None:
    page = text(reader, path(town, "bericht/"), **SPAN)
    assert "Gebäude verbrauchten" in page
    assert "Warum hat es sich geändert?" in page
    assert "=Gymnasium" in page
    assert page.count("<svg") >= 2
    assert "style=" not in page
    assert len(page) < 100_000


def test_the_report_page_speaks_english(reader: Client, town: Municipality) -> None:
    reader.cookies["django_language"] = "en"
    page = text(reader, path(town, "bericht/"), **SPAN)
    assert "Why did it change?" in page
    assert "Warum hat" not in page


def test_the_factor_behind_a_figure_is_told_in_the_language_of_the_page(
    reader: Client, town: Municipality
) -> None:
    school = Building.objects.get(name="Grundschule")
    address = path(town, f"gebaeude/{school.pk}/warum/2024/heat/")
    german = text(reader, address)
    reader.cookies["django_language"] = "en"
    english = text(reader, address)
    assert "Nationaler Inventarbericht" in german
    assert "abgeleitet" in german
    assert "National Inventory Report" in english
    assert "derived" in english
    assert "nach anderer Quelle" not in english


def test_the_files_can_be_taken_along(reader: Client, town: Municipality) -> None:
    for ending, start in (("pdf", b"%PDF"), ("xlsx", b"PK"), ("json", b"{")):
        answer = reader.get(path(town, f"bericht/energiebericht.{ending}"), SPAN)
        assert answer.status_code == 200
        assert answer.content.startswith(start)
        assert f"energiebericht-{town.ags}-2023-2025.{ending}" in answer["Content-Disposition"]


def test_a_report_whose_setting_was_ended_says_so_and_is_set_the_next_time(
    reader: Client, town: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader.raise_request_exception = False
    address = path(town, "bericht/energiebericht.pdf")
    with monkeypatch.context() as patched:
        patched.setattr(typesetting, "typst_pages", dying)
        answer = reader.get(address, SPAN | {"von": "2024"})
    assert answer.status_code == 500
    assert "meist weil dem Server der Arbeitsspeicher ausgeht" in answer.content.decode()
    assert reader.get(address, SPAN | {"von": "2024"}).content.startswith(b"%PDF")


def test_page_and_files_say_the_same(reader: Client, town: Municipality) -> None:
    data = json.loads(reader.get(path(town, "bericht/energiebericht.json"), SPAN).content)
    pdf = reader.get(path(town, "bericht/energiebericht.pdf"), SPAN).content
    said = PdfReader(BytesIO(pdf)).pages[0].extract_text().replace("\u00a0", " ").split()
    assert " ".join(data["headline"]["de"].split()) in " ".join(said)
    assert data["headline"]["de"] in text(reader, path(town, "bericht/"), **SPAN)


@pytest.mark.parametrize("query", [{"von": "x", "bis": "2025"}, {"von": "1500", "bis": "2025"}])
def test_years_nobody_can_read_are_answered_on_the_page(
    reader: Client, town: Municipality, query: dict[str, str]
) -> None:
    assert 'class="error"' in text(reader, path(town, "bericht/"), **query)


def test_years_without_data_are_answered_with_what_to_do(
    reader: Client, town: Municipality
) -> None:
    page = text(reader, path(town, "bericht/"), von="1995", bis="1996")
    assert "Laden Sie zuerst die Dateien" in page


def test_a_building_page_shows_its_years_and_base_load(reader: Client, town: Municipality) -> None:
    hall = Building.objects.get(name="Rathaus")
    page = text(reader, path(town, f"gebaeude/{hall.pk}/"), von="2024", bis="2025")
    assert "Nachts und am Wochenende" in page
    assert "8,00 kW" in page
    assert "unbekannt" in page
    assert "style=" not in page


def test_a_building_of_another_town_is_not_found(reader: Client, town: Municipality) -> None:
    other = Municipality.objects.create(ags="03999009", name="Nachbarstadt")
    foreign = Building.objects.create(municipality=other, name="Fremd")
    assert reader.get(path(town, f"gebaeude/{foreign.pk}/")).status_code == 404
    assert reader.get(path(other, f"gebaeude/{foreign.pk}/")).status_code == 403


def test_why_leads_back_to_readings_bills_and_deliveries(
    reader: Client, town: Municipality
) -> None:
    school = Building.objects.get(name="Grundschule")
    page = text(reader, path(town, f"gebaeude/{school.pk}/warum/2024/heat/"))
    assert "Zähler.csv" in page
    assert "180,97 g CO₂/kWh" in page
    assert "Gradtagzahl G20/15" in page
    assert "01.02.2024" in page
    assert "19.000,00" in page


def test_why_of_fine_readings_is_told_by_month(reader: Client, town: Municipality) -> None:
    hall = Building.objects.get(name="Rathaus")
    page = text(reader, path(town, f"gebaeude/{hall.pk}/warum/2024/electricity/"))
    assert "je Monat zusammengezählt" in page


def test_a_figure_that_is_none_is_not_found(reader: Client, town: Municipality) -> None:
    hall = Building.objects.get(name="Rathaus")
    assert reader.get(path(town, f"gebaeude/{hall.pk}/warum/2024/beer/")).status_code == 404
    assert reader.get(path(town, "bericht/energiebericht.docx")).status_code == 404


def test_nobody_reads_without_log_in(town: Municipality) -> None:
    assert Client().get(path(town, "bericht/")).status_code == 302


def test_years_are_years_and_not_thousands(reader: Client, town: Municipality) -> None:
    school = Building.objects.get(name="Grundschule")
    addresses = ("bericht/", f"gebaeude/{school.pk}/", f"gebaeude/{school.pk}/warum/2024/heat/")
    for address in addresses:
        page = text(reader, path(town, address), **SPAN)
        assert "2024" in page
        assert "2.02" not in page


def test_years_that_lead_to_their_readings_stand_apart(reader: Client, town: Municipality) -> None:
    school = Building.objects.get(name="Grundschule")
    page = text(reader, path(town, f"gebaeude/{school.pk}/"), **SPAN)
    assert ">2023</a>, <a" in page


def test_a_building_page_stands_beside_its_past_and_its_like(
    reader: Client, town: Municipality
) -> None:
    school = Building.objects.get(name="Grundschule")
    page = text(reader, path(town, f"gebaeude/{school.pk}/"), **SPAN)
    assert "2025 gegenüber 2023: Wärme (witterungsbereinigt)" in page
    assert "Neben den Gebäuden der Art „Schule“ der Gemeinde: Wärme 2025:" in page
    assert "von 3 Gebäuden, 2025" in page
    assert "Median der Art" in page
    data = json.loads(reader.get(path(town, "bericht/energiebericht.json"), SPAN).content)
    given = next(each for each in data["buildings"] if each["name"] == "Grundschule")
    assert {each["medium"] for each in given["like_buildings"]} == {"heat", "electricity", "co2"}
    assert given["buildings_of_the_kind"]["co2"] == 3


def test_too_few_of_a_kind_are_counted_and_a_missing_area_is_asked_for(
    reader: Client, town: Municipality
) -> None:
    pool = Building.objects.get(name="Hallenbad")
    page = text(reader, path(town, f"gebaeude/{pool.pk}/"), **SPAN)
    assert "Kein Vergleich: nur 1 Gebäude der Art „Schwimmbad“" in page
    Building.objects.filter(pk=pool.pk).update(usable_area=None)
    pool.refresh_from_db()
    pool.save()
    page = text(reader, path(town, f"gebaeude/{pool.pk}/"), **SPAN)
    assert "Die Nutzfläche ist nicht bekannt" in page

"""The report as PDF, Excel and JSON says the same."""

import json
import re
from dataclasses import replace
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from klimamosaik.reports.energy.pdf import report_folder
from klimamosaik.reports.energy.spreadsheet import SHEETS
from klimamosaik.reports.kernel.figures import EnergyReport, Gap
from klimamosaik.reports.kernel.inputs import ReportInputs
from klimamosaik.reports.kernel.report import energy_report
from klimamosaik.reports.operations import report_bytes, write_report
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.complaint import InputRejected
from klimamosaik.terms.quality import Quality
from klimamosaik.terms.text import Language, Text, decimal
from tests.reports.cast import building, given, small_town

TROUBLE = "=HYPERLINK(1) #emph[x] \\ $ @a <b>"


@cache
def report() -> EnergyReport:
    """The small town's report, with a building whose name means trouble everywhere."""
    return energy_report(given(*small_town(), building(6, TROUBLE, "office")))


@cache
def pdf(language: Language = "de") -> bytes:
    return report_bytes(report=report(), format="pdf", language=language)


def text_of(content: bytes) -> str:
    pages = PdfReader(BytesIO(content)).pages
    return " ".join(page.extract_text() for page in pages).replace("\u00a0", " ")


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def test_the_pdf_has_title_language_and_tags() -> None:
    read = PdfReader(BytesIO(pdf()))
    catalogue = root(read)
    assert read.metadata is not None
    assert read.metadata.title == "Energiebericht 2023–2025 · Musterstadt"
    assert str(catalogue["/Lang"]) == "de"
    assert "/Marked" in str(catalogue["/MarkInfo"])
    assert "/StructTreeRoot" in catalogue
    assert b"pdfuaid:part" in pdf()


def root(read: PdfReader) -> DictionaryObject:
    """The catalogue of a PDF."""
    found = read.trailer["/Root"].get_object()
    assert isinstance(found, DictionaryObject)
    return found


def test_every_figure_has_a_text_for_who_cannot_see_it() -> None:
    assert alternatives(PdfReader(BytesIO(pdf()))) >= 6


def alternatives(read: PdfReader) -> int:
    """Structure elements with an alternative text."""
    found = 0
    for reference in range(1, len(read.xref[0]) + len(read.xref_objStm) + 1):
        try:
            thing = read.get_object(reference)
        except Exception:
            continue
        if isinstance(thing, dict) and thing.get("/S") == "/Figure" and thing.get("/Alt"):
            found += 1
    return found


def test_english_is_english() -> None:
    read = PdfReader(BytesIO(pdf("en")))
    assert str(root(read)["/Lang"]) == "en"
    said = text_of(pdf("en"))
    assert "Why did it change?" in said
    assert "weather-corrected" in said
    assert "Witterung" not in said


def test_a_synthetic_town_is_called_so_on_every_page() -> None:
    for page in PdfReader(BytesIO(pdf())).pages:
        assert "synthetisch" in page.extract_text()
    for sheet in openpyxl.load_workbook(BytesIO(workbook())).worksheets:
        assert "synthetisch" in str(sheet.cell(1, 1).value)
    assert json.loads(report_bytes(report=report(), format="json"))["municipality"]["synthetic"]


def test_a_real_town_is_never_called_synthetic() -> None:
    base: ReportInputs = given()
    real = energy_report(replace(base, town=replace(base.town, synthetic=False)))
    assert "synthetisch" not in text_of(report_bytes(report=real, format="pdf"))


def test_the_numbers_of_the_json_stand_in_the_pdf() -> None:
    data = json.loads(report_bytes(report=report(), format="json"))
    said = squeezed(text_of(pdf()))
    numbers = [
        year[key]["value"]
        for house in data["buildings"]
        for year in house["years"]
        for key in ("heat_kwh", "electricity_kwh", "heat_weather_corrected_kwh", "cost_energy_eur")
        if year[key]["value"] is not None
    ]
    assert len(numbers) > 50
    for number in numbers:
        assert decimal(number) in said


def test_a_name_that_looks_like_a_program_is_only_a_name() -> None:
    assert squeezed("=HYPERLINK(1) #emph[x]") in squeezed(text_of(pdf()))


def workbook(language: Language = "de") -> bytes:
    return report_bytes(report=report(), format="xlsx", language=language)


def test_the_workbook_has_its_sheets_in_both_languages() -> None:
    for language in ("de", "en"):
        book = openpyxl.load_workbook(BytesIO(workbook(language)))
        names = [SHEETS[0], Text("Rangfolge", "Ranking"), *SHEETS[1:]]
        assert book.sheetnames == [name.in_(language) for name in names]
        for sheet in book.worksheets:
            assert sheet.freeze_panes == "B3"


def test_no_cell_of_the_workbook_is_a_formula() -> None:
    book = openpyxl.load_workbook(BytesIO(workbook()))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert len(cells) > 500
    assert all(cell.data_type != "f" for cell in cells)
    texts = [str(cell.value) for cell in cells if cell.data_type == "s"]
    assert not [text for text in texts if text.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert "'" + TROUBLE in texts


def test_unknown_is_a_word_in_the_workbook_and_never_a_zero() -> None:
    sheet = openpyxl.load_workbook(BytesIO(workbook()))["Verbrauch"]
    head = [cell.value for cell in sheet[2]]
    column = head.index("Wärme, witterungsbereinigt [kWh]")
    rows = [row for row in sheet.iter_rows(min_row=3, values_only=True) if row[0] == "Rathaus"]
    assert [row[column] for row in rows if row[1] == 2024] == ["Jahr nicht vollständig erfasst"]
    share = [row[head.index("Wärme, nicht bereinigt [kWh]") + 1] for row in rows if row[1] == 2024]
    assert share == [50]


def test_unknown_is_null_with_a_reason_in_the_json() -> None:
    data = json.loads(report_bytes(report=report(), format="json"))
    hall = next(house for house in data["buildings"] if house["name"] == "Rathaus")
    assert hall["years"][1]["heat_weather_corrected_kwh"] == {
        "value": None,
        "covered": 0.0,
        "whole_year": False,
        "reason": "partial",
        "quality": "unknown",
    }
    assert data["gaps"][0]["months"] == [7, 8, 9, 10, 11, 12]


SHEET_AND_KEY = {  # a column of the workbook and the same figure of the JSON
    "Wärme, nicht bereinigt [kWh]": ("Verbrauch", "heat_kwh"),
    "Wärme, witterungsbereinigt [kWh]": ("Verbrauch", "heat_weather_corrected_kwh"),
    "Strom [kWh]": ("Verbrauch", "electricity_kwh"),
    "Wasser [m³]": ("Verbrauch", "water_m3"),
    "Kosten Strom und Wärme [€]": ("Kosten", "cost_energy_eur"),
    "CO₂ Strom und Wärme [t]": ("CO₂", "co2_energy_t"),
    "CO₂ Strom [t]": ("CO₂", "co2_electricity_t"),
    "CO₂ Wärme [t]": ("CO₂", "co2_heat_t"),
}


def test_workbook_and_json_say_alike_how_each_figure_is_known() -> None:
    data = json.loads(report_bytes(report=report(), format="json"))
    told = {house["name"]: house["years"] for house in data["buildings"]}
    told["Alle Gebäude"] = data["totals"]
    book = openpyxl.load_workbook(BytesIO(workbook()))
    seen: dict[str, set[str]] = {}
    for column, (sheet, key) in SHEET_AND_KEY.items():
        head = [cell.value for cell in book[sheet][2]]
        place = head.index(column) + 2
        assert head[place] == "Herkunft"
        for row in book[sheet].iter_rows(min_row=3, values_only=True):
            years = told[str(row[0]).removeprefix("'")]
            quality = next(each[key]["quality"] for each in years if each["year"] == row[1])
            assert row[place] == Quality(quality).text.de, (row[:2], key)
            seen.setdefault(key, set()).add(quality)
    assert {key for key, found in seen.items() if "measured" in found} == {
        "heat_kwh",
        "electricity_kwh",
        "water_m3",
    }
    assert seen["co2_energy_t"] >= {"calculated"}
    assert seen["cost_energy_eur"] - {"unknown"} == {"stated"}


def test_parts_in_the_json_add_up() -> None:
    data = json.loads(report_bytes(report=report(), format="json"))
    decided = [change for change in data["changes"] if change["decidable"]]
    assert len(decided) > 20
    for change in decided:
        assert sum(change["parts"].values()) == pytest.approx(change["change"], abs=1e-6)


def test_the_same_report_is_the_same_file() -> None:
    assert report_bytes(report=report(), format="pdf") == pdf()


def test_what_is_missing_over_many_years_leaves_room_for_the_building() -> None:
    bills, why = Text("Rechnungen", "bills"), Text("nicht erfasst", "not recorded")
    name = "Freiherr-vom-Stein-Gymnasium"
    gaps = tuple(Gap(name, Carrier.HEAT, year, (), bills, why) for year in range(2017, 2026))
    told = report_bytes(report=replace(report(), gaps=gaps), format="pdf")
    assert name in text_of(told)


def test_words_of_a_buildings_chart_are_set_by_the_page_once() -> None:
    files = report_folder(report(), "de")
    charts = [file for name, file in files.items() if name.startswith("building-")]
    assert charts
    assert not any(b"<text" in chart for chart in charts)
    told = json.loads(files["report.json"])["buildings"]
    said = "".join(page.extract_text() for page in PdfReader(BytesIO(pdf())).pages)
    titles = [
        words[-1] for house in told for words in house["picture"]["words"] if "[" in words[-1]
    ]
    assert len(titles) > 2 * len(told)
    for title in set(titles):
        assert said.count(title) >= titles.count(title)


def test_tables_of_buildings_have_one_line_a_row() -> None:
    told = json.loads(report_folder(report(), "de")["report.json"])["buildings"]
    assert [len(house["widths"]) for house in told] == [
        len(house["table"]["head"]) - 1 for house in told
    ]


def test_many_buildings_are_laid_out_in_parts_that_begin_on_a_new_page() -> None:
    unknown = (None, None, None)
    nothing = {"gas": unknown, "electricity": unknown, "water": unknown}
    known: list[dict[str, Any]] = [{}, *[nothing] * 64, {}]
    houses = [
        building(i, f"Haus {i:02}", area=2000.0 + i, **of) for i, of in enumerate(known, start=1)
    ]
    found = energy_report(given(*houses))
    pages = PdfReader(BytesIO(report_bytes(report=found, format="pdf"))).pages
    said = [page.extract_text().replace("\u00a0", " ") for page in pages]
    told = [re.findall(r"Nutzfläche 2\.0(\d\d) m²", words) for words in said]
    assert ["60", "61", "62"] in told
    assert ["63", "64"] in told  # the next would have room beside them
    assert ["65", "66"] in told


def test_another_ending_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    with pytest.raises(InputRejected, match=r"possible are \.pdf, \.xlsx, \.json"):
        write_report(report=report(), path=tmp_path / "bericht.docx")
    assert not list(tmp_path.iterdir())


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputRejected, match="cannot be written"):
        write_report(report=report(), path=tmp_path / "nowhere" / "bericht.json")

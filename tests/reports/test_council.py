"""What a council reads first: three sentences, measures with their ranges, buildings by money."""

import json
import re
from dataclasses import replace
from datetime import date
from io import BytesIO

import openpyxl
import pytest
from django.template.loader import render_to_string
from pypdf import PdfReader

from klimamosaik.places.models import Municipality
from klimamosaik.reports.kernel.council import council_sentences
from klimamosaik.reports.kernel.figures import EnergyReport
from klimamosaik.reports.kernel.inputs import ReportInputs, WeatherGiven
from klimamosaik.reports.kernel.missing_data import Wanting, wanting
from klimamosaik.reports.kernel.ranking import ranking
from klimamosaik.reports.kernel.register_inputs import CouncilPart, DecisionAsked, MeasureResult
from klimamosaik.reports.kernel.report import energy_report
from klimamosaik.reports.operations import report_bytes
from klimamosaik.reports.report_page import opening_of
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.estimate import Estimate
from klimamosaik.terms.figure import Verdict
from klimamosaik.terms.text import Text
from tests.reports.cast import building, carrier_year, given

SAVED = MeasureResult(
    id=7,
    name="Heizung Grundschule",
    first_day=date(2025, 9, 1),
    last_day=date(2026, 10, 31),
    verdict=Verdict.SAVED,
    share=Text("26 % (10 bis 41 %)", "26 % (10 to 41 %)"),
    saved=Estimate(116_510.0, 44_092.0, 188_927.0, "kWh"),
    worth=Estimate(12_854.0, 4_900.0, 20_800.0, "EUR"),
    worth_text=Text("12.900 (4.900 bis 20.800) €", "12,900 (4,900 to 20,800) €"),
    said=(Text("Sie hat gespart.", "It saved."),),
    data_version=11,
)
UNSURE = replace(
    SAVED, id=8, name="Aushänge", verdict=Verdict.NOT_DISTINGUISHABLE, worth=None, worth_text=None
)
COUNCIL = CouncilPart(
    measures=(SAVED, UNSURE),
    unmeasured=("Stadtbäume",),
    planned=3,
    decisions=(
        DecisionAsked(9, "Sonnenstrom", Text("nächste Entscheidung", "next"), date(2027, 2, 9)),
    ),
)


def told(inputs: ReportInputs | None = None, council: CouncilPart | None = COUNCIL) -> EnergyReport:
    """The report of the cast with what the register gives."""
    return energy_report(replace(inputs or given(), council=council))


def page_two(report: EnergyReport) -> str:
    """The words of the council's page."""
    pdf = report_bytes(report=report, format="pdf", language="de")
    words = PdfReader(BytesIO(pdf)).pages[1].extract_text()
    return " ".join(words.replace("\u00a0", " ").split())


def only_heat() -> ReportInputs:
    """Four buildings of which heat alone is known: no bills, areas, people or weather."""
    buildings = tuple(
        replace(
            each,
            area=None,
            years=tuple(
                carrier_year(item.carrier, item.year, item.use.value, None)
                for item in each.years
                if item.carrier is Carrier.GAS
            ),
        )
        for each in (building(at, f"Haus {at}") for at in range(1, 5))
    )
    inputs = given(*buildings, weather=WeatherGiven())
    return replace(inputs, town=replace(inputs.town, population=()))


def test_money_and_co2_are_told_against_the_first_year_with_their_parts() -> None:
    _, money, emitted = (text.de for text in council_sentences(told()))
    change = told().changes
    assert change
    assert money.startswith("Strom und Wärme kosteten 2025 ")
    assert "Davon" in money
    assert "Preis" in money
    assert emitted.startswith("Strom und Wärme verursachten 2025 ")


def test_the_year_before_is_told_beside_the_first() -> None:
    used = council_sentences(told())[0].de
    assert "als 2024" in used
    assert "Strom" in used
    assert "witterungsbereinigt" in used


def test_of_two_years_the_use_is_told_as_well() -> None:
    used, money, _ = council_sentences(told(replace(given(), years=(2024, 2025))))
    assert "2024" in used.de
    assert "kosteten" in money.de


def test_without_bills_cost_is_not_known_and_never_zero() -> None:
    said = " ".join(text.de for text in council_sentences(told(only_heat())))
    assert "nicht bekannt: Es fehlen Rechnungen" in said
    assert "0 €" not in said


def test_a_town_with_heat_alone_is_told_what_it_lacks() -> None:
    assert set(wanting(told(only_heat()))) == set(Wanting)
    assert wanting(told()) == ()


def test_buildings_are_ranked_by_money_and_by_energy_where_no_bill_is_known() -> None:
    by_cost = ranking(told())
    assert by_cost.subject == "cost"
    assert by_cost.rows[0].building.name == "Gymnasium"
    assert sum(row.share or 0 for row in by_cost.rows) == pytest.approx(1)
    assert ranking(told(only_heat())).subject == "energy"


def test_what_rose_and_what_fell_most_is_named_of_comparable_buildings_only() -> None:
    taken_over = building(6, "Übernommen", gas=(None, 1_000.0, 2_000.0))
    found = ranking(told(given(*given().buildings, taken_over)))
    compared = [row for row in found.rows if row.change is not None]
    assert 0 < len(compared) < len(found.rows)
    amounts = [row.change.amount for row in compared if row.change]
    assert found.fallen
    assert found.fallen.change
    assert found.fallen.change.amount == min(amounts) < 0


def test_what_cannot_be_told_is_not_counted_as_measured() -> None:
    undecided = replace(SAVED, id=9, verdict=Verdict.NOT_DECIDABLE, share=None, saved=None)
    page = page_two(told(council=replace(COUNCIL, measures=(SAVED, undecided))))
    assert "1 Maßnahme ist gemessen: 1 gespart. Bei 1 Maßnahme ist noch keine Aussage" in page
    assert page.count("gemessen 01.09.2025 bis 31.10.2026") == 1
    alone = page_two(told(council=replace(COUNCIL, measures=(undecided,))))
    assert "Maßnahmen sind gemessen" not in alone


def test_the_councils_page_has_measures_ranges_money_station_and_decision() -> None:
    page = page_two(told())
    assert "Haben die Maßnahmen gewirkt?" in page
    assert "26 % (10 bis 41 %)" in page
    assert "117.000 (44.000 bis 189.000) kWh" in page
    assert "12.900 (4.900 bis 20.800) €" in page
    assert "nicht von null zu unterscheiden" in page
    assert "Noch" not in page.split("Welche")[0]
    assert "2 Maßnahmen sind gemessen: 1 gespart, 1 nicht von null zu unterscheiden." in page
    assert "Begonnen, aber noch nicht gemessen: Stadtbäume." in page
    assert "Münster/Osnabrück" in page or "Gradtagzahl" in page
    assert "Sonnenstrom: nächste Entscheidung am 9. Februar 2027" in page
    assert "Gymnasium" in page


def test_a_town_without_weather_says_so_in_the_sentence_and_without_measures_too() -> None:
    page = page_two(told(only_heat(), CouncilPart((), (), 0, ())))
    assert "nicht witterungsbereinigt" in page
    assert "Noch ist keine Maßnahme eingetragen." in page
    assert "Welche Gebäude am meisten verbrauchen" in page
    assert "Was zu entscheiden ist" not in page


@pytest.mark.parametrize(("years", "said"), [
    (0, "Wetter: Ohne es bleibt Wärme unbereinigt."),
    (4, "Wetter: Bereinigt wird ab 5 ganzen Jahren; da sind erst 4."),
])  # fmt: skip
def test_too_little_weather_is_not_called_none(years: int, said: str) -> None:
    """Four years are stored, seen and used for effects; the report needs a fifth."""
    degree_days = dict.fromkeys(range(2022, 2022 + years), 3_000.0)
    inputs = replace(only_heat(), weather=WeatherGiven(degree_days=degree_days))
    report = told(inputs)
    assert Wanting.WEATHER in wanting(report)
    opening = opening_of(report) | {"municipality": Municipality(ags="03999008")}
    assert said in " ".join(render_to_string("reports/report_wanting.html", opening).split())
    assert "kein Wetter" not in page_two(report)


def test_long_names_of_parts_do_not_push_the_buildings_under_the_numbers() -> None:
    """Without weather there are two parts of use; their names left the buildings no width."""
    report = told(replace(given(), weather=WeatherGiven()))
    pdf = PdfReader(BytesIO(report_bytes(report=report, format="pdf", language="de")))
    pages = [page.extract_text(extraction_mode="layout") for page in pdf.pages]
    tables = [page for page in pages if "Die größten Änderungen" in page]
    assert tables
    for page in tables:
        for after in page.split("Die größten Änderungen")[1:]:
            assert re.search(r"Gebäude {2,}2023", after), after[:400]


def test_strangers_are_told_of_no_measure() -> None:
    page = page_two(told(council=None))
    assert "Maßnahmen" not in page
    data = json.loads(report_bytes(report=told(council=None), format="json"))
    assert "measures" not in data
    book = openpyxl.load_workbook(
        BytesIO(report_bytes(report=told(council=None), format="xlsx", language="de"))
    )
    assert "Maßnahmen" not in book.sheetnames


def test_page_json_and_workbook_say_the_same_of_a_measure() -> None:
    report = told()
    data = json.loads(report_bytes(report=report, format="json"))
    assert data["measures"][0]["saved_kwh"]["low"] == 44_092.0
    assert data["measures"][1]["worth_eur"] is None
    assert data["decisions"][0]["day"] == "2027-02-09"
    assert data["ranking"]["by"] == "cost_energy_eur"
    book = openpyxl.load_workbook(BytesIO(report_bytes(report=report, format="xlsx")))
    rows = list(book["Maßnahmen"].iter_rows(min_row=3, values_only=True))
    assert rows[0][3:7] == ("gespart", 116_510, 44_092, 188_927)
    assert rows[2][:4] == ("Stadtbäume", None, None, "noch nicht gemessen")


def test_what_is_not_known_is_one_dash_and_no_line_is_made_of_dashes_alone() -> None:
    words = " ".join(
        page.extract_text()
        for page in PdfReader(BytesIO(report_bytes(report=told(only_heat()), format="pdf"))).pages
    )
    assert "Kosten je Einwohner" not in words
    assert "unbekannt unbekannt" not in words
    assert "Nicht enthalten: Kosten (keine Rechnungen)" in " ".join(words.split())

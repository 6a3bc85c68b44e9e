"""Lists as offices keep them: headings anywhere, merged cells, several sheets, footers, JSON."""

import io
import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from klimamosaik.sources.measure_lists import (
    ListedMeasure,
    ListHints,
    ListRole,
    MeasureList,
    looks_like_measures,
    read,
)
from klimamosaik.terms.complaint import InputRejected
from tests.sources.measure_lists.stated import stated

Rows = Sequence[Sequence[object]]


def listed(text: str, hints: ListHints | None = None) -> MeasureList:
    return read(text.encode(), name="liste.csv", hints=hints)


def book(merged: Sequence[str] = (), **sheets: Rows) -> MeasureList:
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        for cells in merged:
            sheet.merge_cells(cells)
    written = io.BytesIO()
    workbook.save(written)
    return read(written.getvalue(), name="liste.xlsx")


def one(found: MeasureList, key: str) -> ListedMeasure:
    return next(each for each in found.measures if each.key == key)


def refused(text: str, name: str = "liste.csv") -> str:
    with pytest.raises(InputRejected) as refusal:
        read(text.encode(), name=name)
    return refusal.value.complaints[0].text.de


def test_title_lines_sections_and_sums_are_no_measures() -> None:
    found = listed(
        "Klimaschutzkonzept 2030;;;;\n"
        "Stand: 01.10.2026;;;;\n"
        ";;;;\n"
        "Nr.;Maßnahme;Zuständig;Laufzeit;Kosten\n"
        "Handlungsfeld 1: Gebäude;;;;\n"
        "1.1;Rathaus dämmen;Bauamt;2024-2026;100.000\n"
        "1.2;Schule dämmen;Bauamt;2025-2027;200.000\n"
        "Handlungsfeld 2: Verkehr;;;;\n"
        "2.1;Radweg;Tiefbauamt;ab 2025;50.000\n"
        "Summe;;;;350.000\n"
        "Quelle: Haushalt 2026;;;;\n"
    )
    assert [each.key for each in found.measures] == ["1.1", "1.2", "2.1"]
    assert one(found, "1.2").fields == ("Gebäude",)
    assert one(found, "2.1").fields == ("Verkehr",)
    assert found.as_of == date(2026, 10, 1)
    assert len(found.skipped) == 2
    assert found.refused == ()


def test_headings_over_several_columns_are_joined() -> None:
    found = book(
        merged=("C1:D1", "E1:F1", "A1:A2", "B1:B2"),
        Liste=[
            ["Nr.", "Maßnahme", "Umsetzung", None, "Kosten", None],
            [None, None, "Beginn", "Ende", "2025", "2026"],
            ["A1", "Radweg", 2025, 2027, 1000, 2000],
            ["A2", "Busse", 2026, 2028, 10, None],
        ],
    )
    radweg = one(found, "A1")
    assert (radweg.first_year, radweg.last_year) == (2025, 2027)
    assert [(cost.year, cost.planned) for cost in radweg.costs] == [(2025, 1000), (2026, 2000)]


def test_rows_of_merged_cells_go_on_with_the_measure_above() -> None:
    found = book(
        merged=("A2:A3", "B2:B3"),
        Liste=[
            ["Nr.", "Maßnahme", "Jahr", "Kosten", "Beteiligte"],
            ["A1", "Radweg", 2025, 1000, "Tiefbauamt"],
            [None, None, 2026, 3000, "ADFC"],
            ["A2", "Busse", 2025, 10, None],
        ],
    )
    radweg = one(found, "A1")
    assert [(cost.year, cost.planned) for cost in radweg.costs] == [(2025, 1000), (2026, 3000)]
    assert len(found.measures) == 2


@pytest.mark.parametrize(("roles", "known_as"), [
    (["known_as", "name", "phase", "cost", "year"], None),  # there it names the measure
    (["known_as", "name", "funding", "cost", "year"], "2025 · Stadt"),
])  # fmt: skip
def test_only_on_the_page_of_costs_a_row_is_known_as_the_line_it_was(
    roles: list[str], known_as: str | None
) -> None:
    found = book(Kosten=[
        ["war", "Maßnahme", "Stand", "Kosten", "Jahr"], roles,
        ["2025 · Stadt", "Radweg", "idea", 1000, 2025],
    ])  # fmt: skip
    (measure,) = found.measures
    assert [(cost.planned, cost.known_as) for cost in measure.costs] == [(1000, known_as)]


CATALOGUE = (
    "Handlungsfeld;Maßnahmen-Nr.;Maßnahmen-Titel;Maßnahmentyp;Dauer der Maßnahme;Ziel;Initiator;"
    "Erfolgsindikatoren;Kosten;Finanzierungsansatz;THG-Einsparungen (t/a);Flankierende Maßnahmen\n"
    "Strategie;S1;Klimamanagement;organisatorisch;dauerhaft;Personal;Landrat;Stelle besetzt;"
    "70.000 €/a;NKI;nicht bezifferbar;S2\n"
    ";S2;Klimabudget;finanziell;2026-2030;Geld;Kämmerei;;ca. 100 T€;Haushalt;35;S1\n"
)


def test_a_catalogue_of_measures_loses_no_word() -> None:
    found = listed(CATALOGUE)
    manager, budget = found.measures
    assert (manager.fields, budget.fields) == (("Strategie",), ("Strategie",))
    assert manager.costs[0].kind == "running"
    assert (budget.first_year, budget.last_year) == (2026, 2030)
    notes = {note.heading: note.text for note in budget.notes}
    assert notes == {
        "Maßnahmentyp": "finanziell", "Finanzierungsansatz": "Haushalt", "Kosten": "ca. 100 T€",
        "Flankierende Maßnahmen": "S1",
    }  # fmt: skip
    kept = " ".join(note.text for note in manager.notes)
    assert "Stelle besetzt" in kept
    assert "dauerhaft" in kept


def test_several_sheets_are_one_list_and_others_are_left_out_with_a_reason() -> None:
    found = book(
        Gebäude=[["Nr.", "Maßnahme", "Zuständig"], ["G1", "Dämmen", "Bauamt"]],
        Verkehr=[["Nr.", "Maßnahme", "Zuständig"], ["V1", "Radweg", "Tiefbauamt"]],
        Legende=[["grün", "läuft"], ["rot", "stockt"]],
    )
    assert [each.key for each in found.measures] == ["G1", "V1"]
    assert [(sheet.name, sheet.used) for sheet in found.sheets] == [
        ("Gebäude", True), ("Verkehr", True), ("Legende", False),
    ]  # fmt: skip
    assert "Überschriften" in found.sheets[2].why.de


def test_english_headings_are_understood() -> None:
    found = listed(
        "No.,Measure,Sector,Responsible,Start,End,Status,Budget (EUR),GHG reduction (t CO2/a)\n"
        'B-2,Heat pumps,Buildings,Estates,2024,2026,on track,"120,000",85\n'
        'B-3,LED lights,Electricity,Works,2025,2025,completed,"15,500",12.5\n'
    )
    pumps, lights = one(found, "B-2"), one(found, "B-3")
    assert (pumps.name, pumps.responsible) == ("Heat pumps", "Estates")
    assert pumps.costs[0].planned == 120_000
    assert stated(lights) == [12.5]
    assert [pumps.reports[0].state, lights.reports[0].state] == ["on course", "done"]


def test_reports_stand_under_the_years_of_their_headings() -> None:
    found = listed(
        "Nr.;Maßnahme;Sachstand 2023;Ampel 2023;Sachstand 2024;Ampel 2024\n"
        "A1;Radweg;Die Planung hat im Frühjahr begonnen.;grün;Die Planung ruht.;rot\n"
        "A2;Busse;Zwei Busse sind bestellt worden.;gelb;;\n"
    )
    radweg = one(found, "A1")
    assert [(report.state, report.text) for report in radweg.reports] == [
        ("on course", "Die Planung hat im Frühjahr begonnen.\ngrün"),
        ("stuck", "Die Planung ruht.\nrot"),
    ]
    assert radweg.reports[1].span is not None
    assert radweg.reports[1].span.last == date(2024, 12, 31)
    assert len(one(found, "A2").reports) == 1


def test_rows_may_point_to_the_row_they_belong_to() -> None:
    found = listed(
        "assessment,id,title,text,priority,parent\n"
        "green,V,Verkehr,Verkehr,4,\n"
        "red,V1,Radweg,Radweg,5,V\n"
        "white,V1-Plan,geplant,Ein Radweg soll her.,5,V1\n"
        "green,V1-13,Sachstand 2013,Begonnen.,5,V1\n"
        "red,V1-15,Sachstand 2015/2016,Ruht.,5,V1\n"
    )
    (radweg,) = found.measures
    assert (radweg.key, radweg.fields) == ("V1", ("Verkehr",))
    assert radweg.description == "Ein Radweg soll her."
    assert [(report.label, report.state) for report in radweg.reports] == [
        ("Sachstand 2013", "on course"), ("Sachstand 2015/2016", "stuck"),
    ]  # fmt: skip


def test_the_same_number_twice_is_refused_with_both_places() -> None:
    found = listed("Nr.;Maßnahme;Ziel\nA1;Radweg;x\nA1;Busse;y\nA2;Bahn;z\n")
    assert [each.name for each in found.measures] == ["Radweg", "Bahn"]
    (complaint,) = found.refused
    assert (complaint.code, complaint.row) == ("key_twice", 3)
    assert "Radweg" in complaint.text.de
    assert "Zeile 2" in complaint.text.de


def test_a_contradiction_is_said_and_the_first_counts() -> None:
    found = listed("Nr.;Maßnahme;Ziel;Zuständig\nA1;Radweg;Mehr;Amt\nA1;Radweg;Weniger;Amt\n")
    assert found.measures[0].aim == "Mehr"
    assert [each.code for each in found.odd] == ["said_twice"]


def test_a_row_without_a_name_is_refused() -> None:
    found = listed("Nr.;Maßnahme;Kosten;Jahr\n;;7;2024\nA1;Radweg;5;2024\n")
    assert [(each.code, each.row) for each in found.refused] == [("row_without_name", 2)]


def test_unknown_columns_are_kept_word_for_word() -> None:
    found = listed("Nr.;Maßnahme;Ziel;Wetter\nA1;Radweg;x;  Regen,\u00a0oft \n")
    assert [(note.heading, note.text) for note in found.measures[0].notes] == [
        ("Wetter", "Regen,\u00a0oft")
    ]


def test_a_person_may_say_what_a_column_is() -> None:
    text = "Nr.;Maßnahme;Ziel;Wetter\nA1;Radweg;x;Regen\n"
    found = listed(text, ListHints(roles=(("Wetter", ListRole.OBSTACLES),)))
    assert found.measures[0].obstacles == "Regen"
    assert found.measures[0].notes == ()


def test_a_column_of_zeros_means_not_known_unless_a_person_says_otherwise() -> None:
    years = range(2001, 2021)
    rows = "\n".join(f"A1;Bäume;Stück;{year};{0 if year < 2018 else 7}" for year in years)
    text = f"Maßnahmen-ID;Kennzahl;Einheit;Jahr;Wert\n{rows}\n"
    (few,) = listed(text).measures
    assert [value.value for value in few.indicators[0].values] == [7, 7, 7]
    (every,) = listed(text, ListHints(zeros=True)).measures
    assert len(every.indicators[0].values) == len(years)
    assert "17" in listed(text).skipped[0].de


def test_a_wanted_value_is_a_most_or_a_least_where_its_cell_or_a_column_says_so() -> None:
    cells = ["≤ 3", "mind. 16", "1.000", "höchstens 80,5", "at least 7", "unter 9"]
    rows = [f"A{k};Maßnahme {k};Kennzahl {k};d;{cell}" for k, cell in enumerate(cells)]
    found = listed("\n".join(["Nr;Maßnahme;Kennzahl;Einheit;Zielwert", *rows]))
    read_as = [(each.indicators[0].bound, each.indicators[0].wanted) for each in found.measures]
    assert read_as == [
        ("at most", 3.0), ("at least", 16.0), ("", 1000.0),
        ("at most", 80.5), ("at least", 7.0), ("at most", 9.0),
    ]  # fmt: skip
    by_column = listed(
        "Nr;Maßnahme;Kennzahl;Einheit;Höchstens oder mindestens;Zielwert\n"
        "A1;Schule;zu kalt;Klassen;höchstens;3\nA2;Bäume;Feuchte;%;;16"
    )
    assert [each.indicators[0].bound for each in by_column.measures] == ["at most", ""]


def test_an_empty_traffic_light_column_says_why() -> None:
    found = listed("Nr.;Maßnahme;Ziel;Ampel\nA1;Radweg;x;\n")
    (light,) = [column for column in found.sheets[0].columns if column.heading == "Ampel"]
    assert "Farben von Zellen werden nicht gelesen" in light.why.de


# JSON

SHEET = {
    "Was & Warum?": "Um was geht es?\nEin Plan.\nMaßnahme A1.1\nEnergieleitplan",
    "Wer?": "Treiber und Ansprechpartner\nUmwelt- und Arbeits-\nschutz\nWelche Akteure noch?\nalle",
    "Was bringt es?": "Wie hoch?\n15.300 t CO2/a im Jahr 2030",
    "Wieviel?": "Was kostet es? Erst nach der Planung bekannt. " * 4,
    "Ganz anderes": "bleibt",
}


def test_a_json_sheet_is_a_measure_with_its_number_from_the_file_name() -> None:
    found = read(json.dumps(SHEET).encode(), name="A1.1.json")
    (measure,) = found.measures
    assert (measure.key, measure.name) == ("A1.1", "Energieleitplan")
    assert measure.description == SHEET["Was & Warum?"]
    assert measure.responsible == "Umwelt- und Arbeitsschutz"
    assert stated(measure)[0] == 15_300
    notes = {note.heading: note.text for note in measure.notes}
    assert notes["Ganz anderes"] == "bleibt"
    assert notes["Wieviel?"] == SHEET["Wieviel?"].strip()
    assert measure.costs == ()


def test_json_may_be_a_list_or_a_directory_of_sheets() -> None:
    records = [{"id": "A1", "title": "Radweg", "goal": "x"}, {"id": "A2", "title": "Bus"}]
    assert len(read(json.dumps(records).encode(), name="m.json").measures) == 2
    directory = {"A1": {"title": "Radweg", "goal": ["x", "y"]}, "A2": {"title": "Bus"}}
    found = read(json.dumps(directory).encode(), name="m.json")
    assert [(each.key, each.name) for each in found.measures] == [("A1", "Radweg"), ("A2", "Bus")]
    assert found.measures[0].aim == "x\ny"


# what is refused, each with its own sentence


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "leer"),
        ("a;b\n1;2\n", "Keine Zeile nennt Spalten"),
        ("Nr.;Maßnahme;Ziel\n", "Unter den Überschriften steht nichts"),
        (",_ID_,Titel,Text\nwhite,_sub_-Plan,geplant,Text\n", "leere Vorlage"),
        ("id,title,text,parent\n_ID_,Titel,Text,_sub_\n_a_,b,c,_d_\n", "leere Vorlage"),
        ("RAUM;MERKMAL;ZEIT;WERT;EINHEIT\nStadt;Kfz;2020;5;%\n", "gehören zur ganzen Stadt"),
        ("{}", "keine Maßnahme"),
        ("[1, 2]", "keine Maßnahme"),
    ],
)
def test_what_is_no_list_is_refused_in_one_clear_sentence(text: str, sentence: str) -> None:
    name = "liste.json" if text[:1] in "[{" and text else "liste.csv"
    assert sentence in refused(text, name)


def test_readings_do_not_look_like_measures() -> None:
    assert not looks_like_measures(b"Monat;Rathaus;Schule\n01/2023;1000;2000\n", name="kwh.csv")
    assert not looks_like_measures(b"%PDF-1.7 ...", name="plan.pdf")
    text = "Nr.;Maßnahme;Zuständig;Status\nA1;Radweg;Amt;in Umsetzung\n"
    assert looks_like_measures(text.encode(), name="liste.csv")


# real lists


def test_real_lists_are_read_without_help(shared: Path) -> None:
    folder = shared / "data/measures_and_balances"
    muenster = read((folder / "muenster_sachstand.csv").read_bytes(), name="muenster_sachstand.csv")
    assert len(muenster.measures) == 54
    assert {len(each.reports) for each in muenster.measures} == {3}
    assert all(each.description for each in muenster.measures)
    indicators = read((folder / "karlsruhe_indicators.csv").read_bytes(), name="k.csv")
    values = [v for m in indicators.measures for i in m.indicators for v in i.values]
    assert len(values) == 1666 - 1101 - 11
    with pytest.raises(InputRejected, match="whole town"):
        read((folder / "muenster_indicators.csv").read_bytes(), name="muenster_indicators.csv")


def test_every_real_sheet_has_its_number_and_all_but_one_a_name(shared: Path) -> None:
    paths = sorted((shared / "data/measures_and_balances/karlsruhe_measure_sheets").glob("*.json"))
    assert len(paths) == 73
    found = [read(path.read_bytes(), name=path.name).measures[0] for path in paths]
    assert [each.key for each in found] == [path.stem for path in paths]
    assert [each.key for each in found if each.name is None] == ["E3.4"]
    for path, measure in zip(paths, found, strict=True):
        said = {measure.description, measure.aim, measure.obstacles}
        said |= {note.text for note in measure.notes} | {each.text for each in measure.effects}
        for heading, text in json.loads(path.read_text(encoding="utf-8")).items():
            assert text.strip() in said, (path.name, heading)


@pytest.mark.parametrize(
    ("cell", "share"),
    [("60 %", 60.0), ("60", 60.0), ("37,5 %", 37.5), ("0,6", 60.0), ("0,9 %", 0.9), ("", None)],
)
def test_the_share_of_a_grant_is_a_number(cell: str, share: float | None) -> None:
    found = listed(f"Nr.;Maßnahme;Kosten;Förderquote\nA1;LED;10.000 €;{cell}\n")
    measure = one(found, "A1")
    assert (measure.grant_percent, found.refused_total) == (share, 0)
    assert all(note.heading != "Förderquote" for note in measure.notes)


@pytest.mark.parametrize("cell", ["bis zu 60 %", "120 %", "60-80 %", "1"])
def test_what_is_no_single_share_stays_a_note_and_is_named(cell: str) -> None:
    found = listed(f"Nr.;Maßnahme;Kosten;Förderquote\nA1;LED;10.000 €;{cell}\n")
    measure = one(found, "A1")
    assert measure.grant_percent is None
    assert [(each.heading, each.text) for each in measure.notes] == [("Förderquote", cell)]
    assert "keine Förderquote zwischen 0 und 100 %" in found.refused[0].text.de


def test_a_programme_of_grants_is_where_the_money_comes_from() -> None:
    measure = one(listed("Nr.;Maßnahme;Kosten;Förderung\nA1;LED;10.000 €;NKI\n"), "A1")
    assert measure.grant_percent is None

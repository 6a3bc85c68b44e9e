"""Headings of several rows, axes above actions, and lists in languages nobody taught."""

import io
from collections.abc import Sequence
from datetime import date

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
from klimamosaik.sources.measure_lists.spans import first_and_last_year, single_day
from klimamosaik.sources.measure_lists.vocabulary import role_of, state_of
from klimamosaik.terms.complaint import InputRejected
from tests.sources.measure_lists.stated import stated

Rows = Sequence[Sequence[object]]


def book(rows: Rows, hints: ListHints | None = None, **more: Rows) -> MeasureList:
    workbook = openpyxl.Workbook()
    for name, lines in {"Plan": rows, **more}.items():
        sheet = workbook.create_sheet(name)
        for line in lines:
            sheet.append(list(line))
    workbook.remove(workbook.worksheets[0])
    written = io.BytesIO()
    workbook.save(written)
    return read(written.getvalue(), name="plan.xlsx", hints=hints)


def listed(text: str, hints: ListHints | None = None) -> MeasureList:
    return read(text.encode(), name="liste.csv", hints=hints)


def names(found: MeasureList) -> list[str | None]:
    return [each.name for each in found.measures]


def budgets(found: MeasureList) -> list[float | None]:
    return [cost.planned for each in found.measures for cost in each.costs]


def one(found: MeasureList, name: str) -> ListedMeasure:
    return next(each for each in found.measures if each.name == name)


GROUPED: Rows = [
    ["Darstellung der Maßnahme", None, None, None, "Ziele", None, "Zeit", None, "Geld"],
    ["Achse", "Teilachse", "Titel der Maßnahme", "Beschreibung", "Ziele", "Indikatoren", "Beginn",
     "Ende", "Budget (€)"],
    ["Textfeld", "Textfeld", "(Auswahl)", "Textfeld", "Textfeld", "z. B. kWh", "tt.mm.jjjj",
     "Datum", "Zahl"],
    ["1. Energie", "1.1 Bau", "Rathaus", "Text", "Ziel", "kWh", "01/01/2024", "31/12/2026", 1000],
    ["1. Energie", "1.1 Bau", "Schule", "Text", "Ziel", "kWh", "01/01/2024", "31/12/2026", 2000],
    ["2. Verkehr", "2.1 Rad", "Radweg", "Text", "Ziel", "km", "01/01/2025", "31/12/2025", 3000],
]  # fmt: skip


def test_a_group_called_measure_does_not_make_the_axis_the_name() -> None:
    found = book(GROUPED)
    assert names(found) == ["Rathaus", "Schule", "Radweg"]
    assert budgets(found) == [1000, 2000, 3000]
    assert one(found, "Radweg").fields == ("2. Verkehr", "2.1 Rad")
    assert (found.measures[0].first_year, found.measures[0].last_year) == (2024, 2026)
    assert not found.questions


def test_a_row_that_explains_the_columns_is_no_measure_and_is_named() -> None:
    (said,) = [text.de for text in book(GROUPED).skipped]
    assert said.startswith("Zeile 3 erklärt die Spalten und ist keine Maßnahme: „Textfeld")


def test_a_first_measure_of_words_that_name_columns_stays_a_measure() -> None:
    found = listed(
        "Nr.;Maßnahme;;Zuständig;Status\n"
        "A1;Förderung Lastenrad;Projekt;Personalamt;in Umsetzung\nA2;Bus;x;Amt;läuft\n"
    )
    assert names(found) == ["Förderung Lastenrad", "Bus"]


def test_headings_of_three_rows_are_read() -> None:
    found = book(
        [
            ["Maßnahme", None, "Kosten", None, None, "Stand", None],
            ["Nr.", "Titel", "geplant", None, "Ist", "Ampel", "Bericht"],
            [None, None, "2025", "2026", None, None, None],
            ["A1", "Radweg", 1000, 2000, 900, "grün", "Der Bau hat im Frühjahr begonnen."],
            ["A2", "Busse", 10, 20, 5, "rot", "Es gibt noch kein Angebot eines Herstellers."],
        ]
    )
    radweg = one(found, "Radweg")
    assert radweg.key == "A1"
    assert [(cost.year, cost.planned) for cost in radweg.costs if cost.planned] == [
        (2025, 1000), (2026, 2000),
    ]  # fmt: skip
    assert radweg.reports[0].state == "on course"
    assert len(found.measures) == 2


def test_a_line_above_the_headings_is_not_one_of_them() -> None:
    found = book(
        [
            ["Klimaschutzkonzept Musterau"],
            ["Stand: 01.10.2026"],
            [None, "Beschreibung der Maßnahme", None, "Umsetzung", None],
            ["Nr.", "Bereich", "Titel", "Beginn", "Ende"],
            ["G1", "Gebäude", "Rathaus", date(2024, 3, 1), date(2026, 12, 31)],
        ]
    )
    headings = [column.heading for column in found.sheets[0].columns]
    assert headings[0] == "Nr."
    assert headings[2] == "Beschreibung der Maßnahme · Titel"
    assert found.as_of == date(2026, 10, 1)
    (rathaus,) = found.measures
    assert (rathaus.first_year, rathaus.last_year, rathaus.notes) == (2024, 2026, ())


def test_the_start_of_the_work_is_not_the_first_day_of_the_effect() -> None:
    found = book(
        [
            ["Key Actions", None, "Implementation timeframe", None, "Estimates", None],
            ["Title", "Responsible body", "Start", "End", "Energy savings (MWh/a)",
             "Implementation cost (€)"],
            ["Insulate hall", "City", "2020", "2024", 120, 50000],
        ]
    )  # fmt: skip
    (hall,) = found.measures
    assert (hall.first_year, hall.last_year, hall.start) == (2020, 2024, None)
    assert budgets(found) == [50000]
    assert hall.effects[0].unit == "MWh/a"


def test_rows_of_the_same_words_explain_the_columns_in_any_language() -> None:
    found = listed(
        "Tavoite;Toimenpide;Vastuutaho;Aikataulu\nteksti;teksti;teksti;vuosi\n"
        "Talot;Koulun korjaus;Tekninen;2024\nTiet;Uusi silta;Katu;2025\n",
        ListHints(roles=(("Toimenpide", ListRole.TITLE),)),
    )
    assert names(found) == ["Koulun korjaus", "Uusi silta"]
    assert "Zeile 2 erklärt" in found.skipped[0].de


def test_axes_merged_downwards_count_until_the_next_one() -> None:
    found = book(
        [
            ["Axe", "Sous-axe", "Titre de l'action", "Statut"],
            ["1. Énergie", "1.1 Écoles", "Isoler", "En cours"],
            [None, None, "Chauffer", "À venir"],
            [None, "1.2 Réseau", "Étendre", "Réalisé"],
            ["2. Mobilité", None, "Piste", "Abandonné"],
        ]
    )
    assert [each.fields for each in found.measures] == [
        ("1. Énergie", "1.1 Écoles"), ("1. Énergie", "1.1 Écoles"), ("1. Énergie", "1.2 Réseau"),
        ("2. Mobilité",),
    ]  # fmt: skip
    assert [report.state for each in found.measures for report in each.reports] == [
        "on course", None, "done", "stopped",
    ]  # fmt: skip


def test_rows_with_axes_alone_are_headings() -> None:
    found = book(
        [
            ["Axe", "Sous-axe", "Action", "Budget €"],
            ["1. Énergie", None, None, None],
            [None, "1.1 Écoles", None, None],
            [None, None, "Isoler l'école", 10],
            ["2. Mobilité", "2.1 Vélo", None, None],
            [None, None, "Piste cyclable", 20],
        ]
    )
    assert [(each.name, each.fields) for each in found.measures] == [
        ("Isoler l'école", ("1. Énergie", "1.1 Écoles")),
        ("Piste cyclable", ("2. Mobilité", "2.1 Vélo")),
    ]
    assert found.refused == ()


def test_parts_of_a_measure_are_measures_named_after_it() -> None:
    found = book(
        [
            ["Titre de l'action", "Titre de la sous-action", "Budget prévisionnel total € HT"],
            ["Rénover les écoles", None, 100],
            [None, "Isoler l'école A", 60],
            [None, "Isoler l'école B", 40],
            ["Piste cyclable", None, 7],
        ]
    )
    assert names(found) == [
        "Rénover les écoles", "Rénover les écoles – Isoler l'école A",
        "Rénover les écoles – Isoler l'école B", "Piste cyclable",
    ]  # fmt: skip
    assert [each.code for each in found.odd] == ["cost_of_whole_and_parts"]


FRENCH = (
    "Axe (x);Titre de l'action;Descriptif;Objectifs;Structure pilote;Personne pilote;"
    "Élu·e référent·e;Financeur 1;Montant € HT;Budget prévisionnel total € HT;Statut;"
    "Date de début;Date de fin\n"
    "1. Énergie;Rénover l'école;Isoler;Réduire;Ville;Jeanne Martin;Luc Dupont;ADEME;10 000;"
    "100 000,50;En cours;01/03/2024;31/12/2026\n"
    "2. Mobilité;Piste cyclable;Bandes;Réduire;Métropole;Jeanne Martin;Luc Dupont;;;30 000;"
    "Réalisé;01/02/2023;30/06/2025\n"
)


def test_a_french_plan_is_read_without_the_names_of_people() -> None:
    found = listed(FRENCH)
    ecole, piste = found.measures
    assert (ecole.name, ecole.responsible, ecole.description) == (
        "Rénover l'école", "Ville", "Isoler",
    )  # fmt: skip
    assert [cost.planned for cost in (*ecole.costs, *piste.costs)] == [100_000.5, 30_000]
    assert (piste.first_year, piste.last_year) == (2023, 2025)
    assert [piste.reports[0].state, ecole.reports[0].state] == ["done", "on course"]
    assert "Dupont" not in repr(found.measures)
    assert "Jeanne" not in repr(found.measures)
    assert any("Personne pilote" in text.de for text in found.skipped)
    assert not found.questions


def test_an_english_plan_has_its_thousands_and_tonnes() -> None:
    found = listed(
        "Action,Lead,Status,Cost (k€),CO2 saving (t/yr)\n"
        "Retrofit library,Estates,In progress,120,35.5\nCycle lane,Works,Completed,1.5,2\n"
    )
    library = one(found, "Retrofit library")
    assert (library.costs[0].planned, stated(library)[0]) == (120_000, 35.5)
    assert (library.responsible, library.effects[0].unit) == ("Estates", "t CO2e/a")
    assert one(found, "Cycle lane").costs[0].planned == 1500


FINNISH = (
    "Ohjelma 2030;;;;\nTavoite;Toimenpide;Vastuutaho;Aikataulu;Kustannus\n"
    "Talot;Koulun korjaus;Tekninen toimi;2024-2026;100 000\n"
    "Talot;Uudet ikkunat;Tekninen toimi;2025;50 000\n"
    "Tiet;Uusi pyörätie;Katuosasto;2026;20 000\n"
)


def test_a_list_in_any_language_is_asked_which_column_names_the_measures() -> None:
    found = listed(FINNISH)
    (question,) = found.questions
    assert found.measures == ()
    assert (question.code, question.field) == ("which_column_names", "roles")
    assert question.answers[0].hints == '{"roles": {"Toimenpide": "name"}}'
    assert "Koulun korjaus" in question.answers[0].text.de


def test_the_answer_reads_the_list_and_any_other_column_can_be_said() -> None:
    answer = listed(FINNISH).questions[0].answers[0].hints
    assert names(listed(FINNISH, ListHints.from_json(answer))) == [
        "Koulun korjaus", "Uudet ikkunat", "Uusi pyörätie",
    ]  # fmt: skip
    told = {
        "Toimenpide": "name", "Kustannus": "cost", "Aikataulu": "span", "Tavoite": "field",
        "Vastuutaho": "responsible",
    }  # fmt: skip
    found = listed(
        FINNISH, ListHints(roles=tuple((key, ListRole(role)) for key, role in told.items()))
    )
    assert sum(value or 0 for value in budgets(found)) == 170_000
    assert found.measures[0].fields == ("Talot",)
    assert not found.questions


def test_a_title_guessed_from_the_cells_is_asked_not_taken() -> None:
    found = listed("Nr.;Was wir tun;Status\nA1;Radweg bauen;läuft\nA2;Bus kaufen;läuft\n")
    assert [each.code for each in found.questions] == ["which_column_names"]
    assert names(found) == ["Radweg bauen", "Bus kaufen"]


def test_a_column_of_measures_that_repeats_itself_is_asked() -> None:
    rows = "".join(f"Mobilität;Radweg {street};100\n" for street in "ABCDE")
    (question,) = listed(f"Maßnahme;Was genau wir tun;Kosten\n{rows}").questions
    assert [answer.hints for answer in question.answers] == [
        '{"roles": {"Maßnahme": "name"}}', '{"roles": {"Was genau wir tun": "name"}}',
    ]  # fmt: skip


def test_of_two_columns_called_measure_the_one_with_own_texts_names_it() -> None:
    found = listed(
        "Maßnahmen;Titel;Kosten\nRad;Radweg A;1\nRad;Radweg B;2\nRad;Radweg C;3\nBus;Linie 1;4\n"
        "Bus;Linie 2;5\n"
    )
    assert names(found) == ["Radweg A", "Radweg B", "Radweg C", "Linie 1", "Linie 2"]
    assert found.measures[0].fields == ("Rad",)


def test_numbers_days_and_flags_never_name_a_measure() -> None:
    with pytest.raises(InputRejected, match="No row names columns"):
        listed("alku;loppu;tila\n01.02.2024;31.12.2024;1\n02.03.2024;31.12.2025;0\n")


def test_the_row_of_the_headings_can_be_said() -> None:
    text = "Liste;Stand\nalt;neu\nToimi;Hinta\nUusi silta;10\nUusi tie;20\n"
    hints = ListHints(
        heading_rows=(("", 3),), roles=(("Toimi", ListRole.TITLE), ("Hinta", ListRole.COST))
    )
    found = listed(text, hints)
    assert names(found) == ["Uusi silta", "Uusi tie"]
    assert budgets(found) == [10, 20]


def test_a_sheet_can_be_left_out() -> None:
    other = [["Nr.", "Maßnahme", "Ziel"], ["B1", "Bus", "y"]]
    rows = [["Nr.", "Maßnahme", "Ziel"], ["A1", "Rad", "x"]]
    found = book(rows, ListHints(left_out=("Alt",)), Alt=other)
    assert names(found) == ["Rad"]
    assert [(sheet.name, sheet.used) for sheet in found.sheets] == [("Plan", True), ("Alt", False)]


DAYS = "Measure,Lead,Decision date\nCycle lane,Works,{}\nBus line,Works,05/06/2024\n"


def test_days_that_begin_with_the_month_are_read_so_where_one_shows_it() -> None:
    assert listed(DAYS.format("03/25/2024")).measures[1].decision_day == date(2024, 5, 6)
    assert listed(DAYS.format("25/03/2024")).measures[1].decision_day == date(2024, 6, 5)


def test_days_that_leave_it_open_are_asked_in_english() -> None:
    text = DAYS.format("03/04/2024")
    (question,) = listed(text).questions
    assert question.code == "day_or_month_first"
    month = ListHints.from_json(question.answers[1].hints)
    found = listed(text, month)
    assert found.measures[0].decision_day == date(2024, 3, 4)
    assert not found.questions
    assert not listed(text.replace("Measure", "Maßnahme")).questions


def test_a_day_written_from_the_year_on_begins_in_its_year() -> None:
    assert first_and_last_year("2024-03-01") == (2024, 2024)
    assert first_and_last_year("2024-03-01 00:00:00") == (2024, 2024)
    assert first_and_last_year("2024-03") == (2024, 2024)
    assert first_and_last_year("2015/16") == (2015, 2016)
    assert first_and_last_year("2019-23") == (2019, 2023)
    assert single_day("31/02/2024") is None


def test_lists_that_must_be_asked_are_not_taken_for_measures_among_other_files() -> None:
    assert not looks_like_measures(FINNISH.encode(), name="ohjelma.csv")
    assert looks_like_measures(FRENCH.encode(), name="plan.csv")


def test_corrections_survive_being_written_down() -> None:
    hints = ListHints(
        roles=(("B", ListRole.TITLE), ("A", ListRole.COST)), heading_rows=(("Plan", 3),),
        left_out=("Alt",), town="Au", date_order="month", zeros=False,
    )  # fmt: skip
    assert ListHints.from_json(hints.to_json()) == hints
    with pytest.raises(InputRejected, match="date_order"):
        ListHints.from_json('{"date_order": "year"}')


def test_another_title_takes_the_first_one_back() -> None:
    hints = ListHints(roles=(("A", ListRole.TITLE), ("C", ListRole.COST)))
    assert hints.updated(ListHints(roles=(("B", ListRole.TITLE),))).roles == (
        ("C", ListRole.COST), ("B", ListRole.TITLE),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("Titre de l'action", ListRole.TITLE), ("INTITULE", ListRole.TITLE),
        ("Sous-axe (x.x)", ListRole.FIELD),
        ("Teilachse", ListRole.FIELD), ("Objectifs", ListRole.AIM), ("Statut", ListRole.STATE),
        ("Personne pilote", ListRole.PERSON), ("Structure pilote", ListRole.RESPONSIBLE),
        ("Date de début", ListRole.BEGIN), ("Coût (k€)", ListRole.COST),
        ("Gaz à effet de serre", ListRole.EFFECT),
        ("Teilmaßnahme", ListRole.PART), ("Titre de la sous-action", ListRole.PART),
        ("Darstellung der Maßnahme · Achse", ListRole.FIELD), ("Kosten · 2025", ListRole.COST),
        ("Darstellung der Maßnahme · Kürzel", ListRole.KEY), ("Maßnahme · Irgendwas", None),
    ],
)  # fmt: skip
def test_headings_of_three_languages_and_groups_name_their_role(
    heading: str, role: ListRole | None
) -> None:
    assert role_of(heading) == role


@pytest.mark.parametrize(
    ("cell", "state"),
    [
        ("À venir", "not begun"), ("En cours", "on course"), ("Réalisé", "done"),
        ("Abandonné", "stopped"), ("En pause", "stuck"), ("En retard", "delayed"),
        ("in Teilen gescheitert", "stuck"), ("gescheitert", "stopped"), ("fehlt im Plan", "stuck"),
    ],
)  # fmt: skip
def test_french_and_monitoring_words_say_how_it_goes(cell: str, state: str) -> None:
    assert state_of(cell) == state


def test_a_row_that_names_all_columns_below_groups_is_the_heading() -> None:
    """The row of groups names columns, too; taken alone it would make "Titel" a measure."""
    found = listed(
        "Maßnahme;Status;Kosten;;Verantwortlich;\n"
        "Titel;Status;Budget;Kosten;Amt;Person\n"
        "Radweg;Idee;1000;900;Bauamt;Meier\n"
        "Rathaus;Idee;2000;1800;Bauamt;Kunz\n"
    )
    assert names(found) == ["Radweg", "Rathaus"]
    assert [column.heading for sheet in found.sheets for column in sheet.columns][:3] == [
        "Maßnahme · Titel",
        "Status",
        "Kosten · Budget",
    ]

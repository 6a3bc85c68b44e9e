"""Lists of measures: looked at, stored at once, corrected, taken back, and out and in again."""

import io
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from django.contrib.auth.models import User

from klimamosaik.measures.lists.preview import ListPlan, ListVerdict, preview
from klimamosaik.measures.lists.reading import GivenList
from klimamosaik.measures.lists.storing import take_in
from klimamosaik.measures.lists.undoing import undo
from klimamosaik.measures.lists.workbook import workbook
from klimamosaik.measures.models import (
    CostLine,
    Indicator,
    IndicatorValue,
    Involvement,
    ListDelivery,
    Measure,
    MeasureNote,
    Register,
    StatedEffect,
    StatusReport,
    Task,
)
from klimamosaik.measures.models.phase import CourseState, Phase
from klimamosaik.measures.queries import state_of
from klimamosaik.people.models import Organisation
from klimamosaik.places.models import Municipality
from klimamosaik.sources.measure_lists import ListHints, ListRole
from klimamosaik.terms.complaint import InputRejected

AT = datetime(2026, 11, 22, 9, tzinfo=UTC)
LATER = datetime(2026, 12, 1, 9, tzinfo=UTC)
HEAD = (
    "Nr.;Maßnahme;Handlungsfeld;Zuständig;Beteiligte;Beginn;Ende;Status;Kosten;"
    "THG-Minderung t CO2/a;Priorität;Beschluss"
)
LIST = f"""{HEAD}
A1;Dächer mit PV;Strom;Bauamt;Stadtwerke, Bürgerenergie;2024;2030;in Umsetzung;ca. 50.000 EUR;120-180;hoch;VO/24/17
A2;Radweg West;Verkehr;Tiefbauamt;;2025;;geplant;1,2 Mio. €;n/a;mittel;
B1;Hitzeaktionsplan;Klimaanpassung;Gesundheitsamt;;2026;2027;verzögert;siehe Haushalt;;hoch;
"""  # noqa: E501
TABLES = (
    Measure, StatusReport, Involvement, CostLine, Indicator, IndicatorValue, StatedEffect,
    MeasureNote, Task, Organisation, Register,
)  # fmt: skip
pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Municipality:
    return Municipality.objects.create(ags="03403000", name="Oldenburg")


@pytest.fixture
def looked(town: Municipality) -> Callable[..., ListPlan]:
    """Looks at a list given as text."""

    def look(text: str = LIST, name: str = "liste.csv", hints: ListHints | None = None) -> ListPlan:
        files = [GivenList(name, text.encode(), hints)]
        return preview(municipality=town, files=files, register="Klimaplan", at=AT)

    return look


def counts() -> dict[str, int]:
    return {table.__name__: table.objects.count() for table in TABLES}


def verdicts(plan: ListPlan) -> tuple[int, int, int]:
    return (
        plan.count(ListVerdict.NEW),
        plan.count(ListVerdict.CHANGED),
        plan.count(ListVerdict.SAME),
    )


def test_looking_stores_nothing(looked: Callable[..., ListPlan]) -> None:
    before = counts()
    plan = looked()
    assert verdicts(plan) == (3, 0, 0)
    assert counts() == before


def test_a_list_becomes_measures_with_everything_it_says(looked: Callable[..., ListPlan]) -> None:
    take_in(plan=looked(), by=None, at=AT)
    pv = Measure.objects.get(key="A1")
    assert (pv.name, pv.first_year, pv.last_year) == ("Dächer mit PV", 2024, 2030)
    assert pv.fields_of_action == ["electricity"]
    assert (pv.cost, pv.council_decision) == (Decimal(50_000), "VO/24/17")
    assert {(each.role, each.organisation.name) for each in pv.involvements.all()} == {
        ("lead", "Bauamt"), ("partner", "Stadtwerke"),
        ("partner", "Bürgerenergie"),
    }  # fmt: skip
    assert [each.name for each in pv.registers.all()] == ["Klimaplan"]
    report = pv.status_reports.get()
    assert (report.state, report.words) == (CourseState.ON_COURSE, "in Umsetzung")
    effect = pv.stated_effects.get()
    assert (effect.low, effect.likely, effect.high) == (120, 150, 180)
    assert effect.unit == "t CO2e/a"
    assert pv.notes.get(heading="Priorität").words == "hoch"


def test_what_is_no_amount_stays_a_note_and_is_said(looked: Callable[..., ListPlan]) -> None:
    plan = looked()
    (complaint,) = plan.refused
    assert (complaint.code, complaint.row, complaint.column) == ("unreadable_amount", 4, "Kosten")
    assert "siehe Haushalt" in complaint.text.de
    take_in(plan=plan, by=None, at=AT)
    plan_b1 = Measure.objects.get(key="B1")
    assert plan_b1.cost is None
    assert plan_b1.notes.get(heading="Kosten").words == "siehe Haushalt"
    assert not Measure.objects.get(key="A2").stated_effects.exists()


def test_the_phase_follows_the_report_where_the_list_names_none(
    looked: Callable[..., ListPlan],
) -> None:
    take_in(plan=looked(), by=None, at=AT)
    phases = dict(Measure.objects.values_list("key", "phase"))
    assert phases == {"A1": Phase.PILOT, "A2": Phase.IDEA, "B1": Phase.PILOT}


def test_the_same_list_twice_changes_nothing(looked: Callable[..., ListPlan]) -> None:
    take_in(plan=looked(), by=None, at=AT)
    before, history = counts(), Measure.history.count()
    again = looked()
    assert again.nothing_new
    take_in(plan=again, by=None, at=LATER)
    assert counts() == before
    assert Measure.history.count() == history


def test_a_corrected_list_corrects_field_by_field(looked: Callable[..., ListPlan]) -> None:
    take_in(plan=looked(), by=None, at=AT)
    plan = looked(LIST.replace("2024;2030", "2024;2032"))
    assert verdicts(plan) == (0, 1, 2)
    (changed,) = [each for each in plan.measures if each.verdict is ListVerdict.CHANGED]
    (row,) = changed.rows
    (change,) = row.changes
    assert (change.field, change.before, change.after) == ("last_year", "2030", "2032")
    take_in(plan=plan, by=None, at=LATER)
    assert Measure.objects.get(key="A1").last_year == 2032


def test_an_empty_cell_of_a_foreign_list_empties_nothing(looked: Callable[..., ListPlan]) -> None:
    take_in(plan=looked(), by=None, at=AT)
    plan = looked(LIST.replace("VO/24/17", ""))
    assert plan.nothing_new


def test_undo_takes_everything_back(town: Municipality, looked: Callable[..., ListPlan]) -> None:
    before = counts()
    delivery = take_in(plan=looked(), by=None, at=AT)
    assert counts() != before
    assert undo(delivery=delivery, by=None, at=LATER) == ()
    assert counts() == before
    with pytest.raises(InputRejected):
        undo(delivery=delivery, by=None, at=LATER)


def test_of_two_who_take_a_list_back_at_the_same_time_one_is_refused(
    looked: Callable[..., ListPlan],
) -> None:
    delivery = take_in(plan=looked(), by=None, at=AT)
    seen_by_another = ListDelivery.objects.get(pk=delivery.pk)
    undo(delivery=delivery, by=None, at=LATER)
    with pytest.raises(InputRejected, match="withdrawn already"):
        undo(delivery=seen_by_another, by=None, at=LATER)


def test_undo_of_a_correction_brings_the_old_value_back(looked: Callable[..., ListPlan]) -> None:
    take_in(plan=looked(), by=None, at=AT)
    second = take_in(plan=looked(LIST.replace("2030", "2032")), by=None, at=LATER)
    undo(delivery=second, by=None, at=LATER)
    assert Measure.objects.get(key="A1").last_year == 2030
    assert Measure.objects.count() == 3


def test_undo_leaves_what_was_changed_by_hand_since(looked: Callable[..., ListPlan]) -> None:
    delivery = take_in(plan=looked(), by=None, at=AT)
    measure = Measure.objects.get(key="A1")
    measure.aim = "Von Hand ergänzt"
    measure.save()
    stays = undo(delivery=delivery, by=None, at=LATER)
    assert any("Dächer mit PV" in each.de for each in stays)
    assert Measure.objects.get().aim == "Von Hand ergänzt"


def test_undo_leaves_a_measure_to_which_a_task_was_added(
    town: Municipality, looked: Callable[..., ListPlan]
) -> None:
    delivery = take_in(plan=looked(), by=None, at=AT)
    measure = Measure.objects.get(key="A2")
    desk = Organisation.objects.create(municipality=town, name="Stab")
    Task.objects.create(measure=measure, organisation=desk, what="Fördermittel klären")
    undo(delivery=delivery, by=None, at=LATER)
    assert Measure.objects.get() == measure
    assert Task.objects.count() == 1


def test_nothing_is_half_stored(
    looked: Callable[..., ListPlan], monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = looked()
    before = counts()

    def fails(**_: object) -> None:
        raise InputRejected([plan.refused[0]])

    monkeypatch.setattr("klimamosaik.measures.lists.storing.write_measure", fails)
    with pytest.raises(InputRejected) as refusal:
        take_in(plan=plan, by=None, at=AT)
    assert len(refusal.value.complaints) == 3
    assert counts() == before


def test_who_stored_it_is_in_the_history(
    town: Municipality, looked: Callable[..., ListPlan]
) -> None:
    person = User.objects.create_user("anna")
    take_in(plan=looked(), by=person, at=AT)
    assert {each.history_user for each in Measure.history.all()} == {person}
    assert {each.history_user for each in MeasureNote.history.all()} == {person}
    assert MeasureNote.history.count() == MeasureNote.objects.count() > 0
    assert {each.by for each in StatusReport.objects.all()} == {person}


def test_corrections_are_remembered_for_the_next_list(looked: Callable[..., ListPlan]) -> None:
    hints = ListHints(roles=(("Priorität", ListRole.OBSTACLES),))
    take_in(plan=looked(hints=hints), by=None, at=AT)
    assert Measure.objects.get(key="A1").obstacles == "hoch"
    again = looked()
    assert again.remembered == (True,)
    assert again.nothing_new


def test_two_measures_of_one_name_keep_their_numbers(looked: Callable[..., ListPlan]) -> None:
    text = "Nr.;Maßnahme;Zuständig\nA1;Beratung;Amt 1\nB1;Beratung;Amt 2\n"
    take_in(plan=looked(text), by=None, at=AT)
    assert set(Measure.objects.values_list("name", flat=True)) == {"Beratung", "Beratung (B1)"}
    assert looked(text).nothing_new


def test_a_persons_name_is_not_stored(looked: Callable[..., ListPlan]) -> None:
    text = "Nr.;Maßnahme;Zuständig;Ansprechpartner\nA1;Beratung;Amt 1;Frau Erika Muster\n"
    plan = looked(text)
    assert "person_left_out" in {each.code for each in plan.odd}
    take_in(plan=plan, by=None, at=AT)
    said = [str(each) for each in MeasureNote.objects.values_list("words", flat=True)]
    assert not any("Muster" in each for each in said)
    assert not Involvement.objects.filter(desk__contains="Muster").exists()


def test_a_measure_in_the_register_changes_phase_by_a_step_only(
    looked: Callable[..., ListPlan],
) -> None:
    text = "Nr.;Maßnahme;Phase;Ziel\nA1;Beratung;Idee;Mehr\n"
    take_in(plan=looked(text), by=None, at=AT)
    plan = looked(text.replace("Idee", "Dauerbetrieb"))
    assert plan.nothing_new
    assert [each.code for each in plan.odd] == ["phase_by_step"]


def test_several_files_are_one_list(town: Municipality) -> None:
    files = [
        GivenList("liste.csv", LIST.encode()),
        GivenList(
            "kennzahlen.csv",
            "Maßnahmen-Nr.;Kennzahl;Einheit;Jahr;Wert\nA1;PV-Leistung;kWp;2023;12,5\n"
            "A1;PV-Leistung;kWp;2024;40\n".encode(),
        ),
    ]
    take_in(plan=preview(municipality=town, files=files, at=AT), by=None, at=AT)
    assert Measure.objects.count() == 3
    indicator = Measure.objects.get(key="A1").indicators.get()
    values = [(each.day, each.value) for each in indicator.values.order_by("day")]
    assert values == [(date(2023, 12, 31), 12.5), (date(2024, 12, 31), 40)]
    assert preview(municipality=town, files=files, at=LATER).nothing_new


def test_a_share_of_a_grant_gives_way_to_an_amount_that_is_known(
    town: Municipality, looked: Callable[..., ListPlan]
) -> None:
    text = "Nr.;Maßnahme;Förderquote\nA1;LED;60 %\nA2;PV;40 %\n"
    Measure.objects.create(municipality=town, key="A2", name="PV", grant_eur=Decimal(5000))
    take_in(plan=looked(text), by=None, at=AT)
    led, pv = Measure.objects.get(key="A1"), Measure.objects.get(key="A2")
    assert (led.grant_percent, pv.grant_percent) == (60.0, None)
    assert [(each.heading, each.words) for each in pv.notes.all()] == [("Förderquote", "40 %")]


# Excel out and in again


@pytest.fixture
def full(town: Municipality, looked: Callable[..., ListPlan]) -> Municipality:
    """A register with something of everything."""
    take_in(plan=looked(), by=None, at=AT)
    measure = Measure.objects.get(key="A1")
    measure.done = '=HYPERLINK("http://x")\nzweite Zeile'
    measure.start, measure.expected_life = date(2024, 5, 1), 20
    measure.grant_percent = 37.5
    measure.save()
    CostLine.objects.create(
        measure=measure, year=2025, kind="running", planned=Decimal("1234.56"), source="Land"
    )
    StatusReport.objects.create(
        measure=measure, first_day=date(2025, 1, 1), day=date(2025, 6, 30), state="done",
        words="- fertig",
    )  # fmt: skip
    indicator = Indicator.objects.create(
        measure=measure, link="output", name="PV-Leistung", unit="kWp", start_value=0.1,
        wanted_value=99.9, bound="at least", wanted_until=date(2030, 12, 31),
    )  # fmt: skip
    IndicatorValue.objects.create(indicator=indicator, day=date(2025, 3, 1), value=0, source="x")
    desk = Organisation.objects.create(municipality=town, name="Gewerbe, Handel und Wandel")
    Task.objects.create(
        measure=measure, organisation=desk, what="Fördermittel", due=date(2027, 1, 1)
    )
    return town


def again(town: Municipality, data: bytes) -> ListPlan:
    return preview(municipality=town, files=[GivenList("export.xlsx", data)], at=LATER)


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_export_taken_in_again_changes_nothing(full: Municipality, language: str) -> None:
    plan = again(full, workbook(municipality=full, language=language))
    said = [
        (each.measure.name, row.what.de, row.changes) for each in plan.measures for row in each.rows
    ]
    assert said == []
    assert len(plan.measures) == 3
    assert plan.refused == ()


def test_nothing_in_the_export_is_a_formula(full: Municipality) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook(municipality=full)))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value]
    assert any("HYPERLINK" in str(cell.value) for cell in cells)
    assert not any(cell.data_type == "f" or str(cell.value).startswith("=") for cell in cells)


EDITS = [
    ("Maßnahmen", "aim", "Neues Ziel", Measure, "aim"),
    ("Maßnahmen", "name", "Dächer voller PV", Measure, "name"),
    ("Maßnahmen", "end", 2035, Measure, "last_year"),
    ("Maßnahmen", "cost", 70_000, Measure, "cost"),
    ("Maßnahmen", "grant_percent", 0.5, Measure, "grant_percent"),
    ("Sachstand", "report", "läuft gut", StatusReport, "words"),
    ("Sachstand", "report_day", "2025-01-01 – 2025-07-31", StatusReport, "day"),
    ("Kosten", "cost_actual", 99.5, CostLine, "actual"),
    ("Kosten", "year", 2026, CostLine, "year"),
    ("Kennzahlen", "wanted", 80, Indicator, "wanted_value"),
    ("Kennzahlen", "bound", "höchstens", Indicator, "bound"),
    ("Kennzahlen", "indicator", "Leistung der PV", Indicator, "name"),
    ("Werte", "value", 3.25, IndicatorValue, "value"),
    ("Aufgaben", "due", "2027-02-01", Task, "due"),
    ("Angegebene Wirkung", "effect", "200 t CO2/a", StatedEffect, "words"),
    ("Notizen", "note", "sehr hoch", MeasureNote, "words"),
]


def edited(town: Municipality, *edits: tuple[str, str, object, type, str]) -> bytes:
    """The export with cells of the first row changed."""
    book = openpyxl.load_workbook(io.BytesIO(workbook(municipality=town)))
    for page, column, value, _, _ in edits:
        sheet = book[page]
        at = next(cell.column for cell in sheet[2] if cell.value == column)
        sheet.cell(row=3, column=at).value = value
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def changes(plan: ListPlan) -> list[tuple[type, str]]:
    """Every field of every row that would be written."""
    return [
        (type(row.instance), change.field)
        for each in plan.measures
        for row in each.rows
        for change in row.changes
    ]


def test_edited_cells_change_exactly_what_they_say(full: Municipality) -> None:
    plan = again(full, edited(full, *EDITS))
    wanted = {(table, field) for _, _, _, table, field in EDITS}
    assert set(changes(plan)) == wanted | {
        (StatedEffect, each) for each in ("low", "likely", "high")
    }
    assert not any(row.new for each in plan.measures for row in each.rows)


def test_sheets_of_a_workbook_are_known_by_their_columns_whatever_they_are_called(
    full: Municipality,
) -> None:
    book = openpyxl.load_workbook(io.BytesIO(edited(full, EDITS[5])))
    for number, sheet in enumerate(book.worksheets):
        sheet.title = f"Blatt {number}"
    written = io.BytesIO()
    book.save(written)
    assert changes(again(full, written.getvalue())) == [EDITS[5][3:]]


@pytest.mark.parametrize("edit", [EDITS[1], EDITS[5], EDITS[7], EDITS[9]])
def test_an_edited_workbook_taken_in_twice_makes_no_doubles(
    full: Municipality, edit: tuple[str, str, object, type, str]
) -> None:
    data, before = edited(full, edit), counts()
    plan = again(full, data)
    assert changes(plan) == [edit[3:]]
    take_in(plan=plan, by=None, at=LATER)
    assert counts() == before
    assert again(full, data).nothing_new


def test_an_emptied_text_of_our_own_workbook_becomes_empty(full: Municipality) -> None:
    data = edited(full, ("Maßnahmen", "description", None, Measure, "done"))
    take_in(plan=again(full, data), by=None, at=LATER)
    assert Measure.objects.get(key="A1").done == ""


def test_an_empty_register_goes_out_and_in(town: Municipality) -> None:
    assert again(town, workbook(municipality=town)).nothing_new


# real lists


def test_muensters_measures_come_with_their_three_reports(town: Municipality, shared: Path) -> None:
    path = shared / "data/measures_and_balances/muenster_sachstand.csv"
    plan = preview(municipality=town, files=[GivenList(path.name, path.read_bytes())], at=AT)
    assert verdicts(plan) == (54, 0, 0)
    take_in(plan=plan, by=None, at=AT)
    assert StatusReport.objects.count() == 3 * 54
    first = Measure.objects.get(key="Ü1")
    spans = [
        (each.first_day, each.day, each.state) for each in first.status_reports.order_by("day")
    ]
    assert spans == [
        (date(2013, 1, 1), date(2013, 12, 31), "delayed"),
        (date(2015, 1, 1), date(2016, 12, 31), "on course"),
        (date(2017, 1, 1), date(2018, 12, 31), "on course"),
    ]
    assert first.done.startswith("Die Klenko war mit 2 Stellen besetzt.")
    assert first.fields_of_action == ["cross-cutting"]


@pytest.mark.long
def test_karlsruhes_sheets_and_indicators_are_one_register(
    town: Municipality, shared: Path
) -> None:
    folder = shared / "data/measures_and_balances"
    paths = [*sorted((folder / "karlsruhe_measure_sheets").glob("*.json"))]
    paths.append(folder / "karlsruhe_indicators.csv")
    files = [GivenList(path.name, path.read_bytes()) for path in paths]
    assert len(paths) == 74
    assert verdicts(preview(municipality=town, files=files, at=AT)) == (76, 0, 0)
    some = [each for each in files if each.name.startswith("A2")]
    take_in(plan=preview(municipality=town, files=some, at=AT), by=None, at=AT)
    heat = Measure.objects.get(key="A2.1")
    assert heat.name == "Weiterer Ausbau und Verdichtung des Fernwärmenetzes"
    assert heat.stated_effects.get().likely == 15_300
    plan = preview(municipality=town, files=files, at=LATER)
    indicators = {
        row.instance.name
        for each in plan.measures
        for row in each.rows
        if each.measure == heat and isinstance(row.instance, Indicator)
    }
    assert "Anteil fernwärmebeheizter Wohnungen*" in indicators
    assert verdicts(plan) == (72, 2, 2)


def test_an_old_list_is_silent_from_the_day_its_status_was_said(
    looked: Callable[..., ListPlan],
) -> None:
    """A list of 2018 stored today once counted as news of today."""
    text = "Sachstandsbericht 2018;;\nNr.;Maßnahme;Status\n1;LED in Schulen;in Umsetzung\n"
    take_in(plan=looked(text), by=None, at=AT)
    state = state_of(measure=Measure.objects.get(), today=AT.date())
    assert (state.last_sign, state.stale) == (date(2018, 12, 31), True)
    assert state.stale_since == date(2019, 12, 31)


def test_nobody_reports_of_a_year_to_come(looked: Callable[..., ListPlan]) -> None:
    text = "Nr.;Maßnahme;Status 2035\n1;LED in Schulen;in Umsetzung\n"
    plan = looked(text)
    take_in(plan=plan, by=None, at=AT)
    assert StatusReport.objects.get().day == plan.as_of == AT.date()

"""Gates hold wherever a measure comes from: written down further on, from a list, by a step."""

from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
import xlsxwriter
from django.test import Client
from typer.testing import CliRunner

from klimamosaik.measures.lists.preview import preview
from klimamosaik.measures.lists.reading import GivenList
from klimamosaik.measures.lists.storing import take_in
from klimamosaik.measures.lists.workbook import workbook
from klimamosaik.measures.models import Measure, Step
from klimamosaik.measures.models.kinds import InvolvementRole
from klimamosaik.measures.models.phase import Phase
from klimamosaik.measures.operations import CriterionDraft, step_up, write_basics, write_measure
from klimamosaik.measures.page import page_of
from klimamosaik.measures.queries import ALL_RIGHTS, state_of
from klimamosaik.people.models import Organisation, Role
from klimamosaik.places.models import Municipality
from klimamosaik.terms.complaint import InputRejected
from klimamosaik.web.cli import commands
from tests.measures.conftest import AT, TODAY, measure_in, somebody, takes_part

ALL = ["operator", "grid", "payer", "criteria", "obstacles", "judged", "decided"]


def new(town: Municipality, phase: Phase, **facts: object) -> Measure:
    return Measure(municipality=town, name="Klimawald", phase=phase, **facts)


def written(measure: Measure, **more: object) -> Measure:
    return write_measure(measure=measure, meter_points=[], aim=None, by=None, at=AT, **more)  # type: ignore[arg-type]


def codes(refusal: pytest.ExceptionInfo[InputRejected]) -> list[str]:
    return [complaint.code for complaint in refusal.value.complaints]


@pytest.mark.parametrize(
    ("phase", "missing"),
    [
        (Phase.PROTOTYPE, ALL[:3]),
        (Phase.PILOT, ALL[:5]),
        (Phase.PERMANENT, ALL),
        (Phase.TRANSFER, [*ALL, "lesson", "expert", "organiser"]),
    ],
)
def test_a_name_alone_begins_as_an_idea(
    town: Municipality, phase: Phase, missing: list[str]
) -> None:
    with pytest.raises(InputRejected) as refusal:
        written(new(town, phase))
    assert codes(refusal) == ["begin_as_idea", *missing]
    with pytest.raises(InputRejected) as refusal:
        write_basics(measure=new(town, phase), by=None, at=AT)
    assert codes(refusal) == ["begin_as_idea", *missing]
    assert not Measure.objects.exists()
    written(new(town, Phase.IDEA))


def test_what_is_told_with_it_is_not_asked_again(town: Municipality) -> None:
    measure = new(town, Phase.PILOT, needs_no_grid=True, obstacles="keine bekannt, weil klein")
    with pytest.raises(InputRejected) as refusal:
        write_measure(measure=measure, meter_points=[], aim=CriterionDraft(5.0), by=None, at=AT)
    assert codes(refusal) == ["begin_as_idea", "operator", "payer"]


def test_the_page_refuses_a_pilot_that_is_only_a_name(town: Municipality) -> None:
    _, editor = somebody(town, Role.EDITOR)
    for phase in ("prototype", "pilot", "permanent", "transfer"):
        given = {"name": "Klimawald", "phase": phase, "confidence": "0.9"}
        answer = editor.post(f"/{town.ags}/massnahmen/neu/", given)
        page = answer.content.decode()
        assert answer.status_code == 200
        assert "Schreiben Sie sie als Idee auf" in page
        assert "Noch offen ist, wer sie betreibt" in page
    assert not Measure.objects.exists()


def test_what_works_already_is_kept_as_said_and_not_shown_as_passed(
    town: Municipality,
) -> None:
    _, editor = somebody(town, Role.EDITOR)
    given = {"name": "Heizung", "phase": "", "start": "2022-10-01", "confidence": "0.9"}
    editor.post(f"/{town.ags}/massnahmen/neu/", given)
    measure = Measure.objects.get()
    assert measure.phase == Phase.PERMANENT
    step = Step.objects.get(measure=measure)
    assert [each["code"] for each in step.gate if not each["met"]] == ALL
    state = state_of(measure=measure, today=TODAY)
    way = page_of(state=state, rights=ALL_RIGHTS, today=TODAY).way
    assert [stage.reached for stage in way] == [True, True, True, True, False]
    assert [stage.passed for stage in way] == [True, False, False, False, False]
    shown = editor.get(f"/{town.ags}/massnahmen/{measure.pk}/register/").content.decode()
    assert shown.count("so eingetragen, nicht geprüft") == 1  # said once, where it is


def test_nothing_works_that_begins_in_the_future(town: Municipality) -> None:
    _, editor = somebody(town, Role.EDITOR)
    given = {"name": "Wärmenetz", "phase": "", "start": "2099-10-01", "confidence": "0.9"}
    editor.post(f"/{town.ags}/massnahmen/neu/", given)
    assert Measure.objects.get().phase == Phase.IDEA


def test_nobody_passes_a_measure_on_by_entering_it_as_passed_on(town: Municipality) -> None:
    _, editor = somebody(town, Role.EDITOR)
    given = {"name": "X", "phase": "transfer", "start": "2022-10-01", "confidence": "0.9"}
    assert editor.post(f"/{town.ags}/massnahmen/neu/", given).status_code == 200
    assert not Measure.objects.exists()


def test_the_next_step_asks_for_what_earlier_gates_miss(
    town: Municipality, works: Organisation
) -> None:
    measure = measure_in(town, phase=Phase.PERMANENT, start=date(2022, 10, 1))
    with pytest.raises(InputRejected) as refusal:
        step_up(measure=measure, reason="ist alt", by=None, at=AT)
    contacts = ["expert", "organiser"]
    later = ["operator", "grid", "payer", "criteria"]
    assert codes(refusal) == ["obstacles", "lesson", *contacts, *later]
    takes_part(measure, works, InvolvementRole.OPERATOR, InvolvementRole.PAYER)
    with pytest.raises(InputRejected) as refusal:
        step_up(measure=measure, reason="ist alt", by=None, at=AT)
    assert codes(refusal) == ["obstacles", "lesson", *contacts, "grid", "criteria"]


def list_of(*rows: tuple[str, ...]) -> bytes:
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Plan")
        heads = ("Nr.", "Maßnahme", "Phase", "Zuständig", "Betreiber", "Hemmnisse")
        for number, row in enumerate((heads, *rows)):
            for column, cell in enumerate(row):
                sheet.write(number, column, cell)
    return buffer.getvalue()


LIST = list_of(
    ("A1", "Radweg Nord", "Pilot", "Tiefbauamt", "Bauhof", "Platz ist knapp"),
    ("A2", "Solardach", "dauerhaft", "Hochbauamt", "", ""),
    ("A3", "Klimawald", "Idee", "Forst", "", ""),
)


def test_a_list_is_kept_as_it_says_with_what_the_gates_miss_named(town: Municipality) -> None:
    plan = preview(municipality=town, files=[GivenList("Plan.xlsx", LIST)], at=AT)
    (said,) = [each for each in plan.odd if each.code == "gates_missed"]
    assert said.text.de.startswith("2 neue Maßnahmen sind laut Liste weiter als eine Idee")
    assert "„Wer betreibt sie?“ (1)" in said.text.de
    assert "„Was muss sie erreichen?“ (2)" in said.text.de
    take_in(plan=plan, by=None, at=AT)
    phases = dict(Measure.objects.values_list("key", "phase"))
    assert phases == {"A1": "pilot", "A2": "permanent", "A3": "idea"}
    gate = {each["code"]: each["met"] for each in Step.objects.get(measure__key="A1").gate}
    assert gate["operator"]
    assert gate["obstacles"]
    assert not gate["payer"]
    assert not gate["criteria"]
    state = state_of(measure=Measure.objects.get(key="A1"), today=TODAY)
    assert [each.code for each in state.behind] == ["grid", "payer", "criteria"]


def test_a_list_taken_in_twice_changes_nothing(town: Municipality) -> None:
    for expected in (3, 0):
        plan = preview(municipality=town, files=[GivenList("Plan.xlsx", LIST)], at=AT)
        assert len([each for each in plan.measures if each.rows]) == expected
        take_in(plan=plan, by=None, at=AT)
    assert not [each for each in plan.odd if each.code == "gates_missed"]


def test_what_was_entered_as_passed_on_names_what_is_open(
    town: Municipality, client: Client
) -> None:
    measure = measure_in(town, phase=Phase.TRANSFER)
    _, reader = somebody(town, Role.READER)
    page = reader.get(f"/{town.ags}/massnahmen/{measure.pk}/register/").content.decode()
    assert "Eingetragen als Übertragung; offen ist noch" in page
    assert "Was haben wir gelernt?" in page


def test_no_list_makes_a_measure_an_example(town: Municipality) -> None:
    rows = [
        ("A1", "Radweg", "Übertragung", "Amt", "Bauhof", ""),
        ("A2", "Dach", "Transfer", "Amt", "Bauhof", "Platz"),
    ]
    plan = preview(municipality=town, files=[GivenList("Plan.xlsx", list_of(*rows))], at=AT)
    assert [each.code for each in plan.odd].count("not_passed_on") == 2
    take_in(plan=plan, by=None, at=AT)
    assert set(Measure.objects.values_list("phase", flat=True)) == {"permanent"}


def test_a_package_of_another_town_begins_as_an_idea_whatever_it_says(town: Municipality) -> None:
    there = Municipality.objects.create(ags="03404000", name="Osnabrück")
    measure_in(there, name="Beispiel", phase=Phase.TRANSFER, obstacles="Platz")
    measure_in(there, name="ohne Hindernis", phase=Phase.TRANSFER)
    package = workbook(municipality=there)
    plan = preview(municipality=town, files=[GivenList("Paket.xlsx", package)], at=AT)
    said = [each.text.de for each in plan.odd if each.code == "no_example"]
    assert len(said) == 1
    take_in(plan=plan, by=None, at=AT)
    taken = Measure.objects.filter(municipality=town)
    assert set(taken.values_list("phase", flat=True)) == {"idea"}
    assert taken.count() == 2


def test_the_command_holds_to_the_gates_of_lists(town: Municipality, tmp_path: Path) -> None:
    file = tmp_path / "Plan.xlsx"
    file.write_bytes(list_of(("A1", "Radweg", "Übertragung", "Amt", "", "")))
    answer = CliRunner().invoke(
        commands(), ["measures", "import", str(file), "--municipality", town.ags]
    )
    assert answer.exit_code == 0, answer.output
    assert Measure.objects.get().phase == Phase.PERMANENT
    assert "in der Übertragung" in " ".join(answer.output.split())


def test_programs_write_no_measures(town: Municipality) -> None:
    _, editor = somebody(town, Role.EDITOR)
    told = {"name": "Radweg", "phase": "transfer"}
    for address in (f"/api/v1/towns/{town.ags}/measures", f"/{town.ags}/massnahmen/"):
        editor.post(address, told, content_type="application/json")
    assert not Measure.objects.exists()

"""Dumps of programs that monitor climate plans: a fixture of all tables, or the tasks of an API."""

import json
from typing import Any

import pytest

from klimamosaik.sources.measure_lists import (
    ListedMeasure,
    ListHints,
    MeasureList,
    looks_like_measures,
    read,
)
from klimamosaik.terms.complaint import InputRejected

Record = dict[str, Any]


def row(model: str, pk: int, **fields: Any) -> Record:
    return {"model": model, "pk": pk, "fields": fields}


def task(path: str, title: str, *, city: int = 1, **fields: Any) -> Record:
    empty = {
        "description": "", "planned_start": None, "planned_completion": None,
        "responsible_organ": "", "execution_status": 0, "execution_justification": "",
        "actual_start": None, "actual_completion": None, "internal_information": "",
    }  # fmt: skip
    told = {"path": path, "depth": len(path) // 4, "city": city, "title": title, **empty, **fields}
    return row("cpmonitor.task", int(path), **told)


CITY = row("cpmonitor.city", 1, name="Musterau", contact_name="Kim Beispiel")
DUMP: list[Record] = [
    row("auth.user", 1, username="kim", first_name="Kim", last_name="Beispiel"),
    CITY,
    row("cpmonitor.capchecklist", 1, city=1, cap_exists=True),
    task("0001", "Verkehr", description="Alles zum Verkehr"),
    task(
        "00010001", "Radweg", description="## Vorhaben\r\nBreit.", planned_start="2024-03-01",
        planned_completion="2027-12-31", execution_status=6, execution_justification="Geld fehlt.",
        responsible_organ="Tiefbauamt, Frau Beispiel, Tel. 0123 456789",
        responsible_organ_explanation="Kim Beispiel", internal_information="Kim fragen",
        actual_start="2024-05-02", execution_completion=20,
    ),
    task("00010002", "Busnetz"),
    task("000100020001", "Takt", execution_status=4, responsible_organ="Stadtwerke"),
    task("0002", "Geothermie", execution_status=8),
]  # fmt: skip


def dump(records: object, hints: ListHints | None = None) -> MeasureList:
    return read(json.dumps(records).encode(), name="database.json", hints=hints)


def one(found: MeasureList, name: str) -> ListedMeasure:
    return next(each for each in found.measures if each.name == name)


def test_the_leaves_of_the_tree_are_measures_below_their_fields() -> None:
    found = dump(DUMP)
    assert [(each.name, each.fields) for each in found.measures] == [
        ("Radweg", ("Verkehr",)), ("Takt", ("Verkehr", "Busnetz")), ("Geothermie", None),
    ]  # fmt: skip
    assert not found.questions


def test_a_task_keeps_its_days_its_body_and_how_it_goes() -> None:
    radweg = one(dump(DUMP), "Radweg")
    assert (radweg.first_year, radweg.last_year) == (2024, 2027)
    assert radweg.responsible == "Tiefbauamt"
    assert radweg.description == "## Vorhaben\r\nBreit."
    assert [(each.state, each.text) for each in radweg.reports] == [
        ("delayed", "verzögert / fehlt\nGeld fehlt.")
    ]
    notes = {note.heading: note.text for note in radweg.notes}
    assert notes["Tatsächlicher Start"] == "2024-05-02"


def test_every_code_of_the_status_has_its_meaning() -> None:
    codes = {2: "on course", 4: "done", 6: "delayed", 8: "stopped"}
    tasks = [task(f"{code:04}", f"Maßnahme {code}", execution_status=code) for code in codes]
    found = dump([CITY, *tasks])
    assert [each.reports[0].state for each in found.measures] == list(codes.values())
    (unknown,) = dump([CITY, task("0001", "Unklar", description="x")]).measures
    assert unknown.reports == ()


def test_the_codes_of_its_first_version_are_others() -> None:
    fields = {"path": "0001", "city": 1, "title": "Rad", "description": "x", "state": 4}
    (rad,) = dump([CITY, row("cpmonitor.task", 1, **fields)]).measures
    assert rad.reports[0].state == "on course"


def test_no_name_of_a_person_is_read() -> None:
    found = dump(DUMP)
    assert "Beispiel" not in repr(found.measures)
    assert "Kim" not in repr(found.measures)
    assert any("Personen" in text.de for text in found.skipped)


def test_other_tables_are_named_as_left_out() -> None:
    said = " ".join(text.de for text in dump(DUMP).skipped)
    for table in ("auth.user", "cpmonitor.city", "cpmonitor.capchecklist"):
        assert table in said
    assert "cpmonitor.task" not in said


def test_of_several_towns_the_one_meant_is_asked() -> None:
    other = [row("cpmonitor.city", 2, name="Nebenort"), task("0009", "PV", city=2, description="x")]
    (question,) = dump([*DUMP, *other]).questions
    assert [answer.text.de for answer in question.answers] == ["Musterau", "Nebenort"]
    found = dump([*DUMP, *other], ListHints.from_json(question.answers[1].hints))
    assert [each.name for each in found.measures] == ["PV"]
    assert not found.questions
    with pytest.raises(InputRejected, match="Musterau, Nebenort"):
        dump([*DUMP, *other], ListHints(town="Nirgends"))


def test_tasks_of_its_api_hold_the_tasks_below_them() -> None:
    inner = {"id": 2, "title": "PV-Beratung", "description": "x", "execution_status": 2,
             "responsible_organ": "Umweltamt", "children": []}  # fmt: skip
    found = dump([{"id": 1, "title": "Strom", "execution_status": 0, "children": [inner]}])
    (measure,) = found.measures
    assert (measure.name, measure.fields, measure.responsible) == (
        "PV-Beratung", ("Strom",), "Umweltamt",
    )  # fmt: skip


def test_a_dump_without_measures_names_its_tables() -> None:
    with pytest.raises(InputRejected, match=r"auth\.user, cpmonitor\.city"):
        dump(DUMP[:2])


def test_actions_of_an_api_are_found_however_deep_they_are_wrapped() -> None:
    actions = [
        {"id": 7, "identifier": "1.1", "name": "Retrofit", "description": "<p>Roof</p><p>Pumps</p>",
         "status": {"identifier": "on_time", "name": "On time"}, "start_date": "2024-01-01",
         "responsible_parties": [{"organization": {"name": "Estates"}}],
         "contact_persons": [{"person": {"first_name": "Kim"}}]},
        {"id": 8, "identifier": "1.2", "name": "Cycle lane", "status": {"name": "Late"}},
    ]  # fmt: skip
    for wrapped in ({"count": 2, "results": actions}, {"data": {"plan": {"actions": actions}}}):
        found = dump(wrapped)
        retrofit = one(found, "Retrofit")
        assert (retrofit.key, retrofit.first_year) == ("1.1", 2024)
        assert (retrofit.description, retrofit.responsible) == ("Roof\nPumps", "Estates")
        assert [each.reports[0].state for each in found.measures] == ["on course", "delayed"]
        assert "Kim" not in repr(found.measures)


def test_a_dump_dropped_among_other_files_is_recognised() -> None:
    assert looks_like_measures(json.dumps(DUMP).encode(), name="database.json")

"""`klimamosaik measures`: lists in, the register out, one clear sentence where it does not work."""

import json
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

from klimamosaik.measures.lists.models import ListDelivery
from klimamosaik.measures.models import Measure, Register
from klimamosaik.places.models import Municipality
from klimamosaik.terms.complaint import InputRejected
from klimamosaik.web.cli import commands

LIST = "Nr.;Maßnahme;Zuständig;Status\nA1;Radweg;Tiefbauamt;in Umsetzung\nA2;Busse;Amt;geplant\n"
pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.csv"
    path.write_text(LIST, encoding="utf-8")
    return path


def run(*arguments: object) -> str:
    """Run the command; a refusal is raised as it is."""
    result = CliRunner().invoke(commands(), ["measures", *map(str, arguments)])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result.stdout


def test_a_dry_run_on_an_empty_data_folder_names_everything_as_new(plan: Path) -> None:
    told = run("import", plan, "--dry-run")
    assert "2 Maßnahmen: 2 neu." in told
    assert "Nichts gespeichert" in told
    assert not Measure.objects.exists()
    assert not Municipality.objects.exists()


def test_a_list_is_stored_once_and_known_from_then_on(plan: Path) -> None:
    told = run(
        "import", plan, "--municipality", "03403000", "--name", "Oldenburg", "--register", "Plan"
    )
    assert "Gespeichert." in told
    assert Register.objects.get().name == "Plan"
    assert "2 Maßnahmen: 2 wie bekannt." in run("import", plan)


def test_who_brought_a_list_is_named(plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("getpass.getuser", lambda: "karl")
    run("import", plan, "--municipality", "03403000")
    assert ListDelivery.objects.latest("pk").who == "karl (Befehlszeile)"
    plan.write_text(LIST.replace("Busse", "Busse und Bahnen"), encoding="utf-8")
    run("import", plan, "--by", "Klara Klima")
    assert ListDelivery.objects.latest("pk").who == "Klara Klima"


def test_json_tells_every_change(plan: Path) -> None:
    run("import", plan, "--municipality", "03403000")
    plan.write_text(LIST.replace("Busse", "Busse und Bahnen"), encoding="utf-8")
    record = json.loads(run("import", plan, "--json", "--dry-run"))
    assert (record["stored"], record["new"], record["changed"], record["same"]) == (False, 0, 1, 1)
    (changed,) = [each for each in record["measures"] if each["verdict"] == "changed"]
    assert changed["key"] == "A2"
    assert changed["changes"][0]["fields"] == [
        {"field": "name", "before": "Busse", "after": "Busse und Bahnen"}
    ]
    roles = {each["heading"]: each["role"] for each in record["files"][0]["sheets"][0]["columns"]}
    assert roles == {
        "Nr.": "key", "Maßnahme": "name", "Zuständig": "responsible", "Status": "state",
    }  # fmt: skip


def test_a_folder_is_all_its_lists(tmp_path: Path, plan: Path) -> None:
    (tmp_path / "B1.json").write_text(json.dumps({"title": "Wald", "goal": "mehr Bäume"}))
    (tmp_path / "lies.md").write_text("keine Liste")
    assert "3 Maßnahmen: 3 neu." in run("import", plan.parent, "--dry-run")


def test_the_workbook_out_and_in_changes_nothing(tmp_path: Path, plan: Path) -> None:
    run("import", plan, "--municipality", "03403000")
    book = tmp_path / "massnahmen.xlsx"
    assert str(book) in run("export", book)
    assert openpyxl.load_workbook(book).sheetnames[:3] == ["Maßnahmen", "Sachstand", "Kosten"]
    assert "2 Maßnahmen: 2 wie bekannt." in run("import", book)


def refusal(*arguments: object) -> str:
    with pytest.raises(InputRejected) as refused:
        run(*arguments)
    return refused.value.complaints[0].text.de


def test_what_does_not_work_is_one_clear_sentence(tmp_path: Path, plan: Path) -> None:
    nonsense = tmp_path / "unsinn.csv"
    nonsense.write_text("a;b\n1;2\n")
    assert refusal("import", nonsense, "--dry-run").startswith("unsinn.csv: Keine Zeile nennt")
    assert "nicht zu lesen" in refusal("import", tmp_path / "fehlt.csv", "--dry-run")
    empty = tmp_path / "leer"
    empty.mkdir()
    assert "keine Liste" in refusal("import", empty, "--dry-run")
    assert "Für welche Gemeinde?" in refusal("import", plan)
    assert "kein Gemeindeschlüssel" in refusal("import", plan, "--municipality", "123")
    assert "nicht lesbar" in refusal("import", plan, "--dry-run", "--hints", "{")
    assert ".xlsx" in refusal("export", tmp_path / "liste.csv")
    assert "noch keine Gemeinde" in refusal("export", tmp_path / "liste.xlsx")
    assert not Municipality.objects.exists()


def test_one_bad_file_of_several_stores_nothing(tmp_path: Path, plan: Path) -> None:
    bad = tmp_path / "zz.csv"
    bad.write_text("RAUM;MERKMAL;ZEIT;WERT\nStadt;Kfz;2020;5\n")
    assert "zz.csv" in refusal("import", plan, bad, "--municipality", "03403000")
    assert not Measure.objects.exists()


def test_a_list_that_must_be_asked_ends_with_2_and_says_how_to_answer(tmp_path: Path) -> None:
    path = tmp_path / "ohjelma.csv"
    path.write_text("Tavoite;Toimenpide\nTalot;Koulun korjaus\nTiet;Uusi silta\n", "utf-8")
    given = ["measures", "import", str(path), "--municipality", "03403000"]
    result = CliRunner().invoke(commands(), given)
    assert result.exit_code == 2
    assert "In welcher Spalte stehen die Namen der Maßnahmen?" in result.stdout
    answer = '{"roles": {"Toimenpide": "name"}}'
    assert f"--hints '{answer}'" in result.stdout
    assert not Municipality.objects.exists()
    assert "Gespeichert." in run(*given[1:], "--hints", answer)
    assert Measure.objects.filter(name="Uusi silta").exists()


def test_json_tells_what_is_asked(tmp_path: Path) -> None:
    path = tmp_path / "ohjelma.csv"
    path.write_text("Tavoite;Toimenpide\nTalot;Koulun korjaus\nTiet;Uusi silta\n", "utf-8")
    given = ["measures", "import", str(path), "--dry-run", "--json"]
    result = CliRunner().invoke(commands(), given)
    assert result.exit_code == 2
    (question,) = json.loads(result.stdout)["questions"]
    assert {"roles": {"Toimenpide": "name"}} in [each["hints"] for each in question["answers"]]


def typed(monkeypatch: pytest.MonkeyPatch, answers: str, *arguments: object) -> str:
    """Import where somebody sits and types; the command must end well."""
    monkeypatch.setattr("klimamosaik.web.commands.measures.on_terminal", lambda: True)
    given = ["measures", "import", *map(str, arguments)]
    result = CliRunner().invoke(commands(), given, input=answers)
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.mark.parametrize("answer", ["99\nnichts\n2\n", "Toimenpide\n"])
def test_on_a_terminal_the_column_of_names_is_asked_and_it_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: str
) -> None:
    path = tmp_path / "ohjelma.csv"
    path.write_text("Tavoite;Toimenpide\nTalot;Koulun korjaus\nTiet;Uusi silta\n", "utf-8")
    told = typed(monkeypatch, answer, path, "--municipality", "03403000")
    assert "In welcher Spalte stehen die Namen der Maßnahmen" in told
    assert "Gespeichert." in told
    assert Measure.objects.filter(name="Uusi silta").exists()


def test_on_a_terminal_a_dry_run_of_lists_asks_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "ohjelma.csv"
    path.write_text("Tavoite;Toimenpide\nTalot;Koulun korjaus\nTiet;Uusi silta\n", "utf-8")
    monkeypatch.setattr("klimamosaik.web.commands.measures.on_terminal", lambda: True)
    given = ["measures", "import", str(path), "--dry-run"]
    assert CliRunner().invoke(commands(), given).exit_code == 2

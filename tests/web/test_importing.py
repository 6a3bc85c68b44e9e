"""`klimamosaik import`: the same door as the upload page, from the command line."""

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from typer.testing import CliRunner, Result

from klimamosaik.evidence.queries.newest import newest_of
from klimamosaik.measures.models import Measure
from klimamosaik.observations.models import Delivery
from klimamosaik.places.models import Building, MeterPoint, Municipality
from klimamosaik.records.authors import written_name
from klimamosaik.records.operations import save
from klimamosaik.terms.complaint import InputRejected
from klimamosaik.web.cli import commands

HEAT = "Monat;Rathaus;Schule\n01/2023;1.000,5;2.000\n02/2023;900;1.800\n".encode("cp1252")
pytestmark = pytest.mark.django_db


@pytest.fixture
def heat(tmp_path: Path) -> Path:
    path = tmp_path / "waerme_kwh.csv"
    path.write_bytes(HEAT)
    return path


def run(*arguments: object) -> str:
    """Run the command; a refusal is raised as it is."""
    result = CliRunner().invoke(commands(), ["import", *map(str, arguments)])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result.stdout


def test_files_are_stored_in_a_municipality_made_on_the_way(heat: Path) -> None:
    told = run(heat, "--municipality", "03403000", "--name", "Oldenburg")
    assert "4 neue, 0 berichtigte, 0 schon bekannte" in told
    assert Municipality.objects.get().name == "Oldenburg"
    assert "Alles schon bekannt" in run(heat)


def test_a_list_of_buildings_tells_of_buildings_and_of_no_readings(tmp_path: Path) -> None:
    path = tmp_path / "gebaeude.csv"
    path.write_text("Gebäude;Fläche m²\nRathaus;1200\nKita;400\n", encoding="utf-8")
    told = run(path, "--municipality", "03403000", "--name", "Oldenburg")
    assert "gebaeude.csv: 2 neue Gebäude" in told
    assert "Messwerte" not in told


def test_a_dry_run_shows_and_stores_nothing(heat: Path) -> None:
    told = run(heat, "--dry-run", "--municipality", "03403000")
    assert "Rathaus" in told
    assert not Municipality.objects.exists()


def test_json_tells_everything(heat: Path) -> None:
    record = json.loads(run(heat, "--municipality", "03403000", "--json"))
    file = record["files"][0]
    assert record["stored"] is True
    assert (file["kind"], file["format"]["encoding"]) == ("readings", "utf-8")
    assert [series["building"] for series in file["series"]] == ["Rathaus", "Schule"]
    assert file["readings"] == {"new": 4, "changed": 0, "same": 0}
    assert [(each["direction"], each["counts"]) for each in file["series"]] == [("drawn", True)] * 2
    assert file["questions"] == []


OTHER = HEAT.replace(b"1.800", b"1.700")


def test_who_brought_it_is_never_a_dash(
    heat: Path, monkeypatch: pytest.MonkeyPatch, django_user_model: type[User]
) -> None:
    monkeypatch.setattr("getpass.getuser", lambda: "karl")
    run(heat, "--municipality", "03403000")
    assert Delivery.objects.latest("seq").who == "karl (Befehlszeile)"
    heat.write_bytes(OTHER)
    run(heat, "--by", "Klara Klima")
    assert Delivery.objects.latest("seq").who == "Klara Klima"
    ada = django_user_model.objects.create_user("ada")
    heat.write_bytes(HEAT)
    run(heat, "--by", "ada")
    delivery = Delivery.objects.latest("seq")
    assert (delivery.by, delivery.by_name, delivery.who) == (ada, "", "ada")


def test_the_history_names_who_brought_buildings_and_meters(
    heat: Path, monkeypatch: pytest.MonkeyPatch, django_user_model: type[User]
) -> None:
    monkeypatch.setattr("getpass.getuser", lambda: "karl")
    run(heat, "--municipality", "03403000")
    for model in (Municipality, Building, MeterPoint):
        kept = list(model.history.all())
        assert kept, model
        assert {written_name(record) for record in kept} == {"karl (Befehlszeile)"}
    building = Building.objects.order_by("pk").first()
    assert building is not None
    save(building, by=None)  # later, without the command: nobody
    assert written_name(building.history.first()) == "–"
    ada = django_user_model.objects.create_user("ada", first_name="Ada", last_name="Amt")
    heat.write_bytes(HEAT.replace(b"Schule", b"Halle"))
    run(heat, "--by", "ada")
    assert written_name(MeterPoint.history.first()) == "Ada Amt"
    assert MeterPoint.history.first().history_user == ada


def test_a_dry_run_names_each_value_before_and_now(heat: Path) -> None:
    run(heat, "--municipality", "03403000")
    heat.write_bytes(OTHER)
    told = run(heat, "--dry-run")
    assert "berichtigt 1 bekannten Wert: 1.800 → 1.700 kWh" in told
    assert "01.02.2023 bis 28.02.2023: 1.800 kWh → 1.700 kWh" in told
    record = json.loads(run(heat, "--dry-run", "--json"))
    hall, school = record["files"][0]["series"]
    assert hall["corrects"] is None
    assert school["corrects"]["count"] == 1
    (first,) = school["corrects"]["first"]
    assert (first["before"], first["now"], first["unit"]) == (1800.0, 1700.0, "kWh")


def test_effects_are_worked_out_before_it_says_done(heat: Path) -> None:
    record = json.loads(run(heat, "--municipality", "03403000", "--json"))
    assert record["effects_renewed"] == []
    town = Municipality.objects.get()
    measure = Measure.objects.create(municipality=town, name="Regler", start="2023-02-01")
    measure.meter_points.set(MeterPoint.objects.filter(building__name="Schule"))
    heat.write_bytes(OTHER)
    assert "Wirkung neu gerechnet: 1 Maßnahmen." in run(heat)
    assert newest_of(measure).current
    assert "Wirkung neu gerechnet" not in run(heat)


def test_hints_answer_what_the_file_leaves_open(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    path.write_bytes(HEAT)
    hints = '{"carrier": "gas", "unit": "MWh"}'
    record = json.loads(
        run(path, "--municipality", "03403000", "--hints", hints, "--dry-run", "--json")
    )
    series = record["files"][0]["series"]
    assert [(each["carrier"], each["total"]) for each in series] == [
        ("gas", 1900500.0),
        ("gas", 3800000.0),
    ]


@pytest.fixture
def open_file(tmp_path: Path) -> Path:
    """A file that does not say what is metered."""
    path = tmp_path / "export.csv"
    path.write_bytes(HEAT.replace(b"Monat;Rathaus;Schule", b"Monat;Rathaus kWh;Schule kWh"))
    return path


def refused_run(*arguments: object) -> Result:
    """Run the command where it ends with exit code 2."""
    result = CliRunner().invoke(commands(), ["import", *map(str, arguments)])
    assert result.exit_code == 2, result.output
    return result


def test_open_questions_end_with_code_2_and_no_trace(open_file: Path, heat: Path) -> None:
    result = refused_run(heat, open_file, "--municipality", "03403000")
    assert "Energieträger" in result.stdout
    assert "Gespeichert wurde nichts" in result.stderr
    assert not Delivery.objects.exists()
    assert not Municipality.objects.exists()


def test_the_line_to_paste_answers_every_question(open_file: Path) -> None:
    result = refused_run(open_file, "--municipality", "03403000")
    lines = result.stdout.splitlines()
    told = shlex.split(lines[-1])
    assert told == ["--hints", '{"carrier": "electricity"}']
    assert any('\'{"carrier": "heat"}\'' in line for line in lines)
    assert "4 neue" in run(open_file, "--municipality", "03403000", *told)


def test_what_was_said_before_stays_in_the_line_to_paste(open_file: Path) -> None:
    with open_file.open("a", encoding="cp1252") as file:
        file.write("03/2023;defekt;defekt\n04/2023;800;1.700\n05/2023;700;1.600\n")
    hints = ("--hints", '{"carrier": "heat", "stamp": "start"}')
    result = refused_run(open_file, "--municipality", "03403000", *hints)
    told = json.loads(shlex.split(result.stdout.splitlines()[-1])[1])
    assert told == {"carrier": "heat", "stamp": "start", "accepted": ["rows_not_taken"]}


def test_what_must_be_typed_is_refused_until_it_is(tmp_path: Path) -> None:
    path = tmp_path / "gas_rathaus.csv"
    path.write_text("Monat;Rathaus Gas m³\n01/2024;100\n02/2024;200\n", encoding="utf-8")
    result = refused_run(path, "--municipality", "03403000")
    told = shlex.split(result.stdout.splitlines()[-1])
    assert json.loads(told[1]) == {"calorific_value": "...", "state_number": "..."}
    with pytest.raises(InputRejected, match="1 … 20"):
        run(path, "--municipality", "03403000", *told)


def test_a_dry_run_with_open_questions_tells_them_to_a_machine(open_file: Path) -> None:
    result = refused_run(open_file, "--dry-run", "--json")
    question = json.loads(result.stdout)["files"][0]["questions"][0]
    assert (question["code"], question["field"]) == ("carrier_unknown", None)
    assert "Energieträger" in question["de"]
    answer = question["answers"][0]
    assert answer == {"de": "Strom", "en": "electricity", "hints": '{"carrier": "electricity"}'}
    refused_run(open_file, "--dry-run")
    assert run(open_file, "--dry-run", "--hints", answer["hints"])


def test_a_dry_run_of_a_file_without_anything_is_no_success(tmp_path: Path) -> None:
    path = tmp_path / "strom.csv"
    path.write_text("Monat;Rathaus kWh\n01/2023;\n02/2023;-\n", encoding="utf-8")
    with pytest.raises(InputRejected, match="nothing that can be stored"):
        run(path, "--dry-run", "--json")


def on_a_terminal(monkeypatch: pytest.MonkeyPatch, typed: str, *arguments: object) -> Result:
    """Run the command where somebody sits and types."""
    monkeypatch.setattr("klimamosaik.web.commands.importing.on_terminal", lambda: True)
    return CliRunner().invoke(commands(), ["import", *map(str, arguments)], input=typed)


def test_on_a_terminal_the_questions_are_asked_and_it_goes_on(
    open_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    town = ("--municipality", "03403000")
    result = on_a_terminal(monkeypatch, "9\nx\n3\n", open_file, *town)
    assert result.exit_code == 0, result.output
    assert "1. Strom" in result.stdout
    assert "4 neue" in result.stdout
    assert set(MeterPoint.objects.values_list("carrier", flat=True)) == {"heat"}


def test_on_a_terminal_a_machine_is_never_asked(
    open_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = on_a_terminal(monkeypatch, "1\n", open_file, "--municipality", "03403000", "--json")
    assert result.exit_code == 2
    assert not Municipality.objects.exists()


def test_on_a_terminal_numbers_are_typed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "gas_rathaus.csv"
    path.write_text("Monat;Rathaus Gas m³\n01/2024;100\n02/2024;200\n", encoding="utf-8")
    typed = "112\n0,95\n11,2\n0,95\n"  # a slip of the comma is asked again
    result = on_a_terminal(monkeypatch, typed, path, "--municipality", "03403000")
    assert result.exit_code == 0, result.output
    assert "3.192 kWh" in result.stdout


def test_one_bad_file_and_nothing_is_stored(heat: Path, tmp_path: Path) -> None:
    bad = tmp_path / "kaputt.csv"
    bad.write_bytes(b"\x00\x01\x02" * 50)
    with pytest.raises(InputRejected) as refusal:
        run(heat, bad, "--municipality", "03403000")
    assert refusal.value.complaints[0].text.de.startswith("kaputt.csv: ")
    assert not Delivery.objects.exists()
    assert not Building.objects.exists()
    assert not Municipality.objects.exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nirgends.csv"], "nicht zu lesen"),
        (["{heat}"], "--municipality"),
        (["{heat}", "--municipality", "123"], "acht Ziffern"),
        (["{heat}", "--municipality", "03403000", "--hints", "{"], "nicht lesbar"),
        (["{heat}", "--municipality", "03403000", "--hints", '{"einheit": "kWh"}'], "columns"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(
    heat: Path, arguments: list[str], said: str
) -> None:
    with pytest.raises(InputRejected) as refusal:
        run(*[argument.replace("{heat}", str(heat)) for argument in arguments])
    assert said in refusal.value.complaints[0].text.de


@pytest.mark.long
def test_a_refusal_ends_with_code_2_and_no_trace(tmp_path: Path) -> None:
    path = tmp_path / "leer.csv"
    path.write_bytes(b"")
    result = subprocess.run(
        [sys.executable, "-c", "from klimamosaik.web.cli import main; main()", "import", str(path),
         "--municipality", "03403000"],
        env=os.environ | {"KLIMAMOSAIK_DATA": str(tmp_path / "data")},
        capture_output=True,
        text=True,
        check=False,
    )  # fmt: skip
    assert result.returncode == 2
    assert "Die Datei ist leer." in result.stderr
    assert "Traceback" not in result.stderr

"""`klimamosaik import`: the same door as the upload page, from the command line."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from klimamosaik.observations.models import Delivery
from klimamosaik.places.models import Building, Municipality
from klimamosaik.terms.complaint import Refused
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


def test_one_bad_file_and_nothing_is_stored(heat: Path, tmp_path: Path) -> None:
    bad = tmp_path / "kaputt.csv"
    bad.write_bytes(b"\x00\x01\x02" * 50)
    with pytest.raises(Refused) as refusal:
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
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(
    heat: Path, arguments: list[str], said: str
) -> None:
    with pytest.raises(Refused) as refusal:
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

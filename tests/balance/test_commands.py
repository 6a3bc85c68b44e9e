"""The commands, as an office runs them."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.test import override_settings
from typer.testing import CliRunner, Result

from klimamosaik.terms.complaint import InputRejected
from klimamosaik.web.cli import commands
from tests.sources.statistics.cast import write_folder

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A data folder of the test's own; the test database stands in for the office's."""
    monkeypatch.setenv("KLIMAMOSAIK_DATA", str(tmp_path))
    for name in ("balance", "statistics"):
        monkeypatch.setattr(f"klimamosaik.web.commands.{name}.start_django", lambda: None)
    with override_settings(DATA_DIR=tmp_path):
        yield tmp_path


def run(*arguments: str) -> Result:
    """Run klimamosaik in this process."""
    return CliRunner().invoke(commands(), arguments)


def answer(*arguments: str) -> Any:
    """The JSON a command prints."""
    done = run(*arguments)
    assert done.exit_code == 0, done.exception
    return json.loads(done.stdout)


def test_a_shipped_town_needs_nothing_imported() -> None:
    document = answer("balance", "03403000", "--year", "2021", "--json")
    assert document["name"].startswith("Oldenburg")
    assert document["totals"]["emissions_t"] > 0
    assert document["verdict"] == "non-conformant"
    assert document["reasons"]
    assert document["compared_with_published"]


def test_people_read_a_table_and_why_it_differs() -> None:
    done = run("balance", "03403000", "--why")
    assert done.exit_code == 0
    assert "Schätzung aus öffentlicher Statistik" in done.stdout
    assert "unbekannt" in done.stdout  # municipal facilities are never shown as zero
    assert "Hier und veröffentlicht" in done.stdout


def test_statistics_and_factors_are_brought_in(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "statistics")
    imported = answer("statistics", "import", str(folder), "--json")
    assert imported["municipalities"] == 4
    everywhere = answer("balance", "--all", "--json")
    assert len(everywhere["municipalities"]) == 4
    for cell in everywhere["national"]["cells"]:
        assert cell["sum_of_municipalities_mwh"] == pytest.approx(cell["national_mwh"], rel=1e-9)
    table = tmp_path / "factors.csv"
    table.write_text("carrier,year,value,source\ngas,2021,247,official table\n")
    assert answer("statistics", "factors", str(table), "--json") == {"loaded": 1}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("balance",), "For which municipality"),
        (("balance", "03403000", "--all"), "For which municipality"),
        (("balance", "abc"), "eight digits"),
        (("balance", "03403000", "--year", "2019"), "neither statistics"),
        (("balance", "03403000", "--climate-factor", "9"), "0.5 to 2"),
        (("statistics", "import", "/nowhere"), "not a folder"),
        (("statistics", "factors", "/nowhere.csv"), "cannot be read"),
        (("statistics", "published", "/nowhere"), "holds no table"),
    ],
)
def test_bad_input_is_refused_in_one_sentence(arguments: tuple[str, ...], said: str) -> None:
    done = run(*arguments)
    assert isinstance(done.exception, InputRejected)
    assert said in str(done.exception)


def test_a_refusal_ends_the_process_with_code_two_and_its_sentence(data: Path) -> None:
    environment = os.environ | {"KLIMAMOSAIK_DATA": str(data), "KLIMAMOSAIK_LANGUAGE": "en"}
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "from klimamosaik.web.cli import main; main()",
            "statistics",
            "import",
            str(data / "nowhere"),
        ],
        capture_output=True,
        text=True,
        env=environment,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "not a folder" in done.stderr

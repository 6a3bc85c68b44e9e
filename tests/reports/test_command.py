"""klimamosaik report energy."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from klimamosaik.places.models import Municipality
from klimamosaik.terms.complaint import InputRejected
from klimamosaik.web.commands.report import read_years, report_app, write


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("2023-2025", (2023, 2024, 2025)),
        ("2024", (2024,)),
        (" 2023 – 2024 ", (2023, 2024)),
        ("2023..2024", (2023, 2024)),
    ],
)
def test_years_are_read_as_people_write_them(text: str, years: tuple[int, ...]) -> None:
    assert read_years(text) == years


@pytest.mark.parametrize("text", ["", "23-25", "2025-2023", "2023-2025-2026", "letztes Jahr"])
def test_years_nobody_can_read_are_refused_with_an_example(text: str) -> None:
    with pytest.raises(InputRejected, match="2023-2025"):
        read_years(text)


def test_the_command_writes_the_report(town: Municipality, tmp_path: Path) -> None:
    target = tmp_path / "bericht.json"
    write(town.ags, (2023, 2024, 2025), target, "de", "direct")
    assert json.loads(target.read_bytes())["municipality"]["ags"] == town.ags


def test_an_unknown_municipality_is_refused_with_those_there_are(
    town: Municipality, tmp_path: Path
) -> None:
    with pytest.raises(InputRejected, match="03999001 Musterstadt"):
        write("99999999", (2023,), tmp_path / "bericht.pdf", "de", "direct")


def test_the_ending_is_refused_before_anything_is_computed(db: None, tmp_path: Path) -> None:
    with pytest.raises(InputRejected, match="no format"):
        write("99999999", (2023,), tmp_path / "bericht.odt", "de", "direct")


def test_a_wrong_language_is_refused(tmp_path: Path) -> None:
    given = ["--municipality", "1", "--years", "2023", "-o", str(tmp_path / "a.pdf")]
    answer = CliRunner().invoke(report_app, [*given, "--language", "fr"])
    assert isinstance(answer.exception, InputRejected)

"""docs/de/how-to/files.md names what the code asks and takes, no more and no less."""

import re
from pathlib import Path

import pytest

from klimamosaik.observations.intake import gate, gate_rows, not_yet
from klimamosaik.observations.intake.corrections import COLUMN_KEYS, KEYS, SERIES_KEYS, Corrections
from klimamosaik.observations.intake.open_questions import ASKED
from klimamosaik.sources import tables
from klimamosaik.sources.tables import ColumnRole
from klimamosaik.sources.tables.not_taken import NOT_TAKEN
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.direction import Direction

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "de" / "how-to" / "files.md"
TABLES = Path(tables.__file__).parent
TEXT = GUIDE.read_text(encoding="utf-8")
NAMED = set(re.findall(r"`([^`]+)`", TEXT))


def rows(after: str) -> list[list[str]]:
    """The cells of the first table after a headline or sentence."""
    table = TEXT.split(after, 1)[1].split("\n\n")
    lines = next(part for part in table if part.startswith("|")).splitlines()[2:]
    assert lines
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def test_every_key_of_the_hints_is_explained() -> None:
    told = {key for row in rows('export.csv --hints \'{"columns"') for key in row[0].split(", ")}
    assert {key.strip("`") for key in told} == set(KEYS)
    assert set(COLUMN_KEYS) | set(SERIES_KEYS) <= NAMED


def test_every_role_direction_and_carrier_is_named() -> None:
    roles = TEXT.split("**Wofür eine Spalte steht**")[1].split("**Richtung**")[0]
    assert set(re.findall(r"`([a-z_]+)`", roles)) - {"role"} == {role.value for role in ColumnRole}
    assert {each.value for each in (*Direction, *Carrier)} <= NAMED


def test_every_question_is_listed_with_its_code() -> None:
    listed = {row[1].strip("`") for row in rows("## Was gefragt wird")}
    reader = {
        code
        for path in TABLES.rglob("*.py")
        for code in re.findall(r'(?:Question|\byes)\(\s*"(\w+)"', path.read_text(encoding="utf-8"))
    }
    assert len(reader) > 5
    assert listed == {
        *reader,
        *ASKED,
        *gate.RULES,
        *gate.RULES_OF_SUMS,
        not_yet.FUTURE,
        not_yet.ZEROS,
        "which_meter",
    }
    assert f"{NOT_TAKEN:.0%}".replace("%", " %") in TEXT
    assert f"Mehr als {gate_rows.MANY_NEW} neue Gebäude" in TEXT


@pytest.mark.parametrize("hints", re.findall(r"--hints '(\{.*\})'", TEXT))
def test_every_example_of_hints_is_taken(hints: str) -> None:
    assert not Corrections.from_hints(hints).says_nothing

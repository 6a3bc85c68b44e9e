"""The doctor says what is wrong in a sentence with what to do, and changes nothing."""

import json
import re
from pathlib import Path

import pytest

from tests.web.backup.test_backup import Town


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Town:
    made = Town(tmp_path_factory.mktemp("town"))
    made.held("prepare")
    return made


def codes(town: Town, *words: str) -> dict[str, str]:
    """What the doctor found, by code."""
    told = town.command("doctor", "--json", *words)
    return {each["code"]: each["condition"] for each in json.loads(told.stdout)}


def test_an_installation_that_works_is_well(town: Town, tmp_path: Path) -> None:
    found = codes(town, "--deep")
    assert "error" not in found.values()
    assert found["store"] == "ok"
    assert found["no_backup"] == "warning"
    town.command("backup", tmp_path / "town.zip")
    assert codes(town)["backup"] == "ok"
    told = town.command("doctor")
    assert told.returncode == 0
    assert re.search(r"\d\.\d GB are free", told.stdout)
    assert "permissions" not in found


def test_a_flipped_byte_in_settled_readings_is_found_and_told(town: Town) -> None:
    path = next((town.data / "readings").rglob("*.parquet"))
    good = path.read_bytes()
    bad = bytearray(good)
    for place in range(20, 60):
        bad[place] ^= 0xFF
    path.write_bytes(bad)
    assert codes(town, "--deep")["store_damaged"] == "error"
    path.unlink()
    told = town.command("doctor")
    assert told.returncode == 1
    assert "klimamosaik restore" in told.stdout
    path.write_bytes(good)
    assert codes(town, "--deep")["store"] == "ok"


def test_a_database_that_is_none_is_a_sentence(town: Town, tmp_path: Path) -> None:
    broken = Town(tmp_path / "broken")
    broken.data.mkdir()
    (broken.data / "klimamosaik.sqlite3").write_bytes(b"no database" * 1000)
    told = broken.command("doctor")
    assert told.returncode == 1
    assert "restore from" in told.stdout
    assert "Traceback" not in told.stderr

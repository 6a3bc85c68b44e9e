"""The store behaves on PostgreSQL as it does on SQLite."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

SUITE = [
    "arriving", "deliveries", "gathering", "settling", "versions", "days", "states", "weather",
    "revisions",
]  # fmt: skip

SELECTING = ["entities", "engines", "with_readings"]  # filters say the same in both

WRITING = ["observing", "removing"]  # readings stand beside each other, deletions withdraw them


@pytest.mark.long
def test_the_same_tests_pass_on_postgresql(postgres_url: str, tmp_path: Path) -> None:
    files = [f"tests/observations/test_{name}.py" for name in SUITE]
    files.append("tests/evidence/test_renewing.py")  # one at a time, by a lock of the database
    files += [f"tests/sensorthings/answers/test_{name}.py" for name in ("filters", "no_leak")]
    files += [f"tests/sensorthings/selecting/test_{name}.py" for name in SELECTING]
    files += [f"tests/sensorthings/writing/test_{name}.py" for name in WRITING]
    assert all((ROOT / file).is_file() for file in files)
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-n", "0", "-q", "-p", "no:cacheprovider", *files],
        cwd=ROOT,
        env={**os.environ, "KLIMAMOSAIK_DATABASE": postgres_url, "PYTHONHASHSEED": "0"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-5000:] + done.stderr[-2000:]
    assert " passed" in done.stdout
    assert "skipped" not in done.stdout

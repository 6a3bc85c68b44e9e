"""What lies in the data folder is its owner's alone; what is written for others is for others."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from klimamosaik.web.private_files import open_to_others
from tests.web.serving.conftest import RUN, Serving, asked, until

pytestmark = pytest.mark.long


def run(data: Path, *words: str, **more: Any) -> "subprocess.CompletedProcess[str]":
    """A command, started as a shell of Debian does."""
    return subprocess.run(
        [sys.executable, "-c", RUN, *words],
        env={**os.environ, "KLIMAMOSAIK_DATA": str(data), "KLIMAMOSAIK_LANGUAGE": "en"},
        capture_output=True,
        text=True,
        check=False,
        umask=0o022,
        **more,
    )


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def test_after_real_work_nobody_else_reads_anything_of_the_data(tmp_path: Path) -> None:
    data, report = tmp_path / "data", tmp_path / "report.json"
    assert run(data, "demo", "--no-serve").returncode == 0
    serving = Serving(data)
    try:
        serving.start()
        assert asked(f"{serving.address}/anmelden/") == 200
        until(lambda: any(data.glob("readings/**/*.parquet")))  # the background settles them
    finally:
        serving.stop()
    held = list(data.rglob("*"))
    assert {"klimamosaik.sqlite3", "secret_key", "readings"} <= {path.name for path in held}
    assert any(path.suffix == ".parquet" for path in held)
    assert list(open_to_others(data)) == []

    words = ["report", "energy", "--municipality", "03999999", "--years", "2025", "-o", str(report)]
    done = run(data, *words)
    assert done.returncode == 0, done.stderr
    assert mode(report) == 0o644
    assert list(open_to_others(data)) == []


def test_the_doctor_names_what_others_may_read(tmp_path: Path) -> None:
    data = tmp_path / "data"
    assert run(data, "token", "list").returncode == 0
    assert "may be read by others" not in run(data, "doctor").stdout
    (data / "klimamosaik.sqlite3").chmod(0o644)
    data.chmod(0o755)
    said = run(data, "doctor").stdout
    assert "2 files and folders of the data may be read by others" in said
    assert f"chmod -R go= {data}" in said

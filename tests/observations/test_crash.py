"""Killing whoever writes, settles or reads loses nothing acknowledged and doubles nothing."""

import json
import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from tests.conftest import ROOT
from tests.observations.crash_scene import Outcome

SCENE = "tests.observations.crash_scene"
LASTING = 60  # s at most; ends when enough was done and killed, or at the first violation

pytestmark = pytest.mark.long


def play(folder: Path, *, database: str = "", fault: str = "none", seed: int = 1) -> Outcome:
    """Run the scene in a process of its own, with a database and readings of its own."""
    logs = folder / "logs"
    logs.mkdir()
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "tests.observations.crash_scene",
            logs,
            str(seed),
            str(LASTING),
            fault,
        ],
        cwd=ROOT,
        env={
            **os.environ,
            "KLIMAMOSAIK_DATA": str(folder / "data"),
            "KLIMAMOSAIK_DATABASE": database,
            "DJANGO_SETTINGS_MODULE": "klimamosaik.web.settings",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return Outcome(**json.loads(done.stdout.splitlines()[-1]))


def assert_everybody_worked_and_died(outcome: Outcome) -> None:
    assert set(outcome.kills) == {"writer", "compactor", "reader"}
    assert outcome.acknowledged > 0
    assert outcome.settled > 0
    assert outcome.looked > 0
    assert outcome.judged


def test_no_acknowledged_reading_is_lost_or_doubled(tmp_path: Path) -> None:
    outcome = play(tmp_path)
    assert outcome.violations == []
    assert_everybody_worked_and_died(outcome)


def test_the_same_holds_on_postgresql(tmp_path: Path, postgres_url: str) -> None:
    with psycopg.connect(postgres_url, autocommit=True) as server:
        server.execute("CREATE DATABASE crash")
    try:
        outcome = play(tmp_path, database=f"{postgres_url.rpartition('/')[0]}/crash", seed=2)
    finally:
        with psycopg.connect(postgres_url, autocommit=True) as server:
            server.execute("DROP DATABASE crash WITH (FORCE)")
    assert outcome.violations == []
    assert_everybody_worked_and_died(outcome)


@pytest.mark.parametrize("fault", ["delete before commit", "cold before hot", "take both"])
def test_a_store_with_a_broken_rule_is_found_out(fault: str, tmp_path: Path) -> None:
    assert play(tmp_path, fault=fault, seed=3).violations != []

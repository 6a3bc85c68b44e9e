"""Killing whoever writes, settles or reads loses nothing acknowledged and doubles nothing."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from tests.conftest import ROOT
from tests.observations.crash_scene import Outcome

SCENE = "tests.observations.crash_scene"
LASTING = 180  # s at most; ends when enough was done and killed, or at the first violation
FAULTS = ("delete before commit", "cold before hot", "take both")

pytestmark = pytest.mark.long


@dataclass(frozen=True)
class Play:
    """A scene in a process of its own, with a database and readings of its own."""

    process: subprocess.Popen[bytes]
    folder: Path

    def outcome(self) -> Outcome:
        """Wait until it is over."""
        said = self.folder / "said"
        assert self.process.wait() == 0, (self.folder / "failed").read_text()[-3000:]
        return Outcome(**json.loads(said.read_text().splitlines()[-1]))

    def end(self) -> None:
        """End it with all who take part, if nobody waited for it."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def begin(folder: Path, *, database: str = "", fault: str = "none", seed: int = 1) -> Play:
    """Let a scene begin."""
    logs = folder / "logs"
    logs.mkdir()
    with (folder / "said").open("wb") as said, (folder / "failed").open("wb") as failed:
        process = subprocess.Popen(
            [sys.executable, "-m", SCENE, logs, str(seed), str(LASTING), fault],
            cwd=ROOT,
            env={
                **os.environ,
                "KLIMAMOSAIK_DATA": str(folder / "data"),
                "KLIMAMOSAIK_DATABASE": database,
                "DJANGO_SETTINGS_MODULE": "klimamosaik.web.settings",
            },
            stdout=said,
            stderr=failed,
            start_new_session=True,
        )
    return Play(process, folder)


@pytest.fixture(scope="module")
def plays(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Play]]:
    """All scenes begin at once, for they wait more than they compute."""
    begun = {"none": begin(tmp_path_factory.mktemp("none"))}
    for fault in FAULTS:
        begun[fault] = begin(tmp_path_factory.mktemp("fault"), fault=fault, seed=3)
    yield begun
    for play in begun.values():
        play.end()


@pytest.fixture(scope="module")
def on_postgresql(
    plays: dict[str, Play], tmp_path_factory: pytest.TempPathFactory, postgres_url: str
) -> Iterator[Play]:
    """The scene on PostgreSQL, beside the others."""
    database = f"{postgres_url.rpartition('/')[0]}/crash"
    with psycopg.connect(postgres_url, autocommit=True) as server:
        server.execute("CREATE DATABASE crash")
        play = begin(tmp_path_factory.mktemp("postgresql"), database=database, seed=2)
        yield play
        play.end()
        server.execute("DROP DATABASE crash WITH (FORCE)")


def assert_nothing_is_lost_though_everybody_died(outcome: Outcome) -> None:
    assert outcome.violations == []
    assert set(outcome.kills) == {"writer", "compactor", "reader"}
    assert outcome.acknowledged > 0
    assert outcome.settled > 0
    assert outcome.looked > 0
    assert outcome.judged


def test_the_scenes_hold_on_postgresql_too(on_postgresql: Play) -> None:
    assert_nothing_is_lost_though_everybody_died(on_postgresql.outcome())


def test_no_acknowledged_reading_is_lost_or_doubled(plays: dict[str, Play]) -> None:
    assert_nothing_is_lost_though_everybody_died(plays["none"].outcome())


@pytest.mark.parametrize("fault", FAULTS)
def test_a_store_with_a_broken_rule_is_found_out(fault: str, plays: dict[str, Play]) -> None:
    assert plays[fault].outcome().violations != []

"""A backup is taken while readings come in, says whether it is good, and gives the same figures."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from tests.postgres import postgres
from tests.web.backup.test_damaged_archives import listing

RUN = "from klimamosaik.web.cli import main; main()"


class Town:
    """An installation with a data folder of its own."""

    def __init__(self, folder: Path, database: str = "") -> None:
        self.folder, self.data = folder, folder / "data"
        folder.mkdir(exist_ok=True)
        self.environment = {
            "KLIMAMOSAIK_DATA": str(self.data),
            "KLIMAMOSAIK_LANGUAGE": "en",
            "PATH": "/usr/bin:/bin",
            "PYTHONPATH": os.pathsep.join(sys.path),
            "DJANGO_SETTINGS_MODULE": "klimamosaik.web.settings",
            **({"KLIMAMOSAIK_DATABASE": database} if database else {}),
        }

    def command(self, *words: object) -> "subprocess.CompletedProcess[str]":
        """Run klimamosaik."""
        return subprocess.run(
            [sys.executable, "-c", RUN, *map(str, words)],
            env=self.environment, capture_output=True, text=True, check=False,
        )  # fmt: skip

    def play(self, what: str) -> "subprocess.Popen[str]":
        """Play a part of the scene in a process of its own."""
        self.data.mkdir(mode=0o700, exist_ok=True)
        return subprocess.Popen(
            [sys.executable, "-m", "tests.web.backup.backup_scene", what, str(self.folder)],
            env=self.environment, stdout=subprocess.PIPE, text=True, umask=0o077,
        )  # fmt: skip

    def held(self, what: str = "held") -> dict[str, Any]:
        """What the installation holds."""
        told: dict[str, Any] = json.loads(self.play(what).communicate()[0])
        return told

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Readings come in meanwhile; some have come before."""
        enough = self.acknowledged() + 5
        with self.play("write") as writer:
            while self.acknowledged() < enough:
                time.sleep(0.02)
            try:
                yield
            finally:
                writer.kill()

    def acknowledged(self) -> int:
        """How many deliveries were acknowledged so far."""
        log = self.folder / "acknowledged"
        return len(log.read_text().splitlines()) if log.exists() else 0


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Town:
    """A town with settled and fresh readings."""
    made = Town(tmp_path_factory.mktemp("town"))
    made.held("prepare")
    return made


@pytest.mark.long
def test_what_is_restored_elsewhere_is_what_was_there(town: Town, tmp_path: Path) -> None:
    saved = town.command("backup", tmp_path / "town.zip", "--json")
    assert saved.returncode == 0, saved.stderr
    other = Town(tmp_path / "other")
    assert other.command("restore", tmp_path / "town.zip").returncode == 0
    assert other.held() == town.held()
    assert (other.data / "secret_key").read_bytes() == (town.data / "secret_key").read_bytes()


@pytest.mark.long
def test_a_backup_while_readings_come_holds_all_acknowledged_before(
    town: Town, tmp_path: Path
) -> None:
    with town.writing():
        before = town.acknowledged()
        assert town.command("backup", tmp_path / "town.zip").returncode == 0
        after = town.acknowledged()
    other = Town(tmp_path / "other")
    assert other.command("restore", tmp_path / "town.zip").returncode == 0
    held = other.held()
    assert after > before  # it did come in meanwhile
    assert before <= held["version"] <= after + 1
    assert held["count"] == 10 * held["version"]


@pytest.mark.long
def test_a_damaged_backup_is_told_and_changes_nothing(town: Town, tmp_path: Path) -> None:
    file = tmp_path / "town.zip"
    town.command("backup", file)
    assert "is complete" in town.command("restore", "--check", file).stdout
    with ZipFile(file) as archive:
        info = max(archive.infolist(), key=lambda each: each.compress_size)
    data = bytearray(file.read_bytes())
    data[info.header_offset + 200] ^= 0xFF
    file.write_bytes(data)
    other = Town(tmp_path / "other")
    for words in (["restore", "--check", file], ["restore", file]):
        refused = other.command(*words)
        assert refused.returncode == 2
        assert "is damaged" in refused.stderr
    assert not (other.data / "readings").exists()


@pytest.mark.long
def test_an_installation_in_use_is_only_replaced_when_asked_for(town: Town, tmp_path: Path) -> None:
    town.command("backup", tmp_path / "town.zip")
    other = Town(tmp_path / "other")
    other.held("prepare")
    refused = other.command("restore", tmp_path / "town.zip")
    assert refused.returncode == 2
    assert "--replace" in refused.stderr
    left = other.data / ".restoring-x7"
    left.mkdir()
    (left / "half").write_text("unpacked by one that was killed")
    assert other.command("restore", "--replace", tmp_path / "town.zip").returncode == 0
    assert not left.exists()
    assert other.held() == town.held()
    (aside,) = other.data.glob("before-restore-*")
    assert (aside / "database.sqlite3").exists()
    assert (aside / "readings").is_dir()


KILLED = """
import os, sys
from klimamosaik.web.backup import database
database.put_back = lambda file: os.kill(os.getpid(), 9)
from klimamosaik.web.cli import main
main()
"""


@pytest.mark.long
def test_a_restore_killed_before_its_database_is_refused_until_it_is_run_again(
    town: Town, tmp_path: Path
) -> None:
    saved = tmp_path / "town.zip"
    town.command("backup", saved)
    other = Town(tmp_path / "other")
    other.held("prepare")
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, "restore", "--replace", str(saved)],
        env=other.environment, capture_output=True, check=False,
    )  # fmt: skip
    assert killed.returncode == -9
    for words in (("alarms",), ("backup", tmp_path / "half.zip")):
        refused = other.command(*words)
        assert refused.returncode == 2
        assert f"klimamosaik restore --replace {saved}" in refused.stderr
    assert "do not belong together" in other.command("doctor").stdout
    assert other.command("restore", "--replace", saved).returncode == 0
    assert other.held() == town.held()
    assert other.command("alarms").returncode == 0


@pytest.mark.long
@pytest.mark.parametrize("place", ["data/x.zip", "nowhere/x.zip"])
def test_a_backup_in_the_wrong_place_is_refused(town: Town, place: str) -> None:
    refused = town.command("backup", town.folder / place)
    assert refused.returncode == 2
    assert refused.stderr.strip().count("\n") == 0


@pytest.mark.long
def test_a_backup_is_written_over_only_when_asked_for(town: Town, tmp_path: Path) -> None:
    file = tmp_path / "town.zip"
    file.write_text("the only good one")
    refused = town.command("backup", file)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "--replace" in refused.stderr
    assert refused.stderr.strip().count("\n") == 0
    assert file.read_text() == "the only good one"
    assert town.command("backup", "--replace", file).returncode == 0
    assert "is complete" in town.command("restore", "--check", file).stdout


@pytest.mark.long
def test_an_archive_that_leaves_out_readings_is_refused_and_nothing_is_written(
    town: Town, tmp_path: Path
) -> None:
    file, other = tmp_path / "town.zip", Town(tmp_path / "other")
    town.command("backup", file)
    made = listing(file, without="data/readings", keep=False)
    for words in (["restore", "--check", made], ["restore", made]):
        refused = other.command(*words)
        assert (refused.returncode, refused.stdout) == (2, "")
        assert "is not complete: its own list leaves out data/readings" in refused.stderr
    assert not list(other.data.glob("*")) or not (other.data / "klimamosaik.sqlite3").exists()


@pytest.mark.long
def test_checking_an_archive_leaves_no_folder_and_no_key_behind(town: Town, tmp_path: Path) -> None:
    file, other = tmp_path / "town.zip", Town(tmp_path / "other")
    town.command("backup", file)
    other.environment["KLIMAMOSAIK_DATA"] = str(tmp_path / "nowhere" / "yet")
    assert "is complete" in other.command("restore", "--check", file).stdout
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.long
def test_what_is_no_backup_is_refused(town: Town, tmp_path: Path) -> None:
    (tmp_path / "letter.zip").write_text("Guten Tag")
    for file in ("letter.zip", "missing.zip"):
        refused = town.command("restore", tmp_path / file)
        assert refused.returncode == 2
        assert file in refused.stderr


@pytest.fixture
def postgres_town(tmp_path: Path) -> Iterator[Town]:
    with postgres() as url:
        yield Town(tmp_path / "pg", url)


@pytest.mark.long
def test_postgresql_is_backed_up_by_its_own_tools(postgres_town: Town, tmp_path: Path) -> None:
    postgres_town.held("prepare")
    before = postgres_town.held()
    assert postgres_town.command("backup", tmp_path / "town.zip").returncode == 0
    with postgres_town.writing():
        pass
    done = postgres_town.command("restore", "--replace", tmp_path / "town.zip")
    assert done.returncode == 0, done.stderr
    assert postgres_town.held() == before

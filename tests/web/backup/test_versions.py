"""A folder of an older version is brought forward with a way back; one of a newer is refused.

`recorded/folders/before_versions.zip` is a backup an earlier version wrote: two meters of a town
hall for two years, in a database that lacks what came later.
"""

import json
import shutil
import sqlite3
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZipFile

import pytest

from klimamosaik import __version__
from klimamosaik.records.exclusive_work import lock_of
from klimamosaik.web.folder_version import is_newer
from tests.postgres import postgres
from tests.web.backup.test_backup import Town
from tests.web.test_damage import cut

RECORDED = Path(__file__).parents[2] / "recorded/folders/before_versions.zip"
HELD = {"version": 2, "count": 1462, "sum": 520269.0}  # as the earlier version read them
ANY = ("alarms", "--json")  # any command that needs the database
OF_THE_TOWN = ("--municipality", "03403000", "--years", "2023-2024")


def recorded(folder: Path) -> Town:
    """An installation of the earlier version, as it lay there."""
    made = Town(folder / "older")
    with ZipFile(RECORDED) as archive:
        archive.extractall(folder)
    (folder / "data").rename(made.data)
    (folder / "database.sqlite3").rename(made.data / "klimamosaik.sqlite3")
    return made


@pytest.fixture
def older(tmp_path: Path) -> Town:
    """An installation of the earlier version."""
    return recorded(tmp_path)


@dataclass(frozen=True)
class Brought:
    """An installation that was of the earlier version."""

    town: Town
    before: int  # migrations its database had
    told: str  # what the command said that brought it forward


@pytest.fixture(scope="module")
def brought(tmp_path_factory: pytest.TempPathFactory) -> Brought:
    """The earlier version's installation, brought forward by the first command of ours."""
    town = recorded(tmp_path_factory.mktemp("brought"))
    before = steps(town)
    done = town.command(*ANY)
    assert done.returncode == 0, done.stderr
    return Brought(town, before, done.stderr)


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Town:
    """An installation of our version."""
    made = Town(tmp_path_factory.mktemp("ours"))
    made.held("prepare")
    assert made.command(*ANY).returncode == 0
    return made


@pytest.fixture(scope="module")
def one_step_back(ours: Town, tmp_path_factory: pytest.TempPathFactory) -> Town:
    """An installation that lacks what a single room came with, and says no version."""
    made = copy_of(ours, tmp_path_factory.mktemp("back") / "town")
    undo = [sys.executable, "-m", "django", "migrate", "sensorthings", "zero"]
    subprocess.run(undo, env=made.environment, check=True, capture_output=True)
    (made.data / "version.json").unlink()
    return made


@pytest.fixture
def earlier(one_step_back: Town, tmp_path: Path) -> Town:
    """The same, to be brought forward."""
    return copy_of(one_step_back, tmp_path / "earlier")


def copy_of(town: Town, folder: Path) -> Town:
    """The same installation once more."""
    made = Town(folder)
    shutil.copytree(town.data, made.data)
    return made


def noted(town: Town) -> str:
    return str(json.loads((town.data / "version.json").read_text())["version"])


def steps(town: Town, file: Path | None = None) -> int:
    """How many migrations its database has, or another one."""
    with sqlite3.connect(file or town.data / "klimamosaik.sqlite3") as line:
        return int(line.execute("SELECT count(*) FROM django_migrations").fetchone()[0])


def newer_version(town: Town, *, version: str = "99.1.0", steps: bool = True) -> None:
    """What a newer version would leave: its number, a table, a step we do not know."""
    (town.data / "version.json").write_text(json.dumps({"version": version}))
    if steps:
        with sqlite3.connect(town.data / "klimamosaik.sqlite3") as line:
            line.execute("CREATE TABLE places_newthing (building_id REFERENCES places_building)")
            line.execute(
                "INSERT INTO django_migrations (app, name, applied) VALUES ('places', '0099', '')"
            )


@pytest.mark.long
def test_where_no_folder_is_named_the_backup_lies_in_the_data_folder(
    brought: Brought, tmp_path: Path
) -> None:
    (saved,) = (brought.town.data / "before-update").iterdir()
    assert str(saved) in brought.told
    with ZipFile(saved) as archive:
        archive.extract("database.sqlite3", tmp_path)
    assert steps(brought.town, tmp_path / "database.sqlite3") == brought.before  # the way back
    assert brought.town.command("backup", tmp_path / "later.zip").returncode == 0
    assert not [name for name in ZipFile(tmp_path / "later.zip").namelist() if "before-" in name]


@pytest.mark.long
def test_it_comes_forward_with_every_reading(brought: Brought) -> None:
    town = brought.town
    assert f"came from version ? to {__version__}" in brought.told
    assert steps(town) > brought.before
    assert town.held() == HELD
    assert noted(town) == __version__
    assert town.command(*ANY).stderr == ""
    assert "layout" not in town.command("doctor", "--json").stdout


@pytest.mark.long
def test_a_folder_that_cannot_be_backed_up_stays_as_it_is(older: Town) -> None:
    before = steps(older)
    (older.data / "before-update").write_text("in the way")
    assert older.command(*ANY).returncode != 0
    assert steps(older) == before


@pytest.mark.long
def test_the_doctor_says_of_an_older_folder_what_it_is_not_that_its_database_is_gone(
    older: Town,
) -> None:
    told = older.command("doctor", "--json")
    codes = {each["code"] for each in json.loads(told.stdout)}
    assert "layout" in codes
    assert "database" not in codes


@pytest.mark.long
def test_a_backup_by_hand_serves(earlier: Town, tmp_path: Path) -> None:
    before, held = steps(earlier), earlier.held()
    assert earlier.command("backup", tmp_path / "by_hand.zip").returncode == 0
    done = earlier.command(*ANY)
    assert done.returncode == 0, done.stderr
    assert str(tmp_path / "by_hand.zip") in done.stderr
    assert not (earlier.data / "before-update").exists()
    assert steps(earlier) > before
    assert earlier.held() == held
    assert noted(earlier) == __version__


@pytest.mark.long
def test_damaged_readings_do_not_stop_it_and_what_stands_on_them_says_so(older: Town) -> None:
    before = steps(older)
    cut(older.data)
    done = older.command(*ANY)
    assert done.returncode == 0, done.stderr
    assert steps(older) > before
    refused = older.command("report", "energy", *OF_THE_TOWN, "-o", older.folder / "report.json")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert " damaged" in refused.stderr
    assert "klimamosaik restore FILE --replace" in refused.stderr


@pytest.mark.long
def test_where_a_folder_for_backups_is_named_it_happens_by_itself(
    earlier: Town, tmp_path: Path
) -> None:
    before, held = steps(earlier), earlier.held()
    earlier.environment["KLIMAMOSAIK_BACKUP"] = str(tmp_path / "backups")
    assert "There is no folder" in earlier.command(*ANY).stderr
    assert steps(earlier) == before
    (tmp_path / "backups").mkdir()
    assert earlier.command(*ANY).returncode == 0
    assert steps(earlier) > before
    assert earlier.held() == held
    (saved,) = (tmp_path / "backups").iterdir()
    assert "-version-before" in saved.name
    with ZipFile(saved) as archive:
        archive.extract("database.sqlite3", tmp_path)
    assert steps(earlier, tmp_path / "database.sqlite3") == before  # the way back


@pytest.mark.long
def test_a_version_that_the_last_one_will_refuse_leaves_a_backup_without_any_step_too(
    ours: Town, tmp_path: Path
) -> None:
    town = copy_of(ours, tmp_path / "town")
    town.environment["KLIMAMOSAIK_BACKUP"] = str(tmp_path / "backups")
    (tmp_path / "backups").mkdir()
    last = [int(each) for each in __version__.split(".")[:3]]
    newer_version(town, version=f"{last[0]}.{last[1]}.{last[2] + 1}", steps=False)
    assert town.command(*ANY).stderr == ""
    assert not list((tmp_path / "backups").iterdir())  # the last one goes on taking the folder
    newer_version(town, version="0.0.9", steps=False)
    told = town.command(*ANY).stderr
    (saved,) = (tmp_path / "backups").iterdir()
    assert saved.name.endswith("-version-0.0.9.zip")
    assert f"came from version 0.0.9 to {__version__} (0 steps)" in told
    assert noted(town) == __version__
    assert town.command(*ANY).stderr == ""


@pytest.mark.long
def test_while_it_is_served_it_is_not_brought_forward(older: Town, tmp_path: Path) -> None:
    before = steps(older)
    older.command("backup", tmp_path / "by_hand.zip")
    lock = lock_of(older.data / "serve.lock")
    assert lock is not None
    with lock:
        assert "stop klimamosaik serve (or demo) and start it anew" in older.command(*ANY).stderr
    assert steps(older) == before


@pytest.mark.long
def test_an_older_backup_is_restored_and_brought_forward_at_once(tmp_path: Path) -> None:
    new = Town(tmp_path / "new")
    done = new.command("restore", RECORDED)
    assert done.returncode == 0, done.stderr
    assert new.held() == HELD
    assert noted(new) == __version__
    other = Town(tmp_path / "other")
    assert new.command("backup", tmp_path / "new.zip").returncode == 0
    assert other.command("restore", tmp_path / "new.zip").returncode == 0
    assert report(other) == report(new)  # every figure, to the last digit


def report(town: Town) -> bytes:
    """All figures of the town's energy report."""
    file = town.folder / "report.json"
    done = town.command("report", "energy", *OF_THE_TOWN, "-o", file)
    assert done.returncode == 0, done.stderr
    told = file.read_bytes()
    assert b"47076.0" in told  # kWh of 2023, electricity and heat, as the earlier version said
    assert b"212612.0" in told
    return told


@pytest.mark.long
@pytest.mark.parametrize("words", [ANY, ("serve", "--port", "1"), ("backup", "x.zip")])
def test_a_folder_of_a_newer_version_is_refused_in_a_sentence(
    ours: Town, tmp_path: Path, words: tuple[str, ...]
) -> None:
    town = copy_of(ours, tmp_path / "town")
    newer_version(town)
    refused = town.command(*words)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert f"is of the newer version 99.1.0, this is {__version__}" in refused.stderr
    assert refused.stderr.count("\n") == 1
    assert '"layout_newer"' in town.command("doctor", "--json").stdout


@pytest.mark.long
def test_a_step_we_do_not_know_is_enough_and_a_later_number_alone_is_not(
    ours: Town, tmp_path: Path
) -> None:
    major, minor, last = map(int, __version__.split(".")[:3])
    later = f"{major}.{minor}.{last + 1}"
    town = copy_of(ours, tmp_path / "town")
    newer_version(town, version=later, steps=False)
    assert town.command(*ANY).returncode == 0
    assert noted(town) == __version__
    newer_version(town, version=later)
    assert town.command(*ANY).returncode == 2


@pytest.mark.long
def test_back_to_the_old_version_goes_by_its_backup(ours: Town, tmp_path: Path) -> None:
    town = copy_of(ours, tmp_path / "town")
    before = town.held()
    assert town.command("backup", tmp_path / "old.zip").returncode == 0
    newer_version(town)
    assert "--replace" in town.command("restore", tmp_path / "old.zip").stderr
    done = town.command("restore", "--replace", tmp_path / "old.zip")
    assert done.returncode == 0, done.stderr
    assert town.held() == before
    assert noted(town) == __version__
    assert town.command(*ANY).returncode == 0


@pytest.mark.long
def test_back_to_the_old_version_with_postgresql_takes_newer_tables_away(tmp_path: Path) -> None:
    with postgres() as url:
        town = Town(tmp_path / "town", url)
        town.held("prepare")
        town.command(*ANY)
        before = town.held()
        assert town.command("backup", tmp_path / "old.zip").returncode == 0
        import psycopg

        with psycopg.connect(url) as line:
            line.execute(
                "CREATE TABLE places_newthing (id bigint REFERENCES places_building); "
                "INSERT INTO django_migrations (app, name, applied) "
                "VALUES ('places', '0099', now())"
            )
        assert town.command(*ANY).returncode == 2
        done = town.command("restore", "--replace", tmp_path / "old.zip")
        assert done.returncode == 0, done.stderr
        assert town.held() == before
        assert town.command(*ANY).returncode == 0


def test_versions_are_compared_as_numbers() -> None:
    assert is_newer("0.10.0", "0.9.3")
    assert is_newer("1.0.0", "0.9.3")
    assert not is_newer("0.9.4", "0.9.3")
    assert not is_newer("0.8.0", "0.9.3")

"""What is damaged is named in one sentence with what to do; what does not need it goes on."""

import errno
import json
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import DatabaseError, DataError, InternalError, OperationalError

from klimamosaik.records.damage import StoreDamaged, known_cause, passes
from klimamosaik.records.full_disk import FULL_DISK
from tests.web.backup.test_backup import Town
from tests.web.damage_scene import AGS

Damaging = Callable[[Path], None]
FILE = "klimamosaik restore FILE --replace"
DAYS = "".join(f"{day:02}.10.2025;{100 + day}\n" for day in range(1, 31))
NEW = f"Datum;Neuer Zaehler Strom kWh\n{DAYS}"


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Town:
    """A folder with settled and fresh readings, and a backup of it."""
    made = Town(tmp_path_factory.mktemp("whole"))
    made.held("prepare")
    play(made, "prepare")
    assert {status for status, _ in pages(made).values()} == {200}
    assert made.command("backup", made.folder / "good.zip").returncode == 0
    return made


def play(town: Town, what: str) -> str:
    """Play a part of the scene in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "tests.web.damage_scene", what],
        env=town.environment, stdout=subprocess.PIPE, text=True, check=True,
    ).stdout  # fmt: skip


def pages(town: Town) -> dict[str, tuple[int, str]]:
    """Status and first sentence of each page."""
    return {page: tuple(said) for page, said in json.loads(play(town, "ask")).items()}


def largest(data: Path) -> Path:
    """The largest file of settled readings."""
    return max((data / "readings").rglob("*.parquet"), key=lambda path: path.stat().st_size)


def newest(data: Path) -> Path:
    """The newest entry of the log of settled readings."""
    return max((data / "readings" / "_delta_log").glob("*.json"))


def missing(data: Path) -> None:
    """A file of readings is gone."""
    largest(data).unlink()


def cut(data: Path) -> None:
    """Half of a file of readings is gone."""
    path = largest(data)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def flipped(data: Path) -> None:
    """One bit of a file of readings is another."""
    path = largest(data)
    content = bytearray(path.read_bytes())
    content[len(content) // 3] ^= 8
    path.write_bytes(content)


def cut_entry(data: Path) -> None:
    """Half of the newest entry of the log is gone."""
    path = newest(data)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def empty_entry(data: Path) -> None:
    """An entry of the log is empty, which Delta Lake passes over."""
    newest(data).write_bytes(b"")


def stray_entry(data: Path) -> None:
    """A half-written next entry of the log lies about."""
    path = newest(data)
    path.with_name(f"{int(path.stem) + 1:020}.json").write_bytes(b'{"add":{"pa')


def torn_database(data: Path) -> None:
    """Pages of the database are overwritten."""
    path = data / "klimamosaik.sqlite3"
    content = bytearray(path.read_bytes())
    for place in range(3 * 4096, len(content), 2 * 4096):
        content[place : place + 600] = b"U" * 600
    path.write_bytes(content)


ALL = [missing, cut, flipped, cut_entry, empty_entry, stray_entry]


@pytest.fixture
def town(whole: Town, tmp_path: Path) -> Town:
    """A copy of the folder, to be damaged."""
    shutil.copytree(whole.data, tmp_path / "town" / "data")
    return Town(tmp_path / "town")


@pytest.mark.long
@pytest.mark.parametrize("damage", ALL)
def test_damaged_readings_are_named_and_other_pages_go_on(town: Town, damage: Damaging) -> None:
    damage(town.data)
    said = pages(town)
    hurt = {page: lede for page, (status, lede) in said.items() if status == 500}
    assert hurt
    for lede in hurt.values():
        assert "beschädigt" in lede
        assert "Wer Klimamosaik betreibt, stellt es aus der letzten Sicherung wieder her." in lede
        assert "klimamosaik restore" not in lede
        assert str(town.folder) not in lede
    assert {said[page][0] for page in ("massnahmen/", "dateien/")} == {200}
    told = json.loads(town.command("doctor", "--json").stdout)
    found = {each["code"]: each["en"] for each in told}
    assert FILE in (found.get("store_damaged") or found["log_damaged"])


@pytest.mark.long
@pytest.mark.parametrize("damage", [flipped, stray_entry])
def test_commands_name_damaged_readings_and_store_nothing(
    town: Town, tmp_path: Path, damage: Damaging
) -> None:
    before = town.held()
    intact = largest(town.data), largest(town.data).read_bytes()
    damage(town.data)
    file = tmp_path / "new.csv"
    file.write_text(NEW, "utf-8")
    bad = tmp_path / "bad.zip"
    for words in (("backup", bad), ("import", file, "--municipality", AGS)):
        done = town.command(*words)
        assert done.returncode == 1
        assert FILE in done.stderr
        assert "damaged" in done.stderr
        assert len(done.stderr.strip().splitlines()) == 1
    assert not bad.exists()
    intact[0].write_bytes(intact[1])
    if damage is flipped:
        assert town.held() == before
        assert town.command("import", file, "--municipality", AGS).returncode == 0


@pytest.mark.long
def test_a_damaged_database_is_named_on_pages_and_by_commands(town: Town) -> None:
    torn_database(town.data)
    for status, lede in pages(town).values():
        assert status == 500
        assert "Die Datenbank ist beschädigt" in lede
    for words in (("doctor",), ("backup", town.folder / "bad.zip")):
        done = town.command(*words)
        assert done.returncode == 1
        assert "The database is damaged." in done.stdout + done.stderr
        assert "Traceback" not in done.stderr


@pytest.mark.long
def test_a_database_that_is_gone_is_named(town: Town) -> None:
    (town.data / "klimamosaik.sqlite3").unlink()
    for status, lede in pages(town).values():
        assert status == 500
        assert "Die Datenbank fehlt" in lede
    done = town.command("backup", town.folder / "bad.zip")
    assert done.returncode == 2
    assert "restore both from the same backup" in done.stderr


GONE_MEANWHILE = """
import django
django.setup()
from pathlib import Path
from django.conf import settings
from django.db import connection
from django.test import Client
client = Client(raise_request_exception=False, SERVER_NAME="localhost")
def asked():
    client.cookies["sessionid"] = "a" * 32
    return client.get("/03999998/").status_code
connection.ensure_connection()
print(asked())
Path(settings.DATABASES["default"]["NAME"]).unlink()
print(asked())
"""


@pytest.mark.long
def test_a_database_deleted_meanwhile_takes_nothing_more(town: Town) -> None:
    done = subprocess.run(
        [sys.executable, "-c", GONE_MEANWHILE],
        env=town.environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.split() == ["302", "500"]
    assert "no such table" in done.stderr


@pytest.mark.parametrize(
    ("raised", "code"),
    [
        (sqlite3.DatabaseError("database disk image is malformed"), "database_damaged"),
        (sqlite3.OperationalError("attempt to write a readonly database"), "database_closed"),
        (sqlite3.OperationalError("no such table: places_municipality"), "database_empty"),
        (sqlite3.OperationalError("database is locked"), "database_busy"),
        (PermissionError(errno.EACCES, "no", "/srv/town/readings.lock"), "not_allowed"),
        (OSError(errno.EROFS, "read-only", "/srv/town/readings.lock"), "not_allowed"),
        (OSError(errno.ENOSPC, "full"), "full_disk"),
    ],
)
def test_a_cause_below_us_is_known(raised: Exception, code: str) -> None:
    try:
        raise DatabaseError("of Django") from raised
    except DatabaseError as error:
        found = known_cause(error)
    assert found is not None
    assert found.code == code
    assert "/srv" not in found.text.de


def test_postgresql_that_does_not_answer_is_known() -> None:
    psycopg = pytest.importorskip("psycopg")
    refused = OperationalError("connection failed: password 'secret'")
    refused.__cause__ = psycopg.OperationalError("connection refused")
    found = known_cause(refused)
    assert found is not None
    assert found.code == "database_gone"
    assert "secret" not in found.text.en


def test_postgresql_that_only_lets_us_read_is_known() -> None:
    psycopg = pytest.importorskip("psycopg")
    refused = InternalError("cannot execute INSERT in a read-only transaction")
    refused.__cause__ = psycopg.errors.ReadOnlySqlTransaction("no")
    found = known_cause(refused)
    assert found is not None
    assert found.code == "database_read_only"
    assert passes(refused)  # messages wait until it writes again: none is at fault


@pytest.mark.parametrize(
    ("fault", "waits"),
    [
        (OperationalError("server closed the connection"), True),
        (OSError(errno.ENOSPC, "full"), True),
        (StoreDamaged(FULL_DISK), True),
        (DataError("NUL in a text"), False),
        (ValueError("no reading"), False),
    ],
)
def test_what_lies_below_us_is_tried_again_and_a_fault_of_a_message_is_not(
    fault: Exception, waits: bool
) -> None:
    assert passes(fault) is waits


@pytest.mark.parametrize("fault", [ValueError("no"), KeyError("x"), DatabaseError("syntax"), None])
def test_a_fault_of_ours_is_not_taken_for_damage(fault: Exception | None) -> None:
    assert known_cause(fault) is None


def test_damage_is_never_taken_for_no_data() -> None:
    assert not issubclass(StoreDamaged, ValueError)  # as a refusal is, which pages may pass over

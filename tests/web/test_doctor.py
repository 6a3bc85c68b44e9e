"""The doctor says what is wrong in a sentence with what to do, and changes nothing."""

import json
import re
import ssl
import subprocess
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from socket import create_server
from types import SimpleNamespace
from typing import Any

import pytest

from klimamosaik.records.exclusive_work import lock_of
from klimamosaik.web.background_state import hold
from klimamosaik.web.doctor import certificate, holdings, machine
from tests.web.backup.test_backup import Town
from tests.web.serving.test_nginx import CERTIFICATE


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Town:
    made = Town(tmp_path_factory.mktemp("town"))
    made.held("prepare")
    return made


def codes(town: Town, *words: str) -> dict[str, str]:
    """What the doctor found, by code."""
    told = town.command("doctor", "--json", *words)
    return {each["code"]: each["condition"] for each in json.loads(told.stdout)}


@pytest.mark.long
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
    checked = town.command("restore", "--check", tmp_path / "town.zip").stdout
    assert re.search(r"The backup of \d+ \w+ \d{4} \d+:\d\d is", checked)  # as people write it
    assert "permissions" not in found


def test_shortly_after_a_start_the_background_is_not_said_to_be_missing(
    settings: Any, tmp_path: Path
) -> None:
    def found() -> tuple[str, str]:
        (only,) = holdings.background(datetime.now(UTC))
        return only.condition, only.text.en

    settings.DATA_DIR = tmp_path
    assert found() == ("warning", holdings.NOBODY_SERVES.en)
    serving = lock_of(tmp_path / "serve-klima-8000.lock")
    assert found() == ("warning", holdings.BEGINS.en)
    working = hold()
    assert found() == ("ok", holdings.WORKS.en)
    for lock in (serving, working):
        assert lock is not None
        lock.close()
    assert found() == ("warning", holdings.NOBODY_SERVES.en)


@pytest.mark.long
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
    assert told.stdout.count("klimamosaik restore") == 1
    assert "GB are free" in told.stdout
    assert "There was no backup yet" in told.stdout  # what does not need the database goes on
    assert "Traceback" not in told.stderr


SIGNED = [  # an authority as openssl makes it by itself: without "key usage"
    [*CERTIFICATE[:-1], "/CN=Town", "-keyout", "town.key", "-out", "town.pem"],
    ["openssl", "req", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost",
     "-keyout", "key.pem", "-out", "asked.pem"],
    ["openssl", "x509", "-req", "-in", "asked.pem", "-CA", "town.pem", "-CAkey", "town.key",
     "-CAcreateserial", "-days", "2", "-out", "shown.pem"],
]  # fmt: skip


@pytest.fixture
def shown(tmp_path: Path, settings: Any) -> Iterator[Path]:
    """A public address that shows a certificate of two days by the town's authority; its file."""
    for words in SIGNED:
        subprocess.run(words, cwd=tmp_path, check=True, capture_output=True)
    serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    serving.load_cert_chain(tmp_path / "shown.pem", tmp_path / "key.pem")

    def greet(door: Any) -> None:
        line, _ = door.accept()
        try:
            serving.wrap_socket(line, server_side=True).close()
        except OSError:
            line.close()

    with create_server(("127.0.0.1", 0)) as door:
        settings.PUBLIC_ADDRESS = f"https://localhost:{door.getsockname()[1]}"
        settings.SECURE, settings.TRUSTED_PROXIES = True, ("127.0.0.1",)
        thread = threading.Thread(target=greet, args=(door,))
        thread.start()
        yield tmp_path / "town.pem"
        thread.join()


def certificates() -> dict[str, str]:
    return {each.code: each.condition for each in certificate.certificate(datetime.now(UTC))}


def test_a_certificate_browsers_do_not_take_is_told(shown: Path) -> None:
    assert certificates() == {"certificate": "error"}


def test_a_certificate_that_ends_soon_is_told(shown: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(shown))
    assert certificates() == {"certificate": "warning"}


def test_one_that_lasts_is_well(shown: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(shown))
    monkeypatch.setattr(certificate, "SOON", timedelta(hours=1))
    assert certificates() == {"certificate": "ok"}


def test_a_towns_own_older_authority_is_taken_as_browsers_take_it(
    shown: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = ssl.create_default_context

    def strict() -> ssl.SSLContext:
        """As from Python 3.13 on."""
        context = usual()
        context.verify_flags |= ssl.VERIFY_X509_STRICT
        return context

    monkeypatch.setattr(ssl, "create_default_context", strict)
    test_one_that_lasts_is_well(shown, monkeypatch)


def test_an_address_nobody_answers_at_is_no_error_and_a_missing_proxy_is_told(
    settings: Any,
) -> None:
    settings.PUBLIC_ADDRESS, settings.SECURE = "https://localhost:9", True
    settings.TRUSTED_PROXIES = ()
    assert certificates() == {"certificate_unseen": "warning", "proxies": "warning"}


def test_a_folder_others_may_read_is_told_with_its_files(settings: Any) -> None:
    settings.DATA_DIR.chmod(0o755)
    database = settings.DATA_DIR / "klimamosaik.sqlite3"
    database.touch()
    database.chmod(0o644)  # whatever the machine's usual rights of a new file are
    (told,) = machine.access()
    assert told.code == "permissions"
    assert "2 files and folders" in told.text.en
    settings.DATA_DIR.chmod(0o700)
    database.chmod(0o600)
    assert list(machine.access()) == []


@pytest.mark.parametrize(("workers", "told"), [(1, []), (4, []), (6, ["connections"])])
def test_postgresql_that_lets_in_too_few_is_told(
    postgres_url: str, workers: int, told: list[str], monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    psycopg = pytest.importorskip("psycopg")
    settings.WORKERS = workers
    with psycopg.connect(postgres_url) as asked:
        same = SimpleNamespace(vendor="postgresql", cursor=asked.cursor)
        monkeypatch.setattr(machine, "connection", same)
        found = list(machine.connections())
    assert [each.code for each in found] == told
    assert all("97 connections, but 6 processes here may need" in each.text.en for each in found)

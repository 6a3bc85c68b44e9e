"""Settings fail loudly."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from unittest.mock import Mock

import pytest

from klimamosaik.web.data_folder import kept_secret_key
from klimamosaik.web.database_and_mail import database_settings
from klimamosaik.web.environment import read_environment
from klimamosaik.web.setting_refusals import SettingRefused


def environment(folder: Path, **given: str) -> dict[str, str]:
    return {"KLIMAMOSAIK_DATA": str(folder), **{f"KLIMAMOSAIK_{k}": v for k, v in given.items()}}


def test_without_any_setting_everything_lies_in_one_folder(tmp_path: Path) -> None:
    settings = read_environment(environment(tmp_path))
    assert settings.hosts == ("localhost", "127.0.0.1", "[::1]")
    assert database_settings(settings)["NAME"] == str(tmp_path / "klimamosaik.sqlite3")


def test_the_secret_key_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    first = read_environment(environment(tmp_path)).secret_key
    assert read_environment(environment(tmp_path)).secret_key == first
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0


def test_programs_that_start_at_once_in_a_new_folder_find_one_key(tmp_path: Path) -> None:
    for round_number in range(20):
        folder = tmp_path / str(round_number)
        folder.mkdir()
        together = Barrier(8)

        def start(_: int, folder: Path = folder, together: Barrier = together) -> str:
            together.wait()
            return kept_secret_key(folder)

        with ThreadPoolExecutor(8) as programs:
            keys = set(programs.map(start, range(8)))
        assert len(keys) == 1
        assert len(keys.pop()) > 50
        assert [each.name for each in folder.iterdir()] == ["secret_key"]


def test_the_secret_key_needs_no_hard_links(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "link", Mock(side_effect=PermissionError))
    assert kept_secret_key(tmp_path) == kept_secret_key(tmp_path)
    assert [each.name for each in tmp_path.iterdir()] == ["secret_key"]


def test_a_new_folder_is_made_also_where_the_key_is_given(tmp_path: Path) -> None:
    new = tmp_path / "town" / "data"
    assert read_environment(environment(new, SECRET_KEY="given")).secret_key == "given"
    assert [path.name for path in tmp_path.rglob("*")] == ["town", "data"]


def test_a_file_in_the_place_of_the_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("x")
    with pytest.raises(SettingRefused, match="cannot be written"):
        read_environment(environment(tmp_path / "data"))


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("UPLOAD_MB", "lots", "whole number from 1 to 2000"),
        ("UPLOAD_MB", "0", "whole number from 1 to 2000"),
        ("DEBUG", "yes", "allowed are 0, 1"),
        ("LANGUAGE", "fr", "allowed are de, en"),
        ("DATABSE", "x", "is not a setting"),
        ("ADDRESS", "klima.example.org", "an address like https://klima.example.org"),
        ("ADDRESS", "ftp://klima.example.org", "an address like https"),
        ("ADDRESS", "https://klima.example.org/mosaik", "without a path"),
        ("PROXIES", "nginx", "addresses like 127.0.0.1 or 10.0.0.0/24"),
        ("PROXIES", "10.0.0.7/24", "addresses like"),
        ("WAIT_SECONDS", "0", "whole number from 1 to 600"),
        ("WORKERS", "0", "whole number from 1 to 64"),
        ("WORKER", "2", "Is KLIMAMOSAIK_WORKERS meant?"),
        ("HOSTS", "klima.example.org, https://klima.example.org", "without https://"),
        ("HOSTS", "klima.example.org:8000", "without a port"),
        ("ADDRESS", "https://klima.example.org:x", "cannot be read as an address"),
        ("ADDRESS", "https://[klima", "cannot be read as an address"),
        ("MAIL", "smtp://klima:se/cret@mail.example.org", "write % as %25, / as %2F"),
        ("MQTT", "mqtt://[broker", "not the address|keine Adresse"),
    ],
)
def test_what_cannot_be_taken_is_named_with_what_is_allowed(
    tmp_path: Path, name: str, value: str, sentence: str
) -> None:
    with pytest.raises(SettingRefused, match=sentence):
        read_environment(environment(tmp_path, **{name: value}))


@pytest.mark.parametrize(
    ("language", "begins"),
    [
        ("de", "KLIMAMOSAIK_WORKER ist keine Einstellung. Ist KLIMAMOSAIK_WORKERS gemeint? Es"),
        ("en", "KLIMAMOSAIK_WORKER is not a setting. Is KLIMAMOSAIK_WORKERS meant? There are"),
    ],
)
def test_why_a_setting_is_refused_is_said_in_german_first(
    tmp_path: Path, language: str, begins: str
) -> None:
    given = environment(tmp_path, WORKER="2", **({"LANGUAGE": "en"} if language == "en" else {}))
    said = subprocess.run(
        [sys.executable, "-c", "from klimamosaik.web.cli import main; main()", "doctor"],
        capture_output=True, text=True, check=False, env=os.environ | given,
    )  # fmt: skip
    assert (said.returncode, said.stdout) == (2, "")
    assert said.stderr.startswith(begins)


def test_address_and_proxies_are_read(tmp_path: Path) -> None:
    given = {"ADDRESS": "https://klima.example.org/", "PROXIES": "127.0.0.1, 10.0.0.0/24"}
    settings = read_environment(environment(tmp_path, **given))
    assert settings.address == "https://klima.example.org"
    assert [str(each) for each in settings.proxies] == ["127.0.0.1/32", "10.0.0.0/24"]


def test_a_public_address_by_https_makes_cookies_safe(tmp_path: Path) -> None:
    ask = (
        "from klimamosaik.web import settings as s;"
        "print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_HSTS_SECONDS > 0,"
        "'klima.example.org' in s.ALLOWED_HOSTS, 'ADDR' in s.CSRF_TRUSTED_ORIGINS)"
    )
    for address, safe in (
        ("https://klima.example.org:8443", True),
        ("http://klima.example.org", False),
    ):
        said = subprocess.run(
            [sys.executable, "-c", ask.replace("ADDR", address)],
            capture_output=True,
            text=True,
            check=True,
            env=os.environ | environment(tmp_path, ADDRESS=address),
        )
        assert said.stdout.split() == [str(safe)] * 3 + ["True"] * 2


def test_a_database_url_names_its_parts(tmp_path: Path) -> None:
    url = "postgresql://town:se%40cret@db.local:5433/mosaik"
    settings = database_settings(read_environment(environment(tmp_path, DATABASE=url)))
    assert settings["ENGINE"].endswith("postgresql")
    assert [settings[k] for k in ("USER", "PASSWORD", "HOST", "PORT", "NAME")] == [
        "town",
        "se@cret",
        "db.local",
        "5433",
        "mosaik",
    ]


@pytest.mark.parametrize("url", ["mysql://x/y", "postgresql://host", "nonsense"])
def test_another_database_is_refused_with_the_allowed_forms(tmp_path: Path, url: str) -> None:
    settings = read_environment(environment(tmp_path, DATABASE=url))
    with pytest.raises(SettingRefused, match="allowed are sqlite:///PATH and postgresql"):
        database_settings(settings)


@pytest.mark.parametrize("secret", ["se/cret", "se#cret", "se?cret", "1/2", "1#2", "[x"])
def test_a_password_that_breaks_an_address_is_not_said_again(tmp_path: Path, secret: str) -> None:
    url = f"postgresql://town:{secret}@db.local/mosaik"
    with pytest.raises(SettingRefused, match="# as %23") as refused:
        database_settings(read_environment(environment(tmp_path, DATABASE=url)))
    assert "cret" not in str(refused.value)


def test_names_of_this_server_are_read(tmp_path: Path) -> None:
    settings = read_environment(environment(tmp_path, HOSTS="klima.example.org, [::1],*"))
    assert settings.hosts == ("klima.example.org", "[::1]", "*")
    path = f"sqlite:///{tmp_path}/a@b.sqlite3"
    settings = read_environment(environment(tmp_path, DATABASE=path))
    assert database_settings(settings)["NAME"].endswith("a@b.sqlite3")


def test_a_key_that_cannot_be_read_is_told_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "secret_key").mkdir()  # root may read any file, but no folder as one
    with pytest.raises(SettingRefused) as refused:
        kept_secret_key(tmp_path)
    assert "chown klimamosaik" in refused.value.text.en


def test_an_empty_key_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret_key").write_text("\n")
    with pytest.raises(SettingRefused) as refused:
        kept_secret_key(tmp_path)
    assert "is empty" in refused.value.text.en

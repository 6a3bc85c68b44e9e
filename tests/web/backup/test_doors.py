"""The doors of the backup one by one: where it may lie, what is in it, what is taken back."""

import errno
import os
import shlex
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from django.db import DatabaseError
from django.test import override_settings

from klimamosaik import __version__
from klimamosaik.places.models import Municipality
from klimamosaik.records.exclusive_work import BACKUP, alone
from klimamosaik.terms.complaint import InputRejected
from klimamosaik.web.backup import archive, database, operations
from klimamosaik.web.backup.archive import FORM, Contents
from klimamosaik.web.backup.exchanging import exchange
from klimamosaik.web.backup.fitness import refuse_foreign, refuse_newer
from klimamosaik.web.backup.last import NOTE
from klimamosaik.web.backup.operations import (
    BEFORE_UPDATE,
    back_up,
    holds_something,
    other_members,
    put_in_place,
    refuse_inside,
    refuse_there,
    refuse_used,
    room_beside,
    with_progress,
)
from klimamosaik.web.backup.refusals import no_room_to_restore, refused_where_full
from klimamosaik.web.commands.backup import WRITTEN, say
from klimamosaik.web.folder_version import half_restored


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """An empty data folder."""
    folder = tmp_path / "data"
    folder.mkdir()
    return folder


@pytest.fixture(autouse=True)
def in_it(data: Path) -> Iterator[None]:
    """The installation is in this folder."""
    with override_settings(DATA_DIR=data, READINGS_DIR=data / "readings"):
        yield


def code(refused: pytest.ExceptionInfo[InputRejected]) -> str:
    return refused.value.complaints[0].code


def contents(*, kind: str = "") -> Contents:
    return Contents(FORM, __version__, "", kind or database.kind(), 1, [], {})


@pytest.mark.parametrize(
    ("place", "why"),
    [
        ("outside.zip", ""),
        (f"data/{BEFORE_UPDATE}/x.zip", ""),
        ("data/x.zip", "backup_in_itself"),
        ("nowhere/x.zip", "no_place_for_backup"),
        ("data", "no_place_for_backup"),
    ],
)
def test_a_backup_lies_outside_of_what_it_saves(tmp_path: Path, place: str, why: str) -> None:
    (tmp_path / "data" / BEFORE_UPDATE).mkdir()
    if not why:
        refuse_inside(tmp_path / place)
        return
    with pytest.raises(InputRejected) as refused:
        refuse_inside(tmp_path / place)
    assert code(refused) == why


@pytest.mark.parametrize(
    ("number", "why"),
    [
        (errno.ENOSPC, "backup_disk_full"),
        (errno.EACCES, "no_place_for_backup"),
        (errno.EPERM, "no_place_for_backup"),
        (errno.EROFS, "no_place_for_backup"),
    ],
)
def test_a_full_disk_is_told_from_a_place_one_may_not_write_to(
    tmp_path: Path, number: int, why: str
) -> None:
    with pytest.raises(InputRejected) as refused, room_beside(tmp_path / "x.zip"):
        raise OSError(number, "")
    assert code(refused) == why


def test_another_fault_of_the_disk_is_no_question_of_the_place(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="broken"), room_beside(tmp_path / "x.zip"):
        raise OSError(errno.EIO, "broken")


def test_what_is_not_whole_lies_beside_the_archive_and_is_gone_afterwards(tmp_path: Path) -> None:
    with room_beside(tmp_path / "x.zip") as folder:
        assert folder.parent == tmp_path
        (folder / "x.zip").write_text("new")
        (tmp_path / "x.zip").write_text("old")
        put_in_place(folder / "x.zip", tmp_path / "x.zip")
    assert (tmp_path / "x.zip").read_text() == "new"
    assert not folder.exists()


def test_the_name_of_an_archive_is_on_the_disk_before_it_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[tuple[int, int]] = []
    write = os.fsync

    def noted(handle: int) -> None:
        told = os.fstat(handle)
        synced.append((told.st_dev, told.st_ino))
        write(handle)

    monkeypatch.setattr(os, "fsync", noted)
    (tmp_path / "new").write_text("new")
    put_in_place(tmp_path / "new", tmp_path / "x.zip")
    folder = tmp_path.stat()
    assert synced == [(folder.st_dev, folder.st_ino)]


def test_two_backups_at_once_are_one(tmp_path: Path) -> None:
    with alone(BACKUP) as free:
        assert free
        with pytest.raises(InputRejected) as refused:
            back_up(tmp_path / "x.zip", replace=False)
    assert code(refused) == "backup_running"
    assert not (tmp_path / "x.zip").exists()


def test_a_command_to_be_copied_says_a_file_with_blanks_as_a_shell_takes_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    file = Path("/srv/Straße Süd/Stadt.zip")
    made = replace(contents(), made_at="2026-11-28T09:00:00+00:00")
    say(WRITTEN, made, file, as_json=False)
    for sentence in (capsys.readouterr().out, str(half_restored(str(file)))):
        assert shlex.split(sentence.replace("\n", " ").strip())[-1] == str(file)


@pytest.mark.parametrize("there", ["a file", "a link to nowhere"])
def test_what_is_there_is_not_written_over(tmp_path: Path, there: str) -> None:
    file = tmp_path / "x.zip"
    refuse_there(file)
    if there == "a file":
        file.write_text("the only good one")
    else:
        file.symlink_to(tmp_path / "unplugged")
    with pytest.raises(InputRejected) as refused:
        back_up(file, replace=False)
    assert code(refused) == "backup_exists"
    assert [path.name for path in tmp_path.iterdir() if path.name != "data"] == ["x.zip"]


def test_what_came_meanwhile_is_not_written_over_either(
    db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "x.zip"
    about = {key: told for key, told in vars(contents()).items() if key not in ("form", "files")}

    def meanwhile(whole: Path, progress: object) -> Contents:
        file.write_text("of somebody else")
        return archive.write(whole, [], about)

    monkeypatch.setattr(operations, "written", meanwhile)
    with pytest.raises(InputRejected) as refused:
        back_up(file, replace=False)
    assert code(refused) == "backup_exists"
    assert file.read_text() == "of somebody else"


def test_what_is_counted_anew_or_of_no_use_elsewhere_is_left_out(data: Path) -> None:
    kept = ["secret_key", "weather/dwd.parquet", "waiting/a.csv"]
    left = [
        ".hidden/x", "readings/a.parquet", "background.json", "broker/x", "before-restore-1/x",
        f"{BEFORE_UPDATE}/x.zip", NOTE, "serve.lock", "k.sqlite3", "k.sqlite3-wal",
        "k.sqlite3-shm", "k.sqlite3-journal", "waiting/b.part",
    ]  # fmt: skip
    for name in (*kept, *left):
        (data / name).parent.mkdir(parents=True, exist_ok=True)
        (data / name).write_text(name)
    found = dict(other_members())
    assert sorted(found) == sorted(f"data/{name}" for name in kept)
    assert all(name == f"data/{path.read_text()}" for name, path in found.items())


def test_how_far_it_is_is_told_before_each_member(tmp_path: Path) -> None:
    heard: list[float] = []
    members = [(name, tmp_path / name) for name in "abcd"]
    passed = list(with_progress(members, lambda part, what: heard.append(part)))
    assert (passed, heard) == (members, [0, 0.25, 0.5, 0.75])
    assert list(with_progress(members, None)) == members


def test_an_archive_of_this_version_and_database_is_taken() -> None:
    refuse_newer(contents())
    refuse_foreign(contents())


def test_an_archive_of_another_kind_of_database_is_refused() -> None:
    with pytest.raises(InputRejected) as refused:
        refuse_foreign(contents(kind="oracle"))
    assert code(refused) == "backup_of_other_database"


def test_an_installation_with_a_town_is_in_use_and_an_empty_one_is_not(db: None) -> None:
    assert not holds_something()
    refuse_used()
    Municipality.objects.create(ags="03403000", name="Oldenburg")
    assert holds_something()
    with pytest.raises(InputRejected) as refused:
        refuse_used()
    assert code(refused) == "installation_in_use"


def test_readings_alone_are_in_use_too_and_so_is_a_database_of_another_version(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(operations, "data_version", lambda: 1)
    assert holds_something()

    def of_another_version() -> int:
        raise DatabaseError

    monkeypatch.setattr(operations, "data_version", of_another_version)
    assert holds_something()


def in_use(tmp_path: Path, data: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installation with SQLite; returns what was unpacked beside it."""
    monkeypatch.setattr(
        database, "copy_to", lambda folder: (folder / "copy").write_text("all tables")
    )
    monkeypatch.setattr(database, "kind", lambda: "sqlite")
    monkeypatch.setattr(database, "name", lambda: str(data / "town.sqlite3"))
    for name in ("readings/old", "secret_key", "town.sqlite3", "weather/kept"):
        (data / name).parent.mkdir(exist_ok=True)
        (data / name).write_text("ours")
    unpacked = tmp_path / "unpacked"
    (unpacked / "data" / "readings").mkdir(parents=True)
    (unpacked / "data" / "secret_key").write_text("theirs")
    (unpacked / "data" / "readings" / "new").write_text("theirs")
    return unpacked


def held_in(folder: Path) -> dict[str, str]:
    """Every file of a folder with what it says."""
    return {
        str(path.relative_to(folder)): path.read_text()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.mark.parametrize("step", ["copy_to", "put_back"])
def test_a_restore_that_finds_no_room_leaves_all_as_it_was(
    tmp_path: Path, data: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def full(_: Path) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    unpacked = in_use(tmp_path, data, monkeypatch)
    before = held_in(data)
    monkeypatch.setattr(database, step, full)
    with pytest.raises(InputRejected) as refused, refused_where_full(no_room_to_restore(data, 3)):
        exchange(unpacked, data, archive=tmp_path)
    assert code(refused) == "restore_disk_full"
    assert held_in(data) == before
    assert not list(data.glob("before-restore-*"))


def test_a_disk_that_is_full_while_the_database_is_copied_is_told_like_any_other(
    tmp_path: Path,
) -> None:
    with pytest.raises(InputRejected) as refused, room_beside(tmp_path / "x.zip"):
        raise sqlite3.OperationalError("database or disk is full")
    assert code(refused) == "backup_disk_full"


def test_what_was_there_is_put_aside_before_what_was_unpacked_takes_its_place(
    tmp_path: Path, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_back: list[Path] = []
    monkeypatch.setattr(database, "put_back", put_back.append)
    unpacked = in_use(tmp_path, data, monkeypatch)
    exchange(unpacked, data, archive=tmp_path)
    (aside,) = data.glob("before-restore-*")
    assert (aside / "secret_key").read_text() == "ours"
    assert (aside / "readings" / "old").exists()
    assert (data / "secret_key").read_text() == "theirs"
    assert held_in(data / "readings") == {"new": "theirs"}
    assert (data / "weather" / "kept").exists()
    assert (aside / "copy").read_text() == "all tables"
    assert put_back == [unpacked / database.NAMES["sqlite"]]


def test_in_a_new_folder_there_is_nothing_to_put_aside(
    tmp_path: Path, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_back: list[Path] = []
    monkeypatch.setattr(database, "put_back", put_back.append)
    monkeypatch.setattr(database, "kind", lambda: "sqlite")
    monkeypatch.setattr(database, "name", lambda: str(data / "town.sqlite3"))
    (tmp_path / "unpacked").mkdir()
    exchange(tmp_path / "unpacked", data, archive=tmp_path)
    assert list(data.iterdir()) == []
    assert len(put_back) == 1


def test_of_postgresql_the_old_tables_are_copied_before_anything_moves(
    tmp_path: Path, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[bool] = []
    monkeypatch.setattr(
        database,
        "copy_to",
        lambda folder: seen.append(folder.is_dir() and (data / "readings").exists()),
    )
    monkeypatch.setattr(database, "put_back", lambda file: None)
    monkeypatch.setattr(database, "kind", lambda: "postgresql")
    (data / "readings").mkdir()
    (tmp_path / "unpacked").mkdir()
    exchange(tmp_path / "unpacked", data, archive=tmp_path)
    assert seen == [True]

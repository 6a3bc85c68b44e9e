"""A backup each day by itself: when it is due, which ones stay, and what is said if it fails."""

import errno
import json
import logging
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from django.test import Client

from klimamosaik.records.exclusive_work import lock_of
from klimamosaik.terms.complaint import InputRejected
from klimamosaik.terms.period import LOCAL
from klimamosaik.web import background_threads
from klimamosaik.web.background_state import BackgroundTask, noted, state
from klimamosaik.web.backup import archive
from klimamosaik.web.backup.aside import aside_for
from klimamosaik.web.backup.daily import (
    archives,
    back_up_today,
    due_now,
    is_due,
    kept,
    name_of,
    newest_in,
)
from klimamosaik.web.backup.fitness import check
from klimamosaik.web.backup.last import NOTE, last_backup
from klimamosaik.web.backup.operations import back_up
from klimamosaik.web.doctor.backups import backups
from klimamosaik.web.doctor.backups import put_aside as left_aside
from tests.web.conftest import AGS

NOW = datetime(2026, 11, 26, 9, tzinfo=UTC)  # 10 o'clock in Germany
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
FULL = OSError(errno.ENOSPC, "No space left on device")


@pytest.fixture
def folder(tmp_path_factory: pytest.TempPathFactory, settings: Any, transactional_db: None) -> Path:
    """A folder for backups, as the setting names it."""
    made = tmp_path_factory.mktemp("backups")
    settings.BACKUP, settings.BACKUP_HOUR = made, 3
    settings.BACKUP_DAYS, settings.BACKUP_WEEKS = 2, 0
    return made


@pytest.mark.parametrize(
    ("last", "now", "due"),
    [
        (None, NOW, True),  # set just now: the first one shows at once that it works
        (NOW - DAY, NOW, True),
        (NOW - HOUR, NOW, False),
        (datetime(2026, 11, 26, 1, 59, tzinfo=UTC), NOW, True),  # before 3 o'clock
        (datetime(2026, 11, 26, 2, 0, tzinfo=UTC), NOW, False),
        (
            datetime(2026, 11, 25, 2, 0, tzinfo=UTC),
            datetime(2026, 11, 26, 1, 59, tzinfo=UTC),
            False,
        ),
        (datetime(2026, 3, 28, 2, 0, tzinfo=UTC), datetime(2026, 3, 29, 1, 0, tzinfo=UTC), True),
        (NOW + 40 * DAY, NOW, True),  # of a clock that was wrong
    ],
)
def test_a_backup_is_due_once_its_hour_has_struck(
    last: datetime | None, now: datetime, due: bool
) -> None:
    assert is_due(now, last, hour=3) is due


def test_an_hour_that_does_not_exist_in_spring_is_not_left_out() -> None:
    eve = datetime(2026, 3, 28, 1, 30, tzinfo=UTC)  # half past 2 in Germany
    hours = [eve + number * HOUR for number in range(1, 26)]
    assert [each for each in hours if is_due(each, eve, hour=2)] == [hours[-2], hours[-1]]


def test_of_each_day_and_of_each_week_the_newest_stays() -> None:
    made = [NOW - number * 12 * HOUR for number in range(2 * 100)]
    stays = sorted(kept(made, days=14, weeks=8), reverse=True)
    evenings = [NOW + 12 * HOUR - number * DAY for number in range(1, 14)]
    assert stays[:14] == [NOW, *evenings]
    assert {each.weekday() for each in stays[14:]} == {6}  # Sundays, the last of their weeks
    assert len(stays) == 14 + 8 - 3  # of three weeks the newest is among the days
    assert kept(made[:5], days=1, weeks=0) == {NOW}


def test_long_without_any_the_last_ones_stay() -> None:
    old = [NOW - 400 * DAY, NOW - 399 * DAY, NOW]
    assert kept(old, days=2, weeks=8) >= {NOW - 399 * DAY, NOW}


def test_the_backup_of_a_day_is_checked_noted_and_its_owners_alone(folder: Path) -> None:
    assert due_now(folder, NOW)
    made = back_up_today(folder, at=NOW)
    assert [path.name for path in folder.iterdir()] == ["klimamosaik-2026-11-26T090000Z.zip"]
    assert made.stat().st_mode & 0o777 == 0o600
    assert check(made, None).files
    last = last_backup()
    assert last is not None
    assert (last.file, last.size) == (made, made.stat().st_size)
    assert not due_now(folder, NOW + HOUR)
    made.unlink()
    assert due_now(folder, NOW + HOUR)  # somebody took it away


def test_older_ones_go_and_what_is_not_ours_stays(folder: Path) -> None:
    for name in (*map(name_of, (NOW - DAY, NOW - 2 * DAY)), "other.town-2020-01-01T000000Z.zip"):
        (folder / name).write_text("older")
    back_up_today(folder, at=NOW)
    assert set(archives(folder)) == {NOW, NOW - DAY}
    assert (folder / "other.town-2020-01-01T000000Z.zip").exists()


def test_what_a_restore_put_aside_goes_as_backups_do(folder: Path, settings: Any) -> None:
    now = datetime.now(UTC)
    old, new = (aside_for(settings.DATA_DIR, now - days * DAY) for days in (3, 1))
    named = settings.DATA_DIR / "before-restore-mine"
    for each in (old, new, named):
        each.mkdir()
        (each / "database.sqlite3").write_text("before")
    told = [(each.condition, each.text.en) for each in left_aside(now)]
    assert [condition for condition, _ in told] == ["warning", "ok"]
    assert str(old) in told[0][1]
    assert f"the first backup after {(now + DAY).astimezone(LOCAL).day} " in told[1][1]
    back_up(folder / "by-hand.zip", replace=False)
    assert [each.is_dir() for each in (old, new, named)] == [False, True, True]
    assert [each.condition for each in left_aside(now)] == ["ok"]


@pytest.mark.parametrize("way", ["full", "unreadable"])
def test_a_backup_that_fails_leaves_nothing_and_takes_no_older_one(
    folder: Path, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    older = [folder / name_of(NOW - number * DAY) for number in range(1, 6)]
    for each in older:
        each.write_text("older")

    def fails(file: Path, *_: object) -> None:
        if way == "full":
            raise FULL
        file.write_bytes(b"PK")

    monkeypatch.setattr(archive, "write", fails)
    with pytest.raises(InputRejected, match="no room" if way == "full" else "damaged"):
        back_up_today(folder, at=NOW)
    assert sorted(folder.iterdir()) == sorted(older)
    assert last_backup() is None


def test_a_backup_by_hand_that_breaks_off_leaves_the_one_it_was_to_replace(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = folder / "by-hand.zip"
    file.write_text("older")
    with monkeypatch.context() as patched:
        patched.setattr(archive, "unpacked", interrupted)
        with pytest.raises(KeyboardInterrupt):
            back_up(file, replace=True)
    assert [(path.name, path.read_text()) for path in folder.iterdir()] == [(file.name, "older")]
    back_up(file, replace=True)
    assert check(file, None).files
    assert [path.name for path in folder.iterdir()] == [file.name]


def interrupted(*_: object) -> None:
    raise KeyboardInterrupt


def test_there_are_never_two_at_once(folder: Path, settings: Any) -> None:
    with lock_of(settings.DATA_DIR / "backup.lock"), pytest.raises(InputRejected, match="already"):  # type: ignore[union-attr]
        back_up(folder / "second.zip", replace=False)
    assert list(folder.iterdir()) == []


def test_a_folder_that_is_gone_is_not_made_anew_and_said_everywhere(
    folder: Path, as_admin: Client, caplog: pytest.LogCaptureFixture
) -> None:
    folder.rmdir()
    with caplog.at_level(logging.ERROR):
        assert not background_threads.back_up(folder)
    assert not folder.exists()
    assert f"There is no folder {folder} for backups" in caplog.text
    assert "Traceback" not in caplog.text
    page = as_admin.get(f"/{AGS}/hintergrund/").content.decode()
    assert f"Den Ordner {folder} für Sicherungen (KLIMAMOSAIK_BACKUP) gibt es nicht" in page
    assert {each.code: each.condition for each in backups(NOW)}["backup_folder"] == "error"
    folder.mkdir()
    assert background_threads.back_up(folder)
    page = as_admin.get(f"/{AGS}/hintergrund/").content.decode()
    assert "gibt es nicht" not in page
    assert "MB, nach dem Schreiben geprüft." in page


def test_a_full_disk_is_said_in_a_sentence(
    folder: Path, as_admin: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise FULL

    monkeypatch.setattr(archive, "write", full)
    assert not background_threads.back_up(folder)
    assert "kein Platz für eine Sicherung" in as_admin.get(f"/{AGS}/hintergrund/").content.decode()


def test_where_none_is_made_by_itself_the_office_and_the_doctor_say_so(
    as_admin: Client, settings: Any
) -> None:
    settings.BACKUP = None
    page = as_admin.get(f"/{AGS}/hintergrund/").content.decode()
    assert "Es wurde noch nie gesichert." in page
    assert "Von selbst wird nicht gesichert" in page
    assert {each.code for each in backups(NOW)} == {"no_backup", "backup_by_hand"}


def test_an_old_backup_and_a_narrow_disk_are_told_by_the_doctor(
    folder: Path, settings: Any
) -> None:
    back_up_today(folder, at=NOW)
    now = datetime.now(UTC)
    assert {each.condition for each in backups(now)} == {"ok"}
    assert {each.condition for each in backups(now + 2 * DAY)} == {"warning", "ok"}
    note = settings.DATA_DIR / NOTE
    note.write_text(json.dumps(json.loads(note.read_text()) | {"bytes": 10**18}))
    assert {each.code: each.condition for each in backups(now)}["backup_room"] == "error"


def test_what_is_noted_of_a_backup_takes_nothing_from_other_work() -> None:
    def settling() -> None:
        with noted(BackgroundTask.SETTLING):
            pass

    with noted(BackgroundTask.BACKUP):
        beside = Thread(target=settling)
        beside.start()
        beside.join()
    found = state()
    assert found.tasks[BackgroundTask.SETTLING].done
    assert found.tasks[BackgroundTask.BACKUP].done
    assert found.doing is None


def test_no_backup_yet_is_none(folder: Path) -> None:
    assert newest_in(folder, NOW) is None


def test_one_of_a_clock_that_was_a_year_ahead_does_not_make_a_backup_due_each_minute(
    folder: Path,
) -> None:
    ahead = folder / name_of(NOW + 365 * DAY)
    ahead.write_bytes(b"made while the clock was wrong")
    assert due_now(folder, NOW)
    made = back_up_today(folder, at=NOW)
    assert newest_in(folder, NOW) == NOW
    assert not due_now(folder, NOW + HOUR)
    assert made.exists()

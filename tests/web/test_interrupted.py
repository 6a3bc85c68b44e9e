"""Reading and storing that was interrupted ends in a sentence and a button, never in waiting."""

import errno
import multiprocessing
import os
import pickle
import signal
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.test import Client

from klimamosaik.observations.intake import files as intake
from klimamosaik.observations.intake import views, work
from klimamosaik.observations.models import Delivery
from klimamosaik.observations.operations import staging, upload
from klimamosaik.observations.operations.staging import staged
from klimamosaik.observations.operations.upload import READING, StageProgress, Upload
from klimamosaik.observations.operations.uploads import staging_folder
from klimamosaik.observations.store import hot
from klimamosaik.places.models import Building
from klimamosaik.records.full_disk import means_full_disk
from klimamosaik.records.whole_files import write
from klimamosaik.terms.text import Text
from tests.web.conftest import AGS

HEAT = b"Monat;Rathaus\n01/2024;3\n02/2024;4\n"
READ, STORE, DISCARD = "Noch einmal lesen", "Noch einmal speichern", "Verwerfen"
NO_SPACE = OSError(errno.ENOSPC, "No space left on device")
pytestmark = pytest.mark.django_db
fork = multiprocessing.get_context("fork")


class Killed(BaseException):
    """Ends the work as a killed process would: nothing after it is done."""


def uploaded(client: Client, data: bytes = HEAT, name: str = "waerme_kwh.csv") -> str:
    """Upload a file; returns the address of its page."""
    file = SimpleUploadedFile(name, data)
    return client.post(f"/{AGS}/dateien/neu/", {"files": [file]}).headers["Location"]


def stage_of(link: str, user: User) -> Upload:
    kept = staged(root=staging_folder(), token=link.split("/")[-2], ags=AGS, user=user.pk)
    assert kept is not None
    return kept


def shown(client: Client, link: str) -> str:
    return client.get(link).content.decode()


def pressed(client: Client, link: str, do: str) -> str:
    return client.post(link, {"do": do}, follow=True).content.decode()


def hold(kept: Upload, task: str, ready: Connection) -> None:
    """Begin the work, say so, and never end."""
    held = kept.begin(task)
    kept.keep_progress(StageProgress(0.3, Text("Lesen", "Reading"), "working"))
    ready.send(held is not None)
    signal.pause()


def killed_at(kept: Upload, task: str) -> None:
    """Have the work begun by a process that is killed in the middle of it."""
    here, there = fork.Pipe()
    process = fork.Process(target=hold, args=(kept, task, there))
    process.start()
    assert process.pid is not None
    assert here.recv()
    assert kept.at_work
    os.kill(process.pid, signal.SIGKILL)
    process.join()


def test_reading_whose_worker_was_killed_can_be_had_again(as_editor: Client, editor: User) -> None:
    link = uploaded(as_editor)
    killed_at(stage_of(link, editor), work.LOOK)
    page = shown(as_editor, link)
    assert "Das Lesen wurde unterbrochen" in page
    assert READ in page
    assert DISCARD in page
    assert "http-equiv" not in page
    assert "Stimmt das so?" in pressed(as_editor, link, "again")


def test_storing_whose_worker_was_killed_can_be_had_again(as_editor: Client, editor: User) -> None:
    link = uploaded(as_editor)
    killed_at(stage_of(link, editor), work.STORE)
    page = shown(as_editor, link)
    assert "Das Speichern wurde unterbrochen" in page
    assert STORE in page
    assert not Delivery.objects.exists()
    assert "Gespeichert." in pressed(as_editor, link, "again")
    assert Delivery.objects.count() == 1


def test_while_somebody_works_the_page_waits_and_a_second_click_starts_nothing(
    as_editor: Client, editor: User
) -> None:
    link = uploaded(as_editor)
    kept = stage_of(link, editor)
    with kept.begin(work.STORE) as held:  # type: ignore[union-attr]
        assert held is not None
        kept.keep_progress(READING)
        assert "http-equiv" in pressed(as_editor, link, "store")
        assert "http-equiv" in pressed(as_editor, link, "again")
        work.start(kept, work.STORE)
    assert not Delivery.objects.exists()


def test_killed_before_the_end_of_storing_nothing_is_stored(
    as_editor: Client, editor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = uploaded(as_editor)

    def killed(kept: Upload, taken: intake.Intake) -> None:
        write(kept.folder / "taken", pickle.dumps(taken))
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(Upload, "keep_taken", killed)
        with pytest.raises(Killed):
            as_editor.post(link, {"do": "store"})
    assert not Delivery.objects.exists()
    assert STORE in shown(as_editor, link)
    assert "Gespeichert." in pressed(as_editor, link, "again")
    assert Delivery.objects.count() == 1


def test_killed_right_after_storing_the_page_says_what_was_stored(
    as_editor: Client, editor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = uploaded(as_editor)
    kept = stage_of(link, editor)
    noted = Upload.keep_progress

    def killed(stage: Upload, progress: StageProgress) -> None:
        if progress.state == "stored":
            raise Killed
        noted(stage, progress)

    with monkeypatch.context() as patched:
        patched.setattr(Upload, "keep_progress", killed)
        with pytest.raises(Killed):
            as_editor.post(link, {"do": "store"})
    assert kept.progress.state == "working"
    page = shown(as_editor, link)
    assert "Gespeichert." in page
    assert "1 neuer Zähler" in page
    assert "Gespeichert." in pressed(as_editor, link, "again")
    assert Delivery.objects.count() == 1


@pytest.mark.parametrize("state", ["ready", "working", "interrupted", "failed", "stored"])
def test_files_can_be_discarded_in_every_state(as_editor: Client, editor: User, state: str) -> None:
    link = uploaded(as_editor)
    kept = stage_of(link, editor)
    held = kept.begin(work.LOOK) if state == "working" else None
    if state in ("working", "interrupted"):
        kept.keep_progress(READING)
    if state == "failed":
        work.failed(kept, NO_SPACE)
    if state == "stored":
        pressed(as_editor, link, "store")
    pressed(as_editor, link, "discard")
    assert not list(staging_folder().iterdir())
    assert "liegen nicht mehr bereit" in as_editor.get(link, follow=True).content.decode()
    if held is not None:
        held.close()


def test_what_is_discarded_while_it_is_stored_is_not_stored(
    as_editor: Client, editor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = uploaded(as_editor)
    kept = stage_of(link, editor)
    store_import = intake.store_import

    def discarded_meanwhile(**given: Any) -> intake.Intake:
        taken = store_import(**given)
        kept.discard()
        return taken

    monkeypatch.setattr(intake, "store_import", discarded_meanwhile)
    pressed(as_editor, link, "store")
    assert not Delivery.objects.exists()
    assert not Building.objects.exists()
    assert not list(staging_folder().iterdir())


def test_a_note_that_was_cut_off_is_no_fault(as_editor: Client, editor: User) -> None:
    link = uploaded(as_editor)
    kept = stage_of(link, editor)
    (kept.folder / "progress").write_bytes(b"")
    assert READ in shown(as_editor, link)


def test_what_an_older_version_understood_is_read_again(as_editor: Client, editor: User) -> None:
    link = uploaded(as_editor)
    kept = stage_of(link, editor)
    (kept.folder / upload.UNDERSTOOD).rename(kept.folder / "understood-0.0.1")
    assert READ in shown(as_editor, link)
    assert "Stimmt das so?" in pressed(as_editor, link, "again")


def test_a_full_disk_while_uploading_is_said_and_keeps_nothing(
    as_editor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> int:
        raise NO_SPACE

    monkeypatch.setattr(staging, "keep", full)
    file = SimpleUploadedFile("waerme_kwh.csv", HEAT)
    answer = as_editor.post(f"/{AGS}/dateien/neu/", {"files": [file]}, follow=True)
    assert "kein Platz mehr" in answer.content.decode()
    assert not list(staging_folder().iterdir())


def test_a_disk_too_full_to_receive_a_file_is_said(
    editor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise NO_SPACE

    client = Client(raise_request_exception=False)
    client.force_login(editor)
    monkeypatch.setattr(views, "uploaded", full)
    answer = client.post(f"/{AGS}/dateien/neu/")
    assert answer.status_code == 500
    assert "kein Platz mehr" in answer.content.decode()


@pytest.mark.parametrize("where", ["task", "progress", "taken"])
def test_a_full_disk_while_storing_is_said_and_stores_nothing(
    as_editor: Client, editor: User, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    link = uploaded(as_editor)
    kept = stage_of(link, editor)

    def full(path: Path, data: bytes) -> None:
        if path.name == where:
            raise NO_SPACE
        write(path, data)

    with monkeypatch.context() as patched:
        patched.setattr(upload, "write", full)
        page = pressed(as_editor, link, "store")
    assert "kein Platz mehr" in page
    assert DISCARD in page
    assert not Delivery.objects.exists()
    assert not kept.at_work
    again = pressed(as_editor, link, "again")
    assert ("Stimmt das so?" if where == "task" else "Gespeichert.") in again


def test_a_full_disk_of_the_database_is_said_and_stores_nothing(
    as_editor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OperationalError("database or disk is full")

    link = uploaded(as_editor)
    with monkeypatch.context() as patched:
        patched.setattr(hot, "write", full)
        page = pressed(as_editor, link, "store")
    assert "kein Platz mehr" in page
    assert STORE in page
    assert not Building.objects.exists()
    assert "Gespeichert." in pressed(as_editor, link, "again")


def test_other_faults_are_not_taken_for_a_full_disk() -> None:
    assert means_full_disk(NO_SPACE)
    assert not means_full_disk(OSError(errno.EACCES, "denied"))
    assert not means_full_disk(ValueError("no"))


def test_a_partly_written_note_is_not_left_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def partly(path: Path, data: bytes) -> int:
        with path.open("wb") as file:
            file.write(data[:1])
        raise NO_SPACE

    monkeypatch.setattr(Path, "write_bytes", partly)
    with pytest.raises(OSError, match="No space"):
        write(tmp_path / "progress", b"12")
    assert not list(tmp_path.iterdir())


def test_a_person_may_leave_only_so_much_unstored(
    as_editor: Client, as_admin: Client, settings: Any
) -> None:
    settings.UPLOAD_MB = 1
    data = HEAT + b"#" * 900_000
    links = [uploaded(as_editor, data) for _ in range(4)]
    file = SimpleUploadedFile("waerme_kwh.csv", data)
    answer = as_editor.post(f"/{AGS}/dateien/neu/", {"files": [file]}, follow=True)
    page = answer.content.decode()
    assert "Von Ihnen warten schon Dateien mit zusammen 4 MB" in page
    assert "Noch nicht gespeichert" in page
    assert len(list(staging_folder().iterdir())) == 4
    assert "/vorschau/" in uploaded(as_admin, data)
    pressed(as_editor, links[0], "discard")
    assert "/vorschau/" in uploaded(as_editor, data)


def test_what_is_stored_waits_no_more_and_frees_its_room(as_editor: Client, editor: User) -> None:
    link = uploaded(as_editor)
    assert "waerme_kwh.csv" in shown(as_editor, f"/{AGS}/dateien/").split("Bisher geliefert")[0]
    pressed(as_editor, link, "store")
    assert "Noch nicht gespeichert" not in shown(as_editor, f"/{AGS}/dateien/")
    assert stage_of(link, editor).size == 0
    assert "Gespeichert." in shown(as_editor, link)


def test_a_waiting_list_of_measures_leads_to_its_own_page(as_editor: Client) -> None:
    file = SimpleUploadedFile("liste.csv", "Maßnahme;Kosten\nDämmen;3\n".encode())
    link = as_editor.post(f"/{AGS}/massnahmen/listen/neu/", {"files": [file]}).headers["Location"]
    assert link in shown(as_editor, f"/{AGS}/dateien/")
    assert as_editor.get(link).status_code == 200

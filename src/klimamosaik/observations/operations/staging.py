"""Uploaded files wait here between preview and store, under a name nobody can guess."""

import json
import re
import secrets
import shutil
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from klimamosaik.observations.operations.file_endings import EXPLAINED, taken_endings
from klimamosaik.observations.operations.upload import READING, Upload
from klimamosaik.records.full_disk import FULL_DISK, means_full_disk
from klimamosaik.records.whole_files import write
from klimamosaik.terms.complaint import InputRejected, Problem, problem
from klimamosaik.terms.text import Text

WAITS = 24 * 3600  # [s] until files nobody stored are thrown away
# Times the upload limit that may wait of one person: enough to look at a few years of files side
# by side, and nobody fills the disk by themselves.
UPLOADS_WAITING = 4
TOKEN = re.compile(r"[A-Za-z0-9_-]{22,64}")


def stage(
    *, root: Path, ags: str, user: int, files: Iterable[tuple[str, Iterable[bytes]]], limit_mb: int
) -> Upload:
    """Keep uploaded files until a person decides.

    files: name and chunks of bytes of each. Raises InputRejected for a type or size that is not
    taken, where too much waits of this person already, and where the disk is full; then nothing is
    kept.
    """
    sweep(root)
    waiting = sum(each.size for each in waiting_of(root=root, user=user))
    folder = root / secrets.token_urlsafe(24)
    try:
        folder.mkdir(parents=True, mode=0o700)
        names = kept_files(folder, files, limit_mb=limit_mb, waiting=waiting)
        kept = Upload(folder, ags, user, names)
        (folder / "lock").touch()
        kept.keep_progress(READING)
        record = {"ags": ags, "user": user, "names": names}
        write(folder / "upload", json.dumps(record).encode())
    except BaseException as error:
        shutil.rmtree(folder, ignore_errors=True)
        if means_full_disk(error):
            raise InputRejected([FULL_DISK]) from error
        raise
    return kept


def kept_files(
    folder: Path, files: Iterable[tuple[str, Iterable[bytes]]], *, limit_mb: int, waiting: int
) -> tuple[str, ...]:
    """Write files into a folder; returns their names. waiting: [bytes] of the same person."""
    names: list[str] = []
    room = limit_mb * 1_000_000
    for name, chunks in files:
        check_name(name)
        room -= keep(folder / f"{len(names)}.data", chunks, room=room, limit_mb=limit_mb)
        names.append(name)
    if not names:
        raise InputRejected([NO_FILE])
    size = limit_mb * 1_000_000 - room
    if waiting + size > UPLOADS_WAITING * limit_mb * 1_000_000:
        raise InputRejected([too_many_waiting(waiting, allowed=UPLOADS_WAITING * limit_mb)])
    return tuple(names)


def keep(path: Path, chunks: Iterable[bytes], *, room: int, limit_mb: int) -> int:
    """Write chunks as they come; returns their size [bytes]."""
    size = 0
    with path.open("wb") as file:
        for chunk in chunks:
            size += len(chunk)
            if size > room:
                raise InputRejected([too_large(limit_mb)])
            file.write(chunk)
    return size


def check_name(name: str) -> None:
    """Refuse what is surely no table."""
    if name.casefold().endswith((*taken_endings(), *EXPLAINED)):
        return
    shown = ", ".join(ending.lstrip(".") for ending in taken_endings())
    text = Text(
        "„{name}“ ist keine Tabelle. Genommen werden Tabellen, Zähler- und Wetterdateien mit "
        "diesen Endungen: {endings}.",
        "“{name}” is no table. Taken are tables, files of meters and of weather with these "
        "endings: {endings}.",
    )
    raise InputRejected([Problem("wrong_type", text.format(name=name, endings=shown))])


def too_large(limit_mb: int) -> Problem:
    """The files are larger than this installation takes."""
    return problem(
        "too_large",
        "Die Dateien sind zusammen größer als {limit_mb} MB (Einstellung "
        "KLIMAMOSAIK_UPLOAD_MB). Teilen Sie sie auf, etwa nach Jahren, oder laden Sie sie "
        "gepackt (gz) hoch.",
        "Together the files are larger than {limit_mb} MB (setting KLIMAMOSAIK_UPLOAD_MB). "
        "Split them, by year say, or upload them packed (gz).",
        limit_mb=limit_mb,
    )


def too_many_waiting(waiting: int, *, allowed: int) -> Problem:
    """A person has left too much unstored. waiting: [bytes]; allowed: [MB]."""
    size = round(waiting / 1_000_000)
    return problem(
        "too_many_waiting",
        "Von Ihnen warten schon Dateien mit zusammen {size} MB auf das Speichern; erlaubt "
        "sind {allowed} MB. Speichern oder verwerfen Sie zuerst davon, was unter „Noch nicht "
        "gespeichert“ steht; nach 24 Stunden wird es von selbst verworfen.",
        "Files of yours of {size} MB together are waiting to be stored already; {allowed} MB "
        "are allowed. First store or discard some of what stands under “Not stored yet”; "
        "after 24 hours it is discarded by itself.",
        size=size,
        allowed=allowed,
    )


NO_FILE = problem(
    "no_file",
    "Bitte wählen Sie mindestens eine Datei.",
    "Please choose at least one file.",
)


def staged(*, root: Path, token: str, ags: str, user: int) -> Upload | None:
    """An upload of this person for this municipality; None where there is none any more."""
    found = opened(root / token) if TOKEN.fullmatch(token) else None
    return found if found is not None and (found.ags, found.user) == (ags, user) else None


def waiting_of(*, root: Path, user: int) -> Iterator[Upload]:
    """The uploads of a person, in no order, those that are stored among them."""
    folders = root.iterdir() if root.exists() else ()
    for folder in folders:
        found = opened(folder) if TOKEN.fullmatch(folder.name) else None
        if found is not None and found.user == user:
            yield found


def opened(folder: Path) -> Upload | None:
    """The upload in a folder; None where there is none, or none any more."""
    try:
        record = json.loads((folder / "upload").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return Upload(folder, record["ags"], record["user"], tuple(record["names"]))


def sweep(root: Path) -> None:
    """Throw away what nobody stored for WAITS."""
    if not root.exists():
        return
    for folder in root.iterdir():
        with suppress(FileNotFoundError):  # somebody discards it at the same time
            if time.time() - folder.stat().st_mtime > WAITS:
                shutil.rmtree(folder, ignore_errors=True)

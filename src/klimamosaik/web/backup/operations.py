"""Backing up while readings come in, and restoring into a folder nobody serves."""

import errno
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection

from klimamosaik import __version__
from klimamosaik.observations.queries.readings import data_version
from klimamosaik.observations.store import checksums, cold, hot_and_cold, version
from klimamosaik.records.exclusive_work import BACKUP, SETTLING, alone
from klimamosaik.sources.grid.detected import Progress
from klimamosaik.terms.complaint import rejected
from klimamosaik.terms.text import Text
from klimamosaik.web.backup import archive, database
from klimamosaik.web.backup.archive import UNFINISHED, Contents
from klimamosaik.web.backup.aside import PREFIX, clear_old
from klimamosaik.web.backup.exchanging import FOLDER, LOG, READINGS, exchange
from klimamosaik.web.backup.fitness import fit, refuse_foreign
from klimamosaik.web.backup.last import NOTE, note
from klimamosaik.web.backup.refusals import (
    busy,
    disk_full,
    no_place,
    no_room_to_restore,
    refused_where_full,
)
from klimamosaik.web.folder_version import applied, noted_version
from klimamosaik.web.serving.claims import claim_alone

# Counted anew, made anew, or of no use elsewhere.
BEFORE_UPDATE = "before-update"  # folder that a restore leaves where it is
LEFT_OUT = (".", "readings", "background.json", "broker", PREFIX, BEFORE_UPDATE, NOTE)
ENDINGS = (".lock", ".sqlite3", ".sqlite3-wal", ".sqlite3-shm", ".sqlite3-journal", ".part")


def back_up(file: Path, *, replace: bool, progress: Progress | None = None) -> Contents:
    """Write all of this installation into one archive, as it is at one moment, and read it again.

    replace: also where a file is, which stays until the archive is whole. Raises InputRejected
    where it cannot be written, where another one is being written, and where what was read again
    is not what was written. What a restore put aside goes once it is older than the days backups
    are kept.
    """
    refuse_inside(file)
    if not replace:
        refuse_there(file)
    with alone(BACKUP) as free:
        if not free:
            raise busy()
        with room_beside(file) as folder:
            whole = folder / file.name
            contents = written(whole, progress)
            archive.unpacked(whole, archive.contents_of(whole), None, None)
            size = whole.stat().st_size
            if not replace:
                refuse_there(file)  # it may have come meanwhile
            put_in_place(whole, file)
        note(contents, file, size)
        clear_old(Path(settings.DATA_DIR), at=datetime.now(UTC), days=settings.BACKUP_DAYS)
    return contents


def written(file: Path, progress: Progress | None) -> Contents:
    """Write the archive. Settling waits meanwhile, so database and settled readings belong
    together; deliveries go on."""
    with alone(SETTLING, wait=True):
        about = {
            "version": noted_version() or __version__,
            "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
            "database": database.kind(),
            "data_version": data_version(),  # at least: what comes until the copy is in it, too
            "layout": applied(),
            "settled": version.current().settled,
        }
        copy = database.copy_to(file.parent)
        members = [(copy.name, copy), *readings_members(), *other_members()]
        return archive.write(file, with_progress(members, progress), about)


@contextmanager
def room_beside(file: Path) -> Iterator[Path]:
    """A folder beside it for what is not whole yet.

    Raises InputRejected where nothing can be written.
    """
    beside = file.resolve().parent
    try:
        with (
            refused_where_full(disk_full(file)),
            tempfile.TemporaryDirectory(dir=beside, prefix=UNFINISHED) as folder,
        ):
            yield Path(folder)
    except OSError as error:
        if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            raise no_place(file) from error
        raise


def put_in_place(whole: Path, file: Path) -> None:
    """Give the archive its name, so that also a power cut leaves the old one or the new one."""
    whole.replace(file)
    folder = os.open(file.resolve().parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def refuse_inside(file: Path) -> None:
    """Refuse a place that does not exist, or that a restore would sweep away."""
    data = Path(settings.DATA_DIR).resolve()
    if not file.resolve().parent.is_dir() or file.is_dir():
        raise no_place(file)
    inside = file.resolve().is_relative_to(data)
    if inside and not file.resolve().is_relative_to(data / BEFORE_UPDATE):
        raise rejected(
            "backup_in_itself",
            "Die Sicherung läge im Datenordner {data} selbst: bitte einen anderen Ort nennen, am "
            "besten ein anderes Laufwerk.",
            "The backup would lie in the data folder {data} itself: please name another place, "
            "best another disk.",
            data=str(data),
        )


def refuse_there(file: Path) -> None:
    """Refuse to write over a file: it may be the only good backup."""
    if os.path.lexists(file):
        raise rejected(
            "backup_exists",
            "Die Datei {file} gibt es schon: bitte einen anderen Namen nennen. Mit --replace "
            "ersetzt die neue Sicherung sie, sobald sie vollständig ist.",
            "The file {file} exists already: please name another one. With --replace the new "
            "backup takes its place once it is complete.",
            file=str(file),
        )


def readings_members() -> Iterator[tuple[str, Path]]:
    """Files of the settled readings that the table names now, its log and their checksums.

    Raises StoreDamaged where any is missing or altered, Refused where they do not belong to the
    database: who keeps the last few backups would lose the last good one to it.
    """
    table, known = cold.opened(), version.current()
    hot_and_cold.refuse_missing(table, settled=known.settled)
    hot_and_cold.refuse_behind(table, newest=known.newest)
    if table is None:
        return
    cold.refuse_damaged(table)
    if (cold.folder() / checksums.FILE).exists():
        yield f"{FOLDER}/{READINGS}/{checksums.FILE}", cold.folder() / checksums.FILE
    for path in sorted(table.files["path"].to_list()):
        yield f"{FOLDER}/{READINGS}/{path}", cold.folder() / path
    for path in sorted((cold.folder() / LOG).rglob("*")):
        if path.is_file():
            yield f"{FOLDER}/{READINGS}/{path.relative_to(cold.folder())}", path


def other_members() -> Iterator[tuple[str, Path]]:
    """All else in the data folder: key, statistics, weather, files that wait for an answer."""
    data = Path(settings.DATA_DIR)
    for path in sorted(data.rglob("*")):
        first = path.relative_to(data).parts[0]
        if first.startswith(LEFT_OUT) or path.name.endswith(ENDINGS) or not path.is_file():
            continue
        yield f"{FOLDER}/{path.relative_to(data)}", path


def with_progress(
    members: list[tuple[str, Path]], progress: Progress | None
) -> Iterator[tuple[str, Path]]:
    """The members one after the other, saying how far it is."""
    for number, member in enumerate(members):
        if progress is not None:
            progress(number / len(members), COPYING)
        yield member


def restore(file: Path, *, replace: bool, progress: Progress | None = None) -> Contents:
    """Make this installation what an archive says; what was there is kept aside.

    Raises InputRejected as `check` does, for an archive of another kind of database, where somebody
    serves the folder, where the disk is full, and where something is there and `replace` is not
    asked for.
    """
    contents = fit(file)
    refuse_foreign(contents)
    data = Path(settings.DATA_DIR)
    data.mkdir(parents=True, exist_ok=True)
    with ExitStack() as held:
        for lock in claim_alone(data):
            held.enter_context(lock)
        if not replace:
            refuse_used()
        for left in data.glob(f"{RESTORING}*"):  # by one that was killed
            shutil.rmtree(left, ignore_errors=True)
        folder = held.enter_context(tempfile.TemporaryDirectory(dir=data, prefix=RESTORING))
        with refused_where_full(no_room_to_restore(data, contents.size)):
            archive.unpacked(file, contents, Path(folder), progress)
            exchange(Path(folder), data, archive=file)
    return contents


def refuse_used() -> None:
    """Refuse to write over an installation that holds something."""
    if holds_something():
        raise rejected(
            "installation_in_use",
            "Im Datenordner {data} liegt schon etwas. Mit --replace ersetzt die "
            "Sicherung es; was jetzt dort ist, bleibt daneben liegen.",
            "The data folder {data} holds something already. With --replace the backup takes its "
            "place; what is there now is kept beside it.",
            data=str(settings.DATA_DIR),
        )


def holds_something() -> bool:
    """True for an installation in use, also where its database is of another version."""
    from klimamosaik.places.models import Municipality

    if not connection.introspection.table_names():
        return False
    try:
        return Municipality.objects.exists() or data_version() > 0
    except DatabaseError:
        return True


RESTORING = ".restoring-"  # begins the folder an archive is unpacked in
COPYING = Text("Dateien sichern", "backing files up")

"""What is said where a backup cannot be made, or put back."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from klimamosaik import __version__
from klimamosaik.records.full_disk import means_full_disk
from klimamosaik.terms.complaint import InputRejected, rejected


def no_place(file: Path) -> InputRejected:
    """The refusal of a place nothing can be written to."""
    return rejected(
        "no_place_for_backup",
        "{file} kann nicht geschrieben werden: bitte eine Datei in einem Ordner nennen, den es "
        "gibt und in dem Klimamosaik schreiben darf.",
        "{file} cannot be written: please name a file in a folder that exists and that "
        "Klimamosaik may write to.",
        file=str(file),
    )


def disk_full(file: Path) -> InputRejected:
    """The refusal where there is no room for it."""
    return rejected(
        "backup_disk_full",
        "In {folder} ist kein Platz für eine Sicherung: bitte Platz schaffen, etwa ältere "
        "löschen oder weniger aufheben (KLIMAMOSAIK_BACKUP_DAYS, KLIMAMOSAIK_BACKUP_WEEKS).",
        "There is no room in {folder} for a backup: please make room, delete older ones, say, or "
        "keep fewer (KLIMAMOSAIK_BACKUP_DAYS, KLIMAMOSAIK_BACKUP_WEEKS).",
        folder=str(file.resolve().parent),
    )


def no_room_to_restore(folder: Path, size: int) -> InputRejected:
    """The refusal where a backup of so many bytes cannot be unpacked for want of room."""
    return rejected(
        "restore_disk_full",
        "In {folder} ist zu wenig Platz, um die Sicherung auszupacken ({size:.1n} MB, dazu, was "
        "ersetzt wird und daneben bleibt). Es wurde nichts geändert; bitte Platz schaffen.",
        "There is too little room in {folder} to unpack the backup ({size:.1n} MB, and what is "
        "replaced and kept beside it). Nothing was changed; please make room.",
        folder=str(folder),
        size=size / 1e6,
    )


@contextmanager
def refused_where_full(refusal: InputRejected) -> Iterator[None]:
    """Refuse so where the disk is full meanwhile; the copying of SQLite has its own error."""
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        if means_full_disk(error):
            raise refusal from error
        raise


def busy() -> InputRejected:
    """The refusal of a second backup beside the first."""
    return rejected(
        "backup_running",
        "Es wird gerade schon gesichert: bitte warten, bis das fertig ist.",
        "A backup is being made already: please wait until it is done.",
    )


def too_new(version: str) -> InputRejected:
    """The refusal of an archive that a newer version wrote."""
    return rejected(
        "backup_too_new",
        "Die Sicherung ist von der neueren Version {version}, hier läuft {ours}: bitte zuerst "
        "Klimamosaik aktualisieren.",
        "The backup is of the newer version {version}, this is {ours}: please update "
        "Klimamosaik first.",
        version=version,
        ours=__version__,
    )

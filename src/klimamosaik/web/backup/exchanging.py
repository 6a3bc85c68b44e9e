"""What was unpacked takes the place of what is there, which is kept aside: all or nothing."""

import shutil
from contextlib import ExitStack, suppress
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

from klimamosaik.records.whole_files import write
from klimamosaik.web.background_progress import FILE as DEALT_WITH
from klimamosaik.web.backup import database
from klimamosaik.web.backup.aside import aside_for
from klimamosaik.web.folder_version import FILE as VERSION
from klimamosaik.web.folder_version import HALF

READINGS, FOLDER = "readings", "data"
LOG = "_delta_log"  # in the folder of the settled readings
HELD = "held"  # folder among what was unpacked: the database that is there now


def exchange(unpacked: Path, data: Path, *, archive: Path) -> None:
    """Put what was unpacked in place and what was there aside; the database comes last.

    What needs room is copied before anything moves, and what moved goes back where the database
    cannot be put in place: readings of one archive never meet the database of another. Who is
    killed meanwhile leaves a note that has every start refuse the folder.
    """
    inside, held = unpacked / FOLDER, unpacked / HELD
    inside.mkdir(exist_ok=True)
    held.mkdir()
    if has_database(data):
        database.copy_to(held)
    new = sorted(inside.iterdir())
    old = sorted({each.name for each in new} | {READINGS, VERSION, DEALT_WITH})
    aside = aside_for(data, datetime.now(UTC))
    note = data / HALF
    write(note, str(archive.resolve()).encode())
    with ExitStack() as undo:
        undo.callback(note.unlink)
        undo.callback(taken_away, aside)
        for path in (*(data / name for name in old), *sorted(held.iterdir())):
            move(path, aside, undo)
        for path in new:
            move(path, data, undo)
        database.put_back(unpacked / database.NAMES[database.kind()])
        undo.pop_all()
    note.unlink()


def has_database(data: Path) -> bool:
    """True where there is a database to be kept."""
    if database.kind() == "sqlite":
        return Path(database.name()).exists()
    return Path(settings.READINGS_DIR).exists() or any(data.glob("*.sqlite3"))


def move(path: Path, folder: Path, undo: ExitStack) -> None:
    """Move what there is into a folder; `undo` moves it back."""
    if path.exists():
        folder.mkdir(exist_ok=True)
        shutil.move(path, folder / path.name)
        undo.callback(shutil.move, folder / path.name, path)


def taken_away(folder: Path) -> None:
    """Take an empty folder away; one that holds anything stays."""
    with suppress(OSError):
        folder.rmdir()

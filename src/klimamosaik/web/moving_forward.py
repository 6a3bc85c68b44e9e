"""A data folder of an older version is brought forward, and never without a backup of it."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from klimamosaik import __version__
from klimamosaik.records.exclusive_work import LAYOUT, alone
from klimamosaik.terms.complaint import InputRejected, rejected
from klimamosaik.terms.text import Text
from klimamosaik.web.folder_version import (
    is_newer,
    note_version,
    noted_version,
    refuse_unfit,
    steps_missing,
)
from klimamosaik.web.layout import lay_out_if_empty

FRESH = timedelta(days=1)  # a backup made by hand so long ago is one of this update


@dataclass(frozen=True)
class BroughtForward:
    """A folder that was of an older version."""

    before: str | None  # version that used it last; None: one that did not say so yet
    backup: Path  # of the folder as it was
    steps: int  # in the database

    @property
    def text(self) -> Text:
        """What is said of it."""
        return FORWARD.format(
            before=self.before or "?", ours=__version__, steps=self.steps, file=str(self.backup)
        )


def bring_forward(*, backup: Path | None = None) -> BroughtForward | None:
    """Make folder and database those of our version; what was done, None where nothing was to do.

    A folder whose last version will refuse it from now on is backed up before: that is the way
    back, also where the database needs no step.

    backup: an archive of the folder as it is, where there is one already.
    Raises InputRejected for a folder of a newer version, and where an older one cannot be backed
    up.
    """
    refuse_unfit()
    missing = 0 if lay_out_if_empty(connection) else steps_missing()
    theirs = noted_version()
    if not missing and theirs == __version__:
        return None
    left_behind = theirs is not None and is_newer(__version__, theirs)
    moved = moved_on(missing, backup) if missing or left_behind else None
    with alone(LAYOUT, wait=True):
        if noted_version() != __version__:  # else another process that began with us has done it
            call_command("migrate", verbosity=0, interactive=False)  # permissions, too
            note_version()
    return moved


def moved_on(missing: int, backup: Path | None) -> BroughtForward:
    """Take the missing steps, after a backup.

    Raises InputRejected while somebody serves the folder.
    """
    from klimamosaik.web.serving.claims import claim_alone

    before = noted_version()
    try:
        locks = claim_alone(Path(settings.DATA_DIR))
    except InputRejected as served:
        raise rejected(
            "older_and_served",
            "Der Datenordner {data} ist noch von einer älteren Version, und die läuft darauf. "
            "Bitte beenden Sie klimamosaik serve (oder demo) und starten Sie es neu: Dabei wird "
            "der Ordner gesichert und auf den Stand gebracht.",
            "The data folder {data} is still of an older version, and that is running on it. "
            "Please stop klimamosaik serve (or demo) and start it anew: that backs the folder up "
            "and brings it forward.",
            data=str(settings.DATA_DIR),
        ) from served
    try:
        saved = backup or saved_before(before)
        call_command("migrate", verbosity=0, interactive=False)
    finally:
        for each in locks:
            each.close()
    return BroughtForward(before, saved, missing)


def saved_before(before: str | None) -> Path:
    """The backup of a folder that is about to be brought forward; one of today serves.

    It is written where backups are, or into the data folder itself. Raises InputRejected where that
    cannot be: the folder then stays as it is.
    """
    from klimamosaik.web.backup.daily import name_of, refuse_missing_folder
    from klimamosaik.web.backup.last import last_backup
    from klimamosaik.web.backup.operations import BEFORE_UPDATE, back_up

    now, last = datetime.now(UTC), last_backup()
    if settings.BACKUP is not None:
        refuse_missing_folder(settings.BACKUP)
        folder = Path(settings.BACKUP)
    elif last is not None and now - last.at <= FRESH and last.file.is_file():
        return last.file
    else:
        folder = Path(settings.DATA_DIR) / BEFORE_UPDATE
        folder.mkdir(mode=0o700, exist_ok=True)
    file = folder / name_of(now, after=f"-version-{before or 'before'}")
    back_up(file, replace=True)
    return file


FORWARD = Text(
    "Der Datenordner kam von Version {before} auf {ours} ({steps:Schritt|Schritte}). Wie er vorher "
    "war, steht in {file}.",
    "The data folder came from version {before} to {ours} ({steps:step|steps}). What it was before "
    "is in {file}.",
)

"""Whether an archive is whole, and one that our version can take."""

from pathlib import Path

from klimamosaik import __version__
from klimamosaik.sources.grid.detected import Progress
from klimamosaik.terms.complaint import rejected
from klimamosaik.web.backup import archive, database
from klimamosaik.web.backup.archive import Contents
from klimamosaik.web.backup.exchanging import FOLDER, LOG, READINGS
from klimamosaik.web.backup.refusals import too_new
from klimamosaik.web.folder_version import is_newer, unknown


def check(file: Path, progress: Progress | None) -> Contents:
    """Read all of an archive and compare each checksum; nothing is changed.

    Raises InputRejected for one that is damaged, not complete, or of a newer version.
    """
    contents = fit(file)
    archive.unpacked(file, contents, None, progress)
    return contents


def fit(file: Path) -> Contents:
    """What an archive says of itself, where our version can take it and it lists what it needs."""
    contents = archive.contents_of(file)
    refuse_newer(contents)
    refuse_incomplete(file, contents)
    return contents


def refuse_incomplete(file: Path, contents: Contents) -> None:
    """Refuse an archive that lists no database, or no settled readings where there were any."""
    if database.NAMES.get(contents.database) not in contents.files:
        raise archive.incomplete(file, database.NAMES.get(contents.database, contents.database))
    log = f"{FOLDER}/{READINGS}/{LOG}/"
    if contents.settled and not any(name.startswith(log) for name in contents.files):
        raise archive.incomplete(file, f"{FOLDER}/{READINGS}")


def refuse_newer(contents: Contents) -> None:
    """Refuse an archive of a version whose folders ours would refuse, too."""
    if is_newer(contents.version, __version__) or unknown(contents.layout):
        raise too_new(contents.version)


def refuse_foreign(contents: Contents) -> None:
    """Refuse an archive of another kind of database than the one that is set."""
    if contents.database != database.kind():
        raise rejected(
            "backup_of_other_database",
            "Die Sicherung ist von einer {theirs}-Datenbank, eingestellt ist {ours} "
            "(KLIMAMOSAIK_DATABASE).",
            "The backup is of a {theirs} database, set is {ours} (KLIMAMOSAIK_DATABASE).",
            theirs=contents.database,
            ours=database.kind(),
        )

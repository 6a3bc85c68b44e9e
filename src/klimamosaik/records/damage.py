"""What is broken below us, told from faults of ours, in one sentence with what to do."""

import errno
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import InterfaceError, OperationalError

from klimamosaik.records.full_disk import FULL_DISK, means_full_disk
from klimamosaik.terms.complaint import Problem, problem
from klimamosaik.terms.text import Text

CLOSED = (errno.EACCES, errno.EPERM, errno.EROFS)
BROKEN_SQLITE = ("malformed", "file is not a database", "disk I/O error", "file is encrypted")
CLOSED_SQLITE = ("readonly database", "unable to open database file")
BROKEN_POSTGRESQL = ("XX001", "XX002")  # its codes for damaged tables and indexes
NO_TABLE_POSTGRESQL = "42P01"
READ_ONLY_POSTGRESQL = "25006"
GONE_POSTGRESQL = ("08", "57P", "28", "3D")  # not reached, stopped, password, no such database
BUSY_SQLITE = "database is locked"
RESTORE = Text(
    "Wer Klimamosaik betreibt, stellt es aus der letzten Sicherung wieder her.",
    "Whoever runs Klimamosaik restores it from the last backup.",
)
TYPE_RESTORE = Text("klimamosaik restore DATEI --replace", "klimamosaik restore FILE --replace")


class StoreDamaged(Exception):
    """What was stored cannot be read any more, or not be trusted; never taken for "no data"."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.text.en)
        self.problem = problem


def damaged_file(path: Path | str, *, more: int = 0) -> StoreDamaged:
    """A file of the settled readings is missing or altered. more: how many others, too."""
    text = ANOTHER if more else FILE
    told = text.format(path=public_path(path), count=more, restore=RESTORE)
    return StoreDamaged(Problem("store_damaged", told, command=TYPE_RESTORE))


def damaged_log(path: Path | str) -> StoreDamaged:
    """The log of the settled readings cannot be read."""
    told = LOG.format(path=public_path(path), restore=RESTORE)
    return StoreDamaged(Problem("log_damaged", told, command=TYPE_RESTORE))


def public_path(path: Path | str) -> str:
    """A path as strangers may read it: below the data folder, by that one's name; else its end."""
    whole, data = Path(path), Path(settings.DATA_DIR)
    inside = whole.is_relative_to(data)
    return str(whole.relative_to(data.parent)) if inside else whole.name


def known_cause(error: BaseException | None) -> Problem | None:
    """What is behind a fault, where it is none of ours; None for all others."""
    for each in causes(error):
        if means_full_disk(each):
            return FULL_DISK
        if isinstance(each, StoreDamaged):
            return each.problem
        if isinstance(each, OSError) and each.errno in CLOSED:
            where = public_path(each.filename) if each.filename else "?"
            return Problem("not_allowed", CLOSED_TEXT.format(path=where))
        if found := of_postgresql(each) or of_sqlite(each):
            return found
    return None


def passes(error: Exception) -> bool:
    """True for what lies below us and not in what was to be stored: it can be tried again."""
    below = isinstance(error, OperationalError | InterfaceError | OSError)
    return below or known_cause(error) is not None


def causes(error: BaseException | None) -> Iterator[BaseException]:
    """The error and those it was raised from."""
    while error is not None:
        yield error
        error = error.__cause__


def of_postgresql(error: BaseException) -> Problem | None:
    """What PostgreSQL, or the way to it, says."""
    kind = type(error)
    if not kind.__module__.startswith("psycopg"):
        return None
    code = getattr(error, "sqlstate", None)
    if code in BROKEN_POSTGRESQL:
        return DATABASE_DAMAGED
    if code == NO_TABLE_POSTGRESQL:
        return DATABASE_EMPTY
    if code == READ_ONLY_POSTGRESQL:
        return DATABASE_READ_ONLY
    unreached = code is None and kind.__name__ == "OperationalError"
    return DATABASE_GONE if unreached or str(code).startswith(GONE_POSTGRESQL) else None


def of_sqlite(error: BaseException) -> Problem | None:
    """What SQLite says, which has no codes for it."""
    if type(error).__module__ != "sqlite3":
        return None
    said = str(error)
    for words, cause in (
        (BROKEN_SQLITE, DATABASE_DAMAGED),
        (CLOSED_SQLITE, DATABASE_CLOSED),
        (("no such table", "no such column"), DATABASE_EMPTY),
        ((BUSY_SQLITE,), DATABASE_BUSY),
    ):
        if any(word in said for word in words):
            return cause
    return None


FILE = Text(
    "Die Datei {path} der Messwerte fehlt oder ist beschädigt. {restore}",
    "The file {path} of the readings is missing or damaged. {restore}",
)
ANOTHER = Text(
    "Die Datei {path} der Messwerte und {count:weitere fehlt oder ist|weitere fehlen oder sind} "
    "beschädigt. {restore}",
    "The file {path} of the readings and {count:other is|others are} missing or damaged. {restore}",
)
LOG = Text(
    "Das Verzeichnis der abgelegten Messwerte ist beschädigt ({path}), die Messwerte sind nicht "
    "sicher lesbar. {restore}",
    "The log of the settled readings is damaged ({path}), the readings cannot be read for sure. "
    "{restore}",
)
CLOSED_TEXT = Text(
    "Auf {path} darf Klimamosaik nicht zugreifen. Bitte nachsehen, ob Datei und Ordner dem Konto "
    "gehören, unter dem Klimamosaik läuft, und ob der Datenträger nur zum Lesen eingehängt ist.",
    "Klimamosaik may not use {path}. Please look whether file and folder belong to the account "
    "Klimamosaik runs under, and whether the disk is mounted for reading only.",
)
DATABASE_DAMAGED = problem(
    "database_damaged",
    "Die Datenbank ist beschädigt. {restore}",
    "The database is damaged. {restore}",
    restore=RESTORE,
    command=TYPE_RESTORE,
)
DATABASE_CLOSED = problem(
    "database_closed",
    "Die Datenbank lässt sich nicht öffnen oder beschreiben: Bitte nachsehen, ob der "
    "Datenordner da ist und dem Konto gehört, unter dem Klimamosaik läuft, und ob der "
    "Datenträger nur zum Lesen eingehängt ist.",
    "The database cannot be opened or written: please look whether the data folder is there "
    "and belongs to the account Klimamosaik runs under, and whether the disk is mounted for "
    "reading only.",
)
DATABASE_EMPTY = problem(
    "database_empty",
    "Die Datenbank fehlt oder ist nicht die von Klimamosaik. Wer Klimamosaik betreibt, hält es "
    "an und stellt es aus der letzten Sicherung wieder her.",
    "The database is missing or not that of Klimamosaik. Whoever runs Klimamosaik stops it and "
    "restores it from the last backup.",
    command=TYPE_RESTORE,
)
DATABASE_GONE = problem(
    "database_gone",
    "Die Datenbank antwortet nicht. Bitte nachsehen, ob PostgreSQL läuft, noch Verbindungen frei "
    "hat (max_connections) und die Adresse in KLIMAMOSAIK_DATABASE stimmt. Was gespeichert war, "
    "ist gespeichert geblieben.",
    "The database does not answer. Please look whether PostgreSQL runs, has connections left "
    "(max_connections), and the address in KLIMAMOSAIK_DATABASE is right. Whatever was stored is "
    "still stored.",
)
DATABASE_READ_ONLY = problem(
    "database_read_only",
    "PostgreSQL lässt gerade nur lesen. Bitte nachsehen, ob KLIMAMOSAIK_DATABASE zu dem Server "
    "führt, der schreibt (keinem Standby), und ob default_transaction_read_only aus ist. Was "
    "gespeichert war, ist gespeichert geblieben.",
    "PostgreSQL only lets us read for now. Please look whether KLIMAMOSAIK_DATABASE leads to the "
    "server that writes (not a standby), and default_transaction_read_only is off. Whatever was "
    "stored is still stored.",
)
DATABASE_BUSY = problem(
    "database_busy",
    "Die Datenbank war zu lange beschäftigt. Bitte gleich noch einmal versuchen.",
    "The database was busy for too long. Please try again in a moment.",
)

"""A mark of the database that is another one as soon as anybody has written to it."""

import sqlite3
import threading
from pathlib import Path

from django.db import connection

from klimamosaik.records.query_log import aside


class DatabaseMark:
    """Asked for at each request, at the price of one look at the database."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.file, self.opened = -1, 0
        self.reading: sqlite3.Connection | None = None

    def now(self) -> object | None:
        """Equal to an earlier one only where not one row of the database has changed since.

        None where that cannot be told: inside a transaction, whose changes may never come to be.
        """
        if connection.in_atomic_block:
            return None
        return self.of_sqlite() if connection.vendor == "sqlite" else of_postgresql()

    def of_sqlite(self) -> tuple[int, int] | None:
        """SQLite counts what others write, also from other processes; None where it has no file.

        The count belongs to the connection that asks: all threads ask on one, which is kept and
        never writes, while Django's is opened anew each request.
        """
        path = Path(connection.settings_dict["NAME"])
        try:
            file = path.stat().st_ino
        except OSError:  # in memory, or gone
            return None
        with self.lock:
            if self.reading is None or self.file != file:
                self.file, self.opened, self.reading = file, self.opened + 1, reading(path)
            return self.opened, self.reading.execute("PRAGMA data_version").fetchone()[0]


SNAPSHOT = "SELECT pg_current_snapshot()::text"


def of_postgresql() -> str:
    """Which transactions a reader of this moment sees: who only reads is given no number."""
    with aside(), connection.cursor() as cursor:
        cursor.execute(SNAPSHOT)
        return str(cursor.fetchone()[0])


def reading(path: Path) -> sqlite3.Connection:
    """A connection that only reads, for all threads."""
    where = f"{path.absolute().as_uri()}?mode=ro"
    return sqlite3.connect(where, uri=True, check_same_thread=False)

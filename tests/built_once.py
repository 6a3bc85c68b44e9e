"""What many tests start from is built once; every other test gets a copy of what was written.

A copy is taken of the database and of the folder of readings. The workers of one run share it:
the first to ask builds, the others wait. Each test still has a database of its own, which is
rolled back as ever, so that nothing a test does is seen by another.

SQLite itself brings the rows from the copy: row by row through Python takes three times as long,
and hundreds of tests begin so.
"""

import fcntl
import pickle
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from django.conf import settings
from django.db import connection, transaction

Built = TypeVar("Built")


@dataclass(frozen=True)
class Once:
    """Builds under a name at most once in a run."""

    folder: Path  # shared by all workers of the run

    def __call__(self, name: str, build: Callable[[], Built]) -> Built:
        """What `build` returns, with all it wrote: built here, or copied from the first time.

        `build` must write to the database and the folder of readings alone, and the same each time.
        """
        file, readings = self.folder / f"{name}.pickle", self.folder / f"{name}.readings"
        database = self.folder / f"{name}.sqlite3"
        failed = self.folder / f"{name}.failed"
        with waiting(self.folder / f"{name}.lock"):
            if failed.exists():
                raise NotBuilt(failed.read_text())
            if not file.exists():
                before = all_rows()
                built = built_or_noted(build, failed)
                now = all_rows()
                database.write_bytes(connection.connection.serialize())
                keep_readings(readings)
                written = [table for table in now if now[table] != before[table]]
                file.write_bytes(pickle.dumps((written, built)))
                return built
        tables, kept = pickle.loads(file.read_bytes())
        bring_rows(database, tables)
        bring_readings(readings)
        found: Built = kept
        return found


class NotBuilt(Exception):
    """What other tests start from failed the first time it was built; it is not tried again."""


def built_or_noted(build: Callable[[], Built], failed: Path) -> Built:
    """What `build` returns; a failure is noted, so that hundreds of tests do not wait for it."""
    try:
        return build()
    except Exception as failure:
        failed.write_text(f"{type(failure).__name__}: {failure}")
        raise


@contextmanager
def waiting(file: Path) -> Iterator[None]:
    """Hold a lock; another worker waits until it is free."""
    with file.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def all_rows() -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            found[table] = list(cursor.fetchall())
    return found


def bring_rows(database: Path, tables: list[str]) -> None:
    """Bring tables as they are there; foreign keys are checked at the end of the transaction.

    Without the condition SQLite would move whole pages, and not count that what a row brought
    before points at is there now.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        there = connection.ops.quote_name(attached(database))
        for table in tables:
            name = connection.ops.quote_name(table)
            cursor.execute(f"DELETE FROM {name}")
            cursor.execute(f"INSERT INTO {name} SELECT * FROM {there}.{name} WHERE true")


def attached(database: Path) -> str:
    """The name under which this connection reads a copy; it stays so, as it may be read again.

    Nobody writes to a copy any more, so no transaction locks it for the other workers.
    """
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA database_list")
        names: dict[str, str] = {file: name for _, name, file in cursor.fetchall()}
        if str(database) not in names:
            names[str(database)] = f"copy {len(names)}"
            there = connection.ops.quote_name(names[str(database)])
            cursor.execute(f"ATTACH %s AS {there}", [f"{database.as_uri()}?immutable=1"])
    return names[str(database)]


def keep_readings(folder: Path) -> None:
    """Copy the settled readings of this test, if there are any."""
    if Path(settings.READINGS_DIR).is_dir():
        shutil.copytree(settings.READINGS_DIR, folder)


def bring_readings(folder: Path) -> None:
    """Give this test settled readings of its own."""
    if folder.is_dir():
        shutil.copytree(folder, settings.READINGS_DIR)

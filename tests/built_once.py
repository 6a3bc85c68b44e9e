"""What many tests start from is built once; every other test gets a copy of what was written.

A copy is taken of the database's rows and of the folder of readings. The workers of one run share
it: the first to ask builds, the others wait. Each test still has a database of its own, which is
rolled back as ever, so that nothing a test does is seen by another.
"""

import fcntl
import pickle
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from django.conf import settings
from django.db import connection, transaction

Built = TypeVar("Built")
Rows = Mapping[str, list[tuple[Any, ...]]]  # of each table, in the order of its columns


@dataclass(frozen=True)
class Once:
    """Builds under a name at most once in a run."""

    folder: Path  # shared by all workers of the run

    def __call__(self, name: str, build: Callable[[], Built]) -> Built:
        """What `build` returns, with all it wrote: built here, or copied from the first time.

        `build` must write to the database and the folder of readings alone, and the same each time.
        """
        file, readings = self.folder / f"{name}.pickle", self.folder / f"{name}.readings"
        with waiting(self.folder / f"{name}.lock"):
            if not file.exists():
                before = all_rows()
                built = build()
                now = all_rows()
                written = {table: now[table] for table in now if now[table] != before[table]}
                keep_readings(readings)
                file.write_bytes(pickle.dumps((written, built)))
                return built
        rows, kept = pickle.loads(file.read_bytes())
        write_rows(rows)
        bring_readings(readings)
        found: Built = kept
        return found


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


def write_rows(rows: Rows) -> None:
    """Write rows as they are; foreign keys are checked at the end of the transaction."""
    with transaction.atomic(), connection.cursor() as cursor:
        for table, wanted in rows.items():
            name = connection.ops.quote_name(table)
            cursor.execute(f"DELETE FROM {name}")
            if wanted:
                places = ", ".join(["%s"] * len(wanted[0]))
                cursor.executemany(f"INSERT INTO {name} VALUES ({places})", wanted)


def keep_readings(folder: Path) -> None:
    """Copy the settled readings of this test, if there are any."""
    if Path(settings.READINGS_DIR).is_dir():
        shutil.copytree(settings.READINGS_DIR, folder)


def bring_readings(folder: Path) -> None:
    """Give this test settled readings of its own."""
    if folder.is_dir():
        shutil.copytree(folder, settings.READINGS_DIR)

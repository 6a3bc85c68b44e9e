"""Work that only one process may do at a time, on one machine or on several."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from zlib import crc32

from django.conf import settings
from django.db import connection

OURS = 5_317 << 32  # numbers of locks that nobody else is likely to use


@dataclass(frozen=True)
class LockedTask:
    """A kind of work with the name of its lock."""

    name: str  # of the file beside the readings

    @property
    def number(self) -> int:
        """Of the lock in PostgreSQL: by the name, so that no two tasks take the same."""
        return OURS + crc32(self.name.encode())


SETTLING = LockedTask("readings")
EFFECTS = LockedTask("effects")
LAYOUT = LockedTask("layout")
BACKUP = LockedTask("backup")
MQTT = LockedTask("mqtt")
BROKERS = LockedTask("brokers")


def lock_of(path: Path) -> IO[str] | None:
    """The lock of a file, which closing frees, as does the death of its holder.

    None where somebody else holds it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    file = path.open("a")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        return None
    return file


@contextmanager
def alone(task: LockedTask, *, wait: bool = False) -> Iterator[bool]:
    """Hold the lock of a task; False where another process holds it and `wait` is not asked for.

    The system frees it when its holder dies, so nothing is left behind by a crash.
    """
    path = Path(settings.READINGS_DIR).with_name(f"{task.name}.lock")
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        with alone_in_database(task.number, wait=wait) as free:
            yield free


@contextmanager
def alone_in_database(number: int, *, wait: bool) -> Iterator[bool]:
    """Between several machines the database holds the lock; on one machine the file is enough."""
    if connection.vendor != "postgresql":
        yield True
        return
    asked = "SELECT pg_advisory_lock(%s) IS NOT NULL" if wait else "SELECT pg_try_advisory_lock(%s)"
    with connection.cursor() as cursor:
        cursor.execute(asked, [number])
        (free,) = cursor.fetchone()
        try:
            yield bool(free)
        finally:
            if free:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [number])

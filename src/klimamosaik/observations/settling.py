"""Hot readings become cold ones, one compactor at a time."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from klimamosaik.observations import cold, hot, version

PORTION = 2_000_000  # readings a commit
ADVISORY = 5_317_001  # number of our lock in PostgreSQL; any that nobody else uses


def settle_upto(newest: int) -> int:
    """Move readings with seq <= newest from hot to cold; returns how many.

    The cold is committed first, then the hot rows are deleted: a crash between leaves readings
    in both, which readers take once and the next run clears away.
    """
    table = cold.opened() or cold.created()
    if hot.settling(upto=table.settled).exists():  # left behind by a crash
        finish(table.settled)
    moved = 0
    for cut in hot.portions(newest=newest, readings=PORTION):
        now = cold.opened()
        readings = hot.take(upto=cut)
        cold.append(readings, upto=cut, table=now)
        finish(cut)
        moved += readings.height
    return moved


def finish(cut: int) -> None:
    """Delete the hot rows of what has been committed to the cold."""
    with transaction.atomic():
        version.note_settled(cut)
        hot.drop(upto=cut)


@contextmanager
def alone() -> Iterator[bool]:
    """Hold the compactor's lock; False where another process holds it.

    The system frees it when its holder dies, so nothing is left behind by a crash.
    """
    path = Path(settings.READINGS_DIR).with_suffix(".lock")
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        with alone_in_database() as free:
            yield free


@contextmanager
def alone_in_database() -> Iterator[bool]:
    """Between several machines the database holds the lock; on one machine the file is enough."""
    if connection.vendor != "postgresql":
        yield True
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [ADVISORY])
        (free,) = cursor.fetchone()
        try:
            yield bool(free)
        finally:
            if free:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [ADVISORY])

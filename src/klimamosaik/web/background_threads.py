"""What the background does beside its rounds: promises are looked at, the day is backed up."""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from klimamosaik.records.runs import at_work

WATCHES = 15.0  # [s] between looks whether promises of sources are kept
REST = 20  # times as long as a look took, to the next one
EVERY = 60.0  # [s] between looks at most, and whether a backup is due
BACKUP_AGAIN = 600.0  # [s] before a backup that failed is tried again

logger = logging.getLogger("klimamosaik.background")


class PiecesOfWork:
    """What is done beside the rounds: nobody begins anew amid it."""

    def __init__(self) -> None:
        self.lock, self.under_way = threading.Lock(), 0

    @contextmanager
    def one(self) -> Iterator[None]:
        """A piece of work; it waits where another thread is about to begin anew."""
        with self.lock:
            self.under_way += 1
        try:
            yield
        finally:
            with self.lock:
                self.under_way -= 1

    def if_none(self, do: Callable[[], None]) -> None:
        """Do this where none is under way; none begins meanwhile."""
        with self.lock:
            if not self.under_way:
                do()


BESIDE = PiecesOfWork()


def watch_promises() -> None:
    """Look at promises of sources for ever, beside all other work: nobody waits for effects here.

    A failure is logged and tried again; once nobody looks, that itself is told the next time.
    """
    from django.utils import timezone

    from klimamosaik.alarms.operations.mail import tell
    from klimamosaik.alarms.operations.promise_round import watch
    from klimamosaik.records.same_database import renew_connections

    while True:
        renew_connections()
        begun = time.monotonic()
        with BESIDE.one(), at_work("promises"):
            try:
                watch(at=timezone.now(), works=True)
                tell(at=timezone.now())
            except Exception:
                logger.exception("looking at promises of sources failed; it is tried again")
        time.sleep(min(max(WATCHES, REST * (time.monotonic() - begun)), EVERY))


def keep_backed_up() -> None:
    """Make the backup of each day for ever, beside all other work."""
    from django.conf import settings

    from klimamosaik.records.same_database import renew_connections
    from klimamosaik.web.background_state import BackgroundTask, forget

    if settings.BACKUP is None:
        forget(BackgroundTask.BACKUP)
        return
    while True:
        renew_connections()
        with BESIDE.one():
            well = back_up(settings.BACKUP)
        time.sleep(EVERY if well else BACKUP_AGAIN)


@at_work("backup")
def back_up(folder: Path) -> bool:
    """Make the backup of the day where it is due; False where that failed, which is logged."""
    from django.utils import timezone

    from klimamosaik.terms.complaint import InputRejected
    from klimamosaik.web.background_state import BackgroundTask, noted
    from klimamosaik.web.backup.daily import back_up_today, due_now

    try:
        if due_now(folder, timezone.now()):
            with noted(BackgroundTask.BACKUP):
                back_up_today(folder, at=timezone.now())
    except InputRejected as refused:
        logger.error("no backup was made: %s", refused)
        return False
    except Exception:
        logger.exception("the backup of the day failed; it is tried again")
        return False
    return True

"""Sources that are asked or watched are worked on beside the background work, never before it."""

import logging
import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from klimamosaik.records.runs import at_work
from klimamosaik.web.background_threads import BESIDE

LOOKS = 5.0  # [s] between looks whether a source is due
DAY = timedelta(days=1)
SIGNS = timedelta(minutes=10)  # between signs of life; a long history comes in steps

logger = logging.getLogger("klimamosaik.sources")


def start_rounds() -> threading.Thread:
    """Begin the rounds in a thread of its own, which ends with the process."""
    thread = threading.Thread(target=rounds, daemon=True, name="sources")
    thread.start()
    return thread


def rounds(wait: Callable[[float], None] = time.sleep) -> None:
    """Work on what is due, for ever; a fault is logged, and the next round begins anew."""
    expired: datetime | None = None
    while True:
        with BESIDE.one():
            expired = one_round(expired)
        wait(LOOKS)


@at_work("sources")
def one_round(expired: datetime | None) -> datetime | None:
    """One round; returns when what is kept too long was last withdrawn, once a day."""
    from django.utils import timezone

    from klimamosaik.alarms.operations.signs_of_life import alive
    from klimamosaik.records.same_database import renew_connections
    from klimamosaik.streams.retention import withdraw_expired
    from klimamosaik.streams.work import work_on_sources

    try:
        renew_connections()
        alive(name="sources", every=SIGNS, at=timezone.now())
        work_on_sources(now=timezone.now)
        now = timezone.now()
        if expired is None or now - expired >= DAY:
            withdraw_expired(now=now)
            return now
    except Exception:
        logger.exception("a round over the sources failed; the next begins anew")
    return expired


def start_listening() -> threading.Thread:
    """Listen to the brokers of sources in a thread of its own, which ends with the process."""
    thread = threading.Thread(target=listen, daemon=True, name="brokers")
    thread.start()
    return thread


def listen(wait: Callable[[float], None] = time.sleep) -> None:
    """Listen, for ever; one process at a time, for a broker knows us under one name."""
    from klimamosaik.records.exclusive_work import BROKERS, alone

    while True:
        try:
            with alone(BROKERS, wait=True):
                # the lock lasts as long as the connection of this thread, so another one works
                working = threading.Thread(target=listen_to_all, daemon=True)
                working.start()
                working.join()
        except Exception:
            logger.exception("nobody listens to the brokers of sources; it is tried again")
        wait(LOOKS)


@at_work("brokers")
def listen_to_all() -> None:
    """Listen until something nobody foresaw."""
    from klimamosaik.streams.brokers import SourceListeners

    try:
        SourceListeners(threading.Event()).run()
    except Exception:
        logger.exception("listening to the brokers of sources failed; it begins anew")

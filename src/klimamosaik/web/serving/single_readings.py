"""Single readings that came in one round of the loop: worked on together, by one thread.

Each in a thread of its own, they would wait for the same commit all the same, and handing on from
thread to thread took more of the processor than the readings did.
"""

import logging
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

from waitress.task import ThreadedTaskDispatcher

from klimamosaik.sensorthings.writing.quick import ANSWER, SHORT, SINGLE
from klimamosaik.web.serving.connection import WatchedConnection

MOST = 32  # readings in one tray: who came first does not wait for a thousand others
REST = 0.001  # [s] after several were answered: so the next ones they bring go together, too
Together = Callable[[Sequence[dict[str, Any]]], None]  # notes ANSWER in each environment

logger = logging.getLogger("klimamosaik.serving")


def fits(task: Any) -> bool:
    """True for a connection whose next request may be a single reading."""
    if not isinstance(task, WatchedConnection) or not task.requests:
        return False
    request = task.requests[0]
    short = request.command == "POST" and request.content_length <= SHORT and not request.error
    return short and bool(SINGLE.fullmatch(request.path))


@dataclass(frozen=True)
class Tray:
    """A task of a working thread: connections that each bring a reading."""

    connections: Sequence[WatchedConnection]
    together: Together
    alone: ThreadedTaskDispatcher  # takes those that need another way
    pulled_once: Callable[[], AbstractContextManager[None]]  # around answering several

    def service(self) -> None:
        """Have the readings stored, then answer each."""
        environs = [each.environment() for each in self.connections]
        try:
            self.together(environs)
        except Exception:  # each by itself meets it again, and says what it is
            logger.exception("readings of %d senders", len(environs))
        with self.pulled_once():
            for connection, environ in zip(self.connections, environs, strict=True):
                if environ.get(ANSWER) is None:
                    self.alone.add_task(connection)
                else:
                    answer(connection)
            if len(environs) > 1:
                time.sleep(REST)

    def cancel(self) -> None:
        """The server stops."""
        for each in self.connections:
            each.cancel()


def answer(connection: WatchedConnection) -> None:
    """Send a connection its answer; where that fails, others still get theirs."""
    try:
        connection.service()
    except Exception:
        logger.exception("answer to a reading")

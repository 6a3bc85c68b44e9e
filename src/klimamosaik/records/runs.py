"""What is being worked on: each request and each run of background work has an id.

It stands in every line of the log and on the page about a fault, so that who looks after the
server finds the one by the other.
"""

import logging
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from weakref import ref

from django.http import HttpRequest

ID_BYTES = 6  # one of 281 billion: no two of one log are alike


@dataclass
class LoggedRun:
    """A request that is answered, or a piece of background work."""

    id: str
    what: str  # "request", "settling", …
    who: str = ""  # "user 7", "token 3"; "" where nobody is known
    request: Callable[[], HttpRequest | None] = lambda: None  # not kept alive by its log

    @property
    def label(self) -> str:
        """As it stands in the log: what, its id, and by its number who asked."""
        request = self.request()
        # only who is known already: a log never asks the database
        person = getattr(request, "_cached_user", None)
        number = getattr(person, "pk", None)
        who = f"user {number}" if number is not None else self.who
        return f"{self.what} {self.id}" + (f" {who}" if who else "")


RUN: ContextVar[LoggedRun | None] = ContextVar("run", default=None)


def new_id() -> str:
    """An id that nothing else has."""
    return secrets.token_hex(ID_BYTES)


def begin_request(request: HttpRequest, id: str) -> LoggedRun:
    """From now on this thread answers this request, until the next one begins."""
    run = LoggedRun(id, "request", request=ref(request))
    RUN.set(run)
    return run


def go_on(run: LoggedRun) -> None:
    """This thread goes on with a request that it began before another."""
    RUN.set(run)


def known_as(who: str) -> None:
    """Note who asks, as soon as it is known."""
    run = RUN.get()
    if run is not None:
        run.who = who


@contextmanager
def at_work(what: str, who: str = "") -> Iterator[LoggedRun]:
    """A run of background work with an id of its own; also a decorator."""
    token = RUN.set(LoggedRun(new_id(), what, who))
    try:
        yield RUN.get() or LoggedRun(new_id(), what, who)
    finally:
        RUN.reset(token)


def current_id() -> str:
    """The id of what is being worked on; "" where nothing is."""
    run = RUN.get()
    return run.id if run else ""


class NamesRun(logging.Filter):
    """Gives each line of the log the run it belongs to."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Add it; every line passes."""
        run = RUN.get()
        record.run = run.label if run else "-"
        return True

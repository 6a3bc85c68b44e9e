"""The web server itself: takes whole requests in, works on few at a time, hands answers out.

Half a request never holds a working thread: heads, bodies and answers wait beside them. Who is
slower than the patience allows is cut off.
"""

import logging
import math
import resource
import socket
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from waitress.server import TcpWSGIServer
from waitress.task import ThreadedTaskDispatcher

from klimamosaik.web.serving.connection import WatchedConnection
from klimamosaik.web.serving.memory import tidy
from klimamosaik.web.serving.single_readings import MOST, Together, Tray, fits

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

THREADS = 4  # requests worked on at a time in one process
SENDERS = 32  # requests that bring readings, in all processes: they wait more than they work
FEWEST = 8  # of them in each process
BESIDE = 15  # connections to the database of all but the processes that answer
SENDING = "/sensorthings/"  # they go below this address
READERS = 2  # requests of programs that read: some look through all readings there are
ASKED = (SENDING, "/api/v1/", "/en/api/v1/")  # they go below these addresses
CONNECTIONS = 1_000  # open at a time in one process
CROWDED, ROOMY = 0.8, 0.5  # parts of them: from the one on those that only wait go, to the other
NO_LIMIT = 2**62  # [bytes] of a body by the server itself; see LimitedRequest for ours
HEAD_BYTES = 32_000  # [bytes] of a request's head
IN_MEMORY = 512_000  # [bytes] of a body or an answer; what is larger waits on disk
ANSWER_BYTES = 64_000_000  # [bytes] of an answer that wait for a slow reader, then the thread does


class PatientServer(TcpWSGIServer):
    """A server whose patience ends."""

    channel_class = WatchedConnection

    def __init__(self, *given: Any, workers: int, **named: Any) -> None:
        super().__init__(*given, **named)
        self.senders, self.readers = ThreadedTaskDispatcher(), ThreadedTaskDispatcher()
        self.senders.set_thread_count(senders_of(workers))
        self.readers.set_thread_count(READERS)
        self.together: Together | None = getattr(self.application, "answer_together", None)
        self.single: deque[WatchedConnection] = deque()  # with a reading each, of this round
        self.quiet = threading.local()  # threads that pull the trigger once, see `pulled_once`
        self.looks_at = 0.0  # [s] of a clock that nobody sets

    def add_task(self, task: Any) -> None:
        """Let a request be worked on; programs that bring readings or read them have threads apart.

        With the threads of pages these would have nobody left while many wait for their readings
        to be stored, nor where one stranger has all readings looked through a few times at once.
        """
        if self.together is not None and fits(task):
            self.single.append(task)
        else:
            self.threads_for(task).add_task(task)

    def threads_for(self, task: Any) -> ThreadedTaskDispatcher:
        """Who works on the next request of a connection."""
        if not isinstance(task, WatchedConnection) or not task.requests:
            return self.task_dispatcher
        request = task.requests[0]
        if not request.path.startswith(ASKED):
            return self.task_dispatcher
        brings = request.command == "POST" and request.path.startswith(SENDING)
        return self.senders if brings else self.readers

    def readable(self) -> bool:
        """Asked in every round of the loop: a good time to hand on, and to look who is overdue.

        The base would look by the clock on the wall: set back by a year, it would not look for one.
        """
        self.next_channel_cleanup = math.inf
        self.hand_on()
        now = time.monotonic()
        if now >= self.looks_at:
            self.looks_at = now + self.adj.cleanup_interval
            self.maintenance(now)
        return bool(super().readable())

    def hand_on(self) -> None:
        """Have the readings that came in the last round worked on together."""
        while self.together and self.single:
            some = [self.single.popleft() for _ in range(min(MOST, len(self.single)))]
            self.senders.add_task(Tray(some, self.together, self.senders, self.pulled_once))

    @contextmanager
    def pulled_once(self) -> Iterator[None]:
        """Meanwhile this thread does not wake the loop: once, when it is done with several."""
        self.quiet.now = True
        try:
            yield
        finally:
            self.quiet.now = False
            self.pull_trigger()

    def pull_trigger(self) -> None:
        """Wake the loop."""
        if not getattr(self.quiet, "now", False):
            super().pull_trigger()

    def maintenance(self, now: float) -> None:
        """Each second: close who is too slow; where the house is full, those that only wait.

        Where nobody waits for an answer, garbage is looked for.
        """
        patience = self.adj.channel_timeout
        for each in self.active_channels.values():
            if each.idle(now, patience) or each.overdue(now, patience):
                each.will_close = True
        for each in self.too_many():
            each.will_close = True
        # Marking is not enough: who takes nothing any more never lets us write again.
        self.trigger.pull_trigger(self.close_marked)
        if not any(each.requests for each in self.active_channels.values()):
            tidy()

    def pages_awaited(self) -> bool:
        """True while somebody waits for an answer other than that readings have come.

        May be asked by any thread: what it looks at changes meanwhile.
        """
        asked = [
            request for each in list(self.active_channels.values()) for request in each.requests
        ]
        return any(not request.path.startswith(SENDING) for request in asked)

    def too_many(self) -> list[WatchedConnection]:
        """Where the house is full: those that only wait, the longest first."""
        number, most = len(self.active_channels), self.adj.connection_limit
        if number <= CROWDED * most:
            return []
        waiting = [each for each in self.active_channels.values() if not each.requests]
        return sorted(waiting, key=WatchedConnection.rank)[: number - round(ROOMY * most)]

    def close_marked(self) -> None:
        """Close what maintenance has marked, between two rounds of the loop."""
        for each in list(self.active_channels.values()):
            if each.will_close:
                each.cut()


def senders_of(workers: int) -> int:
    """Threads for readings in each process that answers."""
    return max(FEWEST, SENDERS // workers)


def connections_needed(workers: int) -> int:
    """Connections to the database at most: each thread keeps its own, one more makes pages."""
    return workers * (THREADS + READERS + senders_of(workers) + 1) + BESIDE


def server_on(
    listening: socket.socket, application: "WSGIApplication", *, patience: int, workers: int = 1
) -> PatientServer:
    """A server on a socket that listens already.

    patience: [s] for a head, for a pause within a body or an answer, and between requests.
    workers: processes that answer, this one among them.
    """
    # each depth of the queue is a warning otherwise, one line a request
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    allow_files(CONNECTIONS * 4)
    return PatientServer(
        application,
        workers=workers,
        _sock=listening,
        bind_socket=False,
        sockinfo=(listening.family, listening.type, listening.proto, listening.getsockname()),
        threads=THREADS,
        connection_limit=CONNECTIONS,
        channel_timeout=patience,
        cleanup_interval=1,
        max_request_header_size=HEAD_BYTES,
        max_request_body_size=NO_LIMIT,
        inbuf_overflow=IN_MEMORY,
        outbuf_overflow=IN_MEMORY,
        outbuf_high_watermark=ANSWER_BYTES,
        clear_untrusted_proxy_headers=False,  # web.forwarded does
        asyncore_use_poll=True,  # select ends at 1,024 files
        ident=None,
    )


def allow_files(wanted: int) -> None:
    """Allow this process as many open files as its connections need, where the system lets it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, most), hard))

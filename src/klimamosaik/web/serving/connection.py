"""One connection: how long it may take, and whether what it sends is taken at all."""

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

from waitress.channel import HTTPChannel

from klimamosaik.web.serving.request import LimitedRequest
from klimamosaik.web.serving.sending import BareAnswer
from klimamosaik.web.serving.sessions import is_logged_in, opens

SLOWEST = 2_000  # [bytes/s] a body or an answer may move, a first pause aside


@dataclass
class Move:
    """Something that is being sent or received since `begun`."""

    begun: float  # [s] of a clock that nobody sets
    moved: int = 0  # [bytes]
    last: float = 0.0  # [s] of it, when something moved

    def move(self, size: int) -> None:
        """Note that so many bytes moved."""
        if size:
            self.moved += size
            self.last = time.monotonic()

    def too_slow(self, now: float, patience: float) -> bool:
        """True after a pause longer than the patience, or where it creeps."""
        paused = now - max(self.begun, self.last)
        return paused > patience or now - self.begun > patience + self.moved / SLOWEST


class WatchedConnection(HTTPChannel):
    """A connection that is closed where it is slow, and asked about before it sends much."""

    parser_class = LimitedRequest
    task_class = BareAnswer
    close_when_flushed: bool  # set by the server once the answer to the last request is there
    coming: Move | None = None  # the request being received
    going: Move | None = None  # the answer being fetched
    asking = False  # somebody looks whether its claim is true: nothing is read meanwhile
    refusing = False  # the request was refused: what follows is dropped
    sending = False  # a thread hands bytes to the system this very moment
    gathered: list[bytes] | None = None  # pieces of an answer that go out together
    closes_at: float | None = None  # [s] of a clock that nobody sets, after a refusal
    seen: float | None = None  # activity, as the server stamps it

    def __init__(self, *given: Any, **named: Any) -> None:
        self.active_at = time.monotonic()  # when activity was seen last
        super().__init__(*given, **named)

    def readable(self) -> bool:
        """Read on, unless a decision on a claim is awaited."""
        return not self.asking and bool(super().readable())

    def writable(self) -> bool:
        """Send what waits, unless a thread is at it: that one wakes the loop where some is left.

        A loop that is awake for another would else find the same bytes to send, round after round,
        until the thread has its turn to note that they are gone.
        """
        return not self.sending and bool(super().writable())

    def _flush_some(self, do_close: bool = True) -> bool:
        """Send what the other side takes; true where that was something."""
        self.sending = True
        try:
            return bool(super()._flush_some(do_close))
        finally:
            self.sending = False

    def received(self, data: bytes) -> bool:
        """Take in the next piece, note how far it is, and ask for leave where it will be large."""
        if self.closes_at is not None:
            return False
        if self.coming is None:
            self.coming = Move(time.monotonic())
        self.coming.move(len(data))
        taken = bool(super().received(data))
        request = self.request
        if request is None:
            self.coming = None
        elif isinstance(request, LimitedRequest) and request.claims:
            self.asking = True
            self.server.add_task(Leave(self, request))
        self.refusing = self.refusing or any(each.error for each in self.requests)
        return taken

    def decided(self, request: LimitedRequest, *, known: bool) -> None:
        """Go on reading, or answer why not."""
        with self.requests_lock:
            request.decide(known=known)
            if request.completed:
                self.refusing = True
                self.request = self.coming = None
                self.requests = [request]
                self.server.add_task(self)
            self.asking = False
        self.server.pull_trigger()

    def service(self) -> None:
        """Work on a request; where handing on fails, the connection ends with the next round.

        With a request left that nobody works on it would neither be read again nor be idle: it
        would stay for ever, also where the other side has gone.
        """
        try:
            super().service()
        except Exception:
            self.will_close = True
            self.server.pull_trigger()
            raise

    def write_soon(self, data: Any) -> int:
        """Send the next piece, or gather it; returns its size."""
        if self.gathered is None:
            return int(super().write_soon(data))
        self.gathered.append(data)
        return len(data)

    @contextmanager
    def in_one_go(self) -> Iterator[None]:
        """Send all that is written meanwhile together: who asks is woken once."""
        pieces: list[bytes] = []
        self.gathered = pieces
        try:
            yield
        finally:
            self.gathered = None
        self.write_soon(b"".join(pieces))

    def environment(self) -> dict[str, Any]:
        """What the application is told of the next request."""
        return self.task_class(self, self.requests[0]).get_environment()

    def send(self, data: bytes, do_close: bool = True) -> int:
        """Send what the other side takes, and note how much that was."""
        sent = int(super().send(data, do_close))
        if self.going is not None:
            self.going.move(sent)
        return sent

    def handle_write(self) -> None:
        """Send on; who was refused while sending reads the answer before the line is cut.

        Closing with bytes unread makes the system reset the connection, and browsers then show
        their own page instead of ours.
        """
        last = self.refusing and self.close_when_flushed and self.closes_at is None
        if last:
            self.close_when_flushed = False
        super().handle_write()
        if not last or not self.connected:
            return
        if self.total_outbufs_len:
            self.close_when_flushed = True
            return
        self.closes_at = time.monotonic() + self.adj.channel_timeout
        with suppress(OSError):
            self.socket.shutdown(socket.SHUT_WR)

    def idle(self, now: float, patience: float) -> bool:
        """True where nothing was asked for longer than the patience.

        The server stamps activity by the clock on the wall, which may be set: only a new stamp
        counts here, not what it says.
        """
        if self.last_activity != self.seen:
            self.seen, self.active_at = self.last_activity, now
        return not self.requests and now - self.active_at > patience

    def overdue(self, now: float, patience: float) -> bool:
        """True where the other side is too slow in sending or fetching."""
        if self.closes_at is not None:
            return now > self.closes_at
        if self.requests or self.asking:  # it waits for us; the next request counts from then on
            self.coming = self.coming and Move(now)
        elif self.coming is not None and self.request is not None:
            if not self.request.headers_finished:
                return now - self.coming.begun > patience
            return self.coming.too_slow(now, patience)
        if not self.total_outbufs_len:
            self.going = None
            return False
        self.going = self.going or Move(now)
        return self.going.too_slow(now, patience)

    def cut(self) -> None:
        """Close it, also where the other side takes nothing any more."""
        if self.connected:
            self.handle_close()

    def rank(self) -> tuple[bool, float]:
        """Where the house is full, the smallest goes first: who waits, longest, for its head."""
        if self.request is not None and self.request.headers_finished:
            return True, self.coming.begun if self.coming else self.active_at
        return False, self.coming.begun if self.coming else self.active_at


class Leave:
    """A short task of a working thread: is the log-in or token known that a large body claims?"""

    def __init__(self, connection: WatchedConnection, request: LimitedRequest) -> None:
        self.connection, self.request = connection, request

    def service(self) -> None:
        """Look, and say so; where looking fails nothing is taken."""
        known = False
        try:
            request = self.request
            known = opens(request.key) if request.key else is_logged_in(request.session)
        finally:
            self.connection.decided(self.request, known=known)

    def cancel(self) -> None:
        """The server stops."""
        self.connection.cancel()

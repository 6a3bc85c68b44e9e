"""Single readings that come at the same time are worked on together, and each is answered."""

import re
import socket
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from klimamosaik.sensorthings.writing.quick import ANSWER
from klimamosaik.sensorthings.writing.short_answer import ShortAnswer
from klimamosaik.web.serving import server as server_module
from klimamosaik.web.serving.server import PatientServer
from tests.web.serving.conftest import LONG_ENOUGH, answering

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse

PLACE = "/sensorthings/v1.1/Datastreams(7)/Observations"


class Together:
    """An application that answers several at once, but for what asks for another way."""

    def __init__(self) -> None:
        self.trays: list[list[str]] = []
        self.alone: list[str] = []
        self.fails = False

    def answer_together(self, environs: Sequence[dict[str, Any]]) -> None:
        bodies = [each["wsgi.input"].read().decode() for each in environs]
        self.trays.append(bodies)
        if self.fails:
            raise ValueError("a fault")
        for each, body in zip(environs, bodies, strict=True):
            if body != "alone":
                each[ANSWER] = f"together {body}"

    def __call__(self, environ: dict[str, Any], start: "StartResponse") -> Iterable[bytes]:
        said = environ.get(ANSWER)
        if said is None:
            self.alone.append(environ["PATH_INFO"])
            said = "by itself"
        start("200 OK", [("Content-Length", str(len(said)))])
        return [said.encode()]


@contextmanager
def loop_waiting(server: PatientServer) -> Iterator[None]:
    """Meanwhile the server looks at no connection: what comes is there in one round."""
    stopped, go = threading.Event(), threading.Event()

    def wait() -> None:
        stopped.set()
        go.wait(LONG_ENOUGH)

    server.trigger.pull_trigger(wait)
    assert stopped.wait(LONG_ENOUGH)
    try:
        yield
    finally:
        go.set()


@contextmanager
def connected(app: Together, count: int) -> Iterator[tuple[PatientServer, list[socket.socket]]]:
    """A server, and connections that stay open and were answered once, so that it has them."""
    with answering(app, patience=30) as (server, port), ExitStack() as open_ones:
        lines = [socket.create_connection(("127.0.0.1", port), LONG_ENOUGH) for _ in range(count)]
        for line in lines:
            open_ones.enter_context(line)
            line.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            said(line)
        await_idle(server)
        app.alone.clear()
        yield server, lines


def await_idle(server: PatientServer) -> None:
    """Wait until no connection is worked on: an answer is there a moment before its thread ends."""
    until = time.monotonic() + LONG_ENOUGH
    while any(channel.requests for channel in server.active_channels.values()):
        assert time.monotonic() < until
        time.sleep(0.001)


def post(line: socket.socket, body: str, place: str = PLACE) -> None:
    line.sendall(request(body, place))


def request(body: str, place: str = PLACE) -> bytes:
    head = f"POST {place} HTTP/1.1\r\nHost: x\r\nContent-Length: {len(body)}\r\n\r\n"
    return (head + body).encode()


def said(line: socket.socket) -> str:
    """The body of the next answer."""
    got = b""
    while b"\r\n\r\n" not in got:
        got += line.recv(65_536)
    head, _, body = got.partition(b"\r\n\r\n")
    length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
    while len(body) < length:
        body += line.recv(65_536)
    return body.decode()


def test_readings_of_one_round_are_worked_on_together_and_each_is_answered() -> None:
    app = Together()
    with connected(app, 5) as (server, lines):
        with loop_waiting(server):
            for place, line in enumerate(lines):
                post(line, str(place))
        assert [said(line) for line in lines] == [f"together {each}" for each in range(5)]
        assert app.trays == [["0", "1", "2", "3", "4"]]
        post(lines[3], "again")  # the connection is still of use
        assert said(lines[3]) == "together again"


class Stored(Together):
    """An application that has stored each reading that comes together with others."""

    def answer_together(self, environs: Sequence[dict[str, Any]]) -> None:
        for each in environs:
            each[ANSWER] = ShortAnswer(Location="http://x/1", **{"X-Request-ID": "a-b"}, **NOTHING)

    def __call__(self, environ: dict[str, Any], start: "StartResponse") -> Iterable[bytes]:
        told = environ.get(ANSWER)
        if told is None:
            return super().__call__(environ, start)
        start(told.status, list(told.items()))
        return []


NOTHING = {"Content-Length": "0"}


def test_an_answer_that_is_there_is_sent_as_the_server_writes_every_other() -> None:
    with connected(Stored(), 1) as (_, lines):
        found = []
        for asks in ("", "Connection: keep-alive\r\n", "connection: CLOSE\r\n"):
            lines[0].sendall(request("1").replace(b"Host: x\r\n", f"Host: x\r\n{asks}".encode()))
            found.append(b"")
            while b"\r\n\r\n" not in found[-1]:
                found[-1] += lines[0].recv(65_536)
        assert lines[0].recv(1) == b""  # who asked for it is left
    short, usual, closing = (re.sub(rb"Date: [^\r]+\r\n", b"", each) for each in found)
    assert short == usual
    assert short.startswith(b"HTTP/1.1 201 Created\r\n")
    assert closing == usual.replace(b"Content-Length", b"Connection: close\r\nContent-Length")


def test_what_takes_another_way_takes_it_by_itself_and_keeps_nobody() -> None:
    app = Together()
    with connected(app, 4) as (server, lines):
        with loop_waiting(server):
            post(lines[0], "a")
            post(lines[1], "alone")
            post(lines[2], "array", "/sensorthings/v1.1/CreateObservations")
            post(lines[3], "b")
        answers = [said(line) for line in lines]
    assert answers == ["together a", "by itself", "by itself", "together b"]
    assert app.trays == [["a", "alone", "b"]]
    assert sorted(app.alone) == ["/sensorthings/v1.1/CreateObservations", PLACE]


def test_a_fault_of_several_leaves_each_its_own_way() -> None:
    app = Together()
    app.fails = True
    with connected(app, 3) as (server, lines):
        with loop_waiting(server):
            for line in lines:
                post(line, "x")
        assert [said(line) for line in lines] == ["by itself"] * 3


def test_who_has_gone_keeps_nobody_else_from_the_answer() -> None:
    app = Together()
    with connected(app, 3) as (server, lines):
        with loop_waiting(server):
            for line in lines:
                post(line, "x")
            lines[0].close()
        assert [said(line) for line in lines[1:]] == ["together x"] * 2


def test_no_more_than_some_are_worked_on_by_one_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server_module, "MOST", 2)
    app = Together()
    with connected(app, 5) as (server, lines):
        with loop_waiting(server):
            for line in lines:
                post(line, "x")
        assert [said(line) for line in lines] == ["together x"] * 5
    assert sorted(len(each) for each in app.trays) == [1, 2, 2]


def test_readings_one_behind_the_other_on_one_connection_are_answered_in_their_order() -> None:
    app = Together()
    with connected(app, 1) as (_, (line,)):
        line.sendall(b"".join(request(each) for each in ("1", "2", "alone", "3")))
        answers = b""
        while answers.count(b"HTTP/1.1 200") < 4 or not answers.endswith(b"together 3"):
            answers += line.recv(65_536)
    told = [part.split(b"\r\n\r\n")[1] for part in answers.split(b"HTTP/1.1 ")[1:]]
    assert told == [b"together 1", b"together 2", b"by itself", b"together 3"]

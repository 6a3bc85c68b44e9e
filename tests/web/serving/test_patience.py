"""Who sends or fetches slowly holds nobody up, and is cut off."""

import socket
import time
from collections.abc import Iterable
from typing import Any

import pytest

from klimamosaik.web.serving import connection, request, server
from klimamosaik.web.serving.connection import Move
from klimamosaik.web.serving.request import LimitedRequest
from tests.web.serving.conftest import LONG_ENOUGH, answering, until

HEAD = b"POST /anmelden/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n%s\r\n"
COOKIE = b"Cookie: sessionid=abc\r\n"
GET = b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
SENT: list[int] = []  # sizes of bodies that reached the application


def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """Read the body and answer with its size; /large is more than any buffer takes."""
    SENT.append(len(environ["wsgi.input"].read()))
    if environ["PATH_INFO"] == "/work":
        time.sleep(3)
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"x" * 20_000_000 if environ["PATH_INFO"] == "/large" else str(SENT[-1]).encode()]


@pytest.fixture(autouse=True)
def _nothing_sent() -> None:
    SENT.clear()


def opened(port: int, *parts: bytes) -> socket.socket:
    """A connection on which these were sent."""
    found = socket.create_connection(("127.0.0.1", port), timeout=LONG_ENOUGH)
    for part in parts:
        found.sendall(part)
    return found


def cut(line: socket.socket) -> bool:
    """Send one more letter: True where nobody takes it any more."""
    try:
        line.sendall(b"x")
    except (BrokenPipeError, ConnectionResetError):
        return True
    return False


def answer(line: socket.socket) -> bytes:
    """All that comes until the other side closes."""
    whole = b""
    try:
        while part := line.recv(65_536):
            whole += part
    except ConnectionResetError:
        return whole + b"(reset)"
    finally:
        line.close()
    return whole


@pytest.mark.long
@pytest.mark.parametrize(
    "begun",
    [b"", b"GET / HTTP/1.1\r\nHost: local", HEAD % (1000, b"") + b"x", b"GET"],
    ids=["nothing", "half a head", "half a body", "three letters"],
)
def test_who_stops_sending_is_cut_off_and_reaches_no_thread(begun: bytes) -> None:
    with answering(application, patience=1) as (_, port):
        assert answer(opened(port, begun)) == b""
    assert not SENT


@pytest.mark.long
def test_who_sends_a_letter_now_and_then_is_cut_off_too() -> None:
    with answering(application, patience=1) as (_, port):
        line = opened(port, b"GET / HTTP/1.1\r\n")
        until(lambda: cut(line))
        line.close()


@pytest.mark.long
def test_who_does_not_fetch_the_answer_is_cut_off() -> None:
    with answering(application, patience=1) as (running, port):
        line = opened(port, b"GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n")
        until(lambda: SENT and not running.active_channels)
        got = answer(line)
        assert 0 < len(got) < 20_000_000


HOUR, YEAR = 3_600.0, 365 * 86_400.0
JUMPS = [HOUR, YEAR, -HOUR, -YEAR]


def set_clock(monkeypatch: pytest.MonkeyPatch, by: float) -> None:
    """The clock on the wall is set, as when it is told the right time at last."""
    right = time.time
    monkeypatch.setattr("time.time", lambda: right() + by)


@pytest.mark.long
@pytest.mark.parametrize("jump", JUMPS)
def test_a_clock_that_jumps_cuts_off_nobody_who_sends(
    monkeypatch: pytest.MonkeyPatch, jump: float
) -> None:
    with answering(application, patience=600) as (running, port):
        half = opened(port, HEAD % (10, b"") + b"12345")
        idle = opened(port)
        until(lambda: len(running.active_channels) == 2)
        set_clock(monkeypatch, jump)
        looked = running.looks_at
        until(lambda: running.looks_at > looked + 1)
        half.sendall(b"67890")
        idle.sendall(GET)
        assert half.recv(15) == idle.recv(15) == b"HTTP/1.1 200 OK"
        half.close()
        idle.close()


@pytest.mark.long
@pytest.mark.parametrize("jump", JUMPS)
def test_a_clock_that_jumps_keeps_nobody_who_stopped(
    monkeypatch: pytest.MonkeyPatch, jump: float
) -> None:
    with answering(application, patience=1) as (running, port):
        half = opened(port, HEAD % (10, b"") + b"12345")
        idle = opened(port, b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        until(lambda: len(running.active_channels) == 2)
        set_clock(monkeypatch, jump)
        until(lambda: not running.active_channels)
        assert answer(half) == b""
        assert answer(idle).startswith(b"HTTP/1.1 200 OK")  # to what it asked before


def test_a_slow_line_that_goes_on_is_given_its_time() -> None:
    steady = Move(begun=0.0, moved=connection.SLOWEST * 600, last=599.0)
    assert not steady.too_slow(now=600.0, patience=30.0)
    assert Move(begun=0.0, moved=600, last=599.0).too_slow(now=600.0, patience=30.0)
    assert Move(begun=0.0, moved=10**9, last=569.0).too_slow(now=600.0, patience=30.0)


@pytest.mark.long
@pytest.mark.parametrize("more", [b"", b"GET / HT"], ids=["one request", "a second begun"])
def test_work_that_takes_longer_than_the_patience_is_waited_for(more: bytes) -> None:
    with answering(application, patience=1) as (_, port):
        line = opened(port, b"GET /work HTTP/1.1\r\nHost: localhost\r\n\r\n" + more)
        assert answer(line).endswith(b"\r\n0")


@pytest.mark.long
def test_a_hundred_slow_ones_do_not_stop_two_hundred_fast_ones() -> None:
    with answering(application, patience=30) as (_, port):
        starts = [b"GET / HT", HEAD % (1000, b"") + b"x", GET.replace(b"/ ", b"/large ", 1)]
        slow = [opened(port, starts[number % 3]) for number in range(100)]
        fast = [opened(port, GET) for _ in range(200)]
        assert all(answer(line).startswith(b"HTTP/1.1 200 OK") for line in fast)
        for line in slow:
            line.close()


def test_where_the_house_is_full_those_go_that_only_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "CONNECTIONS", 20)
    with answering(application, patience=600) as (_, port):
        slow = [opened(port, b"GET / HT") for _ in range(40)]
        assert answer(opened(port, GET)).startswith(b"HTTP/1.1 200 OK")
        for line in slow:
            line.close()


# --- how much -----------------------------------------------------------------------------------


@pytest.fixture
def no_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever would be kept on disk fails the test."""

    def kept(*_: object, **__: object) -> None:
        pytest.fail("something was kept on disk")

    monkeypatch.setattr("tempfile.TemporaryFile", kept)


def known(monkeypatch: pytest.MonkeyPatch, *sessions: str) -> None:
    """These sessions are logged in."""
    monkeypatch.setattr(connection, "is_logged_in", lambda session: session in sessions)


@pytest.mark.usefixtures("no_disk")
@pytest.mark.parametrize("cookie", [b"", COOKIE, b"Cookie: sessionid=\r\n"])
def test_a_strangers_file_is_refused_before_it_is_taken(
    monkeypatch: pytest.MonkeyPatch, cookie: bytes
) -> None:
    known(monkeypatch, "somebody")
    with answering(application, patience=30) as (_, port):
        said = answer(opened(port, HEAD % (2_000_000_000, cookie)))
    assert said.startswith(b"HTTP/1.1 413 ")
    assert request.TOO_LARGE.de.encode() in said
    assert not SENT


@pytest.mark.usefixtures("no_disk")
@pytest.mark.parametrize("cookie", [b"", COOKIE])
def test_a_stranger_who_hides_the_size_is_counted(
    monkeypatch: pytest.MonkeyPatch, cookie: bytes
) -> None:
    known(monkeypatch, "somebody")
    head = b"POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n" + cookie
    chunk = b"1000\r\n" + b"x" * 4096 + b"\r\n"
    with answering(application, patience=30) as (_, port):
        assert answer(opened(port, head + b"\r\n", chunk * 16)).startswith(b"HTTP/1.1 413 ")
    assert not SENT


@pytest.mark.usefixtures("no_disk")
def test_who_sends_it_all_first_still_reads_why_it_was_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    known(monkeypatch)
    with answering(application, patience=30) as (_, port):
        said = answer(opened(port, HEAD % (3_000_000, COOKIE), b"x" * 3_000_000))
    assert said.startswith(b"HTTP/1.1 413 ")
    assert not said.endswith(b"(reset)")


CHUNKED = b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
SMUGGLED = b"GET /second HTTP/1.1\r\nHost: localhost\r\n\r\n"


@pytest.mark.parametrize(
    ("head", "status"),
    [
        (b"GET /" + b"a" * 200_000 + b" HTTP/1.1\r\n\r\n", b"431"),
        (b"GET / HTTP/1.1\r\nContent-Length: x\r\n\r\n" + b"x" * 200_000, b"400"),
        (b"GET / HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\n" + b"x" * 200_000, b"501"),
        (b"get / HTTP/1.1\r\n\r\n", b"400"),
        (b"GET / HTTP/1.1\r\nX: a\0b\r\n\r\n", b"400"),
        (b"POST / HTTP/1.1\r\nContent-Length: " + b"9" * 5_000 + b"\r\n\r\n", b"400"),
        (b"POST / HTTP/1.1\r\nContent-Length: 4\r\n" + CHUNKED + SMUGGLED, b"400"),
        (b"POST / HTTP/1.0\r\nConnection: keep-alive\r\n" + CHUNKED + SMUGGLED, b"400"),
    ],
    ids=[
        "a long address",
        "a size that is none",
        "an unknown coding",
        "an unknown method",
        "a zero byte",
        "a size of 5,000 digits",
        "a body that ends here or there",
        "a body that ends as an older protocol does not know",
    ],
)
def test_what_is_no_request_is_told_so(head: bytes, status: bytes) -> None:
    with answering(application, patience=30) as (_, port):
        said = answer(opened(port, head))
    assert said.split(b" ")[1] == status
    assert said.count(b"HTTP/1.") == 1, "what stands behind it is no request of its own"
    assert not said.endswith(b"(reset)")
    assert not SENT


def test_what_is_no_request_behind_one_that_is_leaves_no_connection_open() -> None:
    good = GET.replace(b"Connection: close\r\n", b"")
    with answering(application, patience=1) as (server, port):
        said = [answer(opened(port, good + b"get / HTTP/1.1\r\n\r\n")) for _ in range(20)]
        until(lambda: not server.active_channels)
    assert [each.count(b"HTTP/1.1 200 ") for each in said] == [1] * 20
    assert [each.count(b"400 Bad Request") for each in said] == [1] * 20


def test_a_request_that_cannot_be_handed_on_leaves_no_connection_open(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with answering(application, patience=30) as (server, port):
        add = server.add_task

        def failing(task: Any) -> None:
            if task.requests[0].path == "/second":
                raise RuntimeError("no thread takes it")
            add(task)

        monkeypatch.setattr(server, "add_task", failing)
        good = GET.replace(b"Connection: close\r\n", b"")
        answer(opened(port, good + GET.replace(b"/", b"/second", 1)))
        until(lambda: not server.active_channels, patience=10)


def test_who_is_logged_in_sends_files(monkeypatch: pytest.MonkeyPatch) -> None:
    known(monkeypatch, "abc")
    with answering(application, patience=30) as (_, port):
        line = opened(port, HEAD % (3_000_000, COOKIE + b"Connection: close\r\n"), b"x" * 3_000_000)
        assert answer(line).endswith(b"\r\n3000000")


def test_who_is_logged_in_is_limited_too(monkeypatch: pytest.MonkeyPatch) -> None:
    known(monkeypatch, "abc")
    with answering(application, patience=30) as (_, port):
        assert answer(opened(port, HEAD % (101_000_000, COOKIE))).startswith(b"HTTP/1.1 413 ")
    assert not SENT


KEY = b"Authorization: Bearer kmt_a_b\r\n"


def keys(monkeypatch: pytest.MonkeyPatch, *known: str) -> None:
    """These keys of programs open."""
    monkeypatch.setattr(connection, "opens", lambda key: key in known)


def test_a_program_with_a_token_sends_more(monkeypatch: pytest.MonkeyPatch) -> None:
    keys(monkeypatch, "kmt_a_b")
    with answering(application, patience=30) as (_, port):
        line = opened(port, HEAD % (3_000_000, KEY + b"Connection: close\r\n"), b"x" * 3_000_000)
        assert answer(line).endswith(b"\r\n3000000")
        assert answer(opened(port, HEAD % (20_000_001, KEY))).startswith(b"HTTP/1.1 413 ")


def test_a_key_that_opens_nothing_has_a_strangers_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    keys(monkeypatch)
    with answering(application, patience=30) as (_, port):
        assert answer(opened(port, HEAD % (70_000, KEY))).startswith(b"HTTP/1.1 413 ")
    assert not SENT


def test_where_nobody_can_look_nothing_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(session: str) -> bool:
        raise OSError("no database")

    monkeypatch.setattr(connection, "is_logged_in", fails)
    with answering(application, patience=30) as (_, port):
        assert answer(opened(port, HEAD % (3_000_000, COOKIE))).startswith(b"HTTP/1.1 413 ")


def test_a_form_of_a_stranger_is_taken() -> None:
    with answering(application, patience=30) as (_, port):
        line = opened(port, HEAD % (60_000, b"Connection: close\r\n"), b"x" * 60_000)
        assert answer(line).endswith(b"\r\n60000")


def test_the_limit_is_a_strangers_until_somebody_looked() -> None:
    with answering(application, patience=30) as (running, _):
        taken = LimitedRequest(running.adj)
        taken.received(HEAD % (70_000, COOKIE))
        assert (taken.session, taken.error) == ("abc", None)
        taken.decide(known=False)
        assert taken.error

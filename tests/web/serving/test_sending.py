"""What goes over one connection that stays open: each answer ends where it says."""

import socket
from collections.abc import Callable, Iterator, Mapping
from io import BytesIO

import pytest

from klimamosaik.web.serving.connection import WatchedConnection
from tests.web.serving.conftest import LONG_ENOUGH, answering

Begin = Callable[[str, list[tuple[str, str]]], object]
KNOWN = b"known"
LARGE = b"large" * 1_000_000  # more than the system takes at once
PIECES = [b"pie", b"ces"]


def application(environment: Mapping[str, str], begin: Begin) -> Iterator[bytes]:
    """Answers of each kind."""
    path = environment["PATH_INFO"]
    if path == "/known":
        begin("200 OK", [("Content-Length", str(len(KNOWN)))])
        return iter([KNOWN])
    if path == "/large":
        begin("200 OK", [("Content-Length", str(len(LARGE)))])
        return iter([LARGE])
    if path == "/pieces":
        begin("200 OK", [])
        return iter(PIECES)
    if path == "/file":
        begin("200 OK", [("Content-Length", str(len(KNOWN)))])
        wrapper = environment.get("wsgi.file_wrapper")
        return wrapper(BytesIO(KNOWN)) if callable(wrapper) else iter([KNOWN])
    begin({"/unchanged": "304 Not Modified", "/nothing": "204 No Content"}[path], [])
    return iter([])


def said(*requests: str) -> bytes:
    """All that comes back on one connection; the last request asks to close it."""
    heads = [f"{request} HTTP/1.1\r\nHost: town\r\n" for request in requests]
    return said_to(("\r\n".join(heads) + "Connection: close\r\n\r\n").encode())


def said_to(sent: bytes) -> bytes:
    """All that comes back until the server closes the connection."""
    found = b""
    with (
        answering(application, patience=30) as (_, port),
        socket.create_connection(("127.0.0.1", port), timeout=LONG_ENOUGH) as line,
    ):
        line.sendall(sent)
        while piece := line.recv(65536):
            found += piece
    return found


@pytest.mark.parametrize("path", ["/known", "/file", "/unchanged", "/nothing"])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_the_next_answer_begins_where_the_last_one_ends(method: str, path: str) -> None:
    told = said(f"{method} {path}", "GET /known")
    second = told.index(b"HTTP/1.1", 1)
    head, _, body = told[:second].partition(b"\r\n\r\n")
    assert body == (KNOWN if method == "GET" and path in ("/known", "/file") else b"")
    assert b"connection: close" not in head.lower()
    assert told[second:].startswith(b"HTTP/1.1 200 OK")
    assert told.endswith(KNOWN)


@pytest.mark.parametrize("path", ["/known", "/file"])
def test_the_head_of_an_answer_says_the_length_of_its_body(path: str) -> None:
    told = said(f"HEAD {path}")
    assert b"Content-Length: 5\r\n" in told
    assert told.endswith(b"\r\n\r\n")


def test_pieces_end_with_the_connection_and_their_head_alone_brings_none() -> None:
    assert said("GET /pieces").endswith(b"3\r\npie\r\n3\r\nces\r\n0\r\n\r\n")
    assert said("HEAD /pieces").endswith(b"\r\n\r\n")
    assert b"pie" not in said("HEAD /pieces")


@pytest.mark.parametrize("ending", ["HTTP/1.0\r\n", "HTTP/1.1\r\nConnection: close\r\n"])
def test_who_does_not_go_on_is_not_waited_for(ending: str) -> None:
    assert said_to(f"GET /unchanged {ending}Host: town\r\n\r\n".encode()).count(b"HTTP/1.") == 1


@pytest.fixture
def sending(monkeypatch: pytest.MonkeyPatch) -> list[tuple[bytes, bool]]:
    """What is handed to the system, and whether the loop would have sent then, too."""
    found: list[tuple[bytes, bool]] = []
    send = WatchedConnection.send

    def noted(connection: WatchedConnection, data: bytes, do_close: bool = True) -> int:
        found.append((data, connection.writable()))
        return send(connection, data, do_close)

    monkeypatch.setattr(WatchedConnection, "send", noted)
    return found


def test_while_a_thread_sends_the_loop_does_not_look_for_bytes_to_send(
    sending: list[tuple[bytes, bool]],
) -> None:
    assert said("GET /known", "GET /large").endswith(LARGE)
    assert {loop_would for _, loop_would in sending} == {False}


def test_a_short_answer_goes_out_together_with_its_head(sending: list[tuple[bytes, bool]]) -> None:
    said("GET /known")
    ((sent, _),) = sending
    assert sent.startswith(b"HTTP/1.1 200 OK")
    assert sent.endswith(KNOWN)


def test_a_large_answer_arrives_whole_behind_another(sending: list[tuple[bytes, bool]]) -> None:
    told = said("GET /known", "GET /large", "GET /known")
    assert told.count(b"HTTP/1.1 200 OK") == 3
    assert LARGE in told
    assert told.endswith(KNOWN)

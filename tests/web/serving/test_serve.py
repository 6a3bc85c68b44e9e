"""`serve` keeps its processes running, alone on its folder and its port, and stops them all."""

import os
import signal
import socket
import subprocess
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.web.serving.conftest import Serving, asked, children, gone, until

pytestmark = pytest.mark.long


def pages(found: dict[int, str]) -> list[int]:
    """The processes that answer."""
    return [pid for pid, words in found.items() if "serving.pages" in words]


def background(found: dict[int, str]) -> list[int]:
    """The process that works in the background."""
    return [pid for pid, words in found.items() if "web.background" in words]


@pytest.mark.parametrize("which", [pages, background])
def test_what_dies_is_started_again_and_the_log_says_so(
    serving: Serving, which: Callable[[dict[int, str]], list[int]]
) -> None:
    main = serving.started[0].pid
    before = which(children(main))
    said = serving.log.read_text()
    assert before
    for pid in before:
        os.kill(pid, signal.SIGKILL)
    until(lambda: len(set(which(children(main))) - set(before)) == len(before))
    until(lambda: asked(f"{serving.address}/gesund/") == 200)
    assert asked(f"{serving.address}/anmelden/") == 200
    new = serving.log.read_text().removeprefix(said)
    assert new.count("ended (SIGKILL); started again in 0 s") == len(before)


def test_an_orphan_never_serves_beside_a_new_one_and_stopping_stops_all(
    own_serving: Serving,
) -> None:
    before = children(own_serving.started[0].pid)
    assert len(before) > 1
    own_serving.started[0].kill()
    own_serving.started[0].wait()
    new = own_serving.start()  # at once, on the same folder and port
    until(lambda: len(children(new.pid)) == len(before))
    # what holds the folder's lock is gone before anything new starts; the rest of it a moment later
    until(lambda: all(gone(pid) for pid in before), patience=5)
    ends(own_serving, new, signal.SIGTERM)


def test_ctrl_c_stops_all(own_serving: Serving) -> None:
    ends(own_serving, own_serving.started[0], signal.SIGINT)


def ends(serving: Serving, main: "subprocess.Popen[bytes]", how: signal.Signals) -> None:
    """All of it ends, and says nothing about it."""
    before = children(main.pid)
    assert before
    main.send_signal(how)
    assert main.wait(60) == 0
    assert all(gone(pid) for pid in before)
    assert asked(f"{serving.address}/gesund/") == 0
    assert "Traceback" not in serving.log.read_text()


def test_a_second_one_is_refused_on_the_same_folder_and_on_the_same_port(
    serving: Serving, tmp_path: Path
) -> None:
    folder = serving.second(port=serving.port)
    assert (folder.returncode, folder.stdout) == (2, "")
    assert "läuft schon ein klimamosaik serve" in folder.stderr
    port = serving.second(port=serving.port, data=tmp_path / "other")
    assert (port.returncode, port.stdout) == (2, "")
    assert "Läuft dort schon etwas?" in port.stderr
    assert "Traceback" not in folder.stderr + port.stderr


def test_a_hundred_half_sent_forms_and_heads_stop_nobody(serving: Serving) -> None:
    half = (
        b"POST /anmelden/ HTTP/1.1\r\nHost: localhost\r\nCookie: csrftoken=x\r\n"
        b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\nc",
        b"GET /anmelden/ HTTP/1.1\r\nHost: lo",
    )
    slow = [socket.create_connection(("127.0.0.1", serving.port)) for _ in range(100)]
    for number, line in enumerate(slow):
        line.sendall(half[number % 2])
    with ThreadPoolExecutor(20) as visitors:
        answers = list(visitors.map(asked, [f"{serving.address}/anmelden/"] * 200))
    assert answers == [200] * 200
    for line in slow:
        line.close()


def test_the_printed_address_opens_the_set_up(serving: Serving) -> None:
    assert asked(f"{serving.address}/einrichten/") == 403
    assert asked(f"{serving.address}/einrichten/?token={serving.token()}") == 200

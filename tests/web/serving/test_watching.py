"""A process that ends is started again at once; one that keeps ending less and less often."""

import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from klimamosaik.web.serving.processes import say_ready
from klimamosaik.web.serving.watching import LONGEST, WELL, WatchedProcess, keep_running, stop


def test_the_pause_grows_up_to_a_minute_and_there_is_none_after_a_good_run() -> None:
    watched, pauses, now = WatchedProcess("pages", ()), [], 0.0
    for _ in range(9):
        watched.started = now
        watched.ended(now, how="SIGKILL")
        pauses.append((watched.due or 0.0) - now)
        now = watched.due or 0.0
    assert pauses == [0, 1, 2, 4, 8, 16, 32, LONGEST, LONGEST]
    watched.started = now
    watched.ended(now + WELL, how="exit code 1")
    assert watched.due == now + WELL  # at once; the next time it waits
    watched.started = now + WELL
    watched.ended(now + WELL + 1, how="exit code 1")
    assert watched.due == now + WELL + 1 + 1


def test_what_is_started_finds_its_own_settings_beside_ours(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("OURS", "3")
    program = "import os, sys; sys.exit(int(os.environ['OURS'] + os.environ['OWN']))"
    watched = WatchedProcess("background", ("-c", program), settings={"OWN": "4"})
    watched.start(0.0)
    assert watched.process is not None
    assert watched.process.wait() == 34


def test_what_ends_is_said_with_how_and_when_it_starts_again(
    caplog: pytest.LogCaptureFixture,
) -> None:
    for words, how in (("sys.exit(3)", "exit code 3"), ("os.kill(os.getpid(), 9)", "SIGKILL")):
        watched = WatchedProcess("background", ("-c", f"import os, sys; {words}"))
        watched.look(0.0)
        assert watched.process is not None
        watched.process.wait()
        watched.look(0.5)
        assert caplog.messages[-1] == f"background ended ({how}); started again in 0 s"


def test_what_cannot_be_started_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> None:
        raise OSError(12, "Cannot allocate memory")

    watched = WatchedProcess("pages", ())
    monkeypatch.setattr(subprocess, "Popen", fails)
    watched.look(0.0)
    assert watched.due == 0.0
    watched.look(0.5)
    assert watched.due == 1.5


def test_it_runs_again_after_its_pause_and_not_before() -> None:
    watched = WatchedProcess("pages", ("-c", "pass"), pause=1.0)
    watched.look(10.0)
    assert watched.process is not None
    watched.process.wait()
    watched.look(10.5)
    watched.look(11.0)
    assert watched.due == 11.5
    watched.look(11.5)
    assert watched.due is None
    watched.process.wait()


def test_who_does_not_end_when_asked_is_ended() -> None:
    deaf = (
        "import signal, sys; signal.signal(15, signal.SIG_IGN); print(flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", deaf], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        stop([process], grace=0.1)
        assert process.returncode == -signal.SIGKILL


def test_nothing_is_left_where_watching_itself_fails() -> None:
    watched = WatchedProcess("pages", ("-c", "import time; time.sleep(600)"))
    rounds = iter([0.0, 0.1])
    with pytest.raises(StopIteration):
        keep_running([watched], threading.Event(), clock=lambda: next(rounds))
    assert watched.process is not None
    assert watched.process.returncode == -signal.SIGTERM


def test_stopping_while_a_pause_lasts_ends_at_once() -> None:
    stopping = threading.Event()
    waiting = WatchedProcess("pages", (), due=time.monotonic() + 3600)
    threading.Timer(0.1, stopping.set).start()
    keep_running([waiting], stopping)
    assert waiting.process is None


@pytest.mark.parametrize("place", ["{folder}/notify", "@klimamosaik-{folder}"])
def test_systemd_is_told_once_that_the_pages_answer(
    place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = place.format(folder=tmp_path)
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(place.replace("@", "\0", 1))
        systemd.settimeout(1)
        monkeypatch.setenv("NOTIFY_SOCKET", place)
        say_ready()
        assert systemd.recv(100) == b"READY=1"
        say_ready()  # what it starts later finds no such setting
        with pytest.raises(TimeoutError):
            systemd.recv(100)

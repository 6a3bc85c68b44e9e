"""A server on a free port of this machine: alone in a thread, or the whole of `serve`."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import ProxyHandler, build_opener

import pytest
from waitress import wasyncore

from klimamosaik.web.serving.claims import claim_port
from klimamosaik.web.serving.server import PatientServer, server_on
from tests.ports import free_port

RUN = "from klimamosaik.web.cli import main; main()"
LONG_ENOUGH = 60.0  # [s] for a busy machine
DIRECT = build_opener(ProxyHandler({}))


def until(holds: Callable[[], object], patience: float = LONG_ENOUGH) -> None:
    """Wait for something to become true; no test depends on how fast that is."""
    end = time.monotonic() + patience
    while not holds():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


def asked(address: str) -> int:
    """The status of an answer; 0 where nobody answers."""
    try:
        with DIRECT.open(address, timeout=LONG_ENOUGH) as answer:
            return int(answer.status)
    except HTTPError as refused:
        return refused.code
    except (URLError, ConnectionError, TimeoutError):
        return 0


@contextmanager
def answering(application: object, *, patience: int) -> Iterator[tuple[PatientServer, int]]:
    """The server alone, in a thread."""
    listening = claim_port("127.0.0.1", 0)
    server = server_on(listening, application, patience=patience)  # type: ignore[arg-type]
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        yield server, listening.getsockname()[1]
    finally:
        with suppress(OSError):  # its loop, awake for something else, has come to it already
            server.trigger.pull_trigger(lambda: end(server))
        thread.join(LONG_ENOUGH)
        server.task_dispatcher.shutdown()
        server.senders.shutdown()
        server.readers.shutdown()


def end(server: PatientServer) -> None:
    """Close all it has open, which ends its loop."""
    for each in list(server.active_channels.values()):
        each.cut()
    wasyncore.close_all(server._map)


class Serving:
    """`klimamosaik serve` on a folder."""

    def __init__(self, data: Path, *words: str, **settings: str) -> None:
        self.data, self.log = data, data.parent / "serve.log"
        self.port, self.words = free_port(), words
        given = {f"KLIMAMOSAIK_{name}": value for name, value in settings.items()}
        self.environment = {**os.environ, "KLIMAMOSAIK_DATA": str(data), **given}
        self.started: list[subprocess.Popen[bytes]] = []

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> "subprocess.Popen[bytes]":
        """Start it and wait until all of it is there."""
        with self.log.open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-c", RUN, "serve", "--port", str(self.port), *self.words],
                stdout=log,
                stderr=log,
                env=self.environment,
            )
        self.started.append(process)
        until(lambda: asked(f"{self.address}/gesund/") == 200)
        return process

    def second(self, port: int, data: Path | None = None) -> "subprocess.CompletedProcess[str]":
        """Try to start another one beside it."""
        environment = self.environment | ({"KLIMAMOSAIK_DATA": str(data)} if data else {})
        return subprocess.run(
            [sys.executable, "-c", RUN, "serve", "--port", str(port)],
            capture_output=True,
            text=True,
            check=False,
            env=environment,
            timeout=LONG_ENOUGH,
        )

    def token(self) -> str:
        """What `serve` printed for the first set-up."""
        return self.log.read_text().split("token=")[1].split()[0]

    def stop(self) -> None:
        """Stop all that was started."""
        for process in self.started:
            process.terminate()
            process.wait(LONG_ENOUGH)


def children(parent: int) -> dict[int, str]:
    """The living children of a process, with what they were started as."""
    found = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    words = {int(pid): started_as(int(pid)) for pid in found}
    return {pid: line for pid, line in words.items() if line}


def started_as(pid: int) -> str:
    """What a process was started as; nothing once it has ended, which it may do while one looks."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
    except (FileNotFoundError, ProcessLookupError):
        return ""


def gone(pid: int) -> bool:
    """True once no such process lives."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


@contextmanager
def served(folder: Path) -> Iterator[Serving]:
    """`klimamosaik serve` on an empty folder, running."""
    if not Path("/proc/self/task").exists():
        pytest.skip("no /proc here: its processes cannot be looked at")
    made = Serving(folder / "data")
    try:
        made.start()
        yield made
    finally:
        made.stop()


@pytest.fixture(scope="module")
def serving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    """`serve`, running; a test leaves it as it was."""
    with served(tmp_path_factory.mktemp("serving")) as made:
        yield made


@pytest.fixture
def own_serving(tmp_path: Path) -> Iterator[Serving]:
    """`serve` for one test, which may end it."""
    with served(tmp_path) as made:
        yield made

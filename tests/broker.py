"""A mosquitto for tests, on free ports of this machine."""

import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.ports import free_port

PLACES = ("/usr/sbin", "/usr/local/sbin", "/opt/homebrew/sbin")
PATIENCE = 30.0  # [s] for a busy machine

# A broker that keeps what it was given, and lets everybody do everything.
OPEN = """
persistence true
persistence_location {folder}/
autosave_interval 1
max_queued_messages 1000000
max_inflight_messages 2000
log_dest file {folder}/log
log_type error
log_type warning
listener {port} 127.0.0.1
allow_anonymous true
"""


def mosquitto() -> str:
    """The program; skips, with the reason, where there is none."""
    found = shutil.which("mosquitto", path=":".join(PLACES)) or shutil.which("mosquitto")
    if found is None:
        pytest.skip("no mosquitto here: install it")
    return found


class Broker:
    """A broker that can be killed and started again on its port."""

    def __init__(self, folder: Path, configuration: str = OPEN, **values: object) -> None:
        self.folder, self.port = folder, free_port()
        self.program = mosquitto()
        self.file = folder / "mosquitto.conf"
        filled = configuration.format(folder=folder, port=self.port, **values)
        # as root it would become another user, who may not write here
        self.file.write_text(f"user root\n{filled}")
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """Where it is."""
        return f"mqtt://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it and wait until it answers."""
        self.process = subprocess.Popen([self.program, "-c", str(self.file)])
        until_open(self.port)

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        """End it, by default in good order."""
        if self.process is not None:
            self.process.send_signal(how)
            self.process.wait(PATIENCE)


def until_open(port: int) -> None:
    """Wait until somebody listens."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1.0).close()
        except OSError:
            assert time.monotonic() < end, "no broker came up"
            time.sleep(0.05)
        else:
            return


@contextmanager
def brokering(folder: Path, configuration: str = OPEN, **values: object) -> Iterator[Broker]:
    """A running broker."""
    broker = Broker(folder, configuration, **values)
    broker.start()
    try:
        yield broker
    finally:
        broker.stop()


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[Broker]:
    """A broker of one test."""
    folder = tmp_path / "broker"
    folder.mkdir()
    with brokering(folder) as made:
        yield made

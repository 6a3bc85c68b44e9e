"""Processes that are started again whenever they end, until all are to stop."""

import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

FIRST, LONGEST = 1.0, 60.0  # [s] pause before the second new start; doubled each time
WELL = 60.0  # [s] a process that ran so long was well: it is started again at once
LOOKS = 0.1  # [s] between two looks
GRACE = 10.0  # [s] to end after being asked to

logger = logging.getLogger("klimamosaik.serving")


@dataclass
class WatchedProcess:
    """A process that is to run, and how often it did not."""

    name: str
    words: Sequence[str]  # arguments of this Python
    handed: tuple[int, ...] = ()  # numbers of open files it gets
    settings: Mapping[str, str] = field(default_factory=dict)  # of its environment, beside ours
    pause: float = 0.0  # [s] before the next start: once anything may end, by a kill say
    started: float = 0.0  # [s] by the clock
    due: float | None = 0.0  # [s] when to start it; None while it runs
    process: "subprocess.Popen[bytes] | None" = field(default=None, repr=False)

    def look(self, now: float) -> None:
        """Start it where it is due; note where it has ended."""
        if self.due is not None:
            if now >= self.due:
                self.start(now)
        elif self.process is not None and (code := self.process.poll()) is not None:
            self.ended(now, signal.Signals(-code).name if code < 0 else f"exit code {code}")

    def start(self, now: float) -> None:
        """Start it, in a group of its own: Ctrl+C reaches only who watches."""
        self.started, self.due = now, None
        # -P: what lies in the folder it is started in is not imported
        words = [sys.executable, "-P", *self.words, "--parent", str(os.getpid())]
        try:
            beside = os.environ | self.settings
            self.process = subprocess.Popen(
                words, pass_fds=self.handed, env=beside, process_group=0
            )
        except OSError as error:  # no memory, say
            self.ended(now, error.strerror or str(error))

    def runs(self, process: "subprocess.Popen[bytes]") -> None:
        """Take on one that was started already."""
        self.process, self.started, self.due = process, time.monotonic(), None

    def ended(self, now: float, how: str) -> None:
        """Plan the next start and say so."""
        if now - self.started >= WELL:
            self.pause = 0.0
        logger.error("%s ended (%s); started again in %.0f s", self.name, how, self.pause)
        self.due, self.pause = now + self.pause, min(max(2 * self.pause, FIRST), LONGEST)


def keep_running(
    processes: Sequence[WatchedProcess],
    stopping: threading.Event,
    clock: Callable[[], float] = time.monotonic,
) -> None:
    """Watch all until `stopping` is set, then stop all."""
    try:
        while not stopping.is_set():
            for each in processes:
                each.look(clock())
            stopping.wait(LOOKS)
    finally:
        stop([each.process for each in processes if each.process is not None])


def stop(running: "Sequence[subprocess.Popen[bytes]]", grace: float = GRACE) -> None:
    """Ask all to end, and end those that do not within the grace."""
    for process in running:
        if process.poll() is None:
            process.terminate()
    until = time.monotonic() + grace
    for process in running:
        try:
            process.wait(max(0.0, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def on_stop_signals() -> threading.Event:
    """An event that SIGTERM, SIGINT and the end of the terminal set."""
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda *_: stopping.set())
    return stopping


def end_with(parent: int) -> None:
    """End this process as soon as the one that watches it is gone, whatever else it does."""

    def look() -> None:
        while os.getppid() == parent:
            time.sleep(LOOKS * 3)
        os._exit(1)

    threading.Thread(target=look, daemon=True, name="parent").start()

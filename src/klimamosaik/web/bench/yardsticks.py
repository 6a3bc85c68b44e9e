"""What the least there is costs on this machine in these minutes: what a figure is compared with.

The same code takes twice as long on a machine that is busy, or of another make. Who reads a figure
beside these sees how much of it is the machine.
"""

import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import count
from pathlib import Path
from statistics import median

from django.conf import settings

from klimamosaik.web.bench.empty_view import ADDRESS, BARE, WHOLE
from klimamosaik.web.bench.figure import Speed, seconds
from klimamosaik.web.bench.loop import loop_yardstick
from klimamosaik.web.bench.under_load import (
    Load,
    asked_once,
    free_port,
    load,
    processor,
    until_open,
)
from klimamosaik.web.serving.watching import stop

ASKED = 200  # times, one after the other, each by a connection of its own
LASTS = 5  # [s] of a load
ROWS = 500  # that are committed one by one
SCRIPT = f'request = function() return wrk.format("GET", "{ADDRESS}") end'


@dataclass(frozen=True)
class EmptyView:
    """What a view that does nothing costs."""

    usual: float  # [ms] to the whole answer, asked alone
    each: float  # [ms] of the server's processor, where 16 ask at a time
    load: Load

    def speeds(self, name: str) -> Iterator[Speed]:
        """Its figures."""
        yield Speed(f"{name}: p50 of one who asks alone", self.usual, "ms")
        yield Speed(f"{name}: rate", self.load.rate, "1/s")
        yield Speed(f"{name}: processor of the server each", self.each, "ms")


@dataclass(frozen=True)
class Yardsticks:
    """The least there is, measured before a run."""

    bare: EmptyView  # without middleware
    whole: EmptyView  # with ours
    loop: Speed  # [ms] of the processor
    commits: float  # [1/s] of single rows in SQLite, with the settings of ours

    def speeds(self) -> Iterator[Speed]:
        """All of them."""
        yield from self.bare.speeds("yardstick: an empty Django view, no middleware")
        yield from self.whole.speeds("yardstick: an empty Django view, ours")
        yield self.loop
        yield Speed("yardstick: SQLite, a row a commit", self.commits, "1/s")

    @property
    def alone(self) -> str:
        """Beside what is asked by one alone."""
        return f"an empty view {self.whole.usual:.1f} ms, the loop {self.loop.value:.0f} ms"

    @property
    def rate(self) -> str:
        """Beside what 16 ask at a time."""
        return f"an empty view {self.bare.load.rate:,.0f}/s, with middleware " + (
            f"{self.whole.load.rate:,.0f}/s, rows a commit {self.commits:,.0f}/s"
        )

    @property
    def work(self) -> str:
        """Beside processor time of a request."""
        return f"an empty view {self.bare.each:.2f} ms, with middleware {self.whole.each:.2f} ms"

    @property
    def many(self) -> str:
        """Beside what is work alone."""
        return f"the loop {self.loop.value:.0f} ms"


def yardsticks(headers: Mapping[str, str]) -> Yardsticks:
    """Measure them. headers: as who measures sends them."""
    return Yardsticks(
        bare=empty_view(BARE, headers),
        whole=empty_view(WHOLE, headers),
        loop=loop_yardstick(),
        commits=commits_each_second(settings.DATA_DIR / "yardstick.sqlite3"),
    )


def empty_view(kind: str, headers: Mapping[str, str]) -> EmptyView:
    """What a view that does nothing costs behind this middleware."""
    with serving_nothing(kind) as (port, pid):
        ask = partial(asked_once, port, ADDRESS, headers)
        ask()
        usual = 1e3 * median(seconds(ask) for _ in range(ASKED))
        before = processor(pid)
        found = load(port, SCRIPT, headers, LASTS)
        each = 1e3 * (processor(pid) - before) / max(found.rate * LASTS, 1.0)
    return EmptyView(usual, each, found)


@contextmanager
def serving_nothing(kind: str) -> Iterator[tuple[int, int]]:
    """A server with that view alone; its port and process."""
    port = free_port()
    words = [sys.executable, "-m", "klimamosaik.web.bench.empty_view", str(port), kind]
    process = subprocess.Popen(words)
    try:
        until_open(port)
        yield port, process.pid
    finally:
        stop([process])


def commits_each_second(file: Path) -> float:
    """How many single rows a second SQLite commits to this disk, each before the next."""
    with closing(sqlite3.connect(file, isolation_level=None)) as database:
        database.executescript(str(settings.DATABASES["default"]["OPTIONS"]["init_command"]))
        database.execute("CREATE TABLE row (number INTEGER PRIMARY KEY, value REAL)")
        numbers = count()

        def one() -> None:
            database.execute("BEGIN IMMEDIATE")
            database.execute("INSERT INTO row VALUES (?, 0.5)", [next(numbers)])
            database.execute("COMMIT")

        return 1 / median(seconds(one) for _ in range(ROWS))

"""Asks for several addresses at the same time, in processes beside this one.

Not `multiprocessing`: its children import the program that started them once more, and forking
is unsafe beside the threads that polars keeps. All files of a figure are asked of one process,
which makes the figure once.
"""

import os
import pickle
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import PurePosixPath
from zlib import crc32

import django
from django.db import connection

from klimamosaik.publication.site.local_requests import AddressAsker, GivenAnswer

FIGURES = "/zahlen/"
MOST = 4  # processes; each holds what pages stand on in memory
START = "import sys; sys.path[:] = {path!r}; from {module} import answer; answer({origin!r})"


class AskersBeside:
    """Processes that ask, each with a thread here that waits for it."""

    ahead = 128  # addresses begun before the first of them is answered

    def __init__(self, origin: str, count: int) -> None:
        self.askers = [AskerBeside(origin) for _ in range(count)]
        self.threads = [ThreadPoolExecutor(1) for _ in self.askers]

    def begin(self, address: str, mark: str = "") -> "Future[GivenAnswer]":
        """Begin to ask; the answer is there later. mark: of the file that is held."""
        at = crc32(subject_of(address).encode()) % len(self.askers)
        return self.threads[at].submit(self.askers[at].ask, address, mark)

    def end(self) -> None:
        """End all processes; what was not begun is not asked."""
        for thread in self.threads:
            thread.shutdown(wait=False, cancel_futures=True)
        for asker in self.askers:
            asker.end()


class AskerBeside:
    """A process that asks for one address after the other."""

    def __init__(self, origin: str) -> None:
        """`origin`: scheme and host the pages believe to be asked at."""
        start = START.format(path=sys.path, module=__name__, origin=origin)
        self.process = subprocess.Popen(
            [sys.executable, "-c", start],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,  # Ctrl+C is for the one who exports
        )

    def ask(self, address: str, mark: str = "") -> GivenAnswer:
        """The answer of an address. Raises EOFError where the process has died."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        pickle.dump((address, mark), self.process.stdin)
        self.process.stdin.flush()
        given: GivenAnswer = pickle.load(self.process.stdout)
        return given

    def end(self) -> None:
        """Let the process end, whatever it is at."""
        self.process.kill()
        self.process.communicate()


class AskerHere:
    """This process, which answers at once."""

    ahead = 1  # addresses begun before the first of them is answered

    def __init__(self, origin: str) -> None:
        self.asker = AddressAsker(origin)

    def begin(self, address: str, mark: str = "") -> "Future[GivenAnswer]":
        """The answer, which is there already."""
        done: Future[GivenAnswer] = Future()
        done.set_result(self.asker.ask(address, mark))
        return done


@contextmanager
def askers(origin: str) -> Iterator[AskersBeside | AskerHere]:
    """What asks for addresses: as many processes as there are cores, at most four.

    This one alone where there is one core, or inside a transaction, which no other would see.
    """
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1
    if cores < 2 or connection.in_atomic_block:
        yield AskerHere(origin)
        return
    beside = AskersBeside(origin, min(cores, MOST))
    try:
        yield beside
    finally:
        beside.end()


def subject_of(address: str) -> str:
    """What an address is about: all that is made of a figure in all languages is about one."""
    path = address.partition("?")[0]
    _, _, figure = path.partition(FIGURES)
    return (figure.partition("/")[0] or PurePosixPath(path).name).partition(".")[0]


def answer(origin: str) -> None:
    """Answer what is asked on the standard input, until nobody is there to ask."""
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what anything prints is no answer
    django.setup()
    asker = AddressAsker(origin)
    while True:
        try:
            asked = pickle.load(sys.stdin.buffer)
        except EOFError:
            return
        pickle.dump(asker.ask(*asked), out)
        out.flush()

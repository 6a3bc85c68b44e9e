"""`serve` as a whole: who watches, those who answer, the background, and what else is to run."""

import json
import logging
import os
import socket
import sys
import threading
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import NoReturn

from klimamosaik.web.serving.opening import PAGES, OpenHouse, open_house
from klimamosaik.web.serving.watching import WatchedProcess, keep_running, on_stop_signals

SMALL = {
    # of the memory of the system (glibc): a part for each thread would keep what nobody needs
    "MALLOC_ARENA_MAX": "1",
    # numpy asks for pages of 2 MB where it makes a large array: the system then fills up what lies
    # around it, and what was handed back there comes again
    "NUMPY_MADVISE_HUGEPAGE": "0",
}
# Python's own memory is a little quicker, and keeps whole regions as long as anything in them
# lives: after a round of work in a large town the background held 80 MB that nobody needed.
THRIFTY = {"PYTHONMALLOC": "malloc"}


@dataclass(frozen=True)
class ServedPart:
    """A process to keep running beside the pages, and what is said of it at the start."""

    name: str
    words: Sequence[str]  # arguments of this Python
    says: str


@dataclass(frozen=True)
class House:
    """What is to be served, and where."""

    host: str
    port: int
    workers: int | None = None  # processes that answer; None: as the settings say
    cluster: str = ""  # address of the scheduler that works effects out; "": the background does
    also: Sequence[ServedPart] = ()


def serve_from_here(house: House) -> NoReturn:
    """Go on, under the same number, as a process that only watches.

    What reads settings and database takes ten times the memory of what starts processes again.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    for name, value in SMALL.items():
        os.environ.setdefault(name, value)
    words = ("-P", "-m", "klimamosaik.web.serving.processes", json.dumps(asdict(house)))
    os.execv(sys.executable, [sys.executable, *words])


def main() -> None:
    """Serve a house: `python -m klimamosaik.web.serving.processes`."""
    told = json.loads(sys.argv[1])
    told["also"] = [ServedPart(**each) for each in told["also"]]
    stopping = on_stop_signals()
    logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    serve(House(**told), stopping)


def serve(house: House, stopping: threading.Event) -> None:
    """Have the house opened, then keep all of it running until it is to stop.

    The others begin once the first one answers, so that nobody waits for them.
    """
    opened = open_house(opening_words(house), stopping)
    if opened is not None:
        say_ready()
        keep_running(processes(house, opened), stopping)


def say_ready() -> None:
    """Tell systemd that the pages answer, where it waits for that (sd_notify(3))."""
    place = os.environ.pop("NOTIFY_SOCKET", "")
    if place:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
            line.sendto(b"READY=1", place.replace("@", "\0", 1) if place[0] == "@" else place)


def opening_words(house: House) -> list[str]:
    """What the process that opens is told."""
    words = ["--host", house.host, "--port", str(house.port)]
    words += ["--workers", str(house.workers)] if house.workers else []
    return words + [word for part in house.also if part.says for word in ("--say", part.says)]


def processes(house: House, opened: OpenHouse) -> list[WatchedProcess]:
    """All there are; the first runs already."""
    among = ("--socket", str(opened.door), "--workers", str(opened.workers))
    found = [
        WatchedProcess(
            f"pages {number + 1}",
            (*PAGES, *among, "--number", str(number)),
            (opened.folder, opened.door),
        )
        for number in range(opened.workers)
    ]
    found[0].runs(opened.process)
    words, folder = ("-m", "klimamosaik.web.background", "--cluster", house.cluster), opened.folder
    found.append(WatchedProcess("background", words, (folder,), THRIFTY))
    return found + [WatchedProcess(part.name, part.words, (folder,)) for part in house.also]


if __name__ == "__main__":
    main()

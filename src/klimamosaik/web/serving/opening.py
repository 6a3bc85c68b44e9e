"""The first process that answers opens the house: it looks at the folder, claims it and the port,
and hands both to who watches. Who watches loads neither settings nor database for that, and
settings and database are loaded once.
"""

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from klimamosaik.web.serving.watching import LOOKS, stop

if TYPE_CHECKING:
    from klimamosaik.web.serving.start_checks import Claims

PAGES = ("-m", "klimamosaik.web.serving.pages")


@dataclass(frozen=True)
class OpenHouse:
    """What the first process has claimed, and how many are to answer."""

    process: "subprocess.Popen[bytes]"
    folder: int  # number of the open file that locks the folder
    door: int  # number of the open socket
    workers: int


def open_house(words: Sequence[str], stopping: threading.Event) -> OpenHouse | None:
    """Start the process that opens and wait until it has; None where all are to stop.

    words: of the process beside who watches it. Where it ends instead, this process ends as it did:
    why stands in the log.
    """
    ours, theirs = socket.socketpair()
    with ours:
        with theirs:
            telling = (*PAGES, *words, "--report", str(theirs.fileno()))
            command = [sys.executable, "-P", *telling, "--parent", str(os.getpid())]
            process = subprocess.Popen(command, pass_fds=(theirs.fileno(),), process_group=0)
        ours.settimeout(LOOKS)
        while not stopping.is_set():
            try:
                told, (folder, door), *_ = socket.recv_fds(ours, 16, 2)
            except TimeoutError:
                continue
            except ValueError:  # nothing: it has ended
                sys.exit(max(1, process.wait()))
            return OpenHouse(process, folder, door, int(told))
    stop([process])
    return None


def report(number: int, claims: "Claims", *, workers: int) -> None:
    """Tell who watches that the house is open. number: of the socket it waits at."""
    with socket.socket(fileno=number) as line:
        numbers = [claims.folder.fileno(), claims.door.fileno()]
        socket.send_fds(line, [str(workers).encode()], numbers)
    os.dup(claims.folder.fileno())  # this process holds the lock, too, as long as it lives

"""The other side: one piece of work after the other, until nobody hands on any more."""

import importlib
import os
import resource
import signal
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO, Any

from klimamosaik.processes.notes import next_note, put, take, tell

READY = 0  # the first note
GRACE = 10  # [s] after which a process ends itself, should nobody be left to end it
GROWN = 250_000_000  # [bytes] a process that takes so much more than at its start is not kept
STATM = Path("/proc/self/statm")  # sizes in pages; Linux only

Work = tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any], int, bool]
Answer = tuple[str, Any, bool]  # how it ended, what came of it, whether the process has grown


def work(beside: int, loads: Sequence[str]) -> None:
    """Do what is handed over. beside: the file beside the pipes; loads: modules imported first."""
    notes, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not get between the notes
    for module in loads:
        importlib.import_module(module)
    start = pages()[1]
    tell(answers, READY)
    while (size := next_note(notes)) is not None:
        what, content = done(beside, size, answers)
        grown = (pages()[1] - start) * resource.getpagesize() > GROWN
        try:
            size = put(beside, (what, content, grown))
        except Exception:  # what cannot be handed over is a fault of the function
            size = put(beside, ("failed", traceback.format_exc(), grown))
        tell(answers, size)
        del content


def done(beside: int, size: int, answers: IO[bytes]) -> tuple[str, Any]:
    """Do one piece of work; it ends with the process where it takes far too long."""

    def progress(*note: Any) -> None:
        tell(answers, note)

    try:
        function, given, named, seconds, tells = take(beside, size)
        if tells:
            named["progress"] = progress
        signal.alarm(seconds + GRACE)
        return "done", function(*given, **named)
    except MemoryError:
        return "memory", None
    except BaseException:
        return "failed", traceback.format_exc()
    finally:
        signal.alarm(0)


def limit_memory(mb: int | None) -> None:
    """Let this process take so much more than it has [MB]; None: as much as it likes."""
    if not STATM.exists():
        return  # macOS takes such limits without holding them
    hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
    soft = hard if mb is None else pages()[0] * resource.getpagesize() + mb * 1_000_000
    try:
        resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))
    except ValueError:
        return  # where the machine allows less, that holds


def pages() -> tuple[int, int]:
    """Pages of data and pages in memory."""
    if not STATM.exists():
        return 0, 0
    sizes = STATM.read_text().split()
    return int(sizes[5]), int(sizes[1])

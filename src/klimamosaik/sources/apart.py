"""Reading in a process apart: a file that breaks its reader, or never ends, takes only that down.

Not `multiprocessing`: its children import the program that started them once more, and forking
is unsafe beside the threads that polars keeps. A worker is an interpreter of its own that reads
one file after the other, so that a file costs milliseconds, not a start.
"""

import atexit
import importlib
import mmap
import os
import pickle
import resource
import signal
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import BoundedSemaphore, Lock, Timer
from typing import IO, Any, TypeVar

from klimamosaik.sources.grid.detected import Progress
from klimamosaik.sources.grid.limits import MOST_CELLS, cells_allowed
from klimamosaik.terms.complaint import InputRejected, rejected
from klimamosaik.terms.text import Text

Result = TypeVar("Result")
TOGETHER = 3  # files read at the same time; each may take all the memory that is allowed
IDLE = 1  # workers kept for the next file
GROWN = 250_000_000  # [bytes] a worker that takes so much more than at its start is not kept
GRACE = 10  # [s] after which a worker ends itself, should nobody be left to end it
READERS = (  # imported when a worker starts, not with its first file
    "klimamosaik.sources.tables",
    "klimamosaik.sources.weather",
    "klimamosaik.sources.measure_lists",
)
READY = 0  # the first note of a worker
STATM = Path("/proc/self/statm")  # sizes in pages; Linux only


@dataclass(frozen=True)
class Limits:
    """What reading one file may take."""

    memory_mb: int = 2000  # beyond what the reader has at its start; Linux only
    seconds: int = 120
    cells: int = MOST_CELLS


Job = tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any], Limits, bool]
Message = tuple[str, Any]  # how a job ended, and its result or what was said
Answer = tuple[str, Any, bool]  # the same, and whether the worker has grown by it


class ReadingFailed(RuntimeError):
    """A fault of the reader; carries the traceback of the other process."""


def apart(
    function: Callable[..., Result],
    *given: Any,
    limits: Limits,
    progress: Progress | None = None,
    **named: Any,
) -> Result:
    """Call a function of a module in a process apart and return what it returns.

    progress: handed to the function where it is given, and told here. Raises InputRejected as the
    function does, and where it takes more memory or time than allowed; ReadingFailed where the
    function fails.
    """
    job = (function, given, named, limits, progress is not None)
    with _together:
        worker = _worker()
        try:
            what, content, grown = worker.ask(job, limits, progress)
        except BaseException:
            worker.end()
            raise
        _keep(worker, again=not grown)
    if what == "refused":
        raise InputRejected(content)
    if what == "memory":
        raise _too_much(limits)
    if what == "failed":
        raise ReadingFailed(content)
    result: Result = content
    return result


class _Worker:
    """An interpreter of its own that reads one file after the other."""

    def __init__(self) -> None:
        self.beside = _file_beside()
        start = (
            f"import sys; sys.path[:] = {sys.path!r}; "
            f"from {__name__} import work; work({self.beside})"
        )
        self.process = subprocess.Popen(
            [sys.executable, "-c", start],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            pass_fds=(self.beside,),
            start_new_session=True,  # Ctrl+C is for the one who asked
        )
        self.owner = os.getpid()
        if _told(self.process.stdout) is None:
            self.end()
            raise ReadingFailed("the process that reads files does not start")

    def ask(self, job: Job, limits: Limits, progress: Progress | None) -> Answer:
        """Hand over a job and await its end; raises InputRejected where the worker is dead."""
        late: list[bool] = []

        def end_it() -> None:
            late.append(True)
            self.process.kill()

        timer = Timer(limits.seconds, end_it)
        timer.daemon = True
        timer.start()
        try:
            answer = self._answer(job, progress)
        finally:
            timer.cancel()
        if answer is None:
            raise _too_long(limits) if late else _too_much(limits)
        return answer

    def _answer(self, job: Job, progress: Progress | None) -> Answer | None:
        """What became of a job; None where the worker died."""
        assert self.process.stdin is not None
        with suppress(BrokenPipeError):
            _tell(self.process.stdin, _write(self.beside, job))
        while (note := _told(self.process.stdout)) is not None:
            if isinstance(note, int):
                answer: Answer = _read(self.beside, note)
                return answer
            if progress is not None:
                progress(*note)
        return None

    @property
    def usable(self) -> bool:
        """True where it waits for a job of this very process."""
        return self.owner == os.getpid() and self.process.poll() is None

    def end(self) -> None:
        """End it and leave nothing behind."""
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()
        os.close(self.beside)
        if self.owner == os.getpid():
            self.process.kill()
            self.process.wait()


_together = BoundedSemaphore(TOGETHER)
_lock = Lock()
_idle: list[_Worker] = []


def _worker() -> _Worker:
    while True:
        with _lock:
            waiting = _idle.pop() if _idle else None
        if waiting is None:
            return _Worker()
        if waiting.usable:
            return waiting
        waiting.end()


def _keep(worker: _Worker, *, again: bool) -> None:
    with _lock:
        kept = again and len(_idle) < IDLE
        if kept:
            _idle.append(worker)
    if not kept:
        worker.end()


@atexit.register
def end_all() -> None:
    """End the workers that wait."""
    with _lock:
        waiting, _idle[:] = list(_idle), []
    for worker in waiting:
        worker.end()


def _write(beside: int, content: Any) -> int:
    """Put something into the file beside the pipes; returns its size [bytes]."""
    os.lseek(beside, 0, os.SEEK_SET)
    with os.fdopen(os.dup(beside), "wb") as file:
        pickle.dump(content, file, protocol=5)
        return file.tell()


def _read(beside: int, size: int) -> Any:
    """Take out what is in the file beside the pipes."""
    with mmap.mmap(beside, size, access=mmap.ACCESS_READ) as content:
        found = pickle.loads(content)
    os.ftruncate(beside, 0)
    return found


def _tell(pipe: IO[bytes], note: Any) -> None:
    pickle.dump(note, pipe)
    pipe.flush()


def _told(pipe: IO[bytes] | None) -> Any:
    """The next note; None where there is nobody left to tell one."""
    assert pipe is not None
    try:
        return pickle.load(pipe)
    except (EOFError, pickle.UnpicklingError):
        return None


def _file_beside() -> int:
    """A file without a name, in memory where the system has such."""
    if sys.platform == "linux":
        return os.memfd_create("klimamosaik")
    with tempfile.TemporaryFile() as file:
        return os.dup(file.fileno())


def _too_much(limits: Limits) -> InputRejected:
    mb = limits.memory_mb
    return rejected(
        "too_much_memory",
        "Die Datei braucht zum Lesen mehr als {mb:n} MB Arbeitsspeicher (Einstellung "
        "KLIMAMOSAIK_READ_MB) oder ist beschädigt. Bitte nach Jahren oder Gebäuden aufteilen.",
        "Reading the file takes more than {mb:n} MB of memory (setting KLIMAMOSAIK_READ_MB), or "
        "it is damaged. Please split it by year or building.",
        mb=mb,
    )


def _too_long(limits: Limits) -> InputRejected:
    return rejected(
        "too_much_time",
        "Das Lesen der Datei dauert länger als {seconds} Sekunden (Einstellung "
        "KLIMAMOSAIK_READ_SECONDS). Bitte nach Jahren oder Gebäuden aufteilen.",
        "Reading the file takes longer than {seconds} seconds (setting KLIMAMOSAIK_READ_SECONDS). "
        "Please split it by year or building.",
        seconds=limits.seconds,
    )


def work(beside: int) -> None:
    """What a worker does until nobody hands it jobs any more.

    The pipes carry notes: the size of a job or answer that lies in the file beside them (a pipe
    holds 64 kB, a long message would wait thousands of times for the other side), and progress.
    """
    notes, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not get between the notes
    for module in READERS:
        importlib.import_module(module)
    start = _pages()[1]
    _tell(answers, READY)
    while (size := _told(notes)) is not None:
        what, content = _done(beside, size, answers)
        grown = (_pages()[1] - start) * resource.getpagesize() > GROWN
        try:
            size = _write(beside, (what, content, grown))
        except Exception:  # what cannot be handed over is a fault of the function
            size = _write(beside, ("failed", traceback.format_exc(), grown))
        _tell(answers, size)
        del content


def _done(beside: int, size: int, answers: IO[bytes]) -> Message:
    """Do one job within its limits."""

    def tell(share: float, text: Text) -> None:
        _tell(answers, (share, text))

    try:
        function, given, named, limits, tells = _read(beside, size)
        if tells:
            named["progress"] = tell
        _limit_memory(limits.memory_mb)
        signal.alarm(limits.seconds + GRACE)
        with cells_allowed(limits.cells):
            return "done", function(*given, **named)
    except InputRejected as refusal:
        return "refused", refusal.complaints
    except MemoryError:
        return "memory", None
    except BaseException:
        return "failed", traceback.format_exc()
    finally:
        signal.alarm(0)
        _limit_memory(None)


def _limit_memory(mb: int | None) -> None:
    if not STATM.exists():
        return  # macOS takes such limits without holding them
    hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
    soft = hard if mb is None else _pages()[0] * resource.getpagesize() + mb * 1_000_000
    with suppress(ValueError):  # where the machine allows less, that holds
        resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))


def _pages() -> tuple[int, int]:
    """Pages of data and pages in memory."""
    if not STATM.exists():
        return 0, 0
    sizes = STATM.read_text().split()
    return int(sizes[5]), int(sizes[1])

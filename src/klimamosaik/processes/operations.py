"""The door: processes that work apart.

Not `multiprocessing`: its children import the program that started them once more, and forking
is unsafe beside the threads that polars keeps. A process is an interpreter of its own that does
one piece of work after the other, so that a piece costs milliseconds, not a start. One of them
waits for the next piece for a while, then it ends: at rest there is none.
"""

import atexit
from collections.abc import Callable, Sequence
from threading import BoundedSemaphore, Lock, Timer
from typing import Any, TypeVar

from klimamosaik.processes.worker import Progress, Worker, WorkerEnded, WorkFailed
from klimamosaik.processes.working import limit_memory

__all__ = ["WorkFailed", "WorkerEnded", "Workers", "end_all", "limit_memory"]

Result = TypeVar("Result")
KEPT = 1  # processes of a kind that wait for the next piece of work


class Workers:
    """Processes for one kind of work."""

    def __init__(self, *, loads: Sequence[str], together: int, waits: float) -> None:
        """loads: modules a process imports as it starts, not with its first piece of work.

        together: so many work at the same time; waits [s]: so long one waits for the next piece.
        """
        self.loads, self.waits = loads, waits
        self.waiting: dict[Worker, Timer] = {}
        self._together, self._lock = BoundedSemaphore(together), Lock()
        KINDS.append(self)

    def do(
        self,
        function: Callable[..., Result],
        *given: Any,
        seconds: int,
        progress: Progress | None = None,
        **named: Any,
    ) -> Result:
        """Call a function of a module in a process apart and return what it returns.

        seconds: it may take so long. progress: handed to the function where it is given, and told
        here. Raises WorkerEnded where it takes longer or the process dies, WorkFailed where the
        function fails.
        """
        with self._together:
            worker = self._worker()
            try:
                work = (function, given, named, seconds, progress is not None)
                what, content, grown = worker.ask(work, seconds, progress)
            except BaseException:
                worker.end()
                raise
            self._keep(worker, again=not grown)
        if what == "memory":
            raise WorkerEnded(late=False)
        if what == "failed":
            raise WorkFailed(content)
        result: Result = content
        return result

    def end_waiting(self) -> None:
        """End who waits."""
        for worker in list(self.waiting):
            self._end(worker)

    def _worker(self) -> Worker:
        while (worker := self._taken()) is not None:
            if worker.usable:
                return worker
            worker.end()
        return Worker(self.loads)

    def _taken(self, worker: Worker | None = None) -> Worker | None:
        """One that waits, or this one if it does, which nobody else can take now."""
        with self._lock:
            found = next(iter(self.waiting), None) if worker is None else worker
            timer = self.waiting.pop(found, None) if found else None
        if timer is None:
            return None
        timer.cancel()
        return found

    def _keep(self, worker: Worker, *, again: bool) -> None:
        with self._lock:
            kept = again and len(self.waiting) < KEPT
            if kept:
                timer = Timer(self.waits, self._end, (worker,))
                timer.daemon = True
                self.waiting[worker] = timer
        if kept:
            timer.start()
        else:
            worker.end()

    def _end(self, worker: Worker) -> None:
        if self._taken(worker) is not None:
            worker.end()


KINDS: list[Workers] = []


@atexit.register
def end_all() -> None:
    """End all processes that wait."""
    for kind in KINDS:
        kind.end_waiting()

"""This side of one process apart: how it is started, asked and ended."""

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from threading import Timer

from klimamosaik.processes import working
from klimamosaik.processes.notes import file_beside, next_note, put, take, tell
from klimamosaik.processes.working import Answer, Work

Progress = Callable[..., None]


class WorkFailed(RuntimeError):
    """A fault of the work; carries the traceback of the other process."""


class WorkerEnded(RuntimeError):
    """The process ended over its work. late: because it took longer than allowed."""

    def __init__(self, *, late: bool) -> None:
        super().__init__("took too long" if late else "took too much memory, or was ended")
        self.late = late


class Worker:
    """An interpreter of its own that does one piece of work after the other."""

    def __init__(self, loads: Sequence[str]) -> None:
        self.beside = file_beside()
        start = (
            f"import sys; sys.path[:] = {sys.path!r}; "
            f"from {working.__name__} import work; work({self.beside}, {tuple(loads)!r})"
        )
        self.process = subprocess.Popen(
            [sys.executable, "-c", start],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            pass_fds=(self.beside,),
            start_new_session=True,  # Ctrl+C is for the one who asked
        )
        self.owner = os.getpid()
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.notes, self.answers = self.process.stdin, self.process.stdout
        if next_note(self.answers) is None:
            self.end()
            raise WorkFailed("the process apart does not start")

    def ask(self, work: Work, seconds: int, progress: Progress | None) -> Answer:
        """Hand work over and await its end; raises WorkerEnded where the process is dead."""
        late: list[bool] = []

        def end_it() -> None:
            late.append(True)
            self.process.kill()

        timer = Timer(seconds, end_it)
        timer.daemon = True
        timer.start()
        try:
            answer = self._answer(work, progress)
        finally:
            timer.cancel()
        if answer is None:
            raise WorkerEnded(late=bool(late))
        return answer

    def _answer(self, work: Work, progress: Progress | None) -> Answer | None:
        """What became of it; None where the process died."""
        with suppress(BrokenPipeError):
            tell(self.notes, put(self.beside, work))
        while (note := next_note(self.answers)) is not None:
            if isinstance(note, int):
                answer: Answer = take(self.beside, note)
                return answer
            if progress is not None:
                progress(*note)
        return None

    @property
    def usable(self) -> bool:
        """True where it waits for work of this very process."""
        return self.owner == os.getpid() and self.process.poll() is None

    def end(self) -> None:
        """End it and leave nothing behind."""
        for pipe in (self.notes, self.answers):
            with suppress(OSError):
                pipe.close()
        os.close(self.beside)
        if self.owner == os.getpid():
            self.process.kill()
            self.process.wait()

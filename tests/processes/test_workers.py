"""A process apart waits a while for the next piece of work, then it is gone."""

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from klimamosaik.processes.operations import WorkerEnded, Workers, WorkFailed, end_all


@pytest.fixture
def workers() -> Iterator[Workers]:
    """One kind of work; its process waits long."""
    made = Workers(loads=(), together=2, waits=600)
    yield made
    made.end_waiting()


def test_one_process_does_the_next_piece_of_work_too(workers: Workers) -> None:
    assert workers.do(os.getpid, seconds=60) == workers.do(os.getpid, seconds=60) != os.getpid()


def test_who_has_waited_long_enough_ends_and_is_no_zombie() -> None:
    workers = Workers(loads=(), together=1, waits=0.05)
    first = workers.do(os.getpid, seconds=60)
    until = time.monotonic() + 60
    while workers.waiting or Path(f"/proc/{first}").exists():
        assert time.monotonic() < until
        time.sleep(0.01)
    assert workers.do(os.getpid, seconds=60) != first


def test_who_works_again_does_not_end_for_having_waited_before(workers: Workers) -> None:
    workers.do(os.getpid, seconds=60)
    ((_, before),) = workers.waiting.items()
    workers.do(os.getpid, seconds=60)
    ((worker, timer),) = workers.waiting.items()
    assert before.finished.is_set()
    assert not timer.finished.is_set()
    assert worker.usable


def test_who_has_grown_is_not_kept(workers: Workers) -> None:
    workers.do(exec, "import builtins; builtins.kept = b'x' * 300_000_000", seconds=60)
    assert not workers.waiting


def test_work_that_fails_or_hangs_is_told_and_the_next_is_done(workers: Workers) -> None:
    with pytest.raises(WorkFailed, match="ValueError"):
        workers.do(int, "x", seconds=60)
    with pytest.raises(WorkerEnded) as hung:
        workers.do(time.sleep, 60, seconds=1)
    assert hung.value.late
    with pytest.raises(WorkerEnded) as died:
        workers.do(os.abort, seconds=60)
    assert not died.value.late
    assert workers.do(max, 1, 2, seconds=60) == 2


def test_all_kinds_end_together(workers: Workers) -> None:
    workers.do(os.getpid, seconds=60)
    (worker,) = workers.waiting
    end_all()
    assert worker.process.returncode is not None
    assert not workers.waiting

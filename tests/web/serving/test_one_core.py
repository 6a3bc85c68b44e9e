"""Processes that answer stay on one core each."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from klimamosaik.web.serving.one_core import stay_on_one_core

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="this system binds no thread to a core"
)
THREADS_OF_TABLES = """
import os, pathlib, threading
from klimamosaik.web.serving.one_core import stay_on_one_core
from klimamosaik.web.serving.warming import start_threads_of_tables

helper = threading.Thread(target=start_threads_of_tables)
helper.start()
helper.join()
stay_on_one_core(threading.enumerate(), 0)

def name(task):
    try:
        return (task / "comm").read_text()
    except OSError:  # it has just ended
        return ""

tasks = pathlib.Path("/proc/self/task").iterdir()
tables = [int(task.name) for task in tasks if name(task).startswith("polars-")]
print(len(os.sched_getaffinity(0)), max(len(os.sched_getaffinity(t)) for t in tables))
"""


@contextmanager
def waiting_thread(found: list[set[int]]) -> Iterator[threading.Thread]:
    """A thread that waits, and then notes which cores one may use that it starts."""
    go = threading.Event()

    def wait() -> None:
        assert go.wait(20)
        started = threading.Thread(target=lambda: found.append(os.sched_getaffinity(0)))
        started.start()
        started.join()

    thread = threading.Thread(target=wait)
    thread.start()
    try:
        yield thread
    finally:
        go.set()
        thread.join()


def cores_of_a_thread(number: int) -> set[int]:
    """The cores that a thread may use which is started by one that stays on one."""
    found: list[set[int]] = []
    with waiting_thread(found) as thread:
        stay_on_one_core([thread], number)
    return found[0]


def test_numbers_in_a_row_use_one_core_each_and_all_of_them_in_turn() -> None:
    allowed = os.sched_getaffinity(0)
    found = [cores_of_a_thread(number) for number in range(len(allowed))]
    assert all(len(each) == 1 for each in found)
    assert set.union(*found) == allowed
    assert os.sched_getaffinity(0) == allowed


def test_tables_are_read_on_all_cores_by_who_stays_on_one() -> None:
    settings = {"DJANGO_SETTINGS_MODULE": "klimamosaik.web.settings"}
    script = f"import django; django.setup(){THREADS_OF_TABLES}"
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, **settings},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == ["1", str(len(os.sched_getaffinity(0)))]

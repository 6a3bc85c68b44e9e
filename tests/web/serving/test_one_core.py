"""Processes that answer stay on one core each."""

import os
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from klimamosaik.web.serving.one_core import stay_on_one_core


def cores_of_a_thread(number: int) -> set[int]:
    """The cores that a thread started by one with this number may use."""

    def inner() -> set[int]:
        stay_on_one_core(number)
        found: list[set[int]] = []
        started = threading.Thread(target=lambda: found.append(os.sched_getaffinity(0)))
        started.start()
        started.join()
        return found[0]

    with ThreadPoolExecutor(1) as pool:  # only this thread is bound
        return pool.submit(inner).result()


@pytest.mark.skipif(sys.platform != "linux", reason="this system binds no thread to a core")
def test_numbers_in_a_row_use_one_core_each_and_all_of_them_in_turn() -> None:
    allowed = os.sched_getaffinity(0)
    found = [cores_of_a_thread(number) for number in range(len(allowed))]
    assert all(len(each) == 1 for each in found)
    assert set.union(*found) == allowed
    assert os.sched_getaffinity(0) == allowed

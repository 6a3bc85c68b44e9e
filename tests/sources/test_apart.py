"""A reader in a process apart: its results come back, its death becomes a sentence."""

import os
import threading
import time

import polars as pl
import pytest

from klimamosaik.processes.operations import WorkFailed
from klimamosaik.processes.working import STATM
from klimamosaik.sources.apart import READERS, Limits, apart
from klimamosaik.sources.grid.detected import Progress
from klimamosaik.sources.grid.limits import check_cells
from klimamosaik.sources.tables import read
from klimamosaik.terms.complaint import InputRejected, rejected
from klimamosaik.terms.text import Text

ROOMY = Limits()


def code_of(refusal: pytest.ExceptionInfo[InputRejected]) -> str:
    return refusal.value.complaints[0].code


def ended() -> None:
    os.abort()


def refusing() -> None:
    raise rejected("so_nicht", "So nicht.", "Not like this.")


def telling(progress: Progress) -> int:
    progress(0.5, Text("halb", "half"))
    return os.getpid()


def framed(height: int) -> pl.DataFrame:
    return pl.DataFrame({"a": range(height)})


def filled(megabytes: int) -> int:
    return len(bytearray(megabytes * 1_000_000))


def printing() -> str:
    print("this is for nobody")
    return "done"


def test_a_file_is_read_as_it_would_be_here() -> None:
    data = b"Datum;Strom kWh\n" + b"".join(b"%02d.01.2024;5\n" % day for day in range(1, 29))
    there = apart(read, data, name="a.csv", limits=ROOMY)
    assert there == read(data, name="a.csv")
    assert there.readings.equals(read(data, name="a.csv").readings)


def test_results_larger_than_a_pipe_come_back_whole() -> None:
    assert apart(framed, 1_000_000, limits=ROOMY)["a"].sum() == 499_999_500_000


def test_progress_is_told_here_and_the_same_process_reads_the_next_file() -> None:
    told: list[tuple[float, str]] = []
    first = apart(telling, limits=ROOMY, progress=lambda share, text: told.append((share, text.de)))
    assert told == [(0.5, "halb")]
    assert first != os.getpid()
    assert apart(telling, limits=ROOMY, progress=lambda share, text: None) == first


def test_a_refusal_keeps_its_sentence() -> None:
    with pytest.raises(InputRejected, match="Not like this") as refusal:
        apart(refusing, limits=ROOMY)
    assert code_of(refusal) == "so_nicht"
    reader = apart(os.getpid, limits=ROOMY)
    with pytest.raises(InputRejected):
        apart(refusing, limits=ROOMY)
    assert apart(os.getpid, limits=ROOMY) == reader  # a refusal ends no process


def test_a_fault_of_the_reader_is_no_refusal() -> None:
    with pytest.raises(WorkFailed, match="ValueError"):
        apart(int, "x", limits=ROOMY)


@pytest.mark.skipif(not STATM.exists(), reason="the system holds no limit of memory")
def test_too_much_memory_is_a_sentence_and_the_next_file_is_read() -> None:
    with pytest.raises(InputRejected, match="KLIMAMOSAIK_READ_MB") as refusal:
        apart(filled, 600, limits=Limits(memory_mb=300))
    assert code_of(refusal) == "too_much_memory"
    assert apart(filled, 20, limits=Limits(memory_mb=300)) == 20_000_000


def test_a_reader_that_dies_is_a_sentence() -> None:
    with pytest.raises(InputRejected) as refusal:
        apart(ended, limits=ROOMY)
    assert code_of(refusal) == "too_much_memory"


def test_too_much_time_is_a_sentence_and_nobody_is_left_behind() -> None:
    begin = time.monotonic()
    with pytest.raises(InputRejected, match="KLIMAMOSAIK_READ_SECONDS") as refusal:
        apart(time.sleep, 60, limits=Limits(seconds=1))
    assert code_of(refusal) == "too_much_time"
    assert time.monotonic() - begin < 30


def test_the_limit_of_cells_holds_there() -> None:
    with pytest.raises(InputRejected) as refusal:
        apart(check_cells, 1001, limits=Limits(cells=1000))
    assert code_of(refusal) == "too_many_cells"
    assert apart(check_cells, 1001, limits=ROOMY) is None


def test_what_a_library_prints_does_not_disturb() -> None:
    assert apart(printing, limits=ROOMY) == "done"


def test_threads_read_beside_each_other_and_one_worker_stays() -> None:
    found: list[int] = []
    threads = [
        threading.Thread(target=lambda: found.append(apart(filled, 1, limits=ROOMY)))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [1_000_000] * 4
    assert len(READERS.waiting) == 1
    READERS.end_waiting()
    assert not READERS.waiting


def test_a_worker_that_died_while_waiting_is_replaced() -> None:
    apart(filled, 1, limits=ROOMY)
    (reader,) = READERS.waiting
    reader.process.kill()
    reader.process.wait()
    assert apart(filled, 1, limits=ROOMY) == 1_000_000

"""Workers of a cluster give the figures of one process to the last bit, also where one dies."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import psutil
import pytest

from tests.ports import free_port

pytest.importorskip("distributed", reason="the extra [cluster] is not installed")
LOOPBACK = "127.0.0.1"


class Machines:
    """A scheduler and its workers, each a process of its own, all on loopback."""

    def __init__(self, environment: dict[str, str], opened: ExitStack) -> None:
        self.environment, self.opened = environment, opened
        self.address = f"tcp://{LOOPBACK}:{free_port()}"
        port = self.address.rsplit(":", 1)[1]
        self.scheduler = self.start("scheduler", "--port", port)
        wait_for(int(port))
        self.workers: list[subprocess.Popen[bytes]] = []

    def work(self, **otherwise: str) -> None:
        """Start a worker, with other settings where some are named."""
        words = ("--nthreads", "1", "--no-nanny", "--memory-limit", "0")
        self.workers.append(self.start("worker", self.address, *words, **otherwise))

    def start(self, what: str, *words: str, **otherwise: str) -> "subprocess.Popen[bytes]":
        """Start one; its dashboard is on loopback, too."""
        shown = ("--host", LOOPBACK, "--dashboard-address", f"{LOOPBACK}:0", "--no-dashboard")
        process = subprocess.Popen(
            [sys.executable, "-m", "distributed.cli.dask_" + what, *words, *shown],
            env=self.environment | otherwise, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        self.opened.callback(process.wait)
        self.opened.callback(process.kill)
        return process

    def listening(self) -> set[str]:
        """The addresses all of them listen on."""
        return {
            connection.laddr.ip
            for process in (self.scheduler, *self.workers)
            for connection in psutil.Process(process.pid).net_connections()
            if connection.status == psutil.CONN_LISTEN
        }


def wait_for(port: int) -> None:
    for _ in range(300):
        with socket.socket() as asked:
            if asked.connect_ex((LOOPBACK, port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError(f"nobody listens on {port}")


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    (tmp_path / "data").mkdir()
    return {
        "KLIMAMOSAIK_DATA": str(tmp_path / "data"),
        "DJANGO_SETTINGS_MODULE": "klimamosaik.web.settings",
        "PATH": "/usr/bin:/bin",
        "HOME": str(tmp_path),
        "PYTHONPATH": os.pathsep.join(sys.path),
    }


@pytest.fixture
def machines(environment: dict[str, str]) -> Iterator[Machines]:
    with ExitStack() as opened:
        yield Machines(environment, opened)


@pytest.mark.long
def test_all_ways_give_the_same_figures_to_the_last_bit(
    machines: Machines, environment: dict[str, str]
) -> None:
    for _ in range(3):
        machines.work()
    pids = ",".join(str(worker.pid) for worker in machines.workers)
    done = subprocess.run(
        [sys.executable, "-m", "tests.web.cluster.scene", machines.address, pids],
        env=environment, capture_output=True, text=True, check=False, timeout=240,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    told = json.loads(done.stdout)
    assert told.pop("decided") > 5
    assert told == {"here": True, "threads": True, "cluster": True, "one killed": True}
    assert machines.workers[0].poll() is not None  # it was killed
    machines.workers = machines.workers[1:]
    assert machines.listening() == {LOOPBACK}


def refused(address: str, environment: dict[str, str]) -> str:
    """What `effects --cluster` says where it will not begin."""
    run = "from klimamosaik.web import cluster; cluster.WAIT = 5.0\n"
    run += "from klimamosaik.web.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", run, "effects", "--cluster", address],
        env=environment | {"KLIMAMOSAIK_LANGUAGE": "en"},
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 2, done.stderr
    return done.stderr


def test_a_scheduler_that_does_not_answer_is_a_sentence(environment: dict[str, str]) -> None:
    address = f"tcp://{LOOPBACK}:{free_port()}"
    assert f"No Dask scheduler answers at {address}" in refused(address, environment)


def test_a_scheduler_without_workers_is_not_waited_for(
    machines: Machines, environment: dict[str, str]
) -> None:
    assert f"{machines.address} has no workers" in refused(machines.address, environment)


@pytest.mark.long
def test_a_worker_that_sees_other_data_works_nothing_out(
    machines: Machines, environment: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "other").mkdir()
    machines.work(KLIMAMOSAIK_DATA=str(tmp_path / "other"))
    assert "does not see the same data" in refused(machines.address, environment)

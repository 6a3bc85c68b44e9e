"""A server of its own under the load of wrk: real connections, on this machine."""

import os
import re
import resource
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from tempfile import TemporaryDirectory

from klimamosaik.terms.complaint import rejected

SECONDS, CONNECTIONS = 10, 16
OURS = "klimamosaik.web."
ANSWERING = "serving.pages"
LOOKS = 0.1  # [s]
REST = 30.0  # [s] after which all is loaded, and the background has looked at everything once
RATE = re.compile(r"Requests/sec:\s+([\d.]+)")
TAIL = re.compile(r"(\d\d)%\s+([\d.]+)(us|ms|s)")
P95 = re.compile(r"p95 (\d+) us")
TELL_P95 = """
done = function(summary, latency, requests)
  io.write(string.format("p95 %d us\\n", latency:percentile(95)))
end
"""  # wrk itself tells 90 and 99 only
REFUSED = re.compile(r"Non-2xx or 3xx responses: (\d+)")
IN_MS = {"us": 1e-3, "ms": 1.0, "s": 1e3}


@dataclass(frozen=True)
class Load:
    """What a load showed.

    All connections ask again at once when they were answered, so times hold the wait for those
    before: with 16 of them a server that needs 1 ms a request answers after 16.
    """

    rate: float  # [requests/s]
    usual: float  # [ms] from asking to the whole answer, waiting included; half are quicker
    p95: float  # [ms] the same
    p99: float  # [ms] the same
    refused: int  # answers that were no success
    generator: float  # 0..1, share of one processor the load itself took


def needs_wrk() -> None:
    """Refuse to measure without the program that makes the load."""
    if shutil.which("wrk") is None:
        raise rejected(
            "no_wrk",
            "Zum Messen fehlt das Programm wrk: Installieren Sie das Debian-Paket wrk.",
            "The program wrk is missing for this measurement: install the Debian package wrk.",
        )


@contextmanager
def serving(*words: str) -> Iterator[tuple[int, int]]:
    """A server of its own on the bench's folder; its port and process. words: further options."""
    port = free_port()
    command = [sys.executable, "-c", "from klimamosaik.web.cli import main; main()"]
    process = subprocess.Popen(
        [*command, "serve", "--port", str(port), *words],
        stdout=subprocess.DEVNULL,
        env=dict(os.environ),
    )
    try:
        await_answer(port)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait(20)


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def settled(*words: str) -> Iterator[tuple[int, int]]:
    """The same once it rests: a load then shows what requests cost, not what the start does."""
    with serving(*words) as found:
        time.sleep(REST)
        yield found


def await_answer(port: int, patience: float = 60.0) -> None:
    """Wait until the server answers."""
    until = time.monotonic() + patience
    while True:
        try:
            connection = HTTPConnection("127.0.0.1", port, timeout=60)
            connection.request("GET", "/anmelden/")  # the page an office sees first
            connection.getresponse().read()
            return
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)


def asked_once(
    port: int, path: str, headers: Mapping[str, str], body: bytes | None = None
) -> tuple[int, bytes]:
    """Status and body of an answer, by a connection of its own."""
    connection = HTTPConnection("127.0.0.1", port, timeout=120)
    connection.request("POST" if body else "GET", path, body, dict(headers))
    answer = connection.getresponse()
    found = answer.read()
    connection.close()
    return answer.status, found


def until_open(port: int) -> None:
    """Wait until somebody listens there."""
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1.0).close()
        except OSError:
            time.sleep(LOOKS)
        else:
            return


def load(port: int, script: str, headers: Mapping[str, str], seconds: int = SECONDS) -> Load:
    """Send what a script of wrk says, from all connections at a time, so many seconds [s]."""
    before, begun = used(), time.perf_counter()
    with TemporaryDirectory() as folder:
        file = Path(folder) / "load.lua"
        file.write_text(script + TELL_P95, encoding="utf-8")
        told = subprocess.run(
            [
                *("wrk", "--latency", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "-s", str(file)),
                *(word for name, value in headers.items() for word in ("-H", f"{name}: {value}")),
                f"http://127.0.0.1:{port}",
            ],
            check=True,
            capture_output=True,
            text=True,
        ).stdout
    share = (used() - before) / (time.perf_counter() - begun)
    rate, refused, p95 = RATE.search(told), REFUSED.search(told), P95.search(told)
    tail = {percent: float(value) * IN_MS[unit] for percent, value, unit in TAIL.findall(told)}
    return Load(
        rate=float(rate[1]) if rate else 0.0,
        usual=tail.get("50", 0.0),
        p95=float(p95[1]) * IN_MS["us"] if p95 else 0.0,
        p99=tail.get("99", 0.0),
        refused=int(refused[1]) if refused else 0,
        generator=share,
    )


def used() -> float:
    """Processor time of finished children [s]."""
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def memory(pid: int) -> float:
    """Memory of a process and its children [MB]."""
    return sum(memory_of_each(pid).values())


def memory_of_each(pid: int) -> dict[int, float]:
    """Memory of a process and of each of its children [MB], by number."""
    found = {}
    for each in family(pid):
        with suppress(OSError):  # ended meanwhile
            pages = int(Path(f"/proc/{each}/statm").read_text().split()[1])
            found[each] = pages * os.sysconf("SC_PAGE_SIZE") / 1e6
    return found


def program_of(pid: int) -> str:
    """The module of this software a process runs, "serving.pages"; "" for anything else."""
    with suppress(OSError):  # ended meanwhile
        words = Path(f"/proc/{pid}/cmdline").read_text().split("\0")
        for word in words:
            if word.startswith(OURS):
                return word.removeprefix(OURS)
    return ""


def family(pid: int) -> list[int]:
    """A process and all it started; one that ends meanwhile has started nothing."""
    found = [pid]
    with suppress(OSError):
        for task in Path(f"/proc/{pid}/task").glob("*/children"):
            for child in task.read_text().split():
                found += family(int(child))
    return found


def processor(pid: int) -> float:
    """Processor time of a process and its children so far [s]."""
    ticks = 0
    for each in family(pid):
        with suppress(OSError):  # ended meanwhile
            told = Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split()
            ticks += int(told[11]) + int(told[12])
    return ticks / os.sysconf("SC_CLK_TCK")

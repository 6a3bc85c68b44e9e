"""How many strangers the public pages bear: a real server, real connections, on this machine."""

import os
import re
import resource
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory

from django.utils import timezone

from klimamosaik.places.models import Municipality
from klimamosaik.publication.queries.figures.every import figure_keys
from klimamosaik.publication.queries.known import Known
from klimamosaik.publication.queries.paths import figure_path, page_path
from klimamosaik.publication.queries.published import published_in
from klimamosaik.records.operations import save
from klimamosaik.terms.complaint import rejected
from klimamosaik.web.bench.figure import Speed
from klimamosaik.web.demo.town import AGS

ADDRESSES, SECONDS, CONNECTIONS = 50, 10, 16
UNPACKED = {"Connection": "keep-alive"}
SUFFIXES = ("/", ".csv", ".json", ".svg")
RATE = re.compile(r"Requests/sec:\s+([\d.]+)")
TAIL = re.compile(r"(\d\d)%\s+([\d.]+)(us|ms|s)")
IN_MS = {"us": 1e-3, "ms": 1.0, "s": 1e3}
SCRIPT = """
local paths = {%s}
local every, place, made = %d, 0, 0
request = function()
  place = place %% #paths + 1
  local path = paths[place]
  if every > 0 then
    made = made + 1
    if made %% every == 0 then path = path .. "?neu=" .. made .. tostring(math.random(1e9)) end
  end
  return wrk.format("GET", path)
end
"""


@dataclass(frozen=True)
class Load:
    """What a load showed."""

    rate: float  # [requests/s]
    p99: float  # [ms]
    generator: float  # 0..1, share of one processor the load itself took


def public() -> Iterator[Speed]:
    """Rates, tails, cold pages and memory of the demo town's public addresses."""
    if shutil.which("wrk") is None:
        raise rejected(
            "no_wrk",
            "Zum Messen fehlt das Programm wrk: Installieren Sie das Debian-Paket wrk.",
            "The program wrk is missing for this measurement: install the Debian package wrk.",
        )
    with serving() as (port, pid):
        paths = addresses(port)
        yield Speed("public: addresses asked", len(paths), "")
        yield from cold(port, paths)
        before = memory(pid)
        for name, asked, every, aim in (
            ("a static file", ("/static/favicon.svg",), 0, ""),
            ("public pages, nothing changed", paths, 0, "1,000 requests/s"),
            ("public pages, every tenth made anew", paths, 10, "200 requests/s"),
        ):
            found = load(port, asked, every)
            yield Speed(f"{name}: rate", found.rate, "requests/s", aim)
            yield Speed(f"{name}: p99", found.p99, "ms", "150 ms" if aim else "")
            yield Speed(f"{name}: the load itself", found.generator, "processors")
        yield Speed("public: memory more after the load", memory(pid) - before, "MB", "flat")


@contextmanager
def serving() -> Iterator[tuple[int, int]]:
    """A server of its own on the bench's folder; its port and process."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-c", "from klimamosaik.web.cli import main; main()"]
    process = subprocess.Popen(
        [*command, "serve", "--port", str(port)], stdout=subprocess.DEVNULL, env=dict(os.environ)
    )
    try:
        await_answer(port)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait(20)


def await_answer(port: int, patience: float = 60.0) -> None:
    """Wait until the server answers."""
    until = time.monotonic() + patience
    while True:
        try:
            get(port, page_path(AGS))
            return
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)


def addresses(port: int) -> tuple[str, ...]:
    """Public pages, pictures and files that answer."""
    known = Known(published_in(AGS), timezone.now())
    pages = [page_path(AGS), page_path(AGS, language="en"), page_path(AGS, "massnahmen/")]
    files = [figure_path(AGS, key, end) for end in SUFFIXES for key in figure_keys(known)]
    found = [path for path in (*pages, *files) if get(port, path)[0] == 200]
    step = max(len(found) // ADDRESSES, 1)
    return tuple(found[::step][:ADDRESSES])


def get(port: int, path: str) -> tuple[int, float]:
    """The status of an answer, and how long it took [s]."""
    begun = time.perf_counter()
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", path, headers=UNPACKED)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status, time.perf_counter() - begun


def cold(port: int, paths: Sequence[str]) -> Iterator[Speed]:
    """Each page after a change, so that it has to be made anew."""
    town = Municipality.objects.get(ags=AGS)
    spent = []
    for path in paths:
        save(town, by=None)  # a record of it is newer now
        spent.append(1e3 * get(port, path)[1])
    yield Speed("public, made anew: median", quantiles(spent, n=2)[0], "ms", "300 ms")
    yield Speed("public, made anew: slowest", max(spent), "ms", "300 ms")


def load(port: int, paths: Sequence[str], every: int) -> Load:
    """Ask for the paths by turns; every so-many-th address is one nobody asked before."""
    listed = ", ".join(f'"{path}"' for path in paths)
    before, begun = used(), time.perf_counter()
    with TemporaryDirectory() as folder:
        script = Path(folder) / "paths.lua"
        script.write_text(SCRIPT % (listed, every), encoding="utf-8")
        told = subprocess.run(
            [
                *("wrk", "--latency", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s"),
                *("-s", str(script), "-H", "Accept-Encoding: gzip"),
                f"http://127.0.0.1:{port}",
            ],
            check=True,
            capture_output=True,
            text=True,
        ).stdout
    share = (used() - before) / (time.perf_counter() - begun)
    rate = RATE.search(told)
    tail = {percent: float(value) * IN_MS[unit] for percent, value, unit in TAIL.findall(told)}
    return Load(float(rate[1]) if rate else 0.0, tail.get("99", 0.0), share)


def used() -> float:
    """Processor time of finished children [s]."""
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def memory(pid: int) -> float:
    """Memory of a process and its children [MB]."""
    pages = 0
    for each in family(pid):
        try:
            pages += int(Path(f"/proc/{each}/statm").read_text().split()[1])
        except OSError:  # ended meanwhile
            continue
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def family(pid: int) -> list[int]:
    """A process and all it started."""
    found = [pid]
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in task.read_text().split():
            found += family(int(child))
    return found

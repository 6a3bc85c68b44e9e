"""Streams of readings while there is ten times as much, no room on the disk, or another time.

What was acknowledged is there, once. Each test counts by `audit`, and the first shows that it sees
what is lost and what counts twice.
"""

import json
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request

import pytest

from tests.sensorthings.writing.conftest import LOCATION, OBSERVED, SENSOR, STREAM, THING
from tests.web.serving.conftest import DIRECT, LONG_ENOUGH, RUN, Serving, until

BEGIN = datetime(2026, 3, 1, tzinfo=UTC)
SENDERS, TENFOLD = 4, 40
FULL_DISK = 90  # [MB] all there is; with less than 50 free it is not well (web.views.health)
NO_ROOM = "no space left on the server's disk"


@dataclass
class Senders:
    """Programs that report, and what they were told."""

    serving: Serving
    key: str
    stream: int = 0
    acknowledged: list[int] = field(default_factory=list)  # results, each sent once
    refused: Counter[int] = field(default_factory=Counter)  # by status
    words: set[str] = field(default_factory=set)  # of refusals
    lock: threading.Lock = field(default_factory=threading.Lock)

    def ask(self, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        """Status and document of an answer."""
        request = Request(
            f"{self.serving.address}/sensorthings/v1.1/{path}",
            None if body is None else json.dumps(body).encode(),
            {"Authorization": f"Bearer {self.key}", "Accept-Language": "en"},
            method=method,
        )
        try:
            with DIRECT.open(request, timeout=LONG_ENOUGH) as answer:
                return int(answer.status), json.loads(answer.read() or b"null")
        except HTTPError as refusal:
            return refusal.code, json.loads(refusal.read() or b"null")

    def report(self, result: int) -> bool:
        """Send one reading, each of a second of its own; True where it was acknowledged."""
        at = BEGIN + timedelta(seconds=result)
        body = {"phenomenonTime": at.isoformat(), "result": result}
        status, told = self.ask("POST", f"Datastreams({self.stream})/Observations", body)
        with self.lock:
            if status == 201:
                self.acknowledged.append(result)
            else:
                self.refused[status] += 1
                self.words.add(str((told or {}).get("message")))
        return status == 201

    def audit(self) -> tuple[set[int], set[int]]:
        """Results that were acknowledged and are not there, and those that are there twice."""
        path = f"Datastreams({self.stream})/Observations?$resultFormat=dataArray&$top=10000"
        status, found = self.ask("GET", f"{path}&$select=result")
        assert status == 200, found
        rows = [row for each in found["value"] for row in each["dataArray"]]
        held = Counter(row[0] for row in rows)
        assert len(rows) < 10_000
        return set(self.acknowledged) - held.keys(), {one for one, n in held.items() if n > 1}


def set_up(serving: Serving) -> Senders:
    """A token, a thing and a series. Call before it serves."""
    made = subprocess.run(
        [sys.executable, "-c", RUN, "token", "create", "x", "--scope", "admin", "--json"],
        env=serving.environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return Senders(serving, json.loads(made.stdout)["key"])


def begin(senders: Senders) -> Senders:
    """The series that is reported to."""
    senders.serving.start()
    links = {"Sensor": SENSOR, "ObservedProperty": OBSERVED}
    thing = {**THING, "Locations": [LOCATION], "Datastreams": [{**STREAM, **links}]}
    assert senders.ask("POST", "Things", thing)[0] == 201
    senders.stream = senders.ask("GET", "Datastreams?$select=id")[1]["value"][0]["@iot.id"]
    return senders


@pytest.fixture
def senders(tmp_path: Path) -> Iterator[Senders]:
    """Senders to a server of their own."""
    made = Serving(tmp_path / "data")
    try:
        yield begin(set_up(made))
    finally:
        made.stop()


@pytest.mark.long
def test_bursts_ten_times_as_high_lose_nothing_and_count_nothing_twice(senders: Senders) -> None:
    numbers = iter(range(1_000_000))
    for at_once in (SENDERS, TENFOLD, SENDERS, TENFOLD):
        some = [next(numbers) for _ in range(at_once * 10)]
        with ThreadPoolExecutor(at_once) as pool:
            assert all(pool.map(senders.report, some))
    assert len(senders.acknowledged) == 880
    assert senders.audit() == (set(), set())
    # The control: one taken away, one reported at two times, one acknowledged by nobody here.
    first = f"Datastreams({senders.stream})/Observations?$filter=result eq 7&$select=id"
    number = senders.ask("GET", first.replace(" ", "%20"))[1]["value"][0]["@iot.id"]
    assert senders.ask("DELETE", f"Observations({number})")[0] == 200
    late = {"phenomenonTime": "2027-01-01T00:00:00Z", "result": 8}
    assert senders.ask("POST", f"Datastreams({senders.stream})/Observations", late)[0] == 201
    senders.acknowledged.append(-1)
    assert senders.audit() == ({7, -1}, {8})


@contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """A disk of few megabytes; only who may mount has one."""
    folder.mkdir()
    size = f"size={FULL_DISK}m,mode=700"
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", size, "none", str(folder)], check=False)
    if made.returncode:
        pytest.skip("nobody may mount a small disk here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def fill(file: Path) -> None:
    """Write until there is no room."""
    with file.open("wb", buffering=0) as ballast, suppress(OSError):
        while ballast.write(bytes(65_536)):
            pass


@pytest.mark.long
def test_a_full_disk_refuses_in_words_and_what_was_acknowledged_is_there(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk") as disk:
        made = Serving(disk / "data")
        try:
            senders = begin(set_up(made))
            numbers = iter(range(1_000_000))
            under_load(senders, numbers, lambda: len(senders.acknowledged) >= 200)
            fill(disk / "ballast")
            under_load(senders, numbers, lambda: sum(senders.refused.values()) >= 100)
            assert set(senders.refused) <= {500, 503, 507}, senders.refused
            assert any(NO_ROOM in each for each in senders.words), senders.words
            (disk / "ballast").unlink()
            until(lambda: senders.report(next(numbers)))
            before = len(senders.acknowledged)
            under_load(senders, numbers, lambda: len(senders.acknowledged) >= before + 200)
            assert senders.audit() == (set(), set())
        finally:
            made.stop()


def under_load(senders: Senders, numbers: Iterator[int], enough: Callable[[], bool]) -> None:
    """Many report at once until there is enough of something."""

    def some() -> bool:
        results = [next(numbers) for _ in range(TENFOLD)]
        assert len(list(pool.map(senders.report, results))) == TENFOLD
        return enough()

    with ThreadPoolExecutor(TENFOLD) as pool:
        until(some)

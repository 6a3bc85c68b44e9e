"""A background with nothing left to do begins anew, small, and nobody sees it go."""

import builtins
import os
import signal
import subprocess
import sys
import threading
import time
from argparse import Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest

from klimamosaik.records.exclusive_work import lock_of
from klimamosaik.sources.apart import READERS, Limits, apart
from klimamosaik.web import background, background_restart, background_threads, source_rounds
from klimamosaik.web.background_progress import NEVER, DealtWith
from klimamosaik.web.background_restart import LONG, QUIET, QuietTime, nothing_left
from klimamosaik.web.background_state import LOCK, hold
from klimamosaik.web.background_threads import PiecesOfWork
from klimamosaik.web.serving.watching import GRACE, WatchedProcess, keep_running
from tests.web.test_light_start import loaded_by

HEAVY = {"numpy", "polars", "duckdb", "deltalake", "arro3", "scipy", "pydantic", "openpyxl"}
BEGINS_ANEW = """
import os
from argparse import Namespace
from klimamosaik.web.django_setup import begin_with_django
begin_with_django()
from klimamosaik.web.background_state import hold
from klimamosaik.web.background_restart import begin_anew
sign = hold()
print("held", flush=True)
{before}
begin_anew(sign, Namespace(parent=os.getppid(), cluster=""))
"""


class Clock:
    """A clock that somebody sets."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def quiet_time(
    monkeypatch: pytest.MonkeyPatch, *, anew: bool, large: bool
) -> tuple[Clock, QuietTime]:
    """Of a process that begins now. large: it has loaded what reads readings."""
    monkeypatch.setattr(background_restart, "LARGE", "sys" if large else "nobody_has_this")
    return (clock := Clock()), QuietTime(anew=anew, clock=clock)


def test_it_begins_anew_a_minute_after_it_last_dealt_with_something(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock, quiet = quiet_time(monkeypatch, anew=False, large=True)
    clock.now = QUIET - 1
    assert not quiet.over()
    quiet.dealt()
    clock.now += QUIET - 1
    assert not quiet.over()
    clock.now += 1
    assert quiet.over()


def test_who_has_loaded_nothing_large_stays_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    clock, quiet = quiet_time(monkeypatch, anew=True, large=False)
    clock.now = 100 * LONG
    assert not quiet.over()


def test_where_work_comes_every_few_minutes_it_waits_longer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock, quiet = quiet_time(monkeypatch, anew=True, large=True)
    clock.now = QUIET
    assert not quiet.over()
    clock.now = LONG
    assert quiet.over()


def test_where_work_came_after_hours_of_rest_it_waits_a_minute(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock, quiet = quiet_time(monkeypatch, anew=True, large=False)
    clock.now = 10 * LONG
    assert not quiet.over()
    monkeypatch.setattr(background_restart, "LARGE", "sys")
    quiet.dealt()
    assert not quiet.over()
    clock.now += QUIET
    assert quiet.over()


def test_nobody_begins_anew_amid_a_piece_of_work() -> None:
    pieces, done = PiecesOfWork(), list[int]()
    with pieces.one():
        pieces.if_none(lambda: done.append(1))
    assert done == []
    pieces.if_none(lambda: done.append(2))
    assert done == [2]


def test_where_the_programme_cannot_be_started_it_goes_on(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    handed: list[bool] = []

    def gone(*_: object) -> None:
        handed.append(sign is not None and os.get_inheritable(sign.fileno()))
        raise FileNotFoundError

    monkeypatch.setattr(os, "execv", gone)
    sign = hold()
    assert sign is not None
    with sign:
        background_restart.begin_anew(sign, Namespace(parent=1, cluster=""))
        assert handed == [True]
        assert not os.get_inheritable(sign.fileno())
    assert "could not begin anew" in caplog.text


@pytest.mark.long
def test_it_goes_on_under_the_same_number_and_holds_its_sign_of_life_all_the_while(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "klimamosaik.web.settings")
    monkeypatch.setenv("KLIMAMOSAIK_DATA", str(tmp_path))
    at_once = BEGINS_ANEW.format(before="")
    with subprocess.Popen([sys.executable, "-c", at_once], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"held\n"
        until = time.monotonic() + 60
        try:
            while not works(process.pid):
                assert lock_of(tmp_path / LOCK) is None, "nobody holds the sign of life"
                assert time.monotonic() < until
                time.sleep(0.01)
        finally:
            process.terminate()
    free = lock_of(tmp_path / LOCK)
    assert free is not None
    free.close()


READS_FIRST = """
import sys
import time
from pathlib import Path
from klimamosaik.sources.apart import Limits, apart
apart(len, b"", limits=Limits())  # who read it waits for the next file
while not Path({go!r}).exists():
    time.sleep(0.001)
"""


@pytest.mark.long
@pytest.mark.parametrize("moment", ["before", "as it begins", "during", "after"])
def test_asked_to_stop_around_its_beginning_anew_it_ends_and_leaves_nothing_behind(
    moment: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stopped as `serve` stops all: by who watches."""
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "klimamosaik.web.settings")
    monkeypatch.setenv("KLIMAMOSAIK_DATA", str(tmp_path))
    go = tmp_path / "go"
    code = BEGINS_ANEW.format(before=READS_FIRST.format(go=str(go)))
    watched, stopping = WatchedProcess("background", ("-c", code)), threading.Event()
    watching = threading.Thread(target=keep_running, args=([watched], stopping))
    watching.start()
    try:
        wait_until(lambda: len(ours(tmp_path)) == 2)  # it, and who reads files for it
        assert watched.process is not None
        number = watched.process.pid
        if moment != "before":
            go.touch()
        if moment in ("during", "after"):
            wait_until(lambda: begun_anew(number))
        if moment == "after":
            wait_until(lambda: works(number))
            assert ours(tmp_path) == [number]
            assert children_of(number) == []
    finally:
        stopping.set()
        watching.join(GRACE + 5)
    assert watched.process.returncode == -signal.SIGTERM  # nobody had to be killed
    wait_until(lambda: ours(tmp_path) == [])
    free = lock_of(tmp_path / LOCK)
    assert free is not None
    free.close()


def test_who_reads_files_for_it_is_ended_before_it_begins_anew(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    apart(len, b"", limits=Limits())
    (reader,) = READERS.waiting
    monkeypatch.setattr(os, "execv", lambda *_: None)
    sign = hold()
    assert sign is not None
    with sign:
        background_restart.begin_anew(sign, Namespace(parent=1, cluster=""))
    assert reader.process.returncode is not None


def wait_until(true: Callable[[], bool]) -> None:
    """Look again and again, for a minute at most."""
    until = time.monotonic() + 60
    while not true():
        assert time.monotonic() < until
        time.sleep(0.005)


def ours(folder: Path) -> list[int]:
    """The processes that work in this data folder, the one that asks aside."""
    word = f"KLIMAMOSAIK_DATA={folder}".encode()
    found = []
    for about in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            words = (about / "environ").read_bytes().split(b"\0")
            if word in words and int(about.name) != os.getpid():
                found.append(int(about.name))
    return sorted(found)


def children_of(process: int) -> list[int]:
    """Its children, those that ended and nobody asks about among them."""
    tasks = Path(f"/proc/{process}/task").glob("*/children")
    return [int(child) for each in tasks for child in each.read_text().split()]


def begun_anew(process: int) -> bool:
    """True once another program goes on under its number."""
    return b"--sign" in Path(f"/proc/{process}/cmdline").read_bytes()


def works(process: int) -> bool:
    """True once it is the background, begun anew, with its threads."""
    about = Path(f"/proc/{process}")
    return begun_anew(process) and len(list((about / "task").iterdir())) > len(
        ("main", "parent", "sources")
    )


@contextmanager
def modules_asked_for(monkeypatch: pytest.MonkeyPatch) -> Iterator[set[str]]:
    """The modules of ours that are asked for meanwhile, whether they are loaded already or not."""
    found: set[str] = set()
    load = builtins.__import__

    def noting(name: str, *given: object) -> ModuleType:
        if name.startswith("klimamosaik."):
            found.add(name)
        return load(name, *given)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(builtins, "__import__", noting)
        yield found


@pytest.mark.django_db
def test_a_round_in_which_nothing_is_new_loads_nothing_that_reads_readings(
    monkeypatch: pytest.MonkeyPatch, town: object
) -> None:
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "klimamosaik.web.settings")
    seen = dealt_with_all()
    with modules_asked_for(monkeypatch) as asked:
        seen = background.do_what_is_due(replace(seen, at=NEVER))
        look_beside(monkeypatch)
        assert nothing_left(seen)
    assert "klimamosaik.evidence.queries.news" in asked
    told = "\n".join(f"import {each}" for each in sorted(asked))
    loaded = loaded_by(
        f"import json, sys, django\ndjango.setup()\n{told}\nimport klimamosaik.web.background\n"
        "print(json.dumps(sorted(sys.modules)))"
    )
    assert "klimamosaik.streams.work" in loaded
    assert not loaded & HEAVY


def dealt_with_all() -> DealtWith:
    """What a background has dealt with once nothing is left, without its times."""
    seen = DealtWith()
    for _ in range(4):
        seen = background.do_what_is_due(seen)
        seen = replace(DealtWith(), **dict(zip(NAMES, seen.lasting, strict=True)))  # type: ignore[arg-type]
    assert nothing_left(seen)
    return seen


NAMES = ("effects", "years", "public", "settled", "meters")


def look_beside(monkeypatch: pytest.MonkeyPatch) -> None:
    """One look at promises and one round over the sources."""

    class Enough(Exception):
        """It has looked."""

    def stop(seconds: float) -> None:
        raise Enough

    with monkeypatch.context() as patch:
        patch.setattr("klimamosaik.web.background_threads.time.sleep", stop)
        with pytest.raises(Enough):
            background_threads.watch_promises()
    source_rounds.one_round(None)


@pytest.mark.django_db
def test_it_does_not_begin_anew_while_anything_is_left(town: object) -> None:
    assert not nothing_left(DealtWith())
    seen = dealt_with_all()
    for name in ("effects", "settled", "meters"):
        assert not nothing_left(replace(seen, **{name: None}))  # type: ignore[arg-type]
    assert not nothing_left(replace(seen, public=""))

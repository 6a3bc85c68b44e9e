"""Many senders at a time: what they bring is committed together, and each is answered after."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import chain
from pathlib import Path

import polars as pl
from django.db import OperationalError

from klimamosaik.observations.operations.group_commit import MOST, GroupCommit, WaitingSender
from klimamosaik.observations.store.batch import batch_of
from tests.conftest import ROOT

NOON = datetime(2024, 6, 1, 12, tzinfo=UTC)
Group = Sequence[WaitingSender[str]]


def one(datastream: int, place: int = 0, count: int = 1) -> pl.DataFrame:
    starts = [NOON + timedelta(seconds=place + each) for each in range(count)]
    columns = {"datastream": datastream, "start": starts, "end": starts, "value": 1.5}
    return pl.DataFrame(columns).with_columns(quality=pl.lit("measured"))


class SlowStore:
    """A store that shows what it is asked to commit together, and takes its time at first."""

    def __init__(self, refuse: Callable[[Group], None] = lambda group: None) -> None:
        self.groups: list[list[str]] = []
        self.sizes: list[int] = []
        self.begun, self.go = threading.Event(), threading.Event()
        self.refuse = refuse
        self.door = GroupCommit(self.store)

    def store(self, group: Group) -> None:
        self.begun.set()
        assert self.go.wait(20)
        self.groups.append([*chain.from_iterable(each.names for each in group)])
        self.sizes.append(sum(len(each.readings) for each in group))
        self.refuse(group)
        for each in group:
            each.answer = f"stored {min(each.names)}"

    def send(self, *sent: tuple[str, pl.DataFrame]) -> list[str]:
        """What each is answered: the first while nobody else is there, then all others."""
        with ThreadPoolExecutor(len(sent)) as pool:
            answers = []
            for place, (name, frame) in enumerate(sent):
                answers.append(pool.submit(self.answer, name, frame))
                assert self.begun.wait(20)
                while place and len(self.door.queue) < place:
                    threading.Event().wait(0.001)
            self.go.set()
            return [each.result(20) for each in answers]

    def answer(self, name: str, frame: pl.DataFrame) -> str:
        try:
            return self.door.stored(WaitingSender(batch_of(frame), [name]))
        except BaseException as fault:
            return f"{type(fault).__name__}"


def test_who_comes_while_another_is_stored_is_stored_together() -> None:
    store = SlowStore()
    answers = store.send(*((str(each), one(each)) for each in range(5)))
    assert answers == [f"stored {each}" for each in range(5)]
    assert store.groups == [["0"], ["1", "2", "3", "4"]]
    assert not store.door.busy


def test_several_that_one_thread_brings_are_stored_together_with_those_who_wait() -> None:
    store = SlowStore()
    brought: list[WaitingSender[str]] = [
        WaitingSender(batch_of(one(each)), [str(each)]) for each in (1, 2, 2, 3)
    ]
    with ThreadPoolExecutor(3) as pool:
        first = pool.submit(store.answer, "0", one(0))
        assert store.begun.wait(20)
        several = pool.submit(store.door.all_stored, brought)
        while len(store.door.queue) < 4:
            threading.Event().wait(0.001)
        last = pool.submit(store.answer, "4", one(4))
        while len(store.door.queue) < 5:
            threading.Event().wait(0.001)
        store.go.set()
        assert (first.result(20), last.result(20)) == ("stored 0", "stored 4")
        several.result(20)
    assert [each.answer for each in brought] == [f"stored {each}" for each in (1, 2, 2, 3)]
    assert store.groups == [["0"], ["1", "2"], ["2", "3", "4"]]
    assert not store.door.busy


def test_whoever_brings_nothing_keeps_nobody_waiting() -> None:
    store = SlowStore()
    store.door.all_stored([])
    assert store.send(("a", one(1))) == ["stored a"]


def test_of_several_that_one_thread_brings_each_has_its_own_fault() -> None:
    store = SlowStore(refuse("2", ValueError()))
    brought: list[WaitingSender[str]] = [
        WaitingSender(batch_of(one(each)), [str(each)]) for each in range(4)
    ]
    store.go.set()
    store.door.all_stored(brought)
    assert [type(each.fault) for each in brought] == [type(None)] * 2 + [ValueError, type(None)]
    assert not store.door.busy


def test_two_that_say_the_same_moment_are_two_deliveries_in_their_order() -> None:
    store = SlowStore()
    store.send(("a", one(1)), ("b", one(2)), ("c", one(2)), ("d", one(3)))
    assert store.groups == [["a"], ["b"], ["c", "d"]]


def test_no_more_than_a_thousand_readings_of_several_go_together() -> None:
    store = SlowStore()
    half = MOST // 2
    store.send(("a", one(1)), *((f"b{each}", one(each, count=half)) for each in range(2, 5)))
    assert store.sizes == [1, MOST, half]


def test_a_large_one_goes_by_itself_as_it_is() -> None:
    store = SlowStore()
    store.send(("a", one(1)), ("b", one(2)), ("c", one(3, count=3 * MOST)), ("d", one(4)))
    assert store.sizes == [1, 1, 3 * MOST, 1]


def refuse(bad: str, fault: BaseException) -> Callable[[Group], None]:
    def look(group: Group) -> None:
        if bad in [*chain.from_iterable(each.names for each in group)]:
            raise fault

    return look


def test_one_that_is_refused_concerns_nobody_else() -> None:
    store = SlowStore(refuse("2", ValueError()))
    answers = store.send(*((str(each), one(each)) for each in range(4)))
    assert answers == ["stored 0", "stored 1", "ValueError", "stored 3"]


def test_nobody_waits_for_ever_where_the_program_ends_meanwhile() -> None:
    store = SlowStore(refuse("2", SystemExit()))
    answers = store.send(*((str(each), one(each)) for each in range(4)))
    assert answers == ["stored 0", *["SystemExit"] * 3]
    assert not store.door.busy


def test_a_database_out_of_reach_is_tried_once_for_all() -> None:
    store = SlowStore(refuse("2", OperationalError()))
    answers = store.send(*((str(each), one(each)) for each in range(4)))
    assert answers == ["stored 0", *["OperationalError"] * 3]
    assert len(store.groups) == 2
    assert not store.door.busy


def test_sixteen_senders_are_all_there_once_and_answered_after_the_commit(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.observations.senders_scene"],
        cwd=ROOT,
        env={
            **os.environ,
            "KLIMAMOSAIK_DATA": str(tmp_path),
            "KLIMAMOSAIK_DATABASE": "",
            "DJANGO_SETTINGS_MODULE": "klimamosaik.web.settings",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    told = json.loads(done.stdout)
    sent = told["senders"] * told["each"]
    assert told["seen at once"] == told["stored"] == told["counted"] == sent > 100
    assert told["refused"] == told["senders"]
    assert told["new by delivery"] == sent
    assert told["versions"] == list(range(1, len(told["versions"]) + 1))
    assert len(told["versions"]) < sent
    assert told["several names"]

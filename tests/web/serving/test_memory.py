"""Garbage is looked for in moments in which nobody waits for an answer."""

import gc
import threading
import weakref
from collections.abc import Iterable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from klimamosaik.web.serving import memory, server
from tests.web.serving.conftest import LONG_ENOUGH, answering, asked, until

OLD: list["weakref.ref[Ring]"] = []
GO_ON = threading.Event()


class Ring:
    """What only the collector takes away."""

    def __init__(self) -> None:
        self.own = self


@pytest.fixture(autouse=True)
def seldom() -> Iterator[None]:
    """Python itself would not look for garbage here."""
    before = gc.get_threshold()
    gc.collect()
    gc.set_threshold(1_000, 1_000, 1_000)
    yield
    GO_ON.clear()
    OLD.clear()
    gc.set_threshold(*before)


def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """Leave a ring, and look at the newest objects once; /work then waits until it may go on."""
    OLD.append(weakref.ref(Ring()))
    gc.collect(0)
    OLD.append(weakref.ref(Ring()))
    if environ["PATH_INFO"] == "/work":
        GO_ON.wait(LONG_ENOUGH)
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"done"]


def test_what_an_answer_leaves_behind_goes_once_nobody_waits() -> None:
    with answering(application, patience=30) as (_, port):
        assert asked(f"http://127.0.0.1:{port}/") == 200
        until(lambda: all(each() is None for each in OLD))


def test_while_somebody_waits_nobody_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[bool] = []
    monkeypatch.setattr(server, "tidy", lambda: looks.append(GO_ON.is_set()))
    with answering(application, patience=30) as (house, port):
        until(lambda: looks)
        line = threading.Thread(target=asked, args=(f"http://127.0.0.1:{port}/work",))
        line.start()
        until(lambda: any(each.requests for each in house.active_channels.values()))
        looks.clear()
        rounds = house.looks_at
        until(lambda: house.looks_at > rounds + 2)
        assert looks == []
        GO_ON.set()
        line.join(LONG_ENOUGH)
        until(lambda: looks)


@pytest.mark.parametrize(("count", "enabled", "looks"), [
    ((9_999, 0, 0), True, 0), ((0, 1, 0), True, 1), ((0, 0, 1), True, 1), ((0, 3, 0), False, 0),
])  # fmt: skip
def test_it_is_worth_a_look_where_much_is_new(
    monkeypatch: pytest.MonkeyPatch, count: tuple[int, int, int], enabled: bool, looks: int
) -> None:
    done: list[int] = []
    collector = SimpleNamespace(
        get_count=lambda: count, isenabled=lambda: enabled, collect=lambda: done.append(1)
    )
    monkeypatch.setattr(memory, "gc", collector)
    memory.tidy()
    assert len(done) == looks


def test_what_was_set_aside_and_is_garbage_by_now_goes_when_it_is_done_again() -> None:
    kept = Ring()
    seen = weakref.ref(kept)
    memory.set_aside()
    try:
        del kept
        gc.collect()
        assert seen() is not None
        memory.set_aside()
        assert seen() is None
    finally:
        gc.unfreeze()

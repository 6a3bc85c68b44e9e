"""Results held in memory: as they are, one for all who ask, the longest unasked going first."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from klimamosaik.records import memory_cache
from klimamosaik.records.memory_cache import HeldResults, LastMade, Selves, forget_all


def test_what_is_held_is_the_very_object_and_made_once() -> None:
    room, made = HeldResults[list[int]](most=2, seconds=60), [1]
    assert room.once("a", lambda: made) is made
    assert room.once("a", lambda: [2]) is made


def test_the_one_longest_not_asked_for_makes_room() -> None:
    room = HeldResults[str](most=2, seconds=60)
    for name in ("a", "b"):
        room.once(name, lambda name=name: name)  # type: ignore[misc]
    room.find("a")
    room.once("c", lambda: "c")
    assert [room.find(name) for name in "abc"] == ["a", None, "c"]


def test_after_its_time_it_is_made_again(monkeypatch: pytest.MonkeyPatch) -> None:
    room = HeldResults[str](most=2, seconds=60)
    monkeypatch.setattr(memory_cache, "monotonic", lambda: 100.0)
    room.once("a", lambda: "old")
    monkeypatch.setattr(memory_cache, "monotonic", lambda: 161.0)
    assert room.once("a", lambda: "new") == "new"


def test_two_who_ask_at_once_wait_for_one_answer() -> None:
    room, begun, go = HeldResults[object](most=2, seconds=60), Event(), Event()
    times = []

    def make() -> object:
        times.append(1)
        begun.set()
        go.wait(10)
        return object()

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(room.once, "a", make)
        begun.wait(10)
        second = pool.submit(room.once, "a", make)
        go.set()
        assert first.result() is second.result()
    assert len(times) == 1


def test_a_failure_is_not_held_and_the_next_one_tries_again() -> None:
    room = HeldResults[int](most=2, seconds=60)
    with pytest.raises(ZeroDivisionError):
        room.once("a", lambda: 1 // 0)
    assert room.once("a", lambda: 1) == 1


def test_everything_can_be_forgotten() -> None:
    room = HeldResults[int](most=2, seconds=60)
    room.once("a", lambda: 1)
    forget_all()
    assert room.find("a") is None


def test_what_is_made_of_the_same_is_taken_over_and_of_anything_else_made_anew() -> None:
    last = LastMade[list[int]](most=2)
    first = last.of("a", (1, "x"), lambda: [1])
    assert last.of("a", (1, "x"), lambda: [2]) is first
    assert last.of("a", (1, "y"), lambda: [3]) == [3]
    assert last.of("a", (1, "x"), lambda: [4]) == [4]


def test_what_was_last_made_is_forgotten_with_everything_else() -> None:
    last = LastMade[int](most=2)
    last.of("a", 1, lambda: 1)
    forget_all()
    assert last.of("a", 1, lambda: 2) == 2


def test_objects_compared_as_such_are_equal_only_where_they_are_the_very_same() -> None:
    one, other = [1], [1]
    assert Selves([one, other]) == Selves([one, other])
    assert Selves([one]) != Selves([other])
    assert Selves([one]) != Selves([one, one])
    assert Selves([one]) != [one]

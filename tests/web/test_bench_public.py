"""The bench of public pages tells whether memory stays flat, minute by minute."""

from collections.abc import Iterator

import pytest

from klimamosaik.web.bench import public
from klimamosaik.web.bench.under_load import Load


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How long each load lasted [s]; what is held grows at first, and then no more."""
    held, seconds = iter((200.0, 260.0, 300.0, 300.0, 301.0)), list[int]()

    def load(_port: int, script: str, _headers: object, lasted: int) -> Load:
        assert "local every" in script
        seconds.append(lasted)
        return Load(
            rate=900.0, usual=4.0, p95=20.0 + len(seconds), p99=30.0, refused=0, generator=0.1
        )

    monkeypatch.setattr(public, "load", load)
    monkeypatch.setattr(public, "memory", lambda _pid: 190.0)
    monkeypatch.setattr(public, "memory_of_each", lambda _pid: {1: next(held)})
    monkeypatch.setattr(public, "program_of", {1: "serving.pages"}.get)
    return seconds


def told(minutes: int) -> Iterator[tuple[str, float]]:
    return ((each.name, each.value) for each in public.lasting(8000, 1, ("/",), minutes))


def test_memory_is_told_after_each_minute_and_how_much_more_it_is(asked: list[int]) -> None:
    found = dict(told(5))
    assert asked == [60] * 5
    assert found["public: memory after minute 2"] == 260.0
    assert found["public: refused in minute 5"] == 0
    assert found["public: memory more a minute, second half, serving.pages"] == 0.5
    assert found["public, lasting: memory at the start"] == 190.0
    assert found["public, lasting: memory at the end"] == 301.0
    assert found["public, lasting: rate"] == 900.0
    assert found["public, lasting: p95, worst minute"] == 25.0
    assert found["public, lasting: p99, worst minute"] == 30.0
    assert found["public, lasting: the load itself"] == pytest.approx(0.1)


def test_without_minutes_nobody_waits(asked: list[int]) -> None:
    assert dict(told(0)) == {}
    assert asked == []


def test_of_one_minute_no_growth_is_told(asked: list[int]) -> None:
    names = dict(told(1))
    assert {"public: memory after minute 1", "public: refused in minute 1"} <= names.keys()
    assert not any(name.startswith("public: memory more a minute") for name in names)
    assert asked == [60]


def test_what_works_for_a_while_is_no_growth_and_the_background_is_told_apart() -> None:
    held = (
        {1: 300.0, 4: 80.0},
        {1: 300.0, 2: 90.0, 4: 80.0},
        {1: 300.0, 4: 80.0},
        {1: 301.0, 3: 100.0, 4: 180.0},
    )
    found = public.growth(held, {1: "serving.pages", 3: "apart", 4: "background"})
    assert found == {"serving.pages": pytest.approx(0.5), "background": pytest.approx(50.0)}

"""The background work looks by itself: at promises all the time, at readings and meters on news."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from klimamosaik.alarms.models import Mark, SignOfLife
from klimamosaik.observations.models import Datastream
from klimamosaik.web import background, background_threads
from klimamosaik.web.background_progress import NEVER, DealtWith
from klimamosaik.web.background_state import BackgroundTask, kept
from tests.alarms.conftest import NOW, said

pytestmark = pytest.mark.django_db
Sensors = Callable[..., Datastream]


class Enough(Exception):
    """Ends what works for ever."""


def test_promises_are_looked_at_beside_all_other_work(monkeypatch: pytest.MonkeyPatch) -> None:
    pauses: list[float] = []

    def sleep(seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) == 2:
            raise Enough

    monkeypatch.setattr("klimamosaik.web.background_threads.time.sleep", sleep)
    with pytest.raises(Enough):
        background_threads.watch_promises()
    assert SignOfLife.objects.get().name == "watch"
    assert len(pauses) == 2


def test_a_look_that_fails_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[int] = []

    def broken(**given: object) -> None:
        looks.append(1)
        if len(looks) == 3:
            raise Enough
        raise ZeroDivisionError

    monkeypatch.setattr("klimamosaik.alarms.operations.promise_round.watch", broken)
    monkeypatch.setattr("klimamosaik.web.background_threads.time.sleep", lambda seconds: None)
    monkeypatch.setattr(background_threads.logger, "exception", lambda text: stop_after(looks))
    with pytest.raises(Enough):
        background_threads.watch_promises()
    assert len(looks) == 3


def stop_after(looks: list[int]) -> None:
    """The third failure ends the test."""
    if len(looks) == 3:
        raise Enough


def test_readings_are_looked_at_as_they_come_and_meters_once_there_is_news(
    sensor: Sensors, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[object] = []

    def look(*, at: object) -> bool:
        looks.append(at)
        return True

    monkeypatch.setattr("klimamosaik.alarms.operations.reading_round.look_at_meters", look)
    said(sensor(), [70.0], first=NOW)
    seen = background.look_at_readings(DealtWith())
    assert Mark.objects.count() == 1
    seen = background.look_at_readings(seen)
    assert len(looks) == 1
    said(sensor("Beet 2"), [20.0], first=NOW)
    seen = background.look_at_readings(seen)
    assert len(looks) == 1, "where readings come all the time, not every minute"
    background.look_at_readings(replace(seen, metered=NEVER, came=None))
    assert len(looks) == 2
    background.look_at_readings(seen)
    assert len(looks) == 3, "none came in the last minute: what waited is looked at"
    assert kept().tasks[BackgroundTask.MARKING].failing_since is None

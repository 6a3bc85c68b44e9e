"""What pages ask again and again is worked out once, and anew where readings changed."""

from collections.abc import Callable
from datetime import timedelta
from itertools import count

import pytest
from django.core.cache import cache
from django.db import transaction

from klimamosaik.observations.models import Datastream
from klimamosaik.observations.operations import deliveries as operations
from klimamosaik.observations.queries import curves
from klimamosaik.observations.queries import states as states_room
from klimamosaik.observations.queries.cache import cached
from klimamosaik.observations.queries.states import states
from klimamosaik.places.models import Municipality
from tests.observations.conftest import NOW, rows

pytestmark = pytest.mark.django_db(transaction=True)
DAY = timedelta(days=1)
MIDNIGHT = NOW.replace(hour=0) - timedelta(hours=2)  # local, in June


def deliver(meter: Datastream, values: list[float]) -> None:
    """Bring days of a meter."""
    operations.deliver(
        readings=rows(meter, MIDNIGHT, values, step=DAY),
        name="days",
        municipality=None,
        by=None,
        at=NOW,
    )


class Counted:
    """A question that knows how often it was worked out."""

    def __init__(self, *meters: Datastream) -> None:
        self.meters, self.times = [meter.pk for meter in meters], 0

    def work(self) -> int:
        self.times += 1
        return self.times

    def ask(self) -> int:
        return cached("question", datastreams=self.meters, work=self.work)


@pytest.fixture
def days(new_meter: Callable[..., Datastream]) -> Datastream:
    """A daily meter with one reading."""
    meter = new_meter(spacing="P1D")
    deliver(meter, [1.0])
    return meter


def test_the_same_question_is_worked_out_once(days: Datastream) -> None:
    question = Counted(days)
    assert (question.ask(), question.ask(), question.times) == (1, 1, 1)


def test_new_readings_ask_for_a_new_answer(days: Datastream) -> None:
    question = Counted(days)
    question.ask()
    deliver(days, [1.0, 2.0])
    assert question.ask() == 2


def test_readings_of_another_meter_change_nothing(
    days: Datastream, new_meter: Callable[..., Datastream]
) -> None:
    question = Counted(days)
    question.ask()
    deliver(new_meter("Rathaus", spacing="P1D"), [5.0])
    assert (question.ask(), question.times) == (1, 1)
    deliver(days, [3.0])
    assert question.ask() == 2


def test_an_answer_in_parts_is_worked_out_where_readings_changed(
    days: Datastream, new_meter: Callable[..., Datastream]
) -> None:
    other = new_meter("Rathaus", spacing="P1D")
    deliver(other, [5.0])

    def ask() -> list[object]:
        return cached(
            "parts",
            datastreams=[days.pk, other.pk],
            work=lambda: ["all"],
            again=lambda held, changed: [*held, *changed],
        )

    assert ask() == ["all"]
    deliver(other, [6.0])
    assert ask() == ask() == ["all", other.pk]
    deliver(days, [6.0])
    assert ask() == ["all", other.pk, days.pk]


def test_what_a_transaction_sees_is_not_kept(days: Datastream) -> None:
    question = Counted(days)
    with transaction.atomic():
        question.ask()
    assert question.ask() == 2


def test_another_question_has_its_own_answer(days: Datastream) -> None:
    question = Counted(days)
    question.ask()
    assert cached("question", datastreams=question.meters, more=1, work=lambda: "other") == "other"


def test_gaps_and_curves_follow_new_readings(days: Datastream, town: Municipality) -> None:
    def gaps() -> int:
        return states(municipality=town, now=NOW)[0].gaps.count

    def sums() -> list[float]:
        return curves.monthly(datastreams=[days.pk])["value"].to_list()

    assert (gaps(), sums()) == (0, [])
    deliver(days, [1.0] * 10)
    operations.deliver(
        readings=rows(days, MIDNIGHT + 20 * DAY, [1.0], step=DAY),
        name="later",
        municipality=None,
        by=None,
        at=NOW,
    )
    assert gaps() == 1
    deliver(days, [2.0] * 40)
    assert (gaps(), sums()) == (0, [60.0])
    assert curves.curves(datastreams=[days.pk])[days.pk] == (60.0,)


def test_gaps_and_curves_are_looked_for_only_where_readings_changed(
    days: Datastream,
    new_meter: Callable[..., Datastream],
    town: Municipality,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    other, monthly = new_meter("Rathaus", spacing="P1D"), new_meter("Bauhof", spacing="P1M")
    meters = [days.pk, other.pk, monthly.pk]

    def seen() -> tuple[object, ...]:
        gaps = {each.datastream: each.gaps for each in states(municipality=town, now=NOW)}
        sums = sorted(curves.monthly(datastreams=meters).iter_rows())
        return gaps, dict(curves.curves(datastreams=meters)), sums

    deliver(days, [1.0] * 40)
    deliver(other, [2.0] * 40)
    deliver(monthly, [30.0])
    seen()
    asked: list[list[int]] = []
    with monkeypatch.context() as patched:
        for room, name in ((states_room, "gaps_of"), (curves, "summed")):
            work = getattr(room, name)

            def noted(ids: list[int], *more: int, work: Callable[..., object] = work) -> object:
                asked.append(list(ids))
                return work(ids, *more)

            patched.setattr(room, name, noted)
        deliver(other, [3.0] * 80)
        held = seen()
    assert asked == [[other.pk]] * 3
    cache.clear()
    assert held == seen()
    assert len(asked) == 3


def test_a_meter_is_silent_as_soon_as_the_clock_says_so_and_no_longer_once_something_comes(
    days: Datastream, town: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    marks = count()
    monkeypatch.setattr("klimamosaik.records.query_cache.MARK.now", lambda: next(marks))

    def silent(after: timedelta) -> bool | None:
        return states(municipality=town, now=MIDNIGHT + after)[0].silent

    assert (silent(2 * DAY), silent(4 * DAY), silent(2 * DAY)) == (False, True, False)
    assert silent(4 * DAY)
    deliver(days, [1.0, 1.0])
    assert not silent(4 * DAY)

"""What pages ask again and again is worked out once, and anew where readings changed."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import transaction

from klimamosaik.observations.models import Datastream
from klimamosaik.observations.operations import deliveries as operations
from klimamosaik.observations.queries import curves
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

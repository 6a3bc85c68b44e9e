"""The roll-up knows on which days a reading is not said to be measured, now and before."""

from datetime import UTC, date, datetime, timedelta
from importlib import import_module

import pytest
from django.apps import apps

from klimamosaik.observations.models import Datastream, Latest, YearOfDays
from klimamosaik.observations.operations import deliveries as operations
from klimamosaik.observations.operations.arriving import take_in
from klimamosaik.observations.queries import readings as queries
from tests.observations.conftest import HOUR, NOW, deliver, rows
from tests.observations.rebuilding import rebuild_days

MIDNIGHT = datetime(2024, 1, 7, 23, tzinfo=UTC)  # local, of 8 January
DAY = timedelta(days=1)
EIGHTH, NINTH = date(2024, 1, 8), date(2024, 1, 9)

pytestmark = pytest.mark.django_db


def estimated(meter: Datastream, *, as_of: int | None = None) -> list[date]:
    found = queries.daily_matrix(
        datastreams=[meter.pk], first=date(2023, 12, 1), last=date(2025, 1, 1), as_of=as_of
    )
    days: list[date] = found.days[found.estimated[0]].tolist()
    return days


def test_one_estimated_hour_marks_its_day(meter: Datastream) -> None:
    deliver(rows(meter, MIDNIGHT, [1.0] * 72))
    assert estimated(meter) == []
    deliver(rows(meter, MIDNIGHT + DAY + 5 * HOUR, [1.0], quality="estimated"))
    assert estimated(meter) == [NINTH]


@pytest.mark.parametrize("quality", ["estimated", "default", "unknown"])
def test_what_is_not_said_to_be_measured_marks_its_day(meter: Datastream, quality: str) -> None:
    deliver(rows(meter, MIDNIGHT, [1.0], step=DAY, quality=quality))
    assert estimated(meter) == [EIGHTH]


def test_a_correction_back_takes_the_mark_away_and_versions_keep_it(meter: Datastream) -> None:
    first = deliver(rows(meter, MIDNIGHT, [1.0] * 48))
    guessed = deliver(rows(meter, MIDNIGHT, [2.0], quality="estimated"))
    operations.settle(at=NOW)
    deliver(rows(meter, MIDNIGHT, [2.0]))
    assert estimated(meter) == []
    assert estimated(meter, as_of=guessed.seq) == [EIGHTH]
    assert estimated(meter, as_of=first.seq) == []


def test_a_delivery_taken_back_takes_its_marks_with_it(meter: Datastream) -> None:
    deliver(rows(meter, MIDNIGHT, [1.0] * 48))
    guessed = deliver(rows(meter, MIDNIGHT, [2.0], quality="estimated"))
    operations.withdraw(delivery=guessed, by=None, at=NOW)
    assert estimated(meter) == []


def test_what_arrives_by_itself_is_marked_before_and_after_it_is_written_down(
    meter: Datastream,
) -> None:
    deliver(rows(meter, MIDNIGHT, [1.0] * 24))
    take_in(rows(meter, MIDNIGHT + DAY, [1.0], quality="estimated"), name="Funk")
    assert estimated(meter) == [NINTH]
    operations.settle(at=NOW)
    assert estimated(meter) == [NINTH]


def test_made_anew_the_marks_are_the_same(meter: Datastream) -> None:
    deliver(rows(meter, MIDNIGHT, [1.0] * 72))
    deliver(rows(meter, MIDNIGHT + 23 * HOUR, [3.0] * 2, quality="estimated"))
    rebuild_days()
    assert estimated(meter) == [EIGHTH, NINTH]


def test_a_folder_that_knew_no_marks_is_marked_again(
    meter: Datastream, thermometer: Datastream
) -> None:
    deliver(rows(meter, MIDNIGHT, [1.0] * 72))
    deliver(rows(meter, MIDNIGHT + DAY, [1.0], quality="estimated"))
    deliver(rows(thermometer, MIDNIGHT, [1.0] * 24))
    YearOfDays.objects.update(estimated=None)
    assert estimated(meter) == []
    step = import_module("klimamosaik.observations.migrations.0009_estimated_days")
    step.mark_again(apps, None)
    assert estimated(meter) == [NINTH]
    operations.settle(at=NOW)
    assert not Latest.objects.filter(pending__isnull=False).exists()
    assert estimated(meter) == [NINTH]

"""The course of a meter by month: whole months are summed, others are left out."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from klimamosaik.observations.models import Datastream
from klimamosaik.observations.queries.curves import curves, monthly
from tests.observations.conftest import deliver, rows

DAY = timedelta(days=1)
NEW_YEAR = datetime(2023, 12, 31, 23, tzinfo=UTC)  # local midnight of 1 January 2024
pytestmark = pytest.mark.django_db


def sums(stream: Datastream) -> dict[date, float]:
    frame = monthly(datastreams=[stream.pk])
    return dict(zip(frame["month"].to_list(), frame["value"].to_list(), strict=True))


def test_a_month_holds_its_first_and_its_last_day(new_meter: Callable[..., Datastream]) -> None:
    stream = new_meter(spacing="P1D")
    deliver(rows(stream, NEW_YEAR, [float(day) for day in range(1, 61)], step=DAY))
    assert sums(stream) == {
        date(2024, 1, 1): sum(range(1, 32)),
        date(2024, 2, 1): sum(range(32, 61)),
    }


def test_the_last_day_of_the_last_year_counts(new_meter: Callable[..., Datastream]) -> None:
    stream = new_meter(spacing="P1D")
    begin = datetime(2024, 11, 30, 23, tzinfo=UTC)
    deliver(rows(stream, begin, [1.0] * 30 + [100.0], step=DAY))
    assert sums(stream) == {date(2024, 12, 1): 130.0}


@pytest.mark.parametrize(("known", "whole"), [(28, True), (27, False)])
def test_a_month_needs_nine_tenths_of_its_days(
    new_meter: Callable[..., Datastream], known: int, whole: bool
) -> None:
    stream = new_meter(spacing="P1D")
    deliver(rows(stream, NEW_YEAR, [2.0] * known, step=DAY))
    assert sums(stream) == ({date(2024, 1, 1): 2.0 * known} if whole else {})


def test_months_stay_months_and_a_missing_one_is_a_gap(
    new_meter: Callable[..., Datastream],
) -> None:
    stream = new_meter(spacing="P1M")
    deliver(rows(stream, NEW_YEAR, [31.0], step=31 * DAY))
    deliver(rows(stream, datetime(2024, 2, 29, 23, tzinfo=UTC), [33.0], step=31 * DAY))
    assert sums(stream) == {date(2024, 1, 1): 31.0, date(2024, 3, 1): 33.0}
    assert curves(datastreams=[stream.pk])[stream.pk] == (31.0, None, 33.0)


def test_the_newest_months_are_shown(new_meter: Callable[..., Datastream]) -> None:
    stream = new_meter(spacing="P1D")
    deliver(rows(stream, NEW_YEAR, [1.0] * 60, step=DAY))
    assert curves(datastreams=[stream.pk], months=1)[stream.pk] == (29.0,)
    assert curves(datastreams=[stream.pk], months=2)[stream.pk] == (31.0, 29.0)


def test_uneven_readings_are_drawn_as_they_are(new_meter: Callable[..., Datastream]) -> None:
    stream = new_meter(spacing="P1Y")
    deliver(rows(stream, NEW_YEAR, [366.0], step=366 * DAY))
    assert curves(datastreams=[stream.pk])[stream.pk] == (366.0,)
    assert sums(stream) == {}

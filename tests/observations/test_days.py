"""Readings become local days."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest

from klimamosaik.observations.models import Datastream, Quantity, YearOfDays
from klimamosaik.observations.operations import deliveries as operations
from klimamosaik.observations.queries import readings as queries
from klimamosaik.observations.queries.readings import once
from klimamosaik.terms.carrier import Carrier
from tests.observations.conftest import HOUR, NOW, deliver, rows

MIDNIGHT = datetime(2024, 1, 7, 23, tzinfo=UTC)  # local, of 8 January
DAY = timedelta(days=1)

pytestmark = pytest.mark.django_db


def days(meter: Datastream, first: date, last: date) -> list[tuple[date, float, float]]:
    frame = queries.daily(datastreams=[meter.pk], first=first, last=last)
    return [(day, value, covered) for _, day, value, covered in frame.iter_rows()]


def test_a_day_from_six_to_six_is_shared_out_by_time(meter: Datastream) -> None:
    deliver(rows(meter, MIDNIGHT + 6 * HOUR, [240.0], step=DAY))
    assert days(meter, date(2024, 1, 1), date(2024, 2, 1)) == [
        (date(2024, 1, 8), 180.0, 0.75),
        (date(2024, 1, 9), 60.0, 0.25),
    ]


def test_sharing_out_loses_nothing(meter: Datastream) -> None:
    values = [float(value) for value in range(1, 400)]
    deliver(rows(meter, MIDNIGHT + 6 * HOUR, values, step=DAY))
    shared = days(meter, date(2024, 1, 1), date(2026, 1, 1))
    assert sum(value for _, value, _ in shared) == pytest.approx(sum(values))


def test_a_day_of_25_hours_is_still_a_day(meter: Datastream) -> None:
    midnight = datetime(2024, 10, 26, 22, tzinfo=UTC)
    deliver(rows(meter, midnight, [50.0], step=25 * HOUR))
    assert days(meter, date(2024, 10, 1), date(2024, 11, 1)) == [(date(2024, 10, 27), 50.0, 1.0)]


def test_months_never_become_days(meter: Datastream) -> None:
    deliver(rows(meter, MIDNIGHT, [1000.0], step=31 * DAY))
    assert days(meter, date(2024, 1, 1), date(2024, 3, 1)) == []
    assert not YearOfDays.objects.exists()


def test_new_year_falls_into_two_rows_of_the_roll_up(meter: Datastream) -> None:
    deliver(rows(meter, datetime(2024, 12, 30, 23, tzinfo=UTC), [1.0] * 48))
    assert days(meter, date(2024, 12, 30), date(2025, 1, 3)) == [
        (date(2024, 12, 31), 24.0, 1.0),
        (date(2025, 1, 1), 24.0, 1.0),
    ]


def test_a_correction_changes_only_its_day(meter: Datastream) -> None:
    deliver(rows(meter, MIDNIGHT, [1.0] * 72))
    operations.settle(at=NOW)
    deliver(rows(meter, MIDNIGHT + DAY, [11.0]))
    found = days(meter, date(2024, 1, 1), date(2024, 2, 1))
    assert [value for _, value, _ in found] == [24.0, 34.0, 24.0]


def test_the_matrix_says_what_is_not_known(new_meter: Callable[..., Datastream]) -> None:
    one, other = new_meter(), new_meter()
    deliver(rows(other, MIDNIGHT, [1.0] * 24))
    matrix = queries.daily_matrix(
        datastreams=[other.pk, one.pk], first=date(2024, 1, 7), last=date(2024, 1, 10)
    )
    assert matrix.days.tolist() == [date(2024, 1, 7), date(2024, 1, 8), date(2024, 1, 9)]
    np.testing.assert_array_equal(matrix.values, [[np.nan, 24.0, np.nan], [np.nan] * 3])
    np.testing.assert_array_equal(matrix.covered, [[0.0, 1.0, 0.0], [0.0] * 3])


def test_the_city_is_the_sum_of_its_meters(new_meter: Callable[..., Datastream]) -> None:
    one, other, gas = new_meter(), new_meter(), new_meter(carrier="gas")
    deliver(rows(one, MIDNIGHT, [1.0] * 48), rows(other, MIDNIGHT, [2.0] * 24))
    deliver(rows(gas, MIDNIGHT, [100.0] * 48))
    assert one.meter_point is not None
    curve = queries.city_days(
        municipality=one.meter_point.building.municipality,
        quantity=Quantity.ENERGY,
        carrier=Carrier.ELECTRICITY,
        first=date(2024, 1, 1),
        last=date(2024, 2, 1),
    )
    assert curve.rows() == [(date(2024, 1, 8), 72.0, 2), (date(2024, 1, 9), 24.0, 1)]


@pytest.mark.parametrize("written", [True, False])
def test_the_city_is_the_sum_of_its_days_across_years_written_down_or_not(
    new_meter: Callable[..., Datastream], written: bool
) -> None:
    one, other, third = new_meter(), new_meter(), new_meter()
    begin = datetime(2023, 12, 29, 23, tzinfo=UTC)
    deliver(*(rows(each, begin, [float(n)] * 96) for n, each in enumerate((one, other, third), 1)))
    operations.settle(at=NOW)
    deliver(rows(other, begin + 3 * DAY, [70.0]), rows(one, begin + 5 * DAY, [9.0] * 24))
    Datastream.objects.filter(pk=third.pk).update(meter_point=one.meter_point)
    if written:
        operations.settle(at=NOW + DAY)
    assert one.meter_point is not None
    curve = queries.city_days(
        municipality=one.meter_point.building.municipality,
        quantity=Quantity.ENERGY,
        carrier=Carrier.ELECTRICITY,
        first=date(2023, 12, 31),
        last=date(2024, 1, 5),
    )
    assert curve.rows() == [
        (date(2023, 12, 31), 24.0 + 48.0, 2),
        (date(2024, 1, 1), 24.0 + 48.0, 2),
        (date(2024, 1, 2), 24.0 + 48.0 + 68.0, 2),
        (date(2024, 1, 4), 216.0, 1),
    ]


def test_a_day_known_by_two_datastreams_of_a_meter_point_counts_once() -> None:
    known = np.array([[True, False, True], [True, True, True], [True, False, False]])
    counted = once(known, [7, 7, 8])
    assert counted.tolist() == [[True, False, True], [False, True, False], [True, False, False]]
    assert known[0].tolist() == [True, False, True]

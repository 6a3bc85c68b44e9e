"""The list of meters says how each datastream is doing."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from klimamosaik.observations.models import Datastream
from klimamosaik.observations.operations import deliveries as operations
from klimamosaik.observations.queries import readings as queries
from klimamosaik.observations.queries.readings import DatastreamState
from klimamosaik.places.models import Municipality
from tests.observations.conftest import HOUR, NOW, deliver, rows

MAY = datetime(2025, 4, 30, 22, tzinfo=UTC)  # local midnight of 1 May
DAY = timedelta(days=1)

pytestmark = pytest.mark.django_db


def state(town: Municipality, now: datetime = NOW) -> DatastreamState:
    (only,) = queries.states(municipality=town, now=now)
    return only


def test_a_meter_without_readings_has_nothing_to_say(town: Municipality, meter: Datastream) -> None:
    found = state(town)
    assert (found.last_end, found.silent) == (None, None)
    assert (found.gaps.count, found.gaps.first) == (0, None)


def test_the_time_of_the_last_value_is_shown(town: Municipality, meter: Datastream) -> None:
    deliver(rows(meter, MAY, [1, 2, 3]))
    operations.settle(at=NOW)
    found = state(town)
    assert found.last_end == MAY + 3 * HOUR
    assert (found.unit, found.building_name, found.carrier) == ("kWh", "Grundschule", "electricity")


def test_a_meter_is_silent_beyond_twice_the_usual_time(
    town: Municipality, meter: Datastream
) -> None:
    deliver(rows(meter, MAY, [1]))
    assert state(town, now=MAY + 3 * HOUR).silent is False
    assert state(town, now=MAY + 3 * HOUR + timedelta(seconds=1)).silent is True


def test_gaps_are_counted_and_measured(town: Municipality, meter: Datastream) -> None:
    first = rows(meter, MAY + 12 * HOUR, [1.0] * 36)
    later = rows(meter, MAY + 5 * DAY, [1.0] * 24)
    last = rows(meter, MAY + 6 * DAY + 6 * HOUR, [1.0] * (18 + 24 + 3))
    deliver(first, later, last)
    gaps = state(town).gaps
    assert gaps.first == date(2025, 5, 1)
    assert gaps.count == 2
    assert gaps.longest == pytest.approx(3 * DAY, abs=timedelta(seconds=1))
    assert gaps.missing == pytest.approx(3.25 / 9)


def test_missing_months_are_gaps(town: Municipality, new_meter: Callable[..., Datastream]) -> None:
    meter = new_meter(spacing="P1M")
    january, june = datetime(2024, 12, 31, 23, tzinfo=UTC), datetime(2025, 5, 31, 22, tzinfo=UTC)
    deliver(rows(meter, january, [5, 6], step=30 * DAY), rows(meter, june, [7], step=30 * DAY))
    gaps = state(town).gaps
    assert (gaps.count, gaps.first) == (1, date(2025, 1, 1))
    assert gaps.longest == june - january - 60 * DAY
    assert gaps.missing == pytest.approx((june - january - 60 * DAY) / (june - january + 30 * DAY))


def test_only_the_municipality_s_own_meters_are_listed(meter: Datastream) -> None:
    other = Municipality.objects.create(ags="03404000", name="Nachbarstadt")
    assert queries.states(municipality=other, now=NOW) == ()

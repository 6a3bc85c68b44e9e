"""What arrives by itself does not drown the history, and every version can still be told."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from klimamosaik.observations.models import Datastream, Delivery
from klimamosaik.observations.operations.arriving import take_in
from klimamosaik.observations.operations.deliveries import settle, withdraw
from klimamosaik.observations.queries import readings as queries
from klimamosaik.observations.queries.data_status import deliveries_of, status_at
from tests.observations.conftest import HOUR, deliver, rows

NOON = datetime(2024, 6, 1, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
pytestmark = pytest.mark.django_db


def arrive(meter: Datastream, place: int, value: float = 1.0, name: str = "Funknetz") -> int:
    return take_in(rows(meter, NOON + place * HOUR, [value]), name=name).version


def came_at(seq: int, at: datetime) -> None:
    Delivery.objects.filter(seq=seq).update(at=at)


def test_those_of_a_source_and_ten_minutes_are_one_row(meter: Datastream) -> None:
    for place in range(6):
        came_at(arrive(meter, place), NOON + 4 * place * MINUTE)
    came_at(arrive(meter, 6, name="anderes Netz"), NOON)
    settle(at=NOON + timedelta(days=1))
    told = Delivery.objects.order_by("seq").values_list("first", "seq", "name", "new")
    assert list(told) == [
        (1, 3, "Funknetz", 3), (4, 5, "Funknetz", 2), (6, 6, "Funknetz", 1),
        (7, 7, "anderes Netz", 1),
    ]  # fmt: skip
    assert meter.meter_point is not None
    town = meter.meter_point.building.municipality_id
    assert set(Delivery.objects.values_list("municipality", flat=True)) == {town}


def test_any_version_is_read_and_told_as_before(meter: Datastream) -> None:
    for place in range(5):
        came_at(arrive(meter, place), NOON + place * MINUTE)
    settle(at=NOON + timedelta(days=1))
    assert Delivery.objects.count() == 1
    heights = [
        queries.readings(datastreams=[meter.pk], as_of=version).height for version in range(6)
    ]
    assert heights == [0, 1, 2, 3, 4, 5]
    assert {version: row.seq for version, row in deliveries_of([2, 5, 9]).items()} == {2: 5, 5: 5}
    assert status_at(3).at == NOON + 4 * MINUTE
    assert status_at(9).at is None


def test_what_is_young_was_brought_or_corrects_keeps_its_row(meter: Datastream) -> None:
    came_at(arrive(meter, 0), NOON)
    came_at(arrive(meter, 0, 9.0), NOON)
    undone = Delivery.objects.get(seq=arrive(meter, 1))
    withdraw(delivery=undone, by=None, at=NOON)
    deliver(rows(meter, NOON + 5 * HOUR, [1.0]))
    for place in (6, 7):
        arrive(meter, place)
    settle(at=timezone.now())
    assert Delivery.objects.count() == queries.data_version() == 7


def test_readings_of_several_towns_belong_to_none(meter: Datastream) -> None:
    common = Datastream.objects.create(name="Rauschen")
    both = rows(meter, NOON, [1.0]).vstack(rows(common, NOON, [2.0]))
    take_in(both, name="Funknetz")
    settle(at=NOON)
    assert Delivery.objects.get().municipality is None

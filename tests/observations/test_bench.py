"""The benchmark measures what it says, on a store of its own."""

import pytest

from klimamosaik.observations.models import Datastream, Delivery
from klimamosaik.observations.queries import readings as queries
from klimamosaik.observations.store import bench
from klimamosaik.places.models import Municipality
from klimamosaik.terms.complaint import InputRejected

pytestmark = pytest.mark.django_db


@pytest.mark.long
def test_a_large_store_holds_what_it_is_asked_about() -> None:
    told: list[float] = []
    figures = bench.large_store(readings=bench.QUARTERS, progress=told.append)
    assert told[-1] == 1.0
    assert (figures.meters, figures.readings) == (1, bench.QUARTERS)
    meter = Datastream.objects.get().pk
    week = bench.last_week(meter)
    curve = bench.curve(Municipality.objects.get(), bench.FIRST)
    everything = queries.readings(datastreams=[meter])
    assert week.height == 7 * 96
    assert curve.height == bench.QUARTERS / 96
    assert curve["value"].sum() == pytest.approx(everything["value"].sum())


def test_the_import_is_new_once_and_the_same_twice() -> None:
    figures = bench.import_speed(readings=960, meters=2)
    counts = Delivery.objects.order_by("seq").values_list("new", "changed", "same")
    assert figures.readings == 960
    assert list(counts) == [(960, 0, 0), (0, 0, 960), (0, 0, 960)]


def test_the_matrix_is_full() -> None:
    figures = bench.matrix_speed(meters=3)
    assert (figures.meters, figures.days) == (3, 1096)


def test_a_store_in_use_is_not_written_to() -> None:
    Municipality.objects.create(ags="03459024", name="Musterstadt")
    with pytest.raises(InputRejected, match="needs an empty data folder"):
        bench.large_store(readings=1, progress=lambda _: None)

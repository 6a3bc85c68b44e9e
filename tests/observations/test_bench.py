"""The benchmark measures what it says, on a store of its own."""

import pytest

from klimamosaik.observations.models import Datastream
from klimamosaik.observations.queries import readings as queries
from klimamosaik.observations.store import bench
from klimamosaik.places.models import Municipality
from klimamosaik.terms.complaint import InputRejected

pytestmark = pytest.mark.django_db


@pytest.mark.long
def test_a_large_store_holds_what_it_is_asked_about() -> None:
    figures = {name: value for name, value, _, _ in bench.large_store(bench.QUARTERS)}
    assert f"one meter's last week over {bench.QUARTERS:,} readings" in figures
    assert figures["settled readings on disk"] > 0
    meter = Datastream.objects.get().pk
    week = bench.last_week(meter)
    curve = bench.curve(Municipality.objects.get(), bench.FIRST)
    everything = queries.readings(datastreams=[meter])
    assert week.height == 7 * 96
    assert curve.height == bench.QUARTERS / 96
    assert curve["value"].sum() == pytest.approx(everything["value"].sum())


def test_the_matrix_is_full() -> None:
    ((name, seconds, *_),) = bench.matrix(3)
    assert name.startswith("1,096 days of 3 meters")
    assert seconds > 0


def test_a_store_in_use_is_not_written_to() -> None:
    Municipality.objects.create(ags="03459024", name="Musterstadt")
    with pytest.raises(InputRejected, match="needs an empty data folder"):
        list(bench.large_store(1))

"""A meter below its building is called by what tells it from its neighbours."""

import pytest

from klimamosaik.places.models import Building, MeterPoint
from klimamosaik.places.queries.naming import meter_named


@pytest.mark.parametrize(
    ("carrier", "name", "told"),
    [
        ("gas", "Rathaus · Gas", "Erdgas"),
        ("gas", "Rathaus", "Erdgas"),
        ("electricity", "Rathaus · Strom", "Strom"),
        ("electricity", "Rathaus Strom HT", "Strom · Strom HT"),
        ("heat", "Anbau", "Wärme · Anbau"),
    ],
)
def test_the_buildings_name_is_not_said_twice(carrier: str, name: str, told: str) -> None:
    point = MeterPoint(building=Building(name="Rathaus"), carrier=carrier, name=name)
    assert meter_named(point).de == told

"""Two measures at one meter: its savings are told of both, so each page names the other."""

from datetime import date, datetime

import pytest
from django.utils import timezone

from klimamosaik.measures.models import Measure
from klimamosaik.measures.queries.same_meter import others_at_its_meters
from klimamosaik.people.models import Role
from klimamosaik.places.models import Building, MeterPoint, Municipality
from klimamosaik.terms.period import LOCAL
from tests.visitors import visitor_of

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 1)


@pytest.fixture
def gas(monkeypatch: pytest.MonkeyPatch) -> MeterPoint:
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 3, 1, 9, tzinfo=LOCAL))
    town = Municipality.objects.create(ags="03403000", name="Oldenburg")
    building = Building.objects.create(municipality=town, name="Rathaus")
    made: MeterPoint = MeterPoint.objects.create(building=building, carrier="gas", name="Gas")
    return made


def at(point: MeterPoint, name: str, start: date | None, end: date | None = None) -> Measure:
    town = point.building.municipality
    made: Measure = Measure.objects.create(municipality=town, name=name, start=start, end=end)
    made.meter_points.add(point)
    return made


def test_who_works_at_the_same_meter_in_the_same_time_is_named(gas: MeterPoint) -> None:
    first = at(gas, "Abgleich", date(2024, 9, 1))
    second = at(gas, "Fenster", date(2025, 11, 1))
    at(gas, "vorbei", date(2020, 1, 1), date(2023, 1, 1))
    at(gas, "kommt noch", date(2027, 1, 1))
    at(gas, "Idee", None)
    assert others_at_its_meters(first, TODAY) == (second,)
    assert others_at_its_meters(second, TODAY) == (first,)


def test_the_page_says_that_the_parts_cannot_be_told_apart(gas: MeterPoint) -> None:
    first = at(gas, "Abgleich", date(2024, 9, 1))
    at(gas, "Fenster", date(2025, 11, 1))
    client = visitor_of(gas.building.municipality, Role.READER, "rita")
    text = client.get(f"/03403000/massnahmen/{first.pk}/").content.decode()
    assert "Am selben Zähler wirkt zur selben Zeit auch:" in text
    assert "Fenster" in text

"""The bench's large town is made of files that the software takes without a further question."""

import pytest
from django.contrib.auth.models import User

from klimamosaik.observations.intake.corrections import Corrections
from klimamosaik.observations.models import Delivery
from klimamosaik.places.models import Building, MeterPoint, Municipality
from klimamosaik.web.bench import town

pytestmark = pytest.mark.django_db


def test_its_list_of_buildings_and_its_meters_are_stored() -> None:
    place = Municipality.objects.create(ags="03999000", name="Musterstadt", synthetic=True)
    user = User.objects.create(username="ada")
    days = town.days_until(2026)
    town.bring(place, town.building_list(3), "Gebäude.csv", user, Corrections())
    town.bring(place, town.long_file(days, range(3)), "Zählerdaten.csv", user, town.HEAT_OF_A_NET)
    assert Building.objects.count() == 3
    assert MeterPoint.objects.counting().count() == 12
    assert sum(each.new for each in Delivery.objects.all()) == 12 * len(days)

"""The measured imports store what they say they store."""

import pytest

from klimamosaik.observations.models import Delivery
from klimamosaik.places.models import MeterPoint
from klimamosaik.web.bench import files
from klimamosaik.web.bench.memory import peak_memory

pytestmark = pytest.mark.django_db


def test_all_meters_and_months_of_the_workbook_are_stored() -> None:
    [speed] = files.many_meters(meters=6, months=24)
    assert speed.name == "import: 6 meters x 24 months from Excel"
    assert [delivery.new for delivery in Delivery.objects.all()] == [144]
    assert MeterPoint.objects.count() == 6


def test_all_values_of_the_list_are_stored_under_their_meters() -> None:
    [speed] = files.long_list(readings=600, meters=6)
    assert speed.name == "import: list of 600 values of 6 meters"
    assert [delivery.new for delivery in Delivery.objects.all()] == [600]
    assert MeterPoint.objects.count() == 6


def test_all_values_of_the_load_profiles_are_stored() -> None:
    [speed] = files.many_readings(readings=5000, meters=5)
    assert speed.name == "import: 5,000 values of 5 meters"
    assert [delivery.new for delivery in Delivery.objects.all()] == [5000]


def test_the_most_memory_of_a_command_is_told_and_its_error_is_none() -> None:
    assert 10 < peak_memory(["version"]) < 10_000  # [MB]
    with pytest.raises(RuntimeError, match="import"):
        peak_memory(["import", "there-is-no-such-file.csv", "--dry-run"])

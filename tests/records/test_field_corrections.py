"""A correction is another value than one that stood there, told with both."""

import pytest

from klimamosaik.places.models import Building, Municipality
from klimamosaik.records.field_corrections import corrections

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Municipality:
    return Municipality.objects.create(ags="03403000", name="Musterstadt")


def building(town: Municipality, *areas: float | None, name: str = "Schule") -> Building:
    """A building whose area was saved once as each of these."""
    made = Building.objects.create(municipality=town, name=name, usable_area=areas[0])
    for area in areas[1:]:
        made.usable_area = area
        made.save()
    return made


def areas(town: Municipality) -> list[tuple[str, float, float]]:
    found = corrections(Building, "usable_area", of="name", where={"municipality": town})
    return [(each.of, each.before, each.now) for each in found]


def test_the_newest_correction_comes_first(town: Municipality) -> None:
    building(town, 100.0, 120.0, 120.0, 90.0)
    assert areas(town) == [("Schule", 120.0, 90.0), ("Schule", 100.0, 120.0)]


@pytest.mark.parametrize("saved", [(None, 100.0), (100.0, None), (100.0, 100.0), (100.0,)])
def test_who_fills_or_empties_a_field_corrects_nothing(
    town: Municipality, saved: tuple[float | None, ...]
) -> None:
    building(town, *saved)
    assert areas(town) == []


def test_two_records_are_not_taken_for_one(town: Municipality) -> None:
    building(town, 100.0)
    building(town, 50.0, name="Rathaus")
    assert areas(town) == []

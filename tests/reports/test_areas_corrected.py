"""Values per m² that moved because somebody corrected the area say so."""

from datetime import date, timedelta

from django.utils import timezone

from klimamosaik.places.models import Building, Municipality
from klimamosaik.reports.areas_corrected import areas_corrected
from klimamosaik.reports.pages import building_page
from klimamosaik.reports.queries.energy import corrected_since
from tests.reports.conftest import YEARS

TODAY = date(2026, 11, 22)


def corrected(town: Municipality, area: float) -> Building:
    """The school, which has 2,000 m², with another area."""
    school = Building.objects.get(municipality=town, name="Grundschule")
    school.usable_area = area
    school.save()
    return school


def test_a_larger_area_makes_values_per_square_metre_smaller_and_says_so(
    town: Municipality,
) -> None:
    school = corrected(town, 2500)
    page = building_page(municipality=town, building=school, years=YEARS, today=TODAY)
    assert [each.de.partition(" wurde ")[2] for each in page.changed] == [
        "die Nutzfläche von Grundschule berichtigt (2.500 statt 2.000 m²): Die Werte je m² sind "
        "dadurch 20 % niedriger."
    ]
    assert "the values per m² are 20 % lower" in page.changed[0].en


def test_the_report_says_it_of_each_building(town: Municipality) -> None:
    corrected(town, 1600)
    (said,) = corrected_since(municipality=town, years=YEARS, written_on=TODAY)
    assert said.de.endswith("1.600 statt 2.000 m²): Die Werte je m² sind dadurch 25 % höher.")


def test_a_report_of_an_earlier_moment_knows_nothing_of_it(town: Municipality) -> None:
    school = corrected(town, 1600)
    before = timezone.now() - timedelta(days=1)
    assert areas_corrected([school.pk])
    assert areas_corrected([school.pk], until=before) == ()


def test_another_building_says_nothing(town: Municipality) -> None:
    corrected(town, 1600)
    other = Building.objects.get(municipality=town, name="Oberschule")
    page = building_page(municipality=town, building=other, years=YEARS, today=TODAY)
    assert page.changed == ()

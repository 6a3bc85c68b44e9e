"""A meter that was exchanged goes on counting at its place, whatever its new number."""

import pytest

from klimamosaik.observations.intake import exchanges
from klimamosaik.observations.intake.parsing import FilePreview, preview
from klimamosaik.observations.models import Datastream
from klimamosaik.places.models import MeterPoint, Municipality
from tests.observations.test_intake import stored

HEAD = "Gebäude;Energieträger;Zählernummer;Ablesedatum;Zählerstand;Einheit"
OLD = ("G-1;01.01.2023;100", "G-1;01.02.2023;300", "G-1;15.02.2023;400")
NEW = ("G-2;15.02.2023;0", "G-2;01.03.2023;80", "G-2;01.04.2023;230")
pytestmark = pytest.mark.django_db


def file(town: Municipality, *rows: str) -> FilePreview:
    """Standings of the depot's gas."""
    text = "\n".join([HEAD, *(f"Bauhof;Erdgas;{row};kWh" for row in rows)])
    return preview(municipality=town, data=text.encode(), name="Gas.csv")


def one_place() -> MeterPoint:
    """The only meter point, with the number of the meter that counts there now."""
    (point,) = MeterPoint.objects.all()
    assert Datastream.objects.filter(meter_point=point).count() == 1
    assert (point.name, point.number) == ("G-1", "G-2")
    return point


def test_both_numbers_in_one_file_are_one_place_and_the_preview_says_why(
    town: Municipality,
) -> None:
    seen = file(town, *OLD, *NEW)
    assert "Zählerwechsel: beginnt, wo „G-1“ endet" in seen.matches[1].why.de
    assert stored(town, seen) == [(4, 0, 0)]
    one_place()
    assert stored(town, file(town, *OLD, *NEW)) == [(0, 0, 4)]
    one_place()


def test_a_new_number_in_the_next_file_goes_on_where_the_old_one_ended(
    town: Municipality,
) -> None:
    stored(town, file(town, *OLD))
    assert stored(town, file(town, *NEW)) == [(2, 0, 0)]
    one_place()
    assert stored(town, file(town, *NEW)) == [(0, 0, 2)]
    assert stored(town, file(town, *OLD)) == [(0, 0, 2)]
    one_place()


@pytest.mark.parametrize(
    "beside",
    [
        ("G-3;01.01.2023;5", "G-3;01.02.2023;9", "G-3;01.03.2023;15"),  # counts at the same time
        ("G-3;15.02.2023;0", "G-3;01.03.2023;9"),  # which of the two follows?
        ("G-3;01.06.2023;0", "G-3;01.07.2023;9"),  # begins months later
    ],
)
def test_what_is_no_plain_exchange_is_a_meter_of_its_own(
    town: Municipality, beside: tuple[str, ...]
) -> None:
    stored(
        town, file(town, *OLD, *beside) if "06" in beside[0] else file(town, *OLD, *NEW, *beside)
    )
    assert MeterPoint.objects.filter(number="G-3").exists()


def test_another_building_or_carrier_is_no_exchange(town: Municipality) -> None:
    text = "\n".join(
        [
            HEAD,
            *(f"Bauhof;Erdgas;{row};kWh" for row in OLD),
            *(f"Rathaus;Erdgas;{row};kWh" for row in NEW),
        ]
    )
    stored(town, preview(municipality=town, data=text.encode(), name="Gas.csv"))
    assert {point.number for point in MeterPoint.objects.all()} == {"G-1", "G-2"}


UP_TO_MONTH = ("G-1;01.01.2023;100", "G-1;01.03.2023;400")
FROM_MONTH = ("G-2;01.03.2023;0", "G-2;01.04.2023;230")


def test_a_file_of_another_meter_alone_that_begins_with_a_month_is_no_exchange(
    town: Municipality,
) -> None:
    stored(town, file(town, *UP_TO_MONTH))
    stored(town, file(town, *FROM_MONTH))
    assert {point.number for point in MeterPoint.objects.all()} == {"G-1", "G-2"}


def test_a_file_that_goes_on_with_all_others_tells_of_an_exchange(town: Municipality) -> None:
    def both(*rows: str) -> FilePreview:
        lines = [*(f"Bauhof;Erdgas;{row};kWh" for row in rows)]
        known = [f"Rathaus;Erdgas;{row};kWh" for row in other]
        return preview(
            municipality=town, data="\n".join([HEAD, *lines, *known]).encode(), name="Gas.csv"
        )

    other = ("R-1;01.01.2023;10", "R-1;01.03.2023;40")
    stored(town, both(*UP_TO_MONTH))
    other = ("R-1;01.03.2023;40", "R-1;01.04.2023;70")
    stored(town, both(*FROM_MONTH))
    assert {point.number for point in MeterPoint.objects.all()} == {"G-2", "R-1"}


def test_thousands_of_new_meters_are_not_compared_with_each_other(
    town: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []

    def near(each: object, moment: object) -> bool:
        asked.append(moment)
        return True

    monkeypatch.setattr(exchanges, "near", near)
    rows = [
        f"Haus {number};Erdgas;H-{number};01.{month:02}.2023;{month};kWh"
        for number in range(40)
        for month in (1, 2)
    ]
    preview(municipality=town, data="\n".join([HEAD, *rows]).encode(), name="Gas.csv")
    assert len(asked) <= 2 * 40

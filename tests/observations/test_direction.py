"""A series finds the meter of its own direction, and a person's word outlives the next file."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from klimamosaik.observations.intake.corrections import Corrections
from klimamosaik.observations.intake.files import preview, store_import
from klimamosaik.observations.intake.matching import RegisterLookup, match
from klimamosaik.observations.intake.parsing import FilePreview
from klimamosaik.observations.models import Bill, Datastream
from klimamosaik.observations.queries.readings import readings
from klimamosaik.places.models import Building, MeterPoint, Municipality
from klimamosaik.places.operations import assign
from klimamosaik.sources.tables import SeriesPreview
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.direction import Direction
from klimamosaik.terms.text import Text

AT = datetime(2026, 5, 4, 9, tzinfo=UTC)
pytestmark = pytest.mark.django_db
FILE = b"Monat;Rathaus;Schule\n01/2023;100;200\n02/2023;90;180\n"
BILL = (
    "Gebäude;Energieträger;von;bis;Kosten €\nRathaus;Strom;01.01.2023;31.12.2023;1500,50\n"
).encode()


@pytest.fixture
def town() -> Municipality:
    return Municipality.objects.create(ags="03403000", name="Oldenburg")


def looked(town: Municipality, *, direction: Direction, data: bytes = FILE) -> FilePreview:
    """The file, all of whose series the reader takes for `direction`."""
    found = preview(municipality=town, data=data, name="strom_kwh.csv")
    told = tuple(replace(each, direction=direction) for each in found.preview.series)
    matches = match(series=told, corrections=Corrections(), known=RegisterLookup.of(town))
    return replace(found, preview=replace(found.preview, series=told), matches=matches)


def stored(town: Municipality, file: FilePreview) -> list[tuple[int, int, int]]:
    taken = store_import(municipality=town, files=[file], by=None, at=AT)
    return [(f.readings.new, f.readings.changed, f.readings.same) for f in taken.files]


def series(name: str, direction: Direction, **told: object) -> SeriesPreview:
    given: dict[str, object] = {
        "carrier": Carrier.ELECTRICITY,
        "unit": "kWh",
        "spacing": "P1M",
        "first": None,
        "last": None,
        "count": 2,
        "gaps": 0,
        "total": 190.0,
        "source_unit": "kWh",
        "why": Text("", ""),
        "building": "Rathaus",
    }
    return SeriesPreview(name=name, direction=direction, **(given | told))  # type: ignore[arg-type]


def places(town: Municipality, *given: SeriesPreview) -> list[int | None]:
    found = match(series=given, corrections=Corrections(), known=RegisterLookup.of(town))
    return [one.meter_point_id for one in found]


def test_a_new_meter_gets_the_direction_of_its_series(town: Municipality) -> None:
    assert stored(town, looked(town, direction=Direction.FED_IN)) == [(4, 0, 0)]
    assert {point.direction for point in MeterPoint.objects.all()} == {"fed in"}
    assert not MeterPoint.objects.counting().exists()


def test_what_is_fed_in_never_lands_on_the_meter_of_what_is_drawn(town: Municipality) -> None:
    stored(town, looked(town, direction=Direction.DRAWN))
    assert stored(town, looked(town, direction=Direction.FED_IN)) == [(4, 0, 0)]
    assert MeterPoint.objects.count() == 4
    drawn = MeterPoint.objects.counting().get(building__name="Rathaus")
    values = readings(datastreams=[Datastream.objects.get(meter_point=drawn).pk])["value"]
    assert values.to_list() == [100.0, 90.0]


@pytest.mark.parametrize("direction", list(Direction))
def test_the_same_file_twice_is_nothing_new(town: Municipality, direction: Direction) -> None:
    assert stored(town, looked(town, direction=direction)) == [(4, 0, 0)]
    assert stored(town, looked(town, direction=direction)) == [(0, 0, 4)]
    assert MeterPoint.objects.count() == 2


def test_a_persons_word_outlives_the_next_file(town: Municipality) -> None:
    stored(town, looked(town, direction=Direction.DRAWN))
    point = MeterPoint.objects.get(building__name="Rathaus")
    point.direction = Direction.PART
    assign(point=point, by=None)
    longer = FILE + b"03/2023;80;160\n"
    assert stored(town, looked(town, direction=Direction.DRAWN, data=longer)) == [(2, 0, 4)]
    assert MeterPoint.objects.count() == 2
    point.refresh_from_db()
    assert (point.direction, point.read_as) == ("part", "drawn")


def test_one_number_counts_in_two_directions(town: Municipality) -> None:
    hall = Building.objects.create(municipality=town, name="Rathaus")
    points = [
        MeterPoint.objects.create(
            building=hall, carrier="electricity", name="4711", number="4711", direction=direction
        )
        for direction in (Direction.DRAWN, Direction.FED_IN)
    ]
    given = (
        series("4711 2.8.0", Direction.FED_IN, meter="4711"),
        series("4711 1.8.0", Direction.DRAWN, meter="4711"),
    )
    assert places(town, *given) == [points[1].pk, points[0].pk]


def test_of_two_registers_the_one_a_person_turned_keeps_its_own(town: Municipality) -> None:
    hall = Building.objects.create(municipality=town, name="Rathaus")
    turned = MeterPoint.objects.create(
        building=hall,
        carrier="electricity",
        name="4711",
        number="4711",
        direction=Direction.FED_IN,
        read_as=Direction.DRAWN,
    )
    given = (
        series("Bezug", Direction.DRAWN, meter="4711"),
        series("Lieferung", Direction.FED_IN, meter="4711"),
    )
    assert places(town, *given) == [None, turned.pk]


def test_another_plant_is_another_meter(town: Municipality) -> None:
    """The only meter of what is drawn may be meant by any name, the only plant may not."""
    hall = Building.objects.create(municipality=town, name="Rathaus")
    for direction in (Direction.DRAWN, Direction.GENERATED, Direction.PART):
        MeterPoint.objects.create(
            building=hall, carrier="electricity", name="Nord", direction=direction
        )
    drawn = MeterPoint.objects.counting().get()
    assert places(town, series("Süd", Direction.DRAWN)) == [drawn.pk]
    assert places(town, series("Süd", Direction.GENERATED)) == [None]
    assert places(town, series("Küche", Direction.PART)) == [None]


def test_a_new_main_meter_does_not_land_on_a_sub_meter_a_person_named(town: Municipality) -> None:
    hall = Building.objects.create(municipality=town, name="Rathaus")
    MeterPoint.objects.create(
        building=hall,
        carrier="electricity",
        name="Küche",
        direction=Direction.PART,
        read_as=Direction.DRAWN,
    )
    assert places(town, series("Hausanschluss", Direction.DRAWN)) == [None]


def test_a_namesake_of_another_direction_is_named(town: Municipality) -> None:
    stored(town, looked(town, direction=Direction.DRAWN))
    (hall, _) = looked(town, direction=Direction.FED_IN).matches
    assert hall.meter_point_id is None
    assert "gibt es hier schon als Bezug" in hall.why.de
    assert "Einspeisung" in hall.why.de


def test_a_bill_finds_what_is_drawn_beside_what_is_fed_in(town: Municipality) -> None:
    for direction in (Direction.DRAWN, Direction.FED_IN, Direction.PART):
        stored(town, looked(town, direction=direction))
    file = preview(municipality=town, data=BILL, name="rechnung.csv")
    store_import(municipality=town, files=[file], by=None, at=AT)
    assert Bill.objects.get().meter_point.direction == "drawn"

"""Many meters and buildings come to be together, just as one by one."""

from collections.abc import Sequence
from datetime import UTC, datetime

import polars as pl
import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from klimamosaik.observations.intake.bills import bills_too_large, take_bills
from klimamosaik.observations.intake.corrections import Corrections
from klimamosaik.observations.intake.files import preview, store_import
from klimamosaik.observations.intake.lists import Count, take_buildings
from klimamosaik.observations.intake.matching import RegisterLookup, match
from klimamosaik.observations.intake.placing import meter_points, placed
from klimamosaik.observations.models import Bill, Datastream, Delivery
from klimamosaik.places.models import Building, MeterPoint, Municipality
from klimamosaik.records.operations import save_all
from klimamosaik.sources.tables import CostRow, ListedBuilding, SeriesPreview
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.complaint import InputRejected
from klimamosaik.terms.text import Text

AT = datetime(2026, 5, 4, 9, tzinfo=UTC)
JANUARY, FEBRUARY = datetime(2023, 1, 1, tzinfo=UTC), datetime(2023, 2, 1, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Municipality:
    return Municipality.objects.create(ags="03403000", name="Oldenburg")


@pytest.fixture
def author() -> User:
    return User.objects.create_user("anna")


def series(name: str, building: str, *, meter: str = "", spacing: str = "P1M") -> SeriesPreview:
    return SeriesPreview(
        name=name,
        carrier=Carrier.ELECTRICITY,
        unit="kWh",
        spacing=spacing,
        first=JANUARY,
        last=FEBRUARY,
        count=1,
        gaps=0,
        total=1.0,
        source_unit="kWh",
        why=Text("", ""),
        building=building,
        meter=meter or None,
    )


def points_of(
    found: Sequence[SeriesPreview], town: Municipality, by: User | None = None
) -> dict[str, MeterPoint]:
    known = RegisterLookup.of(town)
    matches = match(series=found, corrections=Corrections(), known=known)
    return meter_points(matches, known=known, municipality=town, by=by)


def streams_of(found: Sequence[SeriesPreview], points: dict[str, MeterPoint]) -> list[Datastream]:
    """The datastreams of series, made where they are new."""
    frame = pl.DataFrame(
        {
            "series": [each.name for each in found],
            "start": JANUARY,
            "end": FEBRUARY,
            "value": 1.0,
            "quality": "measured",
        }
    )
    ids = placed(frame, found, points)["datastream"].to_list()
    return [Datastream.objects.get(pk=pk) for pk in ids]


def file_of(meters: int) -> bytes:
    """Two months of so many meters, a column each."""
    head = ";".join(f"Haus {n} Strom [kWh]" for n in range(meters))
    months = (f"{month};" + ";".join(["5"] * meters) for month in ("01/2023", "02/2023"))
    return "\n".join((f"Monat;{head}", *months)).encode()


def statements(town: Municipality, data: bytes) -> int:
    """How many statements storing a file takes."""
    found = preview(municipality=town, data=data, name="verbrauch.csv")
    with CaptureQueriesContext(
        connection,
    ) as captured:
        store_import(municipality=town, files=[found], by=None, at=AT)
    return len(captured)


def test_a_meter_more_takes_no_statements_of_its_own(town: Municipality) -> None:
    few = statements(town, file_of(20))
    other = Municipality.objects.create(ags="03404000", name="Osnabrück")
    assert statements(other, file_of(200)) < few + 15  # SQLite parts large ones
    assert MeterPoint.objects.filter(building__municipality=other).count() == 200


def test_every_new_building_and_meter_has_its_history_and_author(
    town: Municipality, author: User
) -> None:
    points_of([series(f"Zähler {n}", f"Haus {n // 2}") for n in range(6)], town, author)
    for model, count in ((Building, 3), (MeterPoint, 6)):
        history = model.history.order_by("history_id")
        assert [each.history_type for each in history] == ["+"] * count
        assert {each.history_user for each in history} == {author}
        assert [each.id for each in history] == sorted(model.objects.values_list("pk", flat=True))
        assert [each.name for each in history] == [
            each.name for each in model.objects.order_by("pk")
        ]


def test_meters_of_one_new_building_share_it(town: Municipality) -> None:
    points = points_of([series("A", "Rathaus"), series("B", "RATHAUS")], town)
    assert points["A"].building == points["B"].building
    assert [building.name for building in town.buildings.all()] == ["Rathaus"]


def test_a_building_of_the_list_in_the_same_file_takes_the_meter(town: Municipality) -> None:
    known = RegisterLookup.of(town)
    matches = match(series=[series("A", "Rathaus")], corrections=Corrections(), known=known)
    rows = [ListedBuilding(row=2, name="Rathaus", area=120.0)]
    take_buildings(rows=rows, known=known, municipality=town, by=None)
    points = meter_points(matches, known=known, municipality=town, by=None)
    assert points["A"].building.usable_area == 120.0
    assert Building.objects.count() == 1


def test_the_same_series_again_finds_its_meter_and_datastream(town: Municipality) -> None:
    found = [series("A", "Rathaus"), series("B", "Schule", meter="Z1")]
    points = points_of(found, town)
    streams = streams_of(found, points)
    again = points_of(found, town)
    assert again == points
    assert streams_of(found, again) == streams
    assert (MeterPoint.objects.count(), Datastream.objects.count()) == (2, 2)


def test_a_meter_read_in_three_spacings_has_three_datastreams(town: Municipality) -> None:
    names = []
    for spacing in ("P1M", "PT1H", "irregular", "PT1H"):
        found = [series("A", "Rathaus", spacing=spacing)]
        [stream] = streams_of(found, points_of(found, town))
        names.append((stream.name, stream.spacing))
    assert names == [
        ("A Strom", "P1M"),
        ("A Strom stündlich", "PT1H"),
        ("A Strom 2", ""),
        ("A Strom stündlich", "PT1H"),
    ]


def test_a_hundred_meters_of_one_building_keep_their_places(town: Municipality) -> None:
    found = [series(f"Zähler {n}", "Schwimmbad") for n in range(100)]
    points = points_of(found, town)
    assert points_of(list(reversed(found)), town) == points
    assert MeterPoint.objects.count() == 100


def test_a_long_name_is_cut_and_found_again(town: Municipality) -> None:
    found = [series("A", "Rathaus " * 30)]
    assert points_of(found, town) == points_of(found, town)
    assert len(Building.objects.get().name) == 160


def test_names_alike_in_all_that_is_stored_of_them_are_refused(town: Municipality) -> None:
    alike = ["Rathaus " * 20 + place for place in ("Nord", "Süd")]
    with pytest.raises(InputRejected, match="same first 160 letters"):
        points_of([series("A", alike[0]), series("B", alike[1])], town)
    rows = [ListedBuilding(row=n, name=name) for n, name in enumerate(alike)]
    with pytest.raises(InputRejected, match="same first 160 letters"):
        take_buildings(rows=rows, known=RegisterLookup.of(town), municipality=town, by=None)
    assert not Building.objects.exists()


def test_what_the_fields_do_not_allow_is_not_stored_together_either(town: Municipality) -> None:
    rows = [Building(municipality=town, name="Rathaus"), Building(municipality=town, name="")]
    with pytest.raises(InputRejected, match="Name"):
        save_all(rows, by=None)
    assert not Building.objects.exists()


def test_a_list_creates_corrects_and_leaves_with_one_history_row_a_change(
    town: Municipality, author: User
) -> None:
    known = RegisterLookup.of(town)
    first = [ListedBuilding(row=n, name=f"Haus {n}", area=100.0 + n) for n in range(5)]
    told = take_buildings(rows=first, known=known, municipality=town, by=author)
    assert told == Count(new=5)
    second = [
        *first[:3],
        ListedBuilding(row=3, name="Haus 3", area=1.0),
        ListedBuilding(9, "Haus 9"),
    ]
    known = RegisterLookup.of(town)
    told = take_buildings(rows=second, known=known, municipality=town, by=None)
    assert told == Count(new=1, changed=1, same=3)
    history = Building.history.order_by("history_id").values_list(
        "name", "history_type", "usable_area", "history_user"
    )
    assert list(history)[5:] == [("Haus 9", "+", None, None), ("Haus 3", "~", 1.0, None)]
    assert {row[3] for row in list(history)[:5]} == {author.pk}


def test_a_building_told_twice_has_both_in_its_history(town: Municipality) -> None:
    rows = [
        ListedBuilding(row=2, name="Rathaus", address="Markt 1"),
        ListedBuilding(row=3, name="Schule", address="Weg 1"),
        ListedBuilding(row=4, name="Rathaus", address="Markt 2"),
    ]
    told = take_buildings(rows=rows, known=RegisterLookup.of(town), municipality=town, by=None)
    assert told == Count(new=2, changed=1)
    history = Building.history.order_by("history_id")
    assert [(each.name, each.history_type, each.address) for each in history] == [
        ("Rathaus", "+", "Markt 1"),
        ("Schule", "+", "Weg 1"),
        ("Rathaus", "~", "Markt 2"),
    ]


def test_of_a_bill_told_twice_the_last_stands(town: Municipality) -> None:
    points = points_of([series("A", "Rathaus")], town)
    costs = [
        CostRow(n, "A", None, None, JANUARY, FEBRUARY, cost) for n, cost in enumerate((5, 5, 7))
    ]
    delivery = Delivery.objects.create(seq=1, municipality=town, at=AT, name="bills")
    told = take_bills(rows=costs, points=points, known=RegisterLookup.of(town), delivery=delivery)
    assert told == Count(new=1, changed=1, same=1)
    assert [float(bill.amount) for bill in Bill.objects.all()] == [7.0]
    assert [float(bill.amount) for bill in Bill.versions.order_by("pk")] == [5.0, 7.0]


@pytest.mark.parametrize(
    ("cost", "quantity", "codes"),
    [
        (1e12 - 1, 1e15, []),
        (-200.0, None, []),
        (1e12, 1.0, ["bill_too_large"]),
        (float("inf"), 1.0, ["bill_too_large"]),
        (float("nan"), 1.0, ["bill_too_large"]),
        (1.0, 1e30, ["bill_too_large"]),
        (1.0, float("nan"), ["bill_too_large"]),
    ],
)
def test_a_bill_that_cannot_be_is_named(
    cost: float, quantity: float | None, codes: list[str]
) -> None:
    row = CostRow(7, "A", None, None, JANUARY, FEBRUARY, cost, quantity)
    assert [complaint.code for complaint in bills_too_large([row])] == codes


@pytest.mark.parametrize("area", [1e30, float("inf"), float("nan")])
def test_a_building_larger_than_any_is_refused(town: Municipality, area: float) -> None:
    rows = [ListedBuilding(row=2, name="Rathaus"), ListedBuilding(row=3, name="Schule", area=area)]
    with pytest.raises(InputRejected, match="Row 3"):
        take_buildings(rows=rows, known=RegisterLookup.of(town), municipality=town, by=None)
    assert not Building.objects.exists()

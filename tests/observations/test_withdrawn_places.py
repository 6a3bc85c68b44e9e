"""What came to be only by an import goes with it, and comes back with it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import User

from klimamosaik.measures.models import Measure
from klimamosaik.observations.intake.files import preview, store_import
from klimamosaik.observations.intake.taking_back import bring_again, undo
from klimamosaik.observations.models import Datastream, Delivery, Thing
from klimamosaik.observations.queries.places_brought import places_brought
from klimamosaik.observations.queries.states import states
from klimamosaik.places.models import Building, MeterPoint, Municipality
from klimamosaik.publication.models import Publication
from klimamosaik.records.operations import save
from klimamosaik.streams.models import DataSource, SourceSeries
from klimamosaik.terms.complaint import InputRejected

AT = datetime(2026, 5, 4, 9, tzinfo=UTC)
HEAT = b"Monat;Rathaus;Schule\n01/2023;1.000,5;2.000\n02/2023;900;1.800\n"
LATER = b"Monat;Rathaus\n03/2023;800\n"
LIST = "Gebäude;Adresse;Nutzfläche m²;Baujahr\nRathaus;Markt 1;1.200;1950\n".encode()
BILL = (
    "Gebäude;Energieträger;von;bis;Kosten €\nRathaus;Wärme;01.01.2024;31.12.2024;70,00\n"
).encode()
pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Municipality:
    return Municipality.objects.create(ags="03403000", name="Oldenburg")


def imported(town: Municipality, data: bytes = HEAT, name: str = "waerme_kwh.csv") -> Delivery:
    file = preview(municipality=town, data=data, name=name)
    return store_import(municipality=town, files=[file], by=None, at=AT).files[0].delivery


def stands() -> tuple[list[str], int, int]:
    """The buildings, and how many meters and datastreams there are."""
    names = list(Building.objects.order_by("name").values_list("name", flat=True))
    return names, MeterPoint.objects.count(), Datastream.objects.count()


def why(delivery: Delivery) -> list[tuple[str, str]]:
    """What stays and why."""
    return [(each.name.de, each.why.de) for each in places_brought(delivery).staying]


def test_a_first_import_taken_back_leaves_nothing_and_comes_back(town: Municipality) -> None:
    first = imported(town)
    assert stands() == (["Rathaus", "Schule"], 2, 2)
    going = places_brought(first)
    assert (len(going.buildings), len(going.points), going.staying) == (2, 2, ())
    withdrawal = undo(delivery=first, by=None, at=AT)
    assert stands() == ([], 0, 0)
    assert not states(municipality=town, now=AT)
    assert not Thing.objects.exists()
    bring_again([withdrawal.seq], None, AT)
    assert stands() == (["Rathaus", "Schule"], 2, 2)
    assert Thing.objects.count() == 2
    undo(delivery=Delivery.objects.latest("seq"), by=None, at=AT)
    assert stands() == ([], 0, 0)


def test_the_same_names_can_come_anew_and_the_old_ones_then_do_not(town: Municipality) -> None:
    withdrawal = undo(delivery=imported(town), by=None, at=AT)
    imported(town, LATER)
    assert stands() == (["Rathaus"], 1, 1)
    with pytest.raises(InputRejected, match="“Rathaus” has been entered anew meanwhile"):
        bring_again([withdrawal.seq], None, AT)
    assert stands() == (["Rathaus"], 1, 1)


def test_what_two_imports_speak_of_goes_with_the_second(town: Municipality) -> None:
    first, second = imported(town), imported(town, LATER)
    assert why(first) == [
        ("Rathaus", "hat andere Zähler oder Messreihen"),
        ("Rathaus, Wärme", "andere Importe brachten Werte dafür"),
    ]
    undone = undo(delivery=first, by=None, at=AT)
    assert stands() == (["Rathaus"], 1, 1)
    again = undo(delivery=second, by=None, at=AT)
    assert stands() == ([], 0, 0)
    bring_again([undone.seq], None, AT)
    assert stands() == (["Rathaus", "Schule"], 2, 2)
    bring_again([again.seq], None, AT)
    assert stands() == (["Rathaus", "Schule"], 2, 2)


def test_a_bill_of_another_import_keeps_its_meter(town: Municipality) -> None:
    first = imported(town)
    bill = imported(town, BILL, "rechnung.csv")
    assert ("Rathaus, Wärme", "andere Importe brachten Werte dafür") in why(first)
    undo(delivery=bill, by=None, at=AT)
    undo(delivery=first, by=None, at=AT)
    assert stands() == ([], 0, 0)


def test_what_a_person_made_or_changed_stays(town: Municipality) -> None:
    Building.objects.create(municipality=town, name="Rathaus")
    first = imported(town)
    school = Building.objects.get(name="Schule")
    school.usable_area = 700.0
    save(school, by=User.objects.create(username="ada"))
    assert why(first) == [("Schule", "wurde seither geändert")]
    undo(delivery=first, by=None, at=AT)
    assert stands() == (["Rathaus", "Schule"], 0, 0)


def test_a_changed_meter_stays_with_its_building(town: Municipality) -> None:
    first = imported(town)
    point = MeterPoint.objects.get(building__name="Schule")
    point.number = "4711"
    save(point, by=None)
    assert why(first) == [
        ("Schule", "hat andere Zähler oder Messreihen"),
        ("Schule, Wärme", "wurde seither geändert"),
    ]
    undo(delivery=first, by=None, at=AT)
    assert stands() == (["Schule"], 1, 1)


def test_what_a_measure_has_stays(town: Municipality) -> None:
    first = imported(town)
    measure = Measure.objects.create(municipality=town, name="Hydraulischer Abgleich")
    measure.meter_points.set([MeterPoint.objects.get(building__name="Schule")])
    measure.buildings.set([Building.objects.get(name="Rathaus")])
    told = "gehört zur Maßnahme „Hydraulischer Abgleich“"
    assert [each for each in why(first) if each[1] == told] == [
        ("Rathaus", told),
        ("Schule, Wärme", told),
    ]
    undo(delivery=first, by=None, at=AT)
    assert stands() == (["Rathaus", "Schule"], 1, 1)


def test_what_is_public_stays_until_it_is_taken_back(town: Municipality) -> None:
    first = imported(town)
    hall = Building.objects.get(name="Rathaus")
    row = Publication.objects.create(
        municipality=town, kind="building", subject=str(hall.pk), name="Rathaus", since=AT
    )
    ((name, reason),) = why(first)
    assert (name, reason[:15]) == ("Rathaus", "ist öffentlich;")
    row.until = AT
    row.save()
    assert why(first) == []


def test_what_a_source_reports_of_stays(town: Municipality) -> None:
    first = imported(town)
    source = DataSource.objects.create(
        municipality=town,
        name="Gateway",
        kind="https",
        promised_every=timedelta(days=1),
        added_at=AT,
    )
    SourceSeries.objects.create(
        source=source,
        key="1",
        counts_for=Datastream.objects.get(meter_point__building__name="Schule"),
        first_seen=AT,
        last_seen=AT,
    )
    assert ("Schule, Wärme", "die Quelle „Gateway“ meldet dafür") in why(first)


def test_a_list_of_buildings_is_taken_back_unless_another_list_tells_of_them(
    town: Municipality,
) -> None:
    first, second = (imported(town, LIST, name) for name in ("eins.csv", "zwei.csv"))
    assert why(first) == [("Rathaus", "steht in einer anderen Gebäudeliste")]
    undo(delivery=first, by=None, at=AT)
    assert stands() == (["Rathaus"], 0, 0)
    withdrawal = undo(delivery=second, by=None, at=AT)
    assert stands() == ([], 0, 0)
    bring_again([withdrawal.seq], None, AT)
    assert stands() == (["Rathaus"], 0, 0)


def test_a_building_of_a_list_stays_when_its_readings_go(town: Municipality) -> None:
    imported(town, LIST, "liste.csv")
    undo(delivery=imported(town), by=None, at=AT)
    assert stands() == (["Rathaus"], 0, 0)

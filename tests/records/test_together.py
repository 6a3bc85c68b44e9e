"""Many rows are saved together, each checked and each with its author."""

from django.contrib.auth.models import User

from klimamosaik.places.models import Building, MeterPoint, Municipality
from klimamosaik.records.operations import save, save_all
from klimamosaik.records.queries import newest_records


def test_only_the_named_fields_change(town: Municipality, klara: User) -> None:
    hall = Building.objects.create(municipality=town, name="Rathaus")
    hall.name, hall.address = "Burg", "Markt 1"
    save_all([hall], fields=["address"], by=klara)
    kept = Building.objects.get()
    assert (kept.name, kept.address) == ("Rathaus", "Markt 1")


def test_no_rows_are_no_change(db: None) -> None:
    save_all([], by=None)
    save_all([], fields=["name"], by=None)
    assert not Building.history.exists()


def test_every_saved_row_moves_the_newest_record(town: Municipality, klara: User) -> None:
    before = newest_records(stages=["places"])
    hall = Building(municipality=town, name="Rathaus")
    save(hall, by=klara)
    between = newest_records(stages=["places"])
    save(MeterPoint(building=hall, carrier="gas", name="Keller"), by=klara)
    after = newest_records(stages=["places"])
    assert len({before, between, after}) == 3
    assert newest_records(stages=["places"]) == after

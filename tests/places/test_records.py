"""Rows are checked and saved with their author, one by one or many together."""

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError

from klimamosaik.places.models import Building, MeterPoint, Municipality
from klimamosaik.records.operations import record, record_changed, record_new
from klimamosaik.records.queries import newest_records


def authors(model: type[Building]) -> list[User | None]:
    return [row.history_user for row in model.history.order_by("history_id")]


def test_a_row_is_saved_with_its_author(town: Municipality, anna: User) -> None:
    record(Building(municipality=town, name="Rathaus"), by=anna)
    assert authors(Building) == [anna]


def test_a_row_that_may_not_be_is_not_saved(town: Municipality, anna: User) -> None:
    with pytest.raises(ValidationError):
        record(Building(municipality=town, name="Rathaus", kind="Burg"), by=anna)
    assert not Building.objects.exists()


def test_many_rows_are_saved_together_each_with_its_history(town: Municipality, anna: User) -> None:
    rows = [Building(municipality=town, name=f"Haus {n}") for n in range(3)]
    record_new(rows, by=anna)
    assert authors(Building) == [anna] * 3
    for row in rows:
        row.postcode = "26122"
    record_changed(rows, fields=["postcode"], by=None)
    assert authors(Building) == [anna] * 3 + [None] * 3
    assert set(Building.objects.values_list("postcode", flat=True)) == {"26122"}


def test_one_wrong_row_among_many_keeps_all_out(town: Municipality, anna: User) -> None:
    rows = [Building(municipality=town, name=name) for name in ("Rathaus", "")]
    with pytest.raises(ValidationError):
        record_new(rows, by=anna)
    assert not Building.objects.exists()


def test_only_the_named_fields_change(town: Municipality, anna: User) -> None:
    hall = Building.objects.create(municipality=town, name="Rathaus")
    hall.name, hall.address = "Burg", "Markt 1"
    record_changed([hall], fields=["address"], by=anna)
    kept = Building.objects.get()
    assert (kept.name, kept.address) == ("Rathaus", "Markt 1")


def test_no_rows_are_no_change(db: None) -> None:
    record_new([], by=None)
    record_changed([], fields=["name"], by=None)
    assert not Building.history.exists()


def test_every_saved_row_moves_the_newest_record(town: Municipality, anna: User) -> None:
    before = newest_records(stages=["places"])
    hall = Building(municipality=town, name="Rathaus")
    record(hall, by=anna)
    between = newest_records(stages=["places"])
    record(MeterPoint(building=hall, carrier="gas", name="Keller"), by=anna)
    after = newest_records(stages=["places"])
    assert len({before, between, after}) == 3
    assert newest_records(stages=["places"]) == after

"""One way to save, replace and take back: checked, and with who did it."""

import pytest
from django.contrib.auth.models import User

from klimamosaik.places.models import Building, Municipality, Population
from klimamosaik.records.operations import delete, replace, save, save_all
from klimamosaik.terms.complaint import InputRejected


def authors(model: type) -> list[tuple[str, User | None]]:
    """Who did what, oldest first."""
    kept = model.history.order_by("history_id")  # type: ignore[attr-defined]
    return [(record.history_type, record.history_user) for record in kept]


def test_the_history_says_who_saved_changed_and_took_back(town: Municipality, klara: User) -> None:
    building = save(Building(municipality=town, name="Rathaus"), by=klara)
    building.name = "Altes Rathaus"
    save(building, by=None)
    delete(building, by=klara)
    assert authors(Building) == [("+", klara), ("~", None), ("-", klara)]


def test_many_rows_are_saved_together_as_one_by_one(town: Municipality, klara: User) -> None:
    rows = [Building(municipality=town, name=f"Haus {n}") for n in range(3)]
    save_all(rows, by=klara)
    for row in rows:
        row.address = "Markt 1"
    save_all(rows, fields=["address"], by=None)
    assert authors(Building) == [("+", klara)] * 3 + [("~", None)] * 3
    assert set(Building.objects.values_list("address", flat=True)) == {"Markt 1"}


def test_every_mistake_is_told_in_both_languages_with_its_field(town: Municipality) -> None:
    wrong = Building(municipality=town, name="", kind="palace", usable_area=1.0)
    with pytest.raises(InputRejected) as refused:
        save(wrong, by=None)
    told = {each.column: each.text for each in refused.value.complaints}
    assert told.keys() == {"name", "kind"}
    assert "Dieses Feld darf nicht leer sein." in told["name"].de
    assert "This field cannot be blank." in told["name"].en
    assert not Building.objects.exists()


def test_mistakes_of_all_rows_are_told_and_none_is_stored(town: Municipality) -> None:
    rows = [Building(municipality=town, name=name) for name in ("", "Rathaus", "x" * 161)]
    with pytest.raises(InputRejected) as refused:
        save_all(rows, by=None)
    assert [each.column for each in refused.value.complaints] == ["name", "name"]
    assert not Building.objects.exists()


def test_what_is_there_already_is_said_once(town: Municipality) -> None:
    save(Building(municipality=town, name="Rathaus"), by=None)
    with pytest.raises(InputRejected) as refused:
        save(Building(municipality=town, name="Rathaus"), by=None)
    assert [each.code for each in refused.value.complaints] == ["written_already"]


def test_a_row_takes_the_place_of_the_one_that_says_the_same(
    town: Municipality, klara: User
) -> None:
    def counted(inhabitants: int, year: int = 2024) -> Population:
        row = Population(municipality=town, year=year, inhabitants=inhabitants, source="LSN")
        return replace(row, same=("municipality", "year"), by=klara)

    first, again, other = counted(169_000), counted(170_000), counted(168_000, 2023)
    assert first.pk == again.pk != other.pk
    assert list(Population.objects.values_list("year", "inhabitants")) == [
        (2023, 168_000),
        (2024, 170_000),
    ]
    assert authors(Population) == [("+", klara), ("~", klara), ("+", klara)]

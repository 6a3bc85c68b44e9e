"""Towns, their buildings and meters: found, set up, told apart."""

from datetime import date

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError

from klimamosaik.people.models import Membership, Role
from klimamosaik.people.operations import set_up
from klimamosaik.people.queries import municipalities_of
from klimamosaik.places.models import Building, MeterPoint, Municipality, Population, WeatherStation
from klimamosaik.places.operations import assign, choose_station, found_municipality
from klimamosaik.places.queries.places import (
    known_municipality,
    master_data,
    municipality_meant,
)
from klimamosaik.terms.complaint import InputRejected
from klimamosaik.terms.direction import Direction


def codes(refused: pytest.ExceptionInfo[InputRejected]) -> list[str]:
    return [each.code for each in refused.value.complaints]


def building(town: Municipality, name: str = "Rathaus", **facts: object) -> Building:
    return Building.objects.create(municipality=town, name=name, **facts)


def meter(of: Building, name: str, direction: Direction = Direction.DRAWN) -> MeterPoint:
    return MeterPoint.objects.create(
        building=of, carrier="electricity", name=name, direction=direction
    )


@pytest.mark.parametrize(
    ("ags", "state"), [("03403000", "NI"), ("05515000", "NW"), ("16051000", "TH"), ("99", "NI")]
)
def test_the_key_begins_with_the_state(ags: str, state: str) -> None:
    assert Municipality(ags=ags).state == state


def test_a_building_is_in_use_from_its_first_day_to_the_day_before_its_last() -> None:
    hall = Building(since=date(2020, 1, 1), until=date(2024, 1, 1))
    assert [hall.in_use(day) for day in (date(2019, 12, 31), date(2020, 1, 1))] == [False, True]
    assert [hall.in_use(day) for day in (date(2023, 12, 31), date(2024, 1, 1))] == [True, False]
    assert Building().in_use(date(1900, 1, 1))


def test_a_town_is_found_with_the_register_s_name_and_place(db: None) -> None:
    town = found_municipality(ags="3404000", name=" ", by=None)
    assert (town.ags, town.name, town.latitude) == ("03404000", "Osnabrück", 52.278)
    assert town.history.count() == 1


def test_what_is_told_of_a_place_counts_more_than_the_register(db: None) -> None:
    town = found_municipality(ags="03404000", name="Osnabrück", by=None, altitude=70.0, parent=None)
    assert (town.latitude, town.altitude) == (52.278, 70.0)


def test_a_town_unknown_to_the_register_is_called_by_its_key_or_name(db: None) -> None:
    assert found_municipality(ags="03999001", name="", by=None).name == "03999001"
    town = found_municipality(ags="03999002", name=" Musterstadt ", by=None)
    assert (town.name, town.latitude) == ("Musterstadt", None)


def test_a_key_of_no_town_is_refused_unless_a_person_is_sure(db: None) -> None:
    with pytest.raises(InputRejected) as refused:
        found_municipality(ags="03999001", name="Musterstadt", by=None, sure=False)
    assert codes(refused) == ["no_such_ags"]
    with pytest.raises(InputRejected) as refused:
        found_municipality(ags="123", name="Musterstadt", by=None)
    assert codes(refused) == ["unusable_ags"]
    assert not Municipality.objects.exists()


def test_a_key_of_another_town_is_refused_unless_a_person_is_sure(db: None) -> None:
    with pytest.raises(InputRejected) as refused:
        found_municipality(ags="03404000", name="Phantasia", by=None, sure=False)
    assert codes(refused) == ["other_municipality"]
    assert found_municipality(ags="03404000", name="Phantasia", by=None).name == "Phantasia"


def test_a_town_is_set_up_once(town: Municipality) -> None:
    with pytest.raises(InputRejected) as refused:
        found_municipality(ags=town.ags, name="Oldenburg", by=None)
    assert codes(refused) == ["municipality_exists"]


def test_the_first_person_manages_the_town_and_there_is_one_first_person(db: None) -> None:
    user = set_up(ags="03404000", municipality="Osnabrück", username="anna", password="x" * 12)
    membership = Membership.objects.get()
    assert (membership.user, membership.role) == (user, Role.ADMIN)
    assert user.check_password("x" * 12)
    with pytest.raises(InputRejected) as refused:
        set_up(ags="03403000", municipality="Oldenburg", username="otto", password="x" * 12)
    assert codes(refused) == ["already_set_up"]


def test_set_up_takes_over_a_town_that_files_have_founded(town: Municipality) -> None:
    set_up(ags="3403000", municipality="anders", username="anna", password="x" * 12)
    assert Membership.objects.get().municipality == town
    assert Municipality.objects.get().name == "Oldenburg"


def test_a_refused_set_up_leaves_nobody_behind(db: None) -> None:
    with pytest.raises(InputRejected):
        set_up(ags="99999999", municipality="X", username="anna", password="x" * 12, sure=True)
    assert not User.objects.exists()


def test_a_station_is_chosen_and_taken_back_and_the_same_again_is_no_change(
    town: Municipality, anna: User
) -> None:
    station = WeatherStation.objects.create(number="44", name="Großenkneten")
    for number, writes in (("44", 1), ("44", 0), (None, 1), (None, 0)):
        before = Municipality.history.count()
        choose_station(municipality=town, number=number, by=anna)
        assert Municipality.history.count() - before == writes
        assert town.station == (station if number else None)
    newest = Municipality.history.first()
    assert newest is not None
    assert newest.history_user == anna


def test_a_meter_moved_to_another_direction_is_found_by_the_one_of_its_files(
    town: Municipality, anna: User
) -> None:
    point = meter(building(town), "Dach")
    for direction in (Direction.FED_IN, Direction.GENERATED):
        point.direction = direction
        assign(point=point, by=anna)
    kept = MeterPoint.objects.get()
    assert (kept.direction, kept.read_as) == (Direction.GENERATED, Direction.DRAWN)


def test_a_meter_that_stays_as_it_is_is_read_as_it_is(town: Municipality, anna: User) -> None:
    point = meter(building(town), "Dach")
    point.name = "Dach Süd"
    assign(point=point, by=anna)
    assert MeterPoint.objects.get().read_as == ""


def test_only_what_is_drawn_or_used_on_the_spot_counts(town: Municipality) -> None:
    hall = building(town)
    for each in Direction:
        meter(hall, each.value, each)
    counting = {point.name for point in MeterPoint.objects.counting()}
    assert counting == {"drawn", "own use"}
    assert {point.name for point in MeterPoint.objects.aside()} == {*Direction} - counting
    assert {point.name for point in MeterPoint.objects.all() if point.counts} == counting


def test_a_meter_says_its_building_and_what_flows(town: Municipality) -> None:
    hall = building(town)
    assert str(meter(hall, "Rathaus")) == "Rathaus · Strom"
    assert str(meter(hall, "Keller")) == "Rathaus · Strom · Keller"
    assert str(meter(hall, "Dach", Direction.FED_IN)) == "Rathaus · Strom · Dach (Einspeisung)"


def test_a_key_that_is_not_here_is_refused_with_those_that_are(
    town: Municipality, neighbour: Municipality
) -> None:
    assert known_municipality(ags="03403000") == town
    with pytest.raises(InputRejected) as refused:
        known_municipality(ags="03404001")
    said = refused.value.complaints[0].text.de
    assert said.endswith("es gibt: 03403000 Oldenburg, 03404000 Osnabrück.")


def test_where_there_is_no_town_files_are_asked_for(db: None) -> None:
    with pytest.raises(InputRejected, match="import files first"):
        known_municipality(ags="03403000")


def test_a_person_sees_the_towns_they_have_a_role_in(
    town: Municipality, neighbour: Municipality, anna: User
) -> None:
    assert list(municipalities_of(user=anna)) == [town]
    assert list(municipalities_of(user=User.objects.create_user("otto"))) == []


def test_master_data_change_with_every_building_meter_and_number_of_inhabitants(
    town: Municipality, neighbour: Municipality
) -> None:
    seen = [master_data(municipality=town)]
    hall = building(town)
    seen.append(master_data(municipality=town))
    meter(hall, "Keller")
    seen.append(master_data(municipality=town))
    Population.objects.create(municipality=town, year=2024, inhabitants=170_000, source="LSN")
    seen.append(master_data(municipality=town))
    town.altitude = 5.0
    town.save()
    seen.append(master_data(municipality=town))
    assert len(set(seen)) == 5
    building(neighbour)
    assert master_data(municipality=town) == seen[-1]


@pytest.mark.parametrize("ags", ["3403000", "034030000", "0340300a"])
def test_a_key_has_eight_digits(ags: str, db: None) -> None:
    with pytest.raises(ValidationError, match="acht Ziffern"):
        Municipality(ags=ags, name="X").clean_fields()


@pytest.mark.django_db
def test_the_municipality_meant_is_the_only_one_or_asked_with_those_there_are() -> None:
    with pytest.raises(InputRejected) as nowhere:
        municipality_meant(ags=None, option="--town")
    assert "noch keine Gemeinde" in nowhere.value.complaints[0].text.de
    town = Municipality.objects.create(ags="03403000", name="Oldenburg")
    assert municipality_meant(ags=None, option="--town") == town
    Municipality.objects.create(ags="03404000", name="Osnabrück")
    with pytest.raises(InputRejected) as asked:
        municipality_meant(ags=None, option="--town")
    assert asked.value.complaints[0].text.en == (
        "For which municipality? Please give --town AGS; "
        "there are: 03403000 Oldenburg, 03404000 Osnabrück."
    )

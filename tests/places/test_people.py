"""People of a town: invited, given a role, let in and out."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser, User

from klimamosaik.people.access import includes, role_in
from klimamosaik.people.models import (
    Invitation,
    Membership,
    Organisation,
    Role,
    SecondFactor,
    TownAccount,
)
from klimamosaik.people.operations import (
    LETTERS,
    change_role,
    invite,
    lose_factor,
    one_time_password,
    renew_password,
    set_up,
    take_invitation,
    work_for,
)
from klimamosaik.people.queries import awaited, municipalities_of, open_invitation, people_of
from klimamosaik.places.models import Municipality
from klimamosaik.records.operations import delete
from klimamosaik.terms.complaint import InputRejected

AT = datetime(2026, 5, 4, 9, tzinfo=UTC)


def codes(refused: pytest.ExceptionInfo[InputRejected]) -> list[str]:
    return [each.code for each in refused.value.complaints]


def invited(
    town: Municipality, by: User, name: str = "nina", role: Role = Role.EDITOR
) -> Membership:
    found = invite(
        municipality=town, username=name, full_name="Nina van Neu", role=role, by=by, at=AT
    )
    assert found.membership.user.check_password(found.password)
    return found.membership


@pytest.mark.parametrize(
    ("held", "may"),
    [
        (Role.READER, {Role.READER}),
        (Role.EDITOR, {Role.READER, Role.EDITOR}),
        (Role.PUBLISHER, {Role.READER, Role.EDITOR, Role.PUBLISHER}),
        (Role.ADMIN, {Role.READER, Role.EDITOR, Role.PUBLISHER, Role.ADMIN}),
    ],
)
def test_each_role_includes_those_before_it(held: Role, may: set[Role]) -> None:
    assert {role for role in Role if includes(held, role)} == may


def test_a_one_time_password_can_be_read_out_and_is_never_the_same() -> None:
    first, second = one_time_password(), one_time_password()
    assert [len(part) for part in first.split("-")] == [4, 4, 4, 4]
    assert set(first) <= {*LETTERS, "-"}
    assert first != second


def test_an_invitation_names_the_person_and_stays_open_until_it_is_taken(
    town: Municipality, anna: User
) -> None:
    nina = invited(town, anna).user
    assert (nina.first_name, nina.last_name) == ("Nina van", "Neu")
    assert awaited(municipality=town) == {nina.pk}
    assert open_invitation(user=nina) is not None
    take_invitation(user=nina, at=AT)
    assert awaited(municipality=town) == frozenset()
    assert open_invitation(user=nina) is None
    assert Invitation.objects.get().taken_at == AT


def test_a_name_that_is_taken_is_refused_and_nothing_is_left(
    town: Municipality, anna: User
) -> None:
    with pytest.raises(InputRejected) as refused:
        invited(town, anna, "anna")
    assert codes(refused) == ["name_taken"]
    assert Membership.objects.count() == 1
    assert not Invitation.objects.exists()


def test_a_new_one_time_password_takes_the_place_of_the_old_one(
    town: Municipality, anna: User
) -> None:
    membership = invited(town, anna)
    old = membership.user.password
    found = renew_password(membership=membership, by=anna, at=AT)
    assert User.objects.get(pk=membership.user.pk).check_password(found.password)
    assert membership.user.password != old
    assert Invitation.objects.filter(user=membership.user).count() == 2


def test_a_password_of_somebody_who_works_elsewhere_too_is_not_handed_out(
    town: Municipality, neighbour: Municipality, anna: User
) -> None:
    membership = invited(town, anna)
    Membership.objects.create(user=membership.user, municipality=neighbour)
    with pytest.raises(InputRejected) as refused:
        renew_password(membership=membership, by=anna, at=AT)
    assert codes(refused) == ["person_of_others"]
    there = Membership.objects.create(user=anna, municipality=neighbour, role=Role.EDITOR)
    with pytest.raises(InputRejected):
        renew_password(membership=membership, by=anna, at=AT)
    there.role = Role.ADMIN
    there.save()
    assert renew_password(membership=membership, by=anna, at=AT).password


def test_somebody_always_manages_a_town(town: Municipality, anna: User) -> None:
    own = Membership.objects.get(user=anna)
    for role in (Role.EDITOR, None):
        with pytest.raises(InputRejected) as refused:
            change_role(membership=own, role=role, by=anna)
        assert codes(refused) == ["last_admin"]
    other = invited(town, anna, role=Role.ADMIN)
    change_role(membership=own, role=Role.READER, by=other.user)
    assert role_in(anna, town) is Role.READER


def test_a_manager_elsewhere_does_not_manage_here(
    town: Municipality, neighbour: Municipality, anna: User
) -> None:
    otto = User.objects.create_user("otto")
    Membership.objects.create(user=otto, municipality=neighbour, role=Role.ADMIN)
    with pytest.raises(InputRejected):
        change_role(membership=Membership.objects.get(user=anna), role=None, by=anna)


def test_a_role_taken_away_is_gone_and_the_history_says_by_whom(
    town: Municipality, anna: User
) -> None:
    membership = invited(town, anna)
    change_role(membership=membership, role=Role.EDITOR, by=anna)  # no change, no history
    assert Membership.history.filter(user=membership.user).count() == 1
    change_role(membership=membership, role=None, by=anna)
    newest = Membership.history.first()
    assert newest is not None
    assert (newest.history_type, newest.history_user) == ("-", anna)
    assert role_in(membership.user, town) is None


def test_who_edits_for_one_organisation_reads_the_rest(town: Municipality, anna: User) -> None:
    membership = invited(town, anna)
    office = Organisation.objects.create(municipality=town, name="Hochbauamt")
    assert role_in(membership.user, town) is Role.EDITOR
    work_for(membership=membership, organisation=office, by=anna)
    assert role_in(membership.user, town) is Role.READER
    own = Membership.objects.get(user=anna)
    work_for(membership=own, organisation=office, by=anna)
    assert role_in(anna, town) is Role.ADMIN
    work_for(membership=membership, organisation=None, by=anna)
    assert role_in(membership.user, town) is Role.EDITOR


def test_nobody_works_for_an_organisation_of_another_town(
    town: Municipality, neighbour: Municipality, anna: User
) -> None:
    office = Organisation.objects.create(municipality=neighbour, name="Hochbauamt")
    with pytest.raises(InputRejected) as refused:
        work_for(membership=Membership.objects.get(user=anna), organisation=office, by=anna)
    assert codes(refused) == ["other_towns_organisation"]


def test_an_organisation_that_goes_takes_the_rights_it_gave(
    town: Municipality, neighbour: Municipality, anna: User
) -> None:
    office = Organisation.objects.create(municipality=town, name="Hochbauamt")
    own = Membership.objects.get(user=anna)
    hired = {role: invited(town, anna, role.value, role=role) for role in Role}
    elsewhere = invited(neighbour, anna, "elsewhere")
    for membership in (own, *hired.values()):
        work_for(membership=membership, organisation=office, by=anna)
    office.delete()
    left = {role: role_in(each.user, town) for role, each in hired.items()}
    assert left == dict.fromkeys(Role) | {Role.ADMIN: Role.ADMIN}
    assert role_in(anna, town) is Role.ADMIN
    assert role_in(elsewhere.user, neighbour) is Role.EDITOR
    gone = Membership.history.filter(history_type="-").values_list("user__username", flat=True)
    assert sorted(gone) == ["editor", "publisher", "reader"]


def test_no_way_of_removing_organisations_makes_their_people_those_of_the_town(
    town: Municipality, anna: User
) -> None:
    offices = [Organisation.objects.create(municipality=town, name=name) for name in "AB"]
    people = [invited(town, anna, f"of-{office}") for office in offices]
    for membership, office in zip(people, offices, strict=True):
        work_for(membership=membership, organisation=office, by=anna)
    Organisation.objects.filter(name="A").delete()
    delete(offices[1], by=anna)
    assert [role_in(each.user, town) for each in people] == [None, None]


def test_a_key_the_register_does_not_know_is_asked_about_at_set_up(db: None) -> None:
    wanted: dict[str, Any] = {
        "ags": "03999001",
        "municipality": "X",
        "username": "anna",
        "password": "x" * 12,
    }
    with pytest.raises(InputRejected) as refused:
        set_up(**wanted)
    assert codes(refused) == ["no_such_ags"]
    assert set_up(**wanted, sure=True).username == "anna"


def test_a_password_of_an_account_of_the_town_is_renewed_there(
    town: Municipality, anna: User
) -> None:
    membership = invited(town, anna)
    TownAccount.objects.create(
        user=membership.user, issuer="i", subject="s", made_at=AT, signed_on_at=AT
    )
    before = User.objects.get(pk=membership.user.pk).password
    with pytest.raises(InputRejected) as refused:
        renew_password(membership=membership, by=anna, at=AT)
    assert codes(refused) == ["password_elsewhere"]
    assert User.objects.get(pk=membership.user.pk).password == before


def test_a_lost_factor_is_taken_away_by_who_manages_all_towns_of_the_person(
    town: Municipality, neighbour: Municipality, anna: User
) -> None:
    membership = invited(town, anna)
    SecondFactor.objects.create(user=membership.user, since=AT)
    elsewhere = Membership.objects.create(user=membership.user, municipality=neighbour)
    with pytest.raises(InputRejected) as refused:
        lose_factor(membership=membership, by=anna)
    assert codes(refused) == ["person_of_others"]
    assert SecondFactor.objects.exists()
    elsewhere.delete()
    lose_factor(membership=membership, by=anna)
    assert not SecondFactor.objects.exists()


def test_a_role_of_the_groups_can_be_taken_or_left_but_not_changed_here(
    town: Municipality, anna: User
) -> None:
    office = Organisation.objects.create(municipality=town, name="Hochbauamt")
    membership = invited(town, anna)
    membership.from_groups = True
    membership.save()
    written = Membership.history.count()
    change_role(membership=membership, role=Role.EDITOR, by=anna)
    work_for(membership=membership, organisation=None, by=anna)
    assert Membership.history.count() == written
    with pytest.raises(InputRejected) as refused:
        change_role(membership=membership, role=Role.READER, by=anna)
    assert codes(refused) == ["from_groups"]
    with pytest.raises(InputRejected) as refused:
        work_for(membership=membership, organisation=office, by=anna)
    assert codes(refused) == ["from_groups"]
    change_role(membership=membership, role=None, by=anna)
    assert role_in(membership.user, town) is None


def test_an_invitation_that_was_taken_keeps_its_day(town: Municipality, anna: User) -> None:
    nina, otto = invited(town, anna).user, invited(town, anna, "otto").user
    take_invitation(user=nina, at=AT)
    take_invitation(user=nina, at=AT.replace(year=2027))
    assert Invitation.objects.get(user=nina).taken_at == AT
    assert Invitation.objects.get(user=otto).taken_at is None


def test_a_stranger_has_no_role_and_no_town(town: Municipality) -> None:
    assert role_in(AnonymousUser(), town) is None
    assert role_in(User.objects.create_user("otto"), town) is None
    assert list(municipalities_of(user=AnonymousUser())) == []


def test_people_come_by_name(town: Municipality, anna: User) -> None:
    for name in ("zoe", "bert"):
        invited(town, anna, name)
    assert [each.user.username for each in people_of(municipality=town)] == ["anna", "bert", "zoe"]

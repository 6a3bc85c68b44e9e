"""The doors of signing on, without a provider: who comes in with which role, and who does not."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import User

from klimamosaik.people.models import Membership, Organisation, TownAccount
from klimamosaik.people.roles import Role
from klimamosaik.people.sign_on import operations
from klimamosaik.people.sign_on.claims import TownPerson
from klimamosaik.people.sign_on.operations import GROUPS_NAMED, arrive
from klimamosaik.people.sign_on.provider_settings import GroupRole
from klimamosaik.places.models import Municipality
from tests.people.sign_on.conftest import agreement
from tests.web.conftest import AGS

AT = datetime(2026, 5, 4, 9, tzinfo=UTC)
ISSUER = "https://konten.example"
OTTO = TownPerson(
    ISSUER, "12", "otto", "Otto", "Öhm", "otto@stadt.example", frozenset({"klima"})
)  # fmt: skip
LEFT = frozenset({"kantine"})  # groups that give nothing


def arrived(person: TownPerson = OTTO, *roles: GroupRole, at: datetime = AT) -> User | None:
    agreed = agreement(ISSUER, **({"roles": roles} if roles else {}))
    return arrive(person=person, agreed=agreed, at=at)


def roles() -> list[tuple[str, Role, str | None]]:
    """Who has which role for whom."""
    rows = Membership.objects.order_by("user__username", "municipality")
    return [
        (each.user.username, Role(each.role), each.organisation.name if each.organisation else None)
        for each in rows
    ]


def test_who_comes_first_gets_an_account_with_the_role_and_name_of_the_provider(
    town: Municipality,
) -> None:
    user = arrived()
    assert user is not None
    assert (user.username, user.first_name, user.last_name) == ("otto", "Otto", "Öhm")
    assert user.email == "otto@stadt.example"
    assert roles() == [("otto", Role.EDITOR, None)]
    assert TownAccount.objects.get().signed_on_at == AT


def test_who_comes_again_has_the_name_and_roles_of_now_and_no_second_account(
    town: Municipality,
) -> None:
    first = arrived()
    married = replace(OTTO, last_name="Ölm", groups=frozenset({"klima-admin"}))
    again = arrived(married, at=AT + timedelta(days=1))
    assert again == first
    assert again is not None
    assert again.last_name == "Ölm"
    assert TownAccount.objects.get().signed_on_at == AT + timedelta(days=1)
    assert roles() == [("otto", Role.ADMIN, None)]


def test_the_same_roles_once_more_write_no_history(town: Municipality) -> None:
    for _ in range(3):
        arrived()
    assert Membership.history.count() == 1


def test_a_reader_of_the_groups_is_let_in_like_all_others(town: Municipality) -> None:
    assert arrived(OTTO, GroupRole("klima", AGS, Role.READER)) is not None
    assert roles() == [("otto", Role.READER, None)]


def test_who_never_had_a_role_leaves_nothing_behind(town: Municipality) -> None:
    assert arrived(replace(OTTO, groups=LEFT)) is None
    assert not User.objects.exists()


def test_who_lost_the_last_group_is_not_let_in_and_keeps_no_role(town: Municipality) -> None:
    arrived()
    assert arrived(replace(OTTO, groups=LEFT)) is None
    assert roles() == []
    assert User.objects.count() == 1


def test_a_role_given_here_stays_whatever_the_groups_say(town: Municipality) -> None:
    user = arrived()
    Membership.objects.update(role=Role.PUBLISHER, from_groups=False)
    assert arrived(replace(OTTO, groups=LEFT)) == user
    assert arrived() == user
    assert roles() == [("otto", Role.PUBLISHER, None)]


def test_who_was_shut_out_here_is_not_let_in_by_groups(town: Municipality) -> None:
    arrived()
    User.objects.update(is_active=False)
    assert arrived() is None


def test_a_town_or_body_that_is_not_here_gives_no_role_and_the_log_says_so(
    town: Municipality, caplog: pytest.LogCaptureFixture
) -> None:
    for elsewhere in (
        GroupRole("klima", "09162000", Role.ADMIN),
        GroupRole("klima", AGS, Role.ADMIN, "Stadtwerke"),
    ):
        caplog.clear()
        assert arrived(OTTO, elsewhere) is None
        named = [each for each in caplog.messages if "names what is not here" in each]
        assert named == [
            f"KLIMAMOSAIK_OIDC_ROLES names what is not here: {elsewhere.ags} "
            f"{elsewhere.organisation}"
        ]
    Organisation.objects.create(municipality=town, name="Stadtwerke")
    assert arrived(OTTO, GroupRole("klima", AGS, Role.EDITOR, "Stadtwerke")) is not None
    assert roles() == [("otto", Role.EDITOR, "Stadtwerke")]


@pytest.mark.parametrize(
    ("count", "end"), [(GROUPS_NAMED, "g20"), (GROUPS_NAMED + 1, "g20 …"), (0, "none")]
)
def test_the_log_names_the_first_twenty_groups_of_who_got_no_role(
    town: Municipality, caplog: pytest.LogCaptureFixture, count: int, end: str
) -> None:
    came = frozenset(f"g{number:02}" for number in range(1, count + 1))
    assert arrived(replace(OTTO, groups=came)) is None
    (told,) = [each for each in caplog.messages if "gave no role" in each]
    assert told.endswith(end)
    assert told.count("g0") == (9 if count else 0)


def test_a_taken_name_gets_a_number_and_no_name_is_a_person(town: Municipality) -> None:
    User.objects.create_user("Otto")
    for subject, wished, made in (
        ("1", "otto", "otto-2"),
        ("2", "otto", "otto-3"),
        ("3", "", "person"),
        ("4", "", "person-2"),
    ):
        user = arrived(replace(OTTO, subject=subject, username=wished))
        assert user is not None
        assert user.username == made


def test_the_same_person_in_two_windows_at_once_gets_one_account(
    town: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = User.objects.create_user("otto")
    TownAccount.objects.create(user=other, issuer=ISSUER, subject="12", made_at=AT, signed_on_at=AT)
    monkeypatch.setattr(operations, "free_name", lambda _: "otto")  # as it was a moment ago
    assert operations.new_account(OTTO, AT).user == other
    assert TownAccount.objects.count() == 1


def test_a_name_taken_a_moment_before_is_asked_for_again(
    town: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    User.objects.create_user("otto")
    offered = iter(["otto", "otto-2"])
    monkeypatch.setattr(operations, "free_name", lambda _: next(offered))
    user = arrived()
    assert user is not None
    assert user.username == "otto-2"

"""Which roles groups give."""

from hypothesis import given
from hypothesis import strategies as st

from klimamosaik.people.roles import Role
from klimamosaik.people.sign_on.granted_roles import roles_of
from klimamosaik.people.sign_on.provider_settings import GroupRole

READS = GroupRole("alle", "03403000", Role.READER)
EDITS = GroupRole("klima", "03403000", Role.EDITOR)
WORKS = GroupRole("swo", "03403000", Role.PUBLISHER, "Stadtwerke")
ELSEWHERE = GroupRole("klima", "03404000", Role.READER)


def test_the_larger_role_counts_where_two_groups_speak_of_one_town() -> None:
    assert roles_of({"alle", "klima"}, [READS, EDITS]) == {"03403000": EDITS}
    assert roles_of({"alle", "klima"}, [EDITS, READS]) == {"03403000": EDITS}


def test_one_organisations_tasks_are_more_than_reading_and_less_than_the_whole_town() -> None:
    assert roles_of({"alle", "swo"}, [READS, WORKS]) == {"03403000": WORKS}
    assert roles_of({"klima", "swo"}, [WORKS, EDITS]) == {"03403000": EDITS}


def test_a_group_may_speak_of_several_towns() -> None:
    assert roles_of({"klima"}, [EDITS, ELSEWHERE]) == {"03403000": EDITS, "03404000": ELSEWHERE}


def test_groups_are_compared_letter_by_letter() -> None:
    assert roles_of({"Klima", "/klima", "klima "}, [EDITS]) == {}


@given(st.sets(st.sampled_from(["alle", "klima", "swo", "kantine"])))
def test_more_groups_never_give_less(groups: set[str]) -> None:
    agreed = [READS, EDITS, WORKS, ELSEWHERE]
    order = list(Role)
    for fewer in (groups - {each} for each in groups):
        for ags, role in roles_of(fewer, agreed).items():
            more = roles_of(groups, agreed)[ags]
            narrow = bool(role.organisation), bool(more.organisation)
            assert order.index(more.role) >= order.index(role.role) or narrow == (True, False)

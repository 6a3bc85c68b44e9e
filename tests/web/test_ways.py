"""The ways through a municipality's pages."""

import pytest

from klimamosaik.people.models import Role
from klimamosaik.places.models import Municipality
from klimamosaik.web.context import NavSection, ways, ways_known

TOWN = Municipality(ags="03403000", name="Oldenburg")


def seen(path: str, role: Role = Role.ADMIN) -> tuple[NavSection, ...]:
    """The ways on a page of the town."""
    return ways(TOWN, f"/03403000/{path}", role)


def here(found: tuple[NavSection, ...]) -> list[str]:
    """What is marked as the way we are on."""
    return [way.text.de for way in found if way.here]


def settings(role: Role) -> list[str]:
    """The settings of a role; where it has but one, that one itself is the way."""
    last = seen("", role)[-1]
    return [branch.text.de for branch in last.branches] or [last.text.de]


def test_on_the_first_page_the_mosaic_is_marked() -> None:
    assert here(seen("")) == ["Mosaik"]


def test_a_branch_marks_its_main_way_too() -> None:
    found = seen("massnahmencontrolling/")
    assert here(found) == ["Maßnahmen"]
    (measures,) = [way for way in found if way.here]
    assert here(measures.branches) == ["Controlling"]


def test_the_branch_with_the_longer_address_is_marked() -> None:
    found = seen("planung/kosten/")
    (measures,) = [way for way in found if way.here]
    assert here(measures.branches) == ["Kosten je Tonne"]


def test_a_page_off_the_ways_marks_none_and_the_menu_names_none() -> None:
    found = seen("energie/")
    assert here(found) == []
    assert ways_known(found)["menu"].de == "Menü"


def test_the_menu_names_the_way_we_are_on() -> None:
    assert ways_known(seen("personen/"))["menu"].de == "Menü: Einstellungen"
    assert ways_known(seen("heute/"))["menu"].en == "Menu: Today"


@pytest.mark.parametrize(
    ("role", "found"),
    [
        (Role.READER, ["Protokoll"]),
        (Role.EDITOR, ["Gemeinde", "Protokoll"]),
        (
            Role.ADMIN,
            [
                "Gemeinde",
                "Personen und Rollen",
                "Protokoll",
                "Hintergrundarbeit",
                "Zugangsschlüssel",
            ],
        ),
    ],
)
def test_settings_are_for_those_who_may_open_them(role: Role, found: list[str]) -> None:
    assert settings(role) == found

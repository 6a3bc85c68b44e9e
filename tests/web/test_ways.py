"""The ways through a municipality's pages."""

from klimamosaik.places.models import Municipality
from klimamosaik.web.context import NavSection, ways

TOWN = Municipality(ags="03403000", name="Oldenburg")


def here(found: tuple[NavSection, ...]) -> list[str]:
    """What is marked as the way we are on."""
    return [way.text.de for way in found if way.here]


def test_on_the_first_page_the_mosaic_is_marked() -> None:
    assert here(ways(TOWN, "/03403000/")) == ["Mosaik"]


def test_a_branch_marks_its_main_way_too() -> None:
    found = ways(TOWN, "/03403000/steuerung/")
    assert here(found) == ["Maßnahmen"]
    (measures,) = [way for way in found if way.here]
    assert here(measures.branches) == ["Maßnahmencontrolling"]


def test_the_branch_with_the_longer_address_is_marked() -> None:
    found = ways(TOWN, "/03403000/planung/kosten/")
    (measures,) = [way for way in found if way.here]
    assert here(measures.branches) == ["Kosten je Tonne"]


def test_a_page_off_the_ways_marks_none() -> None:
    assert here(ways(TOWN, "/03403000/personen/")) == []

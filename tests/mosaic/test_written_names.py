"""Names of the largest fields on the wall: never over each other, left out without room."""

import re

import pytest
from hypothesis import given, settings

from klimamosaik.drawing.palette import Paint
from klimamosaik.mosaic.kernel.labels import MOST, placed, seen
from klimamosaik.mosaic.kernel.layout import Wall, lay
from klimamosaik.mosaic.kernel.mosaic import mosaic
from klimamosaik.mosaic.kernel.picture import Orientation
from klimamosaik.mosaic.kernel.published_names import NamedStones
from klimamosaik.mosaic.kernel.stone import account
from klimamosaik.pathway.kernel.contribution import ContributionState, YearContribution
from klimamosaik.terms.text import Language
from tests.mosaic.towns import NEED, measure, measures, town

BOTH = list(Orientation)


def wall_of(found: list[YearContribution]) -> Wall:
    return lay(account(found, NEED))


def names(found: list[YearContribution], orientation: Orientation) -> list[str]:
    """The names that are written, the largest field first."""
    return [" ".join(label.lines) for label in placed(wall_of(found), orientation)]


def drawn(found: list[YearContribution], language: Language = "de") -> str:
    return mosaic(measures=found, need_t=NEED, language=language, paint=Paint.PAGE).svg


@pytest.mark.parametrize("orientation", BOTH)
def test_the_three_largest_fields_are_named(orientation: Orientation) -> None:
    found = [
        measure(str(place), size, name=f"Netz {place}", state=ContributionState.MEASURED)
        for place, size in enumerate((40, 200, 90, 150))
    ]
    assert names(found, orientation) == ["Netz 1", "Netz 3", "Netz 2"]


@pytest.mark.parametrize("orientation", BOTH)
def test_a_small_field_is_named_beside_its_stones(orientation: Orientation) -> None:
    found = [measure("a", 9, name="Hallenbad", state=ContributionState.MEASURED)]
    (label,) = placed(wall_of(found), orientation)
    assert label.lines == ("Hallenbad",)
    laid = {seen(cell, orientation) for cell in range(9)}
    assert not label.covered & laid
    row, column = label.place
    assert (row, column - 1) in laid


@pytest.mark.parametrize("orientation", BOTH)
def test_a_fifth_of_a_stone_and_an_endless_name_stay_without(orientation: Orientation) -> None:
    assert names([measure("a", 0.2)], orientation) == []
    assert names([measure("a", 400, name="Wort" * 60)], orientation) == []


@settings(max_examples=40, deadline=None)
@given(found=measures())
def test_no_two_names_stand_on_one_stone(found: list[YearContribution]) -> None:
    for orientation in BOTH:
        written = list(placed(wall_of(found), orientation))
        assert len(written) <= MOST
        covered = [place for label in written for place in label.covered]
        assert len(covered) == len(set(covered))


@pytest.mark.parametrize("count", [1, 20, 100])
@pytest.mark.parametrize("orientation", BOTH)
def test_a_name_stays_inside_the_wall(count: int, orientation: Orientation) -> None:
    high, wide = (25, 40) if orientation is Orientation.LYING else (40, 25)
    written = list(placed(wall_of(town(count)), orientation))
    assert written or count == 100  # many small fields with long names
    for label in written:
        assert all(0 <= row < high and 0 <= column < wide for row, column in label.covered)


def test_names_stand_where_they_stood_in_any_language_and_order() -> None:
    found = town(20)
    german, english = drawn(found), drawn(found[::-1], "en")
    written = re.compile(r'<g class="labels".*?</g>')
    assert written.findall(german) == written.findall(english) != []


def test_a_name_is_no_link_and_is_not_read_twice() -> None:
    group = re.findall(r'<g class="labels"[^>]*>', drawn([measure("a", 60, href="/m/")]))[0]
    assert 'aria-hidden="true"' in group
    assert 'pointer-events="none"' in group


def test_strangers_read_no_name_that_is_not_published() -> None:
    told = NamedStones(frozenset({1}), "/klima/{pk}/")
    stones = told.all_shown(
        [measure("1", 90, name="Schulen"), measure("2", 200, name="Geheim")], "de"
    )
    assert names(list(stones), Orientation.LYING) == ["Schulen"]


def test_an_empty_wall_has_no_group_of_names() -> None:
    assert "labels" not in drawn([])

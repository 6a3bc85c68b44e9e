"""Pictures of figures: drawn from exactly the rows they are given, for pages, files and paper."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import replace

import pytest

from klimamosaik.drawing.palette import Paint
from klimamosaik.publication.public.figures.picture import picture_of, shown_digits
from klimamosaik.publication.queries.results import PublicFigure
from klimamosaik.terms.text import LANGUAGES, Language, decimal
from tests.publication.figures.figures import (
    ALL,
    figure,
    months,
    ranges,
    sectors,
    steps,
    stones,
    years,
)

SVG = "{http://www.w3.org/2000/svg}"


def words(svg: str) -> list[str]:
    """All words of a picture, those a pointer is shown among them."""
    found = [each.text or "" for each in ET.fromstring(svg).iter() if each.tag != f"{SVG}svg"]
    return [text for text in found if text]


@pytest.mark.parametrize("make", ALL, ids=lambda make: make.__name__)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("paint", list(Paint))
@pytest.mark.parametrize("width", [760.0, 372.0])
def test_every_known_value_stands_in_the_picture_as_its_table_writes_it(
    make: Callable[[], PublicFigure], language: Language, paint: Paint, width: float
) -> None:
    shown = make()
    svg = picture_of(shown, language, paint, width=width)
    text = " ".join(words(svg))
    digits = shown_digits(shown)
    known = [each.value for each in shown.data if each.value is not None]
    numbers = {decimal(abs(value), digits=digits, language=language) for value in known}
    assert numbers
    assert {number for number in numbers if number not in text} == set()
    assert ET.fromstring(svg).get("aria-hidden") == "true"
    assert "aria-label" not in svg


@pytest.mark.parametrize("make", ALL, ids=lambda make: make.__name__)
def test_nothing_leaves_the_picture(make: Callable[[], PublicFigure]) -> None:
    svg = ET.fromstring(picture_of(make(), "de", width=372.0))
    wide, high = (float(number) for number in str(svg.get("viewBox")).split()[2:])
    places = [each for each in svg.iter() if each.get("x") and each.get("y")]
    assert places
    for each in places:
        assert -1 <= float(str(each.get("x"))) <= wide + 1
        assert -1 <= float(str(each.get("y"))) <= high + 1


@pytest.mark.parametrize("make", [*ALL], ids=lambda make: make.__name__)
def test_a_figure_without_rows_is_drawn_without_stumbling(
    make: Callable[[], PublicFigure],
) -> None:
    assert ET.fromstring(picture_of(replace(make(), data=()), "de")).tag == f"{SVG}svg"


def test_a_gap_breaks_the_line() -> None:
    whole = replace(months(), data=tuple(e for e in months().data if e.value is not None))
    drawn, unbroken = (picture_of(each, "de").count('d="M') for each in (months(), whole))
    assert drawn == unbroken + 1


def test_the_difference_is_shaded_since_the_measure_alone() -> None:
    assert 'fill-opacity="0.3"' in picture_of(months(), "de")
    before = tuple(each for each in months().data if each.period < "2025")
    assert 'fill-opacity="0.3"' not in picture_of(replace(months(), data=before), "de")


def test_the_start_of_a_measure_is_marked() -> None:
    assert "Maßnahme" in words(picture_of(months(), "de"))
    assert "Maßnahme" not in words(picture_of(replace(months(), marked=None), "de"))


def test_a_range_that_crosses_zero_is_pale_and_one_below_it_warns() -> None:
    svg = picture_of(ranges(), "de", Paint.FIXED)
    fills = re.findall(r'fill="(#\w+)" stroke=', svg)
    assert fills == ["#44652f", "#ece4d3", "#a1352c"]


def test_what_is_unknown_is_a_question_mark_and_no_column() -> None:
    svg = picture_of(years(), "de")
    assert words(svg).count("?") == 1
    assert svg.count("<rect") == 5


def test_a_figure_of_one_year_is_drawn_by_place() -> None:
    found = words(picture_of(sectors(), "de"))
    assert [found.count(name) for name in ("Haushalte", "Verkehr")] == [1, 1]


def test_steps_that_lost_their_first_year_are_told_as_bars() -> None:
    narrowed = replace(steps(), data=steps().data[1:])
    assert "−8,5" in words(picture_of(narrowed, "de"))
    assert "100,0" not in words(picture_of(narrowed, "de"))


def test_the_stones_of_a_part_cover_its_share_of_the_field() -> None:
    svg = picture_of(stones(), "de", Paint.FIXED)
    shapes = re.findall(r'fill="[^"]+" d="(M[^"]+z)"', svg)
    shares = [sum(map(area, re.findall(r"M[^z]+z", shape))) for shape in shapes][-4:]
    whole = sum(shares)
    found = [1000 * share / whole for share in shares]
    assert found == pytest.approx([29.33, 100.25, 50.0, 820.42], abs=0.2)


def area(box: str) -> float:
    """Of a rectangle written as M left low H right V high H left z."""
    left, low, right, high = map(float, re.findall(r"-?[\d.]+", box)[:4])
    return (right - left) * (low - high)


def test_decimals_nobody_needs_are_not_shown() -> None:
    assert shown_digits(years()) == 1
    whole = tuple(replace(each, value=3.0) for each in years().data)
    assert shown_digits(figure(years().shape, list(whole))) == 0


def test_ids_inside_two_pictures_of_a_page_differ() -> None:
    broad, narrow = (picture_of(stones(), "de", width=wide) for wide in (760.0, 372.0))
    ids = [set(re.findall(r'id="([^"]+)"', svg)) for svg in (broad, narrow)]
    assert ids[0]
    assert not ids[0] & ids[1]

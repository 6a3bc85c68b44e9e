"""Places on a map without streets: where they lie, told apart, reached by keyboard."""

import math
import re
from itertools import combinations

import pytest

from klimamosaik.drawing.place_map import APART, RADIUS, WIDTH, MapPlace, place_map
from klimamosaik.drawing.range_bar import common_ends, range_bar
from klimamosaik.terms.estimate import Estimate

CIRCLE = re.compile(r'<circle cx="([\d.]+)" cy="([\d.]+)"')


def placed(*degrees: tuple[float, float]) -> list[MapPlace]:
    return [
        MapPlace(number, f"Ort {number}", north, east, f"/ort/{number}/", full=False)
        for number, (north, east) in enumerate(degrees, 1)
    ]


def circles(places: list[MapPlace]) -> list[tuple[float, float]]:
    svg = place_map(places, said="Karte", language="de")
    return [(float(x), float(y)) for x, y in CIRCLE.findall(svg)]


def test_no_place_draws_no_map() -> None:
    assert place_map([], said="Karte", language="de") == ""


def test_north_is_up_and_east_is_right() -> None:
    (ax, ay), (bx, by) = circles(placed((52.61, 9.10), (52.60, 9.12)))
    assert ay < by
    assert ax < bx


def test_a_kilometre_is_as_long_in_both_directions() -> None:
    north = 1000 / 111_195
    east = north / math.cos(math.radians(52.6))
    (ax, ay), (bx, _), (_, cy) = circles(
        placed((52.6, 9.1), (52.6, 9.1 + east), (52.6 + north, 9.1))
    )
    assert math.isclose(bx - ax, ay - cy, rel_tol=0.01)


def test_numbers_at_one_place_move_apart_and_stay_on_the_map() -> None:
    found = circles(placed(*[(52.6, 9.1)] * 9, (52.61, 9.12)))
    assert len(found) == 10
    for one, other in combinations(found, 2):
        assert math.dist(one, other) > APART - 1
    assert all(RADIUS < x < WIDTH - RADIUS for x, _ in found)


@pytest.mark.parametrize("far", [(52.4, 9.1), (52.8, 9.1), (52.6, 8.7), (52.6, 9.5)])
def test_a_crowd_at_an_edge_of_the_map_stays_on_it(far: tuple[float, float]) -> None:
    places = placed(*[(52.6, 9.1)] * 9, far)
    drawn = place_map(places, said="Karte", language="de")
    height = float(re.findall(r'<rect width="[\d.]+" height="([\d.]+)"', drawn)[0])
    found = circles(places)
    assert all(RADIUS < x < WIDTH - RADIUS for x, _ in found)
    assert all(RADIUS < y < height - RADIUS for _, y in found)


def test_each_place_is_a_link_with_its_number_and_name() -> None:
    svg = place_map(placed((52.6, 9.1), (52.7, 9.1)), said="Karte & Co.", language="de")
    assert '<a href="/ort/2/" aria-label="2: Ort 2">' in svg
    assert 'aria-label="Karte &amp; Co."' in svg


def test_ranges_share_one_scale_on_which_zero_is_one_line() -> None:
    saved, worse = Estimate(25, 10, 40, "%"), Estimate(-20, -30, -10, "%")
    ends = common_ends([saved, worse])
    assert ends == (-30, 40)
    zeros = {
        re.findall(
            r'<rect x="([\d.]+)" y="0.0"', range_bar(each, ends=ends, ink="heat", language="de")
        )[0]
        for each in (saved, worse)
    }
    assert len(zeros) == 1


def test_a_scale_of_savings_alone_still_shows_zero() -> None:
    assert common_ends([Estimate(25, 10, 40, "%")]) == (0.0, 40)
    assert common_ends([]) == (-1.0, 1.0)

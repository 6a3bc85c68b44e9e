"""Stones of every picture are laid by one hand."""

import re
import xml.etree.ElementTree as ET
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klimamosaik.drawing.building_stones import AROUND, HEIGHT, WIDTH, BuildingStone, stones_chart
from klimamosaik.drawing.geometry import area
from klimamosaik.drawing.palette import Paint
from klimamosaik.drawing.stones import Brush, StoneLook, StoneRows, StoneRun, slices, stones
from klimamosaik.drawing.treemap import FieldBox, fields_of

ROWS = StoneRows(columns=5, rows=2)


def drawn(*runs: StoneRun, paint: Paint = Paint.PAGE) -> str:
    return stones(runs, Brush(ROWS, "de", paint, "t"))


@given(st.floats(0, 50), st.floats(0, 50))
def test_slices_of_a_run_add_up_to_it(one: float, other: float) -> None:
    start, end = sorted((one, other))
    pieces = list(slices(start, end))
    assert sum(piece.end - piece.start for piece in pieces) == pytest.approx(end - start)
    assert all(after.cell == before.cell + 1 for before, after in pairwise(pieces))


def test_what_is_known_is_full_what_is_expected_hatched_and_the_rest_pale() -> None:
    assert '<g fill="var(--heat,#d98e32)"' in drawn(StoneRun(0, 2, StoneLook.LAID, "heat"))
    assert '<g fill="url(#t-heat)"' in drawn(StoneRun(0, 2, StoneLook.PLANNED, "heat"))
    assert '<g fill="var(--pale,#ece4d3)"' in drawn(StoneRun(0, 2, StoneLook.OPEN, "heat"))


def test_runs_of_one_owner_in_two_colours_keep_both() -> None:
    svg = drawn(
        StoneRun(0, 1.5, StoneLook.LAID, "heat"), StoneRun(1.5, 3, StoneLook.LAID, "electricity")
    )
    assert [*re.findall(r'<g fill="var\(--(\w+)', svg)] == ["heat", "electricity"]


def test_an_owner_is_named_once_and_a_link_where_it_has_a_page() -> None:
    runs = [
        StoneRun(0, 1, StoneLook.LAID, "heat", "a", "<Schule>"),
        StoneRun(1, 2, StoneLook.LAID_UNSURE, "heat", "a", "<Schule>"),
    ]
    assert drawn(*runs).count("<title>&lt;Schule&gt;</title>") == 1
    linked = [StoneRun(0, 1, StoneLook.LAID, "heat", "a", "Schule", "/a/")]
    assert '<a href="/a/"><title>Schule</title>' in drawn(*linked)


def test_stopped_stones_carry_a_cross() -> None:
    assert drawn(StoneRun(0, 3, StoneLook.STOPPED, "heat")).count("l10 10m0-10l-10 10") == 3


def test_rows_are_piled_from_the_ground_or_read_from_above() -> None:
    below, above = (StoneRows(5, 2, piled=piled) for piled in (True, False))
    lower, upper = (rows.on_screen(rows.stone(0)) for rows in (below, above))
    assert min(y for _, y in lower) > max(y for _, y in upper)
    assert all(0 <= x <= below.size[0] for x, _ in lower)


def test_on_paper_no_colour_asks_a_stylesheet() -> None:
    assert "var(" not in drawn(StoneRun(0, 3, StoneLook.STOPPED), paint=Paint.FIXED)


@given(st.lists(st.floats(1, 1000), min_size=1, max_size=12))
def test_fields_are_as_large_as_what_they_stand_for(sizes: list[float]) -> None:
    sizes.sort(reverse=True)
    boxes = fields_of(sizes, FieldBox(0, 0, 300, 200))
    for size, box in zip(sizes, boxes, strict=True):
        assert box.width * box.height == pytest.approx(60_000 * size / sum(sizes), rel=1e-6)


def test_a_buildings_stones_cover_its_field_and_are_split_by_its_use() -> None:
    chart = stones_chart(
        [BuildingStone("Bad", 3e6, 1e6), BuildingStone("Hort & Kita", None, 1e6)], 2025, "de"
    )
    root = ET.fromstring(chart.svg)
    titles = [each.text for each in root.iter("{http://www.w3.org/2000/svg}title")]
    assert titles == ["Bad", "Hort & Kita"]
    shares = {
        tint: sum(map(covered, re.findall(rf'<g fill="{tint}".*?</g>', chart.svg)))
        for tint in ("#d98e32", "#2f7f86")
    }
    assert shares["#d98e32"] / shares["#2f7f86"] == pytest.approx(3 / 2, rel=0.05)
    assert "4.000 MWh" in chart.alt


def test_buildings_stand_in_the_middle_of_their_picture() -> None:
    buildings = [BuildingStone("Bad", 3e6, 1e6), BuildingStone("Hort", 2e6, 1e6)]
    svg = stones_chart(buildings, 2025, "de").svg
    wide, high = (float(each) for each in ET.fromstring(svg).attrib["viewBox"].split()[2:])
    assert (wide, high) == (WIDTH + 2 * AROUND, HEIGHT + 2 * AROUND)
    whole = FieldBox(AROUND, AROUND, WIDTH, HEIGHT)
    assert (whole.x + whole.width + AROUND, whole.y + whole.height + AROUND) == (wide, high)
    shown = ET.fromstring(svg).attrib
    assert float(shown["width"]) / float(shown["height"]) == pytest.approx(wide / high, rel=0.01)


def covered(group: str) -> float:
    """Area of all stones of a group [px²]."""
    total = 0.0
    for shape in re.findall(r"m([^z]+)z", group):
        steps = [float(number) for number in re.findall(r"-?\d*\.?\d+", shape)]
        x = y = 0.0
        corners = []
        for right, down in zip(steps[::2], steps[1::2], strict=True):
            x, y = x + right, y + down
            corners.append((x, y))
        total += abs(area(corners))
    return total

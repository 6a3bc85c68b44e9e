"""Pictures of figures: lengths stand for values, zero is where they begin, the unknown has none."""

import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klimamosaik.drawing.building_row import BuildingMark, row_chart
from klimamosaik.drawing.chart import ChartPen
from klimamosaik.drawing.cost_curve import CostStep, cost_curve_svg
from klimamosaik.drawing.figure_bars import bars_svg
from klimamosaik.drawing.figure_columns import columns_svg
from klimamosaik.drawing.figure_lines import lines_svg
from klimamosaik.drawing.figure_marks import FigureMark, FigureSheet
from klimamosaik.drawing.figure_ranges import ranges_svg
from klimamosaik.drawing.figure_steps import figure_steps_svg
from klimamosaik.drawing.figure_stones import stones_svg
from klimamosaik.drawing.palette import Paint
from klimamosaik.drawing.scale import Scale, Size, numbers_along, round_steps, unit_for
from klimamosaik.terms.estimate import Estimate
from klimamosaik.terms.text import Language, Text
from tests.drawing.test_charts import texts

VALUES = (100.0, 50.0, 0.0, -50.0, None)
TOUCHING = 0.11  # [px] places are written with one decimal


def sheet(width: float = 700.0) -> FigureSheet:
    return FigureSheet(ChartPen(Paint.PAGE, "de", 15.0), width, 0, "test")


def mark(value: float | None, at: int = 0, *, series: str = "heat", place: str = "") -> FigureMark:
    year = 2020 + at
    return FigureMark(series, series, place, date(year, 1, 1), str(year), value, "MWh")


def marks(*values: float | None) -> list[FigureMark]:
    return [mark(value, at) for at, value in enumerate(values)]


def rects(svg: str) -> list[tuple[float, float, float, float]]:
    """Left, top, width and height of the bars."""
    return [
        tuple(float(unit.attrib[name]) for name in ("x", "y", "width", "height"))  # type: ignore[misc]
        for unit in ET.fromstring(svg).iter()
        if unit.tag.endswith("rect")
    ]


def middles(svg: str, wanted: tuple[str, ...]) -> list[float]:
    """Where words stand across."""
    found = {
        unit.text: float(unit.attrib["x"])
        for unit in ET.fromstring(svg).iter()
        if unit.tag.endswith("text")
    }
    return [found[word] for word in wanted]


def test_columns_are_as_high_as_their_values_from_zero_up_or_down() -> None:
    svg = columns_svg(marks(*VALUES), sheet())
    one, half, none, below = rects(svg)
    assert one[3] == pytest.approx(2 * half[3], abs=TOUCHING)
    assert none[3] == 0
    assert below[3] == pytest.approx(half[3], abs=TOUCHING)
    zero = one[1] + one[3]
    assert half[1] + half[3] == pytest.approx(zero, abs=2 * TOUCHING)
    assert below[1] == pytest.approx(zero, abs=TOUCHING)
    assert "?" in texts(svg)


def test_a_pointer_is_told_that_a_value_is_unknown() -> None:
    assert sheet().mark_in_words(mark(None)) == "heat, 2020: unbekannt"
    assert sheet().mark_in_words(mark(50.0)) == "heat, 2020: 50 MWh"


def test_columns_stand_side_by_side_each_above_its_period_and_below_its_number() -> None:
    svg = columns_svg(marks(100.0, 60.0, 30.0), sheet())
    bars = rects(svg)
    centres = [left + width / 2 for left, _, width, _ in bars]
    assert middles(svg, ("2020", "2021", "2022")) == pytest.approx(centres, abs=TOUCHING)
    assert middles(svg, ("100", "60", "30")) == pytest.approx(centres, abs=TOUCHING)
    assert centres[1] - centres[0] == pytest.approx(centres[2] - centres[1], abs=2 * TOUCHING)
    assert all(a[0] + a[2] < b[0] for a, b in pairwise(bars))
    assert bars[0][0] > 0
    assert bars[-1][0] + bars[-1][2] < 700


@pytest.mark.parametrize(("width", "across"), [(370.0, 1), (700.0, 2), (1000.0, 3)])
def test_series_stand_in_panels_of_their_own_as_many_across_as_there_is_room_for(
    width: float, across: int
) -> None:
    rows = [mark(10.0, at, series=name) for name in "abc" for at in range(2)]
    found = rects(columns_svg(rows, sheet(width)))
    assert len(found) == 6
    tops = sorted({top for _, top, _, _ in found})
    assert len(tops) == -(-3 // across)
    assert max(left + wide for left, _, wide, _ in found) <= width


def test_panels_of_one_unit_have_one_scale_and_each_other_unit_its_own() -> None:
    heat, power = mark(100.0), mark(25.0, series="electricity")
    water = replace(mark(4.0, series="water"), unit="m³")
    first, quarter, other = rects(columns_svg([heat, power, water], sheet()))
    assert quarter[3] == pytest.approx(first[3] / 4, abs=TOUCHING)
    assert other[3] == pytest.approx(first[3], abs=TOUCHING)


def test_bars_are_as_long_as_their_values_and_named_by_place() -> None:
    svg = bars_svg([mark(v, place="Rathaus") for v in VALUES[:2]] + marks(-50.0, None), sheet())
    one, half, below = rects(svg)
    assert one[2] == pytest.approx(2 * half[2], abs=2 * TOUCHING)
    assert below[2] == pytest.approx(half[2], abs=2 * TOUCHING)
    assert one[0] == pytest.approx(half[0], abs=TOUCHING)
    assert below[0] + below[2] == pytest.approx(one[0], abs=2 * TOUCHING)
    assert one[1] < half[1] < below[1]
    assert texts(svg).count("Rathaus") == 1
    assert "?" in texts(svg)


def test_steps_lead_from_the_first_bar_to_the_last() -> None:
    svg = figure_steps_svg(marks(100.0, 20.0, -50.0, 70.0), sheet())
    first, up, down, last = rects(svg)
    unit = first[2] / 100
    assert [each[2] for each in (up, down, last)] == pytest.approx(
        [20 * unit, 50 * unit, 70 * unit], abs=2 * TOUCHING
    )
    assert up[0] == pytest.approx(first[0] + first[2], abs=2 * TOUCHING)
    assert down[0] + down[2] == pytest.approx(up[0] + up[2], abs=2 * TOUCHING)
    assert (last[0], last[0] + last[2]) == pytest.approx((first[0], down[0]), abs=2 * TOUCHING)
    assert {"100", "+20", "−50", "70"} <= set(texts(svg))


def test_the_names_of_causes_stay_whole_on_a_phone() -> None:
    names = ("2024", "Witterung", "Verbrauch (witterungsbereinigt)", "Emissionsfaktor", "2025")
    values = (1406.3, 79.1, -38.6, -10.7, 1436.1)
    causes = [mark(value, series=name) for name, value in zip(names, values, strict=True)]
    svg = figure_steps_svg(causes, sheet(330.0))
    assert {"Verbrauch", "(witterungsbereinigt)", "Emissionsfaktor"} <= set(texts(svg))
    assert max(left + wide for left, _, wide, _ in rects(svg)) <= 330.0


def test_a_year_of_nothing_is_drawn_too() -> None:
    for draw in (columns_svg, bars_svg, figure_steps_svg, stones_svg):
        assert ET.fromstring(draw(marks(0.0, 0.0), sheet())).tag.endswith("svg")
    assert "keine Werte" in texts(lines_svg(marks(None, None), sheet()))


def test_a_field_has_a_thousand_stones_or_more_where_there_are_more() -> None:
    svg = stones_svg([mark(400.0), mark(600.0, series="missing")], sheet())
    assert {"heat: 400 MWh", "missing: 600 MWh"} <= set(texts(svg))
    high = float(ET.fromstring(svg).attrib["viewBox"].split()[3])
    more = stones_svg([mark(4000.0)], sheet())
    assert float(ET.fromstring(more).attrib["viewBox"].split()[3]) < high  # smaller stones


def test_a_scale_goes_through_both_its_ends_either_way_round() -> None:
    up, down = Scale(10, 20, 100, 300), Scale(10, 20, 300, 100)
    assert [up(each) for each in (10, 15, 20)] == [100, 200, 300]
    assert [down(each) for each in (10, 15, 20)] == [300, 200, 100]


@pytest.mark.parametrize(
    ("low", "high", "about", "steps"),
    [
        (0.0, 10.0, 5, [0, 2, 4, 6, 8, 10]),
        (0.0, 12.0, 5, [0, 2.5, 5, 7.5, 10, 12.5]),
        (-30.0, 70.0, 5, [-40, -20, 0, 20, 40, 60, 80]),
        (0.0, 0.5, 5, [0, 0.1, 0.2, 0.3, 0.4, 0.5]),
        (0.0, 100.0, 2, [0, 50, 100]),
        (0.0, 4000.0, 4, [0, 1000, 2000, 3000, 4000]),
    ],
)
def test_an_axis_has_round_numbers_that_reach_over_both_ends(
    low: float, high: float, about: int, steps: list[float]
) -> None:
    assert round_steps(low, high, about) == pytest.approx(steps)


def test_an_axis_counts_thousands_where_tonnes_are_many() -> None:
    assert (unit_for(19_999.0).size, unit_for(20_000.0).size) == (1.0, 1000.0)
    assert unit_for(20_000.0).name == Text("Tsd. t CO₂e im Jahr", "thousand t CO₂e a year")
    assert along_axis([0.0, 2500.0], "de", 1000.0) == ["0,0", "2,5"]
    assert along_axis([0.0, 500.0], "en", 0.1) == ["0", "5,000"]


def along_axis(steps: list[float], language: Language, size: float = 1.0) -> list[str]:
    return [*map(numbers_along(steps, language, size), steps)]


@pytest.mark.parametrize(("steps", "german", "english"), [
    ([0, 0.25, 0.5], ["0,00", "0,25", "0,50"], ["0.00", "0.25", "0.50"]),
    ([-0.4, -0.2, 0.0], ["−0,4", "−0,2", "0,0"], ["−0.4", "−0.2", "0.0"]),
    ([0, 2.5, 5], ["0,0", "2,5", "5,0"], ["0.0", "2.5", "5.0"]),
    ([0, 0.0002, 0.0004], ["0,0000", "0,0002", "0,0004"], ["0.0000", "0.0002", "0.0004"]),
    ([0, 2.5e9, 5e9], ["0", "2.500.000.000", "5.000.000.000"],
     ["0", "2,500,000,000", "5,000,000,000"]),
    ([5000.0], ["5.000"], ["5,000"]),
])  # fmt: skip
def test_numbers_along_an_axis_have_the_decimals_they_need_all_the_same(
    steps: list[float], german: list[str], english: list[str]
) -> None:
    assert along_axis(steps, "de") == german
    assert along_axis(steps, "en") == english


@given(
    st.floats(-1e9, 1e9),
    st.floats(1e-6, 1e9),
    st.integers(1, 7),
)
def test_no_number_along_an_axis_is_rounded(low: float, span: float, about: int) -> None:
    steps = round_steps(low, low + span, about)
    said = [float(each.replace(",", "").replace("−", "-")) for each in along_axis(steps, "en")]
    apart = steps[1] - steps[0] if len(steps) > 1 else 1.0
    assert said == pytest.approx(steps, abs=apart * 1e-5)


@pytest.mark.parametrize("most", [0.9, 1.0, 4.4, 1.1e6])
def test_pictures_name_their_steps_apart_and_within_themselves(most: float) -> None:
    """Numbers of one axis differ, have the same decimals, and begin right of the left edge."""
    ranged = [replace(mark(most), spread=Estimate(most * 0.7, 0.0, most))]
    step = CostStep("heat", False, 0.0, most, most, None, most, "Heizung")
    curve = cost_curve_svg([step], said=Text("s", "s"), size=Size.NARROW, language="de", ident="c")
    row = row_chart([BuildingMark("Bad", "Bad", most, None, None)], "de").svg
    course = lines_svg(marks(most, most / 2), sheet())
    for svg, anchor in (
        (curve, "end"), (curve, "middle"), (row, "middle"), (course, "end"),
        (ranges_svg(ranged, sheet()), "middle"),
    ):  # fmt: skip
        found = re.findall(rf'<text x="([\d.]+)"[^>]*text-anchor="{anchor}"[^>]*>([\d.,]+)', svg)
        assert len(found) > 1
        words = [text for _, text in found]
        assert len(set(words)) == len(words), words
        assert len({len(word.partition(",")[2]) for word in words}) == 1, words
        if anchor == "end":
            assert min(float(x) - 0.55 * 15 * len(word) for x, word in found) >= 0

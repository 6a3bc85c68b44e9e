"""Words of pictures with many bars: large enough to be read, and none touches another."""

import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations

import pytest

from klimamosaik.drawing.bar_numbers import numbers_over
from klimamosaik.drawing.chart import ChartPen, feet, wide
from klimamosaik.drawing.figure_columns import columns_svg
from klimamosaik.drawing.figure_marks import FigureMark, FigureSheet
from klimamosaik.drawing.figure_ranges import ranges_svg
from klimamosaik.drawing.palette import Paint
from klimamosaik.drawing.scale import Size
from klimamosaik.drawing.year_panels import BarRow, Panel, panels_chart
from klimamosaik.terms.amount import Amount
from klimamosaik.terms.estimate import Estimate
from klimamosaik.terms.text import Text

TALL = 0.72  # height of a figure relative to its size
FIRST = 1995


@dataclass(frozen=True)
class Written:
    """Words with the room they take [px]."""

    text: str
    size: float
    upright: bool
    left: float
    top: float
    right: float
    foot: float

    def touches(self, other: "Written") -> bool:
        """True where they would be read as one."""
        beside = self.right <= other.left or other.right <= self.left
        return not (beside or self.foot <= other.top or other.foot <= self.top)


def words_of(svg: str) -> list[Written]:
    """All words of a picture."""
    whole = ET.fromstring(svg)
    letters = whole.attrib["font-size"]
    texts = [each for each in whole.iter() if each.tag.endswith("text")]
    return [written(each, float(each.get("font-size", letters))) for each in texts]


def written(text: ET.Element, size: float) -> Written:
    """Where words stand, upright ones too."""
    x, y, said = float(text.attrib["x"]), float(text.attrib["y"]), text.text or ""
    upright, across = "transform" in text.attrib, wide(said, size)
    if upright:
        return Written(said, size, upright, x - TALL * size, y - across, x, y)
    before = {"middle": across / 2, "end": across}.get(text.get("text-anchor", ""), 0.0)
    return Written(said, size, upright, x - before, y - TALL * size, x - before + across, y)


def touching(words: list[Written]) -> list[tuple[str, str]]:
    """Words that stand in each other."""
    return [(one.text, two.text) for one, two in combinations(words, 2) if one.touches(two)]


def panels(value: float, years: int) -> list[Panel]:
    """The four panels of a report, heat as measured and as corrected."""
    rows = [BarRow(code, [Amount(value)] * years) for code in ("heat", "corrected")]
    heat = Panel(Text("Wärme: gemessen, bereinigt", "Heat"), "MWh", 0, rows, 1000.0)
    names = (Text("Strom", "e"), Text("Kosten", "cost"), Text("CO₂", "CO₂"))
    return [heat, *(Panel(name, "MWh", 0, rows[:1], 1000.0) for name in names)]


@pytest.mark.parametrize("years", [1, 3, 5, 8, 12])
@pytest.mark.parametrize("value", [0.0, 46_000.0, 462_000.0, 4_622_000.0, 46_220_000.0])
@pytest.mark.parametrize(("width", "stacked", "least"), [(500, False, 9.4), (350, True, 11.74)])
def test_numbers_of_years_side_by_side_never_touch_and_can_be_read(
    years: int, value: float, width: float, least: float, *, stacked: bool
) -> None:
    """A drawing of 350 px has 328 px on a phone of 360: all letters are 11 px there."""
    shown = [*range(FIRST, FIRST + years)]
    svg = panels_chart(panels(value, years), shown, "de", width=width, stacked=stacked).svg
    words = words_of(svg)
    said = Panel.written(panels(value, years)[0], Amount(value), "de")
    assert [each.text for each in words].count(said) == 5 * years
    assert {str(shown[0])} <= {each.text for each in words}
    assert min(each.size for each in words) >= least
    assert not touching(words)
    assert min(min(each.top, each.left) for each in words) >= -0.1
    assert max(each.right for each in words) <= width + 0.1


def test_few_numbers_of_three_years_stand_across_and_long_ones_upright() -> None:
    for value, upright in ((462_000.0, False), (4_622_000.0, True)):
        svg = panels_chart(panels(value, 3), [2023, 2024, 2025], "de", width=500).svg
        numbers = [each for each in words_of(svg) if re.fullmatch(r"4[.]?62.*", each.text)]
        assert {each.upright for each in numbers[:6]} == {upright}


def marks(values: list[float | None]) -> list[FigureMark]:
    return [
        FigureMark("heat", "Wärme", "", date(FIRST + n, 1, 1), str(FIRST + n), value, "MWh")
        for n, value in enumerate(values)
    ]


@pytest.mark.parametrize("width", [size.width for size in Size])
@pytest.mark.parametrize("count", [2, 7, 12, 30, 60])
@pytest.mark.parametrize("value", [7.0, 19_393.0, 3_000_000_000.0])
def test_numbers_and_years_of_columns_never_touch_and_are_of_one_size(
    width: float, count: int, value: float
) -> None:
    values = [value * (1 - 0.01 * (n % 9)) for n in range(count)]
    words = words_of(columns_svg(marks([*values, None]), sheet(width)))
    assert not touching(words)
    assert {each.size for each in words} == {13.0, 15.0}
    assert "?" in [each.text for each in words]
    assert str(FIRST) in [each.text for each in words]
    assert min(min(each.top, each.left) for each in words) >= -0.1
    assert max(each.right for each in words) <= width + 0.1


def test_thirty_columns_have_all_their_numbers_upright() -> None:
    words = words_of(columns_svg(marks([19_393.0 + n for n in range(30)]), sheet(760.0)))
    assert sum(each.upright for each in words) == 30


def sheet(width: float) -> FigureSheet:
    return FigureSheet(ChartPen(Paint.PAGE, "de", 15.0), width, 0, "test")


def test_numbers_are_written_as_large_as_there_is_room() -> None:
    across = numbers_over(["100"], 40.0, 13.0, 11.0)
    assert (across.size, across.upright, across.every) == (13.0, False, 1)
    smaller = numbers_over(["100"], 22.0, 13.0, 11.0)
    assert (round(smaller.size, 2), smaller.upright) == (11.46, False)
    upright = numbers_over(["100"], 12.0, 13.0, 11.0)
    assert (upright.size, upright.upright, upright.every) == (13.0, True, 1)
    some = numbers_over(["100"], 4.0, 13.0, 11.0)
    assert (some.size, some.upright, some.every) == (11.0, True, 3)
    assert some.for_bar(1, 5.0) is None
    assert some.for_bar(1, None) is some
    assert some.for_bar(3, 5.0) is some


def test_all_three_years_of_a_report_are_named() -> None:
    svg = panels_chart(panels(4_622.0, 3), [2023, 2024, 2025], "de", width=500).svg
    assert sum(each.text == "2024" for each in words_of(svg)) == 4


@pytest.mark.parametrize("most", [0.9, 1.1, 900.0, 3_000_000.0])
def test_numbers_below_ranges_stay_in_their_picture(most: float) -> None:
    mark = replace(marks([most])[0], spread=Estimate(0.7 * most, 0.0, most))
    words = words_of(ranges_svg([mark], sheet(372.0)))
    below = [each for each in words if each.text.endswith("MWh")]
    assert len(below) > 1
    assert not touching(below)
    assert min(each.left for each in below) >= -0.1
    assert max(each.right for each in below) <= 372.1


def test_where_years_are_left_out_a_tick_says_which_column_is_named() -> None:
    svg = columns_svg(marks([100.0] * 9), sheet(150.0))
    named = [each.text for each in words_of(svg) if each.size == 15]
    years = [each for each in named if each.isdigit()]
    ticks = [float(x) for x in re.findall(r'd="M([\d.]+) [\d.]+v3"', svg)]
    bars = [float(x) for x in re.findall(r'<rect x="([\d.]+)"', svg)]
    width = float(re.findall(r'<rect[^>]* width="([\d.]+)"', svg)[0])
    assert len(bars) == 9
    assert 1 < len(years) < 9
    middles = [bars[int(year) - FIRST] + width / 2 for year in years]
    assert ticks == pytest.approx(middles, abs=0.2)


def test_of_words_below_a_picture_every_so_many_one_stands_where_not_all_have_room() -> None:
    pen = ChartPen(Paint.PAGE, "de", 15.0)
    for room, shown in ((60.0, 4), (30.0, 2), (1.0, 1)):
        told = feet([(room * n, str(2020 + n)) for n in range(4)], 10, pen)
        assert told.count("<text") == shown
        assert "2020" in told

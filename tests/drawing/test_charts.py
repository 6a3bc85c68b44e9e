"""Charts: the numbers they are given stand where they belong, on pages, phones and paper."""

import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest

from klimamosaik.drawing.building_figures import BesideFigure, beside_chart
from klimamosaik.drawing.building_row import BuildingMark, row_chart
from klimamosaik.drawing.chart import Chart
from klimamosaik.drawing.cost_curve import CostStep, cost_curve_svg
from klimamosaik.drawing.months import months_svg
from klimamosaik.drawing.plan import PlanRow, plan_svg
from klimamosaik.drawing.probability import chance_svg
from klimamosaik.drawing.scale import Scale, Size
from klimamosaik.drawing.sparkline import sparkline
from klimamosaik.drawing.steps import StepBar, steps_chart
from klimamosaik.drawing.use_over_time import months_below, use_pictures
from klimamosaik.drawing.year_panels import BarRow, Panel, panels_chart
from klimamosaik.terms.amount import Amount
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.estimate import Estimate
from klimamosaik.terms.text import Text

SAID = Text("Was zu sehen ist", "what there is to see")


@dataclass(frozen=True)
class Month:
    """A month of use."""

    first: date
    expected: float | None
    measured: float | None
    before: bool


MONTHS = [
    Month(
        date(2023 + n // 12, n % 12 + 1, 1),
        None if n == 20 else 30_000.0,
        24_000.0 if n >= 24 else 30_000.0,
        n < 24,
    )
    for n in range(36)
]


def texts(svg: str) -> list[str]:
    """All words of a picture."""
    return [unit.text or "" for unit in ET.fromstring(svg).iter() if unit.tag.endswith("text")]


def bars(svg: str) -> list[dict[str, str]]:
    """The rectangles of a picture."""
    return [unit.attrib for unit in ET.fromstring(svg).iter() if unit.tag.endswith("rect")]


def charts() -> list[Chart]:
    """One of each chart for paper and pages."""
    rows = (BarRow("electricity", [Amount(900.0), Amount(400.0, covered=0.5), Amount(None)]),)
    return [
        steps_chart("2023", Decimal(100), [StepBar("Menge", Decimal(-20))], "2024", "MWh", "de"),
        panels_chart([Panel(Text("Strom", "e"), "kWh", 0, rows)], [2023, 2024, 2025], "de"),
        row_chart([BuildingMark("Bad & Halle", "Bad", 120.0, None, 90.0)], "de"),
    ]


@pytest.mark.parametrize("chart", charts(), ids=["steps", "panels", "row"])
def test_a_chart_has_plain_colours_on_paper_and_the_pages_on_a_page(chart: Chart) -> None:
    assert "var(" not in chart.svg
    assert "Libertinus Serif" in chart.svg
    assert "var(--" in chart.for_page
    assert ET.fromstring(chart.for_page).get("aria-label") == chart.alt
    assert re.findall(r' d="[^"]*"', chart.svg) == re.findall(r' d="[^"]*"', chart.for_page)


def test_steps_lead_from_one_year_to_the_other() -> None:
    chart = charts()[0]
    first, step, last = bars(chart.svg)
    first_end = float(first["x"]) + float(first["width"])
    assert float(step["x"]) + float(step["width"]) == pytest.approx(first_end, abs=0.2)
    assert float(step["x"]) == pytest.approx(float(last["x"]) + float(last["width"]), abs=0.2)
    assert chart.alt == "[MWh] 2023 100; Menge −20; 2024 80."


def test_a_whole_year_begins_at_the_edge_and_room_is_left_for_every_number() -> None:
    first, _, last = bars(charts()[0].svg)
    assert float(first["x"]) == float(last["x"]) == 0
    assert float(first["width"]) < 400 - len("100") * 0.64 * 11


def test_a_part_of_a_year_is_pale_with_a_dashed_edge_and_the_unknown_a_question_mark() -> None:
    svg = charts()[1].svg
    whole, part, unknown = bars(svg)
    assert "fill-opacity" not in whole
    assert part["fill-opacity"] == "0.3"
    assert part["stroke-dasharray"]
    assert float(part["height"]) == pytest.approx(float(whole["height"]) * 4 / 9, abs=0.2)
    assert float(unknown["height"]) == 0
    assert texts(svg)[:4] == ["Strom [kWh]", "900", "400", "?"]


def test_long_names_of_causes_stand_each_on_a_line_of_its_own() -> None:
    long = "Verbrauch (nicht witterungsbereinigt)"
    svg = steps_chart("2023", Decimal(1), [StepBar(long, Decimal(1))] * 5, "2024", "t", "de").svg
    lines = re.findall(rf'y="([\d.]+)">{re.escape(long)}', svg)
    assert len(set(lines)) == 5
    assert len(long) * 0.64 * 10.5 < float(ET.fromstring(svg).get("width") or 0)


def test_panels_of_one_unit_have_one_scale_and_each_other_unit_its_own() -> None:
    heat = Panel(Text("Wärme", "heat"), "MWh", 0, [BarRow("heat", [Amount(100_000.0)])], 1000.0)
    power = Panel(Text("Strom", "e"), "MWh", 0, [BarRow("electricity", [Amount(25_000.0)])], 1000.0)
    cost = Panel(Text("Kosten", "cost"), "€", 0, [BarRow("cost", [Amount(7.0)])])
    found = bars(panels_chart([heat, power, cost], [2025], "de").svg)
    whole, quarter, other = (float(bar["height"]) for bar in found)
    assert quarter == pytest.approx(whole / 4, abs=0.1)
    assert other == pytest.approx(whole, abs=0.1)


def test_each_row_of_bars_is_called_once_for_who_hears_the_picture() -> None:
    rows = [BarRow(code, [Amount(4_000.0)]) for code in ("heat", "corrected")]
    panel = Panel(Text("Wärme", "Heat"), "kWh", 0, rows)
    assert panels_chart([panel], [2025], "de").alt == (
        "Wärme, nicht bereinigt [kWh]: 2025 4.000. Wärme, witterungsbereinigt [kWh]: 2025 4.000."
    )


def test_a_building_is_drawn_beside_its_past_and_its_like() -> None:
    known = BesideFigure("Wärme [kWh/m²]", 0, 130.0, 116.0, Estimate(113.0, 100.0, 120.0))
    alone = BesideFigure("Wasser [m³/m²]", 2, None, 0.25, None)
    chart = beside_chart([known, alone], (2023, 2025), "de", width=380)
    assert chart.alt == (
        "Wärme [kWh/m²]: 2023 130, 2025 116, Median der Art 113. Wasser [m³/m²]: 2023 ?, 2025 0,25."
    )
    circles = re.findall(r'<circle fill="([^"]*)"', chart.svg)
    assert len(circles) == 2 + 2 + 1  # the key, both years, the last one alone


@pytest.mark.parametrize(("before", "now", "like"), [
    (None, 0.25, None), (0.5, 0.25, None), (None, None, Estimate(3.0, 2.0, 4.0)),
    (5.0, 1.0, Estimate(3.0, 2.0, 4.0)), (None, 130.0, Estimate(3.0, 2.0, 4.0)),
])  # fmt: skip
def test_the_most_of_a_figure_ends_its_line(
    before: float | None, now: float | None, like: Estimate | None
) -> None:
    figure = BesideFigure("Wasser [m³/m²]", 2, before, now, like)
    chart = beside_chart([figure], (2023, 2025), "de", width=380)
    end = float(re.findall(r"H([\d.]+)", chart.svg)[-1])
    marks = [float(x) for x in re.findall(r'cx="([\d.]+)"', chart.svg)[2:]]  # after the key
    bands = [float(r["x"]) + float(r["width"]) for r in bars(chart.svg)]
    assert max(marks + bands) == pytest.approx(end, abs=0.2)


def test_the_middle_half_and_the_marks_lie_on_the_line_of_their_figure() -> None:
    figures = [
        BesideFigure("Wärme [kWh/m²]", 0, 130.0, 116.0, Estimate(113.0, 100.0, 120.0)),
        BesideFigure("Wasser [m³/m²]", 2, 0.5, 0.25, Estimate(0.3, 0.2, 0.4)),
    ]
    svg = beside_chart(figures, (2023, 2025), "de", width=380).svg
    lines = [float(y) for y in re.findall(r'd="M[\d.]+ ([\d.]+)H', svg)]
    bands = [float(bar["y"]) + float(bar["height"]) / 2 for bar in bars(svg)]
    marks = [float(y) for y in re.findall(r'cy="([\d.]+)"', svg)[2:]]  # after the key
    assert bands == pytest.approx(lines, abs=0.2)
    assert marks == pytest.approx([y for y in lines for _ in range(2)], abs=0.2)


@pytest.mark.parametrize(("width", "named", "second"), [
    (3_000, 36, ["02/23"]), (1_200, 18, ["03/23"]), (760, 12, ["04/23"]), (400, 6, ["07/23"]),
    (200, 3, ["01/24"]), (140, 2, ["01/25"]), (70, 1, []),
])  # fmt: skip
def test_as_many_months_are_named_as_find_room(width: int, named: int, second: list[str]) -> None:
    x = Scale(MONTHS[0].first.toordinal(), MONTHS[-1].first.toordinal(), 0.0, float(width))
    shown = months_below(MONTHS, x)
    assert [words for _, words in shown][:2] == ["01/23", *second]
    assert len(shown) == named
    assert all(0 <= place <= width for place, _ in shown)


def test_use_is_drawn_for_pages_and_phones_with_the_day_the_measure_began() -> None:
    pictures = use_pictures(MONTHS, start=date(2025, 1, 15), language="de", name="u")
    for svg, width in ((pictures.broad, 760), (pictures.narrow, 372)):
        assert f'viewBox="0 0 {width} ' in svg
        assert {"MWh", "gemessen", "erwartet ohne die Maßnahme", "Maßnahme"} <= set(texts(svg))
    title = ET.fromstring(pictures.broad)[0].text
    assert title == "Seit der Maßnahme 360.000 kWh erwartet ohne sie, 288.000 kWh gemessen."


def test_a_gap_breaks_the_line_of_what_was_expected_only() -> None:
    svg = use_pictures(MONTHS, start=date(2025, 1, 15), language="en", name="u").broad
    dashed = [d for d in re.findall(r'stroke-dasharray="6 4" d="([^"]*)"', svg) if "L" in d]
    assert [d.count("L") + 1 for d in dashed] == [20, 15]
    assert re.search(r'stroke-width="2.6" d="(M[^"]*L[^"]*)"', svg)[1].count("L") == 35  # type: ignore[index]


@pytest.mark.parametrize(("size", "count", "apart"), [
    ("broad", 2, 1), ("broad", 10, 1), ("broad", 11, 2), ("broad", 21, 2), ("broad", 22, 3),
    ("broad", 32, 3), ("broad", 33, 6), ("broad", 65, 6), ("broad", 66, 12), ("broad", 131, 12),
    ("broad", 132, 24), ("narrow", 4, 1), ("narrow", 5, 2), ("narrow", 28, 6), ("narrow", 29, 12),
])  # fmt: skip
def test_names_of_months_stand_apart_and_as_many_as_have_room(
    size: str, count: int, apart: int
) -> None:
    months = [Month(date(2015 + n // 12, n % 12 + 1, 1), 9.0, 8.0, n == 0) for n in range(count)]
    pictures = use_pictures(months, start=date(2015, 2, 1), language="de", name="u")
    svg = getattr(pictures, size)
    found = re.findall(r'<text x="([\d.]+)"[^>]*>(\d\d)/(\d\d)<', svg)
    named = [int(year) * 12 + int(month) for _, month, year in found]
    assert named == list(range(15 * 12 + 1, 15 * 12 + 1 + count, apart))
    places, half = [float(x) for x, _, _ in found], len("01/15") * 0.64 * 12 / 2
    assert all(a + half < b - half for a, b in pairwise(places))
    assert places[-1] + half <= float(ET.fromstring(svg).attrib["viewBox"].split()[2])


def test_little_use_is_told_in_kilowatt_hours() -> None:
    small = [Month(each.first, 800.0, 750.0, each.before) for each in MONTHS]
    assert "kWh" in texts(
        use_pictures(small, start=date(2025, 1, 1), language="de", name="u").broad
    )


def test_months_nobody_knows_and_none_at_all_draw_an_empty_ground() -> None:
    unknown = [Month(each.first, None, None, each.before) for each in MONTHS]
    for months in (unknown, []):
        svg = use_pictures(months, start=date(2025, 1, 1), language="de", name="u").narrow
        assert "kWh" in texts(svg)
        assert "nan" not in svg


def test_a_plan_shows_work_as_an_outline_and_effect_filled_or_hatched() -> None:
    rows = [PlanRow("A", "heat", 2026, 2028, True), PlanRow("B", "green", 2026, 2027, False)]
    svg = plan_svg(
        rows, years=range(2026, 2036), said=SAID, size=Size.BROAD, language="de", ident="p"
    )
    work, effect, _, later = bars(svg)
    assert work["fill"] == "none"
    assert float(work["x"]) + float(work["width"]) == pytest.approx(float(effect["x"]), abs=0.2)
    assert effect["fill"].startswith("var(--heat")
    assert later["fill"] == "url(#p-green)"
    assert texts(svg).count("2026") == 1


@pytest.mark.parametrize(
    ("size", "years", "named"),
    [
        (Size.BROAD, range(2026, 2038), [str(year) for year in range(2026, 2038)]),
        (Size.BROAD, range(2026, 2039), ["2026", "2030", "2035"]),
        (Size.NARROW, range(2026, 2038), ["2026", "2030", "2035"]),
    ],
)
def test_a_plan_names_each_year_where_there_is_room(
    size: Size, years: range, named: list[str]
) -> None:
    rows = [PlanRow("A", "heat", 2026, 2028, True)]
    svg = plan_svg(rows, years=years, said=SAID, size=size, language="de", ident="p")
    assert [text for text in texts(svg) if text.isdigit()] == named


def test_a_cost_curve_is_as_wide_as_its_tonnes_and_an_open_end_has_no_crown() -> None:
    steps = [
        CostStep("heat", True, 0.0, 300.0, -120.0, -200.0, -30.0, "Heizung"),
        CostStep("green", False, 300.0, 100.0, 90.0, 40.0, None, "Bäume"),
    ]
    svg = cost_curve_svg(steps, said=SAID, size=Size.BROAD, language="de", ident="c")
    first, second = bars(svg)
    assert float(first["width"]) == pytest.approx(3 * float(second["width"]), abs=0.3)
    crowns = [d.count("h8") for d in re.findall(r'stroke-width="1.5" d="([^"]*)"', svg)]
    assert crowns == [2, 1]


@pytest.mark.parametrize("size", list(Size))
def test_narrow_steps_of_a_cost_curve_are_named_too_each_on_a_row_of_its_own(size: Size) -> None:
    names = ["Solar", "Licht", "Pumpen", "Netz", "Dach", "Radweg"]
    tonnes = [130.0, 75.0, 3.0, 570.0, 4.0, 2.0]
    steps = [
        CostStep("heat", False, sum(tonnes[:n]), tonnes[n], 100.0 * (n + 1), None, None, name)
        for n, name in enumerate(names)
    ]
    svg = cost_curve_svg(steps, said=SAID, size=size, language="de", ident="c")
    rows = [float(re.findall(rf'y="([\d.]+)"[^>]*>{name[:3]}', svg)[0]) for name in names]
    assert len(set(rows)) == len(names)
    assert min(abs(a - b) for a in rows for b in rows if a != b) >= 15
    assert max(rows) < min(float(one["y"]) for one in bars(svg))


def test_cheap_steps_of_a_cost_curve_stand_on_nought_within_its_levels() -> None:
    steps = [
        CostStep("heat", False, 0.0, 100.0, 2.2, None, None, "Heizung"),
        CostStep("green", False, 100.0, 100.0, 4.4, None, None, "Bäume"),
    ]
    svg = cost_curve_svg(steps, said=SAID, size=Size.BROAD, language="de", ident="c")
    low, high = sorted(bars(svg), key=lambda bar: float(bar["height"]))
    assert float(high["height"]) == pytest.approx(2 * float(low["height"]), abs=0.3)
    feet = {round(float(bar["y"]) + float(bar["height"])) for bar in (low, high)}
    assert len(feet) == 1
    assert max(float(y) for y in re.findall(r"M[\d.]+ ([\d.]+)H", svg)) >= max(feet) - 1


def test_a_cost_curve_of_many_names_the_widest_only() -> None:
    steps = [
        CostStep("heat", False, 10.0 * n, 10.0 + n, 5.0 * n, None, None, f"Nr. {n}")
        for n in range(40)
    ]
    svg = cost_curve_svg(steps, said=SAID, size=Size.BROAD, language="de", ident="c")
    assert len(re.findall("Nr[.] ", svg)) == 12
    assert "Nr. 39" in svg


def test_ten_stones_are_as_full_as_the_probability() -> None:
    def filled(probability: float) -> float:
        paths = re.findall(r'd="([^"]*)"', chance_svg(probability))
        return sum(map(float, re.findall(r"1h([\d.]+)v", paths[1]))) / 12.0

    assert filled(0.87) == pytest.approx(8.7, abs=0.05)
    assert filled(0.0) == 0
    assert filled(1.0) == 10


def test_full_stones_lie_on_the_empty_ones() -> None:
    empty, full = re.findall(r'd="([^"]*)"', chance_svg(0.34))
    at = [float(x) for x in re.findall(r"M([\d.]+) 1h", empty)]
    assert len(at) == 10
    assert {right - left for left, right in pairwise(at)} == {15.0}
    assert [float(x) for x in re.findall(r"M([\d.]+) 1h", full)] == at[:4]


def test_months_are_piled_and_years_named() -> None:
    months = [date(2024 + n // 12, n % 12 + 1, 1) for n in range(24)]
    carriers = (Carrier.HEAT, Carrier.ELECTRICITY)
    sums = {(month, carrier): 10.0 for month in months for carrier in carriers}
    svg = months_svg(months, sums, carriers, said="Energie", language="de")
    assert texts(svg) == ["2024", "2025"]
    assert len(re.findall(r'<path class="bar (?:heat|electricity)"', svg)) == 2
    assert svg.count("v-91.0") == 48


def test_a_sparkline_breaks_where_a_value_is_missing_and_needs_two() -> None:
    svg = sparkline([3.0, 4.0, None, 5.0, 2.0], field="heat", said="", language="de")
    assert svg.count('class="line"') == 2
    assert 'aria-hidden="true"' in svg
    assert sparkline([1.0, None], field="", said="", language="de") == ""

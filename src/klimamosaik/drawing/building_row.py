"""All buildings in a row by use per usable area, each beside the median of its kind."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from klimamosaik.drawing.chart import Chart, ChartPen, KeyEntry, feet, key, uprights
from klimamosaik.drawing.palette import Paint
from klimamosaik.drawing.scale import Scale, numbers_along, round_steps
from klimamosaik.terms.text import Language, Text, decimal

LETTERS = 10.0  # [px]
ROW, TOP, BOTTOM = 15.0, 24.0, 30.0  # [px] a building; margins
NAMES = 210.0  # [px] the names take at most
DOT = 4.2  # [px] half a mark


@dataclass(frozen=True)
class BuildingMark:
    """One building's use per usable area in the newest whole year."""

    name: str
    kind: str
    heat: float | None  # [kWh/m²]
    electricity: float | None  # [kWh/m²]
    median_heat: float | None  # [kWh/m²] of its kind, where three or more


HEAT = Text("Wärme", "heat")
ELECTRICITY = Text("Strom", "electricity")
MEDIAN = Text("Median der Gebäudeart (Wärme)", "median of the kind (heat)")
UNIT = "kWh/(m²·a)"


def row_chart(places: Sequence[BuildingMark], language: Language, *, width: float = 300) -> Chart:
    """Draw one line per building: dots for heat and electricity, a tick for its kind's median."""
    return Chart(spoken(places, language), partial(row_svg, places, width, language))


def row_svg(
    places: Sequence[BuildingMark], width: float, language: Language, paint: Paint, said: str
) -> str:
    """Names on the left, a line each, marks on it."""
    pen = ChartPen(paint, language, LETTERS)
    left = min(pen.room(place.name for place in places), NAMES) + 20
    most = max((v for p in places for v in (p.heat, p.electricity, p.median_heat) if v), default=1)
    steps = round_steps(0.0, most, 5)
    written = numbers_along(steps, language)
    x = Scale(0.0, steps[-1], left, left + width)
    foot = TOP + ROW * max(len(places), 2)
    entries = [
        KeyEntry(lambda a, b: circle(a + 8, b, pen), HEAT.in_(language)),
        KeyEntry(lambda a, b: diamond(a + 8, b, pen), ELECTRICITY.in_(language)),
        KeyEntry(lambda a, b: tick(a + 8, b, pen), MEDIAN.in_(language)),
    ]
    parts = [
        key(entries, left, LETTERS, pen),
        uprights(map(x, steps), TOP, foot, pen),
        *(mark_row(place, TOP + ROW * (at + 0.5), x, pen) for at, place in enumerate(places)),
        feet(((x(step), written(step)) for step in steps), foot + 12, pen),
        pen.words((x.start + x.end) / 2, foot + 25, UNIT, anchor="middle"),
    ]
    return pen.whole(parts, size=(left + width + 14, foot + BOTTOM), said=said, shown=True)


def mark_row(place: BuildingMark, y: float, x: Scale, pen: ChartPen) -> str:
    """One building."""
    name = pen.shortened(place.name, NAMES)
    signs = ((place.heat, circle), (place.electricity, diamond), (place.median_heat, tick))
    return (
        pen.line(f"M{x.start:.1f} {y:.1f}H{x.end:.1f}", width=0.6)
        + pen.words(x.start - 6, y + LETTERS / 3, name, anchor="end", ink="ink")
        + "".join(sign(x(value), y, pen) for value, sign in signs if value is not None)
    )


def circle(x: float, y: float, pen: ChartPen) -> str:
    """Heat."""
    return pen.dot(x, y, DOT, "heat")


def diamond(x: float, y: float, pen: ChartPen) -> str:
    """Electricity."""
    return pen.area(
        f"M{x:.1f} {y - DOT:.1f}l{DOT} {DOT}l{-DOT} {DOT}l{-DOT} {-DOT}z", "electricity"
    )


def tick(x: float, y: float, pen: ChartPen) -> str:
    """The median."""
    return pen.line(f"M{x:.1f} {y - 1.3 * DOT:.1f}v{2.6 * DOT:.1f}", "ink", 1.4)


def spoken(places: Sequence[BuildingMark], language: Language) -> str:
    """The numbers in words."""

    def written(value: float | None) -> str:
        return "?" if value is None else decimal(value, language=language)

    said = "; ".join(
        f"{p.name}: {HEAT.in_(language)} {written(p.heat)}, "
        f"{ELECTRICITY.in_(language)} {written(p.electricity)}"
        for p in places
    )
    return f"{UNIT}: {said}."

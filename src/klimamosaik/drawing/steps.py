"""From one year to another in steps: what each cause added or took away."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from klimamosaik.drawing.chart import LETTER, Chart, ChartPen
from klimamosaik.drawing.palette import Paint, colour
from klimamosaik.drawing.scale import Scale
from klimamosaik.terms.text import Language, decimal

LETTERS, SMALLEST = 10.5, 6.5  # [px]
HEIGHT, TOP, BOTTOM = 160.0, 20.0, 22.0  # [px]
WIDEST = 44.0  # [px] of a bar


@dataclass(frozen=True)
class StepBar:
    """A cause and what it added, as printed."""

    name: str
    amount: Decimal


@dataclass(frozen=True)
class Stair:
    """One bar of the picture."""

    name: str
    foot: float  # in the unit of the chart
    top: float
    ink: str
    label: str


def steps_chart(
    first: str,
    before: Decimal,
    steps: Sequence[StepBar],
    last: str,
    unit: str,
    language: Language,
    *,
    width: float = 480,
) -> Chart:
    """Draw `before`, the steps, and where they lead; the numbers printed add up."""
    digits = -int(before.as_tuple().exponent)
    level = before
    stairs = [year_stair(first, level, digits, language)]
    for step in steps:
        low, high = sorted((level, level + step.amount))
        ink = "buildings" if step.amount > 0 else "electricity"
        label = signed(step.amount, digits, language)
        stairs.append(Stair(step.name, float(low), float(high), ink, label))
        level += step.amount
    stairs.append(year_stair(last, level, digits, language))
    said = "; ".join(f"{stair.name} {stair.label}" for stair in stairs)
    return Chart(f"[{unit}] {said}.", partial(stairs_svg, stairs, width, language))


def year_stair(name: str, level: Decimal, digits: int, language: Language) -> Stair:
    """A whole year."""
    low, high = sorted((0.0, float(level)))
    label = decimal(float(level), digits=digits, language=language)
    return Stair(name, low, high, "second", label)


def signed(value: Decimal | float, digits: int, language: Language) -> str:
    """The number with its sign."""
    sign = "+" if value > 0 else "−" if value < 0 else "±"
    return sign + decimal(abs(float(value)), digits=digits, language=language)


def stairs_svg(
    stairs: Sequence[Stair], width: float, language: Language, paint: Paint, said: str
) -> str:
    """Floating bars in their order, their numbers above and their names below."""
    pen = ChartPen(paint, language, LETTERS)
    low, high = min(0.0, *(s.foot for s in stairs)), max(0.0, *(s.top for s in stairs))
    y = Scale(low, high if high > low else low + 1.0, HEIGHT - BOTTOM, TOP)
    band = width / len(stairs)
    bar = min(WIDEST, 0.8 * band)
    parts = []
    for place, stair in enumerate(stairs):
        middle, top = band * (place + 0.5), y(stair.top)
        tint = colour(stair.ink, paint)
        parts.append(pen.bar(middle - bar / 2, top, bar, max(y(stair.foot) - top, 0.8), tint))
        parts.append(pen.words(middle, top - 4, stair.label, anchor="middle", ink="ink"))
        parts.append(name_below(stair.name, middle, band, pen))
    return pen.whole(parts, size=(width, HEIGHT), said=said, shown=True)


def name_below(name: str, middle: float, room: float, pen: ChartPen) -> str:
    """A name on one line of its room [px], smaller where it is long."""
    size = min(LETTERS, 0.98 * room / (LETTER * max(len(name), 1)))
    return pen.words(middle, HEIGHT - 6, name, anchor="middle", size=max(size, SMALLEST))

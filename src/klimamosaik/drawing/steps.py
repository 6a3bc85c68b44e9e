"""From one year to another in steps: what each cause added or took away."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from klimamosaik.drawing.chart import Chart, ChartPen
from klimamosaik.drawing.palette import Paint, colour
from klimamosaik.drawing.scale import Scale
from klimamosaik.terms.text import Language, decimal

LETTERS = 10.5  # [px]
ROW, BAR = 33.0, 12.0  # [px] a cause with its name above its bar
NUMBER = 84.0  # [px] kept for the longest number


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
    width: float = 400,
) -> Chart:
    """Draw `before`, the steps, and where they lead; the numbers printed add up.

    Names stand above their bars, so that the longest has room on a phone, too.
    """
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
    """Floating bars below each other, each with its name above and its number behind."""
    pen = ChartPen(paint, language, LETTERS)
    low, high = min(s.foot for s in stairs), max(s.top for s in stairs)  # whole years begin at zero
    x = Scale(low, high if high > low else low + 1.0, 0.0, width - NUMBER)
    parts = []
    for place, stair in enumerate(stairs):
        top, left = ROW * place + LETTERS + 6, x(stair.foot)
        wide = max(x(stair.top) - left, 0.8)
        parts.append(pen.words(0, top - 4, stair.name))
        parts.append(pen.bar(left, top, wide, BAR, colour(stair.ink, paint)))
        parts.append(pen.words(left + wide + 5, top + BAR - 2.5, stair.label, ink="ink"))
    return pen.whole(parts, size=(width, ROW * len(stairs)), said=said, shown=True)

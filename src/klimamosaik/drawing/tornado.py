"""What moves the emissions of the target year: one bar per uncertain input, the widest on top."""

from collections.abc import Sequence
from dataclasses import dataclass

from klimamosaik.drawing.chart import ChartPen, feet, uprights
from klimamosaik.drawing.named_rows import BAR, TOP, NamedRows
from klimamosaik.drawing.palette import Paint, colour
from klimamosaik.drawing.scale import Scale, Size, numbers_along, round_steps, unit_for
from klimamosaik.terms.text import Language, Text

SIDE = 30.0  # [px] margin left and right


@dataclass(frozen=True)
class Bar:
    """Emissions at the lowest and at the highest tenth of one input."""

    name: Text
    ends: tuple[float, float]  # [t CO₂e/a] the second is the smaller one where more saves
    trend: bool  # False: the effect of a measure


def tornado_svg(
    bars: Sequence[Bar], *, mean_t: float, said: Text, size: Size, language: Language, ident: str
) -> str:
    """Draw the bars around the mean of the target year."""
    pen = ChartPen(Paint.PAGE, language, size.letters)
    ends = [end for bar in bars for end in bar.ends]
    unit = unit_for(max(map(abs, ends)))
    steps = round_steps(min(ends), max(ends), 6 if size is Size.BROAD else 3)
    written = numbers_along(steps, language, unit.size)
    x = Scale(steps[0], steps[-1], SIDE, size.width - SIDE)
    named = ((x(step), written(step)) for step in steps)
    rows = NamedRows(len(bars), x, pen, below=44.0)
    parts = [
        uprights(map(x, steps), TOP, rows.foot, pen),
        feet(named, rows.foot + 18, pen, within=(0, size.width)),
        pen.line(f"M{x(mean_t):.1f} {TOP:.0f}V{rows.foot:.0f}", "line"),
        *(bar_row(bar, place, rows, pen) for place, bar in enumerate(bars)),
        pen.words(size.width / 2, rows.height - 4, unit.name.in_(language), anchor="middle"),
    ]
    return pen.in_size(parts, size, rows.height, said, ident)


def bar_row(bar: Bar, place: int, rows: NamedRows, pen: ChartPen) -> str:
    """One input: its name above its bar."""
    left, right = sorted(map(rows.x, bar.ends))
    tint = colour("line" if bar.trend else "green", pen.paint)
    drawn = pen.bar(left, rows.bar_top(place), max(right - left, 1.5), BAR, tint)
    return rows.name(place, bar.name.in_(pen.language)) + drawn

"""Months in stacked bars, one colour per carrier."""

from collections.abc import Mapping, Sequence
from datetime import date

from klimamosaik.drawing.chart import ChartPen, feet
from klimamosaik.drawing.palette import Paint
from klimamosaik.drawing.scale import Scale
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.text import Language

WIDTH, HEIGHT = 960.0, 232.0  # [px]
FOOT, TOP = 190.0, 8.0  # [px]
THINNEST = 0.05  # [px] below, nothing is drawn
LETTERS = 24.0  # [px] the picture is shown smaller


def months_svg(
    months: Sequence[date],
    sums: Mapping[tuple[date, Carrier], float],
    carriers: Sequence[Carrier],
    *,
    said: str,
    language: Language,
) -> str:
    """Draw the sums of months, carriers piled in their order, and where each year begins."""
    pen = ChartPen(Paint.PAGE, language, LETTERS)
    most = max((sum(sums[m, c] for c in carriers) for m in months), default=0.0) or 1.0
    x, y = Scale(0, len(months), 0.0, WIDTH), Scale(0.0, most, FOOT, TOP)
    years = [(x(at), str(m.year)) for at, m in enumerate(months) if m.month == 1]
    parts = [
        *pile(months, sums, carriers, x, y),
        pen.line(f"M0 {FOOT + 0.5}H{WIDTH:.0f}", "line"),
        *(pen.line(f"M{at:.1f} {FOOT:.0f}v8", "line") for at, _ in years),
        feet(years, FOOT + 32, pen, anchor="start"),
    ]
    return pen.whole(parts, size=(WIDTH, HEIGHT), said=said)


def pile(
    months: Sequence[date],
    sums: Mapping[tuple[date, Carrier], float],
    carriers: Sequence[Carrier],
    x: Scale,
    y: Scale,
) -> list[str]:
    """All months of a carrier as one path, on top of the carriers before it."""
    below = dict.fromkeys(months, 0.0)
    paths = []
    for carrier in carriers:
        d = ""
        for place, month in enumerate(months):
            low, high = below[month], below[month] + sums[month, carrier]
            height = y(low) - y(high)
            if height > THINNEST:
                wide = x(1) - 3
                d += f"M{x(place) + 1.5:.1f} {y(low):.1f}v{-height:.1f}h{wide:.1f}v{height:.1f}z"
                below[month] = high
        paths.append(f'<path class="bar {carrier.value}" fill="currentColor" d="{d}"/>')
    return paths

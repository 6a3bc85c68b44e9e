"""A range on a scale many share: a bar from its low to its high end, a mark at the mean."""

from klimamosaik.drawing.palette import Paint, colour
from klimamosaik.drawing.scale import Scale
from klimamosaik.drawing.svg import picture
from klimamosaik.terms.estimate import Estimate
from klimamosaik.terms.text import Language

WIDTH, HEIGHT, THICK = 340.0, 22.0, 9.0  # [px]
SIDE = 4.0  # [px] margin, so that no mark is cut


def range_bar(
    estimate: Estimate, *, ends: tuple[float, float], ink: str, language: Language
) -> str:
    """Draw one range between the `ends` of the common scale; decoration, the words say it all.

    The line at zero crosses the whole height, so that it is one line where bars stand below
    each other.
    """
    x = Scale(*ends, SIDE, WIDTH - SIDE)
    top = (HEIGHT - THICK) / 2
    low, mean, high = (x(value) for value in (estimate.low, estimate.mean, estimate.high))
    parts = (
        bar(SIDE, top + THICK / 2 - 1, WIDTH - 2 * SIDE, 2, "edge"),
        bar(low, top, max(high - low, 2.0), THICK, ink),
        bar(x(0.0) - 0.75, 0, 1.5, HEIGHT, "line"),
        bar(mean - 1.5, top - 3, 3, THICK + 6, "ink"),
    )
    return picture(parts, size=(WIDTH, HEIGHT), said="", language=language, kind="range")


def bar(x: float, y: float, width: float, height: float, ink: str) -> str:
    """A bar in a colour of the palette."""
    fill = colour(ink, Paint.PAGE)
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" fill="{fill}"/>'
    )


def common_ends(ranges: list[Estimate]) -> tuple[float, float]:
    """The ends of the scale all ranges fit in; zero is always on it."""
    low = min((each.low for each in ranges), default=0.0)
    high = max((each.high for each in ranges), default=0.0)
    low, high = min(low, 0.0), max(high, 0.0)
    return (low, high) if high > low else (-1.0, 1.0)

"""What is emitted per head as one bar of its uses, on the scale of a list."""

from collections.abc import Sequence

from klimamosaik.drawing.palette import Paint, colour
from klimamosaik.drawing.svg import picture

WIDTH, HEIGHT = 240.0, 14.0  # [px]
COLOURS = {"heat": "heat", "electricity": "electricity", "transport": "transport"}
OTHER = "line"  # colour of every other use


def use_bar_svg(parts: Sequence[tuple[str, float]], *, most: float, language: str) -> str:
    """Draw uses with their tonnes per head; `most` is the longest bar of the list [t per head].

    Figures stand beside it in words, so it is silent.
    """
    drawn, x = "", 0.0
    for use, tonnes in parts:
        width = WIDTH * tonnes / most if most > 0 else 0.0
        fill = colour(COLOURS.get(use, OTHER), Paint.PAGE)
        drawn += f'<path fill="{fill}" d="M{x:.1f} 0h{width:.1f}v{HEIGHT:g}h-{width:.1f}z"/>'
        x += width
    return picture([drawn], size=(WIDTH, HEIGHT), said="", language=language, kind="uses")

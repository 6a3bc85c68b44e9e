"""From polygons to short SVG paths, and from any text to safe XML."""

import re
from collections.abc import Iterable
from html import escape
from itertools import pairwise

from klimamosaik.drawing.geometry import Point, Polygon

# Characters XML 1.0 does not know, even escaped.
UNKNOWN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def safe(text: str) -> str:
    """Text as XML and HTML can carry it, in elements and in quoted attributes."""
    return escape(UNKNOWN.sub("", text), quote=True)


def path(polygons: Iterable[tuple[Polygon, int]]) -> str:
    """Path data of polygons in screen units, each with its decimals (0 for whole stones).

    Every subpath starts relative to the start of the one before: a stone takes about 20 bytes.
    """
    data: list[str] = []
    at = (0.0, 0.0)
    for polygon, decimals in polygons:
        points = [(round(x, decimals), round(y, decimals)) for x, y in polygon]
        data.append("m" + moves([at, *points]) + "z")
        at = points[0]
    return "".join(data)


def moves(points: list[Point]) -> str:
    """The way from point to point as relative numbers with no blank that is not needed."""
    written = ""
    for (ax, ay), (bx, by) in pairwise(points):
        for step in (bx - ax, by - ay):
            number = short(step)
            written += number if not written or number.startswith("-") else " " + number
    return written


def short(value: float) -> str:
    """A number with at most one decimal and no needless zero."""
    number = f"{value:.1f}".removesuffix(".0")
    return "0" if number == "-0" else number.replace("0.", ".", 1) if abs(value) < 1 else number

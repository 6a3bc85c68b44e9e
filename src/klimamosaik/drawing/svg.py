"""Whole pictures, short paths of polygons, and any text as safe XML."""

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


def picture(
    parts: Iterable[str],
    *,
    size: tuple[float, float],
    said: str,
    language: str,
    ident: str = "",
    kind: str = "",
    role: str = "img",
    shown: tuple[float, float] | None = None,
    more: str = "",
) -> str:
    """A whole picture of `size` [px] from its parts, with what it says to who cannot see it.

    With an `ident` what it says is its title, found by its id; without one it is a label; where
    nothing is said, the picture is decoration. `kind` is its class, `shown` its size beside the
    words [px], `more` further attributes.
    """
    label, title = f' role="{role}" aria-label="{safe(said)}"', ""
    if ident:
        label = f' role="{role}" aria-labelledby="{ident}-t"'
        title = f'<title id="{ident}-t">{safe(said)}</title>'
    if not said:
        label, title = ' aria-hidden="true"', ""
    named = f' class="{kind}"' if kind else ""
    room = f' width="{shown[0]:g}" height="{shown[1]:g}"' if shown else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg"{named} lang="{language}"'
        f' viewBox="0 0 {size[0]:.0f} {size[1]:.0f}"{room}{more}{label}>'
        f"{title}{''.join(parts)}</svg>"
    )


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

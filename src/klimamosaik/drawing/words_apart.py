"""The words of a chart beside its drawing, for who sets them faster than a reader of SVG does."""

import re
from html import unescape
from typing import NamedTuple

WORDS = re.compile(
    r'<text x="([^"]+)" y="([^"]+)"(?: text-anchor="(\w+)")?(?: fill="([^"]+)")?'
    r'(?: font-size="([^"]+)")?(?: transform="(rotate)\(-90 [^"]*\)")?>([^<]*)</text>'
)
SIZE = re.compile(r'viewBox="0 0 (\S+) (\S+)"[^>]* font-size="([^"]+)" fill="([^"]+)"')


class PlacedWords(NamedTuple):
    """Words with their place."""

    x: float  # [px] of their anchor
    y: float  # [px] of their foot
    anchor: str  # start, middle or end
    ink: str  # as #rrggbb
    size: float  # [px] of letters
    upright: bool  # read from below
    text: str


def words_apart(svg: str) -> tuple[str, list[PlacedWords]]:
    """The drawing of a chart without its words, and the words; `svg` is one of a ChartPen.

    Where a drawing moves its parts, places would not be those seen: AssertionError.
    """
    if "<g " in svg:
        raise AssertionError("words within moved parts have no place of their own")
    whole = SIZE.search(svg)
    if whole is None:
        raise AssertionError("a chart says its letters and its ink")
    letters, ink = float(whole[3]), whole[4]
    words = [
        PlacedWords(
            float(x),
            float(y),
            anchor or "start",
            tint or ink,
            float(size or letters),
            bool(turned),
            unescape(text),
        )
        for x, y, anchor, tint, size, turned, text in WORDS.findall(svg)
    ]
    return WORDS.sub("", svg), words


def size_of(svg: str) -> tuple[float, float]:
    """Width and height of a drawing [px]."""
    whole = SIZE.search(svg)
    if whole is None:
        raise AssertionError("a chart says how large it is")
    return float(whole[1]), float(whole[2])

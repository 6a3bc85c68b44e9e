"""Names of the largest fields, written on their own stones: left out where there is no room."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice
from textwrap import wrap

from klimamosaik.drawing.course import ROWS, course
from klimamosaik.drawing.geometry import SIZE
from klimamosaik.drawing.palette import colour
from klimamosaik.drawing.stones import Brush
from klimamosaik.drawing.svg import safe
from klimamosaik.mosaic.kernel.layout import Wall
from klimamosaik.mosaic.kernel.picture import MARGIN, Frame, Orientation
from klimamosaik.mosaic.kernel.stone import Share

MOST = 3  # names in one picture
LETTERS = {Orientation.LYING: 34, Orientation.STANDING: 42}  # [px] a standing wall is shown smaller
WIDE = 0.6  # width of a letter of the widest sans, in its size
LEADING = 1.15  # line height in font sizes
INDENT = 6.0  # [px] from the edge of the first stone
SANS = "system-ui,'Segoe UI',Roboto,'Liberation Sans',sans-serif"

Place = tuple[int, int]  # row from above and column from the left, as seen


@dataclass(frozen=True)
class Label:
    """A name in lines, and the stones it covers."""

    lines: tuple[str, ...]
    place: Place  # of its upper left stone
    size: int  # [px] of its letters

    @property
    def width(self) -> int:
        """How many stones the longest line covers."""
        longest = max(map(len, self.lines))
        return math.ceil((longest * WIDE * self.size + 2 * INDENT) / SIZE)

    @property
    def height(self) -> int:
        """How many rows of stones its lines cover."""
        return math.ceil(len(self.lines) * LEADING * self.size / SIZE)

    @property
    def covered(self) -> set[Place]:
        """All stones below its letters."""
        return self.around(0)

    def around(self, by: int) -> set[Place]:
        """Its stones and so many on each side: no other name may stand there."""
        (row, column), height, width = self.place, self.height, self.width
        rows = range(row - by, row + height + by)
        return {(r, c) for r in rows for c in range(column - by, column + width + by)}


def labels(wall: Wall, frame: Frame, brush: Brush) -> str:
    """The names as one group of texts that answers to no pointer: links say them, too."""
    written = list(placed(wall, frame.orientation))
    if not written:
        return ""
    ink, paper = colour("ink", brush.paint), colour("paper", brush.paint)
    size = LETTERS[frame.orientation]
    texts = "".join(text(label) for label in written)
    return (
        f'<g class="labels" aria-hidden="true" pointer-events="none" fill="{ink}" stroke="{paper}"'
        f' stroke-width="{size / 4:.0f}" stroke-linejoin="round" paint-order="stroke"'
        f' font-family="{SANS}" font-size="{size}">{texts}</g>'
    )


def text(label: Label) -> str:
    """One name, its lines in the middle of the stones they cover."""
    (row, column), pitch = label.place, LEADING * label.size
    x = MARGIN + column * SIZE + INDENT
    first = MARGIN + row * SIZE + (label.height * SIZE - len(label.lines) * pitch) / 2
    spans = "".join(
        f'<tspan x="{x:.0f}" y="{first + (line + 0.78) * pitch:.0f}">{safe(words)}</tspan>'
        for line, words in enumerate(label.lines)
    )
    return f"<text>{spans}</text>"


def placed(wall: Wall, orientation: Orientation) -> Iterator[Label]:
    """The names of the largest fields that find room, one after the other."""
    nobodys = [span for span in wall.spans if span.share is None]
    free = {seen(cell, orientation) for span in nobodys for cell in whole(span.start, span.end)}
    blocked = {
        seen(cell, orientation) for span in wall.broken for cell in touched(span.start, span.end)
    }
    for share, cells in largest(wall):
        own = {seen(cell, orientation) for cell in cells}
        found = best(share.measure.name, own, free - blocked, blocked, LETTERS[orientation])
        if found is not None:
            blocked |= found.around(1)
            yield found


def largest(wall: Wall) -> list[tuple[Share, list[int]]]:
    """The measures with the most whole stones; those that are nobody's or unnamed left out."""
    shares = {span.share.measure.code: span.share for span in wall.spans if span.share is not None}
    fields = [
        (share, whole_cells(wall, code))
        for code, share in shares.items()
        if not share.measure.anonymous
    ]
    fields = [(share, cells) for share, cells in fields if cells]
    fields.sort(key=lambda field: (-len(field[1]), field[0].measure.code))
    return fields[:MOST]


def whole_cells(wall: Wall, code: str) -> list[int]:
    """Stones that are all one measure's: its spans follow each other."""
    spans = [s for s in wall.spans if s.share is not None and s.share.measure.code == code]
    return whole(min(span.start for span in spans), max(span.end for span in spans))


def whole(start: Fraction, end: Fraction) -> list[int]:
    """Whole stones between two places on the course."""
    return list(range(math.ceil(start), math.floor(end)))


def touched(start: Fraction, end: Fraction) -> list[int]:
    """Stones of which a part lies between two places on the course."""
    return list(range(math.floor(start), math.ceil(end)))


def seen(cell: int, orientation: Orientation) -> Place:
    """Row and column of a stone as it is seen."""
    x, y = course()[cell]
    return (ROWS - 1 - y, x) if orientation is Orientation.LYING else (x, y)


def best(
    name: str, own: set[Place], free: set[Place], blocked: set[Place], size: int
) -> Label | None:
    """On its own stones; else beside them, where nobody's are; else on both. None: no room."""
    mine, written = own - blocked, tuple(broken_up(name))
    beside = {(row, column + 1) for row, column in own} & free
    for starts, room in ((mine, mine), (beside, free), (mine, mine | free)):
        fitting = [
            label
            for lines in written
            for place in sorted(starts)
            if (label := Label(lines, place, size)).covered <= room
        ]
        if fitting:
            return fitting[0]
    return None


def broken_up(name: str) -> Iterator[tuple[str, ...]]:
    """The name on one line, on two and on three of about the same length."""
    yield (name,)
    for count in (2, 3):
        widths = range(math.ceil(len(name) / count), len(name))
        tried = (tuple(wrap(name, width, break_long_words=False)) for width in widths)
        yield from islice((lines for lines in tried if len(lines) == count), 1)

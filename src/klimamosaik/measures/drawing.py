"""Small pictures of the register: a heap of stones, one per measure."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

STONE = 18.0  # edge of a stone
GAP = 2.0
A_ROW = 6  # stones beside each other
# Corners moved a little, as if cut by hand: (dx, dy) of the four corners, taken in turn.
CUTS = (
    ((1.2, 0.6), (-0.4, 1.4), (-1.1, -0.5), (0.5, -1.2)),
    ((0.3, 1.5), (-1.3, 0.2), (-0.3, -1.3), (1.4, -0.4)),
    ((0.9, 0.1), (-0.8, 0.9), (-1.5, -1.0), (0.2, -0.6)),
    ((0.1, 0.8), (-0.2, 0.3), (-0.7, -1.5), (1.0, -1.0)),
)


@dataclass(frozen=True)
class HeapStone:
    """One measure in a heap."""

    look: str  # full | expected | open
    field: str  # class that gives the colour; "" for none
    crossed: bool = False  # stopped


def heap(stones: Sequence[HeapStone]) -> SafeString:
    """The stones piled from the ground up, decoration: the words stand beside it."""
    rows = max(1, -(-len(stones) // A_ROW))
    beside = min(max(1, len(stones)), A_ROW)
    width, height = beside * (STONE + GAP), rows * (STONE + GAP)
    pieces = format_html_join("", "{}", ((laid(s, i, height),) for i, s in enumerate(stones)))
    return format_html(
        '<svg viewBox="0 0 {} {}" width="{}" height="{}" aria-hidden="true">{}</svg>',
        f"{width:g}",
        f"{height:g}",
        f"{width:g}",
        f"{height:g}",
        pieces,
    )


def laid(stone: HeapStone, place: int, height: float) -> SafeString:
    """One stone at its place."""
    x = (place % A_ROW) * (STONE + GAP)
    y = height - (place // A_ROW + 1) * (STONE + GAP)
    shape = corners(x, y, place)
    cross = ""
    if stone.crossed:
        cross = format_html(
            '<path class="cross" d="M{} {}l8 8m0-8l-8 8"/>', f"{x + 5:g}", f"{y + 5:g}"
        )
    return format_html('<g class="{}"><path class="stone {}" d="{}"/>{}</g>',
                       stone.field, stone.look, shape, cross)  # fmt: skip


def corners(x: float, y: float, place: int) -> str:
    """The outline of a stone; the same for a place in every picture."""
    square = ((x, y), (x + STONE, y), (x + STONE, y + STONE), (x, y + STONE))
    cut = CUTS[(place * 7) % len(CUTS)]
    points = (f"{a + da:.1f} {b + db:.1f}" for (a, b), (da, db) in zip(square, cut, strict=True))
    return "M" + "L".join(points) + "z"

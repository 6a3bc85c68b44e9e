"""The wall in miniature, for lists: the same course and so the same outline.

One stone is one unit of the picture; joints lie over the colours as a repeated pattern, so that a
list of towns stays small.
"""

import random
from collections.abc import Iterable

from klimamosaik.drawing.course import COLUMNS, ROWS
from klimamosaik.drawing.palette import Paint, colour
from klimamosaik.drawing.svg import picture
from klimamosaik.terms.text import Language

TILE_COLUMNS, TILE_ROWS = 8, 5  # [stones] after which the joints repeat
MOVED = 0.12  # [stones] a corner is moved at most, each way
JOINT = 0.14  # [stones] width of a joint

Cells = Iterable[tuple[int, int]]  # column from the left, row from below


def miniature(
    laid: Iterable[tuple[str, bool, Cells]], *, said: str, language: Language, ident: str
) -> str:
    """A small wall without links, named by its sentence: colour, known or expected, whole cells."""
    pale, paper = colour("pale", Paint.PAGE), colour("paper", Paint.PAGE)
    whole = f"M0 0h{COLUMNS}v{ROWS}H0z"
    drawn = [
        f'<path fill="{colour(field, Paint.PAGE)}"{"" if known else FAINT} d="{rows(cells)}"/>'
        for field, known, cells in laid
    ]
    joined = (
        f'<defs><pattern id="{ident}-j" width="{TILE_COLUMNS}" height="{TILE_ROWS}"'
        f' patternUnits="userSpaceOnUse"><path fill="none" stroke="{paper}"'
        f' stroke-width="{JOINT}" d="{joints()}"/></pattern></defs>'
        f'<path fill="{pale}" d="{whole}"/>'
    )
    top = f'<path fill="url(#{ident}-j)" d="{whole}"/>'
    return picture(
        [joined, *drawn, top],
        size=(COLUMNS, ROWS),
        said=said,
        language=language,
        ident=ident,
        kind="mini",
    )


FAINT = ' fill-opacity=".45"'


def rows(cells: Iterable[tuple[int, int]]) -> str:
    """Path of cells, neighbours in a row as one."""
    data = ""
    left = set(cells)
    for x, up in sorted(left):
        if (x - 1, up) in left:
            continue
        width = next(n for n in range(1, COLUMNS + 1) if (x + n, up) not in left)
        data += f"M{x} {ROWS - 1 - up}h{width}v1h-{width}z"
    return data


def joints() -> str:
    """Lines between hand-cut stones, the same at opposite edges so that tiles fit."""
    dice = random.Random("joints")
    moved = {
        (x, y): ((dice.random() * 2 - 1) * MOVED, (dice.random() * 2 - 1) * MOVED)
        for x in range(TILE_COLUMNS)
        for y in range(TILE_ROWS)
    }

    def corner(x: int, y: int) -> str:
        dx, dy = moved[x % TILE_COLUMNS, y % TILE_ROWS]
        return f"{x + dx:.2f} {y + dy:.2f}"

    across = [[corner(x, y) for x in range(-1, TILE_COLUMNS + 2)] for y in range(TILE_ROWS + 1)]
    upright = [[corner(x, y) for y in range(-1, TILE_ROWS + 2)] for x in range(TILE_COLUMNS + 1)]
    return "".join(f"M{'L'.join(line)}" for line in (*across, *upright))

"""Hand-cut stones: corners moved a little, grout between them, cuts at the exact share."""

import math
import random
from collections.abc import Sequence
from functools import cache

from klimamosaik.drawing.course import COLUMNS, EXTRA_COLUMNS, ROWS, course

SIZE = 40.0  # [px] of a stone with its grout, in the units of the picture
MOVED = 5.0  # [px] a corner is moved at most, each way
GROUT = 2.2  # [px] from the corner line to the stone
SEED = 1000  # fixed: the same picture everywhere

Point = tuple[float, float]  # [px] from the left, from below
Polygon = tuple[Point, ...]


@cache
def corner(column: int, row: int) -> Point:
    """A corner shared by up to four stones. Seeded by text, which Python keeps stable."""
    dice = random.Random(f"{SEED}:{column}:{row}")
    return (
        column * SIZE + (dice.random() * 2 - 1) * MOVED,
        row * SIZE + (dice.random() * 2 - 1) * MOVED,
    )


@cache
def stone(cell: int) -> Polygon:
    """The stone at a place on the course, first edge towards the stone before it."""
    x, y = course()[cell]
    return quarry(x, y, course()[cell - 1] if cell else (x, y - 1))


def quarry(x: int, y: int, before: tuple[int, int]) -> Polygon:
    """The stone in a column and row, first edge towards the cell `before`."""
    corners = [corner(x, y), corner(x + 1, y), corner(x + 1, y + 1), corner(x, y + 1)]
    polygon = inset(corners, GROUT)
    first = {(0, -1): 0, (1, 0): 1, (0, 1): 2, (-1, 0): 3}[(before[0] - x, before[1] - y)]
    return (*polygon[first:], *polygon[:first])


def inset(corners: Sequence[Point], by: float) -> Polygon:
    """Move each edge of a convex polygon, given counter-clockwise, inwards by `by` [px]."""
    lines = []
    for (ax, ay), (bx, by_) in zip(corners, [*corners[1:], corners[0]], strict=True):
        dx, dy = bx - ax, by_ - ay
        length = math.hypot(dx, dy)
        nx, ny = -dy / length, dx / length
        lines.append((ax + nx * by, ay + ny * by, dx, dy))
    return tuple(meet(lines[k - 1], lines[k]) for k in range(len(lines)))


def meet(one: tuple[float, ...], other: tuple[float, ...]) -> Point:
    """Where two lines (point and direction) cross."""
    ax, ay, adx, ady = one
    bx, by, bdx, bdy = other
    along = ((bx - ax) * bdy - (by - ay) * bdx) / (adx * bdy - ady * bdx)
    return ax + along * adx, ay + along * ady


def cut(polygon: Polygon, start: float, end: float) -> Polygon:
    """The part of a four-cornered stone between two shares (0..1) of its area.

    The cut runs across from the first edge to the opposite one, so that the part from 0 touches
    the stone before and the part up to 1 the stone after.
    """
    if start <= 0 and end >= 1:
        return polygon
    near, far = sweep(polygon, start), sweep(polygon, end)
    return near[0], near[1], far[1], far[0]


def sweep(polygon: Polygon, share: float) -> tuple[Point, Point]:
    """The line across the stone that leaves `share` of its area behind it."""
    a, b, c, d = polygon
    whole = area(polygon)
    half = area((a, b, middle(b, c, 0.5), middle(a, d, 0.5)))
    square = 2 * whole - 4 * half  # area behind the line at t: linear t + square t²
    linear = whole - square
    wanted = share * whole
    t = 2 * wanted / (linear + math.sqrt(max(linear**2 + 4 * square * wanted, 0.0)))
    return middle(a, d, t), middle(b, c, t)


def middle(one: Point, other: Point, t: float) -> Point:
    """The point at share t of the way."""
    return one[0] + (other[0] - one[0]) * t, one[1] + (other[1] - one[1]) * t


def area(polygon: Sequence[Point]) -> float:
    """Area [px²] of a polygon given counter-clockwise."""
    return 0.5 * sum(
        ax * by - bx * ay
        for (ax, ay), (bx, by) in zip(polygon, [*polygon[1:], polygon[0]], strict=True)
    )


def columns_needed(length: float) -> int:
    """Columns of the wall lying down, with those beside it for stones above 1,000."""
    beyond = math.ceil(max(length - COLUMNS * ROWS, 0) / ROWS)
    return COLUMNS + min(beyond, EXTRA_COLUMNS)

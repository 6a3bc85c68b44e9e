"""A wall divided into fields of given sizes: the squarified treemap.

Bruls, Huizing and van Wijk, "Squarified Treemaps" (2000). Same sizes, same fields.
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class FieldBox:
    """A rectangle of the wall [px]."""

    x: float
    y: float
    width: float
    height: float


def fields_of(sizes: Sequence[float], box: FieldBox) -> list[FieldBox]:
    """Divide a box into boxes of the given sizes (descending), each as square as can be."""
    boxes: list[FieldBox] = []
    left = list(sizes)
    while left:
        scale = box.width * box.height / sum(left)
        side = min(box.width, box.height)
        count = 1
        while count < len(left) and worst(left[: count + 1], side, scale) <= worst(
            left[:count], side, scale
        ):
            count += 1
        row, left = left[:count], left[count:]
        thick = sum(row) * scale / side
        boxes += in_a_row(row, box, thick, scale)
        if box.width >= box.height:
            box = FieldBox(box.x + thick, box.y, max(box.width - thick, 0), box.height)
        else:
            box = FieldBox(box.x, box.y + thick, box.width, max(box.height - thick, 0))
    return boxes


def worst(row: Sequence[float], side: float, scale: float) -> float:
    """The most oblong ratio in a row of fields along `side`."""
    area = sum(row) * scale
    return max(
        max(side**2 * size * scale / area**2, area**2 / (side**2 * size * scale)) for size in row
    )


def in_a_row(row: Sequence[float], box: FieldBox, thick: float, scale: float) -> list[FieldBox]:
    """A row of fields along the shorter side of the box."""
    boxes, at = [], 0.0
    for size in row:
        length = size * scale / thick
        if box.width >= box.height:
            boxes.append(FieldBox(box.x, box.y + at, thick, length))
        else:
            boxes.append(FieldBox(box.x + at, box.y, length, thick))
        at += length
    return boxes

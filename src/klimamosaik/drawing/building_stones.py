"""All buildings as a wall of hand-cut stones: a building's field is as large as its use of energy.

The wall is divided by the squarified treemap (Bruls, Huizing and van Wijk 2000); every field is
laid with stones of about the same size. Same data, same picture.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from math import sin

from klimamosaik.drawing.theme import COLOURS, PRINT_FONT, Chart
from klimamosaik.terms.text import Text, decimal

WIDTH, HEIGHT = 1000.0, 620.0
SIDE = 22.0  # side of a stone
FIELD_JOINT = 6.0  # width of the joints between buildings
JOINT = 0.9  # half the width of the joints between stones
WOBBLE = 3.4  # how far a corner may move by hand
TONES = (1.0, 0.92, 0.84)  # stones differ a little
LABEL_SIZE = 17.0
SMALLEST_LABEL = 11.0
LETTER = 0.47  # width of a letter relative to its size, about


@dataclass(frozen=True)
class BuildingStone:
    """One building's energy in a year."""

    name: str
    heat: float | None  # [kWh]; None unknown
    electricity: float | None  # [kWh]

    @property
    def size(self) -> float:
        """What is known of its use [kWh]."""
        return (self.heat or 0.0) + (self.electricity or 0.0)


@dataclass(frozen=True)
class FieldBox:
    """A rectangle of the wall before it is cut by hand."""

    x: float
    y: float
    width: float
    height: float


def stones_chart(stones: Sequence[BuildingStone], year: int, language: str) -> Chart:
    """Draw the wall: amber is heat, teal electricity; what is unknown is not drawn."""
    known = sorted((s for s in stones if s.size > 0), key=lambda s: (-s.size, s.name))
    boxes = cut([stone.size for stone in known], FieldBox(0, 0, WIDTH, HEIGHT))
    parts = [drawn(stone, box, i) for i, (stone, box) in enumerate(zip(known, boxes, strict=True))]
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-6 -6 {WIDTH + 12:g} {HEIGHT + 12:g}" '
        f'width="{WIDTH + 12:g}" height="{HEIGHT + 12:g}">{"".join(parts)}</svg>'
    )
    return Chart(svg, spoken(known, year, language))


def cut(sizes: Sequence[float], box: FieldBox) -> list[FieldBox]:
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
        boxes += laid(row, box, thick, scale)
        if box.width >= box.height:
            box = FieldBox(box.x + thick, box.y, max(box.width - thick, 0), box.height)
        else:
            box = FieldBox(box.x, box.y + thick, box.width, max(box.height - thick, 0))
    return boxes


def worst(row: Sequence[float], side: float, scale: float) -> float:
    """The most oblong ratio in a row of stones laid along `side`."""
    area = sum(row) * scale
    return max(
        max(side**2 * size * scale / area**2, area**2 / (side**2 * size * scale)) for size in row
    )


def laid(row: Sequence[float], box: FieldBox, thick: float, scale: float) -> list[FieldBox]:
    """Lay a row of stones along the shorter side of the box."""
    boxes, at = [], 0.0
    for size in row:
        length = size * scale / thick
        if box.width >= box.height:
            boxes.append(FieldBox(box.x, box.y + at, thick, length))
        else:
            boxes.append(FieldBox(box.x + at, box.y, length, thick))
        at += length
    return boxes


def drawn(stone: BuildingStone, box: FieldBox, index: int) -> str:
    """One building: a field of stones, first heat, then electricity, with its name on top."""
    share = (stone.heat or 0.0) / stone.size
    paths = {COLOURS["heat"]: [""] * len(TONES), COLOURS["electricity"]: [""] * len(TONES)}
    cells = cells_of(box)
    for number, cell in enumerate(cells):
        heat = min(max(share * len(cells) - number, 0.0), 1.0)  # of this stone
        tone = round(7 * chance(cell.x, cell.y, index)) % len(TONES)
        for colour, part in zip(paths, halves(cell, heat), strict=True):
            if part is not None:
                paths[colour][tone] += outline(part)
    drawing = "".join(
        f'<path d="{path}" fill="{colour}" fill-opacity="{tone}"/>'
        for colour, tones in paths.items()
        for tone, path in zip(TONES, tones, strict=True)
        if path
    )
    return f"<g><title>{escape(stone.name)}</title>{drawing}</g>{named(stone.name, box)}"


def cells_of(box: FieldBox) -> list[FieldBox]:
    """Cut the field of a building into stones of about the same size, column by column."""
    x, y = box.x + FIELD_JOINT / 2, box.y + FIELD_JOINT / 2
    width, height = max(box.width - FIELD_JOINT, 2.0), max(box.height - FIELD_JOINT, 2.0)
    columns, rows = max(round(width / SIDE), 1), max(round(height / SIDE), 1)
    return [
        FieldBox(x + width * c / columns, y + height * r / rows, width / columns, height / rows)
        for c in range(columns)
        for r in range(rows)
    ]


def halves(cell: FieldBox, share: float) -> tuple[FieldBox | None, FieldBox | None]:
    """Cut a stone: `share` of it, and the rest; None where nothing is left of it."""
    cut_at = cell.height * share
    upper = FieldBox(cell.x, cell.y, cell.width, cut_at)
    lower = FieldBox(cell.x, cell.y + cut_at, cell.width, cell.height - cut_at)
    smallest = 2 * JOINT
    return upper if upper.height > smallest else None, lower if lower.height > smallest else None


def outline(cell: FieldBox) -> str:
    """The edge of a stone: its corners a little inside the cell, each moved by hand."""
    points = []
    for across, down in ((0, 0), (1, 0), (1, 1), (0, 1)):
        x, y = cell.x + across * cell.width, cell.y + down * cell.height
        x += JOINT * (1 - 2 * across) + WOBBLE * (chance(x, y, 1) - 0.5)
        y += JOINT * (1 - 2 * down) + WOBBLE * (chance(x, y, 2) - 0.5)
        points.append(f"{x:.1f} {y:.1f}")
    return "M" + "L".join(points) + "Z"


def chance(x: float, y: float, salt: int) -> float:
    """A number in 0..1 that only depends on the place: same data, same picture."""
    return (sin(round(x) * 12.9898 + round(y) * 78.233 + salt * 37.719) * 43758.5453) % 1.0


def named(name: str, box: FieldBox) -> str:
    """The name on its field, as large as it fits; nothing where it would be too small to read."""
    size = min(LABEL_SIZE, (box.width - 24) / max(len(name) * LETTER, 1), box.height - 20)
    if size < SMALLEST_LABEL:
        return ""
    width = len(name) * size * LETTER + 12
    place = f'x="{box.x + 8:.0f}" y="{box.y + 8:.0f}" width="{width:.0f}" height="{size + 8:.0f}"'
    return (
        f'<rect {place} rx="2" fill="{COLOURS["paper"]}" fill-opacity="0.92"/>'
        f'<text x="{box.x + 14:.0f}" y="{box.y + 8 + size:.0f}" font-family="{PRINT_FONT}" '
        f'font-size="{size:.1f}" textLength="{width - 12:.0f}" lengthAdjust="spacingAndGlyphs" '
        f'fill="{COLOURS["ink"]}">{escape(name)}</text>'
    )


ALT = Text(
    "Mauer aus Steinen: Das Feld jedes Gebäudes ist so groß wie sein Energieverbrauch {year}. "
    "{said}.",
    "A wall of stones: the field of each building is as large as its use of energy in {year}. "
    "{said}.",
)


def spoken(stones: Sequence[BuildingStone], year: int, language: str) -> str:
    """The stones in words, the largest first."""
    said = ", ".join(
        f"{stone.name} {decimal(stone.size / 1000, language=language)} MWh" for stone in stones
    )
    return ALT.in_(language).format(year=year, said=said)

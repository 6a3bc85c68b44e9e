"""All buildings as a wall of stones: a building's field is as large as its use of energy."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from klimamosaik.drawing.chart import Chart
from klimamosaik.drawing.geometry import SIZE, Polygon, quarry
from klimamosaik.drawing.palette import FONTS, Paint, colour
from klimamosaik.drawing.stones import Brush, StoneLook, StoneRun, stones
from klimamosaik.drawing.svg import picture, safe
from klimamosaik.drawing.treemap import FieldBox, fields_of
from klimamosaik.terms.text import Language, Text, decimal

WIDTH, HEIGHT = 2000.0, 1240.0  # [px]
AROUND = 12.0  # [px] corners are moved outwards too
FIELD_JOINT = 12.0  # [px] width of the joints between buildings
SIDE = 44.0  # [px] side of a stone, about
LABEL_SIZE, SMALLEST_LABEL = 34.0, 22.0  # [px]
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
class FieldGround:
    """Stones of about one size that fill a field, column by column."""

    box: FieldBox
    place: int  # of the field: the corners of each are moved in their own way

    @property
    def columns(self) -> int:
        """Stones beside each other."""
        return max(round(self.box.width / SIDE), 1)

    @property
    def rows(self) -> int:
        """Stones above each other."""
        return max(round(self.box.height / SIDE), 1)

    def stone(self, cell: int) -> Polygon:
        """The stone at a place, first edge towards the one below it."""
        column, row = divmod(cell, self.rows)
        x = column + 100 * self.place
        return quarry(x, row, (x, row - 1))

    def on_screen(self, polygon: Polygon) -> Polygon:
        """Stretch the stones to fill the field, upright."""
        box = self.box
        across = box.width / self.columns / SIZE
        up = box.height / self.rows / SIZE
        left = box.x - 100 * self.place * SIZE * across
        return tuple((left + x * across, box.y + box.height - y * up) for x, y in polygon)


def stones_chart(buildings: Sequence[BuildingStone], year: int, language: Language) -> Chart:
    """Draw the wall: amber is heat, teal electricity; what is unknown is not drawn."""
    known = sorted((each for each in buildings if each.size > 0), key=lambda b: (-b.size, b.name))
    return Chart(spoken(known, year, language), partial(building_wall, known, language))


def building_wall(
    known: Sequence[BuildingStone], language: Language, paint: Paint, said: str
) -> str:
    """The wall as SVG."""
    whole = FieldBox(AROUND, AROUND, WIDTH, HEIGHT)
    boxes = fields_of([each.size for each in known], whole)
    parts = [
        building_field(each, FieldGround(shrunk(box), place), language, paint)
        for place, (each, box) in enumerate(zip(known, boxes, strict=True))
    ]
    size = (WIDTH + 2 * AROUND, HEIGHT + 2 * AROUND)
    return picture(parts, size=size, said=said, language=language, shown=(size[0] / 2, size[1] / 2))


def shrunk(box: FieldBox) -> FieldBox:
    """A field without the joint around it."""
    half = FIELD_JOINT / 2
    width, height = (max(side - FIELD_JOINT, 4.0) for side in (box.width, box.height))
    return FieldBox(box.x + half, box.y + half, width, height)


def building_field(
    building: BuildingStone, ground: FieldGround, language: Language, paint: Paint
) -> str:
    """One building: a field of stones, first heat, then electricity, with its name on top."""
    count = ground.columns * ground.rows
    heat = count * (building.heat or 0.0) / building.size
    runs = [
        StoneRun(0.0, heat, StoneLook.LAID, "heat"),
        StoneRun(heat, float(count), StoneLook.LAID, "electricity"),
    ]
    laid = stones(
        [run for run in runs if run.end > run.start],
        Brush(ground, language, paint, f"field-{ground.place}"),
    )
    return f"<g><title>{safe(building.name)}</title>{laid}</g>" + name_on(
        building.name, ground.box, paint
    )


def name_on(name: str, box: FieldBox, paint: Paint) -> str:
    """The name on its field, as large as it fits; nothing where it would be too small to read."""
    size = min(LABEL_SIZE, (box.width - 36) / max(len(name) * LETTER, 1), box.height - 28)
    if size < SMALLEST_LABEL:
        return ""
    width = len(name) * size * LETTER + 24
    place = (
        f'x="{box.x + 10:.0f}" y="{box.y + 10:.0f}" width="{width:.0f}" height="{size + 16:.0f}"'
    )
    return (
        f'<rect {place} rx="4" fill="{colour("paper", paint)}" fill-opacity="0.92"/>'
        f'<text x="{box.x + 22:.0f}" y="{box.y + 12 + size:.0f}" font-family="{FONTS[paint]}" '
        f'font-size="{size:.1f}" textLength="{width - 24:.0f}" lengthAdjust="spacingAndGlyphs" '
        f'fill="{colour("ink", paint)}">{safe(name)}</text>'
    )


ALT = Text(
    "Mosaik aus Steinen: Das Feld jedes Gebäudes ist so groß wie sein Energieverbrauch {year}. "
    "{said}.",
    "A mosaic of stones: the field of each building is as large as its use of energy in {year}. "
    "{said}.",
)


def spoken(known: Sequence[BuildingStone], year: int, language: Language) -> str:
    """The stones in words, the largest first."""
    said = ", ".join(
        f"{each.name} {decimal(each.size / 1000, language=language)} MWh" for each in known
    )
    return ALT.in_(language).format(year=year, said=said)

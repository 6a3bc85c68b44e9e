"""The wall as SVG: how its course falls on the screen, and the stones on it."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from klimamosaik.drawing.course import COLUMNS, ROWS
from klimamosaik.drawing.geometry import SIZE, Polygon, columns_needed, stone
from klimamosaik.drawing.palette import colour
from klimamosaik.drawing.stones import Brush, NameBelow, StoneRun, hole, stones
from klimamosaik.mosaic.kernel import wording
from klimamosaik.mosaic.kernel.layout import StoneSpan, Wall
from klimamosaik.terms.text import Language

MARGIN = 30.0  # [px] around the wall: corners are moved outwards too


class Orientation(StrEnum):
    """The wall lying (40 x 25) or standing (25 x 40)."""

    LYING = "lying"
    STANDING = "standing"


@dataclass(frozen=True)
class Frame:
    """The wall: how its course falls on the screen."""

    orientation: Orientation
    width: float  # [px]
    height: float  # [px]

    def stone(self, cell: int) -> Polygon:
        """The stone at a place on the course."""
        return stone(cell)

    def on_screen(self, polygon: Polygon) -> Polygon:
        """Turn upright; the standing wall is the lying one turned, laid from the top down.

        So a phone's first screen shows stones that lie.
        """
        if self.orientation is Orientation.LYING:
            return tuple((MARGIN + x, self.height - MARGIN - y) for x, y in polygon)
        return tuple((MARGIN + y, MARGIN + x) for x, y in polygon)


def frame_for(wall: Wall, orientation: Orientation) -> Frame:
    """The frame of a wall, wide enough for stones above 1,000."""
    long = columns_needed(float(wall.length)) * SIZE + 2 * MARGIN
    short = ROWS * SIZE + 2 * MARGIN
    if orientation is Orientation.LYING:
        return Frame(orientation, long, short)
    return Frame(orientation, short, long)


def label_for(frame: Frame) -> NameBelow:
    """Below the wall; letters are larger in the standing one, which is shown smaller."""
    lying = frame.orientation is Orientation.LYING
    size, lines = (27.0, 1) if lying else (40.0, 2)  # [px] as the page's style has it
    letters = int(frame.width / (0.52 * size))
    return NameBelow(frame.height + size * 0.5, letters, size * 1.25, lines)


def wall_stones(wall: Wall, frame: Frame, brush: Brush) -> str:
    """All stones, in the order of the course: open ones last, holes on top."""
    laid, broken = (runs_of(spans, brush.language) for spans in (wall.spans, wall.broken))
    holes = "".join(hole(run, brush) for run in broken)
    return stones(laid, brush) + holes + target_line(wall, frame, brush)


def runs_of(spans: Iterable[StoneSpan], language: Language) -> list[StoneRun]:
    """Spans as they are drawn: a measure's with its colour, name and link."""
    return [run_of(span, language) for span in spans]


def run_of(span: StoneSpan, language: Language) -> StoneRun:
    """One span; nobody's stones have no name."""
    if span.share is None:
        return StoneRun(span.start, span.end, span.kind)
    measure = span.share.measure
    name = wording.label(span.share, language)
    return StoneRun(
        span.start, span.end, span.kind, measure.field, measure.code, name, measure.href
    )


def target_line(wall: Wall, frame: Frame, brush: Brush) -> str:
    """Where 1,000 stones end, if more are laid and planned."""
    if wall.length <= COLUMNS * ROWS:
        return ""
    ends: Polygon = ((COLUMNS * SIZE, -MARGIN), (COLUMNS * SIZE, ROWS * SIZE + MARGIN))
    (ax, ay), (bx, by) = frame.on_screen(ends)
    ink = colour("ink", brush.paint)
    line = f"M{ax:.0f} {ay:.0f}L{bx:.0f} {by:.0f}"
    return f'<path stroke="{ink}" stroke-width="3" stroke-dasharray="10 6" d="{line}"/>'

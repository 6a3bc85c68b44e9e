"""The wall as SVG: paths grouped per measure, links for those who follow a stone."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from textwrap import wrap
from typing import Protocol

from klimamosaik.drawing.course import COLUMNS, ROWS
from klimamosaik.drawing.geometry import SIZE, Polygon, columns_needed, cut, inset, stone
from klimamosaik.drawing.palette import Paint, colour
from klimamosaik.drawing.svg import path, safe
from klimamosaik.mosaic.kernel import wording
from klimamosaik.mosaic.kernel.layout import Slice, SliceKind, StoneSpan, Wall, slices
from klimamosaik.mosaic.kernel.stone import Share
from klimamosaik.terms.text import Language

MARGIN = 30.0  # [px] around the wall: corners are moved outwards too
TONED = 6  # [stones] a smaller measure has one tone
TONES = ("", ' fill-opacity=".9"', ' fill-opacity=".8"')  # of laid stones, by turns
HOLE = 7.0  # [px] from a stone's edge to the hole in it
MARKED_FROM = 0.5  # [stones] smaller parts of a stopped measure go without a mark
CROSS = 5  # [px] half the size of the mark on stopped stones


class Orientation(StrEnum):
    """The wall lying (40 x 25) or standing (25 x 40)."""

    LYING = "lying"
    STANDING = "standing"


class StoneGround(Protocol):
    """Where stones lie."""

    def stone(self, cell: int) -> Polygon:
        """The stone at a place, first edge towards the one before it."""

    def on_screen(self, polygon: Polygon) -> Polygon:
        """The polygon in the units of the picture, [px] from the upper left."""


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
        """Turn upright; the standing wall is the lying one mirrored at its diagonal."""
        if self.orientation is Orientation.LYING:
            return tuple((MARGIN + x, self.height - MARGIN - y) for x, y in polygon)
        return tuple((MARGIN + y, self.height - MARGIN - x) for x, y in polygon)


def frame_for(wall: Wall, orientation: Orientation) -> Frame:
    """The frame of a wall, wide enough for stones above 1,000."""
    long = columns_needed(float(wall.length)) * SIZE + 2 * MARGIN
    short = ROWS * SIZE + 2 * MARGIN
    if orientation is Orientation.LYING:
        return Frame(orientation, long, short)
    return Frame(orientation, short, long)


@dataclass(frozen=True)
class Label:
    """Where the name of the measure pointed at is written; the page's style shows and hides it."""

    top: float  # [px] of its first line
    letters: int  # that fit on a line
    leading: float  # [px] from line to line
    lines: int  # there is room for

    @property
    def room(self) -> float:
        """Height it takes below the wall [px]."""
        return self.leading * self.lines


def label_for(frame: Frame) -> Label:
    """Below the wall; letters are larger in the standing one, which is shown smaller."""
    lying = frame.orientation is Orientation.LYING
    size, lines = (27.0, 1) if lying else (40.0, 2)  # [px] as the page's style has it
    letters = int(frame.width / (0.52 * size))
    return Label(frame.height + size * 0.5, letters, size * 1.25, lines)


@dataclass(frozen=True)
class Brush:
    """What all parts of one picture share."""

    ground: StoneGround
    language: Language
    paint: Paint
    ident: str  # start of every id, so that several pictures fit on one page
    label: Label | None = None  # None: a measure's name is a title, shown by few browsers


def stones(wall: Wall, frame: Frame, brush: Brush) -> str:
    """All stones, in the order of the course: open ones last, holes on top."""
    holes = "".join(hole(span, brush) for span in wall.broken)
    return grouped(wall.spans, brush) + holes + target_line(wall, frame, brush)


def grouped(spans: Sequence[StoneSpan], brush: Brush) -> str:
    """Spans in groups of one look, and in these by measure."""
    return "".join(
        look(first, brush) + "".join(measure_group(mine, brush) for mine in measures) + "</g>"
        for first, measures in by_look(spans)
    )


def by_look(spans: Sequence[StoneSpan]) -> Iterator[tuple[StoneSpan, Iterable[list[StoneSpan]]]]:
    """Neighbouring measures of one state and field share a group and its colours."""
    per_measure = [list(each) for _, each in groupby(spans, key=lambda span: id(span.share))]
    for _, alike in groupby(per_measure, key=lambda mine: look_of(mine[0])):
        measures = list(alike)
        yield measures[0][0], measures


def look_of(span: StoneSpan) -> tuple[str, str]:
    """State and field: what decides colour and hatching."""
    if span.share is None or span.kind is SliceKind.STOPPED:
        return ("", "")
    return (span.share.measure.state, span.share.measure.field)


def look(span: StoneSpan, brush: Brush) -> str:
    """The opening tag of a group with its colours."""
    state, field = look_of(span)
    if not state:
        pale, edge = colour("pale", brush.paint), colour("edge", brush.paint)
        return f'<g fill="{pale}" stroke="{edge}" stroke-width="1.5">'
    tint = colour(field, brush.paint)
    if state == "measured":
        return f'<g fill="{tint}" stroke="{tint}" stroke-width="0">'
    return f'<g fill="url(#{brush.ident}-{field})" stroke="{tint}" stroke-width=".8">'


def measure_group(spans: Sequence[StoneSpan], brush: Brush) -> str:
    """The stones of one measure, as a link where it has a page."""
    shapes = "".join(shape for span in spans for shape in shapes_of(span, brush))
    share = spans[0].share
    return shapes if share is None else named(share, shapes, brush)


def named(share: Share, shapes: str, brush: Brush) -> str:
    """Shapes with the measure's name, and its link."""
    said = wording.label(share, brush.language)
    href = share.measure.href
    if href is None:
        return f"<g><title>{safe(said)}</title>{shapes}</g>"
    name = f"<title>{safe(said)}</title>"
    if brush.label is not None:
        return f'<a href="{safe(href)}">{shapes}{written(said, brush.label)}</a>'
    return f'<a href="{safe(href)}">{name}{shapes}</a>'


def written(said: str, label: Label) -> str:
    """The name as text below the wall, cut where it is longer than there is room."""
    lines = wrap(said, label.letters, max_lines=label.lines, placeholder=" …")
    return (
        f'<text y="{label.top:.0f}">'
        + '<tspan x="0" dy="1em">'.join(
            [safe(lines[0]), *(f"{safe(line)}</tspan>" for line in lines[1:])]
        )
        + "</text>"
    )


def shapes_of(span: StoneSpan, brush: Brush) -> Iterator[str]:
    """The paths of a span."""
    pieces = list(slices(span))
    if span.kind is SliceKind.LAID:
        small = len(pieces) < TONED
        for tone, attributes in enumerate(TONES):
            toned = [each for each in pieces if tone_of(pieces[0] if small else each) == tone]
            if toned:
                yield f'<path{attributes} d="{data(toned, brush)}"/>'
        return
    extra = EXTRAS.get(span.kind, "")
    if span.kind is SliceKind.POSSIBLE:
        extra = f' fill="url(#{brush.ident}-possible)"'
    yield f'<path{extra} d="{data(pieces, brush)}"/>'
    if span.kind is SliceKind.STOPPED:
        second = colour("second", brush.paint)
        yield f'<path stroke="{second}" stroke-width="2" d="{crosses(pieces, brush)}"/>'


def tone_of(piece: Slice) -> int:
    """Place in TONES; the same for a stone in every picture."""
    return piece.cell * 7 % 11 % len(TONES)


EXTRAS = {
    SliceKind.LAID_UNSURE: ' fill-opacity=".45" stroke-width="1.5"',
    SliceKind.PLANNED_UNSURE: ' opacity=".55"',
}


def data(pieces: Iterable[Slice], brush: Brush) -> str:
    """Path data of slices; cut stones are drawn to a tenth of a pixel."""
    return path((shape(piece, brush), 0 if piece.whole else 1) for piece in pieces)


def shape(piece: Slice, brush: Brush) -> Polygon:
    """A slice on the screen."""
    polygon = brush.ground.stone(piece.cell)
    if not piece.whole:
        polygon = cut(polygon, float(piece.start), float(piece.end))
    return brush.ground.on_screen(polygon)


def crosses(pieces: Sequence[Slice], brush: Brush) -> str:
    """A small cross on every stone of a stopped measure."""
    large = [piece for piece in pieces if piece.end - piece.start >= MARKED_FROM]
    marks = ""
    for piece in large or list(pieces)[:1]:
        corners = shape(piece, brush)
        x = round(sum(point[0] for point in corners) / len(corners)) - CROSS
        y = round(sum(point[1] for point in corners) / len(corners)) - CROSS
        marks += f"M{x} {y}l{2 * CROSS} {2 * CROSS}m0-{2 * CROSS}l-{2 * CROSS} {2 * CROSS}"
    return marks


def hole(span: StoneSpan, brush: Brush) -> str:
    """Stones a measure took away: hollow, with the warning colour around the hole."""
    paper, warning = colour("paper", brush.paint), colour("warning", brush.paint)
    hollow = []
    for piece in slices(span):
        inner = inset(brush.ground.stone(piece.cell), HOLE)
        if not piece.whole:
            inner = cut(inner, float(piece.start), float(piece.end))
        hollow.append((brush.ground.on_screen(inner), 1))
    shapes = f'<path d="{path(hollow)}"/>'
    group = f'<g fill="{paper}" stroke="{warning}" stroke-width="3">'
    return group + (named(span.share, shapes, brush) if span.share else shapes) + "</g>"


def target_line(wall: Wall, frame: Frame, brush: Brush) -> str:
    """Where 1,000 stones end, if more are laid and planned."""
    if wall.length <= COLUMNS * ROWS:
        return ""
    ends: Polygon = ((COLUMNS * SIZE, -MARGIN), (COLUMNS * SIZE, ROWS * SIZE + MARGIN))
    (ax, ay), (bx, by) = frame.on_screen(ends)
    ink = colour("ink", brush.paint)
    line = f"M{ax:.0f} {ay:.0f}L{bx:.0f} {by:.0f}"
    return f'<path stroke="{ink}" stroke-width="3" stroke-dasharray="10 6" d="{line}"/>'

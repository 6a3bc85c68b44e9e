"""Stones, laid everywhere by one hand: full, hatched, pale, crossed, with a hole; cut exactly.

A picture says which runs of stones look alike and where stones lie (a ground); shapes, colours,
hatching, cuts, names and links are the same for the wall, a measure's own stones, a balance, a heap
and the buildings of a report.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from itertools import groupby
from textwrap import wrap
from typing import Protocol

from klimamosaik.drawing.geometry import SIZE, Polygon, cut, inset, quarry
from klimamosaik.drawing.palette import Paint, colour, hatched
from klimamosaik.drawing.svg import path, safe
from klimamosaik.terms.text import Language

TONED = 6  # [stones] a smaller run has one tone
TONES = ("", ' fill-opacity=".9"', ' fill-opacity=".8"')  # of full stones, by turns
HOLE = 7.0  # [px] from a stone's edge to the hole in it
MARKED_FROM = 0.5  # [stones] smaller parts of a crossed run go without a mark
CROSS = 5  # [px] half the size of the mark on crossed stones
EDGE = 8.0  # [px] around rows of stones: corners are moved outwards too


class StoneLook(StrEnum):
    """How stones look, and what that says everywhere."""

    LAID = "laid"  # known: measured, up to the low end of the range
    LAID_UNSURE = "laid_unsure"  # measured, between the low end and the mean
    PLANNED = "planned"  # expected or estimated
    PLANNED_UNSURE = "planned_unsure"
    POSSIBLE = "possible"  # pale: missing, but within reach where ranges turn out well
    UNDECIDED = "undecided"  # pale, dashed in its colour: a measure nobody decided would lie here
    STOPPED = "stopped"  # pale: a measure was to lie here and was given up
    OPEN = "open"  # pale: no measure yet


FULL = frozenset({StoneLook.LAID, StoneLook.LAID_UNSURE})
HATCHED = frozenset({StoneLook.PLANNED, StoneLook.PLANNED_UNSURE})
FAINTER = {
    StoneLook.LAID_UNSURE: ' fill-opacity=".45" stroke-width="1.5"',
    StoneLook.PLANNED_UNSURE: ' opacity=".55"',
}


@dataclass(frozen=True)
class StoneRun:
    """Stones one after the other that look alike and belong together."""

    start: Fraction | float  # [stones] from the first
    end: Fraction | float  # [stones]
    look: StoneLook
    field: str = ""  # whose colour; empty: nobody's
    owner: str = ""  # runs of one owner share a name and a link; empty: nobody's
    name: str = ""
    href: str | None = None

    @property
    def tint(self) -> tuple[str, str]:
        """What decides the colours of a group: full or hatched with its field; pale has none."""
        family = "full" if self.look in FULL else "hatched" if self.look in HATCHED else ""
        if self.look is StoneLook.UNDECIDED:
            family = "dashed"
        return (family, self.field) if family else ("", "")


@dataclass(frozen=True)
class Slice:
    """A stone or a part of one, cut across the course."""

    cell: int  # place, from 0
    start: Fraction | float  # 0..1 of the stone
    end: Fraction | float  # 0..1 of the stone

    @property
    def whole(self) -> bool:
        """True for an uncut stone."""
        return self.end - self.start == 1


def slices(start: Fraction | float, end: Fraction | float) -> Iterator[Slice]:
    """Cut the way from `start` to `end` [stones] into stones."""
    for cell in range(math.floor(start), math.ceil(end)):
        yield Slice(cell, max(start - cell, Fraction(0)), min(end - cell, Fraction(1)))


class StoneGround(Protocol):
    """Where stones lie."""

    def stone(self, cell: int) -> Polygon:
        """The stone at a place, first edge towards the one before it."""

    def on_screen(self, polygon: Polygon) -> Polygon:
        """The polygon in the units of the picture, [px] from the upper left."""


@dataclass(frozen=True)
class StoneRows:
    """Stones in rows, each from left to right: piled from the ground up, or read from above."""

    columns: int
    rows: int
    piled: bool = True

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the picture [px]."""
        return self.columns * SIZE + 2 * EDGE, self.rows * SIZE + 2 * EDGE

    def stone(self, cell: int) -> Polygon:
        """The stone at a place, first edge towards the one on its left."""
        row, column = divmod(cell, self.columns)
        up = row if self.piled else self.rows - 1 - row
        return quarry(column, up, (column - 1, up))

    def on_screen(self, polygon: Polygon) -> Polygon:
        """Turn upright."""
        return tuple((EDGE + x, self.size[1] - EDGE - y) for x, y in polygon)


@dataclass(frozen=True)
class NameBelow:
    """Where the name of what is pointed at is written; the page's style shows and hides it."""

    top: float  # [px] of its first line
    letters: int  # that fit on a line
    leading: float  # [px] from line to line
    lines: int  # there is room for

    @property
    def room(self) -> float:
        """Height it takes below the stones [px]."""
        return self.leading * self.lines


@dataclass(frozen=True)
class Brush:
    """What all stones of one picture share."""

    ground: StoneGround
    language: Language
    paint: Paint
    ident: str  # start of every id, so that several pictures fit on one page
    below: NameBelow | None = None  # None: a name is a title, shown by few browsers


def stones(runs: Sequence[StoneRun], brush: Brush) -> str:
    """All runs in their order, in groups of one colour, and in these by owner."""
    by_owner = [list(each) for _, each in groupby(runs, key=lambda run: (run.owner, run.tint))]
    return "".join(
        opening(tint, brush)
        + "".join(named(mine[0], shapes_of(mine, brush), brush) for mine in owners)
        + "</g>"
        for tint, owners in groupby(by_owner, key=lambda mine: mine[0].tint)
    )


def opening(tint: tuple[str, str], brush: Brush) -> str:
    """The opening tag of a group with its colours."""
    family, field = tint
    if not family:
        pale, edge = colour("pale", brush.paint), colour("edge", brush.paint)
        return f'<g fill="{pale}" stroke="{edge}" stroke-width="1.5">'
    tone = colour(field, brush.paint)
    if family == "dashed":
        pale = colour("pale", brush.paint)
        return f'<g fill="{pale}" stroke="{tone}" stroke-width="3" stroke-dasharray="6 5">'
    if family == "full":
        return f'<g fill="{tone}" stroke="{tone}" stroke-width="0">'
    return f'<g fill="{hatched(field, brush.ident)}" stroke="{tone}" stroke-width=".8">'


def named(run: StoneRun, shapes: str, brush: Brush) -> str:
    """Shapes with their owner's name, and its link."""
    if not run.owner:
        return shapes
    title = f"<title>{safe(run.name)}</title>"
    if run.href is None:
        return f"<g>{title}{shapes}</g>"
    if brush.below is not None:
        return f'<a href="{safe(run.href)}">{shapes}{written(run.name, brush.below)}</a>'
    return f'<a href="{safe(run.href)}">{title}{shapes}</a>'


def written(name: str, below: NameBelow) -> str:
    """The name as text below the stones, cut where it is longer than there is room."""
    lines = wrap(name, below.letters, max_lines=below.lines, placeholder=" …")
    rest = [f'<tspan x="0" dy="1em">{safe(line)}</tspan>' for line in lines[1:]]
    return f'<text y="{below.top:.0f}">{safe(lines[0])}{"".join(rest)}</text>'


def shapes_of(runs: Iterable[StoneRun], brush: Brush) -> str:
    """The paths of an owner's runs."""
    return "".join(shapes_of_run(run.start, run.end, run.look, brush) for run in runs)


@lru_cache(maxsize=512, typed=True)  # of a wall drawn anew most runs lie where they lay
def shapes_of_run(
    start: Fraction | float, end: Fraction | float, look: StoneLook, brush: Brush
) -> str:
    """The paths of one run."""
    return "".join(paths_of(start, end, look, brush))


def paths_of(
    start: Fraction | float, end: Fraction | float, look: StoneLook, brush: Brush
) -> Iterator[str]:
    """The same, one by one; full stones differ a little in tone."""
    pieces = list(slices(start, end))
    if look is StoneLook.LAID:
        small = len(pieces) < TONED
        for tone, attributes in enumerate(TONES):
            toned = [each for each in pieces if tone_of(pieces[0] if small else each) == tone]
            if toned:
                yield f'<path{attributes} d="{data(toned, brush)}"/>'
        return
    extra = FAINTER.get(look, "")
    if look is StoneLook.POSSIBLE:
        extra = f' fill="{hatched("possible", brush.ident)}"'
    yield f'<path{extra} d="{data(pieces, brush)}"/>'
    if look is StoneLook.STOPPED:
        second = colour("second", brush.paint)
        yield f'<path stroke="{second}" stroke-width="2" d="{crosses(pieces, brush)}"/>'


def tone_of(piece: Slice) -> int:
    """Place in TONES; the same for a stone in every picture."""
    return piece.cell * 7 % 11 % len(TONES)


def data(pieces: Iterable[Slice], brush: Brush) -> str:
    """Path data of slices; cut stones are drawn to a tenth of a pixel."""
    return path((shape(piece, brush), 0 if piece.whole else 1) for piece in pieces)


def shape(piece: Slice, brush: Brush, *, inside: float = 0.0) -> Polygon:
    """A slice on the screen, or what lies `inside` [px] its stone's edge."""
    polygon = brush.ground.stone(piece.cell)
    if inside:
        polygon = inset(polygon, inside)
    if not piece.whole:
        polygon = cut(polygon, float(piece.start), float(piece.end))
    return brush.ground.on_screen(polygon)


def crosses(pieces: Sequence[Slice], brush: Brush) -> str:
    """A small cross on every stone."""
    large = [piece for piece in pieces if piece.end - piece.start >= MARKED_FROM]
    marks = ""
    for piece in large or list(pieces)[:1]:
        corners = shape(piece, brush)
        x = round(sum(point[0] for point in corners) / len(corners)) - CROSS
        y = round(sum(point[1] for point in corners) / len(corners)) - CROSS
        marks += f"M{x} {y}l{2 * CROSS} {2 * CROSS}m0-{2 * CROSS}l-{2 * CROSS} {2 * CROSS}"
    return marks


def hole(run: StoneRun, brush: Brush) -> str:
    """Stones taken away: hollow, with the warning colour around the hole."""
    paper, warning = colour("paper", brush.paint), colour("warning", brush.paint)
    hollow = [(shape(piece, brush, inside=HOLE), 1) for piece in slices(run.start, run.end)]
    group = f'<g fill="{paper}" stroke="{warning}" stroke-width="3">'
    return group + named(run, f'<path d="{path(hollow)}"/>', brush) + "</g>"
